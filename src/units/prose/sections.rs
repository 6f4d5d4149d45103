//! The stack of headings above a place in a document, and the names that headings get.
//!
//! Not here: how headings are found (one reader a format).

/// Names in paths are cut here, so that one endless heading cannot be repeated by everything under it.
const LONGEST_NAME: usize = 120;

/// The headings above a place, outermost first.
#[derive(Debug, Default)]
pub struct Headings {
    open: Vec<(u8, String)>,
}

impl Headings {
    /// Leaves all sections that a heading of this level ends, and returns how many are still open.
    pub fn leave(&mut self, level: u8) -> usize {
        while self.open.last().is_some_and(|(depth, _)| *depth >= level) {
            self.open.pop();
        }
        self.open.len()
    }

    /// Enters the section of a heading. Headings without words name nothing and are not entered.
    pub fn enter(&mut self, level: u8, words: &str) {
        self.leave(level);
        if !words.is_empty() {
            self.open.push((level, words.to_owned()));
        }
    }

    /// Returns the names of the open sections with `between` them.
    #[must_use]
    pub fn joined(&self, between: &str) -> String {
        self.open.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join(between)
    }
}

/// Puts two parts of a path or place together; an empty part leaves no sign.
#[must_use]
pub fn join(first: &str, between: &str, second: &str) -> String {
    match (first.is_empty(), second.is_empty()) {
        (true, _) => second.to_owned(),
        (_, true) => first.to_owned(),
        _ => format!("{first}{between}{second}"),
    }
}

/// Returns text as one line of words, cut to a length that can stand in a path.
#[must_use]
pub fn name(text: &str) -> String {
    cut(text, LONGEST_NAME)
}

/// Returns the first characters of a text as one line of words.
#[must_use]
pub fn cut(text: &str, longest: usize) -> String {
    let head: String = text.chars().take(longest.saturating_mul(4)).collect();
    let words = head.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(longest).collect::<String>().trim_end().to_owned()
}

/// Returns the anchor that GitHub gives a heading: lower case, spaces as hyphens, other signs gone.
#[must_use]
pub fn slug(words: &str) -> String {
    let kept = words.trim().chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
    kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_ends_sections_of_its_level() {
        let mut headings = Headings::default();
        headings.enter(1, "Guide");
        headings.enter(2, "Install");
        headings.enter(4, "");
        assert_eq!(headings.joined("/"), "Guide/Install");
        headings.enter(2, "Use");
        assert_eq!(headings.joined(" › "), "Guide › Use");
        assert_eq!(headings.leave(1), 0);
    }

    #[test]
    fn slugs_are_those_of_github() {
        let cases =
            [("Getting started!", "getting-started"), ("C++ & Rust", "c--rust"), ("Über_uns – 2.0", "über_uns--20")];
        for (words, expected) in cases {
            assert_eq!(slug(words), expected);
        }
    }

    #[test]
    fn names_are_cut() {
        assert_eq!(cut("  a \n b c", 3), "a b");
        assert_eq!(name(&"x".repeat(1000)).len(), LONGEST_NAME);
    }
}
