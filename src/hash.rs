//! One hash for all stages: the same on every machine and in every version, because ids of findings are made of it.
//!
//! Not here: what is hashed.

/// FNV-1a, 64 bits: the same on every platform and in every run, as fingerprints must be.
#[must_use]
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
