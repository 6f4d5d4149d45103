//! Making a merged file of three versions: text as git would write it, a deck slide by slide.
//!
//! Not here: what was merged and where its versions are read from (`merge`), and anything about findings.

mod command_line;
pub mod caller;
pub mod labels;
pub mod scratch;
pub mod text;
pub mod two_way;
pub mod join;
pub mod deck;
pub mod driver;
