//! Git's own doors: merge driver, hooks, installation.
