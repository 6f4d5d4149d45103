//! Taking a copy out of a deck, or putting another text in its place.
//!
//! Not here: how a deck is written (`documents::pptx::edited`).

use super::task::{Becomes, Task};
use crate::documents::pptx;
use crate::documents::pptx::edited::{Edit, edited};
use crate::source::{OutlineLine, Role};

/// Returns the deck as it would be.
///
/// # Errors
/// Why a copy cannot be changed, in a sentence.
pub(super) fn changed(before: &[u8], tasks: &[&Task<'_>]) -> Result<Vec<u8>, String> {
    let lines = pptx::read(before).map_err(|why| format!("it {why}"))?;
    let (mut edits, mut without, mut stays) = (Vec::new(), Vec::new(), Vec::new());
    for task in tasks {
        match (task.site.unit, task.becomes) {
            ("slide", Becomes::Itself) => drop(slide_of(&lines, task)?),
            ("slide", _) => without.push(slide_of(&lines, task)?),
            (_, Becomes::Itself) => stays.extend(edits_of(&lines, task)?),
            _ => edits.extend(edits_of(&lines, task)?),
        }
    }
    let is_one = |one: &Edit, other: &Edit| (one.slide, &one.text, one.nth) == (other.slide, &other.text, other.nth);
    let again = |at: usize| edits[..at].iter().chain(&stays).any(|other| is_one(&edits[at], other));
    if (0..edits.len()).any(again) {
        return Err("two decisions are about the same bullets; apply one and look again".to_owned());
    }
    let after = edited(before, &edits, &without).map_err(|why| format!("it {why}"))?;
    // What is written must be a deck that reads as it was meant to.
    let read = pptx::read(&after).map_err(|why| format!("what would be written {why}"))?;
    let gone = edits.iter().filter(|edit| edit.becomes.is_none()).count();
    if without.is_empty() && read.len() + gone != lines.len() {
        return Err("it cannot be changed without changing more".to_owned());
    }
    Ok(after)
}

type Line = (OutlineLine, String);

fn number(line: &Line) -> Option<usize> {
    number_in(&line.0.place)
}

/// The number of a slide in "slide 5 › Roadmap".
fn number_in(place: &str) -> Option<usize> {
    let rest = place.strip_prefix("slide ")?;
    rest.split(|sign: char| !sign.is_ascii_digit()).next()?.parse().ok()
}

/// The slide that a whole slide is, by its number and its words.
fn slide_of(lines: &[Line], task: &Task<'_>) -> Result<usize, String> {
    if matches!(task.becomes, Becomes::Text(_)) {
        return Err("a whole slide cannot be written here".to_owned());
    }
    let wanted: Vec<&str> = task.site.text.lines().filter(|line| !line.trim().is_empty()).collect();
    let mut found: Vec<usize> = Vec::new();
    let mut numbers: Vec<usize> = lines.iter().filter_map(number).collect();
    numbers.dedup();
    for slide in numbers {
        let own: Vec<&str> = lines
            .iter()
            .filter(|line| number(line) == Some(slide) && line.0.role != Role::Furniture)
            .map(|(_, text)| text.as_str())
            .collect();
        if wanted.iter().all(|text| own.contains(text)) {
            found.push(slide);
        }
    }
    let place = task.site.merged_place.as_deref().unwrap_or(&task.site.place);
    let named = found.iter().copied().find(|slide| number_in(place) == Some(*slide));
    match (named, found.as_slice()) {
        (Some(slide), _) => Ok(slide),
        (None, [slide]) => Ok(*slide),
        (None, []) => Err("the slide is not as it was; nothing is changed".to_owned()),
        _ => Err("several slides say so; take one away by hand".to_owned()),
    }
}

/// The paragraphs of a copy, one a line: the first where the report says it stands, else where it alone stands.
fn edits_of(lines: &[Line], task: &Task<'_>) -> Result<Vec<Edit>, String> {
    let wanted: Vec<&str> = task.site.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let is_editable = |line: &Line| matches!(line.0.role, Role::Bullet | Role::Paragraph);
    let starts: Vec<usize> = (0..lines.len())
        .filter(|at| {
            let own = lines.get(*at..at + wanted.len()).unwrap_or_default();
            !own.is_empty() && own.iter().zip(&wanted).all(|(line, text)| is_editable(line) && line.1.trim() == *text)
        })
        .collect();
    let place = task.site.merged_place.as_deref().unwrap_or(&task.site.place);
    let named = starts.iter().copied().find(|at| lines[*at].0.place == place);
    let start = match (named, starts.as_slice()) {
        (Some(at), _) => at,
        (None, [at]) => *at,
        (None, [first, second]) => {
            if task.is_second {
                *second
            } else {
                *first
            }
        }
        (None, []) => return Err("it does not say so any more, or not in a text box".to_owned()),
        _ => return Err("several places say so; take one away by hand".to_owned()),
    };
    let edit = |(at, index): (usize, usize)| -> Result<Edit, String> {
        let slide = number(&lines[at]).ok_or("it has no slides")?;
        let text = lines[at].1.clone();
        // Bodies of text are counted as they stand in the slide, its title among them.
        let same = |line: &&Line| number(line) == Some(slide) && line.1 == text && line.0.role != Role::Note;
        let nth = lines[..at].iter().filter(same).count();
        let becomes = match task.becomes {
            Becomes::Text(text) if index == 0 => Some(text.trim().replace(['\n', '\r'], " ")),
            _ => None,
        };
        Ok(Edit { slide, text, nth, becomes })
    };
    (start..start + wanted.len()).zip(0..).map(edit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::minimal::minimal_deck;
    use crate::report::report::Site;

    #[test]
    fn the_copy_that_is_meant_goes() {
        let deck = minimal_deck(&[("One", &["a", "b"], ""), ("Two", &["a", "c"], "")]);
        let site = |place: &str, text: &str| Site {
            place: place.to_owned(),
            text: text.to_owned(),
            unit: "bullet",
            ..Site::default()
        };
        let lines = |bytes: &[u8]| -> Vec<String> {
            pptx::read(bytes).expect("because it is a deck").into_iter().map(|(_, text)| text).collect()
        };
        let (second, unknown) = (site("slide 2 › Two › body › bullet 1", "a"), site("slide 9", "z"));
        let done = |site: &Site, becomes| changed(&deck, &[&Task { id: "1", site, is_second: false, becomes }]);
        let after = done(&second, Becomes::Nothing).expect("because it is there");
        assert_eq!(lines(&after), ["One", "a", "b", "Two", "c"]);
        let after = done(&second, Becomes::Text("d")).expect("because it is there");
        assert_eq!(lines(&after), ["One", "a", "b", "Two", "d", "c"]);
        assert!(done(&unknown, Becomes::Nothing).is_err());
        let slide = Site { unit: "slide", ..site("slide 2 › Two", "Two\na\nc") };
        assert_eq!(lines(&done(&slide, Becomes::Nothing).expect("because it is there")), ["One", "a", "b"]);
    }
}
