//! The merge of one file that git itself would have written, byte for byte.
//!
//! A clean merge comes from `git merge-file`. Where that finds a conflict, git's merge strategy is asked in a scratch
//! repository that holds nothing but this file: `merge-file` joins neighbouring conflicts more eagerly than `git merge`
//! does, and it knows neither binary files nor the strategy's options.
//!
//! Not here: other people's merge drivers and what is done with the result (`driver`).

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{caller, labels, scratch};
use crate::error::{Error, Result};
use crate::git_program;
use crate::source::Sides;

/// What git tells a merge driver about the file.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where the three versions stand; ours is also where the result goes.
    pub files: Sides<PathBuf>,
    /// How long a conflict marker is.
    pub marker_size: usize,
    /// The file's own path, for people and for its extension.
    pub path: OsString,
    /// What git calls the three versions.
    pub labels: Sides<OsString>,
}

impl Request {
    /// Tells whether this is the common ancestor that git makes up for a criss-cross merge. Nobody ever sees it.
    #[must_use]
    pub fn is_virtual(&self) -> bool {
        self.labels.ours.to_string_lossy().starts_with(labels::VIRTUAL)
    }
}

/// A file as it was merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// What it says.
    pub bytes: Vec<u8>,
    /// Whether a person has to look at it before it is committed.
    pub conflicted: bool,
}

/// How far into a file git looks for a zero byte before it calls the file binary.
const BINARY_PROBE: usize = 8000;

/// Merges the three versions as git would, without touching any of them.
///
/// # Errors
/// Where git cannot be run, or the versions cannot be read.
pub fn merge(request: &Request, versions: &Sides<Vec<u8>>) -> Result<Merged> {
    if request.is_virtual() && is_binary(versions) {
        // Git takes the older ancestor there, for want of anything better, and calls it clean.
        return Ok(Merged { bytes: versions.base.clone(), conflicted: false });
    }
    let mut options = caller::strategy_options();
    if request.is_virtual() {
        // Neither side of a made-up ancestor is anybody's, so git does not favour one there.
        options.retain(|option| option != "ours" && option != "theirs");
    }
    let quick = quick(request)?;
    match quick {
        Some(merged) if !merged.conflicted && options.is_empty() => Ok(merged),
        quick => exact(request, versions, &options).or_else(|error| match quick {
            // Without a temporary folder conflicts come from `merge-file`: complete, at most joined more eagerly.
            Some(merged) => Ok(merged),
            None if is_binary(versions) => Ok(Merged { bytes: versions.ours.clone(), conflicted: true }),
            None => Err(error),
        }),
    }
}

/// Tells whether git would take any of the three for a binary file.
#[must_use]
pub fn is_binary(versions: &Sides<Vec<u8>>) -> bool {
    let zero = |bytes: &Vec<u8>| bytes[..bytes.len().min(BINARY_PROBE)].contains(&0);
    zero(&versions.base) || zero(&versions.ours) || zero(&versions.theirs)
}

/// Asks `git merge-file`. Returns `None` where it refuses, as it does for binary files.
fn quick(request: &Request) -> Result<Option<Merged>> {
    // Git's strategy compares by histogram. A git before 2.44 cannot be told so here and answers 129.
    let mut status = None;
    for algorithm in [Some("--diff-algorithm=histogram"), None] {
        let mut command = git_program::git();
        command.args(["merge-file", "-p", "-q"]).args(algorithm);
        command.arg(format!("--marker-size={}", request.marker_size));
        for label in [&request.labels.ours, &request.labels.base, &request.labels.theirs] {
            command.arg("-L").arg(label);
        }
        command.args([&request.files.ours, &request.files.base, &request.files.theirs]);
        let output = command.output().map_err(|error| Error::new(format!("cannot run git: {error}")))?;
        status = output.status.code();
        match status {
            Some(0) => return Ok(Some(Merged { bytes: output.stdout, conflicted: false })),
            Some(1..=127) => return Ok(Some(Merged { bytes: output.stdout, conflicted: true })),
            Some(129) => {}
            _ => return Ok(None),
        }
    }
    Err(Error::new(format!("`git merge-file` failed with {status:?}")))
}

/// Lets git's own strategy merge the file in a scratch repository.
fn exact(request: &Request, versions: &Sides<Vec<u8>>, options: &[String]) -> Result<Merged> {
    let folder = tempfile::tempdir().map_err(|error| Error::new(format!("no temporary folder: {error}")))?;
    let scratch = Scratch::make(folder.path(), request.marker_size, versions)?;
    let style = caller::conflict_style().map(|style| format!("merge.conflictStyle={style}"));
    let style: Vec<&str> = style.iter().flat_map(|style| ["-c", style]).collect();
    let options: Vec<String> = options.iter().map(|option| format!("-X{option}")).collect();
    let mut command = scratch.git();
    command.args(&style).args(["merge-tree", "--write-tree", "--no-messages", "-z"]).args(&options);
    command.arg(format!("--merge-base={}", scratch.name("base")));
    command.args([scratch.name("ours"), scratch.name("theirs")]);
    let output = command.output().map_err(|error| Error::new(format!("cannot run git: {error}")))?;
    let conflicted = match output.status.code() {
        Some(0) => false,
        Some(1) => true,
        // A git before 2.43 takes no such options here.
        Some(129) => return in_work_tree(&scratch, request, &style, &options),
        _ => return Err(Error::new("git could not merge the file in a scratch repository")),
    };
    let tree = output.stdout.split(|byte| *byte == 0).next().unwrap_or_default();
    let bytes = scratch.read(&String::from_utf8_lossy(tree))?;
    Ok(Merged { bytes: scratch.label(bytes, &request.labels), conflicted })
}

/// Lets `git merge` do it in a work tree of the scratch repository. There ours goes by `HEAD`, and the base by its
/// short name.
fn in_work_tree(scratch: &Scratch<'_>, request: &Request, style: &[&str], options: &[String]) -> Result<Merged> {
    let failed = || Error::new("git could not merge the file in a scratch work tree");
    let top = scratch.folder.join("top");
    std::fs::create_dir(&top).map_err(|_| failed())?;
    std::fs::write(scratch.folder.join("HEAD"), format!("ref: refs/heads/{}\n", scratch.name("ours")))
        .map_err(|_| failed())?;
    let run = |arguments: &[&str]| {
        let mut command = scratch.git();
        command.arg("--work-tree").arg(&top).args(["-c", "core.bare=false"]).args(style).args(arguments);
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "o").env(format!("GIT_{who}_EMAIL"), "o");
        }
        command.current_dir(&top).output().map_err(|_| failed())
    };
    run(&["reset", "--quiet", "--hard"])?;
    let theirs = scratch.name("theirs");
    let mut arguments = vec!["merge", "--quiet", "--no-commit", "--no-ff"];
    arguments.extend(options.iter().map(String::as_str).chain([theirs.as_str()]));
    let conflicted = match run(&arguments)?.status.code() {
        Some(0) => false,
        Some(1) => true,
        _ => return Err(failed()),
    };
    let bytes = std::fs::read(top.join("f")).map_err(|_| failed())?;
    let base = run(&["rev-parse", "--short", &scratch.name("base")])?.stdout;
    let marks =
        [(b'<', b"HEAD".to_vec(), &request.labels.ours), (b'|', base.trim_ascii().to_vec(), &request.labels.base)];
    let bytes = marks.into_iter().fold(bytes, |bytes, (sign, name, label)| {
        relabelled(&bytes, &vec![sign; request.marker_size], &name, label.as_encoded_bytes())
    });
    Ok(Merged { bytes: scratch.label(bytes, &request.labels), conflicted })
}

/// Gives another name to the markers of one sign.
fn relabelled(bytes: &[u8], sign: &[u8], name: &[u8], label: &[u8]) -> Vec<u8> {
    let from = [sign, b" ", name].concat();
    let space: &[u8] = if label.is_empty() { b"" } else { b" " };
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').flat_map(|line| {
        let end = line.len() - line.iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if line[..end] == from { [sign, space, label, &line[end..]].concat() } else { line.to_vec() }
    });
    lines.collect()
}

/// A repository of one file in three versions.
struct Scratch<'a> {
    folder: &'a Path,
    /// A word that stands in no file of the user, because the folder's name is random.
    mark: String,
}

impl<'a> Scratch<'a> {
    fn make(folder: &'a Path, marker_size: usize, versions: &Sides<Vec<u8>>) -> Result<Scratch<'a>> {
        let mark = folder.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
        let mark = mark.chars().filter(char::is_ascii_alphanumeric).collect();
        let scratch = Scratch { folder, mark };
        scratch.lay_out(marker_size).map_err(|error| Error::new(format!("cannot write a scratch folder: {error}")))?;
        scratch.import(versions).map_err(|error| Error::new(format!("cannot fill a scratch folder: {error}")))?;
        Ok(scratch)
    }

    fn lay_out(&self, marker_size: usize) -> std::io::Result<()> {
        scratch::lay_out(self.folder)?;
        let attributes = format!("* conflict-marker-size={marker_size}\n");
        std::fs::write(self.folder.join("info/attributes"), attributes)
    }

    fn import(&self, versions: &Sides<Vec<u8>>) -> std::io::Result<()> {
        let mut command = self.git();
        command.args(["fast-import", "--quiet", "--force"]).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let mut stream = child.stdin.take().expect("because it was asked to be a pipe");
        let written = self.stream(&mut stream, versions);
        drop(stream);
        if !child.wait()?.success() {
            return Err(std::io::Error::other("git fast-import failed"));
        }
        written
    }

    fn stream(&self, stream: &mut impl std::io::Write, versions: &Sides<Vec<u8>>) -> std::io::Result<()> {
        let sides = [("base", &versions.base), ("ours", &versions.ours), ("theirs", &versions.theirs)];
        for (number, (side, bytes)) in (1..).zip(sides) {
            write!(stream, "blob\nmark :{number}\ndata {}\n", bytes.len())?;
            stream.write_all(bytes)?;
            write!(stream, "\ncommit refs/heads/{}\nmark :1{number}\n", self.name(side))?;
            write!(stream, "committer o <o> 0 +0000\ndata 0\n")?;
            let parent = if number > 1 { "from :11\n" } else { "" };
            write!(stream, "{parent}M 100644 :{number} f\n\n")?;
        }
        writeln!(stream, "done")
    }

    fn name(&self, side: &str) -> String {
        format!("{side}-{}", self.mark)
    }

    /// A git that sees this repository and nothing of the user's: a global `* merge=oneness` would call us again.
    fn git(&self) -> Command {
        let mut command = scratch::git(self.folder);
        command.env("GIT_ATTR_NOSYSTEM", "1").args(["-c", &format!("core.attributesFile={}", scratch::NULL_DEVICE)]);
        command.stderr(Stdio::null());
        command
    }

    fn read(&self, tree: &str) -> Result<Vec<u8>> {
        let output = self.git().args(["cat-file", "blob", &format!("{tree}:f")]).output();
        match output {
            Ok(output) if output.status.success() => Ok(output.stdout),
            _ => Err(Error::new("cannot read a merged file back")),
        }
    }

    /// Puts the user's labels where git wrote the names of the scratch branches.
    fn label(&self, bytes: Vec<u8>, labels: &Sides<OsString>) -> Vec<u8> {
        let sides = [("base", &labels.base), ("ours", &labels.ours), ("theirs", &labels.theirs)];
        sides.into_iter().fold(bytes, |bytes, (side, label)| {
            let label = label.as_encoded_bytes();
            let space: &[u8] = if label.is_empty() { b"" } else { b" " };
            replace(&bytes, format!(" {}", self.name(side)).as_bytes(), &[space, label].concat())
        })
    }
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut result = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        result.extend_from_slice(&rest[..at]);
        result.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    result.extend_from_slice(rest);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
        let folder = tempfile::tempdir().expect("because tests may write");
        let versions = Sides { base, ours, theirs }.map(|text| text.as_bytes().to_vec());
        let names = Sides { base: "base", ours: "ours", theirs: "theirs" };
        let files = names.map(|name| folder.path().join(name));
        std::fs::write(&files.base, base).expect("because tests may write");
        std::fs::write(&files.ours, ours).expect("because tests may write");
        std::fs::write(&files.theirs, theirs).expect("because tests may write");
        let labels = Sides { base: "", ours: "HEAD", theirs: "a side (with words)" }.map(OsString::from);
        let request = Request { files, marker_size: 7, path: "f".into(), labels };
        merge(&request, &versions).expect("because git is there")
    }

    #[test]
    fn clean_merges_are_clean() {
        assert_eq!(merged("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC").bytes, b"A\nb\nC");
    }

    #[test]
    fn conflicts_far_apart_stay_apart_although_only_signs_stand_between() {
        let merged = merged("a\n{\n}\n\n{\n}\nb\n", "a1\n{\n}\n\n{\n}\nb1\n", "a2\n{\n}\n\n{\n}\nb2\n");
        let expected = "<<<<<<< HEAD\na1\n=======\na2\n>>>>>>> a side (with words)\n{\n}\n\n{\n}\n\
                        <<<<<<< HEAD\nb1\n=======\nb2\n>>>>>>> a side (with words)\n";
        assert_eq!(String::from_utf8_lossy(&merged.bytes), expected);
        assert!(merged.conflicted);
    }

    #[test]
    fn binary_conflicts_keep_ours() {
        let merged = merged("a\0", "b\0", "c\0");
        assert_eq!(merged, Merged { bytes: b"b\0".to_vec(), conflicted: true });
    }
}
