//! Files of a language that the repository itself tells of: read as those of a language that is known, or by the words that
//! begin its blocks.
//!
//! Not here: where the repository says so (`config`, `merge`), the reading by blocks (`blocks`).

use super::blocks;
use super::grammars;
use super::reading::Reading;
use crate::source::Source;
use crate::tongue::Tongue;

/// The formats that are known: name and endings.
type Formats = Vec<(String, Vec<String>)>;

/// Reads a file as its repository says; `None` where that says nothing that is known, or no more than its ending.
/// `read` reads a file by its own name, `formats` lists what it can read.
pub(super) fn read(
    source: &Source,
    tongue: &Tongue,
    read: fn(&Source) -> Reading,
    formats: fn() -> Formats,
) -> Option<Reading> {
    let is_known =
        |extension: &str| formats().iter().any(|(_, endings)| endings.iter().any(|known| known == extension));
    if tongue.is_hint && is_known(&source.extension()) {
        return None;
    }
    let Some(like) = &tongue.like else { return blocks::read_in(source, tongue) };
    let ending = ending(like, &formats())?;
    let named = Source { path: format!("{}.{ending}", source.path), tongue: None, ..source.clone() };
    Some(read(&named))
}

/// Returns the ending of the files of a language: by its name, an alias or an ending.
pub(super) fn ending(name: &str, formats: &Formats) -> Option<String> {
    if let Some(language) = grammars::by_name(name) {
        return language.settings.extensions.first().map(|ending| (*ending).to_owned());
    }
    let by_name = formats.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    let is_called =
        |(_, endings): &&(String, Vec<String>)| endings.iter().any(|ending| ending.eq_ignore_ascii_case(name));
    let (_, endings) = by_name.or_else(|| formats.iter().find(is_called))?;
    endings.iter().find(|ending| ending.eq_ignore_ascii_case(name)).or(endings.first()).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tongue::Head;
    use crate::units::unit::UnitKind;
    use std::sync::Arc;

    fn names(path: &str, text: &str, tongue: Tongue) -> Vec<String> {
        let source = Source::lines(path, text).in_tongue(Some(Arc::new(tongue)));
        let units = crate::units::of(&source).units;
        let named = units.iter().filter(|unit| unit.kind != UnitKind::File && unit.identity.is_some());
        named.map(|unit| format!("{} {}", unit.kind.name(), unit.name.as_deref().unwrap_or_default())).collect()
    }

    #[test]
    fn a_language_may_be_like_another() {
        let like = |like: &str, is_hint| Tongue { like: Some(like.to_owned()), is_hint, ..Tongue::default() };
        assert_eq!(names("a.gunit", "def f(x):\n    return x\n", like("Python", false)), ["function f"]);
        assert_eq!(names("a.tides", "one: 1\n", like("YAML", true)), ["key one"]);
        assert_eq!(names("a.json", "{\"one\": 1}\n", like("YAML", true)), ["key one"], "an attribute is a hint");
        assert!(names("a.tides", "one: 1\n", like("Malbolge", true)).is_empty());
    }

    #[test]
    fn a_language_may_have_words_of_its_own() {
        let heads = vec![("keyword".to_owned(), Head::Function), ("suite".to_owned(), Head::Type)];
        let tongue = Tongue { heads, line_comments: vec!["%%".to_owned()], ..Tongue::default() };
        let text = "suite Tides\n  keyword High\n    x\n  %% keyword No\n  keyword Low\n    y\n";
        assert_eq!(names("a.robot", text, tongue), ["type Tides", "method High", "method Low"]);
    }
}
