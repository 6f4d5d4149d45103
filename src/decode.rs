//! Bytes become a Source: text in whatever encoding, an outline for binary documents, or the reason why not.
//!
//! Not here: what the lines mean (`units`), where the bytes come from (`merge`).

use std::cell::RefCell;
use std::collections::BTreeMap;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::documents;
use crate::source::{Source, extension};

/// Larger files are named in a note and not read; nothing that people write by hand comes near.
pub const MAX_BYTES: usize = 64 << 20;

/// What is said of a file without text.
pub const BINARY: &str = "is binary";

/// Whoever guesses an encoding reads no more than this, from the first line on that is not ASCII.
const MAX_GUESSED: usize = 1 << 20;

/// Reads files, and remembers how each path was written: one version has fewer letters to guess from than another, and two
/// versions that were read in two ways would differ in every word.
#[derive(Debug, Default)]
pub struct Reader {
    known: RefCell<BTreeMap<String, &'static Encoding>>,
}

impl Reader {
    /// Decodes the bytes of one version of a file. Never fails: a file that cannot be read comes back with the reason.
    /// Decoding is for reading only: whoever writes a file writes the bytes that it had.
    #[must_use]
    pub fn source(&self, path: &str, bytes: &[u8]) -> Source {
        self.source_of(path, path, bytes)
    }

    /// Decodes as [`Reader::source`], where versions of one file have different names.
    #[must_use]
    pub fn source_of(&self, file: &str, path: &str, bytes: &[u8]) -> Source {
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
        match self.text(file, bytes) {
            Some(string) => Source::lines(path, string),
            None => Source::left_out(path, BINARY),
        }
    }

    /// Returns the text of a file, or `None` for binary content (a NUL byte among the first 8,000, as git decides).
    fn text(&self, file: &str, bytes: &[u8]) -> Option<String> {
        match bytes {
            [0xff, 0xfe, rest @ ..] => return Some(decoded(UTF_16LE, rest)),
            [0xfe, 0xff, rest @ ..] => return Some(decoded(UTF_16BE, rest)),
            _ => {}
        }
        if bytes[..bytes.len().min(8000)].contains(&0) {
            return None;
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        Some(match std::str::from_utf8(bytes) {
            Ok(string) => string.to_owned(),
            Err(_) => self.guessed(file, bytes),
        })
    }

    /// Decodes what is not UTF-8 by what is known of its other versions, else by what its letters look like. Where that
    /// does not fit, as Windows-1252, of which Latin-1 is the larger part: it has a letter for each byte.
    fn guessed(&self, file: &str, bytes: &[u8]) -> String {
        let known = self.known.borrow().get(file).copied();
        for encoding in known.into_iter().chain(std::iter::once_with(|| guess(bytes))) {
            if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
                self.known.borrow_mut().entry(file.to_owned()).or_insert(encoding);
                return text.into_owned();
            }
        }
        decoded(WINDOWS_1252, bytes)
    }
}

/// Decodes the bytes of one file of which no other version is read; see [`Reader::source`].
#[must_use]
pub fn source(path: &str, bytes: &[u8]) -> Source {
    Reader::default().source(path, bytes)
}

/// Decodes; what the encoding does not have becomes the replacement character.
fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
    let start = bytes[..first].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let end = bytes.len().min(start + MAX_GUESSED);
    // What is ASCII throughout was read as UTF-8 already.
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[start..end], end == bytes.len());
    detector.guess(None, Utf8Detection::Deny)
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

    /// Sentences in the code pages that people still write.
    const WRITTEN: &[(&str, &str)] = &[
        ("windows-1251", "Поддержка первой версии заканчивается в марте 2027 года.\n- Обновите ключи до пятницы\n"),
        ("koi8-r", "Поддержка первой версии заканчивается в марте 2027 года.\n"),
        ("shift_jis", "バージョン1のサポートは2027年3月に終了します。\n- 鍵を更新してください\n"),
        ("euc-jp", "バージョン1のサポートは2027年3月に終了します。\n"),
        ("gbk", "对版本一的支持将于2027年3月结束。\n- 请在星期五之前更新密钥\n"),
        ("big5", "對版本一的支援將於2027年3月結束。\n- 請在星期五之前更新金鑰\n"),
        ("euc-kr", "버전 1에 대한 지원은 2027년 3월에 종료됩니다.\n- 금요일까지 키를 갱신하세요\n"),
        ("windows-1252", "Die Unterstützung für Version 1 endet im März – “für alle”.\n"),
        ("windows-1252", "Soporte hasta marzo: ¿qué hacer? café à la carte\n"),
        ("windows-1250", "Podpora první verze končí v březnu; vyměňte klíče.\n"),
    ];

    #[test]
    fn code_pages_are_recognised() {
        for (label, text) in WRITTEN {
            let encoding = Encoding::for_label(label.as_bytes()).expect("because it is a known label");
            let (bytes, _, lossy) = encoding.encode(text);
            assert!(!lossy, "{label}");
            let found = source("a.md", &bytes);
            assert_eq!(found.text.as_str(), *text, "{label}");
        }
    }

    #[test]
    fn versions_of_one_file_are_read_in_one_way() {
        let reader = Reader::default();
        let (long, ..) = encoding_rs::WINDOWS_1251.encode(WRITTEN[0].1);
        assert_eq!(reader.source("a.md", &long).text.as_str(), WRITTEN[0].1);
        // Two letters say nothing by themselves.
        let (short, ..) = encoding_rs::WINDOWS_1251.encode("да\n");
        assert_eq!(reader.source("a.md", &short).text.as_str(), "да\n");
        // What the other version was written in does not fit at all.
        let (japanese, ..) = encoding_rs::SHIFT_JIS.encode(WRITTEN[2].1);
        let reader = Reader::default();
        let _ = reader.source("b.md", &encoding_rs::EUC_KR.encode(WRITTEN[6].1).0);
        assert_eq!(reader.source("b.md", &japanese).text.as_str(), WRITTEN[2].1);
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
