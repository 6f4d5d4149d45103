//! Which outputs are wanted, and where each goes: `--format` and `--output`, which may be given several times.
//!
//! Not here: how an output is written (`report`).

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, FromArgMatches, ValueEnum};

use super::{thumbnails, written};
use crate::error::Result;
use crate::report::report::Report;
use crate::report::{self, Format, Style, Version};
use crate::source::extension;

/// What the ending of a file says of its format, where nothing else does.
const ENDINGS: &[(&str, Format)] = &[
    ("sarif", Format::Sarif),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("md", Format::Markdown),
    ("json", Format::Json),
    ("jsonl", Format::Jsonl),
    ("xml", Format::Junit),
    ("txt", Format::Text),
];

/// Which outputs are wanted.
#[derive(Debug, Clone, Default)]
pub struct Outputs {
    /// The ones that go to files.
    files: Vec<(Format, PathBuf)>,
    /// The one that was asked for on standard output.
    asked: Option<Format>,
    /// Whether a file takes the place of standard output.
    is_elsewhere: bool,
    points_into: Version,
    /// Whether slides are drawn by LibreOffice for the page.
    draws: bool,
}

/// Which version outputs point into that point at one line.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum PointInto {
    /// The side that is checked out
    Ours,
    /// The side that comes in: the request
    #[default]
    Theirs,
    /// What was merged
    Result,
}

/// One word of the command line.
enum Word {
    Format(Format),
    File(PathBuf),
    Both(Format, PathBuf),
}

impl Outputs {
    /// Returns the format for standard output: the one asked for, else this one; none where a file takes its place.
    pub(super) fn printed(&self, usual: Format) -> Option<Format> {
        self.asked.or_else(|| (!self.is_elsewhere).then_some(usual))
    }

    /// Tells whether anything goes to a file.
    pub(super) fn has_files(&self) -> bool {
        !self.files.is_empty()
    }

    /// Has slides drawn for the page, where that was asked for and a page is wanted.
    pub(super) fn draw(&self, reports: &mut [Report]) {
        let is_page = |format: Format| format == Format::Html;
        if self.draws && (self.asked.is_some_and(is_page) || self.files.iter().any(|(format, _)| is_page(*format))) {
            thumbnails::add(reports);
        }
    }

    /// Adds to a style which version is pointed into.
    pub(super) fn style(&self, style: Style) -> Style {
        Style { points_into: self.points_into, ..style }
    }

    /// Writes all that goes to files, without colours.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(super) fn write(&self, reports: &[Report], style: Style) -> Result<()> {
        for (format, path) in &self.files {
            let style = Style { format: *format, width: None, ..self.style(style) };
            let text = report::write_all(reports, style);
            let text = if *format == Format::Text { anstream::adapter::strip_str(&text).to_string() } else { text };
            written::replace(path, text.as_bytes())?;
        }
        Ok(())
    }

    /// Reads the words in their order: a file has the format that stands before it, a single format and a single file
    /// belong together in any order, and else the ending of the file says it.
    fn of(words: Vec<Word>) -> std::result::Result<Outputs, String> {
        let count = |is: fn(&Word) -> bool| words.iter().filter(|word| is(word)).count();
        let is_one_pair = count(|word| matches!(word, Word::Format(_))) == 1
            && count(|word| matches!(word, Word::File(path) if path.as_os_str() != "-")) == 1;
        let mut outputs = Outputs::default();
        let mut pending = None;
        let mut waiting = None;
        for word in words {
            match word {
                Word::Format(format) => {
                    if let Some(path) = waiting.take() {
                        outputs.files.push((format, path));
                    } else if let Some(earlier) = pending.replace(format) {
                        let name = Format::name(earlier);
                        return Err(format!("--format {name} has no --output behind it, and another --format follows"));
                    }
                }
                Word::Both(format, path) => outputs.files.push((format, path)),
                Word::File(path) if path.as_os_str() == "-" => outputs.asked = pending.take().or(outputs.asked),
                Word::File(path) => {
                    outputs.is_elsewhere = true;
                    match pending.take() {
                        Some(format) => outputs.files.push((format, path)),
                        None if is_one_pair => waiting = Some(path),
                        None => outputs.files.push((by_ending(&path), path)),
                    }
                }
            }
        }
        outputs.asked = pending.or(outputs.asked);
        Ok(outputs)
    }
}

fn by_ending(path: &Path) -> Format {
    let ending = extension(&path.to_string_lossy());
    ENDINGS.iter().find(|(known, _)| *known == ending).map_or(Format::Text, |(_, format)| *format)
}

/// `sarif=a.sarif` names both; `a=b.txt` is a file.
fn word(text: &str) -> Word {
    match text.split_once('=').and_then(|(name, path)| Some((Format::by_name(name)?, path))) {
        Some((format, path)) => Word::Both(format, PathBuf::from(path)),
        None => Word::File(PathBuf::from(text)),
    }
}

impl Args for Outputs {
    fn augment_args(command: clap::Command) -> clap::Command {
        let names: Vec<PossibleValue> =
            report::formats().map(|(name, about)| PossibleValue::new(name).help(about)).collect();
        let parser = PossibleValuesParser::new(names).map(|name| Format::by_name(&name).unwrap_or_default());
        command
            .arg(
                Arg::new("format")
                    .long("format")
                    .value_name("FORMAT")
                    .action(ArgAction::Append)
                    .value_parser(parser)
                    .help("What the output looks like; several times with an --output behind each"),
            )
            .arg(
                Arg::new("output")
                    .long("output")
                    .short('o')
                    .value_name("[FORMAT=]FILE")
                    .action(ArgAction::Append)
                    .value_parser(clap::value_parser!(String))
                    .help("Write the format before it to a file; `sarif=FILE` writes it beside what is printed"),
            )
            .arg(
                Arg::new("thumbnails")
                    .long("thumbnails")
                    .action(ArgAction::SetTrue)
                    .help("Let LibreOffice draw the slides that html shows"),
            )
            .arg(
                Arg::new("point-into")
                    .long("point-into")
                    .value_name("VERSION")
                    .value_parser(clap::value_parser!(PointInto))
                    .default_value("theirs")
                    .hide_short_help(true)
                    .help("Which version's lines sarif, github, gitlab, rdjson, junit and markdown point at"),
            )
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Outputs::augment_args(command)
    }
}

impl FromArgMatches for Outputs {
    fn from_arg_matches(matches: &ArgMatches) -> std::result::Result<Outputs, clap::Error> {
        let indices = |name: &str| matches.indices_of(name).into_iter().flatten().collect::<Vec<usize>>();
        let formats = matches.get_many::<Format>("format").into_iter().flatten().map(|format| Word::Format(*format));
        let files = matches.get_many::<String>("output").into_iter().flatten().map(|text| word(text));
        let mut words: Vec<(usize, Word)> = indices("format").into_iter().zip(formats).collect();
        words.extend(indices("output").into_iter().zip(files));
        words.sort_by_key(|(index, _)| *index);
        let words = words.into_iter().map(|(_, word)| word).collect();
        let failed = |message: String| clap::Error::raw(ErrorKind::ArgumentConflict, format!("{message}\n"));
        let outputs = Outputs::of(words).map_err(failed)?;
        let points_into = match matches.get_one::<PointInto>("point-into").copied().unwrap_or_default() {
            PointInto::Ours => Version::Ours,
            PointInto::Theirs => Version::Theirs,
            PointInto::Result => Version::Result,
        };
        Ok(Outputs { points_into, draws: matches.get_flag("thumbnails"), ..outputs })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> std::result::Result<(), clap::Error> {
        *self = Outputs::from_arg_matches(matches)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(clap::Parser)]
    struct Typed {
        #[command(flatten)]
        outputs: Outputs,
    }

    fn told(words: &str) -> String {
        use clap::Parser as _;
        let words = std::iter::once("oneness").chain(words.split_whitespace());
        let Ok(Typed { outputs }) = Typed::try_parse_from(words) else { return "refused".to_owned() };
        let files = outputs.files.iter().map(|(format, path)| format!("{}={} ", format.name(), path.display()));
        let printed = outputs.printed(Format::Text).map_or("nothing", Format::name);
        format!("{}printed {printed}", files.collect::<String>())
    }

    #[test]
    fn each_file_has_its_format() {
        let expected = [
            ("", "printed text"),
            ("--format json", "printed json"),
            ("--format sarif --output a.sarif --format text", "sarif=a.sarif printed text"),
            ("--format sarif --output a.sarif", "sarif=a.sarif printed nothing"),
            ("-o a.txt --format sarif", "sarif=a.txt printed nothing"),
            ("--output sarif=a.sarif --output html=b", "sarif=a.sarif html=b printed text"),
            ("--output sarif=a.sarif --format short", "sarif=a.sarif printed short"),
            ("-o a.sarif -o b.html -o c=d.md", "sarif=a.sarif html=b.html markdown=c=d.md printed nothing"),
            ("--format json -o - -o junit=x", "junit=x printed json"),
            ("--format json --format text", "refused"),
            ("--format xml", "refused"),
        ];
        for (words, told_of_it) in expected {
            assert_eq!(told(words), told_of_it, "{words}");
        }
    }
}
