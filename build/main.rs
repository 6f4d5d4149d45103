//! What a build finds out: which version the program is (that of the package and, in a release build, the commit where it
//! is known), and the tables of the languages, so that no run of the program reads settings or compiles queries.
//!
//! Not here: what the tables mean (`src/units/grammars/table.rs`). A build that only tries something out is not built
//! anew for each commit.

mod expression;
mod layout;
mod query;
mod settings;
mod tables;

use std::path::Path;
use std::process::Command;

fn main() {
    tables::write();
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let commit = if is_release { packed().or_else(checked_out) } else { None };
    let version = commit.map_or(version.clone(), |commit| format!("{version} ({commit})"));
    println!("cargo::rustc-env=ONENESS_VERSION={version}");
    println!("cargo::rerun-if-changed=build");
}

/// A package from a registry names the commit that it was packed from.
fn packed() -> Option<String> {
    let text = std::fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, rest) = text.split_once("\"sha1\"")?;
    let commit = rest.split('"').nth(1)?;
    commit.get(..10).map(str::to_owned)
}

/// A checkout of the project itself; a folder of sources in somebody else's repository has another commit.
fn checked_out() -> Option<String> {
    if !Path::new(".git").exists() {
        return None;
    }
    for file in ["HEAD", "logs/HEAD"] {
        let path = git(&["rev-parse", "--git-path", file])?;
        println!("cargo::rerun-if-changed={path}");
    }
    git(&["rev-parse", "--short=10", "HEAD"])
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
    let line = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (!line.is_empty()).then_some(line)
}
