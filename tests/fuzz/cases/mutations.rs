//! What is done to bytes: some go, some are doubled, some come from elsewhere, and signs that mean something are put
//! where they mean something else.
//!
//! Not here: whose bytes they are.

use super::chance::Chance;

/// A mutant never becomes larger.
const MAX_BYTES: usize = 256 << 10;
/// A part is doubled so often at most.
const MAX_TIMES: usize = 3_000;
/// Signs that mean something to one reader or another.
const SIGNS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "<<<<<<< a\n",
    "=======\n",
    ">>>>>>> b\n",
    "||||||| c\n",
    "\"",
    "'",
    "`",
    "```\n",
    "~~~\n",
    "---\n",
    "***\n",
    "+++\n",
    "===\n",
    "...\n",
    "# ",
    "## ",
    "- ",
    "* ",
    "1. ",
    "> ",
    "| ",
    "|-\n",
    "\t",
    "    ",
    "\n",
    "\r",
    "\r\n",
    "\0",
    "\u{feff}",
    "\u{200b}",
    "\u{2028}",
    "\u{e0041}",
    "é",
    "漢字",
    "👩\u{200d}👧",
    "İ",
    "ß",
    "ﬁ",
    "\\",
    "\\\n",
    "/*",
    "*/",
    "//",
    "#!",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#x0;",
    "&lt;",
    "%",
    "$",
    "@",
    ":::",
    "::",
    ":",
    ";",
    ",",
    "=",
    "=>",
    "->",
    "\\begin{",
    "\\end{",
    "{{",
    "}}",
    "{%",
    "%}",
    "#+begin_src\n",
    "#+end_src\n",
    ":PROPERTIES:\n",
    ":END:\n",
    "def f(",
    "fn f() {",
    "class A",
    "import ",
    "if (",
    "else",
    "end\n",
    "<div>",
    "</div>",
    "<section>",
    "</a:p>",
    "https://a.b/c?d=e#f",
    "[a](b)",
    "![",
    "](",
    "[^1]:",
    "99999999999999999999",
    "-0",
    "1e999",
    "0x",
    "2026-02-31",
    "12:99",
    "100 %",
    "$1,000,000.00",
    "#18446744073709551616",
    "\u{1b}[2J",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
];

/// Changes bytes in a few ways; `elsewhere` is what else there is.
pub(super) fn mutated(bytes: &[u8], elsewhere: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut mutant = bytes.to_vec();
    for _ in 0..=chance.few(8) {
        mutate(&mut mutant, elsewhere, chance);
        mutant.truncate(MAX_BYTES);
    }
    mutant
}

fn mutate(mutant: &mut Vec<u8>, elsewhere: &[u8], chance: &mut Chance) {
    let part = chance.part(mutant.len());
    let at = part.start;
    match chance.below(12) {
        0 => drop(mutant.drain(part)),
        1 if !mutant.is_empty() => {
            let at = at.min(mutant.len() - 1);
            mutant[at] ^= 1 << chance.below(8);
        }
        2 => mutant.truncate(at),
        3 => {
            let doubled = mutant[part].to_vec();
            let times = if chance.once_in(4) { chance.few(MAX_TIMES) } else { 1 };
            insert(mutant, at, &doubled, times);
        }
        4 => {
            let other = elsewhere[chance.part(elsewhere.len())].to_vec();
            insert(mutant, at, &other, 1);
        }
        5 | 6 => lines(mutant, chance),
        7 => {
            let times = chance.few(MAX_TIMES);
            let sign = *chance.one(SIGNS);
            insert(mutant, at, sign.as_bytes(), times + 1);
        }
        8 => {
            let sign = *chance.one(SIGNS);
            mutant.splice(part, sign.bytes());
        }
        _ => {
            let sign = *chance.one(SIGNS);
            insert(mutant, at, sign.as_bytes(), 1);
        }
    }
}

fn insert(mutant: &mut Vec<u8>, at: usize, bytes: &[u8], times: usize) {
    let times = times.min(MAX_BYTES / bytes.len().max(1));
    mutant.splice(at..at, bytes.repeat(times));
}

/// Lines are exchanged, doubled, or moved in.
fn lines(mutant: &mut Vec<u8>, chance: &mut Chance) {
    let mut lines: Vec<Vec<u8>> = mutant.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    if lines.is_empty() {
        return;
    }
    let (one, other) = (chance.below(lines.len()), chance.below(lines.len()));
    match chance.below(4) {
        0 => lines.swap(one, other),
        1 => {
            let line = lines[one].clone();
            lines.insert(other, line);
        }
        2 => drop(lines.remove(one)),
        _ => lines[one].splice(0..0, b"    ".repeat(chance.few(40))).for_each(drop),
    }
    *mutant = lines.concat();
}
