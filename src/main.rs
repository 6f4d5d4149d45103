//! Arguments in, exit code out.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use oneness::cli::{self, Cli};

/// Could not work: the caller must not read silence as "nothing found".
const TROUBLE: u8 = 2;

/// Git takes 1 to 128 from a merge driver for "conflicts are marked in the file": a driver that does not understand its
/// arguments must say more, or the other side's work is gone with the next commit.
const TROUBLE_OF_DRIVER: u8 = 129;

fn main() -> ExitCode {
    let typed = match Cli::try_parse() {
        Ok(typed) => typed,
        Err(error) => {
            // Help that cannot be written is no help; a reader that closed the pipe has seen enough.
            let is_lost = error.print().is_err_and(|error| error.kind() != std::io::ErrorKind::BrokenPipe);
            if is_lost && !error.use_stderr() {
                let _ = writeln!(anstream::stderr(), "oneness: cannot write the answer");
                return ExitCode::from(TROUBLE);
            }
            let is_driver = std::env::args_os().nth(1).is_some_and(|word| word == "merge-driver");
            let code = if is_driver { TROUBLE_OF_DRIVER } else { TROUBLE };
            return ExitCode::from(if error.use_stderr() { code } else { 0 });
        }
    };
    typed.color.choose();
    match cli::run(typed, &mut anstream::stdout()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            let _ = writeln!(anstream::stderr(), "oneness: {error}");
            ExitCode::from(TROUBLE)
        }
    }
}
