//! Arguments in, exit code out.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use oneness::cli::{self, Cli};

/// Could not work: the caller must not read silence as "nothing found".
const TROUBLE: u8 = 2;

fn main() -> ExitCode {
    match cli::run(Cli::parse()) {
        Ok(outcome) => {
            // A reader that closed the pipe has seen enough: that is no error of ours.
            let _ = anstream::stdout().write_all(outcome.text.as_bytes());
            ExitCode::from(outcome.code)
        }
        Err(error) => {
            let _ = writeln!(anstream::stderr(), "oneness: {error}");
            ExitCode::from(TROUBLE)
        }
    }
}
