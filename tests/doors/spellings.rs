//! Options of git in every spelling that git itself understands, and values that only look like options: with the
//! driver git leaves what it leaves alone.
//!
//! Not here: what the options do.

use std::path::Path;

use super::left::{conflicts, left};
use super::world::PROGRAM;

/// A command, a setting that holds for it, and what is prepared.
const SPELLINGS: &[(&str, &str, &str)] = &[
    ("merge side", "", ""),
    ("merge -Xtheirs side", "", ""),
    ("merge -X theirs side", "", ""),
    ("merge -Xours side", "", ""),
    ("merge -qXtheirs side", "", ""),
    ("merge -qX theirs side", "", ""),
    ("merge -nqXours side", "", ""),
    ("merge side -Xtheirs", "", ""),
    ("merge --strategy-option=theirs side", "", ""),
    ("merge --strategy-option theirs side", "", ""),
    ("merge --strategy-opt=theirs side", "", ""),
    ("merge --strategy-o theirs side", "", ""),
    ("merge -Xours -Xtheirs side", "", ""),
    ("merge -Xtheirs -X ours side", "", ""),
    ("merge -Xtheirs --no-strategy-option side", "", ""),
    ("merge -Xtheirs --no-strategy-o side", "", ""),
    ("merge -m -Xtheirs side", "", ""),
    ("merge -qm -Xtheirs side", "", ""),
    ("merge --mess -Xtheirs side", "", ""),
    ("merge --message=-Xtheirs side", "", ""),
    ("merge --into-name -Xtheirs side", "", ""),
    ("merge --into -Xtheirs side", "", ""),
    ("merge --cleanup scissors -Xtheirs side", "", ""),
    ("merge --log=3 -Xtheirs side", "", ""),
    ("merge --log -Xtheirs side", "", ""),
    ("merge -sort -Xtheirs side", "", ""),
    ("merge -s ort side", "", ""),
    ("merge -SXtheirs side", "", ""),
    ("merge --gpg-sign side", "", ""),
    ("merge --no-commit --no-ff -Xtheirs side", "", ""),
    ("merge --squash -Xtheirs side", "", ""),
    ("merge -Xtheirs -- side", "", ""),
    ("merge -Xignore-space-change spaced", "", ""),
    ("merge -qXignore-all-space spaced", "", ""),
    ("merge --strategy-o=ignore-space-at-eol spaced", "", ""),
    ("merge -Xpatience -Xours side", "", ""),
    ("merge -Xdiff-algorithm=myers side", "", ""),
    ("-C . merge -qXtheirs side", "", ""),
    ("--no-pager -c a.b=-Xours merge -Xtheirs side", "", ""),
    ("merge side", "branch.main.mergeOptions=-Xtheirs", ""),
    ("merge side", "branch.main.mergeOptions=--no-ff -X 'theirs'", ""),
    ("merge -Xours side", "branch.main.mergeOptions=-Xtheirs", ""),
    ("merge --no-strategy-option side", "branch.main.mergeOptions=-Xtheirs", ""),
    ("merge side", "branch.other.mergeOptions=-Xtheirs", ""),
    ("merge side", "branch.main.mergeOptions=-m -Xtheirs", ""),
    ("join side", "alias.join=merge -qXtheirs", ""),
    ("join side", "alias.join=!git merge --strategy-o theirs", ""),
    ("pull -q --no-rebase -Xtheirs . side", "", ""),
    ("pull -q --no-rebase . side", "branch.main.mergeOptions=-Xtheirs", ""),
    ("pull -q --rebase -X theirs . side", "", ""),
    ("rebase -qXtheirs side", "", ""),
    ("rebase -q -X theirs side", "", ""),
    ("rebase --strategy-opt=theirs side", "", ""),
    ("rebase --strategy-option ours side", "", ""),
    ("rebase -mXours side", "", ""),
    ("rebase -iqXtheirs side", "", ""),
    ("rebase -x -Xtheirs side", "", ""),
    ("rebase --exec -Xtheirs side", "", ""),
    ("rebase --ignore-whitespace spaced", "", ""),
    ("rebase --ignore-w spaced", "", ""),
    ("rebase --onto side -Xtheirs main~1", "", ""),
    ("rebase side", "branch.main.mergeOptions=-Xtheirs", ""),
    ("cherry-pick -Xtheirs side", "", ""),
    ("cherry-pick -xXtheirs side", "", ""),
    ("cherry-pick -nX ours side", "", ""),
    ("cherry-pick --strategy-o theirs side~1 side", "", ""),
    ("cherry-pick -SXtheirs side", "", ""),
    ("revert --no-edit -Xtheirs side~1", "", "side"),
    ("revert --no-edit -snXours side~1", "", "side"),
    ("revert --no-edit side~1", "", "side"),
    ("checkout -m side", "", "edited"),
    ("checkout --conflict diff3 side", "", "edited"),
    ("checkout -q --conf=diff3 side", "", "edited"),
    ("switch -qm side", "", "edited"),
    ("stash pop", "", "stashed"),
    ("stash pop --index -q", "", "stashed"),
];

#[test]
fn options_mean_what_git_means_by_them_in_every_spelling() {
    let world = conflicts();
    let driver = format!("merge.oneness.driver='{PROGRAM}' merge-driver %O %A %B -L %L -p %P -s %S -x %X -y %Y");
    let mut different = Vec::new();
    for (words, setting, before) in SPELLINGS {
        let own: Vec<String> = Some((*setting).to_owned()).filter(|setting| !setting.is_empty()).into_iter().collect();
        let plain = left(&world, Path::new("git"), &own, (words, before));
        let driven = [own, vec!["merge.default=oneness".to_owned(), driver.clone()]].concat();
        let driven = left(&world, Path::new("git"), &driven, (words, before));
        if plain != driven {
            different.push(format!("git {words} ({setting}), alone: {plain}\nwith the driver: {driven}"));
        }
    }
    assert!(different.is_empty(), "{} of {}\n{}", different.len(), SPELLINGS.len(), different.join("\n\n"));
}

/// What is remembered of a command that stopped holds when it goes on.
#[test]
fn a_rebase_that_goes_on_keeps_its_options() {
    let driver = format!("merge.oneness.driver='{PROGRAM}' merge-driver %O %A %B -L %L -p %P -s %S -x %X -y %Y");
    let mut trees = Vec::new();
    for settings in [&[][..], &["-c", "merge.default=oneness", "-c", &driver]] {
        let world = conflicts();
        world.git("checkout -q -B work main~1").expect_code(0);
        for text in ["one", "two"] {
            world.write("new", text);
            world.write("f", format!("a\nb\nc\n{text}\nd\ne\nf\n"));
            world.commit(text);
        }
        let run = |words: &str| {
            let mut command = world.command("git");
            command.args(settings).args(words.split(' ')).output().expect("because git is there").status.code()
        };
        // The first commit stops by its exec, the second is picked by another process.
        assert_eq!(run("rebase -qXtheirs --exec false side"), Some(1));
        run("rebase --continue");
        run("rebase --continue");
        trees.push((world.git("rev-parse HEAD^{tree}").out, world.git("status --porcelain").out));
    }
    assert_eq!(trees[0], trees[1]);
}
