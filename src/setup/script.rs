//! The text of our hooks, and what somebody added to one of them.
//!
//! Not here: where hooks stand, and which were there before (`hooks`).

use super::{program_folder, quoted};
use crate::hash::hash;

/// Stands in every hook file that is ours.
pub(super) const MARK: &str = "# Written by `oneness install`";
/// Added to the name of the hook that was there before.
pub(super) const BEFORE: &str = ".before-oneness";
/// Begins the line that tells whether the text is as it was written; another version of oneness writes another text.
const SUM: &str = "# Lines that you add stay when oneness goes: it knows its own by ";
/// Lines of texts that were written before there was a sum.
const FORMER: &[&str] = &["[ $code -ne 1 ]\n"];
/// Begins the line that adds the program's folder, which may have been another one.
const FOLDER: &str = "PATH=\"$PATH\":";

/// Returns the text of a hook file.
pub(super) fn text(name: &str) -> String {
    let text = lines(name);
    let sum = format!("{SUM}{:016x}.\n", hash(text.as_bytes()));
    let (head, rest) = text.split_once('\n').unwrap_or((&text, ""));
    format!("{head}\n{sum}{rest}")
}

fn lines(name: &str) -> String {
    let folder = program_folder().map(|folder| format!("{FOLDER}{}\n", quoted(&folder))).unwrap_or_default();
    format!(
        "#!/bin/sh\n\
         {MARK}; `oneness uninstall` puts back what was here before.\n\
         # What was here before runs first. ONENESS=0 switches only the rest off.\n\
         before=\"$(dirname \"$0\")/{name}{BEFORE}\"\n\
         if [ -x \"$before\" ]; then \"$before\" \"$@\" || exit $?; fi\n\
         [ \"${{ONENESS:-1}}\" = 0 ] && exit 0\n\
         {folder}\
         if ! command -v oneness >/dev/null 2>&1; then\n\
         \x20 echo 'oneness is not installed any more: nothing was compared. Delete .git/hooks/{name} to be rid of this.' >&2\n\
         \x20 exit 0\n\
         fi\n\
         oneness hook {name} \"$@\"\n\
         code=$?\n\
         # Only a finding stops git. A program that falls over has compared nothing, and says so.\n\
         [ $code -le 1 ] || echo \"oneness hook {name} ended with $code: nothing was compared\" >&2\n\
         [ $code -ne 1 ] || exit 1\n"
    )
}

/// Returns the lines of a hook file that are not ours; nothing where there is none that says something.
pub(super) fn added(text: &[u8], name: &str) -> Vec<u8> {
    if is_as_written(text) {
        return Vec::new();
    }
    let own = lines(name);
    let mut own: Vec<&[u8]> = own.split_inclusive('\n').chain(FORMER.iter().copied()).map(str::as_bytes).collect();
    let is_ours = |line: &[u8]| {
        let at = own.iter().position(|own| *own == line);
        at.map(|at| own.remove(at)).is_some() || line.starts_with(SUM.as_bytes()) || line.starts_with(FOLDER.as_bytes())
    };
    let left: Vec<u8> =
        text.split_inclusive(|byte| *byte == b'\n').filter(negated(is_ours)).flatten().copied().collect();
    let is_said = left.split(|byte| *byte == b'\n').any(|line| !line.trim_ascii().is_empty());
    if is_said { left } else { Vec::new() }
}

fn negated<'a>(mut holds: impl FnMut(&[u8]) -> bool) -> impl FnMut(&&'a [u8]) -> bool {
    move |line| !holds(line)
}

/// Tells whether a text is what some version of oneness wrote, by the sum that it wrote with it.
fn is_as_written(text: &[u8]) -> bool {
    let (mut sum, mut rest) = (None, Vec::new());
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_prefix(SUM.as_bytes()) {
            Some(said) if sum.is_none() => sum = Some(said),
            _ => rest.extend_from_slice(line),
        }
    }
    sum.is_some_and(|sum| sum == format!("{:016x}.\n", hash(&rest)).as_bytes())
}

/// Makes a hook of lines that were added to one of ours.
pub(super) fn on_its_own(added: &[u8]) -> Vec<u8> {
    let head: &[u8] = if added.starts_with(b"#!") { b"" } else { b"#!/bin/sh\n" };
    [head, added].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_added_is_left() {
        let text = text("pre-commit");
        let check = |changed: String, left: &str| {
            assert_eq!(String::from_utf8_lossy(&added(changed.as_bytes(), "pre-commit")), left, "{changed}");
        };
        check(text.clone(), "");
        check(format!("{text}\n \n"), "");
        check(format!("{text}fi\necho mine"), "fi\necho mine");
        check(text.replace("code=$?\n", "code=$?\necho mine\n"), "echo mine\n");
        check(lines("pre-commit").replace("[ $code -ne 1 ] || exit 1", "[ $code -ne 1 ]"), "");
        // As another version wrote it, and left alone.
        let old = lines("pre-commit").replace("exit 1", "false");
        let sum = format!("{SUM}{:016x}.\n", hash(old.as_bytes()));
        check(old.replace("#!/bin/sh\n", &format!("#!/bin/sh\n{sum}")), "");
    }
}
