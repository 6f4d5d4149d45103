//! What a person does to a copy: each operator changes the text of a unit and leaves what it says.
//!
//! Not here: where the copy is planted (`plant`). An operator that finds nothing to change returns nothing.

use oneness::pairs::code::hash;
use oneness::units::unit::{Token, TokenClass, Unit, UnitKind};

/// How a copy differs from its original.
pub(crate) struct Operator {
    /// Its name in the table.
    pub name: &'static str,
    /// Whether it works on blocks of code or on prose.
    pub is_code: bool,
    /// The share of planted copies that should be found, in percent.
    pub aim: f64,
    /// Changes the text of a unit.
    pub change: fn(&Unit, &str) -> Option<String>,
}

/// All operators, in the order of the table.
pub(crate) const ALL: &[Operator] = &[
    Operator { name: "code: exact", is_code: true, aim: 99.0, change: exact },
    Operator { name: "code: reformatted", is_code: true, aim: 99.0, change: reformatted },
    Operator { name: "code: identifiers renamed", is_code: true, aim: 97.0, change: renamed },
    Operator { name: "code: renamed and edited", is_code: true, aim: 92.0, change: renamed_and_edited },
    Operator { name: "prose: exact", is_code: false, aim: 99.0, change: exact },
    Operator { name: "prose: marked differently", is_code: false, aim: 99.0, change: remarked },
    Operator { name: "prose: punctuated differently", is_code: false, aim: 99.0, change: punctuated },
    Operator { name: "prose: reworded", is_code: false, aim: 92.0, change: reworded },
    Operator { name: OTHER_NUMBER, is_code: false, aim: 97.0, change: other_number },
];

/// The operator whose copies contradict their originals.
pub(crate) const OTHER_NUMBER: &str = "prose: another number";

/// Names that a person could give to something else.
const NAMES: &[&str] = &[
    "piece", "shelf", "carrier", "ledger", "tally", "batch", "anchor", "lantern", "parcel", "timber", "cursor", "mold",
];

/// A body of fewer statements does other work when one of them goes.
const MIN_STATEMENTS: usize = 3;

/// Words as one person writes and as another does; written for this harness and used nowhere else.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("add", "introduce"),
    ("added", "introduced"),
    ("adds", "introduces"),
    ("allow", "let"),
    ("allows", "lets"),
    ("also", "as well"),
    ("because", "since"),
    ("before", "prior to"),
    ("big", "large"),
    ("build", "construct"),
    ("change", "alter"),
    ("changed", "modified"),
    ("check", "verify"),
    ("choose", "select"),
    ("create", "make"),
    ("created", "made"),
    ("creates", "makes"),
    ("delete", "remove"),
    ("different", "other"),
    ("easy", "simple"),
    ("end", "finish"),
    ("ensure", "make sure"),
    ("error", "failure"),
    ("errors", "failures"),
    ("example", "sample"),
    ("fast", "quick"),
    ("faster", "quicker"),
    ("find", "locate"),
    ("fix", "repair"),
    ("fixed", "repaired"),
    ("fixes", "repairs"),
    ("get", "obtain"),
    ("help", "assist"),
    ("helps", "assists"),
    ("however", "but"),
    ("if", "when"),
    ("improve", "better"),
    ("improved", "better"),
    ("issue", "problem"),
    ("issues", "problems"),
    ("keep", "retain"),
    ("list", "collection"),
    ("many", "a lot of"),
    ("method", "way"),
    ("must", "have to"),
    ("need", "require"),
    ("needs", "requires"),
    ("new", "fresh"),
    ("now", "from now on"),
    ("only", "just"),
    ("print", "output"),
    ("provide", "offer"),
    ("provides", "offers"),
    ("remove", "drop"),
    ("removed", "dropped"),
    ("replace", "substitute"),
    ("return", "give back"),
    ("returns", "gives back"),
    ("run", "execute"),
    ("set", "put"),
    ("show", "display"),
    ("shows", "displays"),
    ("simple", "plain"),
    ("small", "little"),
    ("start", "begin"),
    ("stop", "halt"),
    ("support", "handling"),
    ("supports", "handles"),
    ("use", "employ"),
    ("used", "employed"),
    ("uses", "employs"),
    ("using", "with"),
    ("want", "wish"),
    ("when", "as soon as"),
    ("which", "that"),
    ("write", "compose"),
];

/// Words that a second writer leaves out.
const LEFT_OUT: &[&str] = &["the", "a", "an", "very", "just", "really", "that", "now", "please", "currently"];

fn exact(_: &Unit, text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// Doubles the indentation and breaks the first long list in brackets.
fn reformatted(_: &Unit, text: &str) -> Option<String> {
    let first = indent(text.lines().nth(1).unwrap_or_default()).len();
    let line = |line: &str| {
        let deeper = format!("{}{}", indent(line), line.trim_start());
        let deeper = if indent(line).len() > first { format!("{}{deeper}", indent(line)) } else { deeper };
        let opens = deeper.find('(').filter(|_| !deeper.contains(['"', '\'', '`', '#']));
        match opens.and_then(|open| deeper[open..].find(", ").map(|comma| open + comma)) {
            Some(comma) if deeper.len() > 30 => {
                format!("{},\n{}        {}", &deeper[..comma], indent(&deeper), &deeper[comma + 2..])
            }
            _ => deeper,
        }
    };
    let changed = text.lines().filter(|line| !line.trim().is_empty()).map(line).collect::<Vec<_>>().join("\n");
    (changed != text).then_some(changed)
}

fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

/// Gives new names to the unit and to what it declares and takes.
fn renamed(unit: &Unit, text: &str) -> Option<String> {
    let own = unit.name.as_deref().map(|name| name.rsplit(['.', ':', ' ']).next().unwrap_or(name));
    let tokens = &unit.tokens;
    let taken = parameters(tokens);
    let is_free = |at: usize| {
        let before = at.checked_sub(1).map_or("", |at| tokens[at].text.as_str());
        let after = tokens.get(at + 1).map_or("", |token| token.text.as_str());
        !matches!(before, "." | "::" | "->" | "?." | "&.") && !matches!(after, "(" | "::" | "!")
    };
    let mut names: Vec<&str> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let is_bound = || taken.contains(&token.text.as_str()) || is_declared(tokens, &token.text);
        let is_local = token.class == TokenClass::Identifier
            && is_bound()
            && token.text.starts_with(|first: char| first.is_lowercase())
            && (0..tokens.len()).filter(|at| tokens[*at].text == token.text).all(is_free);
        if (is_local && is_free(at) || Some(token.text.as_str()) == own) && !names.contains(&token.text.as_str()) {
            names.push(&token.text);
        }
    }
    names.retain(|name| !matches!(*name, "self" | "this" | "cls" | "super"));
    if names.is_empty() {
        return None;
    }
    let new = |name: &str| {
        let number = hash(name.as_bytes());
        let word = NAMES[usize::try_from(number % NAMES.len() as u64).unwrap_or_default()];
        names.iter().position(|known| *known == name).map(|at| format!("{word}{}", (b'A' + (at % 26) as u8) as char))
    };
    Some(with_words(text, |before, word| if before.ends_with('.') { None } else { new(word) }))
}

/// The names in the first brackets that name what is taken and not of which type it is. Go writes the name first; where
/// no colon parts the two, the others write it last.
fn parameters(tokens: &[Token]) -> Vec<&str> {
    let name_first = tokens.first().is_some_and(|token| token.text == "func");
    let open = tokens.iter().position(|token| token.text == "(").unwrap_or(tokens.len());
    let close = tokens[open..].iter().position(|token| token.text == ")").map_or(open, |length| open + length);
    let is_name = |at: &usize| {
        let (before, after) = (tokens[at - 1].text.as_str(), tokens[at + 1].text.as_str());
        let begins = matches!(before, "(" | ",") && !matches!(after, "." | "::");
        let ends = matches!(after, "," | ")" | "=" | "[") && tokens[at - 1].class != TokenClass::Literal;
        let behind_colon = before == ":" || before == "->";
        tokens[*at].class == TokenClass::Identifier
            && !behind_colon
            && if name_first { begins } else { ends || after == ":" }
    };
    (open + 1..close).filter(is_name).map(|at| tokens[at].text.as_str()).collect()
}

/// Tells whether a name is declared: set, counted through, or behind a word that declares.
fn is_declared(tokens: &[Token], name: &str) -> bool {
    (0..tokens.len()).filter(|at| tokens[*at].text == name).any(|at| {
        let before = at.checked_sub(1).map_or("", |at| tokens[at].text.as_str());
        let after = tokens.get(at + 1).map_or("", |token| token.text.as_str());
        matches!(after, "=" | ":=" | "in" | "of") || matches!(before, "let" | "mut" | "var" | "const" | "local" | "for")
    })
}

/// Replaces words (letters, digits, `_`), given what stands before them.
fn with_words(text: &str, change: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut rest = text;
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    while let Some(start) = rest.find(is_word) {
        changed.push_str(&rest[..start]);
        let end = rest[start..].find(|letter| !is_word(letter)).map_or(rest.len(), |length| start + length);
        let word = &rest[start..end];
        let new = change(&changed, word);
        changed.push_str(new.as_deref().unwrap_or(word));
        rest = &rest[end..];
    }
    changed + rest
}

/// Renames, leaves out one statement and changes one literal.
fn renamed_and_edited(unit: &Unit, text: &str) -> Option<String> {
    let renamed = renamed(unit, text)?;
    let lines: Vec<&str> = renamed.lines().collect();
    let is_statement = |line: &str| {
        let line = line.trim();
        let balanced = ["()", "[]", "{}"].iter().all(|pair| {
            let count = |sign: &str| line.matches(sign).count();
            count(&pair[..1]) == count(&pair[1..])
        });
        let opens = [":", "{", ",", "(", "then", "do", "\\"].iter().any(|end| line.ends_with(end));
        let is_clause = ["}", "else", "end", "return", "//", "#", "/*", "*", "@", "case", "."];
        line.len() > 8 && balanced && !opens && !is_clause.iter().any(|start| line.starts_with(start))
    };
    // Where a block holds nothing else, it would do nothing any more.
    let is_alone = |at: usize| {
        let (before, after) = (lines[at - 1].trim_end(), lines[at + 1].trim());
        before.ends_with(['{', ':', ')'])
            && (after.starts_with(['}', ')']) || indent(lines[at + 1]) < indent(lines[at]))
    };
    let candidates: Vec<usize> =
        (1..lines.len().saturating_sub(1)).filter(|at| is_statement(lines[*at]) && !is_alone(*at)).collect();
    let gone = candidates.get(candidates.len() / 2).copied().filter(|_| candidates.len() >= MIN_STATEMENTS);
    let kept = lines.iter().enumerate().filter(|(at, _)| Some(*at) != gone).map(|(_, line)| *line);
    let edited = kept.collect::<Vec<_>>().join("\n");
    let literal = edited.char_indices().skip(edited.len() / 4).find(|(_, letter)| letter.is_ascii_digit());
    let edited = match literal {
        Some((at, digit)) => {
            let other = if digit == '7' { '4' } else { '7' };
            format!("{}{other}{}", &edited[..at], &edited[at + 1..])
        }
        None => edited,
    };
    (edited != renamed).then_some(edited)
}

/// Changes the marker of an entry, sets words in bold and breaks lines elsewhere.
fn remarked(unit: &Unit, text: &str) -> Option<String> {
    let (mark, words) = parted(text);
    let mark = match mark.trim() {
        "-" => mark.replace('-', "*"),
        "*" => mark.replace('*', "-"),
        _ => mark.to_owned(),
    };
    let (first, rest) = words.split_once(' ')?;
    let first = if first.chars().all(char::is_alphanumeric) { format!("**{first}**") } else { first.to_owned() };
    let rest = match unit.kind {
        UnitKind::Paragraph => rest.replacen('\n', " ", 1),
        _ => rest.to_owned(),
    };
    let changed = format!("{mark}{first} {rest}");
    (changed != text).then_some(changed)
}

/// Parts the marker of an entry from its words.
fn parted(text: &str) -> (&str, &str) {
    let rest = text.trim_start().trim_start_matches(['-', '*', '+']).trim_start();
    text.split_at(text.len() - rest.len())
}

/// Ends with a period or without, starts small or large, and sets other quotes and dashes.
fn punctuated(_: &Unit, text: &str) -> Option<String> {
    let (mark, words) = parted(text);
    let end = words.trim_end();
    let ended = match end.strip_suffix('.') {
        Some(bare) => bare.to_owned(),
        None if end.ends_with(|last: char| last.is_alphanumeric()) => format!("{end}."),
        None => return None,
    };
    let mut letters = ended.chars();
    let first = letters.next()?;
    let turned: String = if first.is_lowercase() { first.to_uppercase().collect() } else { first.to_string() };
    let changed = format!("{mark}{turned}{}", letters.as_str()).replacen(", ", " — ", 1).replace('"', "”");
    (changed != text).then_some(changed)
}

/// Takes other words for the same, leaves out small ones, and moves a condition to the front.
fn reworded(_: &Unit, text: &str) -> Option<String> {
    let (mark, words) = parted(text);
    if words.contains('\n') {
        return None;
    }
    let mut changes = 0;
    let mut said: Vec<String> = Vec::new();
    for word in words.split(' ') {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let lower = bare.to_lowercase();
        let other = OTHER_WORDS.iter().find(|(one, _)| *one == lower);
        let is_first = said.is_empty();
        match other {
            Some((_, other)) => {
                changes += 1;
                said.push(word.replacen(bare, &capital(other, bare), 1));
            }
            None if !is_first && LEFT_OUT.contains(&word) => changes += 1,
            None => said.push(word.to_owned()),
        }
    }
    let sentence = said.join(" ");
    let moved = [" when ", " if ", " because "].iter().find_map(|joint| {
        let (main, condition) = sentence.trim_end_matches('.').split_once(joint)?;
        let is_simple = !main.contains(['.', ':', ';']) && !condition.contains(['.', ':', ';']);
        is_simple.then(|| format!("{} {condition}, {main}", capital(joint.trim(), "A")))
    });
    changes += usize::from(moved.is_some());
    (changes >= 2).then(|| format!("{mark}{}", moved.unwrap_or(sentence)))
}

/// Begins a word as another one begins.
fn capital(word: &str, like: &str) -> String {
    let mut letters = word.chars();
    match (letters.next(), like.chars().next().is_some_and(char::is_uppercase)) {
        (Some(first), true) => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}

/// How the names of months begin: a number beside one is a day.
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Changes a number that measures something: no issue, version, date or part of a name or an address.
fn other_number(_: &Unit, text: &str) -> Option<String> {
    let mut from = 0;
    let is_month = |word: &str| {
        let word = word.trim_matches(|letter: char| !letter.is_alphabetic()).to_lowercase();
        word.get(..3).is_some_and(|head| MONTHS.contains(&head))
    };
    for word in text.split_inclusive([' ', '\n']) {
        let bare = word.trim_end_matches([' ', '\n', ',', '.', ';', ':', ')']).trim_start_matches('(');
        let at = from + word.find(bare).unwrap_or(0);
        from += word.len();
        let digits = bare.strip_suffix('%').unwrap_or(bare);
        let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
        if at < 3
            || digits.is_empty()
            || digits.len() > 6
            || is_year
            || text[..at].split_whitespace().next_back().is_some_and(is_month)
            || text[at + digits.len()..].split_whitespace().next().is_some_and(is_month)
            || !digits.bytes().all(|byte| byte.is_ascii_digit())
        {
            continue;
        }
        let number: u64 = digits.parse().ok()?;
        return Some(format!("{}{}{}", &text[..at], number * 3 + 2, &text[at + digits.len()..]));
    }
    None
}
