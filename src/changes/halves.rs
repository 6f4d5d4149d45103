//! A conflict that was committed with its markers: what a side said there stands in the result as one unit.
//!
//! Not here: finding the markers (`edits::conflicts`).

use std::ops::Range;

use crate::source::Text;
use crate::units::unit::{Container, Unit, UnitKind};

/// Returns the side's half of each region of the result, lines counted from 0; `kept` is the place in the result of
/// each line of the side's version.
#[must_use]
pub fn of(text: &Text, kept: &[Option<usize>], regions: &[Range<usize>], is_prose: bool) -> Vec<Unit> {
    let half = |region: &Range<usize>| {
        let inside = |line: &usize| kept[*line].is_some_and(|place| region.contains(&place));
        let first = (0..kept.len()).find(inside)?;
        let last = (first..kept.len()).rev().find(inside)?;
        let kind = if is_prose { UnitKind::Paragraph } else { UnitKind::Block };
        let container = Container { path: format!("conflict {}", region.start), set_like: false };
        Some(Unit { container, ..Unit::new(kind, text.span_of_lines(first..last + 1)) })
    };
    regions.iter().filter_map(half).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_finds_its_half() {
        let text = Text::new("a\nb\nc\nd\n".into());
        // The result: a, <<<<<<<, b, c, =======, x, >>>>>>>, d.
        let units = of(&text, &[Some(0), Some(2), Some(3), Some(7)], &[1..7], true);
        assert_eq!(units.len(), 1);
        assert_eq!(units[0].span.line_range(), 1..3);
        assert_eq!(of(&text, &[Some(0), None, None, Some(7)], &[1..7], true), []);
    }
}
