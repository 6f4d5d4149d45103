//! Decks that our merge writes, left for programs that know decks better: `tests/run tools` opens them elsewhere,
//! counts their pages and compares how untouched slides look before and after.
//!
//! Not here: what is found in them (`cases`), git around them (`doors::decks`).

use std::path::Path;

use oneness::documents::minimal::{Slide, deck};
use oneness::documents::pptx;
use oneness::source::Role;
use oneness::three_way::deck::merge;

use crate::support::case;
use crate::support::slides;

const PLAN: Slide<'_> = Slide { made: 300, title: "Plan", bullets: &["Hire two people", "Move the shop"], notes: "" };
const RISKS: Slide<'_> =
    Slide { made: 301, title: "Risks", bullets: &["Two contracts end in summer"], notes: "Ask the lawyers." };
const COSTS: Slide<'_> = Slide { made: 302, title: "Costs", bullets: &["As in autumn", "Cloud included"], notes: "" };
const END: Slide<'_> = Slide { made: 303, title: "Thanks", bullets: &[], notes: "" };
const BASE: &[Slide<'_>] = &[PLAN, RISKS, COSTS, END];

const TEAM: Slide<'_> = Slide { made: 310, title: "Team", bullets: &["Fourteen engineers"], notes: "Name them all." };
const GOALS: Slide<'_> = Slide { made: 310, title: "Goals", bullets: &["Half the cost of a call"], notes: "" };
const MORE_RISKS: Slide<'_> = Slide {
    bullets: &["Two contracts end in summer", "The privacy audit is in May, and nobody has prepared for it"],
    ..RISKS
};
const MORE_COSTS: Slide<'_> =
    Slide { bullets: &["As in autumn", "Cloud included", "The audit of privacy in May needs preparation"], ..COSTS };

/// What is done by ours and by theirs to [`BASE`], and what has to come of it.
const MERGES: &[(&str, &[Slide<'_>], &[Slide<'_>], &[Slide<'_>])] = &[
    (
        "bullets-on-two-slides",
        &[PLAN, MORE_RISKS, COSTS, END],
        &[PLAN, RISKS, MORE_COSTS, END],
        &[PLAN, MORE_RISKS, MORE_COSTS, END],
    ),
    (
        "new-slides-with-one-number",
        &[PLAN, TEAM, RISKS, COSTS, END],
        &[PLAN, RISKS, COSTS, GOALS, END],
        &[PLAN, TEAM, RISKS, COSTS, GOALS, END],
    ),
    ("a-slide-gone", &[PLAN, COSTS, END], &[PLAN, RISKS, MORE_COSTS, END], &[PLAN, MORE_COSTS, END]),
    ("a-slide-moved", &[COSTS, PLAN, RISKS, END], &[PLAN, MORE_RISKS, COSTS, END], &[COSTS, PLAN, MORE_RISKS, END]),
];

/// Leaves a merged deck with its base, and a file that says what a picture of both must show.
fn leave(name: &str, base: &[u8], merged: &[u8], facts: &serde_json::Value) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("decks");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let write = |ending: &str, bytes: &[u8]| {
        std::fs::write(folder.join(format!("{name}{ending}")), bytes).expect("a deck can be written");
    };
    write(".pptx", merged);
    write(".base.pptx", base);
    write(".json", facts.to_string().as_bytes());
}

/// A slide: its title, and its other lines.
type Page = (String, Vec<String>);

/// Each slide of a deck as its lines; notes do not show on a page.
fn pages(bytes: &[u8]) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    for (line, text) in pptx::read(bytes).expect("because the deck was just made") {
        match line.role {
            Role::Title => pages.push((text, Vec::new())),
            Role::Note => {}
            _ => pages.last_mut().expect("because every slide has a title").1.push(text),
        }
    }
    pages
}

/// Merges, holds the result against what is wanted, and leaves it. Pages count from 1; slides are known by title.
fn merge_and_leave(name: &str, [base, ours, theirs]: [&[u8]; 3], wanted: &[u8]) {
    let merged = merge(base, ours, theirs);
    assert_eq!((merged.refused, merged.conflicts), (None, Vec::new()), "{name}");
    let before = pages(base);
    // Slides made here are known by their titles: one that both sides made is one slide.
    let count = |pages: &[Page], page: &Page| pages.iter().filter(|other| *other == page).count();
    let most = |page: &Page| [base, ours, theirs].map(|version| count(&pages(version), page)).into_iter().max();
    let mut wanted = pages(wanted);
    let mut seen: Vec<Page> = Vec::new();
    wanted.retain(|page| {
        seen.push(page.clone());
        Some(count(&seen, page)) <= most(page)
    });
    assert_eq!(pages(&merged.bytes), wanted, "{name}");
    let (mut same, mut differ) = (Vec::new(), Vec::new());
    for (at, page) in wanted.iter().enumerate() {
        if let Some(old) = before.iter().position(|old| old.0 == page.0) {
            let pairs = if before[old] == *page { &mut same } else { &mut differ };
            pairs.push([at + 1, old + 1]);
        }
    }
    assert!(!same.is_empty(), "{name}: no slide is left alone, so nothing could be compared");
    let facts = serde_json::json!({ "pages": wanted.len(), "same": same, "differ": differ });
    leave(name, base, &merged.bytes, &facts);
    leave_to_be_validated(name, [base, ours, theirs], &merged.bytes);
}

/// Leaves a merged deck with all that it was made of, for a validator that tells what the merge brought.
fn leave_to_be_validated(name: &str, inputs: [&[u8]; 3], merged: &[u8]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("decks/validated").join(name);
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    for (version, bytes) in ["base", "ours", "theirs", "merged"].into_iter().zip(inputs.into_iter().chain([merged])) {
        std::fs::write(folder.join(format!("{version}.pptx")), bytes).expect("a deck can be written");
    }
}

/// What is not decided stands in comments on the slides, and those must be sound, too.
#[test]
fn decks_with_conflicts_are_left_to_be_validated() {
    const OTHER_PLAN: Slide<'_> = Slide { bullets: &["Hire three people", "Move the shop"], ..PLAN };
    const THIRD_PLAN: Slide<'_> = Slide { bullets: &["Hire nobody", "Move the shop"], notes: "Smile.", ..PLAN };
    let conflicts: &[(&str, &[Slide<'_>], &[Slide<'_>])] = &[
        ("a-bullet-of-both", &[OTHER_PLAN, RISKS, COSTS, END], &[THIRD_PLAN, RISKS, COSTS, END]),
        ("a-slide-gone-and-edited", &[PLAN, COSTS, END], &[PLAN, MORE_RISKS, COSTS, END]),
        (
            "a-title-of-both",
            &[Slide { title: "A", ..PLAN }, RISKS, COSTS, END],
            &[Slide { title: "B", ..PLAN }, TEAM, COSTS, END],
        ),
        ("several", &[OTHER_PLAN, COSTS, END], &[THIRD_PLAN, MORE_RISKS, MORE_COSTS, TEAM, END]),
    ];
    for (name, ours, theirs) in conflicts {
        let [base, ours, theirs] = [BASE, ours, theirs].map(deck);
        let merged = merge(&base, &ours, &theirs);
        assert!(merged.refused.is_none() && !merged.conflicts.is_empty(), "{name}: {:?}", merged.refused);
        leave_to_be_validated(&format!("conflict-{name}"), [&base, &ours, &theirs], &merged.bytes);
    }
}

#[test]
fn merged_decks_are_as_wanted_and_are_left_for_other_programs() {
    for (name, ours, theirs, wanted) in MERGES {
        let [base, ours, theirs, wanted] = [BASE, ours, theirs, wanted].map(deck);
        merge_and_leave(name, [&base, &ours, &theirs], &wanted);
    }
}

/// What the cases tell is told of hand-made results; our own merge must give the same slides.
#[test]
fn merges_of_the_cases_are_as_written_by_hand() {
    let cases: Vec<_> = case::all().into_iter().filter(|case| case.name.starts_with("pptx/")).collect();
    for case in &cases {
        let [base, ours, theirs, wanted] = ["base", "ours", "theirs", "merged"].map(|version| {
            let text = case.text(&format!("{version}.slides"));
            slides::deck(&text.unwrap_or_else(|| panic!("{} has no {version}.slides", case.name)))
        });
        merge_and_leave(&case.name.replace('/', "-"), [&base, &ours, &theirs], &wanted);
    }
    assert!(cases.len() >= 5 || std::env::var_os("ONENESS_CASE").is_some());
}
