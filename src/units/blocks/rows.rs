//! Reads tables of data: rows that a column tells apart, by its head and its values. Rows are told by their key, never as
//! prose; a table whose rows nothing tells apart is lines.
//!
//! Not here: tables in documents (`prose`), records of JSON and YAML (`code::records`).

use std::collections::HashSet;
use std::ops::Range;

use super::found::Found;
use crate::source::Text;
use crate::units::unit::UnitKind;

/// Heads of columns that tell a row from the next, the strongest first.
const KEYS: &[&str] = &["id", "key", "uuid", "slug", "code", "sku", "isbn", "doi", "name"];
/// A head may say more: `tide_id`, `Station ID`.
const KEY_ENDS: &[&str] = &["_id", " id", "-id", "_key", "_code", " code"];
/// Fewer rows may differ by chance.
const MIN_ROWS: usize = 3;
/// Rows beyond this many are a dump.
const MAX_ROWS: usize = 50_000;
/// What may part the cells of a row.
const SIGNS: &[char] = &[',', ';', '\t', '|'];

/// Reads a table.
pub(super) fn read(text: &Text) -> Vec<Found> {
    let mut lines = rows(text);
    let Some(head) = lines.next().filter(|_| text.line_count() <= MAX_ROWS) else { return Vec::new() };
    let sign = sign(text.line(head.start));
    let names: Vec<String> = cells(text, &head, sign).iter().map(|name| name.to_lowercase()).collect();
    let rows: Vec<(Range<usize>, Vec<String>)> = lines
        .map(|row| {
            let cells = cells(text, &row, sign);
            (row, cells)
        })
        .collect();
    let Some(column) = columns(&names).find(|column| tells_apart(&rows, *column)) else { return Vec::new() };
    // A table that itself holds a key twice may hold any twice: the file shows it.
    let sort = names.get(column).cloned().unwrap_or_default();
    let row = |(lines, cells): (Range<usize>, Vec<String>)| {
        let key = cells.into_iter().nth(column).filter(|key| !key.is_empty())?;
        let bytes = text.span_of_lines(lines).bytes;
        Some(Found::named(UnitKind::Entry, bytes, &key).of_sort(&sort))
    };
    rows.into_iter().filter_map(row).collect()
}

/// The columns that may tell rows apart, the likeliest first.
fn columns(names: &[String]) -> impl Iterator<Item = usize> {
    let at = |key: &&str| names.iter().position(|name| name == key);
    let ends = |name: &String| KEY_ENDS.iter().any(|end| name.ends_with(end));
    let exact: Vec<usize> = KEYS.iter().filter_map(at).collect();
    let like = names.iter().position(ends);
    exact.into_iter().chain(like)
}

/// Tells whether a column has a value in each row, and nearly another one in each.
fn tells_apart(rows: &[(Range<usize>, Vec<String>)], column: usize) -> bool {
    let said: Vec<&str> = rows.iter().filter_map(|(_, cells)| cells.get(column)).map(String::as_str).collect();
    let filled = said.iter().all(|key| !key.is_empty());
    let distinct = said.iter().collect::<HashSet<_>>().len();
    rows.len() >= MIN_ROWS && said.len() == rows.len() && filled && (said.len() - distinct) * 10 <= said.len()
}

/// The lines of each row: a text in quotes may go over several.
fn rows(text: &Text) -> impl Iterator<Item = Range<usize>> {
    let mut next = 0;
    std::iter::from_fn(move || {
        while next < text.line_count() && text.line(next).trim().is_empty() {
            next += 1;
        }
        let first = next;
        let mut is_open = false;
        while next < text.line_count() {
            is_open ^= text.line(next).matches('"').count() % 2 == 1;
            next += 1;
            if !is_open {
                break;
            }
        }
        // A quote that nothing closes is one of the data.
        if is_open {
            next = first + 1;
        }
        (first < text.line_count()).then_some(first..next)
    })
}

/// What parts the cells of the first row: the sign that stands there most often.
fn sign(head: &str) -> char {
    let count = |sign: &char| head.matches(*sign).count();
    SIGNS.iter().copied().rev().max_by_key(count).unwrap_or(',')
}

fn cells(text: &Text, row: &Range<usize>, sign: char) -> Vec<String> {
    let said = text.slice(&text.span_of_lines(row.clone())).to_owned();
    let (mut cells, mut cell, mut is_open) = (Vec::new(), String::new(), false);
    for letter in said.trim_start_matches('\u{feff}').chars() {
        match letter {
            '"' => is_open = !is_open,
            _ if letter == sign && !is_open => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            _ => cell.push(letter),
        }
    }
    cells.push(cell.trim().to_owned());
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        read(&Text::new(text.to_owned())).into_iter().filter_map(|one| one.identity).collect()
    }

    #[test]
    fn a_column_tells_rows_apart() {
        assert_eq!(told("id,name\n1,a\n2,b\n3,c\n"), ["1", "2", "3"]);
        assert_eq!(told("Name;Station ID\na;S1\na;S2\n\"a; b\nc\";S3\n"), ["S1", "S2", "S3"]);
        assert_eq!(told("day\tlevel\n1\t2\n2\t2\n3\t2\n"), [""; 0], "nothing says that it is a key");
        assert_eq!(told("id,day\n1,a\n1,b\n1,c\n"), [""; 0], "it is none");
        assert_eq!(told("id,name\n1,\"a\n2,b\n3,c\n4,d\n"), ["1", "2", "3", "4"]);
    }
}
