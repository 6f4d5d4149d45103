//! Reads `language.toml`: one key a line, its value a word, a number, a text or a list of texts.
//!
//! Not here: whether the keys exist. They become fields of `Settings`, and the compiler knows those.

/// The settings of a language, in the order of the file.
pub(crate) struct Settings {
    file: String,
    lines: Vec<(String, String)>,
}

impl Settings {
    /// Reads settings.
    pub(crate) fn read(file: &str, text: &str) -> Settings {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let pair = |line: &str| {
            let (key, value) = line.split_once('=').unwrap_or_else(|| panic!("{file}: not a setting: {line}"));
            (key.trim().to_owned(), value.trim().to_owned())
        };
        Settings { file: file.to_owned(), lines: lines.map(pair).collect() }
    }

    /// Returns the texts of a list; none where there is no such key.
    pub(crate) fn list(&self, key: &str) -> Vec<String> {
        let Some((_, value)) = self.lines.iter().find(|(known, _)| known == key) else { return Vec::new() };
        assert!(value.starts_with('[') && value.ends_with(']'), "{}: {key} is no list on one line", self.file);
        value.split('"').skip(1).step_by(2).map(str::to_owned).collect()
    }

    /// Returns a text; `None` where there is no such key.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        let (_, value) = self.lines.iter().find(|(known, _)| known == key)?;
        Some(value.trim_matches('"').to_owned())
    }

    /// Returns the settings as fields of a Rust value; texts and lists are written alike in both.
    pub(crate) fn fields(&self, left_out: &[&str]) -> String {
        let told = self.lines.iter().filter(|(key, _)| !left_out.contains(&key.as_str()));
        let field = |(key, value): &(String, String)| match value.starts_with('[') {
            true => format!("{key}: &{value}, "),
            false => format!("{key}: {value}, "),
        };
        told.map(field).collect()
    }
}
