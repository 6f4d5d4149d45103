//! Documents that several people edit at once and that merge themselves: Automerge and Yjs. Nobody sees a conflict there,
//! and what two people added while they did not hear of each other stands in the document twice.
//!
//! Not here: how a format keeps its history (one file a format), how a document becomes lines (`outline`).

#[cfg(feature = "automerge")]
mod of_automerge;
#[cfg(feature = "yjs")]
mod of_yjs;
mod outline;
mod saved;

#[cfg(feature = "automerge")]
pub use of_automerge::merges as automerge;
#[cfg(feature = "yjs")]
pub use of_yjs::merges as yjs;
pub use saved::{Merged, Saved};
