//! Words of Korean and Hindi without their endings: a particle or a case says what a word does in a sentence, and a
//! sentence that is turned round has others.
//!
//! Not here: European words, which have a stemmer (`words.rs`).

/// What stands at the end of Korean words, longest first: particles, and what ends a polite or a written sentence.
const KOREAN: &[&str] = &[
    "되었습니다",
    "하였습니다",
    "했습니다",
    "됐습니다",
    "하십시오",
    "으로부터",
    "에서는",
    "에게서",
    "으로는",
    "이라는",
    "합니다",
    "됩니다",
    "입니다",
    "습니다",
    "하세요",
    "되었다",
    "하였다",
    "에서",
    "에게",
    "으로",
    "까지",
    "부터",
    "처럼",
    "보다",
    "에는",
    "에도",
    "이나",
    "이며",
    "하는",
    "되는",
    "하고",
    "되고",
    "하여",
    "되어",
    "하기",
    "되기",
    "하지",
    "되지",
    "한다",
    "된다",
    "했다",
    "됐다",
    "해야",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "로",
    "와",
    "과",
    "도",
    "만",
    "한",
    "할",
    "된",
    "될",
    "함",
    "됨",
];

/// What stands at the end of Hindi words, longest first (after the light stemmer of Ramanathan and Rao).
const HINDI: &[&str] = &[
    "ियों",
    "ियाँ",
    "ियां",
    "ाएगा",
    "ाएगी",
    "ेंगे",
    "ाओं",
    "ाएं",
    "ाएँ",
    "ेगा",
    "ेगी",
    "ाने",
    "ाना",
    "ाया",
    "ाई",
    "ाए",
    "ों",
    "ें",
    "ीं",
    "ना",
    "ने",
    "नी",
    "ता",
    "ते",
    "ती",
    "या",
    "ये",
    "ा",
    "े",
    "ी",
    "ि",
    "ु",
    "ू",
    "ो",
];

/// Hindi words that carry no meaning of their own. Sorted, for the search.
const HINDI_STOP_WORDS: &[&str] = &[
    "इस",
    "उस",
    "एक",
    "और",
    "कर",
    "करें",
    "का",
    "कि",
    "की",
    "के",
    "को",
    "गई",
    "गया",
    "जा",
    "जो",
    "तक",
    "था",
    "थी",
    "थे",
    "द्वारा",
    "ने",
    "पर",
    "भी",
    "में",
    "यह",
    "या",
    "लिए",
    "वह",
    "सभी",
    "से",
    "हम",
    "ही",
    "है",
    "हैं",
    "हो",
    "होगा",
    "होगी",
    "होता",
];

/// Korean words that carry no meaning of their own. Sorted, for the search.
const KOREAN_STOP_WORDS: &[&str] = &["것", "그", "대한", "등", "및", "수", "위한", "위해", "이", "저", "합니다"];

/// So many letters of a Korean word stay at least.
const MIN_KOREAN: usize = 2;
/// So many letters and marks of a Hindi word stay at least.
const MIN_HINDI: usize = 3;

/// Tells whether a letter is one of the syllables that Korean is written with.
pub(super) fn is_korean(letter: char) -> bool {
    matches!(letter, '\u{ac00}'..='\u{d7a3}')
}

/// Tells whether a word is written as Hindi is.
pub(super) fn is_hindi(word: &str) -> bool {
    word.starts_with(|letter: char| matches!(letter, '\u{900}'..='\u{97f}'))
}

/// Tells whether a word carries no meaning of its own.
pub(super) fn is_stop_word(word: &str) -> bool {
    HINDI_STOP_WORDS.binary_search(&word).is_ok() || KOREAN_STOP_WORDS.binary_search(&word).is_ok()
}

/// Tells whether a word denies.
pub(super) fn denies(word: &str) -> bool {
    let is_korean = word.starts_with(is_korean);
    is_korean && (matches!(word, "안" | "못") || word.starts_with(['않', '없']))
        || matches!(word, "नहीं" | "न" | "मत" | "बिना")
}

/// Takes the ending off a Korean word: of several that fit the longest, and of what that leaves once more, as particles
/// are joined.
pub(super) fn korean(word: &str) -> &str {
    without(without(word, KOREAN, MIN_KOREAN), KOREAN, MIN_KOREAN)
}

/// Takes the ending off a Hindi word.
pub(super) fn hindi(word: &str) -> &str {
    without(word, HINDI, MIN_HINDI)
}

fn without<'w>(word: &'w str, endings: &[&str], least: usize) -> &'w str {
    let bare = endings.iter().find_map(|ending| word.strip_suffix(ending).filter(|bare| bare.chars().count() >= least));
    bare.unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_endings_come_first() {
        for table in [KOREAN, HINDI] {
            assert!(table.is_sorted_by_key(|ending| std::cmp::Reverse(ending.chars().count())));
        }
        assert!(HINDI_STOP_WORDS.is_sorted() && KOREAN_STOP_WORDS.is_sorted());
    }

    #[test]
    fn endings_go_and_words_stay() {
        assert_eq!(
            ["버전을", "버전에서는", "종료됩니다", "지원", "금요일까지", "키를"].map(korean),
            ["버전", "버전", "종료", "지원", "금요일", "키를"]
        );
        assert_eq!(["ग्राहकों", "संस्करण", "समर्थन"].map(hindi), ["ग्राहक", "संस्करण", "समर्थन"]);
        assert!(denies("않습니다") && denies("नहीं") && !denies("안내"));
    }
}
