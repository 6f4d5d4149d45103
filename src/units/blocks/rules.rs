//! Reads rules in braces: style sheets and settings of web servers. What stands before a brace is what a rule is for.
//!
//! Not here: claims on selectors, because a style sheet may well come back to one.

use super::found::{Found, Opens};
use super::words::{C_LIKE, SHELL_LIKE, Syntax, Words};
use crate::units::unit::UnitKind;

/// How plain style sheets look: what begins like a comment of a line may be an address.
pub(super) const SHEET: Syntax<'_> =
    Syntax { line_comments: &[], strings: &[("\"", "\""), ("'", "'")], joints: "-@.#%$&", ..C_LIKE };
/// How those look that are made into plain ones.
pub(super) const SCRIPT: Syntax<'_> = Syntax { line_comments: &["// ", "//\t"], ..SHEET };
/// How settings of nginx look.
pub(super) const SERVER: Syntax<'_> = Syntax { joints: "-.$@*^~/", ..SHELL_LIKE };

/// Words that give what follows a name which may be given once.
const CLAIMING: &[(&str, UnitKind)] = &[
    ("@mixin", UnitKind::Function),
    ("@function", UnitKind::Function),
    ("@keyframes", UnitKind::Block),
    ("location", UnitKind::Block),
    ("upstream", UnitKind::Block),
];
/// Signs behind which a rule may begin.
const BOUNDS: &[&str] = &[";", "{", "}"];
/// What a rule is for is cut here.
const MAX_NAME: usize = 160;

/// Reads the rules of a text.
pub(super) fn read(words: &Words<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut first = 0;
    for at in 0..words.len() {
        let sign = words.get(at);
        if sign == "{" && first < at && words.close(at) > at {
            found.push(rule(words, first, at));
        }
        if BOUNDS.contains(&sign) {
            first = at + 1;
        }
    }
    found
}

fn rule(words: &Words<'_>, first: usize, open: usize) -> Found {
    let close = words.close(open);
    let name: String = words.said(first, open - 1).chars().take(MAX_NAME).collect();
    let claim = CLAIMING.iter().find(|(word, _)| *word == words.get(first));
    let kind = claim.map_or(UnitKind::Block, |(_, kind)| *kind);
    // A mixin may have parameters; it is called by its name.
    let own = if kind == UnitKind::Function { words.said(first, first + 1) } else { name.clone() };
    let identity = claim.map(|_| own);
    let holds_rules = words.get(first).starts_with('@') && claim.is_none();
    let one = Found::named(kind, words.bytes(first, close), &name).identified(identity);
    Found { only_holds: holds_rules, ..one.opening(Opens::Own(name)).of_sort(words.get(first)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_called_by_name_claims_it() {
        let text =
            ".a:hover, #b { color: red; }\n@media (x) { .a { top: 0 } }\n@mixin wide($a, $b) { .c { left: $a } }\n";
        let found = read(&Words::of(text, &SCRIPT));
        let told: Vec<_> =
            found.iter().map(|one| (one.name.as_str(), one.identity.as_deref(), one.only_holds)).collect();
        let expected = [
            (".a:hover, #b", None, false),
            ("@media (x)", None, true),
            (".a", None, false),
            ("@mixin wide($a, $b)", Some("@mixin wide"), false),
            (".c", None, false),
        ];
        assert_eq!(told, expected);
    }
}
