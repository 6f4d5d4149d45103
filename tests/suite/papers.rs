//! What the documents say is what the program does.
//!
//! `ONENESS_BLESS=1` puts the demonstration's output into the README anew.

use std::fs;
use std::path::Path;

use crate::support::program::run;

fn paper(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(path).expect("the document can be read").replace("\r\n", "\n")
}

#[test]
fn the_readme_shows_what_the_demonstration_prints() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let demo = run(folder.path(), &["demo"]);
    assert_eq!((demo.code, demo.stderr.as_str()), (0, ""));
    let readme = paper("README.md");
    let (head, rest) = readme.split_once("<!-- demo -->\n").expect("the README has the mark");
    let (_, tail) = rest.split_once("<!-- /demo -->").expect("the README has the mark");
    let right = format!("{head}<!-- demo -->\n```console\n{}```\n<!-- /demo -->{tail}", demo.stdout);
    if std::env::var_os("ONENESS_BLESS").is_some() && right != readme {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"), right).expect("it can be written");
    } else {
        assert!(right == readme, "the README is behind; ONENESS_BLESS=1 brings it up to date\n{}", demo.stdout);
    }
}

/// The demonstration does its main job: the deck, the helper and the PowerPoint deck, each found once.
#[test]
fn the_demonstration_finds_what_it_shows() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let demo = run(folder.path(), &["demo"]).stdout;
    assert!(demo.contains("Merge made by the 'ort' strategy."), "{demo}");
    let sites = [
        "--> review.md:30",
        "::: review.md:37",
        "--> src/title.rs:8",
        "::: src/url.rs:8",
        "--> review.pptx",
        "::: review.pptx",
    ];
    for site in sites {
        assert_eq!(demo.matches(site).count(), 1, "{site} in\n{demo}");
    }
}

#[test]
fn the_demonstration_can_be_kept() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let demo = run(folder.path(), &["demo", "--keep"]).stdout;
    let line = demo.lines().last().unwrap_or_default();
    let kept = Path::new(line.strip_prefix("Repository and decks are kept in ").expect("it says where"));
    assert!(kept.join(".git").is_dir() && kept.join("decks/review.pptx").is_file(), "{line}");
    assert_eq!(run(kept, &["check", "HEAD"]).code, 1);
    fs::remove_dir_all(kept).expect("it can go");
}

#[test]
fn every_kind_stands_in_the_readme() {
    let readme = paper("README.md");
    for kind in oneness::findings::finding::Kind::all() {
        assert!(readme.contains(&format!("| `{}` |", kind.name())), "{}", kind.name());
    }
}

/// One package, one reason, few doors: the lines above a dependency say why it is there and who may use it.
#[test]
fn every_dependency_has_its_reason_and_its_doors() {
    let manifest = paper("Cargo.toml");
    let (_, rest) = manifest.split_once("[dependencies]\n").expect("the manifest has them");
    let (dependencies, _) = rest.split_once("\n[").expect("another section follows");
    let sources = sources();
    let (mut reason, mut is_open) = (String::new(), false);
    for line in dependencies.lines().filter(|line| !line.is_empty()) {
        if let Some(said) = line.strip_prefix("# ") {
            // A reason holds for the lines of one family that follow it.
            reason = if is_open { format!("{reason} {said}") } else { said.to_owned() };
            is_open = true;
            continue;
        }
        is_open = false;
        let name = line.split(" = ").next().expect("a line has a start").replace('-', "_");
        let (_, doors) = reason.split_once("Door").unwrap_or_else(|| panic!("{name} has no door"));
        let doors: Vec<&str> = doors.trim_start_matches("s:").trim_matches([':', ' ', '.']).split(", ").collect();
        let users: Vec<&str> = sources.iter().filter(|(_, code)| uses(code, &name)).map(|(path, _)| &**path).collect();
        let stands = |path: &str, door: &str| {
            path.strip_prefix(door).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        for path in &users {
            assert!(doors.iter().any(|door| stands(path, door)), "{path} uses {name}, whose doors are {doors:?}");
        }
        for door in &doors {
            assert!(users.iter().any(|path| stands(path, door)), "{door} does not use {name}");
        }
    }
}

/// The files of the program, without their tests: path and text.
fn sources() -> Vec<(String, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut folders, mut found) = (vec![top.join("src")], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs")
                && path.file_stem().is_some_and(|name| name != "tests")
            {
                let text = fs::read_to_string(&path).expect("the file can be read");
                let code = text.split("#[cfg(test)]\nmod").next().unwrap_or_default().to_owned();
                let name = path.strip_prefix(top).expect("it lies below").to_string_lossy().replace('\\', "/");
                found.push((name, code));
            }
        }
    }
    found
}

/// Tells whether code names a package: `name::`, and no longer word that ends so.
fn uses(code: &str, name: &str) -> bool {
    let starts = |at: usize| !code[..at].ends_with(|sign: char| sign.is_alphanumeric() || sign == '_' || sign == ':');
    let is_use = |at: usize| starts(at) && code[at + name.len()..].starts_with("::");
    code.match_indices(name).any(|(at, _)| is_use(at))
}

/// The configuration that the README shows is one that the program takes.
#[test]
fn the_configuration_in_the_readme_is_read() {
    let readme = paper("README.md");
    let (_, rest) = readme.split_once("```toml\n").expect("the README shows a configuration");
    let (shown, _) = rest.split_once("```").expect("the block ends");
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    fs::write(folder.path().join("oneness.toml"), shown).expect("it can be written");
    let wishes = oneness::config::Wishes::at(folder.path()).expect("it can be read");
    let ignores = |path: &str| wishes.ignores(path, &oneness::merge::files::FileStore).expect("it can be read");
    assert!(ignores("docs/archive/old.md") && ignores("a.yml") && !ignores("a.md"));
    let found = oneness::config::find(folder.path()).expect("it can be read");
    assert!(oneness::config::dump(&found.file).contains("near-duplicate-addition = false"));
}

/// Each recipe is run as far as it can be here: the lines that call this program, in a repository as the recipe expects it,
/// leave the files that the recipe hands on.
#[cfg(unix)]
#[test]
fn the_recipes_for_ci_work_as_they_are_printed() {
    let recipes = paper("docs/ci.md");
    let wanted = [
        ("github", "oneness.sarif"),
        ("comment", "comment.md"),
        ("queue", ""),
        ("squash", ""),
        ("branches", "branches.html"),
        ("gitlab", "gl-code-quality-report.json oneness.xml"),
        ("reviewdog", ""),
        ("jenkins", "oneness.xml oneness.html"),
        ("baseline", ".oneness/baseline.json"),
        ("page", "report.html audit.html"),
    ];
    assert_eq!(recipes.matches("<!-- recipe: ").count(), wanted.len());
    for (name, files) in wanted {
        let (_, rest) = recipes.split_once(&format!("<!-- recipe: {name} -->\n```")).expect("the recipe is there");
        let (block, _) = rest.split_once("```").expect("the block ends");
        let repository = recipe_repository();
        let lines = block.lines().map(|line| line.trim().trim_start_matches("- ").trim_start_matches("run: "));
        let calls: Vec<String> = lines
            .filter_map(|line| {
                let line = line.strip_prefix("sh '").map_or(line, |line| line.trim_end_matches('\''));
                let is_call = line.starts_with("oneness ");
                is_call.then(|| line.trim_end_matches('|').replacen("oneness", env!("CARGO_BIN_EXE_oneness"), 1))
            })
            .collect();
        assert!(!calls.is_empty(), "{name} calls this program");
        for call in &calls {
            let mut shell = std::process::Command::new("sh");
            crate::support::program::calm(&mut shell, repository.path());
            let output = shell.env("BASE", "v1.0").args(["-c", call]).output().expect("a shell can be run");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.code().is_some_and(|code| code < 2), "{name}: {call}: {said}");
        }
        for file in files.split_whitespace() {
            let text = fs::read_to_string(repository.path().join(file)).unwrap_or_default();
            assert!(!text.is_empty(), "{name} leaves no {file}");
        }
    }
}

/// A merge that says one thing twice, on top of a tag, beside a remote that has it.
#[cfg(unix)]
fn recipe_repository() -> crate::support::repository::Repository {
    use crate::support::{one, repository::Repository};
    let text = |first: &str, second: &str| {
        one("plan.md", format!("# Plan\n\n- Uptime is fine\n{first}\n## Risks\n\n- One contract ends\n{second}"))
    };
    let bullet = "- The privacy audit passed without findings\n";
    let repository = Repository::parted(&text("", ""), &text(bullet, ""), &text("", bullet));
    repository.git(&["tag", "v1.0"]);
    assert!(repository.merge(), "git finds no conflict");
    repository.git(&["remote", "add", "origin", "."]);
    repository.git(&["fetch", "-q", "origin"]);
    repository.git(&["fetch", "-q", "origin", "side"]);
    repository
}
