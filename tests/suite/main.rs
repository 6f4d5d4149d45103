//! The integration tests, in one binary.
//!
//! Not here: tests of single functions; they stand at the end of the file they test.

/// Repositories, programs and readable reports, for all suites.
mod support;

/// Every folder of `fixtures/`, through every door.
mod cases;

/// Laws that hold for any three texts.
mod laws;

/// What is wrong, hostile or unusual.
mod bad_input;

/// What is printed, and how.
mod output;

/// All that can be read, as one table.
mod readers;

/// Every output, as somebody read it and for other programs.
mod formats;

/// What a person decides of findings.
mod decisions;

/// Merged decks, for other programs to look at.
mod pages;

/// Documents against the program.
mod papers;

/// What is huge or deep.
mod budgets;

/// Mutated input, in a small number; `tests/fuzz` plays more of them.
#[path = "../fuzz/cases/mod.rs"]
mod fuzz;
mod mutants;

/// Imports run downhill, and never in a circle.
mod house;

/// Git's own doors, with the real git: merge driver, hooks, installation, machines that fail.
#[path = "../doors/mod.rs"]
mod doors;
