//! Texts in code pages and documents that git shows: bytes stay as they are, and `git diff` shows words.
//!
//! Not here: how an encoding is guessed (`decode`).

use oneness::documents::minimal::minimal_deck;

use super::world::World;

/// A page in Windows-1251, in which each letter beyond ASCII is one byte.
fn cyrillic(text: &str) -> Vec<u8> {
    let byte = |letter: char| match letter {
        'А'..='я' => u8::try_from(u32::from(letter) - u32::from('А') + 0xc0).expect("because it lies in the page"),
        _ => u8::try_from(u32::from(letter)).expect("because it is ASCII"),
    };
    text.chars().map(byte).collect()
}

const BEGIN: &str =
    "# План\n\n- Перенести серверы в новый центр\n- Документы лежат в вики\n\n# Риски\n\n- Бюджет пока не утвержден\n";

#[test]
fn bytes_of_a_code_page_are_merged_and_its_words_are_read() {
    let ours = BEGIN.replace("# Риски", "- Поддержка версии 1 заканчивается в марте 2027 года\n\n# Риски");
    let theirs = format!("{BEGIN}- В марте 2027 года заканчивается поддержка версии 1\n");
    for with_driver in [false, true] {
        let world = World::new();
        world.write("a.md", cyrillic(BEGIN));
        world.commit("page");
        if with_driver {
            world.oneness("install --merge-driver").expect_code(0);
        }
        world.git("checkout -q -b side").expect_code(0);
        world.write("a.md", cyrillic(&theirs));
        world.commit("side");
        world.git("checkout -q main").expect_code(0);
        world.write("a.md", cyrillic(&ours));
        world.commit("main");
        world.git("merge -q --no-edit side").expect_code(0);
        let expected = format!("{ours}- В марте 2027 года заканчивается поддержка версии 1\n");
        assert_eq!(std::fs::read(world.path("a.md")).ok(), Some(cyrillic(&expected)));
        let told = world.oneness("check HEAD").expect_code(1).out;
        assert!(told.contains("Поддержка версии 1 заканчивается"), "{told}");
    }
}

#[test]
fn git_shows_the_text_of_a_deck() {
    let world = World::new();
    world.write("a.pptx", minimal_deck(&[("Risks", &["Two contracts end"], "")]));
    world.commit("deck");
    world.write("a.pptx", minimal_deck(&[("Risks", &["Two contracts end", "Another bullet"], "Say it")]));
    assert!(world.git("diff").out.contains("Binary files"));
    world.oneness("install --merge-driver").expect_code(0);
    let shown = world.git("diff").expect_code(0).out;
    for line in ["+- Another bullet", "+> Say it", " # Risks", " - Two contracts end"] {
        assert!(shown.lines().any(|shown| shown == line), "no {line:?} in {shown}");
    }
    // A filter that fails would show nothing at all.
    world.write("a.pptx", "PK\u{3}\u{4} cut short");
    assert!(world.git("diff").expect_code(0).out.contains("+(this file is cut short or damaged"));
    world.oneness("uninstall").expect_code(0);
    assert!(world.git("diff").out.contains("Binary files"));
    assert_eq!(world.oneness("textconv a.pptx").expect_code(0).out.lines().count(), 2);
}

#[test]
fn who_shows_a_document_in_another_way_keeps_it() {
    let world = World::new();
    world.write(".gitattributes", "*.docx diff=mine\n*.pptx binary\n");
    world.commit("attributes");
    world.oneness("install").expect_code(0);
    let asked = world.git("check-attr diff -- a.docx a.pptx a.odp").out;
    assert_eq!(asked, "a.docx: diff: mine\na.pptx: diff: oneness\na.odp: diff: oneness\n");
}

#[test]
fn shells_and_manuals_know_the_commands() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(world.oneness(&format!("completions {shell}")).expect_code(0).out.contains("merge-driver"), "{shell}");
    }
    let page = world.oneness("man").expect_code(0).out;
    assert!(page.starts_with(".ie") || page.contains(".TH oneness 1"), "{page}");
    assert!(world.oneness("man check").expect_code(0).out.contains("oneness\\-check"));
    assert!(world.oneness("man nothing").expect_code(2).err.contains("there is no command 'nothing'"));
}
