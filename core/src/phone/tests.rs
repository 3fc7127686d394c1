//! The vectors that all languages share, and what must hold of any text.

use proptest::prelude::*;
use serde_json::Value;

use super::{PhoneErrorKind, normalize};

fn vectors(list: &str) -> Vec<(String, String)> {
    let file: Value =
        serde_json::from_str(include_str!("../../../tests/vectors/phone_numbers.json")).unwrap();
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap().to_owned();
    let value = if list == "accepted" { "number" } else { "reason" };
    let entries = file[list].as_array().unwrap();
    entries.iter().map(|entry| (text(entry, "text"), text(entry, value))).collect()
}

#[test]
fn notations_of_a_number_are_its_digits() {
    for (text, number) in vectors("accepted") {
        match normalize(&text) {
            Ok(found) => assert_eq!(found, number, "{text:?}"),
            Err(error) => panic!("{text:?}: {error}"),
        }
    }
}

#[test]
fn what_is_not_certainly_a_number_is_refused_with_its_reason() {
    let mut wrong = Vec::new();
    for (text, reason) in vectors("refused") {
        match normalize(&text) {
            Err(error) if error.to_string().contains(&reason) => {}
            other => wrong.push(format!("{text:?}, {reason}: {other:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_plain_number_is_borrowed() {
    for text in ["5551234567", "+15551234567", "5551234567.0", " 5551234567", "tel:5551234567"] {
        let borrowed = matches!(normalize(text), Ok(std::borrow::Cow::Borrowed(_)));
        assert_eq!(borrowed, !text.starts_with([' ', 't']), "{text}");
    }
}

#[test]
fn a_reason_quotes_the_text_so_that_it_can_be_read() {
    let long = "x".repeat(100);
    assert_eq!(normalize(&long).unwrap_err().quoted(), format!("{}…", "x".repeat(60)));
    let error = normalize("1\u{1b}2\n\u{202e}").unwrap_err();
    assert_eq!(error.quoted(), r"1\x1b2\n\u{202e}");
    assert_eq!(normalize("555\u{0}1234567").unwrap_err().kind(), PhoneErrorKind::Character('\0'));
}

/// Texts made of what columns of numbers have, so that many of them are accepted.
fn likely() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        8 => "[0-9]{1,4}",
        2 => "[0-9]{5,11}",
        4 => "[-./ ()]",
        1 => "[+]|\\(0\\)|00|\\+44|x|#|,|:|E|\t|\n|\u{a0}|\u{2011}|\u{200b}|\u{202e}|\u{ff15}|tel:|'|\\.0",
    ];
    proptest::collection::vec(part, 0..9).prop_map(|parts| parts.concat())
}

fn is_subsequence(digits: &str, text: &str) -> bool {
    let mut rest = text.chars();
    digits.chars().all(|digit| rest.any(|char| char == digit))
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    let Ok(number) = normalize(text) else { return Ok(()) };
    let digits = number.strip_prefix('+').unwrap_or(&number);
    prop_assert!(digits.bytes().all(|byte| byte.is_ascii_digit()), "{text:?}: {number}");
    prop_assert!((7..=17).contains(&digits.len()), "{text:?}: {number}");
    prop_assert!(is_subsequence(&number, text), "{text:?}: {number}");
    let again = normalize(&number);
    prop_assert_eq!(again.as_deref(), Ok(&*number), "{:?}", text);
    // No digit is left out but a trunk zero, and the zeros of a decimal.
    let all: String = text.chars().filter(char::is_ascii_digit).collect();
    let left_out = all.len() - digits.len();
    let trunk = usize::from(text.contains('(')) * usize::from(all.contains('0'));
    let decimal = if text.contains('.') { 2 } else { 0 };
    prop_assert!(left_out <= trunk.max(decimal), "{text:?}: {number}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, ..ProptestConfig::default() })]

    #[test]
    fn an_accepted_text_has_all_digits_of_its_number_in_order(text in likely()) {
        holds(&text)?;
    }

    #[test]
    fn any_text_has_an_answer(text in any::<String>()) {
        holds(&text)?;
    }

    #[test]
    fn separators_and_marks_change_no_number(
        digits in "[+]?[1-9][0-9]{6,13}",
        at in 0_usize..16,
        mark in "[-./ \t\u{a0}\u{2011}\u{200b}\u{202a}\u{ad}\u{feff}()]{1,2}",
    ) {
        let at = at.min(digits.len());
        let text = format!("{}{mark}{}", &digits[..at], &digits[at..]);
        // Where it makes a decimal of a spreadsheet, zeros fall away.
        let decimal = text.ends_with(".0") || text.ends_with(".00");
        if let (Ok(number), false) = (normalize(&text), decimal) {
            let plain = normalize(&digits);
            prop_assert_eq!(plain.as_deref(), Ok(&*number), "{:?}", text);
        }
    }

    #[test]
    fn invisible_marks_are_dropped_wherever_they_stand(
        digits in "[2-9][0-9]{6,13}",
        at in 0_usize..16,
        mark in "[\u{200b}-\u{200f}\u{202a}-\u{202d}\u{2060}\u{2066}-\u{2069}\u{ad}\u{feff}\u{fe0f}]{1,3}",
    ) {
        let at = at.min(digits.len());
        let text = format!("{}{mark}{}", &digits[..at], &digits[at..]);
        let number = normalize(&text);
        prop_assert_eq!(number.as_deref(), Ok(&*digits), "{:?}", text);
    }
}
