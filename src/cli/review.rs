//! `oneness review`: the findings of a merge in the browser, where a person decides each of them.
//!
//! Not here: the page (`report::html`), who may ask (`review::gate`), what a decision does to a file (`decide`).

mod gate;
mod state;

use std::process::{Command, Stdio};

use clap::Args;
use serde_json::{Value, json};
use tiny_http::{Header, Method, Request, Response, Server};

use super::decide::WorkTree;
use super::outcome::write;
use crate::error::{Error, Result};
use crate::report::Style;
use crate::report::html;
use gate::Gate;
use state::State;

/// A question holds some decisions and their texts.
const MAX_BODY: usize = 1 << 20;

/// Headers of every answer: nothing is kept, guessed, framed or told to others.
const HEADERS: &[(&str, &str)] = &[
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Content-Security-Policy", "frame-ancestors 'none'"),
];

/// Opens a page in the browser on which each finding of a merge is decided: keep one copy, both, or one text for both
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  oneness review                  the merge under way, else the newest one
  oneness review REV              a merge commit, whose copies still stand
  oneness review --no-open        print the address only

Nothing is written before \"apply\" is pressed. What was decided is kept until then, also when the page is closed.")]
pub struct Review {
    /// The merge, as it would be checked
    #[arg(value_name = "REV | OURS THEIRS", num_args = 0..=2)]
    merge: Vec<String>,
    /// Do not open the browser; the address is printed in any case
    #[arg(long)]
    no_open: bool,
    /// The port on 127.0.0.1; 0 for any that is free
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    port: u16,
}

impl Review {
    /// Serves the page until the process is ended.
    ///
    /// # Errors
    /// No such merge, nothing to decide, no port.
    pub fn run(self, out: &mut dyn std::io::Write) -> Result<u8> {
        let tree = WorkTree::here()?;
        let mut state = State::of(self.merge.clone(), tree)?;
        if !state.has_findings() {
            write(out, "oneness: nothing is said twice there; there is nothing to decide\n")?;
            return Ok(0);
        }
        let failed = |error: &dyn std::fmt::Display| Error::new(format!("cannot serve on 127.0.0.1: {error}"));
        let server = Server::http(("127.0.0.1", self.port)).map_err(|error| failed(&error))?;
        let address = server.server_addr().to_ip().ok_or_else(|| failed(&"it has no address"))?;
        let gate = Gate::new(address.port())?;
        let url = gate.url();
        write(out, &format!("oneness: decide at {url}\noneness: Ctrl-C ends it; what is decided is kept\n"))?;
        if !self.no_open && !open(&url) {
            write(out, "oneness: no browser could be opened; open the address in one\n")?;
        }
        for request in server.incoming_requests() {
            answer(request, &gate, &mut state);
        }
        Ok(0)
    }
}

/// Opens an address in the user's browser; tells whether there was one to ask.
fn open(url: &str) -> bool {
    let (program, words): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(words).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}

/// Answers one question; one that may not be asked learns nothing.
fn answer(mut request: Request, gate: &Gate, state: &mut State) {
    let (code, kind, text) = match gate.asked(&request) {
        Err(code) => (code, "text/plain; charset=utf-8", "oneness: not here\n".to_owned()),
        Ok(what) if *request.method() == Method::Get => page(&what, gate, state),
        Ok(what) => {
            let told = body(&mut request).and_then(|body| asked(&what, &body, state));
            let (code, value) = match told {
                Ok(value) => (200, value),
                Err(error) => (409, json!({ "error": error.to_string() })),
            };
            (code, "application/json", value.to_string())
        }
    };
    let mut response = Response::from_string(text).with_status_code(code);
    for (name, value) in HEADERS.iter().chain([&("Content-Type", kind)]) {
        if let Ok(header) = Header::from_bytes(name.as_bytes(), value.as_bytes()) {
            response.add_header(header);
        }
    }
    // Who went away needs no answer.
    let _ = request.respond(response);
}

fn page(what: &str, gate: &Gate, state: &mut State) -> (u16, &'static str, String) {
    const HTML: &str = "text/html; charset=utf-8";
    if !what.is_empty() {
        return (404, "text/plain; charset=utf-8", "oneness: not here\n".to_owned());
    }
    match state.look_again() {
        Ok(()) => (200, HTML, html::review(state.reports(), Style::default(), gate.token())),
        Err(error) => (409, "text/plain; charset=utf-8", format!("oneness: {error}\n")),
    }
}

fn body(request: &mut Request) -> Result<Value> {
    use std::io::Read as _;
    let mut text = String::new();
    let read = request.as_reader().take(MAX_BODY as u64 + 1).read_to_string(&mut text);
    let broken = || Error::new("the question cannot be read");
    read.map_err(|_| broken())?;
    if text.len() > MAX_BODY {
        return Err(Error::new("the question is too long"));
    }
    serde_json::from_str(&text).map_err(|_| broken())
}

fn asked(what: &str, body: &Value, state: &mut State) -> Result<Value> {
    match what {
        "decide" => state.decide(body),
        "decisions" => Ok(state.decisions()),
        "patch" => Ok(state.patch()),
        "apply" => state.apply(),
        _ => Err(Error::new("there is no such question")),
    }
}
