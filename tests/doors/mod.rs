//! Git's own doors, each tried with the real git: merge driver, hooks, installation, hook managers, and what happens
//! when a machine fails.

mod agents;
mod allows;
mod audits;
mod branches;
mod comments;
mod configs;
mod copies;
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
mod old_git;
mod paths;
mod rebases;
mod requests;
mod situations;
mod spellings;
mod texts;
mod tried;
mod unread;
mod whys;
mod words;
mod world;
