//! Small changes of a line, token by token: what was put in, taken out or put in the place of something else.
//!
//! Not here: whether the same tweak at two places happens twice to one value (`findings::repeated_change`).

use std::ops::Range;

use crate::edits::Edits;
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
    /// The names that stand in the line beside them.
    pub beside: Vec<String>,
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
            let (tokens, beside) = difference(&tokens(&old), &tokens(&new))?;
            Some(Tweak { tokens, beside, lines: edit.lines.clone(), was: edit.was.clone() })
        })
        .collect()
}

type Difference = ((Vec<String>, Vec<String>), Vec<String>);

fn difference(old: &[String], new: &[String]) -> Option<Difference> {
    let head = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let shorter = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(shorter).take_while(|(one, other)| one == other).count();
    let (gone, came) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let (came, slid) = unslid(new, came, head);
    let all = gone.len() + came.len();
    let says = |token: &String| token.len() > 2 && token.starts_with(char::is_alphabetic);
    let is_tweak = (MIN_TOKENS..=MAX_TOKENS).contains(&all) && gone.iter().chain(&came).any(says);
    let beside = new[..head - slid].iter().chain(&new[new.len() - tail..]);
    let beside = beside.filter(|token| says(token)).cloned().collect();
    is_tweak.then(|| ((gone.to_vec(), came), beside))
}

/// `(x)` put before `)` reads `x)(`: an insertion is slid back to where its brackets close. Tells by how many tokens.
fn unslid(new: &[String], came: &[String], head: usize) -> (Vec<String>, usize) {
    let closes = |tokens: &[String]| {
        let mut depth = 0_i32;
        tokens.iter().all(|token| {
            depth += i32::from(token == "(") - i32::from(token == ")");
            depth >= 0
        }) && depth == 0
    };
    let mut slid = came.to_vec();
    for steps in 0..came.len().min(head + 1) {
        if closes(&slid) {
            return (slid, steps);
        }
        if steps == head || slid.last() != Some(&new[head - 1 - steps]) {
            break;
        }
        slid.rotate_right(1);
    }
    (came.to_vec(), 0)
}

/// Words and signs.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut glue = false;
    for letter in text.chars() {
        let is_word = letter.is_alphanumeric() || letter == '_';
        match tokens.last_mut() {
            Some(token) if glue && is_word => token.push(letter),
            _ if letter.is_whitespace() => {}
            _ => tokens.push(letter.to_string()),
        }
        glue = is_word;
    }
    tokens
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
