//! Reasons for texts with characters that a number does not have, or has in other places.
//!
//! Every text that comes here is refused; this file only chooses the reason.

use super::digits::FEWEST;
use super::error::PhoneErrorKind as Kind;
use super::marks::{Mark, is_blank};

/// Words between a number and an extension, in the languages of known sites.
const EXTENSIONS: &[&str] = &[
    "x",
    "ext",
    "extn",
    "extension",
    "#",
    ";",
    ",,",
    "p",
    "w",
    "durchwahl",
    "dw",
    "nst",
    "klappe",
    "app",
    "poste",
    "anexo",
    "ramal",
    "int",
    "доб",
];
/// Most digits of an extension.
const EXTENSION_DIGITS: usize = 8;

/// A text with a character that belongs to no notation.
pub(super) fn other(text: &str) -> Kind {
    let foreign = text.chars().find(|char| char.is_numeric() && !char.is_ascii());
    let first = text.chars().find(|char| Mark::of(*char) == Mark::Other);
    match (foreign, first) {
        (Some(digit), _) => Kind::ForeignDigit(digit),
        _ if digits(text) == 0 => Kind::NoDigits,
        (_, None) => Kind::NoDigits,
        _ if is_scientific(text) => Kind::Rounded,
        _ if has_two(text) => Kind::TwoNumbers,
        _ if has_extension(text) => Kind::Extension,
        _ if text.contains(':') => Kind::Date,
        _ if text.contains([',', '%', '$', '€', '£', '¥']) => Kind::Amount,
        _ if text.contains(char::is_alphabetic) => Kind::Letters,
        (_, Some(char)) => Kind::Character(char),
    }
}

/// A text with a separator in a wrong place.
pub(super) fn misplaced(text: &str, kind: Kind) -> Kind {
    let starts = |mark| text.chars().next().is_some_and(|char| Mark::of(char) == mark);
    if digits(text) == 0 {
        Kind::NoDigits
    } else if has_two(text) {
        Kind::TwoNumbers
    } else if starts(Mark::Hyphen) || (starts(Mark::Open) && text.ends_with(')')) {
        Kind::Amount
    } else {
        kind
    }
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// Digits, a fraction, and an exponent: `5.55E+09`.
fn is_scientific(text: &str) -> bool {
    let is_number = |text: &str| {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    [whole, fraction, exponent].into_iter().all(is_number)
}

/// Whether two parts between other characters have the digits of a number each.
fn has_two(text: &str) -> bool {
    let parts = text.split(|char| matches!(Mark::of(char), Mark::Other | Mark::Slash));
    parts.filter(|part| digits(part) >= FEWEST).count() > 1
}

/// Whether the text ends with the mark of an extension and its digits.
fn has_extension(text: &str) -> bool {
    let text = text.trim_end_matches(')');
    let head = text.trim_end_matches(|char: char| char.is_ascii_digit());
    let extension = text.len() - head.len();
    let between = |char: char| is_blank(char) || matches!(char, '.' | ':' | '=');
    let head = head.trim_end_matches(between).to_lowercase();
    (1..=EXTENSION_DIGITS).contains(&extension)
        && digits(&head) >= FEWEST
        && EXTENSIONS.iter().any(|mark| head.ends_with(mark))
}
