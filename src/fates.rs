//! What became of a pair after its merge: did a later change take one copy away and leave the other, did both stand on
//! for a year of work, were they edited apart? Nobody has to write such labels, every history holds them.
//!
//! Not here: which pairs there are (`river`), how a history is walked (`merge::git::later`).

mod copy;
mod ending;
mod message;
pub mod own;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::merge::git::later::Later;
use crate::merge::later::{Left, Step};
use crate::merge::{Content, Version};
use crate::source::Text;
use copy::{Became, Copy};

pub use ending::{Ending, Fate, Sureness};
pub use message::speaks_of_duplicates;

/// Both copies were meant when they stood so long: a year, in seconds.
const A_YEAR: i64 = 365 * 86_400;
/// And when their files were worked on so often meanwhile.
const MIN_LATER: usize = 10;
/// After so many versions of its files a pair has no fate yet.
const MAX_VERSIONS: usize = 400;
/// A commit that changes more files is not searched for what moved.
const MAX_SEARCHED: usize = 60;
/// Two copies that share so much less of their words than in the beginning were edited apart.
const APART: f64 = 0.25;

/// One place of a pair, as the merge left it.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The path.
    pub path: &'a str,
    /// First and last line, counted from 1.
    pub lines: (usize, usize),
}

/// How long pairs are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Until both have stood for a year in which their files were worked on: then they were meant.
    Meant,
    /// To the tip of the history.
    Today,
}

/// Follows the pairs of one repository.
pub struct Tracer<'l, 'r> {
    later: &'l Later<'r>,
    until: Until,
    /// The texts that were read last, by blob.
    texts: RefCell<HashMap<String, Option<Rc<Text>>>>,
}

/// So many texts are kept at a time.
const MAX_TEXTS: usize = 400;

/// Two copies under way, as a commit holds them.
#[derive(Clone)]
struct UnderWay {
    copies: [Copy; 2],
    texts: [Rc<Text>; 2],
}

impl<'l, 'r> Tracer<'l, 'r> {
    /// Begins with the history of a repository.
    #[must_use]
    pub fn new(later: &'l Later<'r>, until: Until) -> Tracer<'l, 'r> {
        Tracer { later, until, texts: RefCell::default() }
    }

    /// Says what became of two places of a merge.
    #[must_use]
    pub fn fate(&self, merge: &str, places: [Place<'_>; 2]) -> Ending {
        let began = self.later.made(merge).time;
        let mut ending = Ending::default();
        let Some(mut pair) = self.begin(merge, places) else { return ending };
        let likeness = ending::likeness(&pair.copies, &pair.texts);
        ending.alike = likeness;
        let (mut last, most) = (began, if self.until == Until::Today { usize::MAX } else { MAX_VERSIONS });
        for step in self.later.after(merge) {
            last = last.max(step.time);
            let left = [0, 1].map(|at| self.later.left(&step, &pair.copies[at].path));
            if left == [Left::Alone, Left::Alone] {
                let is_old = step.time - began >= A_YEAR && ending.later >= MIN_LATER;
                if is_old && self.until == Until::Meant {
                    return ending.stood(step.time - began, &pair.copies);
                }
                continue;
            }
            ending.later += 1;
            let became = self.step(&step, &pair, &left);
            match became {
                [Ok(one), Ok(other)] => {
                    pair = UnderWay { texts: [one.1, other.1], copies: [one.0, other.0] };
                    if ending::likeness(&pair.copies, &pair.texts) < likeness - APART {
                        return ending.at(Fate::EditedApart, &step, began);
                    }
                }
                [Err(_), Err(_)] => return ending.at(Fate::BothGone, &step, began),
                [Err(became), Ok(kept)] => {
                    return self.one_removed((&step, 0), &pair, (became, &kept.0), ending, began);
                }
                [Ok(kept), Err(became)] => {
                    return self.one_removed((&step, 1), &pair, (became, &kept.0), ending, began);
                }
            }
            if ending.later > most {
                return ending;
            }
        }
        if self.until == Until::Today { ending.stood(last - began, &pair.copies) } else { ending }
    }

    fn begin(&self, merge: &str, places: [Place<'_>; 2]) -> Option<UnderWay> {
        let text = |place: &Place<'_>| self.text(&self.later.version(merge, place.path));
        let [one, other] = [text(&places[0])?, text(&places[1])?];
        let copies =
            [Copy::of(places[0].path, &one, places[0].lines)?, Copy::of(places[1].path, &other, places[1].lines)?];
        Some(UnderWay { copies, texts: [one, other] })
    }

    /// Follows both copies over a step: each as it stands now with its text, or how it ended.
    fn step(&self, step: &Step, pair: &UnderWay, left: &[Left; 2]) -> [Result<(Copy, Rc<Text>), Became>; 2] {
        let first = self.one(step, (pair, 0), &left[0], &BTreeSet::new());
        let taken = |followed: &Result<(Copy, Rc<Text>), Became>, path: &str| match followed {
            Ok((copy, _)) if copy.path == path => copy.lines.iter().copied().collect(),
            _ => BTreeSet::new(),
        };
        let second = self.one(step, (pair, 1), &left[1], &taken(&first, &pair.copies[1].path));
        // The first may have been taken for moved to where the second always stood.
        let is_asked_again = second.is_ok() && left[0] != Left::Alone;
        let others = taken(&second, &pair.copies[0].path);
        let first = if is_asked_again { self.one(step, (pair, 0), &left[0], &others) } else { first };
        [first, second]
    }

    fn one(
        &self,
        step: &Step,
        (pair, at): (&UnderWay, usize),
        left: &Left,
        other: &BTreeSet<usize>,
    ) -> Result<(Copy, Rc<Text>), Became> {
        let (copy, text) = (&pair.copies[at], &pair.texts[at]);
        let path = match left {
            Left::Alone => return Ok((copy.clone(), Rc::clone(text))),
            Left::Gone => return self.elsewhere(step, copy, text, "").ok_or(Became::Deleted(text.line_count())),
            Left::Changed(path) => path,
        };
        let Some(new) = self.text(&self.later.version(&step.after, path)) else {
            return Err(Became::Rewritten);
        };
        match copy.follow(text, &new, other) {
            Became::Standing(next) => Ok((Copy { path: path.clone(), ..next }, new)),
            Became::Deleted(lines) => self.elsewhere(step, copy, text, path).ok_or(Became::Deleted(lines)),
            became => Err(became),
        }
    }

    /// Looks for a copy that went in the other files that the step wrote.
    fn elsewhere(&self, step: &Step, copy: &Copy, text: &Text, own: &str) -> Option<(Copy, Rc<Text>)> {
        if self.later.count(step) > MAX_SEARCHED {
            return None;
        }
        let lines = copy.texts(text);
        let written = self.later.versions(step).into_iter().filter(|(_, after)| after.path != own);
        let mut found = written.filter_map(|(before, after)| {
            let new = self.text(&after)?;
            let old = if before.is_there() { self.text(&before)? } else { Rc::default() };
            let places = copy::written(&lines, &old, &new)?;
            Some((Copy { path: after.path, lines: places, ..copy.clone() }, new))
        });
        found.next()
    }

    /// Asks who took one copy away: the commit itself, not the merge that brought it.
    fn one_removed(
        &self,
        (step, at): (&Step, usize),
        pair: &UnderWay,
        (became, kept): (Became, &Copy),
        ending: Ending,
        began: i64,
    ) -> Ending {
        let by = match step.is_merge {
            false => Some((step.clone(), became, true)),
            true => self.brought(step, (pair, at)),
        };
        let is_kept = !kept.edited || pair.copies[1 - at].edited;
        let Some((by, became, saw_both)) = by else {
            return Ending { by_merge: true, ..ending.at(Fate::OneRemoved, step, began) };
        };
        let (fate, lines) = match became {
            Became::Deleted(lines) => (Fate::OneRemoved, lines),
            _ => (Fate::EditedApart, 0),
        };
        let made = self.later.made(&by.after);
        Ending {
            commit: Some(by.after.clone()),
            removed: Some(at),
            files: self.later.count(&by),
            lines,
            own: pair.copies[at].lines.len(),
            speaks: speaks_of_duplicates(&made.message),
            reverts: message::reverts(&made.message),
            saw_both,
            kept: is_kept,
            ..ending.at(fate, step, began)
        }
    }

    /// Finds among the commits that a merge brought the one that took a copy away, how, and whether both stood before its
    /// author's eyes.
    fn brought(&self, step: &Step, (pair, at): (&UnderWay, usize)) -> Option<(Step, Became, bool)> {
        let (copy, other) = (&pair.copies[at], &pair.copies[1 - at]);
        let lines = copy.texts(&pair.texts[at]);
        let others = other.texts(&pair.texts[1 - at]);
        let removes = |by: Step| {
            let old = self.text(&self.later.version(&by.before, &copy.path))?;
            let new = self.text(&self.later.version(&by.after, &copy.path)).unwrap_or_default();
            let went = ending::went(&lines, &old, &new)?;
            let one = Copy { lines: went, ..copy.clone() };
            let one = Copy { whole: one.lines.len(), ..one };
            let became = match one.follow(&old, &new, &BTreeSet::new()) {
                Became::Standing(_) => return None,
                became => became,
            };
            let beside = self.text(&self.later.version(&by.before, &other.path));
            let saw_both =
                beside.is_some_and(|text| ending::holds_both(&others, &lines, &text, copy.path == other.path));
            Some((by, became, saw_both))
        };
        self.later.brought(step, &copy.path).into_iter().find_map(removes)
    }

    fn text(&self, version: &Version) -> Option<Rc<Text>> {
        let Content::Blob(blob) = &version.content else { return None };
        if let Some(known) = self.texts.borrow().get(blob) {
            return known.clone();
        }
        let source = self.later.read(version);
        let text = (!source.is_unread()).then(|| Rc::new(source.text));
        let mut texts = self.texts.borrow_mut();
        if texts.len() >= MAX_TEXTS {
            texts.clear();
        }
        texts.insert(blob.clone(), text.clone());
        text
    }
}
