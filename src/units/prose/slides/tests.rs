//! What is read of decks, tool by tool: kind, place, what stands once, and the words.

use super::*;
use crate::units::prose::markdown;

/// Tells each unit on a line: kind, place, identity where only one may stand, and the text.
fn told(path: &str, text: &str) -> Vec<String> {
    let source = Source::lines(path, text);
    let units = markdown::read(&source).units;
    let told = units.iter().filter(|unit| unit.kind != crate::units::unit::UnitKind::Key).map(|unit| {
        let said = source.text.slice(&unit.span).split_whitespace().collect::<Vec<_>>().join(" ");
        let identity = unit.identity.as_ref().filter(|_| unit.container.set_like);
        let identity = identity.map(|identity| format!(" ({identity})")).unwrap_or_default();
        format!("{} | {}{identity} | {said}", unit.kind.name(), unit.place)
    });
    told.collect()
}

fn check(path: &str, text: &str, expected: &[&str]) {
    assert_eq!(told(path, text), expected, "{text}");
    assert_eq!(told(path, &text.replace('\n', "\r\n")), expected, "{text} with CRLF");
}

#[test]
fn slidev() {
    check(
        "talk.md",
        "---\ntheme: seriph\n---\n\n# Hello\n\n<!-- no note -->\n\n<v-click>\n\nPress space.\n\n</v-click>\n\n<!--\nSay hello\n-->\n\n\
         ---\nsrc: ./pages/more.md\n---\n\n---\nlayout: two-cols\nrouteAlias: plan\n---\n\n# Plan\n\n- Ship\n\n::right::\n\n- Sell\n\n\
         ---\ntitle: Untold\n---\n\nWords.\n",
        &[
            "slide | slide 1 › Hello | # Hello <!-- no note --> <v-click> Press space. </v-click> <!-- Say hello -->",
            "heading | slide 1 › Hello | # Hello",
            "paragraph | slide 1 › Hello › paragraph 1 | Press space.",
            "note | slide 1 › Hello › note 1 | Say hello",
            "import | slide 2 › pages/more.md (pages/more.md) | src: ./pages/more.md",
            "slide | slide 3 of this file › Plan (plan) | layout: two-cols routeAlias: plan --- # Plan - Ship ::right:: - Sell",
            "link | slide 3 of this file › Plan (plan) | routeAlias: plan",
            "heading | slide 3 of this file › Plan | # Plan",
            "bullet | slide 3 of this file › Plan › bullet 1 | - Ship",
            "bullet | slide 3 of this file › Plan › bullet 2 | - Sell",
            "slide | slide 4 of this file › Untold | Words.",
            "paragraph | slide 4 of this file › Untold › paragraph 1 | Words.",
        ],
    );
}

#[test]
fn what_slidev_does_not_show_has_no_number() {
    let deck = "---\ntheme: seriph\n---\n\n# One\n\n---\nsrc: ./pages/more.md#2,5-7 # four\n---\n\n---\nhide: true\n---\n\n# Two\n\n---\n\n# Three\n";
    let headings: Vec<String> = told("talk.md", deck).into_iter().filter(|unit| !unit.starts_with("slide")).collect();
    let expected = [
        "heading | slide 1 › One | # One",
        "import | slide 2 › pages/more.md#2,5-7 (pages/more.md#2,5-7) | src: ./pages/more.md#2,5-7 # four",
        "heading | slide (hidden) › Two | # Two",
        "heading | slide 6 › Three | # Three",
    ];
    assert_eq!(headings, expected);
}

#[test]
fn a_file_of_imported_slides_is_a_deck_by_their_settings() {
    check(
        "pages/more.md",
        "# One\n\n---\nlayout: center\n---\n\n# Two\n",
        &[
            "slide | slide 1 › One | # One",
            "heading | slide 1 › One | # One",
            "slide | slide 2 › Two | # Two",
            "heading | slide 2 › Two | # Two",
        ],
    );
}

#[test]
fn quarto() {
    check(
        "talk.qmd",
        "---\ntitle: Talk\nformat:\n  revealjs:\n    theme: dark\n---\n\n# Part\n\n## Plan {#plan .center}\n\n::: columns\n:::: {.column}\n- Ship\n::::\n:::\n\n\
         . . .\n\nLater.\n\n::: {.notes}\nSmile.\n:::\n\n```{python}\nx = 1\n```\n\n---\n\nLoose\n",
        &[
            "slide | slide 2 › Part | # Part",
            "heading | slide 2 › Part | # Part",
            "slide | slide 3 › Plan | ## Plan {#plan .center} ::: columns :::: {.column} - Ship :::: ::: . . . Later. \
             ::: {.notes} Smile. ::: ```{python} x = 1 ```",
            "heading | slide 3 › Plan | ## Plan {#plan .center}",
            "bullet | slide 3 › Plan › bullet 1 | - Ship",
            "paragraph | slide 3 › Plan › paragraph 1 | Later.",
            "note | slide 3 › Plan › note 1 | Smile.",
            "code | slide 3 › Plan › code 1 | ```{python} x = 1 ```",
            "slide | slide 4 | Loose",
            "paragraph | slide 4 › paragraph 1 | Loose",
        ],
    );
    let document = told("paper.qmd", "---\ntitle: Paper\nformat: html\n---\n\n## Method\n\nWords.\n");
    assert_eq!(document, ["heading | Method | ## Method", "paragraph | Method › paragraph 1 | Words."]);
}

#[test]
fn pandoc() {
    check(
        "talk.md",
        "% Talk\n% Anna\n\n# Part\n\n## Plan\n\n- Ship\n\n. . .\n\n### Then\n\nSell\n\n## End\n\nBye\n",
        &[
            "slide | slide 2 › Part | # Part",
            "heading | slide 2 › Part | # Part",
            "slide | slide 3 › Plan | ## Plan - Ship . . . ### Then Sell",
            "heading | slide 3 › Plan | ## Plan",
            "bullet | slide 3 › Plan › bullet 1 | - Ship",
            "heading | slide 3 › Plan | ### Then",
            "paragraph | slide 3 › Plan › paragraph 1 | Sell",
            "slide | slide 4 › End | ## End Bye",
            "heading | slide 4 › End | ## End",
            "paragraph | slide 4 › End › paragraph 1 | Bye",
        ],
    );
    assert!(told("a.md", "---\nslide-level: 1\n---\n# A\n\n## B\n\nc\n")[0].ends_with("# A ## B c"));
    assert!(told("a.md", "# A\n\nb\n\n::: tip\nc\n:::\n").iter().all(|unit| !unit.starts_with("slide")));
}

#[test]
fn remark() {
    check(
        "talk.md",
        "class: center\n\n# Hello\n\n---\nname: plan\ntemplate: inverse\n\n# Plan\n\n- Ship\n\n--\n\n- Sell\n\n.footnote[\nLoose\n]\n\n???\n\nSmile.\n",
        &[
            "slide | slide 1 › Hello | # Hello",
            "heading | slide 1 › Hello | # Hello",
            "slide | slide 2 › Plan (plan) | name: plan template: inverse # Plan - Ship -- - Sell .footnote[ Loose ] ??? Smile.",
            "link | slide 2 › Plan (plan) | name: plan",
            "heading | slide 2 › Plan | # Plan",
            "bullet | slide 2 › Plan › bullet 1 | - Ship",
            "bullet | slide 2 › Plan › bullet 2 | - Sell",
            "paragraph | slide 2 › Plan › paragraph 1 | Loose",
            "note | slide 2 › Plan › note 1 | Smile.",
        ],
    );
}

#[test]
fn books() {
    check(
        "src/SUMMARY.md",
        "# Summary\n\n[Intro](intro.md)\n\n- [One](one.md)\n  - [Deep](./one/deep.md)\n- [Draft]()\n",
        &[
            "section | Summary | # Summary [Intro](intro.md) - [One](one.md) - [Deep](./one/deep.md) - [Draft]()",
            "heading | Summary | # Summary",
            "link | Summary › paragraph 1 (intro.md) | [Intro](intro.md)",
            "link | Summary › bullet 1 (one.md) | - [One](one.md)",
            "link | Summary › bullet 1 › bullet 1 (one/deep.md) | - [Deep](./one/deep.md)",
            "bullet | Summary › bullet 2 | - [Draft]()",
        ],
    );
    let chapter = "# Loops\n\n{{#include a.rs}}\n\n<details>\n\nAsk why.\n\n- slowly\n\n</details>\n\nEnd.\n";
    let expected = [
        "heading | Loops | # Loops",
        "import | Loops › include a.rs (a.rs) | {{#include a.rs}}",
        "note | Loops › note 1 | Ask why.",
        "note | Loops › note 2 | - slowly",
        "paragraph | Loops › paragraph 1 | End.",
    ];
    let told: Vec<_> = told("src/loops.md", chapter).into_iter().filter(|unit| !unit.starts_with("section")).collect();
    assert_eq!(told, expected);
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn spans_lie_in_the_text(
            path in prop::sample::select(vec!["talk.md", "slides.md", "a.qmd", "SUMMARY.md"]),
            parts in prop::collection::vec(prop::sample::select(vec![
                "---\n", "--\n", "% é\n", "# A\n", "## B {#b .c}\n", "::: notes\n", ":::\n", ":::: {.column}\n", ". . .\n", "- a\n", "  - b\n",
                "src: ./x.md\n", "layout: cover\n", "routeAlias: é\n", "name: n\n", "class: c\n", "template: t\n", "???\n", "Note: n\n", "<!--\n",
                "-->\n", "```{r}\n", "```\n", "format: revealjs\n", "slide-level: 2\n", "words\n", "\n", "\r\n", "<v-click>\n", ".a[\n", "]\n", "{", "}",
                "{{#include x}}\n", "<details>\n", "</details>\n", "[a](b.md)\n",
            ]), 0..40),
        ) {
            let source = Source::lines(path, parts.concat());
            for unit in markdown::read(&source).units {
                prop_assert_eq!(&unit.span, &source.text.span(unit.span.bytes.clone()));
                prop_assert!(!source.text.slice(&unit.span).trim().is_empty());
            }
        }
    }
}
