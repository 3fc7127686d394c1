//! Rules for the digits of a number, whatever its notation.

use super::error::PhoneErrorKind;

/// Fewest digits of a number: shorter ones are internal, or no numbers.
pub(super) const FEWEST: usize = 7;
/// Most digits, country code included (E.164).
const MOST: usize = 15;
/// The digits in front of a country code where there is no `+`.
const PREFIX: &[u8] = b"00";

/// Country codes of two digits; those of one are 1 and 7, all others have three (E.164).
const TWO_DIGITS: &[u8] = &[
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56,
    57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
];
/// Country codes behind which a number may begin with a zero of its own.
const OWN_ZERO: &[&[u8]] = &[
    b"39", b"225", b"226", b"227", b"229", b"241", b"242", b"250", b"267", b"268", b"378", b"501",
    b"676", b"679", b"687", b"853", b"992",
];

/// Whether it is a number that is written as it is sent.
#[inline]
pub(super) fn is_plain(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"+").unwrap_or(text);
    digits.iter().all(u8::is_ascii_digit) && check(text).is_ok()
}

/// Check digits behind an optional `+`.
pub(super) fn check(number: &[u8]) -> Result<(), PhoneErrorKind> {
    let zeros = if number.starts_with(PREFIX) { PREFIX.len() } else { 0 };
    let behind = number.strip_prefix(b"+").or_else(|| number.strip_prefix(PREFIX));
    let digits = behind.unwrap_or(number);
    if digits.len() > MOST {
        return Err(PhoneErrorKind::TooLong(digits.len() + zeros, MOST + zeros));
    }
    if digits.len() < FEWEST {
        return Err(PhoneErrorKind::TooShort(digits.len()));
    }
    if behind.is_none() {
        return Ok(());
    }
    let Some((code, national)) = country_code(digits) else {
        return Err(PhoneErrorKind::CountryCode);
    };
    if national.first() == Some(&b'0') && !OWN_ZERO.contains(&code) {
        return Err(PhoneErrorKind::TrunkZero);
    }
    Ok(())
}

/// Whether numbers behind that country code never begin with a zero of their own.
pub(super) fn drops_trunk_zero(code: &[u8]) -> bool {
    // Trunk calls begin with 1 and 8 where the codes are 1 and 7.
    !OWN_ZERO.contains(&code) && code != b"1" && code != b"7"
}

/// The country code that digits begin with, and what is behind it.
pub(super) fn country_code(digits: &[u8]) -> Option<(&[u8], &[u8])> {
    let len = match digits {
        [b'0', ..] | [] => return None,
        [b'1' | b'7', ..] => 1,
        [tens, ones, ..] => {
            let two = (tens - b'0') * 10 + (ones.wrapping_sub(b'0'));
            if TWO_DIGITS.contains(&two) { 2 } else { 3 }
        }
        [_] => return None,
    };
    digits.split_at_checked(len)
}
