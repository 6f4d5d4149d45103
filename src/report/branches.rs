//! Open lines of work against each other: who collides with whom, in which order they are merged best, and what is on the
//! main line already. The noun is `meeting`; each output is a file beside it.
//!
//! Not here: which lines are compared (`cli::branches`), how one comparison is told at length (`report`).

pub mod document;
pub mod markdown;
pub mod meeting;
pub mod order;
pub mod page;
pub mod text;
mod words;
