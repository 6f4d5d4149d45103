//! What a file says of its own language for editors: `-*- mode: ruby -*-`, `vim: set ft=sh:`.
//!
//! Not here: interpreters in a first line (`grammars`).

use crate::source::Text;

/// Emacs looks at so many lines at the beginning.
const FIRST: usize = 2;
/// Vim looks at so many lines at both ends.
const AT_ENDS: usize = 5;
/// What begins a modeline of Vim, and what names a type of files in it.
const VIM: (&[&str], &[&str]) = (&["vim:", "vi:", "ex:"], &["ft=", "filetype=", "syntax="]);

/// Returns what a file says its language is called.
pub(super) fn language(text: &Text) -> Option<&str> {
    let count = text.line_count();
    let first = (0..count.min(FIRST)).find_map(|line| emacs(text.line(line)));
    let mut ends = (0..count.min(AT_ENDS)).chain(count.saturating_sub(AT_ENDS).max(AT_ENDS)..count);
    first.or_else(|| ends.find_map(|line| vim(text.line(line))))
}

fn emacs(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("-*-")?;
    let (said, _) = rest.split_once("-*-")?;
    let mode = said.split(';').find_map(|part| part.trim().strip_prefix("mode:"));
    let alone = Some(said).filter(|said| !said.contains([':', ';']));
    word(mode.or(alone)?.trim())
}

fn vim(line: &str) -> Option<&str> {
    let at = VIM.0.iter().filter_map(|mark| line.find(mark)).min()?;
    let behind = &line[at..];
    VIM.1.iter().find_map(|key| word(behind.split_once(key)?.1))
}

/// Returns the word that a text begins with.
fn word(text: &str) -> Option<&str> {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && !"+#_-".contains(letter)).unwrap_or(text.len());
    Some(&text[..end]).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_are_told() {
        let said = |text: &str| language(&Text::new(text.to_owned())).map(str::to_owned);
        assert_eq!(said("# -*- mode: ruby; tab: 2 -*-\n").as_deref(), Some("ruby"));
        assert_eq!(said("#!/x\n// -*- C++ -*-\n").as_deref(), Some("C++"));
        assert_eq!(said("a\nb\nc\nd\ne\nf\ng\n# vim: set ft=sh ts=2:\n").as_deref(), Some("sh"));
        assert_eq!(said("# -*- coding: utf-8 -*-\n"), None);
        assert_eq!(said("vim: the editor\n"), None);
    }
}
