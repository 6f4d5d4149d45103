//! Office documents, whose parts or bytes are mutated.
//!
//! Not here: merging decks (`slides`).

use oneness::decode;
use oneness::package::{Content, Package, write};
use oneness::source::Sides;

use super::chance::Chance;
use super::{mutations, slides, texts};

/// Word processors' documents as small as they can be: the format, and its parts.
const DOCUMENTS: &[(&str, &[(&str, &str)])] = &[
    (
        "a.docx",
        &[
            (
                "_rels/.rels",
                "<Relationships><Relationship Id=\"1\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
            ),
            (
                "word/_rels/document.xml.rels",
                "<Relationships><Relationship Id=\"1\" Type=\"x/styles\" Target=\"styles.xml\"/><Relationship Id=\"2\" Type=\"x/footnotes\" Target=\"footnotes.xml\"/><Relationship Id=\"3\" Type=\"x/comments\" Target=\"comments.xml\"/></Relationships>",
            ),
            (
                "word/styles.xml",
                "<w:styles xmlns:w=\"w/main\"><w:style w:styleId=\"H1\"><w:name w:val=\"heading 1\"/></w:style><w:style w:styleId=\"My\"><w:basedOn w:val=\"H1\"/></w:style></w:styles>",
            ),
            (
                "word/document.xml",
                "<w:document xmlns:w=\"w/main\" xmlns:mc=\"mc\"><w:body><w:p><w:pPr><w:pStyle w:val=\"My\"/></w:pPr><w:r><w:t>Plan of the harbour</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>The old bridge is closed in May</w:t></w:r><w:ins w:author=\"Anna\" w:date=\"2025-09-10T10:00:00Z\"><w:r><w:t>, says Anna</w:t></w:r></w:ins></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl><mc:AlternateContent><mc:Choice><w:p><w:r><w:t>chosen</w:t></w:r></w:p></mc:Choice></mc:AlternateContent><w:p><w:r><w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p></w:txbxContent></w:r></w:p></w:body></w:document>",
            ),
            (
                "word/footnotes.xml",
                "<w:footnotes xmlns:w=\"w/main\"><w:footnote w:id=\"1\"><w:p><w:r><w:t>see there</w:t></w:r></w:p></w:footnote></w:footnotes>",
            ),
            (
                "word/comments.xml",
                "<w:comments xmlns:w=\"w/main\"><w:comment w:author=\"Ben\" w:date=\"x\"><w:p><w:r><w:t>really?</w:t></w:r></w:p></w:comment></w:comments>",
            ),
        ],
    ),
    (
        "a.odt",
        &[(
            "content.xml",
            "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\"><office:body><office:text><text:h text:outline-level=\"1\">Plan</text:h><text:p>The bridge<text:s text:c=\"3\"/>is closed</text:p><text:list><text:list-item><text:p>in May</text:p><text:list><text:list-item><text:p>and June</text:p></text:list-item></text:list></text:list-item></text:list><table:table table:name=\"T\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"3\"><text:p>cell</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>",
        )],
    ),
    (
        "a.odp",
        &[(
            "content.xml",
            "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:draw=\"d\" xmlns:presentation=\"p\"><office:body><office:presentation><draw:page draw:name=\"one\"><draw:frame presentation:class=\"title\"><draw:text-box><text:p>Plan</text:p></draw:text-box></draw:frame><draw:frame presentation:class=\"outline\"><draw:text-box><text:list><text:list-item><text:p>The bridge is closed</text:p></text:list-item></text:list></draw:text-box></draw:frame><presentation:notes><draw:frame presentation:class=\"notes\"><draw:text-box><text:p>smile</text:p></draw:text-box></draw:frame></presentation:notes></draw:page></office:presentation></office:body></office:document-content>",
        )],
    ),
];

/// A document of one of the formats, with its name.
fn document(chance: &mut Chance) -> (&'static str, Vec<u8>) {
    if chance.once_in(2) {
        return ("a.pptx", slides::any(chance));
    }
    let (name, parts) = chance.one(DOCUMENTS);
    let parts: Vec<_> =
        parts.iter().map(|(name, text)| ((*name).to_owned(), Content::Bytes(text.as_bytes().to_vec()))).collect();
    (name, write(&parts).unwrap_or_default())
}

/// Mutates parts of a package and packs it anew.
pub(super) fn with_mutated_parts(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let Ok(package) = Package::open(bytes) else { return bytes.to_vec() };
    let read = |name: &String| Some((name.clone(), package.read(name).ok()?));
    let mut parts: Vec<(String, Vec<u8>)> = package.names().iter().filter_map(read).collect();
    for _ in 0..=chance.few(4) {
        let (at, other) = (chance.below(parts.len()), chance.below(parts.len()));
        let elsewhere = parts[other].1.clone();
        match chance.below(8) {
            0 => drop(parts.remove(at)),
            1 => parts[at].1 = elsewhere,
            2 => {
                let again = parts[at].clone();
                parts.push((format!("{}{}", again.0, chance.below(3)), again.1));
            }
            _ => parts[at].1 = mutations::mutated(&parts[at].1, &elsewhere, chance),
        }
        if parts.is_empty() {
            break;
        }
    }
    let parts: Vec<_> = parts.into_iter().map(|(name, bytes)| (name, Content::Bytes(bytes))).collect();
    write(&parts).unwrap_or_default()
}

/// A document whose XML somebody tampered with.
pub(super) fn mutated_parts(chance: &mut Chance) -> Result<(), String> {
    let (name, base) = document(chance);
    let [ours, theirs] = [(); 2].map(|()| with_mutated_parts(&base, chance));
    texts::asked(name, &Sides { base, ours, theirs }, chance)
}

/// A document that was cut or damaged on its way.
pub(super) fn mutated_bytes(chance: &mut Chance) -> Result<(), String> {
    let (name, base) = document(chance);
    let mutant = mutations::mutated(&base, &base, chance);
    let source = decode::source(name, &mutant);
    let why = source.why_unread().map(|why| why.reason.as_str());
    if why.is_some_and(|why| why.trim().is_empty() || why.contains('\n')) {
        return Err(format!("{name} is refused without a reason in one line: {why:?}"));
    }
    texts::asked(name, &Sides { ours: mutant, theirs: base.clone(), base }, chance)
}
