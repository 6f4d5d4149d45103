//! Reworded bullets: how many are recognised, how many strangers are taken for one, and whether another value in the
//! same statement is called a contradiction.
//!
//! A table has a line of headings and then, tab between tab, a bullet, the same in other words, the same with another
//! value, what kind of value that is, and another bullet of the same topic. Every bullet meets every paraphrase, as
//! bullets of two slides of one deck.
//!
//! Not here: real merges (`measure.rs`).

use std::collections::BTreeMap;
use std::path::Path;

use oneness::changes::change::{Around, Before, Change, Standing};
use oneness::findings::background::Background;
use oneness::findings::finding::Kind;
use oneness::findings::{self, DEFAULT_THRESHOLD, Options};
use oneness::pairs;
use oneness::pairs::pair::Likeness;
use oneness::pairs::prose::Rarity;
use oneness::pairs::words::Words;
use oneness::source::{Side, Source};
use oneness::units;

/// So many lines apart the two bullets stand in the deck: some slides.
const LINES_APART: usize = 40;

/// One line of a table.
pub(crate) struct Row {
    /// What one side wrote.
    pub bullet: String,
    /// The same in other words.
    pub paraphrase: String,
    /// The same words with another value.
    pub variant: String,
    /// What differs in the variant.
    pub differs: String,
    /// Something else about the same topic.
    pub stranger: String,
}

/// What was said of one pair.
pub(crate) struct Verdict {
    /// Number of the bullet.
    pub bullet: usize,
    /// Number of the other text.
    pub other: usize,
    /// The measures.
    pub likeness: Likeness,
    /// How sure, and as what; none where a principle keeps it unsaid.
    pub said: Option<(f64, Kind)>,
}

impl Verdict {
    fn sureness(&self) -> f64 {
        self.said.map_or(0.0, |(confidence, _)| confidence)
    }
}

/// Reads a table.
pub(crate) fn table(text: &str) -> Vec<Row> {
    let lines = text.lines().skip(1).filter(|line| !line.trim().is_empty() && !line.starts_with("//"));
    let cells = lines.map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    let rows = cells.map(|mut cells| {
        cells.resize(5, String::new());
        let mut next = cells.into_iter();
        let mut cell = || next.next().unwrap_or_default();
        Row { bullet: cell(), paraphrase: cell(), variant: cell(), differs: cell(), stranger: cell() }
    });
    rows.collect()
}

/// Lets every bullet meet every one of the other texts. How rare words are is learnt from all texts of the table.
pub(crate) fn verdicts(rows: &[Row], others: &[&str]) -> Vec<Verdict> {
    let bullets: Vec<&str> = rows.iter().map(|row| row.bullet.as_str()).collect();
    let (ours, theirs) = (additions(Side::Ours, &bullets), additions(Side::Theirs, others));
    let rarity = || {
        let mut rarity = Rarity::default();
        let texts = rows.iter().flat_map(|row| [&row.bullet, &row.paraphrase, &row.stranger]);
        texts.for_each(|text| rarity.count(Words::of(text).stems.iter()));
        rarity
    };
    let options = Options { all: true, ..Options::default() };
    let pairs = pairs::between(&ours, &theirs, rarity).pairs.into_iter();
    let verdicts = pairs.map(|pair| {
        let (bullet, other, likeness) = (pair.ours, pair.theirs, pair.likeness.clone());
        let found = findings::among((vec![pair], Vec::new()), (&ours, &theirs), &Background::default(), &options);
        Verdict { bullet, other, likeness, said: found.first().map(|finding| (finding.confidence, finding.kind)) }
    });
    verdicts.collect()
}

/// One bullet a text, each as the only one of its slide.
fn additions(side: Side, texts: &[&str]) -> Vec<Change> {
    let (title, line) = if side == Side::Ours { ("First", 1) } else { ("Last", 1 + LINES_APART) };
    texts.iter().filter_map(|text| addition(side, &format!("# {title}\n\n- {text}\n"), line)).collect()
}

fn addition(side: Side, document: &str, line: usize) -> Option<Change> {
    let source = Source::lines("deck.md", document);
    let units = units::of(&source).units;
    let unit = units.into_iter().find(|unit| unit.kind == units::unit::UnitKind::Bullet)?;
    Some(Change {
        file: 0,
        side,
        path: source.path.clone(),
        text: source.text.slice(&unit.span).to_owned(),
        unit,
        comments: Vec::new(),
        version: 0,
        before: Before::default(),
        stands: Standing { merged: Some((line, line)), twin: None },
        around: Around { outermost: true, copies: 1, ..Around::default() },
    })
}

/// Measures a table and prints the figures.
pub(crate) fn run(path: &Path) -> std::io::Result<()> {
    let rows = table(&std::fs::read_to_string(path)?);
    let paraphrases: Vec<&str> = rows.iter().map(|row| row.paraphrase.as_str()).collect();
    let strangers: Vec<&str> = rows.iter().map(|row| row.stranger.as_str()).collect();
    let variants: Vec<&str> = rows.iter().map(|row| row.variant.as_str()).collect();
    let met = verdicts(&rows, &paraphrases);
    let with_strangers = verdicts(&rows, &strangers);
    let mut strange: Vec<&Verdict> = met.iter().filter(|verdict| verdict.bullet != verdict.other).collect();
    strange.extend(with_strangers.iter().filter(|verdict| verdict.bullet == verdict.other));
    let own: BTreeMap<usize, &Verdict> =
        met.iter().filter(|verdict| verdict.bullet == verdict.other).map(|verdict| (verdict.bullet, verdict)).collect();
    lists(&rows, &own, &strange);
    figures(rows.len(), &own, &strange, &met);
    contradictions(&rows, &own, &verdicts(&rows, &variants));
    Ok(())
}

fn lists(rows: &[Row], own: &BTreeMap<usize, &Verdict>, strange: &[&Verdict]) {
    for (at, row) in rows.iter().enumerate() {
        let sureness = own.get(&at).map(|verdict| verdict.sureness());
        if sureness.unwrap_or_default() < DEFAULT_THRESHOLD {
            let sureness = sureness.map_or("no pair".to_owned(), |sureness| format!("{sureness:.3}"));
            println!("missed  {sureness}  {}  ~  {}", row.bullet, row.paraphrase);
        }
    }
    for verdict in strange.iter().filter(|verdict| verdict.sureness() >= DEFAULT_THRESHOLD) {
        println!("alarm   {:.3}  {}  ~  row {}", verdict.sureness(), rows[verdict.bullet].bullet, verdict.other + 1);
    }
}

fn figures(rows: usize, own: &BTreeMap<usize, &Verdict>, strange: &[&Verdict], met: &[Verdict]) {
    let crossed = rows * rows;
    let recall = |threshold: f64| own.values().filter(|verdict| verdict.sureness() >= threshold).count();
    let mut alarms: Vec<f64> = strange.iter().map(|verdict| verdict.sureness()).collect();
    alarms.sort_by(|one, other| other.total_cmp(one));
    let loud = alarms.iter().filter(|sureness| **sureness >= DEFAULT_THRESHOLD).count();
    let share = |part: usize| 100.0 * part as f64 / rows.max(1) as f64;
    let found = recall(DEFAULT_THRESHOLD);
    println!("recall at {DEFAULT_THRESHOLD}: {found}/{rows} = {:.1} %", share(found));
    let rate = 1000.0 * loud as f64 / crossed as f64;
    println!("false alarms at {DEFAULT_THRESHOLD}: {loud}/{crossed} pairs = {rate:.2} in 1,000");
    // Just above the surest stranger that is one too many.
    let allowed = crossed / 1000;
    let bound = alarms.get(allowed).copied().unwrap_or_default() + 0.000_5;
    let found = recall(bound);
    println!("recall at one false alarm in 1,000 (at {bound:.3}): {found}/{rows} = {:.1} %", share(found));
    let first = own.values().filter(|mine| {
        let rivals = met.iter().filter(|verdict| verdict.bullet == mine.bullet && verdict.other != mine.other);
        mine.sureness() > 0.0 && rivals.into_iter().all(|rival| rival.sureness() < mine.sureness())
    });
    println!("first choice: {:.1} %", share(first.count()));
}

fn contradictions(rows: &[Row], own: &BTreeMap<usize, &Verdict>, varied: &[Verdict]) {
    let mut by_type: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let of_row: BTreeMap<usize, &Verdict> = varied
        .iter()
        .filter(|verdict| verdict.bullet == verdict.other)
        .map(|verdict| (verdict.bullet, verdict))
        .collect();
    let called = |verdict: Option<&&Verdict>| {
        let said = verdict.and_then(|verdict| verdict.said);
        said.filter(|(confidence, _)| *confidence >= DEFAULT_THRESHOLD).map(|(_, kind)| kind)
    };
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| !row.variant.is_empty()) {
        let tally = by_type.entry(row.differs.as_str()).or_default();
        let kind = called(of_row.get(&at));
        tally.1 += 1;
        tally.0 += usize::from(kind == Some(Kind::ContradictingAddition));
        if kind != Some(Kind::ContradictingAddition) {
            let sureness = of_row.get(&at).map_or(0.0, |verdict| verdict.sureness());
            let said = kind.map_or("nothing", Kind::name);
            println!("variant {sureness:.3} {said}  {}  ~  {}", row.bullet, row.variant);
        }
    }
    let (found, all) = by_type.values().fold((0, 0), |sum, tally| (sum.0 + tally.0, sum.1 + tally.1));
    println!("variants called contradicting: {found}/{all}");
    by_type.iter().for_each(|(kind, (found, all))| println!("  {kind}: {found}/{all}"));
    let wrong = (0..rows.len()).filter(|at| called(own.get(at)) == Some(Kind::ContradictingAddition));
    let wrong: Vec<usize> = wrong.map(|at| at + 1).collect();
    println!("paraphrases called contradicting: {} (rows {wrong:?})", wrong.len());
}
