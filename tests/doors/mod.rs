//! Git's own doors, each tried with the real git: merge driver, hooks, installation, hook managers, and what happens
//! when a machine fails.

mod agents;
mod allows;
mod audits;
mod branches;
mod comments;
mod configs;
mod conflict_copies;
mod copies;
#[cfg(any(feature = "automerge", feature = "yjs"))]
mod crdt;
mod decks;
mod documents;
mod driver;
mod events;
mod fates;
mod faults;
mod hostile;
mod install;
mod left;
mod managers;
mod manners;
mod mcp;
mod old_git;
mod paths;
mod rebases;
mod requests;
mod situations;
mod spellings;
mod texts;
mod tongues;
mod tried;
mod unread;
mod whys;
mod windows;
mod words;
mod world;
