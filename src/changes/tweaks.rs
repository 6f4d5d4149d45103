//! Small changes of a line, token by token: what was put in, taken out or put in the place of something else.
//!
//! Not here: whether the same tweak at two places happens twice to one value (`findings::repeated_change`).

use std::ops::Range;

use crate::edits::Edits;
use crate::edits::words::words;
use crate::source::Text;

/// An edit of more lines is no small change.
const MAX_LINES: usize = 3;
/// So many tokens at least must be new or gone: a number that is one higher says nothing.
const MIN_TOKENS: usize = 3;
/// More is a rewritten line.
const MAX_TOKENS: usize = 24;

/// One small change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tweak {
    /// The tokens that went and the tokens that came.
    pub tokens: (Vec<String>, Vec<String>),
    /// The lines in the side's version, counted from 0.
    pub lines: Range<usize>,
    /// The lines of the base.
    pub was: Range<usize>,
}

/// Finds the small changes among a side's edits.
#[must_use]
pub fn of(base: &Text, side: &Text, edits: &Edits) -> Vec<Tweak> {
    let small = |range: &Range<usize>| !range.is_empty() && range.len() <= MAX_LINES;
    let edits = edits.added.iter().filter(|edit| small(&edit.lines) && small(&edit.was));
    edits
        .filter_map(|edit| {
            let joined = |text: &Text, lines: &Range<usize>| {
                lines.clone().map(|line| text.line(line)).collect::<Vec<_>>().join("\n")
            };
            let (old, new) = (joined(base, &edit.was), joined(side, &edit.lines));
            let tokens = difference(&tokens(&old), &tokens(&new))?;
            Some(Tweak { tokens, lines: edit.lines.clone(), was: edit.was.clone() })
        })
        .collect()
}

/// The tokens that went and the tokens that came, where they are few and say something.
fn difference(old: &[&str], new: &[&str]) -> Option<(Vec<String>, Vec<String>)> {
    let head = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let shorter = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(shorter).take_while(|(one, other)| one == other).count();
    let gone = &old[head..old.len() - tail];
    let came = unslid(new, head..new.len() - tail);
    let says = |token: &&str| token.len() > 2 && token.starts_with(char::is_alphabetic);
    let is_tweak = (MIN_TOKENS..=MAX_TOKENS).contains(&(gone.len() + came.len())) && gone.iter().chain(came).any(says);
    let owned = |tokens: &[&str]| tokens.iter().map(|token| (*token).to_owned()).collect();
    is_tweak.then(|| (owned(gone), owned(came)))
}

/// `(x)` put before `)` reads `x)(`: an insertion is slid back to where its brackets close.
fn unslid<'a, 't>(new: &'a [&'t str], came: Range<usize>) -> &'a [&'t str] {
    let mut slid = came.clone();
    while !closes(&new[slid.clone()]) {
        let is_same = slid.start > 0 && !slid.is_empty() && new[slid.start - 1] == new[slid.end - 1];
        if !is_same || came.start - slid.start + 1 == came.len() {
            return &new[came];
        }
        slid = slid.start - 1..slid.end - 1;
    }
    &new[slid]
}

fn closes(tokens: &[&str]) -> bool {
    let mut depth = 0_i32;
    let never_below = tokens.iter().all(|token| {
        depth += i32::from(*token == "(") - i32::from(*token == ")");
        depth >= 0
    });
    never_below && depth == 0
}

fn tokens(text: &str) -> Vec<&str> {
    words(text).into_iter().map(|word| &text[word]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edits;

    fn tweak(base: &str, side: &str) -> Option<(String, String)> {
        let (base, side) = (Text::new(base.to_owned()), Text::new(side.to_owned()));
        let tweaks = of(&base, &side, &edits::of(&base, &[], &side));
        tweaks.into_iter().next().map(|tweak| (tweak.tokens.0.concat(), tweak.tokens.1.concat()))
    }

    #[test]
    fn a_tweak_is_the_same_wherever_it_stands() {
        let one = tweak("name = form[\"name\"]\n", "name = form[\"name\"].strip().lower()\n");
        assert_eq!(one, Some((String::new(), ".strip().lower()".into())));
        assert_eq!(tweak("ROWS.append(name)\n", "ROWS.append(name.strip().lower())\n"), one);
        assert_eq!(tweak("version = 3\n", "version = 4\n"), None);
        assert_eq!(tweak("f(a, b)\n", "g(b)\n"), None);
    }
}
