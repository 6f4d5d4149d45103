//! One hash for all stages: the same on every machine and in every version, because ids of findings are made of it.
//!
//! Not here: what is hashed.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

const START: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

/// FNV-1a, 64 bits: the same on every platform and in every run, as fingerprints must be.
#[must_use]
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(START, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME))
}

/// The same hash of a text that is made letter by letter, so that it need not be written down.
#[derive(Debug, Clone, Copy)]
pub struct Running(u64);

impl Default for Running {
    fn default() -> Running {
        Running(START)
    }
}

impl Running {
    /// Goes on with a letter.
    pub fn push(&mut self, letter: char) {
        if letter.is_ascii() {
            self.0 = (self.0 ^ u64::from(letter)).wrapping_mul(PRIME);
        } else {
            let mut buffer = [0; 4];
            self.extend(letter.encode_utf8(&mut buffer).as_bytes());
        }
    }

    /// Goes on with bytes.
    pub fn extend(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME));
    }

    /// Returns the hash of what was taken so far.
    #[must_use]
    pub fn value(self) -> u64 {
        self.0
    }
}

/// A map that is asked often. Its order is no one's: nothing walks it on the way to the screen.
pub type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// A set that is asked often.
pub type Set<K> = HashSet<K, foldhash::fast::RandomState>;

/// A map whose keys are hashes already, and are not hashed again.
pub type ByHash<V> = HashMap<u64, V, BuildHasherDefault<Hashed>>;

/// Takes a hash for what it is. Only for keys of 64 bits.
#[derive(Debug, Default, Clone, Copy)]
pub struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= hash(bytes);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letter_by_letter_is_the_same() {
        let text = "Grüße, 世界 12";
        let mut running = Running::default();
        text.chars().for_each(|letter| running.push(letter));
        assert_eq!(running.value(), hash(text.as_bytes()));
    }
}
