//! The house stands as ARCHITECTURE.md says: imports run downhill from room to room, and no file reaches itself.
//!
//! Not here: how imports are read off the files (`imports`).

mod imports;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use imports::{Graph, Sources, graph};

/// Imports in rooms under construction that the laws pass over for now: from, to, why. The list only shrinks; a
/// line that nothing needs any more fails the test, too.
const UNDER_CONSTRUCTION: &[(&str, &str, &str)] = &[];

#[test]
fn no_file_reaches_itself() {
    assert_eq!(circles(&house()), Vec::<String>::new());
}

#[test]
fn imports_run_downhill_from_room_to_room() {
    let graph = house();
    assert_eq!(uphill(&graph, &rooms(&sources()["lib.rs"])), Vec::<String>::new());
}

#[test]
fn nothing_imports_from_the_root_of_the_crate() {
    let from_root = |(_, imports): &(String, BTreeSet<String>)| imports.contains("lib.rs");
    let guests: Vec<String> = house().into_iter().filter(from_root).map(|(file, _)| file).collect();
    assert_eq!(guests, Vec::<String>::new());
}

#[test]
fn what_is_under_construction_is_needed() {
    let graph = graph(&sources());
    let is_gone = |(from, to, _): &&(&str, &str, &str)| !graph.get(*from).is_some_and(|imports| imports.contains(*to));
    let gone: Vec<_> = UNDER_CONSTRUCTION.iter().filter(is_gone).collect();
    assert!(gone.is_empty(), "these lines can go: {gone:?}");
}

/// All imports of the program, without those under construction.
fn house() -> Graph {
    let mut graph = graph(&sources());
    for (from, to, _) in UNDER_CONSTRUCTION {
        if let Some(imports) = graph.get_mut(*from) {
            imports.remove(*to);
        }
    }
    graph
}

fn sources() -> Sources {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut sources, mut open) = (Sources::new(), vec![top.clone()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("the sources are there") {
            let path = entry.expect("a folder can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&top).expect("it stands below").components();
                let name: Vec<_> = name.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
                sources.insert(name.join("/"), std::fs::read_to_string(&path).expect("a source is text"));
            }
        }
    }
    sources
}

/// Finds the shortest circle through each file that no circle before told.
fn circles(graph: &Graph) -> Vec<String> {
    let (mut told, mut circles) = (BTreeSet::new(), Vec::new());
    for file in graph.keys() {
        if told.contains(file.as_str()) {
            continue;
        }
        if let Some(circle) = circle(graph, file) {
            circles.push([&circle[..], &[file]].concat().join(" -> "));
            told.extend(circle);
        }
    }
    circles
}

/// Finds the shortest way from a file to itself.
fn circle<'g>(graph: &'g Graph, start: &'g str) -> Option<Vec<&'g str>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(file) = open.pop_front() {
        for next in graph.get(file).into_iter().flatten() {
            if next == start {
                let mut way = vec![file];
                while let Some(step) = way.last().filter(|step| **step != start).and_then(|step| before.get(step)) {
                    way.push(step);
                }
                way.reverse();
                return Some(way);
            }
            if !before.contains_key(next.as_str()) {
                before.insert(next, file);
                open.push_back(next);
            }
        }
    }
    None
}

/// Lists the rooms in the order in which the root declares them.
fn rooms(root: &str) -> Vec<&str> {
    root.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect()
}

/// Tells the imports that lead from a room to one that is declared below it.
fn uphill(graph: &Graph, rooms: &[&str]) -> Vec<String> {
    let room = |file: &str| {
        let name = file.split('/').next().unwrap_or_default();
        rooms.iter().position(|room| *room == name.trim_end_matches(".rs"))
    };
    let all = graph.iter().flat_map(|(from, imports)| imports.iter().map(move |to| (from, to)));
    let up = all.filter(|(from, to)| room(from).zip(room(to)).is_some_and(|(from, to)| from < to));
    up.map(|(from, to)| format!("{from} -> {to}")).collect()
}

fn small(files: &[(&str, &str)]) -> Graph {
    graph(&files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
}

#[test]
fn a_circle_is_seen_however_it_is_written() {
    let hall = ("lib.rs", "mod a;\nmod b;\nmod c;\nmod a_test;");
    let ways = [
        "use crate::c::Thing;",
        "use super::{b::Other, c};",
        "use crate::{b, c::{self, deep::Thing}};",
        "fn f() -> u8 { matches!(x, Some(crate::c::Thing::One)).into() }",
        "fn f(thing: &super::c::Thing) {}",
        "use crate::c as other;\nfn f() { other::make() }",
        "mod inner { use super::super::c::*; }",
        "const QUOTE: char = '\"'; fn f<'a>(text: &'a str) { super::c::make('\\'') }",
    ];
    for way in ways {
        let found = circles(&small(&[hall, ("a.rs", way), ("b.rs", ""), ("c.rs", "use super::a;")]));
        assert_eq!(found, ["a.rs -> c.rs -> a.rs"], "{way}");
    }
    let hall_uses = small(&[("a/mod.rs", "mod b;\nfn f() { b::make() }"), ("a/b.rs", "use super::Noun;")]);
    assert_eq!(circles(&hall_uses), ["a/b.rs -> a/mod.rs -> a/b.rs"]);
    let long = small(&[("a.rs", "use crate::b;"), ("b.rs", "use crate::c::d::X;"), ("c/d.rs", "use crate::a::Y;")]);
    assert_eq!(circles(&long), ["a.rs -> b.rs -> c/d.rs -> a.rs"]);
}

#[test]
fn what_only_looks_like_a_circle_is_none() {
    let quiet = [
        "// use crate::c::Thing;\n/* crate::c::Thing /* crate::c */ crate::c */",
        "const TEXT: &str = \"crate::c::Thing\"; const RAW: &str = r#\"\"crate::c::Thing\"#;",
        "#[cfg(test)]\nmod tests { use super::*; use crate::c::Thing; fn f() { if x { } } }",
        "#[cfg(test)]\nuse crate::c::{Thing, other};",
        "#[cfg(test)]\nmod tests;",
        "pub(in crate::c) fn f() {}",
        "use other::c::Thing; fn f(x: X) { x.c::<u8>(); c::Thing }",
    ];
    for text in quiet {
        let files =
            [("lib.rs", "mod a; mod c;"), ("a.rs", text), ("a/tests.rs", "use crate::c;"), ("c.rs", "use crate::a;")];
        assert_eq!(circles(&small(&files)), Vec::<String>::new(), "{text}");
    }
    let hall_declares = small(&[("a/mod.rs", "pub mod b;\npub struct Noun;"), ("a/b.rs", "use super::Noun;")]);
    assert_eq!(circles(&hall_declares), Vec::<String>::new());
}

#[test]
fn a_way_uphill_is_seen() {
    let files = [("error.rs", "use crate::report::text;"), ("report/text.rs", "use crate::error::Error;")];
    let rooms = rooms("pub mod error;\npub mod report;\npub use report::text;");
    assert_eq!(rooms, ["error", "report"]);
    assert_eq!(uphill(&small(&files), &rooms), ["error.rs -> report/text.rs"]);
}
