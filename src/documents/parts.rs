//! How the parts of an Office Open XML package refer to one another: relations with their targets as full part names.
//!
//! Not here: what the parts say (one reader a format beside this file). Part names are never guessed; who needs a part
//! follows its relation.

use crate::package::Package;
use crate::xml::Element;

/// One relation of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its id, unique within the part that has the relation.
    pub id: String,
    /// Its type, a URL whose last word tells what the target is.
    pub kind: String,
    /// The full name of the target part, or the address where the target is outside of the package.
    pub target: String,
    /// The target as it is written in the package.
    pub written: String,
    /// Whether the target is outside of the package.
    pub external: bool,
}

impl Relation {
    /// Tells whether the last word of the type is this one. The strict and the transitional form differ before it.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        self.kind.rsplit('/').next() == Some(word)
    }
}

/// Returns the name of the part that holds the relations of `part`; the empty name stands for the package itself.
#[must_use]
pub fn relations_part(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    format!("{folder}_rels/{name}.rels")
}

/// Reads the relations of a part. A part without any has an empty list.
pub fn relations(package: &Package<'_>, part: &str) -> Result<Vec<Relation>, String> {
    let name = relations_part(part);
    if !package.has(&name) {
        return Ok(Vec::new());
    }
    let mut relations: Vec<_> =
        package.xml(&name)?.root.all("Relationship").filter_map(|element| relation(part, element)).collect();
    for relation in relations.iter_mut().filter(|relation| !relation.external) {
        // Part names differ by more than case, so the package's spelling is the one that counts. Most packages name a
        // part with a space plainly, some as the URL does.
        let decoded = decode_percent(&relation.target);
        if let Some(spelled) = package.spelled(&relation.target).or_else(|| package.spelled(&decoded)) {
            relation.target = spelled.to_owned();
        }
    }
    Ok(relations)
}

fn relation(part: &str, element: &Element) -> Option<Relation> {
    let external = element.attribute("TargetMode") == Some("External");
    let target = element.attribute("Target")?;
    Some(Relation {
        id: element.attribute("Id")?.to_owned(),
        kind: element.attribute("Type")?.to_owned(),
        written: target.to_owned(),
        target: if external { target.to_owned() } else { resolve(part, target) },
        external,
    })
}

/// Returns the part that the package is about.
pub fn main_part(package: &Package<'_>) -> Result<String, String> {
    let relations = relations(package, "")?;
    let main = relations.into_iter().find(|relation| relation.is("officeDocument") && !relation.external);
    main.map(|relation| relation.target)
        .ok_or_else(|| "is not an office document: no part is named as its main one".into())
}

/// Returns the relation with this id.
#[must_use]
pub fn by_id<'r>(relations: &'r [Relation], id: Option<&str>) -> Option<&'r Relation> {
    relations.iter().find(|relation| Some(relation.id.as_str()) == id)
}

/// Turns a target as it is written in a part's relations into the full name of a part.
#[must_use]
pub fn resolve(part: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    // What stands behind `#` is a place inside of the part.
    let target = target.split('#').next().unwrap_or_default();
    let mut folders: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => part.rsplit_once('/').map_or_else(Vec::new, |(folder, _)| folder.split('/').collect()),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                folders.pop();
            }
            name => folders.push(name),
        }
    }
    folders.join("/")
}

/// Part names are written as URLs, so a space may be `%20`.
fn decode_percent(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = if *first == b'%' { tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()) } else { None };
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_become_full_names() {
        assert_eq!(resolve("ppt/slides/slide1.xml", "../media/a.png"), "ppt/media/a.png");
        assert_eq!(resolve("ppt/presentation.xml", "/ppt/slides/slide1.xml"), "ppt/slides/slide1.xml");
        assert_eq!(resolve("", "ppt/presentation.xml"), "ppt/presentation.xml");
        assert_eq!(resolve("a.xml", "../../b.xml#c"), "b.xml");
        assert_eq!((decode_percent("a%20b.png"), decode_percent("100%")), ("a b.png".to_owned(), "100%".to_owned()));
    }

    #[test]
    fn relations_stand_beside_their_part() {
        assert_eq!(relations_part(""), "_rels/.rels");
        assert_eq!(relations_part("ppt/slides/slide1.xml"), "ppt/slides/_rels/slide1.xml.rels");
    }
}
