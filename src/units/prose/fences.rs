//! What a fence of code in a document takes in: a document shows code of any language, often without saying which, and
//! an import stands in it once.
//!
//! Not here: what a fence is (the readers of documents), the code of files (`code`).

use crate::source::Text;
use crate::units::unit::{Container, Tokens, Unit, UnitKind};

/// How a line begins and ends that takes something in, in one language or another.
const IMPORTS: &[(&str, &str)] = &[
    ("use ", ";"),
    ("using ", ";"),
    ("import ", ""),
    ("from ", ""),
    ("#include ", ">"),
    ("#include ", "\""),
    ("require ", "\""),
    ("require ", "'"),
];

/// A fence is known by so many lines at its end.
const LINES_AT_THE_END: usize = 3;

/// Adds to the units of a document the imports in its fences.
pub(in crate::units) fn added(units: Vec<Unit>, text: &Text) -> Vec<Unit> {
    let mut all = Vec::with_capacity(units.len());
    for unit in units {
        let imports = if unit.kind == UnitKind::Code { imports(&unit, text) } else { Vec::new() };
        all.push(unit);
        all.extend(imports);
    }
    all
}

fn imports(fence: &Unit, text: &Text) -> Vec<Unit> {
    let lines = fence.span.line_range().filter(|line| is_import(text.line(*line).trim()));
    let path = format!("{}/{}", fence.container.path, known_by(fence, text));
    let unit = |line: usize| Unit {
        kind: UnitKind::Import,
        span: text.span_of_lines(line..line + 1),
        name: Some(text.line(line).trim().to_owned()),
        identity: Some(text.line(line).split_whitespace().collect::<Vec<_>>().join(" ")),
        container: Container { path: path.clone(), set_like: true },
        place: fence.place.clone(),
        level: 0,
        tokens: Tokens::default(),
        branches: Vec::new(),
    };
    lines.map(unit).collect()
}

/// What a fence is known by in every version: its end. Its number is not the same where a side added another fence
/// before it.
fn known_by(fence: &Unit, text: &Text) -> String {
    let lines: Vec<&str> = fence.span.line_range().map(|line| text.line(line).trim()).collect();
    let code: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty() && !is_import(line)).collect();
    code[code.len().saturating_sub(LINES_AT_THE_END)..].join("⏎")
}

fn is_import(line: &str) -> bool {
    let imported = |(start, end): &(&str, &str)| line.strip_prefix(start).is_some_and(|rest| rest.ends_with(end));
    // "from here on" is a comment or a prompt: only Python's imports begin so, and they name what they take.
    IMPORTS.iter().any(imported) && (!line.starts_with("from ") || line.contains(" import "))
}

#[cfg(test)]
mod tests {
    use super::super::rst;
    use super::*;
    use crate::source::Source;

    #[test]
    fn imports_in_a_fence_are_units() {
        let text = "Title\n=====\n\nWrite this::\n\n    use App\\Task;\n    use the force\n    from here on\n    from os import path\n\nEnd.\n";
        let source = Source::lines("a.rst", text.to_owned());
        let units = added(rst::read(&source).units, &source.text);
        let imports: Vec<_> = units.iter().filter(|unit| unit.kind == UnitKind::Import).collect();
        let identities: Vec<_> = imports.iter().filter_map(|unit| unit.identity.as_deref()).collect();
        assert_eq!(identities, ["use App\\Task;", "from os import path"]);
        assert!(
            imports
                .iter()
                .all(|unit| unit.container.set_like && unit.container.path.ends_with("use the force⏎from here on"))
        );
    }
}
