//! Git's own doors, each tried with the real git: merge driver, hooks, installation, hook managers, and what happens
//! when a machine fails.

mod allows;
mod audits;
mod comments;
mod decks;
mod documents;
mod driver;
mod events;
mod faults;
mod hostile;
mod install;
mod managers;
mod manners;
mod rebases;
mod unread;
mod whys;
mod words;
mod world;
