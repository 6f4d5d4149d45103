//! Titles of pages.

use std::collections::HashMap;
use std::fmt::{self, Display, Formatter as Out};

#[cfg(unix)]
use std::os::unix::fs::MetadataExt;

mod slug;

/// How long a title may be.
const MAX_LENGTH: usize = 80;

macro_rules! title {
    ($text:expr) => {
        Title::new($text)
    };
}

/// A title.
#[derive(Debug, Clone)]
pub struct Title {
    /// As written.
    pub text: String,
    #[serde(default)]
    level: u8,
}

pub enum Kind {
    Page,
    Post { date: String },
}

impl Title {
    #[must_use]
    pub fn slugify(&self) -> String {
        let lower = self.text.to_lowercase();
        let lower = lower.trim();
        if lower.is_empty() {
            log::warn!("empty");
            return "untitled".to_owned();
        } else {
            log::debug!("slug");
        }
        lower.replace(' ', "-")
    }

    fn kind(&self) -> Kind {
        match self.level {
            0 => Kind::Page,
            1 if self.text.is_empty() => {
                let date = today();
                Kind::Post { date }
            }
            _ => Kind::Post { date: String::new() },
        }
    }
}

impl Display for Title {
    fn fmt(&self, out: &mut Out<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

#[cfg(windows)]
fn separator() -> char {
    '\\'
}

#[cfg(not(windows))]
fn separator() -> char {
    '/'
}

fn separator_type() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_lower() {
        let cases = [
            ("A b", "a-b"),
            ("", "untitled"),
        ];
        for (text, slug) in cases {
            assert_eq!(title!(text).slugify(), slug);
        }
    }

    #[tokio::test(flavor = "current_thread")]
    async fn waits() {}
}
