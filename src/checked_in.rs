//! For tests: files beside the sources that are made of them, and must be as they would be made today.
//!
//! Not here: what they say.

/// Asks that a file of this package says this; with `ONENESS_BLESS` set it is written.
pub(crate) fn is(name: &str, written: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("ONENESS_BLESS").is_some() {
        std::fs::write(&path, written).expect("because tests may write");
    }
    let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(checked_in, written, "{name}: run the tests once with ONENESS_BLESS=1");
}
