//! A small number of mutated texts, documents and decks: no reader and no merge falls over, whatever it is given.
//!
//! Not here: what is mutated and how (`fuzz`); many thousand of them (`cargo run --example fuzz`).

/// So many are played; the debug build takes some seconds for them.
const COUNT: u64 = 150;

#[test]
fn no_mutant_makes_anything_fall_over() {
    let wrong: Vec<String> = (0..COUNT)
        .filter_map(|at| {
            let played = std::panic::catch_unwind(|| crate::fuzz::play(7, at));
            let sort = crate::fuzz::describe(7, at);
            played
                .unwrap_or_else(|_| Err("it panics".to_owned()))
                .err()
                .map(|wrong| format!("7 {at} ({sort}): {wrong}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
