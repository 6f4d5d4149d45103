//! What all suites need: files in folders, real repositories, the built program, readable reports.
//!
//! Not here: any test.

pub(crate) mod case;
pub(crate) mod program;
pub(crate) mod rendering;
pub(crate) mod repository;
pub(crate) mod slides;

use std::collections::BTreeMap;
use std::path::Path;

/// The files of one version: path and bytes.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Puts exactly these files into a folder; whatever else stood there goes, `.git` apart.
pub(crate) fn put(folder: &Path, files: &Files) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() && !path.ends_with(".git") {
            std::fs::remove_dir_all(&path).expect("an old folder can go");
        } else if path.is_file() {
            std::fs::remove_file(&path).expect("an old file can go");
        }
    }
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("it stands in the folder")).expect("a folder can be made");
        std::fs::write(path, bytes).expect("a file can be written");
    }
}

/// Reads all files below a folder, `.git` apart.
pub(crate) fn take(folder: &Path) -> Files {
    let mut files = Files::new();
    take_into(&mut files, folder, folder);
    files
}

fn take_into(files: &mut Files, root: &Path, folder: &Path) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            if !path.ends_with(".git") {
                take_into(files, root, &path);
            }
        } else {
            let name = path.strip_prefix(root).expect("it stands below the root");
            let name = name.to_string_lossy().replace('\\', "/");
            files.insert(name, std::fs::read(&path).expect("a file can be read"));
        }
    }
}

/// Makes a version of one file.
pub(crate) fn one(name: &str, text: impl AsRef<[u8]>) -> Files {
    Files::from([(name.to_owned(), text.as_ref().to_vec())])
}
