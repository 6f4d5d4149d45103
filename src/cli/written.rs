//! Files that a command writes where a person names them: regular files only, and each holds either what it held or all
//! that is new, whenever this process ends.
//!
//! Not here: what git calls us to write (`three_way`), configuration (`config`, `setup`).

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Writes a file by a new one beside it and a rename. A link is followed; rights stay as they were.
///
/// # Errors
/// A folder, a device or a pipe in its place, no such folder, no right or no room.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |error: &std::io::Error| Error::new(format!("cannot write {}: {error}", path.display()));
    let target = target(path)?;
    let folder = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let before = std::fs::metadata(&target).ok();
    let mut builder = tempfile::Builder::new();
    builder.prefix(".oneness_");
    let rights = before.map(|before| before.permissions()).or_else(usual_rights);
    if let Some(rights) = rights.clone() {
        builder.permissions(rights);
    }
    let mut file = builder.tempfile_in(folder).map_err(|error| failed(&error))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(|error| failed(&error))?;
    file.persist(&target).map_err(|error| failed(&error.error))?;
    Ok(())
}

/// Finds the regular file that a path means, whether it is there already or not.
fn target(path: &Path) -> Result<PathBuf> {
    let refused = |why: &str| Error::new(format!("{} is not written: {why}", path.display()));
    match path.symlink_metadata() {
        Err(_) => Ok(path.to_owned()),
        Ok(own) => {
            let target = path.canonicalize().map_err(|_| refused("it is a link that leads nowhere"))?;
            let is_file = own.is_file() || target.metadata().is_ok_and(|metadata| metadata.is_file());
            if is_file { Ok(target) } else { Err(refused("it is no regular file")) }
        }
    }
}

/// What others may read, too, as far as the user's own mask lets them.
#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)]
fn usual_rights() -> Option<std::fs::Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(std::fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual_rights() -> Option<std::fs::Permissions> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_are_written() {
        let folder = tempfile::tempdir().expect("because tests may write");
        let path = folder.path().join("a.json");
        replace(&path, b"one").expect("because it is new");
        replace(&path, b"two").expect("because it is a file");
        assert_eq!(std::fs::read(&path).expect("because it is there"), b"two");
        assert!(replace(folder.path(), b"x").is_err() && replace(&folder.path().join("no/a"), b"x").is_err());
        let left = std::fs::read_dir(folder.path()).expect("because it is there").count();
        assert_eq!(left, 1, "nothing else is left behind");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_and_a_device_is_not_written() {
        let folder = tempfile::tempdir().expect("because tests may write");
        let (path, link) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::write(&path, "one").expect("because tests may write");
        std::os::unix::fs::symlink(&path, &link).expect("because tests may write");
        replace(&link, b"two").expect("because it leads to a file");
        assert_eq!(std::fs::read(&path).expect("because it is there"), b"two");
        assert!(replace(Path::new("/dev/null"), b"x").is_err());
    }
}
