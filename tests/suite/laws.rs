//! Laws that hold for any input: no panic, the same bytes twice, no side preferred, nothing found where one side did
//! nothing. Texts are built from fragments that look like what people write, so that findings do occur.

use oneness::findings::Options;
use oneness::merge::Content;
use oneness::merge::files::{self, FileStore};
use oneness::report::json;
use oneness::report::report::{Report, Site};
use oneness::source::Sides;
use proptest::prelude::*;
use proptest::test_runner::Config;

/// One name a reader, and some that lie about their content.
const NAMES: &[&str] = &[
    "notes.md",
    "main.rs",
    "app.py",
    "util.js",
    "types.ts",
    "view.tsx",
    "queue.go",
    "Basket.java",
    "buffer.c",
    "text.cpp",
    "Till.cs",
    "calendar.rb",
    "invoice.php",
    "deploy.sh",
    "package.json",
    "config.yml",
    "Cargo.toml",
    "letter.txt",
    ".gitignore",
    ".env",
    "house.rules",
    "Makefile",
    "deck.pptx",
    "report.docx",
    "study.ipynb",
    "slides.qmd",
    "SUMMARY.md",
    "talk.html",
    "paper.tex",
    "talk.typ",
    "guide.adoc",
    "guide.rst",
    "plan.org",
];

/// What people write: lines and blocks that mean something to one reader or another.
const FRAGMENTS: &[&str] = &[
    "# Plan",
    "## Costs",
    "---",
    "---\nmarp: true\n---",
    "- The privacy audit passed without findings",
    "- From October 1, Norwegian customers can pay by invoice",
    "- Customers in Norway can pay by invoice from 1 October",
    "  - nested, with 38 % of all requests",
    "  - nested, with 41 % of all requests",
    "* [ ] Renew the certificate of the download server",
    "- [fairplan](https://example.org/fairplan) - shares free hours",
    "1. first",
    "| Gymnasium | 200 | sound system |\n|---|---|---|",
    "Plans are written to disk every five minutes, so a power cut loses at most five minutes of work.",
    "```rust\nfn add(a: u32, b: u32) -> u32 { a + b }\n```",
    "<!-- a note to the speaker -->",
    "fn add(left: u32, right: u32) -> u32 {\n    let sum = left + right;\n    sum * 2\n}",
    "fn plus(a: u32, b: u32) -> u32 {\n    let total = a + b;\n    total * 2\n}",
    "use std::collections::BTreeMap;",
    "def chunked(items, size):\n    for item in items:\n        yield [item] * size\n    return None",
    "import json",
    "import { z } from \"zod\";",
    "export function clamp(value, low, high) {\n  return Math.min(high, Math.max(low, value));\n}",
    "class Basket:\n    def add(self, line):\n        self.lines.append(line)",
    "#include <string.h>",
    "#define MAX_RETRIES 3",
    "{\n  \"name\": \"timetable\",\n  \"port\": 8080\n}",
    "\"timeout\": 30,",
    "{\"a\": {\"a\": [1, 2, {\"a\": null}]}}",
    "timeout: 30",
    "  timeout: 60",
    "[dependencies]\ntempfile = \"3\"",
    "/coverage/",
    "SESSION_HOURS=12",
    "<<<<<<< ours\none\n=======\nother\n>>>>>>> theirs",
    "日本語の文章です。今日は天気がいい。",
    "Привет, мир! Это предложение на русском языке.",
    "e\u{301}\u{200d}👩‍👩‍👧‍👦 \u{202e}txet\u{feff}",
    "\u{0}",
    "\t \u{a0} \u{b}",
    "((((((((((((((((((((((((((((((((",
    "\"unclosed",
    "/* unclosed",
    "oneness: allow(duplicate-addition)",
    "---\nsrc: ./pages/more.md\n---",
    "---\nlayout: cover\nrouteAlias: plan\n---",
    "---\nname: plan\nclass: center\n\n# Plan",
    "???\nSmile at them",
    "% Talk\n% Anna",
    "::: notes\nSmile at them\n:::",
    ". . .",
    "{{#include listings/main.rs}}",
    "<details>",
    "</details>",
    "<div class=\"reveal\"><section data-markdown data-separator=\"^\\n\\n\\n\"><script type=\"text/template\">\n    # Plan\n</script></section>",
    "<section data-markdown=\"more.md\"></section>",
    "\\frame{\n\\frametitle{Plan}\n\\item<1-> Smile \\pause\n}",
    "\\begin{frame}[label=plan]{Plan}",
    "\\input{parts/more}",
    "#import \"@preview/touying:0.5.3\": *",
    "== Plan <plan>",
    "#slide[\n  = Plan\n]",
    ":revealjs_theme: white",
    "[.notes]\n--\nSmile at them\n--",
    "include::more.adoc[]",
    ".. slide:: Plan\n\n   .. note:: Smile at them",
    "#+REVEAL_ROOT: x",
    "* TODO Plan :tag:",
    "",
];

fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => prop::sample::select(FRAGMENTS).prop_map(str::to_owned),
        1 => "\\PC{0,40}",
        1 => "[a-z .,(){}:;=\"'\\-#*0-9\\n]{0,60}",
    ]
}

fn fragments(most: usize) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(fragment(), 0..most)
}

/// A base and what two sides inserted into it.
#[derive(Debug, Clone)]
struct Texts {
    name: &'static str,
    versions: [String; 3],
}

fn texts() -> impl Strategy<Value = Texts> {
    let insertions = || prop::collection::vec((any::<prop::sample::Index>(), fragment()), 0..5);
    let parts = (prop::sample::select(NAMES), fragments(10), insertions(), insertions(), any::<bool>(), any::<bool>());
    parts.prop_map(|(name, base, ours, theirs, crlf, ends)| {
        let side = |insertions: &[(prop::sample::Index, String)]| {
            let mut lines = base.clone();
            for (at, line) in insertions {
                lines.insert(at.index(lines.len() + 1), line.clone());
            }
            lines
        };
        let text = |lines: Vec<String>| {
            let text = lines.join("\n\n") + if ends { "\n" } else { "" };
            if crlf { text.replace('\n', "\r\n") } else { text }
        };
        Texts { name, versions: [text(base.clone()), text(side(&ours)), text(side(&theirs))] }
    })
}

fn check(name: &str, [base, ours, theirs]: [&[u8]; 3]) -> Report {
    let versions = Sides { base: base.to_vec(), ours: ours.to_vec(), theirs: theirs.to_vec() };
    let merge = files::merge_named(name, versions, None);
    oneness::check(&merge, &FileStore, &Options { all: true, ..Options::default() })
}

fn check_texts(texts: &Texts, order: [usize; 3]) -> Report {
    check(texts.name, order.map(|index| texts.versions[index].as_bytes()))
}

/// Checks the sides in either order against one result: where they overlap, git writes ours before theirs, and a result
/// made anew would be another one.
fn check_in_both_orders(texts: &Texts) -> [Report; 2] {
    let [base, ours, theirs] = texts.versions.clone().map(String::into_bytes);
    let named = |ours: &Vec<u8>, theirs: &Vec<u8>, merged| {
        let versions = Sides { base: base.clone(), ours: ours.clone(), theirs: theirs.clone() };
        files::merge_named(texts.name, versions, merged)
    };
    let Content::Bytes(merged) = named(&ours, &theirs, None).files[0].merged.content.clone() else {
        unreachable!("three texts have a text as their result")
    };
    let check = |one, other| {
        let merge = named(one, other, Some(merged.clone()));
        oneness::check(&merge, &FileStore, &Options { all: true, ..Options::default() })
    };
    [check(&ours, &theirs), check(&theirs, &ours)]
}

/// What a report says, without the order of its findings, which follows one side.
fn said(report: &Report, swapped: bool) -> Vec<String> {
    let site = |site: &Site| {
        format!("{} {:?} {} {:?} {} {}", site.path, site.lines, site.unit, site.name, site.place, site.text)
    };
    let finding = report.findings.iter().map(|told| {
        let (first, second) = if swapped { (&told.theirs, &told.ours) } else { (&told.ours, &told.theirs) };
        let head =
            format!("{} {:?} {:?} {:.6} {:.6}", told.id, told.kind, told.severity, told.confidence, told.likeness);
        format!("{head}\n  {}\n  {}", site(first), site(second))
    });
    let mut lines: Vec<String> = finding.collect();
    lines.sort();
    lines
}

/// `PROPTEST_CASES` asks for more than the usual 256 examples a law.
fn config() -> Config {
    Config { failure_persistence: None, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_same_merge_gives_the_same_bytes(texts in texts()) {
        let once = json::line(&check_texts(&texts, [0, 1, 2]));
        let again = json::line(&check_texts(&texts, [0, 1, 2]));
        prop_assert_eq!(once, again);
    }

    #[test]
    fn swapping_the_sides_swaps_the_sites_and_nothing_else(texts in texts()) {
        let [straight, crossed] = check_in_both_orders(&texts);
        prop_assert_eq!(said(&straight, false), said(&crossed, true));
    }

    #[test]
    fn a_side_that_did_nothing_has_said_nothing_twice(texts in texts()) {
        prop_assert_eq!(said(&check_texts(&texts, [0, 1, 0]), false), Vec::<String>::new());
        prop_assert_eq!(said(&check_texts(&texts, [0, 0, 2]), false), Vec::<String>::new());
    }

    #[test]
    fn the_same_edit_on_both_sides_is_no_finding(texts in texts()) {
        prop_assert_eq!(said(&check_texts(&texts, [0, 1, 1]), false), Vec::<String>::new());
    }

    #[test]
    fn any_three_texts_are_read_without_a_panic(
        name in prop::sample::select(NAMES),
        texts in [fragments(12), fragments(12), fragments(12)],
        line_break in prop::sample::select(&["\n", "\r\n", "\r", "\n\n"][..]),
    ) {
        let [base, ours, theirs] = texts.map(|lines| lines.join(line_break));
        check(name, [base.as_bytes(), ours.as_bytes(), theirs.as_bytes()]);
    }

    #[test]
    fn any_three_files_are_read_without_a_panic(
        name in prop::sample::select(NAMES),
        zip in any::<bool>(),
        files in [any::<Vec<u8>>(), any::<Vec<u8>>(), any::<Vec<u8>>()],
    ) {
        let head: &[u8] = if zip { b"PK\x03\x04" } else { b"" };
        let files = files.map(|bytes| [head, &bytes].concat());
        check(name, [&files[0], &files[1], &files[2]]);
    }
}
