//! Patterns for paths, as `.gitignore` reads them: `*`, `?`, `[a-z]`, `**/`, and a name alone matches at any depth.
//!
//! Not here: which paths are ignored by default, and everything about attributes.

/// Tells whether a path matches a pattern.
#[must_use]
pub fn matches(pattern: &str, path: &str) -> bool {
    let below = pattern.strip_suffix('/').map(|folder| format!("{folder}/**"));
    let pattern = below.as_deref().unwrap_or(pattern);
    let anchored = pattern.trim_end_matches("/**").contains('/');
    let pattern = pattern.strip_prefix('/').unwrap_or(pattern);
    let pattern: Vec<char> = if anchored { pattern.to_owned() } else { format!("**/{pattern}") }.chars().collect();
    let path: Vec<char> = path.chars().collect();
    let mut reached = vec![false; path.len() + 1];
    reached[0] = true;
    // The set of places in the path that the pattern so far can end at: no backtracking, whatever the pattern.
    let mut rest = pattern.as_slice();
    while let Some((piece, tail)) = next_piece(rest) {
        reached = step(&piece, &path, &reached);
        rest = tail;
    }
    reached[path.len()]
}

/// One element of a pattern.
enum Piece {
    /// This letter.
    Letter(char),
    /// One letter of a name.
    Any,
    /// Any letters of a name.
    Star,
    /// Any letters, slashes too.
    Tail,
    /// Any folders, none too.
    Folders,
    /// One letter in these ranges, or outside of them.
    Class(Vec<(char, char)>, bool),
}

fn next_piece(pattern: &[char]) -> Option<(Piece, &[char])> {
    let (first, rest) = pattern.split_first()?;
    Some(match pattern {
        ['*', '*', '/', tail @ ..] => (Piece::Folders, tail),
        ['*', '*', tail @ ..] => (Piece::Tail, tail),
        ['*', tail @ ..] => (Piece::Star, tail),
        ['?', tail @ ..] => (Piece::Any, tail),
        ['\\', letter, tail @ ..] => (Piece::Letter(*letter), tail),
        ['[', tail @ ..] => class(tail).unwrap_or((Piece::Letter('['), tail)),
        _ => (Piece::Letter(*first), rest),
    })
}

/// Reads what stands in brackets; `None` where they are never closed.
fn class(pattern: &[char]) -> Option<(Piece, &[char])> {
    let negated = matches!(pattern.first(), Some('!' | '^'));
    let body = &pattern[usize::from(negated)..];
    let end = body.iter().skip(1).position(|letter| *letter == ']')? + 1;
    let mut ranges = Vec::new();
    let mut letters = &body[..end];
    while let [first, tail @ ..] = letters {
        let (last, after) = if let ['-', last, after @ ..] = tail { (last, after) } else { (first, tail) };
        ranges.push((*first, *last));
        letters = after;
    }
    Some((Piece::Class(ranges, negated), &body[end + 1..]))
}

/// Returns where in the path a pattern can end that could end at `reached` and goes on with `piece`.
fn step(piece: &Piece, path: &[char], reached: &[bool]) -> Vec<bool> {
    let mut next = vec![false; reached.len()];
    let mut running = false;
    for at in 0..reached.len() {
        let before = at.checked_sub(1).map(|index| path[index]);
        let one = |fits: &dyn Fn(char) -> bool| at > 0 && reached[at - 1] && before.is_some_and(fits);
        next[at] = match piece {
            Piece::Letter(letter) => one(&|found| found == *letter),
            Piece::Any => one(&|found| found != '/'),
            Piece::Class(ranges, negated) => {
                one(&|found| found != '/' && ranges.iter().any(|(a, b)| *a <= found && found <= *b) != *negated)
            }
            Piece::Star => {
                running = reached[at] || (running && before != Some('/'));
                running
            }
            Piece::Tail => {
                running |= reached[at];
                running
            }
            Piece::Folders => {
                let here = reached[at] || (running && before == Some('/'));
                running |= reached[at];
                here
            }
        };
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_gitignore() {
        let check = |pattern: &str, path: &str, expected: bool| {
            assert_eq!(matches(pattern, path), expected, "{pattern} on {path}");
        };
        check("*.lock", "a/b/Cargo.lock", true);
        check("*.lock", "a.lock/b", false);
        check("vendor/", "vendor/a/b.c", true);
        check("vendor/**", "vendor/a/b.c", true);
        check("vendor/", "src/vendor/a.c", true);
        check("/vendor/", "src/vendor/a.c", false);
        check("docs/*.md", "docs/a.md", true);
        check("docs/*.md", "docs/a/b.md", false);
        check("docs/**/b.md", "docs/b.md", true);
        check("docs/**/b.md", "docs/x/y/b.md", true);
        check("docs/**/b.md", "docs/xb.md", false);
        check("[a-c]?.txt", "b1.txt", true);
        check("[!a-c]?.txt", "b1.txt", false);
        check("[a", "[a", true);
        check("ein/ü*", "ein/über", true);
        check("*a*a*a*a*a*a*a*a*a*a*b", &"a".repeat(2000), false);
    }
}
