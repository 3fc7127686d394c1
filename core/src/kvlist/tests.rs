//! The list against the logged vectors, the two layouts, hostile bytes and random lists.

use super::*;
use proptest::prelude::*;

mod hostile;
mod key;
mod vectors;

/// Any value that a list can hold, for properties.
#[derive(Debug, Clone)]
enum Tree {
    String(Vec<u8>),
    Int(i32),
    Binary(Vec<u8>),
    Unicode(String),
    List(Vec<(Vec<u8>, Tree)>),
}

fn any_tree() -> impl Strategy<Value = Vec<(Vec<u8>, Tree)>> {
    let leaf = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..40).prop_map(Tree::String),
        any::<i32>().prop_map(Tree::Int),
        proptest::collection::vec(any::<u8>(), 0..40).prop_map(Tree::Binary),
        any::<String>().prop_map(Tree::Unicode),
    ];
    let key = || proptest::collection::vec(any::<u8>(), 0..12);
    let tree = leaf.prop_recursive(4, 40, 6, move |inner| {
        proptest::collection::vec((key(), inner), 0..6).prop_map(Tree::List)
    });
    proptest::collection::vec((proptest::collection::vec(any::<u8>(), 0..12), tree), 0..8)
}

fn owned(pairs: &[(Vec<u8>, Tree)]) -> KvList {
    let mut list = KvList::new();
    for (key, value) in pairs {
        match value {
            Tree::String(bytes) => list.add_string(key, bytes),
            Tree::Int(number) => list.add_int(key, *number),
            Tree::Binary(bytes) => list.add_binary(key, bytes),
            Tree::Unicode(text) => list.add_unicode(key, text),
            Tree::List(inner) => list.add_list(key, &owned(inner)),
        }
        .expect("small lists fit");
    }
    list
}

fn written(writer: &mut KvWriter<'_>, pairs: &[(Vec<u8>, Tree)]) {
    for (key, value) in pairs {
        match value {
            Tree::String(bytes) => writer.string(key, bytes),
            Tree::Int(number) => writer.int(key, *number),
            Tree::Binary(bytes) => writer.binary(key, bytes),
            Tree::Unicode(text) => writer.unicode(key, text),
            Tree::List(inner) => writer.list(key, |nested| written(nested, inner)),
        };
    }
}

fn packings() -> [Packing; 4] {
    let default = Packing::DEFAULT;
    let two = default.with_list_prefix(ListPrefix::TwoLengths16);
    let units = UnicodeLength::Units;
    [default, two, default.with_unicode_length(units), two.with_unicode_length(units)]
}

proptest! {
    #[test]
    fn any_list_survives_pack_and_unpack_in_every_packing(tree in any_tree()) {
        let list = owned(&tree);
        for packing in packings() {
            let mut packed = b"before".to_vec();
            list.pack_into(&mut packed, packing);
            let packed = packed.split_off(6);
            prop_assert_eq!(packed.len(), list.packed_len());
            let back = KvList::unpack_with(&packed, packing, &Limits::DEFAULT)?;
            prop_assert_eq!(&back, &list);
            prop_assert_eq!(back.depth(), list.depth());
            let view = KvRef::parse_with(&packed, packing, &Limits::DEFAULT)?;
            prop_assert_eq!(view, list.view());
            prop_assert_eq!(KvList::from(view), list.clone());
        }
    }

    #[test]
    fn the_writer_and_the_owned_list_produce_the_same_bytes(tree in any_tree()) {
        let list = owned(&tree);
        for packing in packings() {
            let mut expected = Vec::new();
            list.pack_into(&mut expected, packing);
            let mut out = Vec::new();
            let mut writer = KvWriter::new(&mut out, packing);
            written(&mut writer, &tree);
            prop_assert_eq!(writer.finish()?, expected.len());
            prop_assert_eq!(out, expected);
        }
        let built = KvList::build(|writer| written(writer, &tree))?;
        prop_assert_eq!(built.depth(), list.depth());
        prop_assert_eq!(built, list);
    }

    #[test]
    fn removing_each_pair_in_turn_leaves_the_others(tree in any_tree()) {
        for index in 0..tree.len() {
            let mut list = owned(&tree);
            prop_assert!(list.remove_at(index));
            let mut rest = tree.clone();
            rest.remove(index);
            let rest = owned(&rest);
            prop_assert_eq!(list.depth(), rest.depth());
            prop_assert_eq!(list, rest);
        }
        prop_assert!(!owned(&tree).remove_at(tree.len()));
    }
}

#[test]
fn order_is_kept_and_the_first_of_duplicates_wins() {
    let mut list = KvList::new();
    list.add_string("k", "first").unwrap().add_int("k", 2).unwrap().add_string("a", "z").unwrap();
    assert_eq!(list.get_string("k").unwrap(), "first");
    assert_eq!(list.get_int("k"), None, "the first match decides, whatever its type");
    let keys: Vec<_> = list.pairs().map(|pair| pair.key.utf8().unwrap()).collect();
    assert_eq!(keys, ["k", "k", "a"]);
    assert!(list.remove("k"));
    assert_eq!(list.get_int("k"), Some(2));
    assert!(!list.remove("missing"));
}

#[test]
fn getters_walk_a_path_and_compare_keys_without_case_when_asked() {
    let inner = KvList::build(|w| {
        w.string("GSW_PHONE", "5551234567");
    })
    .unwrap();
    let list = KvList::build(|w| {
        w.list("Properties", |w| {
            w.value("do_not_call", KvValue::List(inner.view()));
        });
    })
    .unwrap();
    let phone = list.at(&["Properties", "do_not_call", "GSW_PHONE"]).unwrap();
    assert_eq!(phone.as_string().unwrap(), "5551234567");
    assert_eq!(list.at(&["Properties", "do_not_call", "no"]), None);
    assert_eq!(list.at::<&str>(&[]), None);
    assert_eq!(list.get("PROPERTIES"), None);
    assert!(list.view().get_ignoring_case("PROPERTIES").is_some());
    assert_eq!(list.depth(), 2);
}

#[test]
fn string_bytes_are_kept_unharmed_and_viewed_in_a_charset() {
    let latin = b"M\xfcller";
    let mut list = KvList::new();
    list.add_string("name", latin).unwrap();
    let back = KvList::unpack(&list.pack()).unwrap();
    let name = back.get_string("name").unwrap();
    assert_eq!(name.bytes(), latin);
    assert_eq!(name.text(Charset::Latin1).unwrap(), "Müller");
    assert_eq!(name.utf8(), None);
    let error = name.text(Charset::Utf8).unwrap_err().to_string();
    assert_eq!(error, "the bytes are not UTF-8 text from byte 1 of the value on");
    assert_eq!(name.text_lossy(Charset::Utf8), "M\u{fffd}ller");
    assert_eq!(Charset::Latin1.encode("Müller").unwrap(), latin.as_slice());
    let error = Charset::Latin1.encode("10 €").unwrap_err().to_string();
    assert_eq!(error, "character '€' cannot be written in ISO-8859-1");
    assert_eq!(Charset::from_name("ISO_8859-1"), Ok(Charset::Latin1));
}

#[test]
fn numbers_and_texts_are_read_from_either_type_when_asked() {
    let list = KvList::build(|w| {
        w.string("s", " 42 ").int("i", -7).unicode("u", "9").binary("b", [1]);
    })
    .unwrap();
    let int = |key| list.get(key).unwrap().to_int();
    assert_eq!((int("s"), int("i"), int("u"), int("b")), (Some(42), Some(-7), Some(9), None));
    let text = |key| list.get(key).unwrap().to_text(Charset::Utf8);
    assert_eq!(text("i").unwrap(), "-7");
    assert_eq!(text("b"), None);
}

#[test]
fn a_list_never_grows_over_what_can_be_packed_and_a_refused_add_changes_nothing() {
    let mut list = KvList::new();
    let long = vec![b'x'; 65_536];
    let error = list.add_string("k", &long).unwrap_err();
    assert_eq!(error.to_string(), "a string of 65536 bytes is over 65535");
    assert_eq!(
        list.add_string(&long, "v").unwrap_err().to_string(),
        "a key of 65536 bytes is over 65535"
    );
    list.add_string("k", vec![b'x'; 65_000]).unwrap();
    let before = list.clone();
    let error = list.add_string("more", vec![b'x'; 600]).unwrap_err();
    assert!(matches!(error.kind(), KvErrorKind::TooManyBytes { max: 65_535, .. }));
    assert_eq!(list, before);
    assert_eq!(list.packed_len(), before.packed_len());
    let error = KvList::build(|w| {
        w.list("n", |w| {
            w.string("a", vec![b'x'; 40_000]).string("b", vec![b'x'; 40_000]);
        });
    });
    assert!(matches!(error.unwrap_err().kind(), KvErrorKind::TooManyBytes { .. }));
    let mut nested = KvList::new();
    for _ in 0..Limits::MAX_DEPTH {
        let mut outer = KvList::new();
        outer.add_list("n", &nested).unwrap();
        nested = outer;
    }
    assert_eq!(nested.depth(), Limits::MAX_DEPTH);
    let error = KvList::new().add_list("n", &nested).map(drop).unwrap_err();
    assert_eq!(error.to_string(), "lists nested deeper than max_depth (64)");
}

#[test]
fn an_unfinished_or_failed_writer_leaves_the_buffer_as_it_was() {
    let mut out = b"kept".to_vec();
    KvWriter::new(&mut out, Packing::DEFAULT).string("a", "b");
    assert_eq!(out, b"kept");
    let mut writer = KvWriter::new(&mut out, Packing::DEFAULT);
    writer.string(vec![0; 70_000], "v").int("n", 1).list("l", |w| {
        w.int("x", 1);
    });
    assert!(writer.finish().is_err());
    assert_eq!(out, b"kept");
    fn dig(writer: &mut KvWriter<'_>) {
        writer.list("n", dig);
    }
    let mut writer = KvWriter::new(&mut out, Packing::DEFAULT);
    dig(&mut writer);
    assert!(matches!(writer.finish().unwrap_err().kind(), KvErrorKind::TooDeep { max: 64 }));
    assert_eq!(out, b"kept");
}
