//! Documents that merge themselves, made by their own libraries (`oneness check --automerge`, `--yjs`).
//!
//! Not here: documents made in JavaScript (`tests/tools/crdt.mjs`).

use super::world::World;

const BULLET: &str = "The gateway retries every failed payment request three times";
const IN_OTHER_WORDS: &str = "Every failed payment request is retried three times by the gateway";

#[cfg(feature = "automerge")]
mod automerge_documents {
    use automerge::transaction::Transactable as _;
    use automerge::{ActorId, AutoCommit, ObjId, ObjType, ROOT};

    use super::*;

    /// A document with a list under a name, and the list.
    fn listed(name: &str, entries: &[&str]) -> (AutoCommit, ObjId) {
        let mut document = AutoCommit::new().with_actor(ActorId::from([9; 4]));
        let list = document.put_object(ROOT, name, ObjType::List).expect("because a map takes lists");
        for (at, entry) in entries.iter().enumerate() {
            document.insert(&list, at, *entry).expect("because lists take words");
        }
        document.commit();
        (document, list)
    }

    fn fork(document: &mut AutoCommit, actor: u8) -> AutoCommit {
        document.fork().with_actor(ActorId::from([actor; 4]))
    }

    #[test]
    fn two_offline_people_both_buy_milk() {
        let world = World::bare_of_files();
        let (mut ada, list) = listed("groceries", &["bread", "eggs", "apples"]);
        let mut ben = fork(&mut ada, 0xbe);
        ada.insert(&list, 0, "milk").expect("because it is a list");
        ben.insert(&list, 3, "Milk").expect("because it is a list");
        world.write("ada.automerge", ada.save());
        world.write("ben.automerge", ben.save());
        let ran = world.oneness("check --automerge ada.automerge ben.automerge").expect_code(1);
        for part in ["duplicate-addition", "groceries › entry 1", "added by ben.automerge", "actor bebebebe"] {
            assert!(ran.out.contains(part), "no '{part}' in {}", ran.out);
        }
        // The document that both came to be, while nobody has written since, and after.
        ada.merge(&mut ben).expect("because they are of one document");
        world.write("both.automerge", ada.save());
        world.oneness("check --automerge both.automerge").expect_code(1);
        ada.put(ROOT, "seen", true).expect("because a map takes switches");
        world.write("later.automerge", ada.save());
        let ran = world.oneness("check --automerge later.automerge").expect_code(1);
        assert!(ran.out.contains("milk") && ran.out.contains("Milk"), "{}", ran.out);
        // Somebody has mended it.
        ada.delete(&list, 0).expect("because something stands there");
        world.write("mended.automerge", ada.save());
        assert_eq!(world.oneness("check --automerge mended.automerge").expect_code(0).out, "");
    }

    #[test]
    fn other_entries_are_quiet_and_so_is_who_saw_the_first() {
        let world = World::bare_of_files();
        let (mut ada, list) = listed("groceries", &["bread", "eggs", "apples"]);
        let mut ben = fork(&mut ada, 0xbe);
        ada.insert(&list, 0, "milk").expect("because it is a list");
        ben.insert(&list, 3, "a broom").expect("because it is a list");
        ada.merge(&mut ben).expect("because they are of one document");
        world.write("both.automerge", ada.save());
        assert_eq!(world.oneness("check --automerge both.automerge").expect_code(0).out, "");
        let (mut alone, list) = listed("groceries", &["milk"]);
        alone.insert(&list, 1, "milk").expect("because it is a list");
        world.write("alone.automerge", alone.save());
        let ran = world.oneness("check --automerge alone.automerge").expect_code(2);
        assert!(ran.err.contains("nobody ever worked beside another"), "{}", ran.err);
    }

    #[test]
    fn a_bullet_stands_on_two_slides() {
        let world = World::bare_of_files();
        let mut ada = AutoCommit::new().with_actor(ActorId::from([9; 4]));
        let slides = ada.put_object(ROOT, "slides", ObjType::List).expect("because a map takes lists");
        let mut bullets = Vec::new();
        for (at, title) in ["Risks", "What is next"].into_iter().enumerate() {
            let slide = ada.insert_object(&slides, at, ObjType::Map).expect("because a list takes maps");
            ada.put(&slide, "title", title).expect("because a map takes words");
            bullets.push(ada.put_object(&slide, "bullets", ObjType::List).expect("because a map takes lists"));
        }
        let mut ben = fork(&mut ada, 0xbe);
        ada.insert(&bullets[0], 0, BULLET).expect("because it is a list");
        ben.insert(&bullets[1], 0, IN_OTHER_WORDS).expect("because it is a list");
        ada.merge(&mut ben).expect("because they are of one document");
        world.write("deck.automerge", ada.save());
        let ran = world.oneness("check --automerge deck.automerge").expect_code(1);
        assert!(ran.out.contains("slides › entry 1 › bullets") && ran.out.contains("slides › entry 2"), "{}", ran.out);
    }

    #[test]
    fn a_paragraph_stands_in_one_text_twice() {
        let world = World::bare_of_files();
        let mut ada = AutoCommit::new().with_actor(ActorId::from([9; 4]));
        let text = ada.put_object(ROOT, "notes", ObjType::Text).expect("because a map takes texts");
        let page = "# Notes\n\nThe river crosses the town.\n\nThe harbour sleeps at night.\n";
        ada.splice_text(&text, 0, 0, page).expect("because it is a text");
        let mut ben = fork(&mut ada, 0xbe);
        ada.splice_text(&text, 9, 0, &format!("{BULLET}.\n\n")).expect("because it is a text");
        ben.splice_text(&text, page.len(), 0, &format!("\n{BULLET}.\n")).expect("because it is a text");
        ada.merge(&mut ben).expect("because they are of one document");
        world.write("notes.automerge", ada.save());
        let ran = world.oneness("check --automerge notes.automerge").expect_code(1);
        assert!(ran.out.contains("notes › line 3") && ran.out.contains("notes › line "), "{}", ran.out);
    }

    #[test]
    fn what_is_no_document_is_named() {
        let world = World::bare_of_files();
        world.write("a.automerge", b"\x85\x6f\x4a\x83 and no more");
        for file in ["a.automerge", "missing.automerge"] {
            let ran = world.oneness(&format!("check --automerge {file}")).expect_code(2);
            assert!(ran.err.contains(file), "{}", ran.err);
        }
    }
}

#[cfg(feature = "yjs")]
mod yjs_documents {
    use yrs::updates::decoder::Decode as _;
    use yrs::{Array as _, Doc, Map as _, ReadTxn as _, StateVector, Text as _, Transact as _, Update};

    use super::*;

    fn saved(doc: &Doc) -> Vec<u8> {
        doc.transact().encode_state_as_update_v1(&StateVector::default())
    }

    fn copy(doc: &Doc, client: u64) -> Doc {
        let copy = Doc::with_client_id(client);
        let update = Update::decode_v1(&saved(doc)).expect("because it was just written");
        copy.transact_mut().apply_update(update).expect("because it is whole");
        copy
    }

    fn listed(entries: &[&str]) -> Doc {
        let doc = Doc::with_client_id(1);
        let list = doc.get_or_insert_array("groceries");
        for entry in entries {
            list.push_back(&mut doc.transact_mut(), *entry);
        }
        doc
    }

    #[test]
    fn two_offline_people_both_buy_milk() {
        let world = World::bare_of_files();
        let ada = listed(&["bread", "eggs", "apples"]);
        let ben = copy(&ada, 2);
        ada.get_or_insert_array("groceries").insert(&mut ada.transact_mut(), 0, "milk");
        ben.get_or_insert_array("groceries").push_back(&mut ben.transact_mut(), "milk");
        // What one of them took away stood in the base.
        ben.get_or_insert_array("groceries").remove(&mut ben.transact_mut(), 1);
        world.write("ada.bin", saved(&ada));
        world.write("ben.bin", saved(&ben));
        let ran = world.oneness("check --yjs ada.bin ben.bin").expect_code(1);
        for part in ["duplicate-addition", "groceries › entry 1", "groceries › entry 3", "added by ben.bin"] {
            assert!(ran.out.contains(part), "no '{part}' in {}", ran.out);
        }
        assert!(ran.out.contains("1 finding"), "{}", ran.out);
    }

    #[test]
    fn other_entries_are_quiet() {
        let world = World::bare_of_files();
        let ada = listed(&["bread", "eggs", "apples"]);
        let ben = copy(&ada, 2);
        ada.get_or_insert_array("groceries").insert(&mut ada.transact_mut(), 0, "milk");
        ben.get_or_insert_array("groceries").push_back(&mut ben.transact_mut(), "a broom");
        world.write("ada.bin", saved(&ada));
        world.write("ben.bin", saved(&ben));
        assert_eq!(world.oneness("check --yjs ada.bin ben.bin").expect_code(0).out, "");
        // Ben heard of the milk before he wrote it again.
        let later = copy(&ada, 3);
        later.get_or_insert_array("groceries").push_back(&mut later.transact_mut(), "milk");
        world.write("later.bin", saved(&later));
        let ran = world.oneness("check --yjs ada.bin later.bin").expect_code(2);
        assert!(ran.err.contains("holds all that the other holds"), "{}", ran.err);
    }

    #[test]
    fn texts_and_records_are_read() {
        let world = World::bare_of_files();
        let ada = Doc::with_client_id(1);
        ada.get_or_insert_text("notes").push(&mut ada.transact_mut(), "# Notes\n\nThe river crosses the town.\n");
        ada.get_or_insert_map("deck").insert(&mut ada.transact_mut(), "title", "Plan");
        let ben = copy(&ada, 2);
        ada.get_or_insert_text("notes").insert(&mut ada.transact_mut(), 9, &format!("{BULLET}.\n\n"));
        ben.get_or_insert_text("notes").push(&mut ben.transact_mut(), &format!("\n{IN_OTHER_WORDS}.\n"));
        world.write("ada.bin", saved(&ada));
        world.write("ben.bin", saved(&ben));
        let ran = world.oneness("check --yjs ada.bin ben.bin").expect_code(1);
        assert!(ran.out.contains("notes › line 3") && ran.out.contains("notes › line 5"), "{}", ran.out);
    }

    #[test]
    fn what_is_no_document_is_named() {
        let world = World::bare_of_files();
        world.write("a.bin", b"\xff\xff\xff and no update");
        let ada = listed(&["bread"]);
        world.write("ada.bin", saved(&ada));
        for words in ["--yjs a.bin ada.bin", "--yjs ada.bin missing.bin", "--yjs ada.bin", "--yjs ada.bin ada.bin"] {
            let ran = world.oneness(&format!("check {words}")).expect_code(2);
            assert!(!ran.err.is_empty() && !ran.err.contains("panicked"), "{}", ran.err);
        }
    }
}
