use oneness::source::Source;
use oneness::units::{code, grammars};
use std::collections::BTreeMap;
fn main() {
    let mut per: BTreeMap<String, [usize; 7]> = BTreeMap::new();
    let verbose = std::env::var("V").is_ok();
    for line in std::io::stdin().lines() {
        let path = line.unwrap();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let Some(language) = grammars::language_of(&path, text.lines().next().unwrap_or("")) else { continue };
        let source = Source::lines(&path, text);
        let start = std::time::Instant::now();
        let reading = code::read(&source, language);
        let took = start.elapsed();
        if took.as_millis() > 1000 {
            println!("SLOW {} {:?} {} bytes", path, took, source.text.as_str().len());
        }
        let row = per.entry(language.settings.name.clone()).or_default();
        row[0] += 1;
        row[1] += reading.units.len();
        row[2] += usize::from(!reading.notes.is_empty());
        row[4] += source.text.as_str().len() / 1000;
        row[5] += took.as_micros() as usize / 1000;
        row[6] += usize::from(reading.units.is_empty());
        let mut seen = BTreeMap::new();
        let mut dup = false;
        for unit in reading.units.iter().filter(|u| u.container.set_like && u.identity.is_some()) {
            let key = (unit.kind, unit.container.path.clone(), unit.identity.clone());
            if let Some(first) = seen.insert(key.clone(), unit.span.start_line) {
                dup = true;
                if verbose && reading.notes.is_empty() {
                    println!("{}:{}:{} {:?}", path, first, unit.span.start_line, key);
                }
            }
        }
        row[3] += usize::from(dup && reading.notes.is_empty());
    }
    for (name, [files, units, notes, dups, kb, ms, empty]) in per {
        println!("{name:12} files {files} units {units} notes {notes} dups {dups} kB {kb} ms {ms} empty {empty}");
    }
}
