//! Units become Changes: what a side did to a unit, and where it stands in the result.
//!
//! Not here: how units are read (`units`), whether two changes are alike (`pairs`).

mod added;
pub mod change;
pub mod claims;
pub mod doubled;
pub mod halves;
pub mod held;
pub mod lines;
pub mod names;
mod new_lines;
pub mod numbered;
pub mod places;
pub mod surroundings;
pub mod tweaks;
pub mod version;
