//! Reading of a text as one number: wrappings, groups, the country code and its trunk zero.
//!
//! `doubt.rs` has the reasons against well-formed texts, `strange.rs` the reasons for other
//! characters.

use std::borrow::Cow;

use super::digits::{self, FEWEST};
use super::doubt;
use super::error::PhoneErrorKind as Kind;
use super::groups::{Group, Groups};
use super::marks::{Mark, is_margin};
use super::strange;

/// Most digits of an area code.
const AREA_DIGITS: usize = 5;
/// The digits before an area code without a `+`: a trunk code, or a country code that also is one.
const LEADS: &[&[u8]] = &[b"0", b"1", b"7", b"8"];

/// Read a text that is not written plainly.
#[cold]
pub(super) fn read(text: &str) -> Result<Cow<'_, str>, Kind> {
    let text = unwrapped(text);
    if let Some(whole) = without_decimal(text) {
        digits::check(whole.as_bytes())?;
        return Ok(Cow::Borrowed(whole));
    }
    let groups = match Groups::read(text) {
        Ok(groups) if groups.len() > 0 => groups,
        Ok(_) | Err(None) => return Err(strange::other(text)),
        Err(Some(kind)) => return Err(strange::misplaced(text, kind)),
    };
    if groups.digits().iter().all(|digit| *digit == b'0') {
        return Err(Kind::AllZeros);
    }
    doubt::check(&groups)?;
    let number = assembled(&groups)?;
    digits::check(number.as_bytes())?;
    Ok(Cow::Owned(number))
}

/// The text without margins and without what spreadsheets and links put around a number.
fn unwrapped(text: &str) -> &str {
    let text = text.trim_matches(is_margin);
    let quoted = text.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"'));
    let inner = quoted.or_else(|| text.strip_prefix('\'')).or_else(|| without_scheme(text));
    inner.map_or(text, |inner| inner.trim_matches(is_margin))
}

/// The text after `tel:`.
fn without_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_at_checked(4)?;
    scheme.eq_ignore_ascii_case("tel:").then_some(rest)
}

/// The digits in front of `.0` or `.00`, which a spreadsheet has put behind a number.
fn without_decimal(text: &str) -> Option<&str> {
    let whole = text.strip_suffix(".00").or_else(|| text.strip_suffix(".0"))?;
    let digits = whole.strip_prefix('+').unwrap_or(whole);
    let plain = digits.len() >= FEWEST && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then_some(whole)
}

/// The country code, and where the rest begins.
pub(super) struct Parts<'a> {
    /// The country code, where `+` or `00` says that there is one.
    pub code: Option<&'a [u8]>,
    /// It is a group by itself.
    pub code_alone: bool,
    /// The first group behind the one that it is in.
    pub national: usize,
}

/// Find the country code.
pub(super) fn parts(groups: &Groups) -> Result<Parts<'_>, Kind> {
    let none = Parts { code: None, code_alone: false, national: 0 };
    let Some(first) = groups.get(0) else { return Ok(none) };
    let (group, national) = match (groups.plus, first.digits) {
        (true, digits) => (digits, 1),
        (false, b"00") => (groups.get(1).map_or(&[][..], |group| group.digits), 2),
        (false, [b'0', b'0', rest @ ..]) => (rest, 1),
        _ => return Ok(none),
    };
    let (code, rest) = digits::country_code(group).ok_or(Kind::CountryCode)?;
    Ok(Parts { code: Some(code), code_alone: rest.is_empty(), national })
}

/// Put the digits together, without a trunk zero in parentheses behind a country code.
fn assembled(groups: &Groups) -> Result<String, Kind> {
    let parts = parts(groups)?;
    let mut number = String::with_capacity(groups.digits().len() + 1);
    if groups.plus {
        number.push('+');
    }
    for (index, group) in groups.iter().enumerate() {
        if group.bracketed && !bracket_is_kept(groups, &parts, index, group)? {
            continue;
        }
        number.extend(group.digits.iter().map(|digit| char::from(*digit)));
    }
    Ok(number)
}

/// Whether digits in parentheses belong to the number: an area code or a country code do.
fn bracket_is_kept(
    groups: &Groups,
    parts: &Parts<'_>,
    index: usize,
    group: Group<'_>,
) -> Result<bool, Kind> {
    let misplaced = Err(Kind::Misplaced('('));
    let is_zero = group.digits == b"0";
    let fits = match parts.code {
        _ if index + 1 == groups.len() => false,
        Some(_) if index == 0 => parts.code_alone && group.digits != b"00",
        Some(code) if is_zero && index == parts.national => {
            let drops = parts.code_alone && digits::drops_trunk_zero(code);
            return if drops { Ok(false) } else { Err(Kind::TrunkZero) };
        }
        _ if is_zero => return Err(Kind::TrunkZero),
        Some(_) => parts.code_alone && index == parts.national,
        None if index == 1 => groups.get(0).is_some_and(|first| LEADS.contains(&first.digits)),
        None => index == 0,
    };
    if fits && group.digits.len() <= AREA_DIGITS { Ok(true) } else { misplaced }
}

/// Whether two blanks stand around a separator, or none: one alone is two columns, or a sign.
pub(super) fn is_even(group: Group<'_>) -> bool {
    let gap = group.gap;
    match gap.joiner {
        None => true,
        Some(Mark::Dot) => !gap.blank_before && !gap.blank_after,
        Some(_) => gap.close || gap.open || gap.blank_before == gap.blank_after,
    }
}
