//! Shapes that one side put into a group, or took out of one, while the other side edited or deleted them: they are
//! still the same shapes.
//!
//! Not here: which shapes of one level correspond (`shapes`).

use std::collections::{HashMap, HashSet};

use super::shape_names::{by_both, id, is_shape, shape_list};
use crate::xml::{Element, Node};

/// The shapes of the base, by their places there, that stand in groups which a side added.
pub(super) type Inner<'e> = HashMap<usize, &'e Element>;

/// Finds the shapes of the base that a side no longer has at this level in the groups that it added there.
pub(super) fn inner<'e>(base: &[&Element], found: &[Option<usize>], added: &[(usize, &'e Element)]) -> Inner<'e> {
    let mut within: HashMap<String, &Element> = HashMap::new();
    for (_, group) in added.iter().filter(|(_, shape)| shape.local() == "grpSp") {
        for shape in group.descendants().skip(1).filter(|element| is_shape(element) && !id(element).is_empty()) {
            within.entry(by_both(shape)).or_insert(shape);
        }
    }
    if within.is_empty() {
        return Inner::new();
    }
    let gone = base.iter().enumerate().filter(|(at, _)| found[*at].is_none());
    gone.filter_map(|(at, shape)| Some((at, within.remove(&by_both(shape))?))).collect()
}

/// Puts the merged shapes into an added group in place of those that the side had put there; a shape that is gone
/// leaves the group, and a group without shapes is none. `places` tells which shape of the base stands there.
pub(super) fn fill(
    group: &Element,
    places: &HashMap<String, usize>,
    merged: &HashMap<usize, Option<Element>>,
) -> Option<Element> {
    let mut children = Vec::new();
    for child in &group.children {
        let Some(shape) = child.as_element().filter(|child| is_shape(child)) else {
            children.push(child.clone());
            continue;
        };
        let shape = match places.get(&by_both(shape)).and_then(|place| merged.get(place)) {
            Some(merged) => merged.clone(),
            None if shape.local() == "grpSp" => fill(shape, places, merged),
            None => Some(shape.clone()),
        };
        children.extend(shape.map(Node::Element));
    }
    let filled = Element { children, ..group.clone() };
    let is_emptied = shape_list(&filled).is_empty() && !shape_list(group).is_empty();
    (!is_emptied).then_some(filled)
}

/// Fills an added shape where it is a group, see [`fill`]; all others stay as they are.
pub(super) fn fill_if(
    shape: &Element,
    places: &HashMap<String, usize>,
    merged: &HashMap<usize, Option<Element>>,
) -> Option<Element> {
    if shape.local() == "grpSp" && !merged.is_empty() { fill(shape, places, merged) } else { Some(shape.clone()) }
}

/// Returns the shapes of one level in three versions. A group that a side took apart counts in every version as the
/// shapes in it.
pub(super) fn level<'e>(versions: [&'e Element; 3]) -> [Vec<&'e Element>; 3] {
    let lists = versions.map(shape_list);
    let keys = lists.each_ref().map(|list| list.iter().map(|shape| by_both(shape)).collect::<HashSet<_>>());
    let is_apart = |group: &&&Element| {
        let inner: Vec<String> = shape_list(group).into_iter().map(by_both).collect();
        keys[1..].iter().any(|side| !side.contains(&by_both(group)) && inner.iter().any(|key| side.contains(key)))
    };
    let groups = lists[0].iter().filter(|shape| shape.local() == "grpSp");
    let apart: HashSet<String> = groups.filter(is_apart).map(|group| by_both(group)).collect();
    if apart.is_empty() {
        return lists;
    }
    let open = |shape: &'e Element| if apart.contains(&by_both(shape)) { shape_list(shape) } else { vec![shape] };
    lists.map(|list| list.into_iter().flat_map(open).collect())
}

#[cfg(test)]
mod tests {
    use super::super::elements::Blend;
    use super::super::version::text;
    use crate::xml::{Document, Element};

    fn shape(id: u32, words: &str) -> String {
        format!(
            "<sp><nvSpPr><cNvPr id=\"{id}\" name=\"Box {id}\"/></nvSpPr><txBody><p><r><t>{words}</t></r></p></txBody></sp>"
        )
    }

    fn group(id: u32, shapes: &str) -> String {
        format!("<grpSp><nvGrpSpPr><cNvPr id=\"{id}\" name=\"Group {id}\"/></nvGrpSpPr>{shapes}</grpSp>")
    }

    /// Merges three trees of shapes. Returns the texts, the number of groups and the number of clashes.
    fn merged(versions: [String; 3]) -> (String, usize, usize) {
        let [base, ours, theirs] = versions.map(|shapes| {
            let tree = format!("<spTree>{shapes}</spTree>");
            Document::parse(tree.as_bytes()).expect("because the test wrote it so").root
        });
        let mut blend = Blend { used_ids: (1..20).collect(), ..Blend::default() };
        let tree: Element = blend.element(&base, &ours, &theirs);
        let groups = tree.descendants().filter(|element| element.local() == "grpSp").count();
        (text(&tree).replace('\n', " "), groups, blend.clashes.len())
    }

    #[test]
    fn a_shape_is_itself_in_a_group() {
        let (a, b) = (shape(2, "a"), shape(3, "b"));
        let (flat, grouped) = (format!("{a}{b}"), group(9, &format!("{a}{b}")));
        let edited = format!("{}{b}", shape(2, "a edited"));
        assert_eq!(merged([flat.clone(), grouped.clone(), edited.clone()]), ("a edited b".into(), 1, 0));
        assert_eq!(merged([flat.clone(), edited.clone(), grouped.clone()]), ("a edited b".into(), 1, 0));
        assert_eq!(merged([flat.clone(), grouped.clone(), b.clone()]), ("b".into(), 1, 0));
        assert_eq!(merged([flat.clone(), grouped.clone(), grouped.clone()]), ("a b".into(), 1, 0));
        let inner = group(9, &edited);
        assert_eq!(merged([grouped.clone(), flat.clone(), inner.clone()]), ("a edited b".into(), 0, 0));
        assert_eq!(merged([grouped.clone(), inner, flat.clone()]), ("a edited b".into(), 0, 0));
    }

    #[test]
    fn two_groups_never_hold_one_shape() {
        let [a, b, c] = [(2, "a"), (3, "b"), (4, "c")].map(|(id, words)| shape(id, words));
        let base = format!("{a}{b}{c}");
        let ours = format!("{}{c}", group(9, &format!("{a}{b}")));
        let theirs = format!("{a}{}", group(9, &format!("{b}{c}")));
        assert_eq!(merged([base, ours, theirs]), ("a b c".into(), 2, 0));
    }
}
