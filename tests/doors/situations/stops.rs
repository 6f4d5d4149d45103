//! Situations in which both sides say the same: the driver changes nothing all the same and tells it, and the hooks stop,
//! or tell it where git has no hook that may stop.
//!
//! Not here: what people do then (`rebases`, `allows`).

use super::{Situation, With, left};

/// What both sides say, at two places.
const SAID: &str = "base 'nine f.md; lines g.md k q w e r t y u i'; \
    side 'lines said \"\" \"The gateway retries every failed payment request three times before it gives up.\"; cat said >>f.md; rm said'; \
    main 'lines said \"\" \"The gateway retries every failed payment request three times before it gives up.\"; cat said >>g.md; rm said'";

/// What is typed, and whether the hooks stop it.
const STOPS: &[(&str, bool)] = &[
    ("git merge side", true),
    ("git merge --no-verify side", false),
    ("git merge --no-commit side\ngit commit -qm now", true),
    ("git cherry-pick side", true),
    ("git rebase side", true),
    ("ONENESS=0 git merge side", false),
    ("git merge --squash side\ngit commit -qm squashed", true),
    ("git merge -s ours side", false),
    ("git merge-tree --write-tree main side", false),
];

#[test]
fn what_both_say_stops_where_git_lets_it() {
    for (typed, stops) in STOPS {
        let situation: Situation = (*typed, SAID, *typed);
        let (alone, _) = left(&situation, With::Nobody);
        assert_eq!(alone, left(&situation, With::Driver).0, "{typed}");
        let (hooked, said) = left(&situation, With::DriverAndHooks);
        assert_eq!(hooked != alone, *stops, "{typed}: {hooked}\n{said}");
        assert_eq!(hooked.contains("duplicate-addition"), *stops, "{typed}: {hooked}\n{said}");
    }
}
