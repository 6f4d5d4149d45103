//! Lines that say how others stand and are no sentences: attributes, fences of divisions, openings of side notes, short
//! codes, comments.
//!
//! Not here: headings, lists and code, which are units of their own (one reader a format).

use std::ops::Range;

/// How such lines begin and end. An empty end takes any.
const LINES: &[(&str, &str)] = &[
    ("{:", "}"),
    ("{#", "}"),
    ("{.", "}"),
    ("{%", "%}"),
    ("{{<", ">}}"),
    ("{{%", "%}}"),
    (":::", ""),
    ("!!! ", ""),
    ("??? ", ""),
    ("???+ ", ""),
    ("=== \"", ""),
    ("[!", "]"),
    ("<!--", "-->"),
    ("#+begin", ""),
    ("#+end", ""),
    ("#+BEGIN", ""),
    ("#+END", ""),
    ("[TOC]", ""),
    ("[[_TOC_]]", ""),
];
/// The signs that such lines begin with.
const OPENING: &str = "{:!?=[<#(";
/// Names of side notes that stand alone on their line in GitHub's and AsciiDoc's way.
const NOTES: &[&str] = &["CAUTION", "IMPORTANT", "NOTE", "TIP", "WARNING"];

/// Tells whether a line, marks of quotes left out, is no sentence.
#[must_use]
pub(super) fn is_structure(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '\t']).trim_end();
    // Nearly all lines begin otherwise.
    if !line.starts_with(|sign: char| OPENING.contains(sign)) {
        return false;
    }
    let is_known = |(start, end): &(&str, &str)| {
        // What opens and closes more than once holds words between.
        line.starts_with(start) && line.ends_with(end) && (end.is_empty() || line.matches(end).count() == 1)
    };
    let is_label = line.starts_with('(') && line.ends_with(")=") && !line.contains(' ');
    // `:CUSTOM_ID: travel` in a drawer of Org.
    let property = line.strip_prefix(':').and_then(|rest| rest.split_once(':')).map(|(name, _)| name);
    let is_property = property
        .is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'));
    let note = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    LINES.iter().any(is_known) || is_label || is_property || note.is_some_and(|note| NOTES.contains(&note))
}

/// Parts a range of a text at its lines of structure, and returns what stands between them.
#[must_use]
pub(super) fn sentences(text: &str, bytes: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut start, mut goes_on) = (bytes.start, false);
    for line in text.get(bytes).unwrap_or_default().split_inclusive('\n') {
        let end = start + line.len();
        let is_said = !is_structure(line);
        match found.last_mut().filter(|_| goes_on) {
            Some(open) if is_said => open.end = end,
            _ if is_said => found.push(start..end),
            _ => {}
        }
        (start, goes_on) = (end, is_said);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structure_is_no_sentence() {
        let structure = [
            "{: .callout}",
            "> > {: .language-bash}",
            "{: #setup .wide}",
            ":::",
            "::: {.note title=\"Mind\"}",
            ":::{warning}",
            "!!! note \"Mind the gap\"",
            "??? tip",
            "=== \"Linux\"",
            "{{< youtube abc >}}",
            "{% include figure.html %}",
            "> [!NOTE]",
            "[WARNING]",
            "<!-- later -->",
            "#+BEGIN_NOTES",
            ":PROPERTIES:",
            ":CUSTOM_ID: travel",
            "(setup)=",
        ];
        structure.iter().for_each(|line| assert!(is_structure(line), "{line}"));
        let sentences = [
            "> Mind the {: .gap}",
            "[Setup]",
            "(see below)",
            "{% if a %} The price is low {% endif %}",
            "# Title",
            "!important",
            "- [ ] task",
            "<!-- a --> said <!-- b -->",
        ];
        sentences.iter().for_each(|line| assert!(!is_structure(line), "{line}"));
    }

    #[test]
    fn all_openings_are_known() {
        assert!(LINES.iter().all(|(start, _)| start.starts_with(|sign: char| OPENING.contains(sign))));
    }

    #[test]
    fn sentences_stand_between_structure() {
        let text = "::: note\nOne\ngoes on.\n:::\n::: tip\nTwo.\n{: .wide}\n";
        let found: Vec<&str> = sentences(text, 0..text.len()).into_iter().map(|bytes| text[bytes].trim()).collect();
        assert_eq!(found, ["One\ngoes on.", "Two."]);
    }
}
