//! How services name a conflict copy: a table, one line a way of naming.
//!
//! Not here: whether the file that it is a copy of is there.

/// What a name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// The name of the file that it is a copy of.
    pub(super) original: String,
    /// Whose way of naming it is.
    pub(super) service: &'static str,
    /// Whether people name files so, too.
    pub(super) is_doubtful: bool,
}

/// Takes what a service adds off the end of a name without its ending; `None` where it added nothing.
type Form = fn(&str) -> Option<&str>;

/// Ways of naming: the service, whether people name files so too, and what takes the addition off.
const FORMS: &[(&str, bool, Form)] = &[
    ("Syncthing", false, syncthing),
    ("Nextcloud", false, nextcloud),
    ("Nextcloud", false, old_nextcloud),
    ("Dropbox", false, dropbox),
    ("Seafile", false, seafile),
    ("Synology Drive", false, synology),
    ("pCloud", false, |stem| without(stem, &[" [conflicted]"])),
    ("Resilio Sync", false, |stem| without(stem, &[".Conflict", ".conflict"])),
    ("Google Drive", false, |stem| without(stem, &["[Conflict]", " [Conflict]", "_conf(1)", "_conf(2)"])),
    ("OneDrive", true, onedrive),
    ("Google Drive", true, numbered),
];

/// What Dropbox writes in parentheses, in the languages of its users.
const IN_CONFLICT: &[&str] = &[
    "conflicted copy",
    "in konflikt stehende kopie",
    "copie en conflit",
    "copia en conflicto",
    "copia in conflitto",
    "cópia em conflito",
    "cópia conflitante",
    "conflicterende kopie",
    "конфликтующая копия",
    "競合コピー",
    "衝突コピー",
    "冲突副本",
    "衝突複本",
    "conflict",
];

/// How Windows names a computer by itself, and how many signs follow.
const COMPUTERS: &[(&str, usize)] = &[("DESKTOP-", 7), ("LAPTOP-", 8), ("WIN-", 11), ("MININT-", 7), ("CPC-", 5)];

/// Words in the names that people's other computers have.
const MACHINES: &[&str] =
    &["MacBook", "iMac", "Mac mini", "Mac-mini", "Mac Studio", "Surface", "ThinkPad", "iPad", "iPhone"];

/// Reads a name; all ways that fit, the surest first.
pub(super) fn of(name: &str) -> Vec<Named> {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let mut all = Vec::new();
    for (service, is_doubtful, form) in FORMS {
        let named = |original: String| Named { original, service, is_doubtful: *is_doubtful };
        let is_name = |stem: &&str| !stem.trim().is_empty();
        all.extend(form(stem).filter(is_name).map(|stem| named(format!("{stem}{ending}"))));
        // A file without an ending: what looks like one is the addition.
        if !ending.is_empty() {
            all.extend(form(name).filter(is_name).map(|stem| named(stem.to_owned())));
        }
    }
    all
}

fn without<'s>(stem: &'s str, endings: &[&str]) -> Option<&'s str> {
    endings.iter().find_map(|ending| stem.strip_suffix(ending))
}

/// `notes.sync-conflict-20240102-101010-ABCDEFG`
fn syncthing(stem: &str) -> Option<&str> {
    let (original, rest) = stem.split_once(".sync-conflict-")?;
    let parts: Vec<&str> = rest.split('-').collect();
    // Old versions did not say which device.
    let is_right = matches!(parts.as_slice(), [day, time, ..] if are_digits(day, 8) && are_digits(time, 6));
    is_right.then_some(original)
}

/// `notes (conflicted copy 2024-01-02 101010)`, also with a name in it; ownCloud and OpenCloud write the same.
fn nextcloud(stem: &str) -> Option<&str> {
    let (original, inner) = in_parentheses(stem)?;
    let rest = inner.strip_prefix("conflicted copy ")?;
    let mut words = rest.rsplit(' ');
    let is_right = words.next().is_some_and(|time| are_digits(time, 6)) && words.next().is_some_and(is_day);
    is_right.then_some(original)
}

/// `notes_conflict-20240102-101010`, as clients before 2.4 wrote it.
fn old_nextcloud(stem: &str) -> Option<&str> {
    let (original, rest) = stem.rsplit_once("_conflict-")?;
    let mut parts = rest.rsplit('-');
    let is_right =
        parts.next().is_some_and(|time| are_digits(time, 6)) && parts.next().is_some_and(|day| are_digits(day, 8));
    is_right.then_some(original)
}

/// `notes (Ada's conflicted copy 2024-01-02)`, also with a number behind it, and in other languages.
fn dropbox(stem: &str) -> Option<&str> {
    let stem = numbered(stem).unwrap_or(stem);
    let (original, inner) = in_parentheses(stem)?;
    let inner = inner.to_lowercase();
    let dated = inner.split(' ').any(is_day);
    let said = IN_CONFLICT.iter().any(|words| inner.contains(words));
    // Without a day only the whole phrase counts: "(conflict of interest)" is a title.
    (said && (dated || inner.ends_with("conflicted copy"))).then_some(original)
}

/// `notes (SFConflict ada@example.org 2024-01-02-10-10-10)`
fn seafile(stem: &str) -> Option<&str> {
    let (original, inner) = in_parentheses(stem)?;
    inner.starts_with("SFConflict ").then_some(original)
}

/// `notes_Ada-PC_Jan-03-0901-2024_Conflict`, also with a number behind it.
fn synology(stem: &str) -> Option<&str> {
    let mut parts = stem.rsplitn(5, '_').collect::<Vec<_>>();
    if parts.first().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit())) {
        parts.remove(0);
    } else if parts.len() == 5 {
        parts = stem.rsplitn(4, '_').collect();
    }
    let [reason, time, machine, ..] = parts.as_slice() else { return None };
    let fields: Vec<&str> = time.split('-').collect();
    let is_time = matches!(fields.as_slice(), [month, day, hour, year]
        if month.len() == 3 && are_digits(day, 2) && are_digits(hour, 4) && are_digits(year, 4));
    let end = stem.find(&format!("_{machine}_{time}_{reason}"))?;
    (reason.ends_with("Conflict") && is_time).then(|| &stem[..end])
}

/// `notes-DESKTOP-1A2B3C4`, also with a number behind it.
fn onedrive(stem: &str) -> Option<&str> {
    let is_number = |end: &str| (1..=2).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_digit());
    let stem = stem.rsplit_once('-').filter(|(_, end)| is_number(end)).map_or(stem, |(stem, _)| stem);
    let by_windows = COMPUTERS.iter().find_map(|(prefix, count)| {
        let (original, rest) = stem.rsplit_once(&format!("-{prefix}"))?;
        let is_machine = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        (rest.len() == *count && rest.bytes().all(is_machine)).then_some(original)
    });
    let by_people = || {
        let at = MACHINES.iter().filter_map(|word| stem.rfind(word)).max()?;
        let dash = stem[..at].rfind('-')?;
        Some(&stem[..dash])
    };
    by_windows.or_else(by_people)
}

/// `notes (1)`
fn numbered(stem: &str) -> Option<&str> {
    let (original, inner) = in_parentheses(stem)?;
    ((1..=2).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_digit())).then_some(original)
}

/// Parts `notes (inner)`.
fn in_parentheses(stem: &str) -> Option<(&str, &str)> {
    let (original, inner) = stem.strip_suffix(')')?.rsplit_once('(')?;
    Some((original.strip_suffix(' ').unwrap_or(original), inner))
}

/// `2024-01-02`
fn is_day(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    matches!(parts.as_slice(), [year, month, day] if are_digits(year, 4) && are_digits(month, 2) && are_digits(day, 2))
}

fn are_digits(word: &str, count: usize) -> bool {
    word.len() == count && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_known_by_their_names() {
        let expected = [
            ("notes.sync-conflict-20240102-101010-ABCDEFG.md", "notes.md Syncthing"),
            ("Makefile.sync-conflict-20240102-101010-ABCDEFG", "Makefile Syncthing"),
            ("notes (conflicted copy 2024-01-02 101010).md", "notes.md Nextcloud"),
            ("notes (conflicted copy ada 2024-01-02 101010).md", "notes.md Nextcloud"),
            ("notes_conflict-20240102-101010.md", "notes.md Nextcloud"),
            ("notes (Ada's conflicted copy 2024-01-02).md", "notes.md Dropbox"),
            ("notes (Ada's conflicted copy 2024-01-02) (1).md", "notes.md Dropbox"),
            ("notes (ADA-PC's conflicted copy).md", "notes.md Dropbox"),
            ("Notizen (In Konflikt stehende Kopie von Ada 2024-01-02).md", "Notizen.md Dropbox"),
            ("notes (copie en conflit de Ada 2024-01-02).md", "notes.md Dropbox"),
            ("notes (SFConflict ada@example.org 2024-01-02-10-10-10).md", "notes.md Seafile"),
            ("notes_Ada-PC_Jan-03-0901-2024_Conflict.md", "notes.md Synology Drive"),
            ("my_notes_Ada-PC_Jan-03-0901-2024_CaseConflict_1.md", "my_notes.md Synology Drive"),
            ("notes [conflicted].md", "notes.md pCloud"),
            ("notes.Conflict.md", "notes.md Resilio Sync"),
            ("notes[Conflict].md", "notes.md Google Drive"),
            ("deck-DESKTOP-1A2B3C4.pptx", "deck.pptx OneDrive?"),
            ("deck-DESKTOP-1A2B3C4-2.pptx", "deck.pptx OneDrive?"),
            ("deck-Adas MacBook Pro.pptx", "deck.pptx OneDrive?"),
            ("notes (1).md", "notes.md Google Drive?"),
        ];
        for (name, wanted) in expected {
            let found = of(name).first().map(|named| {
                format!("{} {}{}", named.original, named.service, if named.is_doubtful { "?" } else { "" })
            });
            assert_eq!(found.as_deref(), Some(wanted), "{name}");
        }
    }

    #[test]
    fn other_names_are_none() {
        for name in [
            "notes.md",
            "",
            ".md",
            "(1).md",
            "conflict.md",
            "The conflict (2024-01-02).md",
            "Essay (conflict of interest).md",
            "notes (draft 2024-01-02).md",
            "README-LICENSE.md",
            "notes-DESKTOP.md",
            "notes-DESKTOP-1a2b3c4.md",
            "report (2024).md",
            "a.sync-conflict-x.md",
            "_Ada_Jan_Conflict.md",
            ".sync-conflict-20240102-101010-ABCDEFG.md",
            "表 (1",
        ] {
            assert_eq!(of(name), [], "{name}");
        }
    }
}
