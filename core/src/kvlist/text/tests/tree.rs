//! The tree and the packed list: masks, charsets, ceilings.

use super::*;
use crate::kvlist::{CharsetError, KvErrorKind, Limits};

#[test]
fn a_masked_value_cannot_be_packed_and_is_named_with_its_path() {
    let tree = list([
        ("n", int(1)),
        ("l", nested([("m", nested([("phone", masked("****")), ("x", int(2))]))])),
        ("last", masked("****")),
    ]);
    let error = tree.to_list(Charset::Utf8).unwrap_err();
    assert_eq!(error.kind(), &TextErrorKind::Masked { path: "l/m/phone".into() });
    assert_eq!(error.to_string(), "the value of l/m/phone was masked in the log");
    let (rest, left_out) = tree.to_list_lossy(Charset::Utf8).unwrap();
    assert_eq!(left_out.masked, ["l/m/phone", "last"]);
    let expected = list([("n", int(1)), ("l", nested([("m", nested([("x", int(2))]))]))]);
    assert_eq!(TextList::from_view(rest.view(), Charset::Utf8), expected);
}

#[test]
fn a_text_that_the_charset_lacks_is_named_with_its_path() {
    let tree = list([("l", nested([("price", string("5 €"))]))]);
    assert!(tree.to_list(Charset::Utf8).is_ok());
    let error = tree.to_list(Charset::Latin1).unwrap_err();
    let source = CharsetError::Encode { charset: "ISO-8859-1", character: '€' };
    assert_eq!(error.kind(), &TextErrorKind::Charset { path: "l/price".into(), source });
    let key = list([("l", nested([("€", int(1))]))]).to_list(Charset::Latin1).unwrap_err();
    assert!(key.to_string().starts_with("l/€: "), "{key}");
    let (rest, left_out) = tree.to_list_lossy(Charset::Latin1).unwrap();
    assert_eq!(TextList::from_view(rest.view(), Charset::Latin1), list([("l", nested([]))]));
    assert_eq!(left_out.faults, [error]);
}

#[test]
fn an_unknown_value_cannot_be_packed_and_is_named_with_its_path() {
    let tree = list([("l", nested([("k", unknown("(null)")), ("x", int(2))]))]);
    let error = tree.to_list(Charset::Utf8).unwrap_err();
    assert_eq!(error.to_string(), "the value of l/k could not be read: \"(null)\"");
    let (rest, left_out) = tree.to_list_lossy(Charset::Utf8).unwrap();
    assert_eq!(left_out.unknown, ["l/k"]);
    let expected = list([("l", nested([("x", int(2))]))]);
    assert_eq!(TextList::from_view(rest.view(), Charset::Utf8), expected);
}

#[test]
fn the_charset_counts_in_both_directions_and_in_the_size() {
    let packed = KvList::build(|w| {
        w.string("k", b"caf\xe9");
    })
    .unwrap();
    let latin = TextList::from_view(packed.view(), Charset::Latin1);
    assert_eq!(latin.get("k"), Some(&string("café")));
    assert_eq!(latin.to_list(Charset::Latin1).unwrap(), packed);
    let utf8 = TextList::from_view(packed.view(), Charset::Utf8);
    assert_eq!(utf8.get("k"), Some(&string("caf\u{fffd}")));
    let options = PrintOptions::default().with_charset(Charset::Latin1);
    let text = print_tserver(Some("AttributeUserData"), packed.view(), &options);
    let block = parse_tserver(&text).unwrap();
    assert_eq!(block.size_agrees(Charset::Latin1), Some(true));
    assert_eq!(block.size_agrees(Charset::Utf8), Some(false));
}

#[test]
fn a_tree_deeper_or_longer_than_a_list_can_be_is_refused() {
    let mut tree = list([("n", int(1))]);
    for _ in 0..Limits::MAX_DEPTH {
        tree = list([("l", TextValue::List(tree))]);
    }
    assert_eq!(tree.to_list(Charset::Utf8).unwrap().depth(), Limits::MAX_DEPTH);
    let error = list([("l", TextValue::List(tree))]).to_list(Charset::Utf8).unwrap_err();
    let max = Limits::MAX_DEPTH;
    assert!(
        matches!(error.kind(), TextErrorKind::List(e) if e.kind() == &KvErrorKind::TooDeep { max })
    );
    let long = list([("k", string(&"x".repeat(70_000)))]).to_list(Charset::Utf8).unwrap_err();
    assert!(matches!(long.kind(), TextErrorKind::List(_)), "{long}");
}

#[test]
fn getters_answer_the_first_match() {
    let tree = list([("a", int(1)), ("a", int(2)), ("l", nested([("b", int(3))]))]);
    assert_eq!(tree.get("a"), Some(&int(1)));
    assert_eq!(tree.at(&["l", "b"]), Some(&int(3)));
    assert_eq!(tree.at(&["a", "b"]), None);
    assert_eq!(tree.at(&[]), None);
}
