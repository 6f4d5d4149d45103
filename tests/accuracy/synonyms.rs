//! Makes the tables of synonyms and opposites from the files of WordNet and the own lists beside the tables.
//!
//! A row is a stem's hash and the number of a class, big end first, rows sorted. Stems of one class mean the same in one
//! of their first senses; of opposites, the classes 2n and 2n + 1 stand against each other.
//!
//! Not here: reading the tables (`src/pairs/synonyms.rs`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use oneness::pairs::synonyms::key;
use oneness::pairs::words::Words;

/// So many senses of a word count for each part of speech, the most frequent first. Rarer ones mislead.
const SENSES: usize = 3;
/// Parts of speech as the files are named, and as their pointers call them.
const PARTS: &[(&str, &str)] = &[("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r")];

type Classes = BTreeMap<String, BTreeSet<String>>;

/// Writes both tables.
pub(crate) fn run(dictionary: &Path) -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pairs/synonyms");
    let mut classes = synsets(dictionary)?;
    add_own(&mut classes, &std::fs::read_to_string(folder.join("own.txt"))?);
    classes.retain(|_, stems| stems.len() > 1);
    write(&folder.join("synonyms.bin"), classes.into_values().enumerate())?;
    let mut opposites = antonyms(dictionary)?;
    add_opposites(&mut opposites, &std::fs::read_to_string(folder.join("opposites.txt"))?);
    let sides = opposites.into_iter().enumerate();
    let sides = sides.flat_map(|(number, (left, right))| [(2 * number, left), (2 * number + 1, right)]);
    write(&folder.join("opposites.bin"), sides)
}

/// The stem of a single word; none for what is no plain word.
fn stem(word: &str) -> Option<String> {
    if word.is_empty() || !word.chars().all(|letter| letter.is_ascii_lowercase()) {
        return None;
    }
    let words = Words::of(word);
    words.stems.into_iter().next().filter(|_| words.values.is_empty())
}

/// Synsets by their number, each with the stems that it joins.
fn synsets(dictionary: &Path) -> std::io::Result<Classes> {
    let mut classes = Classes::new();
    for (file, part) in PARTS {
        for line in lines(&dictionary.join(format!("index.{file}")))? {
            let mut fields = line.split_whitespace();
            let Some(stem) = fields.next().and_then(stem) else { continue };
            for sense in fields.filter(|field| is_offset(field)).take(SENSES) {
                classes.entry(format!("{part}{sense}")).or_default().insert(stem.clone());
            }
        }
    }
    Ok(classes)
}

fn is_offset(field: &str) -> bool {
    field.len() == 8 && field.bytes().all(|byte| byte.is_ascii_digit())
}

/// The lines of a file of the dictionary, its notice left out.
fn lines(path: &Path) -> std::io::Result<Vec<String>> {
    let text = String::from_utf8_lossy(&std::fs::read(path)?).into_owned();
    Ok(text.lines().filter(|line| !line.starts_with("  ")).map(str::to_owned).collect())
}

/// Adds the own groups as classes, and other forms to all classes of their word.
fn add_own(classes: &mut Classes, own: &str) {
    let own = own.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    for (number, line) in own.enumerate() {
        let mut group: BTreeSet<String> = line.replace(':', " ").split_whitespace().filter_map(stem).collect();
        if let Some((head, _)) = line.split_once(':') {
            let head = stem(head.trim()).unwrap_or_default();
            for stems in classes.values_mut().filter(|stems| stems.contains(&head)) {
                stems.extend(group.iter().cloned());
            }
        }
        classes.entry(format!("~{number:04}")).or_default().append(&mut group);
    }
}

type Sides = (BTreeSet<String>, BTreeSet<String>);

/// Pairs of words that the dictionary calls antonyms.
fn antonyms(dictionary: &Path) -> std::io::Result<Vec<Sides>> {
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut pointers = Vec::new();
    for (file, part) in PARTS {
        for line in lines(&dictionary.join(format!("data.{file}")))? {
            let fields: Vec<&str> = line.split(" | ").next().unwrap_or_default().split_whitespace().collect();
            let count = usize::from_str_radix(fields[3], 16).unwrap_or_default();
            let synset = format!("{part}{}", fields[0]);
            let own = (0..count).map(|at| fields[4 + 2 * at].split('(').next().unwrap_or_default().to_owned());
            words.insert(synset.clone(), own.collect());
            for pointer in fields[5 + 2 * count..].chunks(4).filter(|pointer| pointer[0] == "!" && pointer.len() == 4) {
                let part = if pointer[2] == "s" { "a" } else { pointer[2] };
                let place = |digits: &str| usize::from_str_radix(digits, 16).unwrap_or_default();
                let (from, to) = pointer[3].split_at(2);
                pointers.push((synset.clone(), place(from), format!("{part}{}", pointer[1]), place(to)));
            }
        }
    }
    let word = |synset: &str, place: usize| stem(words.get(synset)?.get(place.checked_sub(1)?)?);
    let mut pairs = BTreeSet::new();
    for (from, place, to, other) in pointers {
        if let Some((one, other)) = word(&from, place).zip(word(&to, other)).filter(|(one, other)| one < other) {
            pairs.insert((one, other));
        }
    }
    Ok(pairs.into_iter().map(|(one, other)| (BTreeSet::from([one]), BTreeSet::from([other]))).collect())
}

fn add_opposites(opposites: &mut Vec<Sides>, own: &str) {
    let side = |words: &str| words.split_whitespace().filter_map(stem).collect();
    let own = own.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('|'));
    opposites.extend(own.map(|(left, right)| (side(left), side(right))));
}

fn write(path: &Path, classes: impl Iterator<Item = (usize, BTreeSet<String>)>) -> std::io::Result<()> {
    let mut rows = BTreeSet::new();
    let mut stems: BTreeMap<u32, String> = BTreeMap::new();
    for (number, class) in classes {
        let number = u16::try_from(number).expect("because there are fewer classes");
        for stem in class {
            let known = stems.entry(key(&stem)).or_insert_with(|| stem.clone());
            assert_eq!(*known, stem, "two stems with one hash");
            rows.insert((key(&stem), number));
        }
    }
    let bytes: Vec<u8> =
        rows.iter().flat_map(|(key, class)| [&key.to_be_bytes()[..], &class.to_be_bytes()].concat()).collect();
    println!("{}: {} stems, {} rows, {} bytes", path.display(), stems.len(), rows.len(), bytes.len());
    std::fs::write(path, bytes)
}
