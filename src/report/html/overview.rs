//! What stands above the cards where many lines of work are told: who collides with whom, and in which order they are merged.
//!
//! Not here: what is put into it (`report::branches::page`); the template escapes all of it.

/// The tables of the page.
#[derive(Debug, Default)]
pub(crate) struct Overview {
    pub(crate) title: String,
    /// How much was looked at.
    pub(crate) lead: Vec<String>,
    /// One, other, what was found, what git would say, how long they have not seen each other.
    pub(crate) pairs: Vec<[String; 5]>,
    /// Who collides with whom, at a glance.
    pub(crate) grid: Option<Grid>,
    /// The order in which merging hurts least.
    pub(crate) steps: Vec<String>,
    /// What the main line holds already.
    pub(crate) on_main: Vec<String>,
}

/// A square of cells; the columns are numbered like the rows.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    /// The name of each line of work, and its cells.
    pub(crate) rows: Vec<(String, Vec<String>)>,
}
