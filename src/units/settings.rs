//! Files of `key = value`, in sections where there are headers in brackets.
//!
//! Not here: data with a grammar, files whose lines are single entries (`lines`).

use std::collections::HashMap;

use super::blocks;
use super::line::{end_of_continued, folded_spaces, indent, unit, visible};
use super::unit::{Container, Unit, UnitKind};
use crate::source::{Span, Text};

/// How a dialect of `key = value` differs from its sisters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Settings {
    /// The letters that open a comment.
    comments: &'static [char],
    /// The letters of which the first one in a line ends its key.
    separators: &'static [char],
    /// Whether a line that is indented deeper than its key belongs to the key.
    continues: bool,
    /// Whether a key may be one of several settings of that name, and may not hold a space.
    loose: bool,
}

pub(super) const INI: Settings =
    Settings { comments: &['#', ';'], separators: &['=', ':'], continues: true, loose: false };
pub(super) const ENV: Settings = Settings { comments: &['#'], separators: &['='], continues: false, loose: false };
pub(super) const PROPERTIES: Settings =
    Settings { comments: &['#', '!'], separators: &['=', ':'], continues: false, loose: false };
pub(super) const CONF: Settings = Settings { comments: &['#', ';'], separators: &['='], continues: false, loose: true };
pub(super) const EDITORCONFIG: Settings = Settings { continues: false, ..INI };

/// Settings of which several are usual: only the whole line can be there twice.
const LISTS: &[&str] = &[
    "Documentation",
    "After",
    "Before",
    "Conflicts",
    "DeviceAllow",
    "Environment",
    "EnvironmentFile",
    "ExecReload",
    "ExecStart",
    "ExecStartPost",
    "ExecStartPre",
    "ExecStop",
    "ExecStopPost",
    "Requires",
    "Wants",
    "WantedBy",
    "AllowedIPs",
    "Address",
    "DNS",
    "fetch",
    "insteadOf",
    "push",
    "pushurl",
    "url",
    "helper",
    "path",
    "merge",
    "listen",
    "server",
    "include",
    "Include",
];

/// What is open while settings are read.
#[derive(Default)]
struct OpenSettings {
    units: Vec<Unit>,
    /// The header in force, and its unit's index.
    section: Option<(String, usize)>,
    /// How often a header was read.
    headers: HashMap<String, usize>,
    /// The key in force: its indent and its unit's index.
    key: Option<(usize, usize)>,
}

/// Reads `key = value` lines in sections.
pub(super) fn read(text: &Text, dialect: Settings) -> Vec<Unit> {
    let mut open = OpenSettings::default();
    let mut next = 0;
    while next < text.line_count() {
        let first = next;
        next += 1;
        let said = text.line(first).trim();
        if said.is_empty() || said.starts_with(dialect.comments) {
            continue;
        }
        if let Some(header) = header(said) {
            open.begin_section(header, visible(text, first, first), dialect);
            continue;
        }
        let depth = indent(text.line(first));
        if dialect.continues && open.key.is_some_and(|(indent, _)| depth > indent) {
            open.continue_key(visible(text, first, first), said);
            continue;
        }
        next = end_of_continued(text, first);
        let key = key(said, dialect).map(str::to_owned);
        let span = visible(text, first, next - 1);
        let is_one_of_many = dialect.loose && key.as_deref().is_some_and(|key| LISTS.contains(&key));
        let identity = if is_one_of_many { Some(folded_spaces(text.slice(&span))) } else { key.clone() };
        open.begin_key(key, identity, depth, span);
    }
    free_repeated(&mut open.units);
    for section in open.units.iter_mut().filter(|unit| unit.kind == UnitKind::Section) {
        section.tokens = blocks::tokens(text.slice(&section.span));
    }
    open.units.retain(|unit| unit.kind != UnitKind::Section || unit.span.end_line > unit.span.start_line);
    open.units
}

impl OpenSettings {
    /// A header opens a section; a second one of its name is another section, even where it may be.
    fn begin_section(&mut self, header: &str, span: Span, dialect: Settings) {
        let count = self.headers.entry(header.to_owned()).or_insert(0);
        *count += 1;
        let path = if *count == 1 { header.to_owned() } else { format!("{header}#{count}") };
        self.section = Some((path, self.units.len()));
        self.key = None;
        let container = Container { path: String::new(), set_like: !dialect.loose };
        let section = unit(UnitKind::Section, span, container, String::new());
        let identity = Some(header.to_owned()).filter(|_| !dialect.loose);
        self.units.push(Unit { name: Some(header.to_owned()), identity, ..section });
    }

    fn begin_key(&mut self, key: Option<String>, identity: Option<String>, depth: usize, span: Span) {
        self.widen_section(&span);
        let section = self.section.as_ref().map(|(name, _)| name.clone()).unwrap_or_default();
        let is_list = key.as_ref().is_none_or(|key| key.ends_with("[]"));
        let kind = if key.is_some() { UnitKind::Key } else { UnitKind::Line };
        let container = Container { path: section.clone(), set_like: !is_list };
        self.key = key.is_some().then_some((depth, self.units.len()));
        let identity = identity.filter(|_| !is_list);
        self.units.push(Unit { name: key, identity, ..unit(kind, span, container, section) });
    }

    /// A line below a key is one of its values: an entry of a list.
    fn continue_key(&mut self, span: Span, said: &str) {
        self.widen_section(&span);
        let Some(owner) = self.key.and_then(|(_, at)| self.units.get_mut(at)) else { return };
        widen(&mut owner.span, &span);
        let parts = [owner.container.path.as_str(), owner.name.as_deref().unwrap_or_default()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let container = Container { path: parts.join("/"), set_like: true };
        let entry = unit(UnitKind::Entry, span, container, parts.join(" › "));
        self.units.push(Unit { identity: Some(folded_spaces(said)), ..entry });
    }

    fn widen_section(&mut self, span: &Span) {
        let section = self.section.as_ref().and_then(|(_, at)| self.units.get_mut(*at));
        if let Some(section) = section {
            widen(&mut section.span, span);
        }
    }
}

fn widen(outer: &mut Span, inner: &Span) {
    outer.end_line = inner.end_line;
    outer.bytes.end = inner.bytes.end;
}

fn header(said: &str) -> Option<&str> {
    said.strip_prefix('[').and_then(|rest| rest.split(['#', ';']).next()?.trim().strip_suffix(']'))
}

fn key(said: &str, dialect: Settings) -> Option<&str> {
    let (key, _) = said.split_once(dialect.separators)?;
    let key = key.trim().trim_start_matches("export ").trim();
    let fits = !key.is_empty() && !(dialect.loose && key.contains(char::is_whitespace));
    fits.then_some(key)
}

/// What a version itself gives twice may be given twice there.
fn free_repeated(units: &mut [Unit]) {
    let slot = |unit: &Unit| (unit.kind, unit.container.path.clone(), unit.identity.clone());
    let mut counts: HashMap<_, usize> = HashMap::new();
    for unit in units.iter().filter(|unit| unit.identity.is_some()) {
        *counts.entry(slot(unit)).or_default() += 1;
    }
    for unit in units.iter_mut().filter(|unit| unit.kind != UnitKind::Entry) {
        unit.container.set_like &= counts.get(&slot(unit)).is_none_or(|count| *count < 2);
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::read;
    use crate::source::Source;

    /// Kind, text, identity and container of each unit.
    fn told(path: &str, text: &str) -> Vec<String> {
        let source = Source::lines(path, text);
        let units = read(&source).units;
        let told = units.iter().map(|unit| {
            let said = source.text.slice(&unit.span).lines().map(str::trim).collect::<Vec<_>>().join("/");
            let identity = unit.identity.as_deref().unwrap_or("-");
            format!("{} {said} ({identity}) in {}", unit.kind.name(), unit.container.path)
        });
        told.collect()
    }

    #[test]
    fn settings_stand_in_sections() {
        let text =
            "[metadata]\nname = one\n; said\n[options]\ninstall_requires =\n    click>=8\n    rich\nzip_safe = no\n";
        let expected = [
            "section [metadata]/name = one (metadata) in ",
            "key name = one (name) in metadata",
            "section [options]/install_requires =/click>=8/rich/zip_safe = no (options) in ",
            "key install_requires =/click>=8/rich (install_requires) in options",
            "entry click>=8 (click>=8) in options/install_requires",
            "entry rich (rich) in options/install_requires",
            "key zip_safe = no (zip_safe) in options",
        ];
        assert_eq!(told("setup.cfg", text), expected);
    }

    #[test]
    fn a_setting_given_twice_may_be_given_twice() {
        let text = "[Service]\nEnvironment=A=1\nType=simple\nNote=a\nNote=b\nlisten 80 default=x;\n";
        let units = read(&Source::lines("a.conf", text)).units;
        let told = units.iter().map(|unit| (unit.identity.as_deref().unwrap_or("-"), unit.container.set_like));
        let expected =
            [("-", false), ("Environment=A=1", true), ("Type", true), ("Note", false), ("Note", false), ("-", false)];
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_second_section_of_a_name_is_another_one() {
        let expected = ["section [a]/x=1 (a) in ", "key x=1 (x) in a", "section [a]/x=2 (a) in ", "key x=2 (x) in a#2"];
        assert_eq!(told("a.ini", "[a]\nx=1\n[a]\nx=2\n"), expected);
    }
}
