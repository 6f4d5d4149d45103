//! Prose without its markup, and the addresses in it.

/// Strips markup.
#[must_use]
pub fn plain(text: &str) -> String {
    text.to_owned()
}

/// Returns canonical addresses.
#[must_use]
pub fn links(_text: &str) -> Vec<String> {
    Vec::new()
}
