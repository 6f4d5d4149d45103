//! The line merge of three versions of one text.
//!
//! Not here: the merge of whole trees, which git itself makes.

/// A first line that all three versions get: git2 must never be asked for an empty result, whose null pointer it turns
/// into a slice.
const HEAD: &[u8] = b"\x01oneness\n";

/// Merges three versions of a text line by line. Returns `None` where they cannot be merged at all, as binary files.
#[must_use]
pub fn join_bytes(base: &[u8], ours: &[u8], theirs: &[u8]) -> Option<Vec<u8>> {
    join(base, ours, theirs, &mut git2::MergeFileOptions::new())
}

/// Merges three versions of a text line by line and keeps both where they overlap. Returns `None` as [`join_bytes`].
#[must_use]
pub fn join_all(base: &[u8], ours: &[u8], theirs: &[u8]) -> Option<Vec<u8>> {
    join(base, ours, theirs, git2::MergeFileOptions::new().favor(git2::FileFavor::Union))
}

fn join(base: &[u8], ours: &[u8], theirs: &[u8], options: &mut git2::MergeFileOptions) -> Option<Vec<u8>> {
    // libgit2 gives no content for binary files, and git2 would make a slice of that null pointer too.
    if [base, ours, theirs].iter().any(|bytes| bytes.contains(&0)) {
        return None;
    }
    // Alone of git2's functions `merge_file` does not start libgit2, and fails where nothing else did.
    drop(git2::Buf::new());
    let headed = [base, ours, theirs].map(|bytes| [HEAD, bytes].concat());
    let [mut base_input, mut our_input, mut their_input] = [(); 3].map(|()| git2::MergeFileInput::new());
    base_input.content(&headed[0]);
    our_input.content(&headed[1]);
    their_input.content(&headed[2]);
    let merged = git2::merge_file(&base_input, &our_input, &their_input, Some(options)).ok()?;
    merged.content().strip_prefix(HEAD).map(<[u8]>::to_vec)
}
