//! Reads a tree-sitter query: the patterns that say which nodes are units.
//!
//! Not here: what tree-sitter knows beside what `grammars/` uses (quantifiers, missing nodes, supertypes). Who writes
//! one of these is told by the build.

/// What a node must be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Symbol {
    /// Any node, also a sign of the grammar: `_`.
    Any,
    /// Any node with a name: `(_)`.
    AnyNamed,
    /// A node of this kind: `(name)`, or `"sign"` where it is not named.
    Kind(String, bool),
}

/// A node of a pattern.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) symbol: Symbol,
    pub(crate) field: Option<String>,
    pub(crate) captures: Vec<String>,
    /// Fields that the node must not have.
    pub(crate) absent: Vec<String>,
    pub(crate) children: Vec<Child>,
}

/// A child of a node in a pattern: one of several nodes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Child {
    pub(crate) alternatives: Vec<Node>,
    /// Whether no named node may stand between it and the child before it.
    pub(crate) adjoins: bool,
    /// Whether no named node may follow.
    pub(crate) is_last: bool,
}

/// A pattern of a query.
#[derive(Debug, Default)]
pub(crate) struct Pattern {
    pub(crate) root: Child,
    /// `(#eq? @a "text")` and its like, word by word.
    pub(crate) predicates: Vec<Vec<Word>>,
    /// `(#set! key "value")`.
    pub(crate) settings: Vec<(String, String)>,
}

/// A word of a predicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Word {
    Capture(String),
    Text(String),
}

/// A query that is being read.
struct Reader<'a> {
    rest: &'a str,
    /// The name of the file, for people.
    file: &'a str,
    pattern: Pattern,
}

/// Reads all patterns of a query.
pub(crate) fn read(file: &str, text: &str) -> Vec<Pattern> {
    let mut reader = Reader { rest: text, file, pattern: Pattern::default() };
    let mut patterns = Vec::new();
    reader.skip();
    while !reader.rest.is_empty() {
        let alternatives = reader.alternatives();
        let pattern = std::mem::take(&mut reader.pattern);
        patterns.push(Pattern { root: Child { alternatives, ..Child::default() }, ..pattern });
    }
    patterns
}

impl Reader<'_> {
    /// Skips white space and comments.
    fn skip(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            if !self.rest.starts_with(';') {
                return;
            }
            self.rest = self.rest.split_once('\n').map_or("", |(_, after)| after);
        }
    }

    /// Takes a sign if it comes next, and what is to be skipped behind it.
    fn takes(&mut self, sign: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(sign) else { return false };
        self.rest = rest;
        self.skip();
        true
    }

    fn expect(&mut self, sign: &str) {
        if !self.takes(sign) {
            self.wrong(&format!("expected {sign}"));
        }
    }

    fn wrong(&self, why: &str) -> ! {
        let near: String = self.rest.chars().take(60).collect();
        panic!("{}: {why} at: {near}", self.file)
    }

    fn name(&mut self) -> String {
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
        let end = self.rest.find(|letter| !is_part(letter)).unwrap_or(self.rest.len());
        if end == 0 {
            self.wrong("expected a name");
        }
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.skip();
        name.to_owned()
    }

    fn quoted(&mut self) -> String {
        let mut text = String::new();
        let mut letters = self.rest.strip_prefix('"').unwrap_or_else(|| self.wrong("expected a text")).chars();
        loop {
            match letters.next() {
                Some('"') => break,
                Some('\\') => text.push(match letters.next() {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some(letter) => letter,
                    None => self.wrong("a text does not end"),
                }),
                Some(letter) => text.push(letter),
                None => self.wrong("a text does not end"),
            }
        }
        self.rest = letters.as_str();
        self.skip();
        text
    }

    /// Reads one node, or several of which one must match, with the captures behind them.
    fn alternatives(&mut self) -> Vec<Node> {
        let mut nodes = if self.takes("[") {
            let mut nodes = Vec::new();
            while !self.takes("]") {
                nodes.append(&mut self.alternatives());
            }
            nodes
        } else if self.rest.starts_with('"') {
            let sign = self.quoted();
            vec![Node::of(Symbol::Kind(sign, false))]
        } else if self.takes("(") {
            if self.rest.starts_with(['(', '[']) { self.group() } else { vec![self.node()] }
        } else if self.takes("_") {
            vec![Node::of(Symbol::Any)]
        } else {
            self.wrong("expected a node")
        };
        while self.takes("@") {
            let capture = self.name();
            nodes.iter_mut().for_each(|node| node.captures.push(capture.clone()));
        }
        if self.rest.starts_with(['?', '*', '+']) {
            self.wrong("quantifiers are not read");
        }
        nodes
    }

    /// Reads what stands in brackets around one node and its predicates.
    fn group(&mut self) -> Vec<Node> {
        let nodes = self.alternatives();
        while !self.takes(")") {
            self.predicate();
        }
        nodes
    }

    /// Reads a node from its kind on.
    fn node(&mut self) -> Node {
        let name = self.name();
        let mut node = Node::of(if name == "_" { Symbol::AnyNamed } else { Symbol::Kind(name, true) });
        let mut adjoins = false;
        while !self.takes(")") {
            if self.rest.starts_with("(#") {
                // tree-sitter takes such an anchor for one before the predicate, and forgets it.
                assert!(!adjoins, "{}: an anchor must stand behind the predicates of {:?}", self.file, node.symbol);
                self.predicate();
            } else if self.takes("!") {
                node.absent.push(self.name());
            } else if self.takes(".") {
                adjoins = true;
            } else {
                let field = self.field();
                let mut alternatives = self.alternatives();
                alternatives.iter_mut().for_each(|child| child.field.clone_from(&field));
                node.children.push(Child { alternatives, adjoins: std::mem::take(&mut adjoins), is_last: false });
            }
        }
        match node.children.last_mut() {
            Some(last) => last.is_last = adjoins,
            None if adjoins => self.wrong("an anchor without a node"),
            None => {}
        }
        node
    }

    fn field(&mut self) -> Option<String> {
        let end = self.rest.find(|letter: char| !letter.is_ascii_lowercase() && letter != '_')?;
        let is_field = end > 0 && self.rest[end..].starts_with(':');
        is_field.then(|| {
            let name = self.name();
            self.expect(":");
            name
        })
    }

    fn predicate(&mut self) {
        self.expect("(");
        self.expect("#");
        let name = self.name();
        let name = if self.takes("?") || self.takes("!") { name } else { self.wrong("expected a predicate") };
        let mut words = vec![Word::Text(name)];
        while !self.takes(")") {
            if self.takes("@") {
                words.push(Word::Capture(self.name()));
            } else if self.rest.starts_with('"') {
                words.push(Word::Text(self.quoted()));
            } else {
                words.push(Word::Text(self.name()));
            }
        }
        match words.as_slice() {
            [Word::Text(set), Word::Text(key), Word::Text(value)] if set == "set" => {
                self.pattern.settings.push((key.clone(), value.clone()));
            }
            _ => self.pattern.predicates.push(words),
        }
    }
}

impl Node {
    fn of(symbol: Symbol) -> Node {
        Node { symbol, field: None, captures: Vec::new(), absent: Vec::new(), children: Vec::new() }
    }
}
