//! The comments that a merge writes, so that whoever opens a deck finds what could not be merged on the slide itself.
//! They have the form of the deck's own comments: older decks hold plain ones, newer ones hold threads.
//!
//! Not here: the comments that people wrote (`comments`).

use std::collections::BTreeMap;

use super::canon;
use super::comments::{COMMENTS, next_id};
use super::output::Origin;
use super::presentation::relation_kind;
use super::slides::Entry;
use super::under_way::{DeckConflict, Merge};
use super::version::is_modern;
use crate::documents::pptx;
use crate::xml::{Document, Element, Node};

const AUTHORS: &str = "application/vnd.openxmlformats-officedocument.presentationml.commentAuthors+xml";
const THREADS: &str = "application/vnd.ms-powerpoint.comments+xml";
const THREADS_RELATION: &str = "http://schemas.microsoft.com/office/2018/10/relationships/comments";
/// The namespace of threads and of the element by which a slide names its list of them.
const THREADS_NAMESPACE: &str = "http://schemas.microsoft.com/office/powerpoint/2018/8/main";
/// Who signs the comments that a merge writes.
const NAME: &str = "oneness";
/// Authors of threads are known by an identity, which is the same in every deck.
const IDENTITY: &str = "{8E2C1F60-5D3B-4C7A-9A41-6F6E656E6573}";

/// The author of the comments of one merge.
enum Author {
    /// Of plain comments: the number, and that of the last comment.
    Plain { id: String, index: u64 },
    /// Of threads.
    Threads,
}

/// Puts a comment on each slide that has something undecided, and on the first slide for the deck as a whole.
pub(super) fn write(merge: &mut Merge<'_, '_>, plan: &[Entry]) -> Result<(), String> {
    let mut by_slide: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (slide, conflict) in &merge.conflicts {
        by_slide.entry(slide.unwrap_or_default()).or_default().push(told(conflict));
    }
    if by_slide.is_empty() || plan.is_empty() {
        return Ok(());
    }
    let count = by_slide.values().map(Vec::len).sum();
    let mut author = sign(merge, count)?;
    for (at, texts) in by_slide {
        let Some(entry) = plan.get(at) else { continue };
        match &mut author {
            Author::Plain { id, index } => write_plain(merge, &entry.part, id, index, &texts)?,
            Author::Threads => write_threads(merge, entry, &texts)?,
        }
    }
    Ok(())
}

/// Makes every slide that the merge wrote name its threads: one side may have brought them, and the other the slide.
pub(super) fn name_all(merge: &mut Merge<'_, '_>, plan: &[Entry]) -> Result<(), String> {
    for entry in plan.iter().filter(|entry| entry.ours.is_some() && entry.theirs.is_some()) {
        let relations = merge.output.relations.get(&entry.part).cloned().unwrap_or_default();
        let Some(threads) = relations.iter().find(|relation| is_modern(relation)) else { continue };
        let is_written = matches!(merge.output.parts.get(&entry.part), Some(Origin::Bytes(_)));
        if is_written && !merge.output.xml(&entry.part)?.root.descendants().any(|e| e.local() == "commentRel") {
            name_threads(merge, &entry.part, &threads.id)?;
        }
    }
    Ok(())
}

fn told(conflict: &DeckConflict) -> String {
    let mut text = format!("Not merged: {}.", conflict.message);
    if !conflict.theirs.is_empty() {
        text = format!("{text}\nTheirs:\n{}", conflict.theirs);
    }
    text
}

/// Makes sure that the merge is among the authors.
fn sign(merge: &mut Merge<'_, '_>, count: usize) -> Result<Author, String> {
    let main = merge.decks.ours.main.clone();
    let relations = merge.output.relations.get(&main).cloned().unwrap_or_default();
    match relations.iter().find(|relation| relation.is("authors") && !relation.external) {
        Some(threads) => sign_threads(merge, &threads.target),
        None => sign_plain(merge, count),
    }
}

fn sign_threads(merge: &mut Merge<'_, '_>, name: &str) -> Result<Author, String> {
    let mut document = merge.output.xml(name)?;
    if !document.root.elements().any(|author| author.attribute("id") == Some(IDENTITY)) {
        let mut author = sibling(&document.root, "author");
        for (key, value) in
            [("id", IDENTITY), ("name", NAME), ("initials", "1"), ("userId", NAME), ("providerId", "None")]
        {
            author.set(key, value);
        }
        document.root.children.push(Node::Element(author));
        merge.output.write(name, &document, None);
    }
    Ok(Author::Threads)
}

/// Makes an element of the same namespace and prefix.
fn sibling(of: &Element, name: &str) -> Element {
    let prefix = of.name.split_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
    Element {
        name: format!("{prefix}{name}"),
        namespace: of.namespace.clone(),
        attributes: Vec::new(),
        children: Vec::new(),
    }
}

fn sign_plain(merge: &mut Merge<'_, '_>, count: usize) -> Result<Author, String> {
    let main = merge.decks.ours.main.clone();
    let relations = merge.output.relations.get(&main).cloned().unwrap_or_default();
    let known = relations.iter().find(|relation| relation.is("commentAuthors")).map(|relation| relation.target.clone());
    let (name, mut document) = match known {
        Some(name) => (name.clone(), merge.output.xml(&name)?),
        None => {
            let name = merge.output.fresh("ppt/commentAuthors.xml");
            let kind = relation_kind(&merge.decks.ours, "commentAuthors");
            merge.output.relate(&main, &kind, &name);
            (name, Document { root: element(merge, "cmAuthorLst")? })
        }
    };
    let is_it = |author: &&Element| author.attribute("name") == Some(NAME);
    let found = document.root.elements().find(is_it);
    let id =
        found.and_then(|author| author.attribute("id")).map(str::to_owned).unwrap_or_else(|| next_id(&document.root));
    let last = found.and_then(|author| author.attribute("lastIdx")?.parse::<u64>().ok()).unwrap_or_default();
    let is_other = |child: &Node| child.as_element().is_none_or(|author| author.attribute("name") != Some(NAME));
    document.root.children.retain(is_other);
    let mut author = element(merge, "cmAuthor")?;
    let last_index = last.saturating_add(count as u64).to_string();
    for (key, value) in
        [("id", id.as_str()), ("name", NAME), ("initials", "1"), ("lastIdx", &last_index), ("clrIdx", "0")]
    {
        author.set(key, value);
    }
    document.root.children.push(Node::Element(author));
    merge.output.write(&name, &document, Some(AUTHORS));
    Ok(Author::Plain { id, index: last })
}

/// Makes an element in the namespace of the presentation.
fn element(merge: &Merge<'_, '_>, name: &str) -> Result<Element, String> {
    let root = merge.output.xml(&merge.decks.ours.main)?.root;
    Ok(Element { name: format!("p:{name}"), namespace: root.namespace, attributes: Vec::new(), children: Vec::new() })
}

fn write_plain(
    merge: &mut Merge<'_, '_>,
    slide: &str,
    author: &str,
    index: &mut u64,
    texts: &[String],
) -> Result<(), String> {
    let relations = merge.output.relations.get(slide).cloned().unwrap_or_default();
    let lists = relations.iter().filter(|relation| relation.is("comments") && !relation.external);
    let known = lists.map(|relation| relation.target.clone()).find(|name| merge.output.type_of(name) == COMMENTS);
    let (name, mut document) = match known {
        Some(name) => (name.clone(), merge.output.xml(&name)?),
        None => {
            let name = merge.output.fresh("ppt/comments/comment1.xml");
            let kind = relation_kind(&merge.decks.ours, "comments");
            merge.output.relate(slide, &kind, &name);
            (name, Document { root: element(merge, "cmLst")? })
        }
    };
    for text in texts {
        *index = index.saturating_add(1);
        let mut comment = element(merge, "cm")?;
        comment.set("authorId", author);
        comment.set("dt", last_saved(merge));
        comment.set("idx", index.to_string());
        let mut place = element(merge, "pos")?;
        place.set("x", "10");
        place.set("y", "10");
        let mut words = element(merge, "text")?;
        words.children.push(Node::Text(text.clone()));
        comment.children = vec![Node::Element(place), Node::Element(words)];
        document.root.children.push(Node::Element(comment));
    }
    merge.output.write(&name, &document, Some(COMMENTS));
    Ok(())
}

fn write_threads(merge: &mut Merge<'_, '_>, entry: &Entry, texts: &[String]) -> Result<(), String> {
    let relations = merge.output.relations.get(&entry.part).cloned().unwrap_or_default();
    let known = relations.iter().find(|relation| is_modern(relation) && !relation.external);
    let (name, mut document) = match known {
        Some(known) => (known.target.clone(), merge.output.xml(&known.target)?),
        None => {
            let name = merge.output.fresh("ppt/comments/modernComment_1.xml");
            let id = merge.output.relate(&entry.part, THREADS_RELATION, &name);
            name_threads(merge, &entry.part, &id)?;
            let list = format!("<p188:cmLst xmlns:p188=\"{THREADS_NAMESPACE}\"/>");
            (name, Document::parse(list.as_bytes())?)
        }
    };
    let slide = merge.output.xml(&entry.part)?;
    let made = pptx::slide_creation_id(&slide).unwrap_or("0").to_owned();
    let time = last_saved(merge);
    for text in texts {
        let thread = thread(&name, (&made, &entry.id), &time, text)?;
        // Merging the result once more says the same thing again; it is still one comment.
        if !document.root.elements().any(|known| known.attribute("id") == thread.attribute("id")) {
            document.root.children.push(Node::Element(thread));
        }
    }
    merge.output.write(&name, &document, Some(THREADS));
    Ok(())
}

/// Makes the slide name its list of threads, as newer programs expect.
fn name_threads(merge: &mut Merge<'_, '_>, slide: &str, relation: &str) -> Result<(), String> {
    let mut document = merge.output.xml(slide)?;
    if document.root.child("extLst").is_none() {
        let list = sibling(&document.root, "extLst");
        document.root.children.push(Node::Element(list));
    }
    let mut extension = sibling(&document.root, "ext");
    extension.set("uri", "{6950BFC3-D8DA-4A85-94F7-54DA5524770B}");
    let mut named = sibling(&document.root, "");
    (named.name, named.namespace) = ("p188:commentRel".to_owned(), THREADS_NAMESPACE.into());
    named.attributes.push(super::shared::reference(relation, false));
    extension.children.push(Node::Element(named));
    document.root.child_mut("extLst").into_iter().for_each(|list| {
        list.children.push(Node::Element(extension.clone()));
    });
    merge.output.write(slide, &document, None);
    Ok(())
}

/// Makes one thread on a slide, which is named by its identity and its id.
fn thread(list: &str, slide: (&str, &str), time: &str, text: &str) -> Result<Element, String> {
    let hex = canon::digest(&format!("{list}\n{}\n{text}", slide.1)).to_uppercase();
    let id = format!("{{{}-{}-{}-{}-{}}}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
    let template = format!(
        "<p188:cm xmlns:p188=\"{THREADS_NAMESPACE}\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" id=\"{id}\" authorId=\"{IDENTITY}\" created=\"{time}\"><pc:sldMkLst xmlns:pc=\"http://schemas.microsoft.com/office/powerpoint/2013/main/command\"><pc:docMk/><pc:sldMk/></pc:sldMkLst><p188:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang=\"en-US\"/><a:t/></a:r></a:p></p188:txBody></p188:cm>"
    );
    let mut thread = Document::parse(template.as_bytes())?.root;
    if let Some(place) = thread.child_mut("sldMkLst").and_then(|list| list.child_mut("sldMk")) {
        place.set("cId", slide.0);
        place.set("sldId", slide.1);
    }
    if let Some(body) = thread.child_mut("txBody")
        && let Some(Node::Element(paragraph)) = body.children.pop()
    {
        for line in text.lines() {
            let mut paragraph = paragraph.clone();
            if let Some(words) = paragraph.child_mut("r").and_then(|run| run.child_mut("t")) {
                words.children = vec![Node::Text(line.to_owned())];
            }
            body.children.push(Node::Element(paragraph));
        }
    }
    Ok(thread)
}

/// Returns when the younger side was saved: the same input has to give the same bytes, so the clock is not asked.
fn last_saved(merge: &Merge<'_, '_>) -> String {
    let saved = |deck: &super::version::Deck<'_>| -> Option<String> {
        let properties = deck.package.xml(&deck.target("", "core-properties")?).ok()?;
        let time = properties.root.child("modified")?.text();
        let time = time.trim().get(..19)?.to_owned();
        let is_time = time.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            10 => byte == b'T',
            13 | 16 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
        is_time.then_some(time)
    };
    let last = saved(&merge.decks.ours).max(saved(&merge.decks.theirs));
    format!("{}.000", last.unwrap_or_else(|| "2000-01-01T00:00:00".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_names_its_slide_and_has_one_line_a_paragraph() {
        let made = thread("list", ("77", "256"), "2000-01-01T00:00:00.000", "first & last\nsecond").expect("a thread");
        let place = made.path(&["sldMkLst", "sldMk"]).expect("because it names its slide");
        assert_eq!((place.attribute("cId"), place.attribute("sldId")), (Some("77"), Some("256")));
        let lines: Vec<String> =
            made.child("txBody").into_iter().flat_map(|body| body.all("p")).map(Element::text).collect();
        assert_eq!(lines.len(), 2);
        let id = made.attribute("id").unwrap_or_default();
        assert_eq!((id.len(), id.starts_with('{')), (38, true));
    }
}
