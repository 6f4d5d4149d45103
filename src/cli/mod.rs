//! The commands: what was typed becomes what is meant. One file a command, holding its arguments and one function.
//!
//! Not here: any work. A command opens a door, calls the library and returns what to print.

pub mod allow;
pub mod answer;
pub mod audit;
pub mod branches;
pub mod check;
pub mod completions;
mod current;
mod decide;
pub mod demo;
pub mod doctor;
pub mod drop;
mod entry;
pub mod explain;
mod followed;
pub mod hook;
pub mod install;
mod interactive;
pub mod known;
pub mod languages;
pub mod look;
pub mod man;
pub mod mcp;
mod meant;
pub mod merge;
pub mod merge_driver;
mod narrow;
pub mod outcome;
pub mod outputs;
pub mod review;
pub mod textconv;
mod thumbnails;
pub mod tune;
pub mod uninstall;
mod why;
mod written;

use std::io::Write;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::config;
use crate::error::{Result, printable};
use outcome::Outcome;

/// The version, and the commit it was built of where that is known.
const VERSION: &str = env!("ONENESS_VERSION");

/// Tells what has been said twice when two people's work is merged.
#[derive(Debug, Parser)]
#[command(name = "oneness", version = VERSION, about, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 nothing found, 1 findings, 2 could not work.")]
#[command(arg_required_else_help = true)]
pub struct Cli {
    /// Print the configuration that holds here, with all its values, and where it was found
    #[arg(long)]
    pub dump_config: bool,
    /// When to colour what is printed; NO_COLOR and CLICOLOR_FORCE are heard, too
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

impl Color {
    /// Decides for this process, before anything is printed.
    pub fn choose(self) {
        let choice = match self {
            Color::Auto => return,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Checks a merge: one that is done, one under way, one to come, or plain files
    Check(check::Check),
    /// Checks every merge of a range, one line a merge
    Audit(audit::Audit),
    /// Compares what I add with what every other unmerged branch, remote branch and work tree adds
    Branches(branches::BranchesCommand),
    /// Fits the threshold and a few weights to what became of this repository's own pairs
    Tune(tune::Tune),
    /// Shows what it finds, on a small repository made for the purpose
    Demo(demo::Demo),
    /// Merges two copies of one file: decks slide by slide, texts line by line
    Merge(merge::Merge),
    /// Prints the manual page of a kind of finding
    Explain(explain::Explain),
    /// Lists what it can read
    Languages(languages::Languages),
    /// Makes git call oneness: hooks for whole merges, and a merge driver for single files
    Install(install::Install),
    /// Takes away what `oneness install` wrote, to the byte
    Uninstall(uninstall::Uninstall),
    /// Says whether git will call oneness, and what to type where it will not
    Doctor(doctor::Doctor),
    /// Allows one pair for good; it is written to .oneness/allowed.toml, to be reviewed and committed like code
    Allow(allow::Allow),
    /// Opens a page in the browser on which each finding of a merge is decided
    Review(review::Review),
    /// Takes away one of the two copies of a finding, in the work tree; during a merge the file is staged
    Drop(drop::Drop),
    /// Answers the questions of an agent over standard input and output (Model Context Protocol)
    Mcp(mcp::Mcp),
    /// Compares what is about to be committed; called by git's hooks
    Hook(hook::Hook),
    /// Prints the text of a document; called by git to show what changed in it
    Textconv(textconv::Textconv),
    /// Prints completions for a shell
    Completions(completions::Completions),
    /// Prints the manual page, as `man` reads it
    Man(man::Manual),
    /// Compares both sides of one file; called by the merge driver
    #[command(hide = true)]
    Look(look::Look),
    /// Merges one file as git would, then tells what both sides said twice; called by git
    MergeDriver(merge_driver::MergeDriver),
}

/// Runs what was typed, writes to `out`, and returns the exit code: 0 nothing found, 1 findings.
///
/// # Errors
/// Whatever keeps the command from its work, in one line.
pub fn run(cli: Cli, out: &mut dyn Write) -> Result<u8> {
    let outcome = match cli.command {
        Some(command) if !cli.dump_config => match command {
            Command::Audit(command) => return command.run(out),
            Command::Review(command) => return command.run(out),
            Command::Mcp(command) => return command.run(out),
            Command::Branches(command) => return command.run(out),
            Command::Check(command) => command.run(),
            Command::Tune(command) => command.run(),
            Command::Demo(command) => command.run(),
            Command::Merge(command) => command.run(),
            Command::Explain(command) => command.run(),
            Command::Languages(command) => command.run(),
            Command::Install(command) => command.run(),
            Command::Uninstall(command) => command.run(),
            Command::Doctor(command) => command.run(),
            Command::Allow(command) => command.run(),
            Command::Drop(command) => command.run(),
            Command::Hook(command) => command.run(),
            Command::Textconv(command) => command.run(),
            Command::Completions(command) => command.run(Cli::command()),
            Command::Man(command) => command.run(Cli::command()),
            Command::Look(command) => command.run(),
            Command::MergeDriver(command) => command.run(),
        },
        _ => dumped_config(),
    }?;
    outcome::write(out, &outcome.text)?;
    Ok(outcome.code)
}

/// Prints the configuration as `oneness.toml` would hold it.
fn dumped_config() -> Result<Outcome> {
    let found = config::find(&std::env::current_dir().unwrap_or_default())?;
    let place = found.path.map_or("no file; these are the defaults".to_owned(), |path| path.display().to_string());
    // Patterns and paths come from a repository.
    let text = format!("# {place}\n{}", config::dump(&found.file));
    Ok(Outcome::told(text.lines().map(|line| printable(line) + "\n").collect::<String>()))
}
