//! Reads build files of Ninja: rules, pools and what is built, each with what is set below it.
//!
//! Not here: what a command does.

use super::found::{Found, Opens};
use super::makefile::bytes;
use crate::source::Text;
use crate::units::line::indent;
use crate::units::unit::UnitKind;

/// Words that begin a block.
const BLOCKS: &[&str] = &["rule", "pool", "build"];
/// Words that take in another file.
const TAKING: &[&str] = &["include", "subninja"];

/// Reads a build file.
pub(super) fn read(text: &Text) -> Vec<Found> {
    let mut found = Vec::new();
    let mut next = 0;
    while next < text.line_count() {
        let first = next;
        next = end_of_continued(text, first);
        let line = text.line(first);
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if BLOCKS.contains(&word) {
            next = end_of_block(text, next);
            // What is built stands before the colon, and each of it is built once; the first names the whole.
            let name = rest.split(':').next().unwrap_or_default().split(['|', ' ']).find(|name| !name.is_empty());
            let label = format!("{word} {}", name.unwrap_or_default());
            let is_made = name.is_none_or(|name| name.contains('$'));
            let one = Found::named(UnitKind::Block, bytes(text, first, next), &label);
            found.push(one.identified((!is_made).then(|| label.clone())).opening(Opens::Own(label)));
            found.extend((first + 1..next).filter_map(|line| setting(text, line)));
        } else if TAKING.contains(&word) {
            found.push(Found::named(UnitKind::Import, bytes(text, first, next), rest.trim()));
        } else {
            found.extend(setting(text, first));
        }
    }
    found
}

/// `name = value`, at the top or below the head of a block.
fn setting(text: &Text, line: usize) -> Option<Found> {
    let (name, _) = text.line(line).split_once('=')?;
    let name = name.trim();
    let is_name = !name.is_empty() && !name.contains(char::is_whitespace) && !name.starts_with('#');
    let one = || Found::named(UnitKind::Declaration, bytes(text, line, end_of_continued(text, line)), name);
    is_name.then(one)
}

/// A line that ends in a dollar goes on in the next one.
fn end_of_continued(text: &Text, first: usize) -> usize {
    let mut last = first;
    while text.line(last).ends_with('$') && last + 1 < text.line_count() {
        last += 1;
    }
    last + 1
}

fn end_of_block(text: &Text, from: usize) -> usize {
    let inside = (from..text.line_count()).take_while(|line| indent(text.line(*line)) > 0);
    inside.filter(|line| !text.line(*line).trim().is_empty()).last().map_or(from, |line| line + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_is_built_once() {
        let text = "cflags = -O2\nrule cc\n  command = gcc $cflags -c $in\n  depfile = $out.d\nbuild a.o: cc a.c $\n  b.h\n  cflags = -O0\nbuild $x.o: cc x.c\ninclude rules.ninja\n";
        let found = read(&Text::new(text.to_owned()));
        let told: Vec<_> = found.iter().filter_map(|one| one.identity.as_deref()).collect();
        assert_eq!(told, ["cflags", "rule cc", "command", "depfile", "build a.o", "cflags", "rules.ninja"]);
    }
}
