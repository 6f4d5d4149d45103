//! The ground everything stands on: one version of one file as text with lines, and three versions as one value.
//!
//! Not here: where a version comes from (`merge`), what it says (`units`), or how a binary document becomes lines
//! (`documents`).

use std::ops::Range;
use std::sync::Arc;

use crate::tongue::Tongue;

/// Three versions of one thing: the common ancestor and what each side made of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sides<T> {
    /// The common ancestor.
    pub base: T,
    /// One line of work, the one that is checked out.
    pub ours: T,
    /// The other line of work, the one that comes in.
    pub theirs: T,
}

impl<T> Sides<T> {
    /// Applies `f` to each version.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> Sides<U> {
        Sides { base: f(self.base), ours: f(self.ours), theirs: f(self.theirs) }
    }

    /// Borrows each version.
    pub fn as_ref(&self) -> Sides<&T> {
        Sides { base: &self.base, ours: &self.ours, theirs: &self.theirs }
    }

    /// Returns the version of one side.
    pub fn side(&self, side: Side) -> &T {
        match side {
            Side::Ours => &self.ours,
            Side::Theirs => &self.theirs,
        }
    }
}

/// One line of work. People are told branch, commit and author, because a rebase swaps the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The side that is checked out.
    Ours,
    /// The side that comes in.
    Theirs,
}

impl Side {
    /// Both sides, ours first.
    pub const BOTH: [Side; 2] = [Side::Ours, Side::Theirs];

    /// Returns the other side.
    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::Ours => Side::Theirs,
            Side::Theirs => Side::Ours,
        }
    }
}

/// A range of one version: lines for people, bytes for the program.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Span {
    /// First line, counted from 1.
    pub start_line: usize,
    /// Last line, counted from 1, inclusive.
    pub end_line: usize,
    /// The bytes in the version's decoded text.
    pub bytes: Range<usize>,
}

impl Span {
    /// Returns the lines as indexes counted from 0, end exclusive.
    #[must_use]
    pub fn line_range(&self) -> Range<usize> {
        self.start_line - 1..self.end_line
    }

    /// Tells whether `other` lies wholly within these lines.
    #[must_use]
    pub fn holds(&self, other: &Span) -> bool {
        self.start_line <= other.start_line && other.end_line <= self.end_line
    }
}

/// Decoded text that knows where its lines begin. Line ends are `\n` or `\r\n`; both are left out of a line. A copy
/// shares what it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    said: Arc<Said>,
}

/// What a text says, and the byte at which each line begins.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    string: String,
    starts: Vec<usize>,
}

impl Text {
    /// Takes a string and notes where its lines begin.
    #[must_use]
    pub fn new(string: String) -> Text {
        let mut starts = Vec::new();
        if !string.is_empty() {
            starts.push(0);
        }
        let breaks = memchr::memchr_iter(b'\n', string.as_bytes()).map(|at| at + 1);
        starts.extend(breaks.filter(|start| *start < string.len()));
        Text { said: Arc::new(Said { string, starts }) }
    }

    /// Returns the whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.said.string
    }

    /// Returns how many lines there are.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.said.starts.len()
    }

    /// Returns one line, counted from 0, without its end; an empty string where there is no such line.
    #[must_use]
    pub fn line(&self, index: usize) -> &str {
        without_end(&self.said.string[self.line_bytes(index)])
    }

    /// Returns all lines in order, without their ends.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let Said { string, starts } = &*self.said;
        let ends = starts.iter().skip(1).copied().chain([string.len()]);
        starts.iter().zip(ends).map(|(start, end)| without_end(&string[*start..end]))
    }

    /// Returns the index, counted from 0, of the line that holds this byte.
    #[must_use]
    pub fn line_at(&self, byte: usize) -> usize {
        self.said.starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// Returns the bytes of one line, counted from 0, its end included.
    #[must_use]
    pub fn line_bytes(&self, index: usize) -> Range<usize> {
        let Said { string, starts } = &*self.said;
        let start_of = |index: usize| starts.get(index).copied().unwrap_or(string.len());
        start_of(index)..start_of(index + 1)
    }

    /// Returns the span of a range of bytes. A range that ends just behind a line break ends on the line before it.
    #[must_use]
    pub fn span(&self, bytes: Range<usize>) -> Span {
        let first = self.line_at(bytes.start);
        let last = if bytes.end > bytes.start { self.line_at(bytes.end - 1) } else { first };
        Span { start_line: first + 1, end_line: last.max(first) + 1, bytes }
    }

    /// Returns the span of a range of lines, counted from 0, end exclusive, last line break left out.
    #[must_use]
    pub fn span_of_lines(&self, lines: Range<usize>) -> Span {
        let start = self.line_bytes(lines.start).start;
        let end = if lines.end > lines.start { self.line_bytes(lines.end - 1).end } else { start };
        let bytes = start..start + without_end(&self.as_str()[start..end]).len();
        Span { start_line: lines.start + 1, end_line: lines.end.max(lines.start + 1), bytes }
    }

    /// Returns the text of a span.
    #[must_use]
    pub fn slice(&self, span: &Span) -> &str {
        self.as_str().get(span.bytes.clone()).unwrap_or_default()
    }
}

/// Cuts off what ends a line.
fn without_end(line: &str) -> &str {
    let kept = line.as_bytes().iter().rposition(|byte| !matches!(byte, b'\n' | b'\r'));
    &line[..kept.map_or(0, |last| last + 1)]
}

/// One version of one file. A file that is not there is an empty source.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Path from the top of the work tree, with `/` between its parts.
    pub path: String,
    /// What it says, line by line. Empty when there is nothing to read.
    pub text: Text,
    /// How the lines came about.
    pub form: Form,
    /// What the repository says of its language, where it says anything.
    pub tongue: Option<Arc<Tongue>>,
}

/// How the lines of a source came about.
#[derive(Debug, Clone, Default)]
pub enum Form {
    /// There is no such file in this version.
    #[default]
    Absent,
    /// The lines are the file's own.
    Lines,
    /// The lines are the outline of a binary document, one entry a line.
    Outline(Vec<OutlineLine>),
    /// It was not read.
    Unread(Unread),
}

/// Why a source was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// A sentence without its subject ("is a submodule", "is encrypted").
    pub reason: String,
    /// Whether nobody would want it read (a picture, a submodule); else something failed, which people must be told.
    pub by_rule: bool,
}

/// What one line of the outline of a binary document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineLine {
    /// What the line is.
    pub role: Role,
    /// Depth in a list or of a heading, from 0.
    pub level: u8,
    /// Where it stands, for people: `slide 5 › Roadmap › bullet 3`.
    pub place: String,
    /// What it stands in, stable across versions where the format has identities (slide id, shape id, table id).
    pub container: String,
    /// What the document itself tells of how the line came about.
    pub traces: Traces,
}

/// What a document tells of how one of its lines came about; most documents tell nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traces {
    /// Who wrote it, or changed the box that it stands in last.
    pub author: Option<String>,
    /// When: seconds since 1970.
    pub time: Option<i64>,
    /// On a slide, a number that is higher on slides made later.
    pub made: Option<u64>,
    /// On a slide, how many slides the deck has; 0 elsewhere.
    pub slides: usize,
    /// On a line of code, the language that the document says it is written in.
    pub language: Option<String>,
}

/// What a line in a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The title of a slide.
    Title,
    /// A heading of a document.
    Heading,
    /// An entry of a list or a paragraph of a slide's body.
    Bullet,
    /// A paragraph.
    Paragraph,
    /// A row of a table, its cells parted by ` | `.
    TableRow,
    /// A line of the speaker's notes.
    Note,
    /// A comment of a reviewer.
    Comment,
    /// A line of code.
    Code,
    /// Slide number, footer, date: repeated on every page by design, never compared.
    Furniture,
}

impl Source {
    /// Returns a source that is not there.
    #[must_use]
    pub fn absent(path: &str) -> Source {
        Source { path: path.to_owned(), ..Source::default() }
    }

    /// Returns a source that should have been read and could not, with the reason.
    #[must_use]
    pub fn unread(path: &str, reason: impl Into<String>) -> Source {
        Source::not_read(path, Unread { reason: reason.into(), by_rule: false })
    }

    /// Returns a source that nobody would want read, with the reason.
    #[must_use]
    pub fn left_out(path: &str, reason: impl Into<String>) -> Source {
        Source::not_read(path, Unread { reason: reason.into(), by_rule: true })
    }

    /// Returns a source that was not read.
    #[must_use]
    pub fn not_read(path: &str, why: Unread) -> Source {
        Source { path: path.to_owned(), form: Form::Unread(why), ..Source::default() }
    }

    /// Says why it was not read, where it was not.
    #[must_use]
    pub fn why_unread(&self) -> Option<&Unread> {
        match &self.form {
            Form::Unread(why) => Some(why),
            _ => None,
        }
    }

    /// Tells whether it was not read: its text is empty and proves nothing.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.why_unread().is_some()
    }

    /// Returns a source of plain text.
    #[must_use]
    pub fn lines(path: &str, string: impl Into<String>) -> Source {
        Source { path: path.to_owned(), text: Text::new(string.into()), form: Form::Lines, tongue: None }
    }

    /// Lets a repository say what its language is.
    #[must_use]
    pub fn in_tongue(self, tongue: Option<Arc<Tongue>>) -> Source {
        Source { tongue: tongue.or(self.tongue), ..self }
    }

    /// Returns the outline, where this is a binary document.
    #[must_use]
    pub fn outline(&self) -> Option<&[OutlineLine]> {
        match &self.form {
            Form::Outline(lines) => Some(lines),
            _ => None,
        }
    }

    /// Returns the file's extension in lower case, without the dot; empty where it has none.
    #[must_use]
    pub fn extension(&self) -> String {
        extension(&self.path)
    }

    /// Returns the last part of the path.
    #[must_use]
    pub fn file_name(&self) -> &str {
        file_name(&self.path)
    }
}

/// Returns the last part of a path.
#[must_use]
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns a path's extension in lower case, without the dot; empty where it has none.
#[must_use]
pub fn extension(path: &str) -> String {
    match file_name(path).rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_lowercase(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_before_their_breaks() {
        let text = Text::new("a\r\nb\n\nc".into());
        assert_eq!(text.lines().collect::<Vec<_>>(), ["a", "b", "", "c"]);
        assert_eq!(text.line_at(3), 1);
        assert_eq!(text.span(3..5), Span { start_line: 2, end_line: 2, bytes: 3..5 });
        assert_eq!(text.slice(&text.span_of_lines(1..4)), "b\n\nc");
    }

    #[test]
    fn empty_text_has_no_lines() {
        assert_eq!(Text::new(String::new()).line_count(), 0);
        assert_eq!(Text::new("x\n".into()).line_count(), 1);
        assert_eq!(Text::new("\n".into()).line_count(), 1);
    }
}
