//! Tables of reStructuredText, drawn with lines or with rules: each row is a unit.
//!
//! Not here: tables in directives, whose lists are read as lists.

use super::Document;
use crate::units::prose::outline_path::{adornment, indent, is_blank};
use crate::units::unit::UnitKind;

impl Document<'_> {
    /// Reads a table that begins at a line and returns the line behind it.
    pub(super) fn table(&mut self, first: usize) -> Option<usize> {
        let said = self.text.line(first).trim();
        if said.starts_with("+-") && said.ends_with('+') {
            return Some(self.grid(first));
        }
        is_border(said).then(|| self.simple_table(first))
    }

    /// A table drawn with `+---+` and `|`: the lines between two rules are a row.
    fn grid(&mut self, first: usize) -> usize {
        let rest = first..self.text.line_count();
        let end =
            rest.take_while(|line| self.text.line(*line).trim().starts_with(['+', '|'])).last().unwrap_or(first) + 1;
        let mut row = first;
        for line in first..=end {
            if line == end || self.text.line(line).trim().starts_with('+') {
                self.path.add_lines(UnitKind::TableRow, row..line.max(row), 0);
                row = line + 1;
            }
        }
        end
    }

    /// A table between rules of `===  ===`; a line whose first column is blank continues the row above.
    fn simple_table(&mut self, first: usize) -> usize {
        let depth = indent(self.text.line(first));
        let mut row = first + 1;
        let mut line = first + 1;
        let mut rules = 1;
        while line < self.text.line_count() {
            let said = self.text.line(line);
            let rules_here = is_border(said.trim()) || adornment(said.trim(), 3).is_some();
            if rules_here || said.trim().is_empty() || indent(said) <= depth {
                self.path.add_lines(UnitKind::TableRow, row..line.max(row), 0);
                row = if rules_here { line + 1 } else { line };
            }
            rules += usize::from(rules_here && said.trim().starts_with('='));
            line += 1;
            if rules_here && (rules >= 3 || is_blank(self.text, line)) {
                return line;
            }
        }
        self.path.add_lines(UnitKind::TableRow, row..line.max(row), 0);
        line
    }
}

/// `===  ===`: two rules or more.
fn is_border(said: &str) -> bool {
    said.starts_with("==") && said.contains("= ") && said.chars().all(|letter| letter == '=' || letter == ' ')
}
