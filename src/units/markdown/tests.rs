//! What the reader makes of documents and decks.

use super::*;

fn read_as(path: &str, text: &str) -> Vec<Unit> {
    read(&Source::lines(path, text)).units
}

#[test]
fn smoke() {
    for unit in read_as("a.md", "# A\n\n- x\n  - y\n\n[a]: b\n") {
        println!("{unit:?}");
    }
}
