//! A text as words: names, literals and signs, comments left out. It knows no grammar, only how comments and strings of a
//! language look.
//!
//! Not here: what the words say (the readers of this room).

use std::ops::Range;

use crate::source::Text;
use crate::units::unit::{Piece, Token, TokenClass, Tokens};

/// How a language looks before anything is known of its grammar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Syntax<'s> {
    /// What begins a comment that ends with its line.
    pub line_comments: &'s [&'s str],
    /// What begins and ends a comment over several lines.
    pub block_comments: &'s [(&'s str, &'s str)],
    /// What begins and ends a string, longer ones first. One of a single sign ends with its line at the latest.
    pub strings: &'s [(&'s str, &'s str)],
    /// Signs that a name may hold beside letters, digits and `_`.
    pub joints: &'s str,
    /// Whether `<<NAME` begins a text that ends at a line with that name.
    pub heredocs: bool,
}

/// Most languages with braces.
pub(super) const C_LIKE: Syntax<'_> = Syntax {
    line_comments: &["//"],
    block_comments: &[("/*", "*/")],
    strings: &[("\"\"\"", "\"\"\""), ("'''", "'''"), ("\"", "\""), ("'", "'"), ("`", "`")],
    joints: "$",
    heredocs: false,
};

/// Most languages with `#`.
pub(super) const SHELL_LIKE: Syntax<'_> = Syntax {
    line_comments: &["#"],
    block_comments: &[],
    strings: &[("\"\"\"", "\"\"\""), ("'''", "'''"), ("\"", "\""), ("'", "'")],
    joints: "",
    heredocs: false,
};

/// Signs of several letters that are one word.
const SIGNS: &[&str] = &[
    "...", "===", "!==", "<=>", "?->", "::", "->", "=>", "?.", "&.", "==", "!=", "<=", ">=", "&&", "||", ":=", "?=",
    "+=", "-=", "|>", "..", "?:", "<-",
];

/// Words of languages, sorted; all others are names that somebody chose.
const KEYWORDS: &[&str] = &[
    "abstract",
    "and",
    "as",
    "async",
    "await",
    "begin",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "def",
    "default",
    "defer",
    "do",
    "else",
    "elseif",
    "elsif",
    "end",
    "enum",
    "export",
    "extends",
    "false",
    "final",
    "fn",
    "for",
    "foreach",
    "from",
    "fun",
    "func",
    "function",
    "guard",
    "if",
    "implements",
    "import",
    "in",
    "inline",
    "interface",
    "internal",
    "is",
    "let",
    "local",
    "match",
    "module",
    "namespace",
    "new",
    "nil",
    "not",
    "null",
    "object",
    "open",
    "or",
    "override",
    "package",
    "private",
    "proc",
    "protected",
    "protocol",
    "pub",
    "public",
    "repeat",
    "return",
    "self",
    "static",
    "struct",
    "sub",
    "super",
    "switch",
    "then",
    "this",
    "throw",
    "throws",
    "trait",
    "true",
    "try",
    "type",
    "until",
    "use",
    "using",
    "val",
    "var",
    "void",
    "when",
    "where",
    "while",
    "with",
    "yield",
];

/// A closing bracket looks for its opening one among so many that are open.
const MAX_OPEN: usize = 256;
/// A unit is compared by so many of its words at most.
const MAX_TOKENS: usize = 5_000;

/// One word with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub bytes: Range<usize>,
    pub class: TokenClass,
    /// The line it begins in, counted from 0.
    pub line: usize,
}

/// The words of a text.
#[derive(Debug)]
pub(super) struct Words<'a> {
    pub text: &'a str,
    pub list: Vec<Word>,
    /// For each opening bracket the place of the one that closes it; for all other words their own place.
    closes: Vec<usize>,
}

impl<'a> Words<'a> {
    /// Parts a text into words.
    pub(super) fn of(text: &'a str, syntax: &Syntax<'_>) -> Words<'a> {
        let list = Lexer { text, syntax, at: 0, line: 0, list: Vec::new() }.run();
        let closes = closes(text, &list);
        Words { text, list, closes }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns a word as written; an empty string behind the last one.
    pub(super) fn get(&self, at: usize) -> &'a str {
        self.list.get(at).and_then(|word| self.text.get(word.bytes.clone())).unwrap_or_default()
    }

    /// Tells whether a word is a name, whoever chose it.
    pub(super) fn is_name(&self, at: usize) -> bool {
        let first = self.get(at).chars().next();
        first.is_some_and(|letter| letter.is_alphabetic() || letter == '_' || letter == '$' || letter == '`')
    }

    /// Tells whether a word is a string.
    pub(super) fn is_string(&self, at: usize) -> bool {
        let quoted = self.get(at).starts_with(['"', '\'']);
        quoted && self.list.get(at).is_some_and(|word| word.class == TokenClass::Literal)
    }

    /// Returns the line of a word, counted from 0.
    pub(super) fn line(&self, at: usize) -> usize {
        self.list.get(at).or(self.list.last()).map_or(0, |word| word.line)
    }

    /// Tells whether a word is the first of its line.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        at == 0 || self.line(at - 1) < self.line(at)
    }

    /// Returns where the bracket closes that a word opens, or the word itself.
    pub(super) fn close(&self, at: usize) -> usize {
        self.closes.get(at).copied().unwrap_or(at)
    }

    /// Returns what stands from one word to another, the last one included, with single spaces.
    pub(super) fn said(&self, from: usize, last: usize) -> String {
        let bytes = self.bytes(from, last);
        self.text.get(bytes).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns the bytes from one word to another, the last one included.
    pub(super) fn bytes(&self, from: usize, last: usize) -> Range<usize> {
        match (self.list.get(from), self.list.get(last.min(self.len().saturating_sub(1)))) {
            (Some(first), Some(last)) if first.bytes.start <= last.bytes.end => first.bytes.start..last.bytes.end,
            _ => 0..0,
        }
    }

    /// Returns the words within a range of bytes, as they are compared; `text` is the one that was parted.
    pub(super) fn within(&self, text: &Text, bytes: &Range<usize>) -> Tokens {
        let first = self.list.partition_point(|word| word.bytes.start < bytes.start);
        let inside = self.list[first..].iter().take_while(|word| word.bytes.start < bytes.end);
        let token = |word: &Word| Token { class: word.class, text: Piece::of(text, word.bytes.clone()) };
        inside.take(MAX_TOKENS).map(token).collect::<Vec<_>>().into()
    }
}

/// The reading of words under way.
struct Lexer<'a> {
    text: &'a str,
    syntax: &'a Syntax<'a>,
    at: usize,
    line: usize,
    list: Vec<Word>,
}

impl Lexer<'_> {
    fn run(mut self) -> Vec<Word> {
        while let Some(letter) = self.rest().chars().next() {
            if letter.is_whitespace() {
                self.skip(letter.len_utf8());
            } else if let Some(length) = self.comment() {
                self.skip(length);
            } else {
                let (length, class) = self.word(letter);
                let bytes = self.at..self.at + length;
                self.list.push(Word { bytes, class, line: self.line });
                self.skip(length);
            }
        }
        self.list
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, length: usize) {
        let end = (self.at + length).min(self.text.len());
        self.line += self.text.as_bytes()[self.at..end].iter().filter(|byte| **byte == b'\n').count();
        self.at = end;
    }

    fn comment(&self) -> Option<usize> {
        let rest = self.rest();
        let block = self.syntax.block_comments.iter().find(|(open, _)| !open.is_empty() && rest.starts_with(open));
        if let Some((open, close)) = block {
            let end = rest[open.len()..].find(close).map(|end| open.len() + end + close.len());
            return Some(end.unwrap_or(rest.len()));
        }
        let opens = self.syntax.line_comments.iter().any(|open| !open.is_empty() && rest.starts_with(open));
        opens.then(|| rest.find('\n').unwrap_or(rest.len()))
    }

    fn word(&self, letter: char) -> (usize, TokenClass) {
        if let Some(length) = self.string().or_else(|| self.heredoc()) {
            return (length, TokenClass::Literal);
        }
        let rest = self.rest();
        let is_joint = |letter: char| letter.is_alphanumeric() || letter == '_' || self.syntax.joints.contains(letter);
        if letter.is_ascii_digit() {
            return (number(rest), TokenClass::Literal);
        }
        if letter.is_alphabetic() || letter == '_' || self.syntax.joints.contains(letter) && letter != '-' {
            let length = rest.find(|letter| !is_joint(letter)).unwrap_or(rest.len());
            let is_keyword = KEYWORDS.binary_search(&&rest[..length]).is_ok();
            return (length, if is_keyword { TokenClass::Fixed } else { TokenClass::Identifier });
        }
        let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
        (sign.map_or(letter.len_utf8(), |sign| sign.len()), TokenClass::Fixed)
    }

    /// Returns the length of a string. A single quote behind a name is a prime, none that opens.
    fn string(&self) -> Option<usize> {
        let rest = self.rest();
        let (open, close) = self.syntax.strings.iter().find(|(open, _)| !open.is_empty() && rest.starts_with(open))?;
        let before = self.text[..self.at].chars().next_back();
        if *open == "'" && before.is_some_and(|letter| letter.is_alphanumeric() || ")]}'_".contains(letter)) {
            return None;
        }
        let mut escaped = false;
        for (at, letter) in rest.char_indices().skip(open.chars().count()) {
            match letter {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '\n' if open.len() == 1 && *open != "`" => return Some(at),
                _ if rest[at..].starts_with(close) => return Some(at + close.len()),
                _ => {}
            }
        }
        Some(rest.trim_end().len().max(open.len()))
    }

    fn heredoc(&self) -> Option<usize> {
        let rest = self.rest();
        let mark = rest.strip_prefix("<<").filter(|_| self.syntax.heredocs)?.trim_start_matches('-');
        let name = &mark[..mark.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(mark.len())];
        let mut length = rest.find('\n').filter(|_| !name.is_empty())? + 1;
        for line in rest[length..].split_inclusive('\n') {
            length += line.trim_end_matches(['\n', '\r']).len();
            if line.trim() == name {
                return Some(length);
            }
            length += line.len() - line.trim_end_matches(['\n', '\r']).len();
        }
        Some(rest.trim_end().len())
    }
}

fn number(rest: &str) -> usize {
    let mut dots = 0;
    let end = rest.char_indices().find(|(at, letter)| {
        let follows = rest[at + letter.len_utf8()..].starts_with(|next: char| next.is_ascii_digit());
        dots += usize::from(*letter == '.' && follows);
        !(letter.is_alphanumeric() || *letter == '_' || *letter == '.' && follows && dots < 4)
    });
    end.map_or(rest.len(), |(at, _)| at)
}

/// Finds for each opening bracket the one that closes it. A closing one closes what was left open in it, too; one that
/// nothing opened is none.
fn closes(text: &str, list: &[Word]) -> Vec<usize> {
    let mut closes: Vec<usize> = (0..list.len()).collect();
    let mut open: Vec<(usize, u8)> = Vec::new();
    for (at, word) in list.iter().enumerate().filter(|(_, word)| word.bytes.len() == 1) {
        let sign = text.as_bytes()[word.bytes.start];
        match sign {
            b'(' | b'[' | b'{' => open.push((at, sign)),
            b')' | b']' | b'}' => {
                let wanted = if sign == b')' { b'(' } else { sign - 2 };
                // A round bracket does not reach out of its braces.
                let near = open.len().saturating_sub(MAX_OPEN);
                let reach = open[near..].iter().rposition(|(_, known)| *known == wanted).map(|at| near + at);
                let barred = reach.is_some_and(|reach| wanted != b'{' && open[reach..].iter().any(|o| o.1 == b'{'));
                for (opened, _) in reach.filter(|_| !barred).map(|reach| open.split_off(reach)).into_iter().flatten() {
                    closes[opened] = at;
                }
            }
            _ => {}
        }
    }
    for (opened, _) in open {
        closes[opened] = list.len().saturating_sub(1);
    }
    closes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, syntax: &Syntax<'_>) -> Vec<String> {
        Words::of(text, syntax)
            .within(&Text::new(text.to_owned()), &(0..text.len()))
            .iter()
            .map(|token| token.text.to_string())
            .collect()
    }

    #[test]
    fn comments_are_left_out_and_strings_are_one_word() {
        assert!(KEYWORDS.is_sorted());
        let words = said("a = \"x // {\" /* { */ + b' // c\n'd' 1.5", &C_LIKE);
        assert_eq!(words, ["a", "=", "\"x // {\"", "+", "b", "'", "'d'", "1.5"]);
        let hcl = Syntax { heredocs: true, ..SHELL_LIKE };
        assert_eq!(said("a = <<-END\n  } # {\n  END\nb", &hcl), ["a", "=", "<<-END\n  } # {\n  END", "b"]);
    }

    #[test]
    fn brackets_close_what_they_hold() {
        let words = Words::of("{ ( } )", &C_LIKE);
        assert_eq!([words.close(0), words.close(1), words.close(3)], [2, 2, 3]);
    }
}
