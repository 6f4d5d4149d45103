//! Where in a text an address begins and ends.
//!
//! Not here: the form that all spellings of an address share (`address.rs`).

/// How an address begins that names where it goes.
pub(super) const SCHEMES: &[&str] = &["https://", "http://"];

/// Tells whether an address with its scheme begins here.
pub(super) fn is_scheme(rest: &str) -> bool {
    SCHEMES.iter().any(|scheme| rest.starts_with(scheme))
}

/// An address ends at white space, a quote or an angle bracket, and at a closing bracket that it did not open.
pub(super) fn address_length(text: &str) -> usize {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            '"' | '\'' | '<' | '>' | '`' | '[' | ']' | '|' | '\\' => return at,
            _ if letter.is_whitespace() => return at,
            _ => {}
        }
    }
    text.len()
}
