//! Bytes become a Source: text in whatever encoding, an outline for binary documents, or the reason why not.
//!
//! Not here: what the lines mean (`units`), where the bytes come from (`merge`).

use crate::documents;
use crate::source::{Source, extension};

/// Larger files are named in a note and not read; nothing that people write by hand comes near.
pub const MAX_BYTES: usize = 64 << 20;

/// What is said of a file without text.
pub const BINARY: &str = "is binary";

/// Decodes the bytes of one file. Never fails: a file that cannot be read comes back with the reason.
#[must_use]
pub fn source(path: &str, bytes: &[u8]) -> Source {
    if bytes.len() > MAX_BYTES {
        return Source::unread(path, format!("is larger than {} MiB", MAX_BYTES >> 20));
    }
    if is_lfs_pointer(bytes) {
        let reason = "is a Git LFS pointer; run `git lfs pull` to have the file itself";
        // What LFS keeps are mostly pictures and films, which would not be read if they were here.
        let is_document = documents::extensions().any(|known| known == extension(path));
        return if is_document { Source::unread(path, reason) } else { Source::left_out(path, reason) };
    }
    if let Some(document) = documents::read(path, bytes) {
        return document;
    }
    match text(bytes) {
        Some(string) => Source::lines(path, string),
        None => Source::left_out(path, BINARY),
    }
}

/// Returns the text of a file, or `None` for binary content (a NUL byte among the first 8,000, as git decides).
/// Bytes that are not UTF-8 are read as Windows-1252, of which Latin-1 is the larger part.
fn text(bytes: &[u8]) -> Option<String> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => return Some(utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => return Some(utf16(rest, u16::from_be_bytes)),
        _ => {}
    }
    if memchr::memchr(0, &bytes[..bytes.len().min(8000)]).is_some() {
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    Some(match std::str::from_utf8(bytes) {
        Ok(string) => string.to_owned(),
        Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
    })
}

/// Decodes UTF-16; halves of pairs become the replacement character.
fn utf16(bytes: &[u8], word: fn([u8; 2]) -> u16) -> String {
    let words = bytes.chunks_exact(2).map(|pair| word([pair[0], pair[1]]));
    char::decode_utf16(words).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The letters that Windows-1252 has at 0x80 to 0x9f, where Latin-1 has control characters.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Tells whether the bytes stand for a file that Git LFS keeps elsewhere (Git LFS specification, "The Pointer").
fn is_lfs_pointer(bytes: &[u8]) -> bool {
    bytes.len() < 1024 && bytes.starts_with(b"version https://git-lfs.github.com/spec/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Form;

    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(source("a.txt", bytes).text.as_str(), expected);
    }

    #[test]
    fn encodings() {
        check(b"\xef\xbb\xbfcaf\xc3\xa9\n", "café\n");
        check(b"caf\xe9 \x93ok\x94\n", "café “ok”\n");
        check(b"\xff\xfea\0b\0", "ab");
        check(b"\xfe\xff\0a\0b", "ab");
    }

    #[test]
    fn what_is_not_read_says_why() {
        let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n";
        for (bytes, reason) in [(&b"\x7fELF\0\0"[..], "is binary"), (&pointer[..], "LFS")] {
            let Form::Unread(why) = source("a", bytes).form else { panic!("was read") };
            assert!(why.reason.contains(reason) && why.by_rule, "{why:?}");
        }
    }
}
