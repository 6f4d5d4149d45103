//! The integration tests: the program as people run it, with the real git.
//!
//! Not here: what a unit test can prove beside the code.

#[path = "doors/mod.rs"]
mod doors;
