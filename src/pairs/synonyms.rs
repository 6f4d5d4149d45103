//! Which words mean the same, and which the opposite: two sorted tables made from WordNet and own lists.
//!
//! The tables stand in `synonyms/`, with the script that makes them and WordNet's notice. They are searched as they are;
//! nothing is built when the program starts.
//!
//! Not here: how much a synonym counts (`align.rs`).

/// Rows of a hash and a class.
const SYNONYMS: &[u8] = include_bytes!("synonyms/synonyms.bin");
/// Rows of a hash and a class; classes 2n and 2n + 1 stand against each other.
const OPPOSITES: &[u8] = include_bytes!("synonyms/opposites.bin");

/// Bytes of a row: four of the hash, two of the class, big end first.
const ROW: usize = 6;

/// Returns the meanings of a stem as numbers, in order; two stems that share one are synonyms.
#[must_use]
pub fn meanings(stem: &str) -> Vec<u16> {
    classes(SYNONYMS, key(stem))
}

/// What a stem stands against, looked up once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sense(&'static [[u8; ROW]]);

impl Sense {
    /// Looks up what the stem of a key stands against.
    pub(super) fn of(key: u32) -> Sense {
        Sense(rows(OPPOSITES, key))
    }

    /// Tells whether two stems are opposites.
    pub(super) fn is_against(self, other: Sense) -> bool {
        self.0.iter().any(|row| other.0.iter().any(|other| class(other) == class(row) ^ 1))
    }
}

/// Tells whether two stems are opposites.
#[must_use]
pub fn are_opposites(one: &str, other: &str) -> bool {
    Sense::of(key(one)).is_against(Sense::of(key(other)))
}

/// Returns the key of a stem in the tables (FNV-1a). The script that makes them sees to it that no two of their stems
/// share one.
#[must_use]
pub fn key(stem: &str) -> u32 {
    stem.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn classes(table: &[u8], key: u32) -> Vec<u16> {
    rows(table, key).iter().map(class).collect()
}

/// Returns the rows of a key.
fn rows(table: &[u8], key: u32) -> &[[u8; ROW]] {
    let (rows, _) = table.as_chunks::<ROW>();
    let hash = |row: &[u8; ROW]| u32::from_be_bytes([row[0], row[1], row[2], row[3]]);
    let first = rows.partition_point(|row| hash(row) < key);
    let count = rows[first..].iter().take_while(|row| hash(row) == key).count();
    &rows[first..first + count]
}

fn class(row: &[u8; ROW]) -> u16 {
    u16::from_be_bytes([row[4], row[5]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_whole() {
        for table in [SYNONYMS, OPPOSITES] {
            let (rows, rest) = table.as_chunks::<ROW>();
            assert!(rest.is_empty() && rows.len() > 1000);
            assert!(rows.is_sorted());
        }
    }

    #[test]
    fn synonyms_share_a_meaning() {
        let shares = |one: &str, other: &str| meanings(one).iter().any(|class| meanings(other).contains(class));
        assert!(shares("app", "applic") && shares("purchas", "buy"));
        assert!(!shares("app", "purchas") && meanings("qwertz").is_empty());
    }

    #[test]
    fn opposites_stand_against_each_other() {
        assert!(are_opposites("fell", "rose") && are_opposites("rose", "fell"));
        assert!(!are_opposites("rose", "grew") && !are_opposites("rose", "rose"));
    }
}
