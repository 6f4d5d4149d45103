//! How alike two names are.
//!
//! Not here: everything that is not a name.

/// Returns how alike two names are, 0 to 1: by letters (Jaro-Winkler) or by the words in them, whichever is higher, so
/// that `parseUrl` meets `url_parse`.
#[must_use]
pub fn likeness(ours: &str, theirs: &str) -> f64 {
    let letters = strsim::jaro_winkler(&ours.to_lowercase(), &theirs.to_lowercase());
    let [ours, theirs] = [parts(ours), parts(theirs)];
    let shared = ours.iter().filter(|part| theirs.contains(part)).count();
    let words = super::prose::ratio(shared, ours.len().max(theirs.len()));
    letters.max(words)
}

/// Splits a name at underscores, dashes, dots and where small letters meet capitals.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut previous_is_small = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() || previous_is_small && letter.is_uppercase() {
            parts.push(String::new());
        }
        if letter.is_alphanumeric() {
            parts.last_mut().expect("because it never is empty").extend(letter.to_lowercase());
        }
        previous_is_small = letter.is_lowercase();
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_by_letters_or_words() {
        assert!(likeness("parseUrl", "url_parse") > 0.99);
        assert!(likeness("slugify", "slugifies") > 0.9);
        assert!(likeness("slugify", "total") < 0.6);
    }
}
