use std::borrow::Cow;

use proptest::prelude::*;

use super::{cell, escape, escape_lines, json};

/// By another rule than the module's own: what `char` knows of controls, and the marks by name.
fn acts(found: char) -> bool {
    const MARKS: &str = "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\
                         \u{2066}\u{2067}\u{2068}\u{2069}\u{2028}\u{2029}";
    found.is_control() || MARKS.contains(found)
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[\u{0}-\u{1f}\u{7f}-\u{9f}]{0,4}",
        "[\u{2028}\u{2029}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{200e}\u{200f}\u{61c}]{0,4}",
        "[=+@0-9.-]{0,6}",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_is_shown_has_no_character_that_acts(text in hostile()) {
        prop_assert!(!escape(&text).chars().any(acts));
        prop_assert!(!cell(&text).chars().any(acts));
        prop_assert!(!escape_lines(&text).chars().any(|c| acts(c) && c != '\n' && c != '\t'));
    }

    #[test]
    fn text_without_such_characters_is_borrowed_as_it_is(text in hostile()) {
        let clean: String =
            text.chars().filter(|c| !acts(*c) && !('\u{206a}'..='\u{206f}').contains(c)).collect();
        let clean = clean.replace(['\u{fff9}', '\u{fffa}', '\u{fffb}'], "");
        prop_assert!(matches!(escape(&clean), Cow::Borrowed(same) if same == clean));
    }

    #[test]
    fn escaping_twice_is_escaping_once(text in hostile()) {
        let once = escape(&text).into_owned();
        prop_assert_eq!(escape(&once).into_owned(), once);
    }

    #[test]
    fn no_cell_is_a_formula_and_no_number_is_changed(text in hostile(), number in "[+-]?[0-9]{1,15}(\\.[0-9]{1,4})?") {
        let shown = cell(&text).into_owned();
        let starts = shown.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        prop_assert!(!starts || shown[1..].bytes().all(|b| b.is_ascii_digit() || b == b'.'), "{shown:?}");
        prop_assert_eq!(cell(&number).into_owned(), number);
    }
}

#[test]
fn a_json_document_is_shown_and_means_the_same() {
    let value = serde_json::json!({ "a\u{9b}": ["\u{202e}\u{7f}x\n\x1b", "漢"] });
    for document in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
        let shown = json(&document);
        assert!(!shown.chars().any(|c| acts(c) && c != '\n'), "{shown}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value);
    }
}

#[test]
fn each_kind_has_its_escape() {
    for (text, shown) in [
        ("plain ä 漢 👩‍🚀 \\n", "plain ä 漢 👩‍🚀 \\n"),
        ("a\nlistening on 1.2.3.4:5", "a\\nlistening on 1.2.3.4:5"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\u{9b}31m\x7f\r\t\0", "\\x9b31m\\x7f\\r\\t\\x00"),
        ("5551\u{202e}4321\u{2069}\u{2028}", "5551\\u{202e}4321\\u{2069}\\u{2028}"),
    ] {
        assert_eq!(escape(text), shown);
    }
    assert_eq!(escape_lines("a\n\tb\r\x1b"), "a\n\tb\\r\\x1b");
}

#[test]
fn formulas_are_texts_and_numbers_stay() {
    for (text, shown) in [
        ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("+c", "'+c"),
        ("-1+1", "'-1+1"),
        ("\t=1", "'\\t=1"),
        ("\r=1", "'\\r=1"),
        ("＝1+1", "'＝1+1"),
        ("+", "'+"),
        ("+1.", "'+1."),
        ("+15551234567", "+15551234567"),
        ("-0.5", "-0.5"),
        ("5551234567", "5551234567"),
        ("a=1", "a=1"),
        ("", ""),
    ] {
        assert_eq!(cell(text), shown, "{text:?}");
    }
}
