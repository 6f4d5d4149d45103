//! Letters of all scripts: which of them go on with a word, and which mean the same as another one.
//!
//! Not here: words and their meaning (`pairs`), what a terminal shows (`error`, `report`).

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Tells whether a letter stands within a word. Indian scripts write vowels and joined letters with marks, which are no
/// letters of their own; what joins and parts letters without being seen belongs to the word, too.
#[must_use]
pub fn in_word(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric();
    }
    is_plain_letter(letter) || letter.is_alphanumeric() || is_combining_mark(letter) || is_joiner(letter)
}

/// Ranges of letters without a gap, so that most of what people write need not be looked up: Cyrillic, the common
/// ideographs, the syllables of Hangul.
fn is_plain_letter(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{481}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200c}' | '\u{200d}')
}

/// Tells whether a letter is of a script that is written without spaces between words (CJK, kana, Hangul by syllables).
#[must_use]
pub fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Writes letters that mean the same in one way (NFKC): wide and narrow ones, ligatures, signs that were composed of
/// several, and what is written in one sign and in two.
#[must_use]
pub fn compatible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfkc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_the_same_is_written_the_same() {
        for (one, other) in [
            ("\u{ff26}\u{ff35}\u{ff2c}\u{ff2c} \u{ff11}\u{ff12}", "FULL 12"),
            ("\u{fb01}le", "file"),
            ("cafe\u{301}", "caf\u{e9}"),
            ("\u{ff76}\u{ff9e}", "\u{30ac}"),
            ("\u{1112}\u{1161}\u{11ab}", "\u{d55c}"),
            ("plain", "plain"),
        ] {
            assert_eq!(compatible(one), compatible(other));
        }
    }

    #[test]
    fn plain_letters_are_letters() {
        assert!(('\u{80}'..='\u{ffff}').filter(|letter| is_plain_letter(*letter)).all(char::is_alphanumeric));
    }

    #[test]
    fn marks_belong_to_words() {
        assert!(
            "संस्करण".chars().all(in_word) && "می\u{200c}خواهم".chars().all(in_word) && "한국어".chars().all(in_word)
        );
        assert!(!" .-'_|#\u{3002}".chars().any(in_word));
    }
}
