//! `oneness mcp`: the questions of an agent, answered over standard input and output by the Model Context Protocol. It
//! looks only into the repository in which it was started, and nothing of that repository is ever run.
//!
//! Not here: the protocol (`mcp::protocol`), what each tool answers (one file a tool).

mod branches;
mod check;
mod drop;
mod explain;
mod protocol;
mod tool;

use std::io::{BufRead, ErrorKind, Read, Write};

use clap::Args;

use crate::error::{Error, Result};
use tool::Tool;

/// A message that is longer is refused: every question fits many times over.
const MAX_MESSAGE: u64 = 1 << 20;

/// What can be asked.
const TOOLS: &[Tool] = &[check::TOOL, branches::TOOL, explain::TOOL, drop::TOOL];

/// Answers the questions of an agent over standard input and output (Model Context Protocol)
#[derive(Debug, Args)]
#[command(after_help = "\
An agent starts it by itself, in the repository that it works in:
  { \"mcpServers\": { \"oneness\": { \"command\": \"oneness\", \"args\": [\"mcp\"] } } }

Its tools: check (a merge, before or after), branches (what others are about to say, too), explain (one finding), drop
(take one of the two copies away).")]
pub struct Mcp {}

impl Mcp {
    /// Answers until standard input ends.
    ///
    /// # Errors
    /// Where nothing can be read or written any more; a question that cannot be answered is answered with the reason.
    pub fn run(self, out: &mut dyn Write) -> Result<u8> {
        serve(&mut std::io::stdin().lock(), out)?;
        Ok(0)
    }
}

fn serve(questions: &mut impl BufRead, out: &mut dyn Write) -> Result<()> {
    loop {
        let answer = match next(questions)? {
            Message::End => return Ok(()),
            Message::TooLong => Some(protocol::too_long(MAX_MESSAGE)),
            Message::Line(line) => protocol::answer(&line, TOOLS),
        };
        let Some(answer) = answer else { continue };
        match out.write_all(format!("{answer}\n").as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            Err(error) => return Err(Error::new(format!("cannot write the answer: {error}"))),
            Ok(()) => {}
        }
    }
}

enum Message {
    Line(String),
    TooLong,
    End,
}

/// Reads one line; what is too long is skipped to its end without being kept.
fn next(questions: &mut impl BufRead) -> Result<Message> {
    let failed = |error: std::io::Error| Error::new(format!("cannot read the question: {error}"));
    let mut line = Vec::new();
    let count = questions.by_ref().take(MAX_MESSAGE).read_until(b'\n', &mut line).map_err(failed)?;
    if count == 0 {
        return Ok(Message::End);
    }
    if !line.ends_with(b"\n") && count as u64 == MAX_MESSAGE {
        questions.skip_until(b'\n').map_err(failed)?;
        return Ok(Message::TooLong);
    }
    Ok(Message::Line(String::from_utf8_lossy(&line).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_has_its_answer() {
        let long = "x".repeat(usize::try_from(MAX_MESSAGE).unwrap_or_default() + 7);
        let questions = format!("{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}}\n\n{long}\n[1]\nno json");
        let mut out = Vec::new();
        serve(&mut questions.as_bytes(), &mut out).expect("because memory can be written");
        let out = String::from_utf8_lossy(&out).into_owned();
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), 4, "{out}");
        assert_eq!(lines[0], r#"{"id":1,"jsonrpc":"2.0","result":{}}"#);
        for (line, code) in lines[1..].iter().zip(["-32600", "-32600", "-32700"]) {
            assert!(line.contains(code), "{line}");
        }
    }
}
