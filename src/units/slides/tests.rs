//! Where slides begin.
