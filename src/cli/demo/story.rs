//! The story that the demonstration tells: who changes what, and when.
//!
//! Not here: git, output.

/// One person's commit: a file, a line of it, and what is put behind that line.
pub(super) struct Change {
    /// The author.
    pub(super) who: &'static str,
    /// The author's time.
    pub(super) when: &'static str,
    /// The subject of the commit.
    pub(super) subject: &'static str,
    /// The file.
    pub(super) path: &'static str,
    /// A line of the file.
    pub(super) after: &'static str,
    /// What comes behind it.
    pub(super) text: &'static str,
}

/// What the files hold when the two lines of work part.
pub(super) const BASE: &[(&str, &str)] = &[("review.md", DECK), ("src/title.rs", TITLE), ("src/url.rs", URL)];

/// What happens on `main`.
pub(super) const OURS: &[Change] = &[
    Change {
        who: "Anna",
        when: "2026-03-02T09:12:00+01:00",
        subject: "Review: say that version 1 ends",
        path: "review.md",
        after: "- Two vendor contracts end in summer",
        text: "- Support for version 1 ends on 31 March 2027\n",
    },
    Change {
        who: "Chris",
        when: "2026-03-02T15:40:00+01:00",
        subject: "Titles have slugs",
        path: "src/title.rs",
        after: "}",
        text: SLUG,
    },
];

/// What happens on `review` at the same time.
pub(super) const THEIRS: &[Change] = &[
    Change {
        who: "Ben",
        when: "2026-03-03T11:05:00+01:00",
        subject: "Review: version 1",
        path: "review.md",
        after: "- Move the last service off the old cluster",
        text: "- Version 1 is supported until 31 March 2027, then support ends\n",
    },
    Change {
        who: "Dana",
        when: "2026-03-03T17:23:00+01:00",
        subject: "Safe names in addresses",
        path: "src/url.rs",
        after: "}",
        text: SAFE,
    },
];

const DECK: &str = "\
---
marp: true
---

# Spring review

---

## Where we are

- Uptime 99.95 % over the quarter

---

## What shipped

- A new billing pipeline

---

## Costs

- Cloud spend as in autumn

---

## Risks

- Two vendor contracts end in summer

---

## What is next

- Move the last service off the old cluster
";

/// The slides of the same review as a PowerPoint deck: title and bullets.
pub(super) const SLIDES: &[(&str, &[&str])] = &[
    ("Spring review", &["Platform team"]),
    ("Where we are", &["Uptime 99.95 % over the quarter"]),
    ("What shipped", &["A new billing pipeline"]),
    ("Costs", &["Cloud spend as in autumn"]),
    ("Risks", &["Two vendor contracts end in summer"]),
    ("What is next", &["Move the last service off the old cluster"]),
];

/// What Anna adds to her copy of the deck: the title of the slide and the bullet.
pub(super) const ANNA_SAYS: (&str, &str) = ("Risks", "Support for version 1 ends on 31 March 2027");
/// What Ben adds to his.
pub(super) const BEN_SAYS: (&str, &str) =
    ("What is next", "Version 1 is supported until 31 March 2027, then support ends");

const TITLE: &str = "\
//! Titles of pages.

pub fn shout(title: &str) -> String {
    title.to_uppercase()
}
";

const URL: &str = "\
//! Addresses of pages.

pub fn join(host: &str, path: &str) -> String {
    format!(\"https://{host}/{path}\")
}
";

const SLUG: &str = "
/// Turns a title into a slug: lower case, dashes between words.
pub fn slugify(title: &str) -> String {
    let mut slug = String::new();
    for letter in title.chars() {
        if letter.is_alphanumeric() {
            slug.extend(letter.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}
";

const SAFE: &str = "
/// Makes a name safe to stand in an address.
pub fn url_safe(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}
";
