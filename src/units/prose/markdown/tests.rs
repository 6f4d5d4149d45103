//! What the reader makes of documents and decks, line by line.

use std::fmt::Write;

use super::*;

fn units(path: &str, text: &str) -> Vec<Unit> {
    let source = Source::lines(path, text);
    let mut units = read(&source).units;
    crate::units::prose::lists::mark_links(&source.text, &mut units);
    units
}

/// Tells each unit on a line: lines, kind, level, name, identity, container, place.
fn told(path: &str, text: &str) -> String {
    let mut told = String::new();
    for unit in units(path, text) {
        let lines = format!("{}-{}", unit.span.start_line, unit.span.end_line);
        let name = unit.name.as_deref().unwrap_or("-");
        let identity = unit.identity.as_deref().unwrap_or("-");
        let set = if unit.container.set_like { " (set)" } else { "" };
        let (kind, level, path, place) = (unit.kind.name(), unit.level, &unit.container.path, &unit.place);
        writeln!(told, "{lines} {kind} {level} | {name} | {identity} | {path}{set} | {place}")
            .expect("because a string");
    }
    told
}

/// `ONENESS_BLESS=1` writes the list anew.
#[test]
fn samples_are_read_as_listed() {
    let found: String = SAMPLES.iter().map(|(path, text)| format!("=== {path}\n{}", told(path, text))).collect();
    if std::env::var_os("ONENESS_BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/units/prose/markdown/tests.units");
        std::fs::write(path, &found).expect("the list can be written");
        return;
    }
    for (found, listed) in found.lines().zip(include_str!("tests.units").lines()) {
        assert_eq!(found, listed);
    }
    assert_eq!(found.lines().count(), include_str!("tests.units").lines().count());
}

const SAMPLES: &[(&str, &str)] = &[
    ("guide.md", GUIDE),
    ("list.md", LINKS),
    ("CHANGELOG.md", CHANGELOG),
    ("talk.md", MARP),
    ("slides.md", SLIDEV),
    ("reveal.md", REVEAL),
    ("talk/remark.md", REMARK),
    ("plain.md", RULED),
    ("README.md", HTML),
];

const GUIDE: &str = "---
title: Guide
tags:
  - a
---
# The *Guide*

Welcome to the guide.
It is short.

## Install `now` {#setup}

- [x] Get it
- Run it
  - with care

    and patience
  - again
1. First

| Name | Age |
|------|-----|
| Ann  | 3   |
| Bob  | 4   |

Next
----

> Quoted words
> go here.

```rust
# no heading
---
```

See [a] and[^n].

[a]: https://a.example \"A\"
[^n]: A footnote.
";

const LINKS: &str = "# Awesome

## Parsers

* [Zoo](https://www.zoo.org/) - animals
* [Ape](http://ape.org) - one animal
  - [Chimp](https://chimp.org)
* Bee, which has no link
* ![b](https://b.io/x.svg) [Cow](https://cow.org) - milk

## Talk

- Alpha said [so](https://x.org)
- Beta did not
- Gamma neither
";

const CHANGELOG: &str = "# Changelog

## [1.1.0] - 2024-02-01

### Added

- A new parser ([#12](https://github.com/a/b/pull/12))
- Another ([#13](https://github.com/a/b/pull/13))
- And one more ([#14](https://github.com/a/b/pull/14))

## [1.0.0] - 2024-01-01

### Added

- Everything

[1.1.0]: https://github.com/a/b/compare/1.0.0...1.1.0
";

const MARP: &str = "---
marp: true
theme: default
headingDivider: 2
---

<!-- paginate: true -->

# Welcome

Hello there.

<!-- Smile at
the people. -->

---

- An entry alone

***

## Roadmap

- Ship it
- Sell it

```yaml
---
a: b
---
```

## Roadmap

* Tell it

Setext
------

Words.
";

const SLIDEV: &str = "---
theme: seriph
title: My talk
---

# Welcome

<!-- not the last -->

Press space.

<!-- Say hello -->

---
layout: two-cols
routeAlias: plan
---

# Roadmap

- Ship it

::right::

- Sell it

---

<!--
Notes alone.
Two lines.
-->

---
src: ./pages/more.md
---
";

const REVEAL: &str = "# Welcome

Note: smile

---

## Roadmap

- Ship it

--

## Details

- Sell it

Note:
Speak slowly.

Breathe.

---

## End
";

const REMARK: &str = "class: center, middle

# Welcome

---
name: plan

# Roadmap

- Ship it

--

- Sell it
---

A long paragraph that goes straight into the ruler.
---

# End

???

Thank them.
";

const RULED: &str = "# Report

Words.

---

More words that follow.

---

The end.
";

const HTML: &str = "<p align=\"center\">
  <img src=\"https://a.b/c.png\">
</p>

<!-- a comment
over lines -->

<ul>
  <li><a href=\"https://a.org/\">A</a></li>
  <li><a href=\"https://b.org\">B</a>
    more of B</li>
  <li>C</li>
</ul>

<div>
Hello <b>people</b>
</div>
";
