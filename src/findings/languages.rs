//! Whether two files are one document in two languages, by their paths.
//!
//! Not here: the language of a text. A path says it surely enough: `tutorial.de.txt`, `docs/fr/intro.md`, `README-es.md`.

/// Languages as paths name them (ISO 639-1), those that documents are translated to most.
const CODES: &[&str] = &[
    "ar", "be", "bg", "bn", "ca", "cn", "cs", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fr", "gl",
    "he", "hi", "hr", "hu", "hy", "id", "it", "ja", "jp", "ka", "kk", "km", "kn", "ko", "kr", "lt", "lv", "ml", "mr",
    "ms", "nb", "ne", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "ta", "te", "th", "tr", "tw",
    "uk", "ur", "uz", "vi", "zh",
];

/// Tells whether two paths differ only in languages: each names another, or one names none.
pub(super) fn apart(one: &str, other: &str) -> bool {
    let (one, other) = (Named::of(one), Named::of(other));
    one.rest == other.rest && one.languages != other.languages
}

/// A path without its languages, and the languages.
struct Named {
    rest: String,
    languages: Vec<String>,
}

impl Named {
    /// A language stands alone between marks; the mark before it goes with it, and a region may follow: `zh-CN`.
    fn of(path: &str) -> Named {
        let (mut rest, mut languages): (String, Vec<String>) = (String::new(), Vec::new());
        let mut after_language = false;
        for part in path.split_inclusive(|letter: char| !letter.is_alphanumeric()) {
            let word = part.trim_end_matches(|letter: char| !letter.is_alphanumeric());
            let mark = &part[word.len()..];
            let is_region = after_language && word.len() == 2 && word.chars().all(|letter| letter.is_ascii_uppercase());
            let is_language = CODES.contains(&word) && !(rest.is_empty() && mark.is_empty());
            if is_language || is_region {
                languages.push(word.to_owned());
                rest.truncate(rest.trim_end_matches(['-', '_', '.', '/']).len());
            } else {
                rest.push_str(word);
            }
            rest.push_str(if is_language || is_region { mark.trim_matches(['-', '_']) } else { mark });
            after_language = is_language;
        }
        Named { rest: rest.replace(['/', '.'], "\0"), languages }
    }
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn paths_that_differ_in_the_language() {
        let same = [
            ("doc/tutorial.fr.txt", "doc/tutorial.de.txt"),
            ("docs/fr/intro.md", "docs/de/intro.md"),
            ("README.md", "README-es.md"),
            ("i18n/zh-CN/faq.md", "i18n/zh-TW/faq.md"),
            ("docs/intro.md", "docs/pt-BR/intro.md"),
        ];
        for (one, other) in same {
            assert!(apart(one, other) && apart(other, one), "{one} {other}");
        }
    }

    #[test]
    fn paths_that_differ_otherwise() {
        let apart_otherwise = [
            ("docs/fr/intro.md", "docs/fr/guide.md"),
            ("docs/fr/intro.md", "docs/de/guide.md"),
            ("src/no.rs", "src/yes.rs"),
            ("a/README.md", "b/README.md"),
            ("docs/fr/intro.md", "docs/fr/intro.md"),
        ];
        for (one, other) in apart_otherwise {
            assert!(!apart(one, other), "{one} {other}");
        }
    }
}
