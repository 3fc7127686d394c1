//! The lists that real servers logged, and both layouts of the list prefix.

use super::super::*;
use serde_json::Value;

/// `tests/vectors/` at the top of the project: one truth for all languages.
fn vector_file(name: &str) -> Value {
    let path = format!("{}/../tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap()
}

fn build(pairs: &Value) -> KvList {
    let mut list = KvList::new();
    for pair in pairs.as_array().unwrap() {
        let key = pair["key"].as_str().unwrap();
        let value = &pair["value"];
        match pair["type"].as_str().unwrap() {
            "string" => list.add_string(key, value.as_str().unwrap()),
            "int" => list.add_int(key, value.as_i64().unwrap().try_into().unwrap()),
            "list" => list.add_list(key, &build(value)),
            other => panic!("type {other}"),
        }
        .unwrap();
    }
    list
}

#[test]
fn the_logged_lists_have_their_logged_size_and_first_bytes() {
    let file = vector_file("logged_user_data.json");
    let vectors = file["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let list = build(&vector["pairs"]);
        let packed = list.pack();
        let first: Vec<String> = packed.iter().take(4).map(|b| format!("{b:02x}")).collect();
        assert_eq!(packed.len(), usize::try_from(vector["size"].as_u64().unwrap()).unwrap());
        assert_eq!(first.join(" "), vector["first"].as_str().unwrap());
        assert_eq!(KvList::unpack(&packed).unwrap(), list);
    }
}

#[test]
fn both_layouts_of_the_list_prefix_are_read_and_either_is_written() {
    let list = KvList::build(|w| {
        w.list("o", |w| {
            w.int("i", 5);
        });
    })
    .unwrap();
    let with = |prefix: [u8; 4]| {
        let mut bytes = vec![0, 1, 3, 0, 1, b'o'];
        bytes.extend_from_slice(&prefix);
        bytes.extend_from_slice(&[0, 1, 1, 0, 1, b'i', 0, 4, 0, 0, 0, 5]);
        bytes
    };
    let length32 = with([0, 0, 0, 12]);
    let two_lengths = with([0, 14, 0, 12]);
    assert_eq!(list.pack(), length32);
    let mut out = Vec::new();
    list.pack_into(&mut out, Packing::DEFAULT.with_list_prefix(ListPrefix::TwoLengths16));
    assert_eq!(out, two_lengths);
    for bytes in [&length32, &two_lengths, &with([0, 12, 0, 12])] {
        assert_eq!(KvRef::parse(bytes).unwrap(), list.view());
        assert_eq!(KvList::unpack(bytes).unwrap().pack(), length32);
    }
    let error = KvRef::parse(&with([0, 13, 0, 12])).unwrap_err();
    assert_eq!(error.kind(), &KvErrorKind::ListPrefix([0, 13, 0, 12]));
    assert_eq!(error.offset(), Some(6));
}
