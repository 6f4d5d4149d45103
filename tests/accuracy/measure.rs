//! Recall, legitimate pairs flagged and alarms on silent merges, in all and by repository and kind.

use std::collections::BTreeMap;

use oneness::findings::finding::Severity;
use oneness::report::report::Told;

use crate::observe::Observation;

#[derive(Default, Clone, Copy)]
struct Tally {
    redundant: usize,
    found: usize,
    legit: usize,
    flagged: usize,
    silent: usize,
    alarmed: usize,
}

/// Prints the figures and the lists behind them.
pub(crate) fn run(observations: &[Observation]) {
    let mut by_repo: BTreeMap<String, Tally> = BTreeMap::new();
    let mut by_kind: BTreeMap<String, Tally> = BTreeMap::new();
    for observation in observations {
        let repo = by_repo.entry(observation.repo.clone()).or_default();
        if observation.case.pairs.is_empty() {
            repo.silent += 1;
            repo.alarmed += usize::from(loud(observation).next().is_some());
        }
        for pair in &observation.case.pairs {
            let said = observation.answer(pair).is_some_and(spoken);
            count(repo, &pair.label, said);
            count(by_kind.entry(pair.kind.clone()).or_default(), &pair.label, said);
        }
    }
    lists(observations);
    table("repository", &by_repo);
    table("kind", &by_kind);
    totals(&by_repo);
}

fn spoken(told: &Told) -> bool {
    told.severity != Severity::Note
}

fn loud(observation: &Observation) -> impl Iterator<Item = &Told> {
    observation.findings.iter().filter(|told| spoken(told))
}

fn count(tally: &mut Tally, label: &str, said: bool) {
    let (all, hits) = match label {
        "redundant" => (&mut tally.redundant, &mut tally.found),
        _ => (&mut tally.legit, &mut tally.flagged),
    };
    *all += 1;
    *hits += usize::from(said);
}

fn lists(observations: &[Observation]) {
    for observation in observations {
        for pair in &observation.case.pairs {
            let answer = observation.answer(pair);
            let said = answer.is_some_and(spoken);
            let wrong = match (pair.label.as_str(), said) {
                ("redundant", false) => "missed ",
                ("legit", true) => "flagged",
                _ => continue,
            };
            let confidence = answer.map_or("no pair".to_owned(), |told| {
                format!("{:.2} {}", told.confidence, told.unsaid.unwrap_or_default())
            });
            println!(
                "{wrong} {} {} {} {}:{} {}:{} {confidence}",
                observation.repo,
                &observation.merge[..10],
                pair.kind,
                pair.a.path,
                pair.a.start,
                pair.b.path,
                pair.b.start
            );
        }
        if observation.case.pairs.is_empty() {
            for told in loud(observation) {
                let line = |lines: Option<(usize, usize)>| lines.map_or(0, |(start, _)| start);
                println!(
                    "alarm   {} {} {} {} {}:{} {}:{} {:.2}",
                    observation.repo,
                    &observation.merge[..10],
                    told.kind.name(),
                    told.ours.unit,
                    told.ours.path,
                    line(told.ours.lines),
                    told.theirs.path,
                    line(told.theirs.lines),
                    told.confidence
                );
            }
        }
    }
}

fn table(what: &str, rows: &BTreeMap<String, Tally>) {
    println!("\n{what:<36} {:>12} {:>12} {:>12}", "found", "legit said", "alarms");
    for (name, tally) in rows {
        let cell = |part: usize, whole: usize| if whole == 0 { "-".to_owned() } else { format!("{part}/{whole}") };
        let alarms = cell(tally.alarmed, tally.silent);
        println!(
            "{name:<36} {:>12} {:>12} {alarms:>12}",
            cell(tally.found, tally.redundant),
            cell(tally.flagged, tally.legit)
        );
    }
}

fn totals(rows: &BTreeMap<String, Tally>) {
    let sum = |keep: &dyn Fn(&str) -> bool| {
        rows.iter().filter(|(name, _)| keep(name)).fold(Tally::default(), |sum, (_, row)| Tally {
            redundant: sum.redundant + row.redundant,
            found: sum.found + row.found,
            legit: sum.legit + row.legit,
            flagged: sum.flagged + row.flagged,
            silent: sum.silent + row.silent,
            alarmed: sum.alarmed + row.alarmed,
        })
    };
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    for (what, tally) in
        [("all", sum(&|_| true)), ("without this-week-in-rust", sum(&|name| name != "rust-lang/this-week-in-rust"))]
    {
        println!(
            "\n{what}: recall {}/{} = {:.1} %, legit flagged {}/{} = {:.1} %, alarms on {}/{} silent merges = {:.2} in 100",
            tally.found,
            tally.redundant,
            percent(tally.found, tally.redundant),
            tally.flagged,
            tally.legit,
            percent(tally.flagged, tally.legit),
            tally.alarmed,
            tally.silent,
            percent(tally.alarmed, tally.silent)
        );
    }
    let recalls: Vec<f64> =
        rows.values().filter(|row| row.redundant > 0).map(|row| percent(row.found, row.redundant)).collect();
    println!(
        "mean recall over {} repositories: {:.1} %",
        recalls.len(),
        recalls.iter().sum::<f64>() / recalls.len().max(1) as f64
    );
}
