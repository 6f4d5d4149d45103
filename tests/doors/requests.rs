//! Requests that were closed as duplicates of one another, rebuilt small: what each pair changed follows the public thread
//! that is named, all words are our own. Beside them what is alike and is no duplicate.
//!
//! Not here: how pairs are told (`branches`).

use super::world::{Ran, World};

/// Files and what stands in them; an empty text is a file that is taken away.
type Files = &'static [(&'static str, &'static str)];

/// The public thread, the base, what either request made of it, and a word of what is told of the two; none where nothing is.
struct Case {
    of: &'static str,
    base: Files,
    one: Files,
    other: Files,
    told: Option<&'static str>,
}

const GUIDE: &str = "# How to write a page\n\n## Tone\n\nWrite as you would speak to a friend who is new here.\n\n\
                     ## Pictures\n\nEvery picture has a caption and words for those who cannot see it.\n\n\
                     ## Links\n\nLink to the page that says it best, not to the one that says it first.\n";
const SHOP: &str = "class ShopTest < Minitest::Test\n  def test_empty_basket_costs_nothing\n    assert_equal 0, \
                    Shop.new([]).total\n  end\n\n  def test_two_books_cost_less_than_twice_one_bok\n    assert_operator \
                    Shop.new([1, 1]).total, :<, 16\n  end\nend\n";
const LANGUAGE: &str = "<?php\n\nreturn [\n    'visits_title' => 'Visits over over time',\n    'pages_title' => 'Pages that \
                        are read most',\n    'sources_title' => 'Where readers come from',\n];\n";
const ELEVATOR: &str = "# Elevator\n\n```go\nfunc NewElevator(floors int) *Elevator {\n\treturn &Elevator{floors: floors}\n}\n\n\
                        func (e *Elevator) Call(floor int) {\n\te.queue = append(e.queue, floor)\n}\n```\n\n```go\nfunc main() \
                        {\n\televator := NewElevator()\n\televator.Call(3)\n}\n```\n";
const PANEL: &str = "import React from 'react';\n\nexport function OldPanel({ title, rows }) {\n  const shown = \
                     rows.filter((row) => row.visible);\n  return (\n    <section>\n      <h2>{title}</h2>\n      \
                     {shown.map((row) => <p key={row.id}>{row.text}</p>)}\n    </section>\n  );\n}\n";
const TOOLS: &str = "[\n  { \"name\": \"Grid painter\", \"url\": \"https://grid.example/paint\" },\n  { \"name\": \"Shadow \
                     maker\", \"url\": \"https://shadow.example\" }\n]\n";
const OPTIONS: &str = "[machine]\nname = workshop\nport = 8080\n\n[camera]\nwidth = 640\n";
/// What both of two agents wrote, each under a name of its own.
macro_rules! overrides {
    () => {
        "_overrides() {\n    folder=\"$HOME/.local/share/flatpak/overrides\"\n    kept=\"$HOME/.cache/overrides-$(date +%s)\"\n    if [ ! -d \"$folder\" ]; then\n        echo \"no overrides to reset\" >&2\n        return 0\n    fi\n    mkdir -p \"$kept\"\n    for override in \"$folder\"/*; do\n        mv \"$override\" \"$kept/\"\n        flatpak override --user --reset \"$(basename \"$override\")\"\n    done\n    flatpak repair --user\n    systemctl --user restart xdg-desktop-portal.service\n    notify-send \"Overrides were reset\" \"The old ones are kept in $kept\"\n}"
    };
}

const CASES: &[Case] = &[
    Case {
        of: "wandb/weave#7553",
        base: &[
            ("migrations/035_users.up.sql", "CREATE TABLE users (id INT);\n"),
            ("migrations/036_calls.up.sql", "CREATE TABLE calls (id INT);\n"),
        ],
        one: &[("migrations/037_queues.up.sql", "CREATE TABLE queues (id INT, label TEXT);\n")],
        other: &[("migrations/037_expiry.up.sql", "ALTER TABLE calls ADD COLUMN expires_at TIMESTAMP;\n")],
        told: Some("identifier-collision"),
    },
    Case {
        of: "openedx/license-manager#224",
        base: &[
            ("subscriptions/migrations/0024_plan.py", "dependencies = []\n"),
            ("subscriptions/migrations/0025_seats.py", "dependencies = [('subscriptions', '0024_plan')]\n"),
        ],
        one: &[(
            "subscriptions/migrations/0026_renewal_date.py",
            "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    dependencies = [('subscriptions', '0025_seats')]\n    operations = [migrations.AddField('plan', 'renews_on', models.DateField(null=True))]\n",
        )],
        other: &[(
            "subscriptions/migrations/0026_notify_admins.py",
            "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    dependencies = [('subscriptions', '0025_seats')]\n    operations = [migrations.AddField('plan', 'notifies', models.BooleanField(default=True))]\n",
        )],
        told: Some("identifier-collision"),
    },
    Case {
        of: "Untrivial-ai/agent-orchestrator#2294",
        base: &[
            ("db/0018_jobs.sql", "CREATE TABLE jobs (id INT);\n"),
            ("db/0019_runs.sql", "CREATE TABLE runs (id INT);\n"),
        ],
        one: &[("db/0020_reviews.sql", "CREATE TABLE reviews (run_id INT, verdict TEXT);\n")],
        other: &[("db/0020_tokens.sql", "CREATE TABLE tokens (owner TEXT, spent INT);\n")],
        told: Some("identifier-collision"),
    },
    Case {
        of: "processing/p5.js-web-editor#2302 and #2463",
        base: &[("client/OldPanel.jsx", PANEL), ("client/App.jsx", "export const App = () => null;\n")],
        one: &[("client/OldPanel.jsx", "")],
        other: &[("client/OldPanel.jsx", "")],
        told: Some("both make one change"),
    },
    Case {
        of: "exercism/ruby#1613 and #1615",
        base: &[("test/shop_test.rb", SHOP)],
        one: &[("test/shop_test.rb", "s/one_bok/one_book/")],
        other: &[("test/shop_test.rb", "s/one_bok/one_book/")],
        told: Some("both make one change"),
    },
    Case {
        of: "rainlab/googleanalytics-plugin#46 and #47",
        base: &[("lang/en/lang.php", LANGUAGE)],
        one: &[("lang/en/lang.php", "s/over over/over/")],
        other: &[("lang/en/lang.php", "s/over over/over/")],
        told: Some("both make one change"),
    },
    Case {
        of: "freeCodeCamp/guide#253 and #255",
        base: &[("style.md", GUIDE)],
        one: &[(
            "style.md",
            "a/speak to a friend who is new here./\n\nThe title of a page names its subject in at most six words and starts with a capital letter.",
        )],
        other: &[(
            "style.md",
            "a/not to the one that says it first./\n\n## Titles\n\nThe title of each page names its subject in at most six words and starts with a capital letter.",
        )],
        told: Some("duplicate-addition"),
    },
    Case {
        of: "ashishps1/awesome-low-level-design#104",
        base: &[("elevator.md", ELEVATOR)],
        one: &[("elevator.md", "s/NewElevator()/NewElevator(12)/")],
        other: &[("elevator.md", "s/NewElevator()/NewElevator(12)/")],
        told: Some("both make one change"),
    },
    Case {
        of: "stefanjudis/tiny-helpers#271",
        base: &[("helpers.json", TOOLS)],
        one: &[(
            "helpers.json",
            "s/[\n  {/[\n  { \"name\": \"Blob drawer\", \"url\": \"https://blobs.example/draw\" },\n  {/",
        )],
        other: &[(
            "helpers.json",
            "s/example\" }/example\" },\n  { \"name\": \"Blob drawer\", \"url\": \"https://blobs.example/draw\" }/",
        )],
        told: Some("duplicate-addition"),
    },
    Case {
        of: "projectbluefin/common#919 and #921",
        base: &[
            ("apps.sh", "#!/bin/sh\nrefresh() {\n    fwupdmgr refresh --force\n}\n"),
            ("system.sh", "#!/bin/sh\nready() {\n    echo ready\n}\n"),
        ],
        one: &[("apps.sh", concat!("a/refresh --force\n}/\n\nfix", overrides!()))],
        other: &[("system.sh", concat!("a/echo ready\n}/\n\nreset", overrides!()))],
        told: Some("near-duplicate-addition"),
    },
    // What is alike and is no duplicate.
    Case {
        of: "two migrations with numbers of their own",
        base: &[("db/0018_jobs.sql", "CREATE TABLE jobs (id INT);\n")],
        one: &[("db/0019_reviews.sql", "CREATE TABLE reviews (run_id INT, verdict TEXT);\n")],
        other: &[("db/0020_tokens.sql", "CREATE TABLE tokens (owner TEXT, spent INT);\n")],
        told: None,
    },
    Case {
        of: "two tests of one shop",
        base: &[("test/shop_test.rb", SHOP)],
        one: &[(
            "test/shop_test.rb",
            "s/class ShopTest < Minitest::Test\n/class ShopTest < Minitest::Test\n  def test_one_book_costs_eight\n    assert_equal 8, Shop.new([1]).total\n  end\n\n/",
        )],
        other: &[(
            "test/shop_test.rb",
            "s/:<, 16\n  end\n/:<, 16\n  end\n\n  def test_order_does_not_matter\n    assert_equal Shop.new([1, 2]).total, Shop.new([2, 1]).total\n  end\n/",
        )],
        told: None,
    },
    Case {
        of: "two tools at two addresses",
        base: &[("helpers.json", TOOLS)],
        one: &[(
            "helpers.json",
            "s/[\n  {/[\n  { \"name\": \"Blob drawer\", \"url\": \"https://blobs.example/draw\" },\n  {/",
        )],
        other: &[(
            "helpers.json",
            "s/example\" }/example\" },\n  { \"name\": \"Wave cutter\", \"url\": \"https://waves.example\" }/",
        )],
        told: None,
    },
    Case {
        of: "two options of two sections",
        base: &[("settings.ini", OPTIONS)],
        one: &[("settings.ini", "s/port = 8080/port = 8080\ntimeout = 30/")],
        other: &[("settings.ini", "s/width = 640/width = 640\nheight = 480/")],
        told: None,
    },
];

/// Makes of a file what a case says: the text itself, nothing, `s/what/other/` or `a/after this/that/`.
fn written(world: &World, files: Files) {
    for (path, text) in files {
        let parts = |rest: &str| {
            let rest = rest.strip_suffix('/').unwrap_or(rest).to_owned();
            rest.split_once('/').map(|(one, other)| (one.to_owned(), other.to_owned()))
        };
        let before = world.read(path);
        let edited = match (text.strip_prefix("s/"), text.strip_prefix("a/")) {
            (Some(rest), _) => parts(rest).map(|(what, other)| before.replacen(&what, &other, 1)),
            (_, Some(rest)) => parts(rest).map(|(after, that)| before.replacen(&after, &format!("{after}{that}"), 1)),
            _ => None,
        };
        match edited {
            _ if text.is_empty() => std::fs::remove_file(world.path(path)).expect("because it is there"),
            Some(edited) => {
                assert_ne!(edited, before, "{path}");
                world.write(path, edited);
            }
            None => world.write(path, text),
        }
    }
}

fn asked(case: &Case) -> Ran {
    let world = World::new();
    written(&world, case.base);
    world.commit("where both begin");
    for (name, files) in [("one", case.one), ("other", case.other)] {
        world.git(&format!("checkout -q -b {name} main")).expect_code(0);
        written(&world, files);
        world.commit(name);
    }
    world.git("checkout -q one").expect_code(0);
    world.oneness("branches")
}

#[test]
fn requests_that_were_closed_as_duplicates_are_told_before_either_is_merged() {
    for case in CASES {
        let ran = asked(case);
        match case.told {
            Some(word) => assert!(ran.out.contains(word), "{}: {}{}", case.of, ran.out, ran.err),
            None => assert_eq!((ran.out.as_str(), ran.code), ("", 0), "{}: {}", case.of, ran.err),
        }
        assert_eq!(ran.code, i32::from(ran.out.contains("error[") || ran.out.contains("warning[")), "{}", case.of);
    }
    assert_eq!(CASES.iter().filter(|case| case.told.is_some()).count(), 10);
}

#[test]
fn a_request_is_held_against_what_its_target_got() {
    let world = World::said_twice();
    for words in ["check --pr main side", "check --pr main...side", "check main...side"] {
        let ran = world.oneness(words).expect_code(1);
        assert!(ran.out.contains("duplicate-addition"), "{words}: {}", ran.out);
    }
    // Squashed, it leaves no merge to read; and then the branch is on the target already.
    world.git("merge -q --squash side").expect_code(0);
    world.commit("squashed (#1)");
    world.git("checkout -q side").expect_code(0);
    let ran = world.oneness("branches").expect_code(0);
    assert!(ran.out.contains("side: its change is on main already, as "), "{}", ran.out);
    world.oneness("check --pr main nothing").expect_code(2);
    world.oneness("check --pr main side more").expect_code(2);
}
