//! Reads makefiles: targets with their recipes, variables, within the branch of a condition that they stand in.
//!
//! Not here: pattern rules and rules with two colons, which may be given again; what is added to a variable.

use super::found::{Found, Opens};
use crate::source::Text;
use crate::units::unit::UnitKind;

/// Words that open the branch of a condition.
const CONDITIONS: &[&str] = &["ifeq", "ifneq", "ifdef", "ifndef"];

/// Reads a makefile.
pub(super) fn read(text: &Text) -> Vec<Found> {
    let mut found = Vec::new();
    let mut branches: Vec<usize> = Vec::new();
    let mut next = 0;
    while next < text.line_count() {
        let first = next;
        next = end_of_continued(text, first);
        let line = text.line(first);
        let word = line.split_whitespace().next().unwrap_or_default();
        if CONDITIONS.contains(&word) {
            branches.push(first);
        } else if word == "else" || word == "endif" {
            found.extend(branches.pop().map(|opened| branch(text, opened, first)));
            if word == "else" {
                branches.push(first);
            }
        } else if word == "define" {
            next = end_of_define(text, first);
            found.extend(variable(text, line.trim_start_matches("define"), first, next));
        } else if !line.starts_with('\t') && !line.trim_start().starts_with('#') {
            if let Some(target) = target(line) {
                next = end_of_recipe(text, next);
                found.push(Found::named(UnitKind::Block, bytes(text, first, next), target).opening(own(target)));
            } else {
                found.extend(variable(text, line, first, next));
            }
        }
    }
    found
}

fn own(name: &str) -> Opens {
    Opens::Own(name.to_owned())
}

/// Returns the target of a rule that may be given once. A target whose name is made of others is none.
fn target(line: &str) -> Option<&str> {
    let (targets, rest) = line.split_once(':')?;
    let target = targets.trim();
    let is_rule = !rest.starts_with([':', '=']) && !line[..targets.len()].contains('=');
    let is_plain = !target.is_empty() && !target.contains(['%', '$', ' ', '\t', '(']) && !target.starts_with('.');
    // What a target needs may be said line by line; only a recipe is given once.
    let sets = rest.split_whitespace().nth(1).is_some_and(|sign| matches!(sign, "=" | ":=" | "?=" | "+="));
    (is_rule && is_plain && !sets).then_some(target)
}

/// A variable that is given its value: a default and what is added to it may be given again.
fn variable(text: &Text, line: &str, first: usize, next: usize) -> Option<Found> {
    let line = line.trim_start().trim_start_matches("export ").trim_start_matches("override ");
    let (name, _) = line.split_once(['=', '\n']).or(Some((line, "")))?;
    let name = name.trim_end_matches([':', '!']).trim();
    let fits = !name.is_empty() && !name.contains(char::is_whitespace) && !name.ends_with(['?', '+']);
    let is_given = line.contains('=') || text.line(first).trim_start().starts_with("define");
    let found = || Found::named(UnitKind::Declaration, bytes(text, first, next), name);
    (fits && is_given && !name.contains(['$', '%', ':', '(', '@'])).then(found)
}

fn branch(text: &Text, opened: usize, end: usize) -> Found {
    let label = text.line(opened).split_whitespace().collect::<Vec<_>>().join(" ");
    Found::holder(bytes(text, opened, end), Opens::Own(label))
}

/// Returns the line behind a recipe that begins at a line; a rule without one ends where it begins.
fn end_of_recipe(text: &Text, from: usize) -> usize {
    let mut end = from;
    for line in from..text.line_count() {
        let said = text.line(line);
        let is_between = said.trim().is_empty() || said.starts_with('#');
        if said.starts_with('\t') && !said.trim().is_empty() {
            end = line + 1;
        } else if !is_between {
            break;
        }
    }
    end
}

fn end_of_define(text: &Text, first: usize) -> usize {
    let ends = (first + 1..text.line_count()).find(|line| text.line(*line).trim() == "endef");
    ends.map_or(first + 1, |line| line + 1)
}

fn end_of_continued(text: &Text, first: usize) -> usize {
    let mut last = first;
    while text.line(last).ends_with('\\') && last + 1 < text.line_count() {
        last += 1;
    }
    last + 1
}

/// Returns the bytes of some lines without white space around them, the last one left out.
pub(super) fn bytes(text: &Text, first: usize, end: usize) -> std::ops::Range<usize> {
    let whole = text.span_of_lines(first..end.max(first + 1)).bytes;
    let said = text.as_str().get(whole.clone()).unwrap_or_default();
    let start = whole.start + (said.len() - said.trim_start().len());
    start..start + said.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_may_be_given_again_are_left_out() {
        let text = Text::new(
            "CC := gcc\nCFLAGS += -O2\nX ?= 1\n.PHONY: all\nall: a \\\n  b\n\tmake\n\n\tmore\n%.o: %.c\n\tcc\nclean::\n\trm\n\
             ifdef A\nB = 1\nelse\nB = 2\nendif\ndefine C\nx: y\nendef\nall: D = 3\n"
                .into(),
        );
        let found = read(&text);
        let told: Vec<_> = found.iter().filter(|one| !one.only_holds).map(|one| one.name.as_str()).collect();
        assert_eq!(told, ["CC", "all", "B", "B", "C"]);
    }
}
