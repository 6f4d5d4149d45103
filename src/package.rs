//! Office documents are zip packages of named parts: this room opens one within hard limits and writes one whose bytes
//! depend on nothing but its parts.
//!
//! Not here: what the parts say (`xml`, `documents`), or which parts a merge takes from which side (`three_way::deck`).

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::xml::{Document, MAX_NODES};

/// More entries than this are no document: the largest real deck seen has a few thousand.
const MAX_ENTRIES: usize = 20_000;
/// A part of text that is larger is not worth the memory of its tree, which takes some twenty times as much.
const MAX_XML_BYTES: u64 = 32 << 20;
/// Elements, attributes and texts of a slide: some 20,000 shapes. The largest of 1,400 real ones seen has 18,000.
const MAX_NODES_OF_A_SLIDE: usize = 300_000;
/// A picture or film that is larger is refused.
const MAX_PART_BYTES: u64 = 1 << 30;
/// All parts together, by what the package declares.
const MAX_TOTAL_BYTES: u64 = 4 << 30;
/// What one reading may unpack in all, so that parts which are named a thousand times are not unpacked as often.
const MAX_UNPACKED_BYTES: u64 = 512 << 20;
/// Real parts shrink to a hundredth at best; what shrinks more is small or made to exhaust memory.
const MAX_RATIO: u64 = 400;
/// Below this size any ratio is harmless.
const SMALL_BYTES: u64 = 4 << 20;

/// The part that says which part is of which type. It stands first in every package written here.
pub const CONTENT_TYPES: &str = "[Content_Types].xml";

/// An open package.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    /// From a name in lower case, because part names differ by more than case, to its place in the archive.
    index: HashMap<String, usize>,
    spelled: HashMap<usize, String>,
    repeats: Option<String>,
    unpacked: Cell<u64>,
    max_nodes: usize,
}

impl<'a> Package<'a> {
    /// Opens a package, or says in a few words why it cannot ("is encrypted").
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, String> {
        sniff(bytes)?;
        let damaged = |_| "is cut short or damaged: it has no readable list of parts".to_owned();
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if archive.len() > MAX_ENTRIES {
            return Err(format!("holds more than {MAX_ENTRIES} parts"));
        }
        let mut package = Package {
            repeats: archive.has_duplicate_names().then(String::new),
            archive,
            names: Vec::new(),
            index: HashMap::new(),
            spelled: HashMap::new(),
            unpacked: Cell::new(0),
            max_nodes: MAX_NODES,
        };
        package.list()?;
        Ok(package)
    }

    /// Takes it for a deck. A word processor keeps a whole book in one part; a slide that is as large was made to be slow,
    /// and three versions of it are held at once where it is merged.
    #[must_use]
    pub fn of_slides(self) -> Package<'a> {
        Package { max_nodes: MAX_NODES_OF_A_SLIDE, ..self }
    }

    /// Notes the name of every part and checks what the package declares of it.
    fn list(&mut self) -> Result<(), String> {
        let mut total = 0_u64;
        for at in 0..self.archive.len() {
            let entry = self.archive.by_index_data(at).map_err(|_| "is damaged: a part cannot be found".to_owned())?;
            let raw = entry.name().map_err(|_| "names a part in no known alphabet".to_owned())?;
            if raw.ends_with('/') {
                continue;
            }
            if entry.encrypted() {
                return Err("is encrypted".to_owned());
            }
            total = total.saturating_add(entry.size());
            let name = plain_name(&raw)?;
            if self.index.insert(name.to_lowercase(), at).is_some() {
                self.repeats = Some(name);
            } else {
                self.spelled.insert(at, name.clone());
                self.names.push(name);
            }
        }
        if total > MAX_TOTAL_BYTES { Err("unpacks to more than 4 GB".to_owned()) } else { Ok(()) }
    }

    /// Returns the names of all parts in the order of the package, folders left out.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Tells whether two parts have one name. Programs differ in which of them they take, so such a package may be
    /// read but must not be merged.
    #[must_use]
    pub fn repeats_a_name(&self) -> bool {
        self.repeats.is_some()
    }

    /// Tells whether there is such a part.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.index.contains_key(&name.to_lowercase())
    }

    /// Returns a part's name as the package spells it, whatever case it is asked in.
    #[must_use]
    pub fn spelled(&self, name: &str) -> Option<&str> {
        let at = self.index.get(&name.to_lowercase())?;
        self.spelled.get(at).map(String::as_str)
    }

    /// Returns a part's bytes.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        self.read_within(name, MAX_PART_BYTES)
    }

    /// Returns a part of text as a tree.
    pub fn xml(&self, name: &str) -> Result<Document, String> {
        let bytes = self.read_within(name, MAX_XML_BYTES)?;
        Document::parse_within(&bytes, self.max_nodes)
            .map_err(|reason| format!("has a part {} that {reason}", shown(name)))
    }

    /// Returns the check sum and the size that the package declares of a part: cheap, and enough to tell that two
    /// parts differ.
    #[must_use]
    pub fn fingerprint(&self, name: &str) -> Option<(u32, u64)> {
        let entry = self.archive.by_index_data(*self.index.get(&name.to_lowercase())?).ok()?;
        Some((entry.crc32(), entry.size()))
    }

    fn read_within(&self, name: &str, limit: u64) -> Result<Vec<u8>, String> {
        let missing = || format!("names a part {} that it does not hold", shown(name));
        let at = *self.index.get(&name.to_lowercase()).ok_or_else(missing)?;
        let broken = || format!("is damaged: part {} cannot be unpacked", shown(name));
        // The list of parts is shared, so a copy of the archive costs nothing and leaves `self` unchanged.
        let mut archive = self.archive.clone();
        let entry = archive.by_index(at).map_err(|_| broken())?;
        let (size, packed) = (entry.size(), entry.compressed_size());
        if size > limit || (size > SMALL_BYTES && size / packed.max(1) > MAX_RATIO) {
            return Err(format!(
                "has a part {} that unpacks to {} MB, which is more than is read",
                shown(name),
                size >> 20
            ));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size.min(SMALL_BYTES)).unwrap_or_default());
        // The declared size may be a lie, so the limit holds for what really comes out.
        entry.take(size + 1).read_to_end(&mut bytes).map_err(|_| broken())?;
        if bytes.len() as u64 > size {
            return Err(broken());
        }
        self.unpacked.set(self.unpacked.get().saturating_add(size));
        if self.unpacked.get() > MAX_UNPACKED_BYTES {
            return Err("unpacks to more than is read".to_owned());
        }
        Ok(bytes)
    }
}

/// Says why bytes are no package at all, in the words of what they are instead.
fn sniff(bytes: &[u8]) -> Result<(), String> {
    const OLE2: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    let reason = match bytes {
        [] => "is empty",
        _ if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") => return Ok(()),
        _ if bytes.starts_with(OLE2) => "is encrypted or in the old binary format of Office",
        _ if bytes.starts_with(b"version https://git-lfs") => "is a Git LFS pointer, not the document itself",
        _ if bytes.starts_with(b"<<<<<<<") => "begins with the conflict markers of another merge",
        _ => "is not an office document",
    };
    Err(reason.to_owned())
}

/// Returns a part's name with `/` between its folders, or refuses a name that leaves the package.
fn plain_name(raw: &str) -> Result<String, String> {
    let name = raw.replace('\\', "/");
    let name = name.trim_start_matches('/');
    let leaves = name.split('/').any(|folder| folder == "..") || name.get(1..3) == Some(":/") || name.contains('\0');
    if leaves || name.is_empty() {
        return Err(format!("names a part {} outside of itself", shown(raw)));
    }
    Ok(name.to_owned())
}

/// Shortens a name from the package for a message of one line.
fn shown(name: &str) -> String {
    let clean: String = name.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect();
    if clean.chars().count() <= 80 { clean } else { clean.chars().take(79).chain(['…']).collect() }
}

/// What a part is written from.
pub enum Content<'p, 'a> {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The part of this name in a package, copied as it is packed.
    Part(&'p Package<'a>, String),
}

/// Writes a package: the content types first, as readers that stream expect it, then the parts in their order. Times
/// are fixed, so the same parts give the same bytes.
pub fn write(parts: &[(String, Content<'_, '_>)]) -> Result<Vec<u8>, String> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let is_first = |part: &&(String, Content<'_, '_>)| part.0 == CONTENT_TYPES;
    for (name, content) in parts.iter().filter(is_first).chain(parts.iter().filter(|part| !is_first(part))) {
        write_part(&mut writer, name, content).ok_or_else(|| format!("part {} cannot be packed", shown(name)))?;
    }
    let finished = writer.finish().map_err(|_| "the package cannot be finished".to_owned())?;
    Ok(finished.into_inner())
}

fn write_part(writer: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, content: &Content<'_, '_>) -> Option<()> {
    match content {
        Content::Bytes(bytes) => {
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(zip::DateTime::DEFAULT);
            writer.start_file(name, options).ok()?;
            writer.write_all(bytes).ok()
        }
        Content::Part(package, source) => {
            let mut archive = package.archive.clone();
            let at = *package.index.get(&source.to_lowercase())?;
            writer.raw_copy_file_rename(archive.by_index_raw(at).ok()?, name).ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let parts: Vec<_> =
            parts.iter().map(|(name, bytes)| ((*name).to_owned(), Content::Bytes(bytes.to_vec()))).collect();
        write(&parts).expect("because small parts can be packed")
    }

    #[test]
    fn parts_come_back_and_content_types_come_first() {
        let bytes = packed(&[("a/b.xml", b"<x/>"), (CONTENT_TYPES, b"<Types/>")]);
        let package = Package::open(&bytes).expect("because it was just written");
        assert_eq!(package.names(), [CONTENT_TYPES, "a/b.xml"]);
        assert_eq!(package.read("A/B.xml").as_deref(), Ok(&b"<x/>"[..]));
        assert_eq!(bytes, packed(&[("a/b.xml", b"<x/>"), (CONTENT_TYPES, b"<Types/>")]));
    }

    #[test]
    fn a_copied_part_is_the_same() {
        let bytes = packed(&[("a.xml", &[b'x'; 5000])]);
        let package = Package::open(&bytes).expect("because it was just written");
        let copy =
            write(&[("b.xml".to_owned(), Content::Part(&package, "a.xml".to_owned()))]).expect("because it fits");
        let copy = Package::open(&copy).expect("because it was just written");
        assert_eq!(copy.read("b.xml"), package.read("a.xml"));
    }

    #[test]
    fn what_is_no_package_says_what_it_is() {
        let reason = |bytes: &[u8]| Package::open(bytes).err().unwrap_or_default();
        assert_eq!(reason(b""), "is empty");
        assert!(reason(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).starts_with("is encrypted or"));
        assert!(reason(b"version https://git-lfs.github.com/spec/v1\n").contains("LFS pointer"));
        assert!(reason(b"<<<<<<< ours\nPK").contains("conflict markers"));
        assert!(reason(b"PK\x03\x04 and no more").contains("cut short"));
    }

    #[test]
    fn names_stay_inside() {
        assert_eq!(plain_name("ppt\\slides\\slide1.xml").as_deref(), Ok("ppt/slides/slide1.xml"));
        assert_eq!(plain_name("/ppt/a.xml").as_deref(), Ok("ppt/a.xml"));
        assert!(plain_name("../../etc/passwd").is_err() && plain_name("c:/x").is_err());
    }

    #[test]
    fn a_bomb_is_refused() {
        let bytes = packed(&[("a.xml", &vec![b' '; 40 << 20])]);
        let package = Package::open(&bytes).expect("because the list is fine");
        assert!(package.xml("a.xml").err().unwrap_or_default().contains("40 MB"));
    }
}
