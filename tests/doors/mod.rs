//! Git's own doors, each tried with the real git: merge driver, hooks, installation, hook managers, and what happens
//! when a machine fails.

mod decks;
mod documents;
mod driver;
mod events;
mod faults;
mod install;
mod left;
mod managers;
mod old_git;
mod paths;
mod spellings;
mod tried;
mod world;
