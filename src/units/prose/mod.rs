//! The readers of prose, one file a format, and what they share.
//!
//! Not here: code and data (`units::code`), lines that nothing else reads (`units::lines`).

pub mod address;
pub mod asciidoc;
pub(super) mod entities;
pub(super) mod fences;
pub mod furniture;
pub mod html;
pub mod html_markdown;
pub mod html_tags;
pub mod latex;
pub(super) mod lists;
pub mod markdown;
pub mod org;
pub mod outline;
pub mod outline_path;
pub(super) mod plain;
pub mod pointers;
pub mod rst;
pub(super) mod scheme;
pub mod sections;
pub mod sentence;
pub mod slides;
pub(super) mod structure;
pub mod text;
pub mod typst;
pub mod whole;
