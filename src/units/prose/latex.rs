//! LaTeX: headings, frames of slides, lists, tables, notes, labels, paragraphs, and the lines of the preamble.
//!
//! Not here: what a macro expands to; a command that is not known is part of the prose around it.

mod arguments;

use std::ops::Range;

use self::arguments::{argument, argument_within, definition, options, rules_length, without_commands};
use super::outline_path::{self, OutlinePath};
use crate::source::Source;
use crate::units::reading::Reading;
use crate::units::unit::UnitKind;

/// Extensions of this format.
pub const EXTENSIONS: &[&str] = &["tex", "ltx", "latex"];

/// Commands that open a section, the highest first; their place is their level.
const HEADINGS: &[&str] = &["part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph"];
/// The level of a frame: it may stand under any heading.
const FRAME_LEVEL: u8 = 7;
/// Environments that are kept as they stand.
const CODE: &[&str] = &[
    "verbatim",
    "Verbatim",
    "lstlisting",
    "minted",
    "alltt",
    "semiverbatim",
    "tikzpicture",
    "equation",
    "equation*",
    "align",
    "align*",
    "gather",
    "gather*",
    "multline",
    "displaymath",
    "algorithm",
    "algorithmic",
];
const COMMENTS: &[&str] = &["comment"];
const LISTS: &[&str] = &["itemize", "enumerate", "description", "compactitem", "thebibliography"];
const TABLES: &[&str] = &["tabular", "tabular*", "tabularx", "longtable", "array", "tabu"];
/// Environments whose argument is a title that people read.
const TITLED: &[&str] = &["block", "alertblock", "exampleblock"];
/// Commands that take in another file.
const INPUTS: &[&str] = &["input", "include", "subfile", "includeslide"];
/// A frame in braces longer than this was never closed.
const MAX_FRAME: usize = 40_000;
/// Reads a document of LaTeX.
#[must_use]
pub fn read(source: &Source) -> Reading {
    let path = OutlinePath::new(&source.text).speaking("frame", "item");
    let mut document = Document { path, text: source.text.as_str(), lists: 0, prose: None, frame_end: None };
    let start = document.preamble(source);
    document.body(start);
    document.path.finish()
}

struct Document<'a> {
    path: OutlinePath<'a>,
    text: &'a str,
    /// How many lists are open.
    lists: usize,
    /// What is being read and where it began.
    prose: Option<(UnitKind, usize)>,
    /// Where the brace stands that ends the open frame, where braces hold it.
    frame_end: Option<usize>,
}

/// Where a command stands, up to the end of its name.
struct Command {
    start: usize,
    end: usize,
}

impl Document<'_> {
    /// Reads the lines before the document begins and returns where that is.
    fn preamble(&mut self, source: &Source) -> usize {
        let is_begin = |line: &usize| source.text.line(*line).trim_start().starts_with("\\begin{document}");
        let Some(begin) = (0..source.text.line_count()).find(is_begin) else { return 0 };
        for line in 0..begin {
            let said = source.text.line(line).trim();
            let bytes = source.text.span_of_lines(line..line + 1).bytes;
            match definition(said) {
                _ if said.starts_with('%') => {}
                Some(name) => self.path.add_member(UnitKind::Line, bytes, "preamble", &name),
                None => self.path.add(UnitKind::Line, bytes, 0),
            }
        }
        let line = source.text.line_bytes(begin);
        line.start + self.text[line].find('}').map_or(0, |at| at + 1)
    }

    fn body(&mut self, start: usize) {
        let mut at = start;
        loop {
            let limit = self.frame_end.unwrap_or(self.text.len());
            let found = self.text.get(at..limit).and_then(|rest| rest.find(['\\', '%', '\n']));
            let Some(found) = found else {
                self.begin_prose(at.min(limit)..limit);
                self.flush(limit);
                if self.frame_end.take().is_none() {
                    return;
                }
                self.path.end(limit + 1, FRAME_LEVEL);
                at = at.max(limit + 1);
                continue;
            };
            self.begin_prose(at..at + found);
            at += found;
            at = match self.text.as_bytes()[at] {
                b'%' => self.comment(at),
                b'\n' => self.line_break(at),
                _ => self.command(at),
            };
        }
    }

    /// Notes that prose has begun, where these bytes hold the first of it.
    fn begin_prose(&mut self, bytes: Range<usize>) {
        let bytes = outline_path::trimmed(self.text, bytes);
        if self.prose.is_none() && !bytes.is_empty() {
            self.prose = Some((UnitKind::Paragraph, bytes.start));
        }
    }

    /// Adds what was read up to here; a command that stands alone lays out the page and says nothing.
    fn flush(&mut self, end: usize) {
        let Some((kind, start)) = self.prose.take() else { return };
        let said = self.text.get(start..end).unwrap_or_default().trim();
        let is_layout = said.strip_prefix('\\').is_some_and(|name| name.chars().all(char::is_alphabetic));
        if said.chars().any(char::is_alphanumeric) && !is_layout {
            self.path.add(kind, start..end, outline_path::level(self.lists.saturating_sub(1)));
        }
    }

    /// A comment that has its line to itself ends what stands before it; one behind words is passed over with them.
    fn comment(&mut self, at: usize) -> usize {
        if self.is_line_start(at) {
            self.flush(at);
        }
        self.text[at..].find('\n').map_or(self.text.len(), |length| at + length)
    }

    fn line_break(&mut self, at: usize) -> usize {
        let rest = &self.text[at + 1..];
        let next = rest.find('\n').map_or(rest, |end| &rest[..end]);
        if next.trim().is_empty() {
            self.flush(at);
        }
        at + 1
    }

    /// Reads a command and returns where reading goes on.
    fn command(&mut self, at: usize) -> usize {
        let name = self.text[at + 1..].split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
        if name.is_empty() {
            self.begin_prose(at..at + 1);
            let next = self.text[at + 1..].chars().next();
            return at + 1 + next.filter(|letter| *letter != '\n').map_or(0, char::len_utf8);
        }
        let star = usize::from(self.text[at + 1 + name.len()..].starts_with('*'));
        let command = Command { start: at, end: at + 1 + name.len() + star };
        let level = HEADINGS.iter().position(|known| *known == name);
        let read = match name {
            "begin" => self.begin(&command),
            "end" => self.end(&command),
            "item" => Some(self.item(&command)),
            "note" => self.note(&command),
            "label" => self.label(&command),
            "frametitle" => self.frame_title(&command),
            "framesubtitle" => self.subtitle(&command),
            "frame" => self.short_frame(&command),
            "pause" => Some(self.pause(&command)),
            "maketitle" => self.title_frame(),
            _ if INPUTS.contains(&name) => self.input(&command),
            _ => level.and_then(|level| self.heading(&command, outline_path::level(level))),
        };
        read.unwrap_or_else(|| {
            self.begin_prose(at..command.end);
            command.end
        })
    }

    /// In a deck the title stands on a frame, and where none is open, one is made for it.
    fn title_frame(&mut self) -> Option<usize> {
        let is_deck = self.path.slides() > 0 || self.text.contains("{beamer}");
        if is_deck && !self.path.is_on_slide() {
            self.path.count_slides(1);
        }
        None
    }

    fn heading(&mut self, command: &Command, level: u8) -> Option<usize> {
        let (_, at) = options(self.text, command.end);
        let (name, end) = argument(self.text, at, '{', '}')?;
        self.flush(command.start);
        self.lists = 0;
        self.path.heading(command.start..end, level, &without_commands(&self.text[name]));
        Some(end)
    }

    fn begin(&mut self, command: &Command) -> Option<usize> {
        let (name, end) = argument(self.text, command.end, '{', '}')?;
        let name = &self.text[name];
        self.flush(command.start);
        if name == "frame" {
            return Some(self.frame(command.start, end));
        }
        if CODE.contains(&name) || COMMENTS.contains(&name) || TABLES.contains(&name) {
            return Some(self.as_it_stands(name, command.start, end));
        }
        if LISTS.contains(&name) {
            self.lists += 1;
        }
        let (_, end) = options(self.text, end);
        let Some((title, end)) = argument(self.text, end, '{', '}').filter(|_| !name.contains("document")) else {
            return Some(end);
        };
        if TITLED.contains(&name) {
            self.path.add(UnitKind::Paragraph, title, 0);
        }
        Some(end)
    }

    /// Adds what stands up to the end of an environment without reading commands in it.
    fn as_it_stands(&mut self, name: &str, start: usize, inner: usize) -> usize {
        let closing = format!("\\end{{{name}}}");
        let length = self.text[inner..].find(&closing);
        let end = length.map_or(self.text.len(), |length| inner + length);
        if TABLES.contains(&name) {
            let (_, rows) = options(self.text, inner);
            let rows = argument(self.text, rows, '{', '}').map_or(rows, |(_, end)| end);
            self.rows(rows.min(end)..end);
        } else if !COMMENTS.contains(&name) {
            let is_own_line = self.text[inner..end].contains('\n');
            let first = self.text[inner..end].find('\n').map_or(inner, |at| inner + at);
            self.path.add(UnitKind::Code, if is_own_line { first } else { start }..end, 0);
        }
        length.map_or(end, |_| end + closing.len())
    }

    fn rows(&mut self, bytes: Range<usize>) {
        let mut start = bytes.start;
        let ends = self.text[bytes.clone()].match_indices("\\\\").map(|(at, _)| bytes.start + at);
        for end in ends.chain([bytes.end]) {
            let row = outline_path::trimmed(self.text, start.min(end)..end);
            let rules = rules_length(&self.text[row.clone()]);
            let row = row.start + rules..row.end;
            if self.text[row.clone()].chars().any(char::is_alphanumeric) {
                self.path.add(UnitKind::TableRow, row, 0);
            }
            start = end + 2;
        }
    }

    fn frame(&mut self, start: usize, end: usize) -> usize {
        self.lists = 0;
        self.path.begin(UnitKind::Slide, start, FRAME_LEVEL, "");
        let (given, mut at) = options(self.text, end);
        for part in given.split(',') {
            if let Some(label) = part.trim().strip_prefix("label=") {
                self.path.add_member(UnitKind::Link, start..at, "labels", label.trim_matches(['{', '}']));
            }
        }
        if let Some((title, end)) = argument(self.text, at, '{', '}') {
            let name = without_commands(&self.text[title.clone()]);
            self.path.name(&name);
            self.path.add_heading(title, FRAME_LEVEL, &name);
            at = end;
            if let Some((subtitle, end)) = argument(self.text, at, '{', '}') {
                self.path.add(UnitKind::Paragraph, subtitle, 0);
                at = end;
            }
        }
        at
    }

    /// Reads `\frame{…}`: its content is read as that of any frame, up to the brace that ends it.
    fn short_frame(&mut self, command: &Command) -> Option<usize> {
        let (_, at) = options(self.text, command.end);
        let (inner, _) = argument_within(self.text, at, ('{', '}'), MAX_FRAME)?;
        // A box of one line inside a paragraph bears the same name.
        if self.frame_end.is_some() || !(self.text[inner.clone()].contains('\n') || self.is_line_start(command.start)) {
            return None;
        }
        self.flush(command.start);
        self.lists = 0;
        self.path.begin(UnitKind::Slide, command.start, FRAME_LEVEL, "");
        self.frame_end = Some(inner.end);
        Some(inner.start)
    }

    fn is_line_start(&self, at: usize) -> bool {
        let line_start = self.text[..at].rfind('\n').map_or(0, |at| at + 1);
        self.text[line_start..at].trim().is_empty()
    }

    fn subtitle(&mut self, command: &Command) -> Option<usize> {
        let (_, at) = options(self.text, command.end);
        let (said, end) = argument(self.text, at, '{', '}')?;
        self.flush(command.start);
        self.path.add(UnitKind::Paragraph, said, 0);
        Some(end)
    }

    /// A pause parts what is shown at once and says nothing.
    fn pause(&mut self, command: &Command) -> usize {
        self.flush(command.start);
        options(self.text, command.end).1
    }

    /// Adds a file that is taken in; it stands in a document once.
    fn input(&mut self, command: &Command) -> Option<usize> {
        let (name, end) = argument(self.text, command.end, '{', '}')?;
        let name = self.text[name].trim().trim_start_matches("./").trim_end_matches(".tex");
        if name.is_empty() || name.contains(['\\', '#', '\n']) {
            return None;
        }
        self.flush(command.start);
        self.path.add_member(UnitKind::Import, command.start..end, "inputs", name);
        Some(end)
    }

    fn frame_title(&mut self, command: &Command) -> Option<usize> {
        let (_, at) = options(self.text, command.end);
        let (title, end) = argument(self.text, at, '{', '}')?;
        self.flush(command.start);
        let name = without_commands(&self.text[title]);
        self.path.name(&name);
        self.path.add_heading(command.start..end, FRAME_LEVEL, &name);
        Some(end)
    }

    fn end(&mut self, command: &Command) -> Option<usize> {
        let (name, end) = argument(self.text, command.end, '{', '}')?;
        self.flush(command.start);
        match &self.text[name] {
            "frame" => self.path.end(end, FRAME_LEVEL),
            "document" => return Some(self.text.len()),
            name if LISTS.contains(&name) => self.lists = self.lists.saturating_sub(1),
            _ => {}
        }
        Some(end)
    }

    fn item(&mut self, command: &Command) -> usize {
        self.flush(command.start);
        // When an entry is shown is no part of what it says.
        let end = argument(self.text, command.end, '<', '>').map_or(command.end, |(_, end)| end);
        self.prose = Some((UnitKind::Bullet, end));
        end
    }

    fn note(&mut self, command: &Command) -> Option<usize> {
        let (_, at) = options(self.text, command.end);
        let (said, end) = argument(self.text, at, '{', '}')?;
        self.flush(command.start);
        self.path.add(UnitKind::Note, said, 0);
        Some(end)
    }

    fn label(&mut self, command: &Command) -> Option<usize> {
        let (name, end) = argument(self.text, command.end, '{', '}')?;
        let name = self.text[name].trim();
        if !name.is_empty() {
            self.path.add_member(UnitKind::Link, command.start..end, "labels", name);
        }
        Some(end)
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline_path::laws;
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> Vec<String> {
        let source = Source::lines("a.tex", text);
        let units = read(&source).units;
        laws::hold(&source, &units);
        laws::told(&source, &units).into_iter().filter(|unit| !unit.starts_with("section")).collect()
    }

    const PAPER: &str = "\\documentclass{article}\n% old\n\\usepackage[utf8]{inputenc}\n\\newcommand{\\R}{x}\n\\begin{document}\n\\maketitle\n\
        \\section*{On \\emph{slugs}}\\label{sec:slugs}\nA slug is 5\\% of\na title. % why\n% gone\n\nNext one.\n\
        \\begin{itemize}\n\\item One\n  \\begin{enumerate}\n  \\item Deep\n  \\end{enumerate}\n\\item[b] Two\n\\end{itemize}\n\
        \\begin{lstlisting}[language=C]\n\\item = 1;\n\\end{lstlisting}\n\
        \\begin{tabular}{ll}\n\\hline\nA & B \\\\\n\\hline c & d\n\\end{tabular}\n\\end{document}\nleft over\n";

    const TALK: &str = "\\section{Plan}\n\\begin{frame}[fragile,label=now]{Now we \\textbf{go}}\n\\begin{block}{Why}\nBecause.\n\\end{block}\n\
        \\note{Smile.}\n\\end{frame}\n\\begin{frame}<2->\n\\frametitle{Then}\n\\begin{itemize}\n\\item<1-> Ship\n\\end{itemize}\n\\end{frame}\n";

    #[test]
    fn blocks() {
        let section = "On slugs";
        let paper = [
            "line0 \\documentclass{article} in ".to_owned(),
            "line0 \\usepackage[utf8]{inputenc} (package inputenc) in preamble".to_owned(),
            "line0 \\newcommand{\\R}{x} (\\R) in preamble".to_owned(),
            "heading2 \\section*{On \\emph{slugs}} in ".to_owned(),
            "link0 \\label{sec:slugs} (sec:slugs) in labels".to_owned(),
            format!("paragraph0 A slug is 5\\% of a title. % why in {section}"),
            format!("paragraph0 Next one. in {section}"),
            format!("bullet0 One in {section}/list"),
            format!("bullet1 Deep in {section}/list"),
            format!("bullet0 [b] Two in {section}/list"),
            format!("code0 \\item = 1; in {section}"),
            format!("table-row0 A & B in {section}/table"),
            format!("table-row0 c & d in {section}/table"),
        ];
        assert_eq!(told(PAPER), paper);
        assert_eq!(told(&PAPER.replace('\n', "\r\n")), paper);
    }

    #[test]
    fn frames_are_slides() {
        let source = Source::lines("a.tex", TALK);
        let units = read(&source).units;
        let slides: Vec<_> = units.iter().filter(|unit| unit.kind == UnitKind::Slide).collect();
        assert_eq!(slides.iter().filter_map(|unit| unit.name.as_deref()).collect::<Vec<_>>(), ["Now we go", "Then"]);
        assert!(slides.iter().all(|unit| source.text.slice(&unit.span).ends_with("\\end{frame}")));
        let expected = [
            "heading2 \\section{Plan} in ",
            "link0 \\begin{frame}[fragile,label=now] (now) in labels",
            "heading7 Now we \\textbf{go} in Plan",
            "paragraph0 Why in Plan/Now we go",
            "paragraph0 Because. in Plan/Now we go",
            "note0 Smile. in Plan/Now we go",
            "heading7 \\frametitle{Then} in Plan",
            "bullet0 Ship in Plan/Then/list",
        ];
        let others: Vec<_> = told(TALK).into_iter().filter(|unit| !unit.starts_with("slide")).collect();
        assert_eq!(others, expected);
    }

    #[test]
    fn short_frames_inputs_and_overlays() {
        let text = "\\input{parts/intro}\n\\frame<2>[label=b]{\n\\frametitle{Go}\n\\framesubtitle{Soon}\n\\begin{itemize}\n\
            \\item<1-> Ship \\pause\n\\item Sell \\only<2>{now}\n\\end{itemize}\n}\nAfter \\frame{x} it.\n\\input{./parts/intro.tex}\n";
        let source = Source::lines("a.tex", text);
        let units = read(&source).units;
        laws::hold(&source, &units);
        let told = units.iter().filter(|unit| unit.kind != UnitKind::Slide);
        let told: Vec<_> = told.map(|unit| format!("{} | {}", unit.place, source.text.slice(&unit.span))).collect();
        let expected = [
            "parts/intro | \\input{parts/intro}",
            "frame 1 › Go | \\frametitle{Go}",
            "frame 1 › Go › paragraph 1 | Soon",
            "frame 1 › Go › item 1 | Ship",
            "frame 1 › Go › item 2 | Sell \\only<2>{now}",
            "paragraph 1 | After \\frame{x} it.",
            "parts/intro | \\input{./parts/intro.tex}",
        ];
        assert_eq!(told, expected);
        let inputs: Vec<_> = units.iter().filter_map(|unit| unit.identity.as_deref()).collect();
        assert_eq!(inputs, ["parts/intro", "parts/intro"]);
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text_and_in_order(
            parts in prop::collection::vec(prop::sample::select(vec![
                "\\section{A}", "\\begin{frame}", "{T}", "[label=x]", "\\end{frame}", "\\item", "\\begin{itemize}", "\\end{itemize}",
                "\\begin{verbatim}", "\\end{verbatim}", "\\begin{tabular}", "\\\\", "&", "%", "\n", "\r\n", "\\", "{", "}", "é", "words",
                "\\note{n}", "\\label{l}", "\\frametitle{f}", "\\begin{document}\n", "\\usepackage{p}\n", "\\newcommand", "\\end{document}",
                "<", ">", "]", " ", "\\hline", "\\frame{", "\\frame{é}", "\\pause", "\\input{a}", "\\framesubtitle{s}", "\\only<2>{x}",
            ]), 0..40),
        ) {
            let source = Source::lines("a.tex", parts.concat());
            laws::hold(&source, &read(&source).units);
        }
    }
}
