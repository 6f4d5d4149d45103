//! A command line of git, read as git reads it: bundled letters, values, unique beginnings of long names.
//!
//! Not here: where the command line comes from and what its options mean for a file (`caller`).

/// What one command of git takes, as far as a merge driver must know it.
struct Grammar {
    /// The commands.
    verbs: &'static [&'static str],
    /// The letters that take a value: the rest of the word, or else the next word.
    letters: &'static str,
    /// The letters that may take the rest of the word, and never the next one.
    eager: &'static str,
    /// All long names, for their unique beginnings; `=` marks those that take a value.
    names: &'static str,
}

/// The commands that merge files and take options of interest. All other letters are switches.
const GRAMMARS: &[Grammar] = &[
    Grammar {
        verbs: &["merge"],
        letters: "sXmF",
        eager: "S",
        names: "stat summary log squash commit edit cleanup= ff ff-only rerere-autoupdate verify-signatures strategy= \
                strategy-option= message= file= into-name= verbose quiet abort quit continue allow-unrelated-histories \
                progress gpg-sign autostash overwrite-ignore signoff no-verify compact-summary",
    },
    Grammar {
        verbs: &["rebase"],
        letters: "CxsX",
        eager: "Sr",
        names: "onto= keep-base no-verify quiet verbose no-stat signoff committer-date-is-author-date trailer= \
                reset-author-date ignore-date ignore-whitespace whitespace= force-rebase no-ff continue skip abort quit \
                edit-todo show-current-patch apply merge interactive preserve-merges rerere-autoupdate empty= \
                keep-empty autosquash update-refs gpg-sign autostash exec= allow-empty-message rebase-merges fork-point \
                strategy= strategy-option= root reschedule-failed-exec reapply-cherry-picks",
    },
    Grammar {
        verbs: &["cherry-pick", "revert"],
        letters: "mX",
        eager: "S",
        names: "quit continue abort skip cleanup= no-commit edit signoff mainline= rerere-autoupdate strategy= \
                strategy-option= gpg-sign ff allow-empty allow-empty-message keep-redundant-commits empty= reference",
    },
    Grammar {
        verbs: &["merge-tree"],
        letters: "X",
        eager: "",
        names: "write-tree trivial-merge messages quiet name-only allow-unrelated-histories stdin merge-base= \
                strategy-option=",
    },
    Grammar {
        verbs: &["checkout", "switch"],
        letters: "bBcC",
        eager: "t",
        names: "create= force-create= guess overlay quiet recurse-submodules progress merge conflict= detach track force \
                orphan= overwrite-ignore ignore-other-worktrees ours theirs patch ignore-skip-worktree-bits \
                pathspec-from-file= pathspec-file-nul discard-changes",
    },
];

/// Options of git itself, before the command, that take the next word.
const GLOBAL: &[&str] =
    &["-c", "-C", "--git-dir", "--work-tree", "--namespace", "--super-prefix", "--config-env", "--attr-source"];

/// The long names of the letters that matter.
const LONG: &[(char, &str)] = &[('X', "strategy-option")];

/// A command as git understood it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Call {
    /// `merge`, `rebase` …; empty where nothing is known.
    pub verb: String,
    /// The options by their long names, else by their letter, with their values.
    pub options: Vec<(String, Option<String>)>,
    /// What is no option.
    pub operands: Vec<String>,
}

impl Call {
    /// Reads a command line, the program's name first.
    pub(super) fn read(words: &[String]) -> Call {
        let mut words = words.iter().map(String::as_str);
        let program = words.next().map(crate::source::file_name).unwrap_or_default();
        let verb = match program.strip_prefix("git-") {
            Some(verb) => Some(verb),
            None => verb(&mut words),
        };
        let mut call = Call { verb: verb.unwrap_or_default().to_owned(), ..Call::default() };
        call.take(words);
        call
    }

    /// Reads options that stand elsewhere as if they stood before the command's own.
    pub(super) fn preceded_by(mut self, words: &[String]) -> Call {
        let mut before = Call { verb: self.verb.clone(), ..Call::default() };
        before.take(words.iter().map(String::as_str));
        before.options.append(&mut self.options);
        Call { options: before.options, ..self }
    }

    /// Returns the values of an option in their order; its negation takes back all before it.
    pub(super) fn values(&self, name: &str) -> Vec<String> {
        let mut values = Vec::new();
        for (option, value) in &self.options {
            if option.strip_prefix("no-") == Some(name) {
                values.clear();
            } else if option == name {
                values.extend(value.clone());
            }
        }
        values
    }

    /// Tells whether an option was given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.options.iter().rev().find_map(|(option, _)| {
            let is_negated = option.strip_prefix("no-") == Some(name);
            (is_negated || option == name).then_some(!is_negated)
        }) == Some(true)
    }

    fn take<'w>(&mut self, mut words: impl Iterator<Item = &'w str>) {
        let Some(grammar) = GRAMMARS.iter().find(|grammar| grammar.verbs.contains(&self.verb.as_str())) else {
            self.operands.extend(words.filter(|word| !word.starts_with('-')).map(str::to_owned));
            return;
        };
        while let Some(word) = words.next() {
            match word.strip_prefix("--") {
                Some("") => break,
                Some(long) => self.long(grammar, long, &mut words),
                None if word.len() > 1 && word.starts_with('-') => self.letters(grammar, &word[1..], &mut words),
                None => self.operands.push(word.to_owned()),
            }
        }
        self.operands.extend(words.map(str::to_owned));
    }

    fn long<'w>(&mut self, grammar: &Grammar, word: &str, words: &mut impl Iterator<Item = &'w str>) {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word, None),
        };
        let Some((name, takes_value)) = named(grammar, name) else { return };
        let value = if takes_value { value.or_else(|| words.next().map(str::to_owned)) } else { value };
        self.options.push((name, value));
    }

    fn letters<'w>(&mut self, grammar: &Grammar, word: &str, words: &mut impl Iterator<Item = &'w str>) {
        for (at, letter) in word.char_indices() {
            let rest = &word[at + letter.len_utf8()..];
            let long = LONG.iter().find(|(known, _)| *known == letter);
            let name = long.map_or_else(|| letter.to_string(), |(_, name)| (*name).to_owned());
            let given = (!rest.is_empty()).then(|| rest.to_owned());
            if grammar.letters.contains(letter) {
                self.options.push((name, given.or_else(|| words.next().map(str::to_owned))));
                return;
            }
            if grammar.eager.contains(letter) {
                self.options.push((name, given));
                return;
            }
            self.options.push((name, None));
        }
    }
}

/// Finds the command behind git's own options.
fn verb<'w>(words: &mut impl Iterator<Item = &'w str>) -> Option<&'w str> {
    while let Some(word) = words.next() {
        if GLOBAL.contains(&word) {
            words.next();
        } else if !word.starts_with('-') {
            return Some(word);
        }
    }
    None
}

/// Finds a long name, or the one that begins so, and tells whether it takes a value. A negation takes none.
fn named(grammar: &Grammar, word: &str) -> Option<(String, bool)> {
    let spelled = grammar.names.split_whitespace().flat_map(|entry| {
        let (name, takes_value) = entry.strip_suffix('=').map_or((entry, false), |name| (name, true));
        let opposite = name.strip_prefix("no-").map_or_else(|| format!("no-{name}"), str::to_owned);
        [(name.to_owned(), takes_value), (opposite, false)]
    });
    let begun: Vec<_> = spelled.filter(|(name, _)| name.starts_with(word)).collect();
    let exact = begun.iter().find(|(name, _)| name == word);
    exact.or_else(|| begun.first().filter(|_| begun.len() == 1)).cloned()
}

/// Parts a line into words as git parts the options in its configuration: by white space outside of quotation marks.
pub(super) fn parted(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            (_, Some(open)) if letter == open => quote = None,
            ('\'' | '"', None) => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            ('\\', None | Some('"')) => word.get_or_insert_default().extend(letters.next()),
            (_, None) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(line: &str) -> Call {
        Call::read(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn options_are_found_in_every_spelling_and_values_are_none() {
        let check = |line: &str, expected: &[&str]| {
            assert_eq!(call(line).values("strategy-option"), expected, "{line}");
        };
        check("git merge -X ours side", &["ours"]);
        check("git merge -Xtheirs -Xignore-space-change side", &["theirs", "ignore-space-change"]);
        check("git merge -qXtheirs side", &["theirs"]);
        check("git merge -qX theirs side", &["theirs"]);
        check("git merge side -Xtheirs", &["theirs"]);
        check("git merge --strategy-o theirs side", &["theirs"]);
        check("git merge --strategy-opt=theirs side", &["theirs"]);
        check("git merge -Xtheirs --no-strategy-option side", &[]);
        check("git rebase --strategy-option=ours main", &["ours"]);
        check("/usr/lib/git-core/git-rebase -qXours main", &["ours"]);
        check("git -c a.b=-Xours -C /tmp merge -Xtheirs side", &["theirs"]);
        check("git merge -m -Xours side", &[]);
        check("git merge --mess -Xours side", &[]);
        check("git merge --into-name -Xours side", &[]);
        check("git merge -SXours side", &[]);
        check("git merge side -- -Xours", &[]);
        check("git rebase -x -Xours main", &[]);
        check("git stash pop -Xours", &[]);
        assert_eq!(call("git merge -qm x side other").operands, ["side", "other"]);
    }

    #[test]
    fn a_line_is_parted_as_git_parts_it() {
        assert_eq!(parted(" -Xtheirs  -m 'a b' \"c\\\"d\" e\\ f ''"), ["-Xtheirs", "-m", "a b", "c\"d", "e f", ""]);
    }
}
