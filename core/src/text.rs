//! Escapes for text from outside that is shown on a terminal, in a log line or in a spreadsheet's
//! cell.
//!
//! Owns the set of harmful characters and their replacements. Must not change text that is sent,
//! stored or compared.

use std::borrow::Cow;
use std::fmt::Write;

#[cfg(any(feature = "directory", feature = "site"))]
pub(crate) mod file;
#[cfg(test)]
mod tests;

/// The text on one line, with an escape for every character that would do something instead of
/// being seen.
///
/// These are control characters (C0, DEL, C1), separators of lines and paragraphs, and the marks
/// that change the direction of what stands around them. Escapes are `\n`, `\r`, `\t`, `\x1b`,
/// `\u{202e}`. Text without such characters is borrowed. A backslash stays as it is: the result is
/// for reading, the original is not to be had from it.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    replace(text, is_unfit)
}

/// As [`escape`], but line ends (`\n`) and tabs stay: for what is meant to have several lines.
#[must_use]
pub fn escape_lines(text: &str) -> Cow<'_, str> {
    replace(text, |found| is_unfit(found) && !matches!(found, '\n' | '\t'))
}

/// A JSON document, with escapes of JSON for what [`escape`] would escape and JSON does not.
///
/// Line ends and tabs between values stay, and the value that a program reads is the same.
#[must_use]
pub fn json(document: &str) -> Cow<'_, str> {
    let unfit = |found: char| is_unfit(found) && !matches!(found, '\n' | '\t' | '\r');
    let Some(first) = document.find(unfit) else { return Cow::Borrowed(document) };
    let (clean, rest) = document.split_at(first);
    let mut shown = clean.to_owned();
    for found in rest.chars() {
        // Writing to a string does not fail; none of these is beyond 16 bits.
        let _ = match unfit(found) {
            true => write!(shown, "\\u{:04x}", u32::from(found)),
            false => shown.write_char(found),
        };
    }
    Cow::Owned(shown)
}

/// The text as a cell of a CSV file that a spreadsheet may open: as [`escape`], and a formula is a
/// text.
///
/// A spreadsheet takes what begins with `= + - @`, a tab or a line end for a formula, unless `'`
/// stands before it. Numbers stay as they are, with and without a sign: `+15551234567`, `-0.5`.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    let shown = escape(text);
    if is_formula(text) { Cow::Owned(format!("'{shown}")) } else { shown }
}

/// Whether a spreadsheet would calculate the cell, or may.
fn is_formula(text: &str) -> bool {
    let sign = match text.chars().next() {
        Some('+' | '-') => true,
        // The wide forms are typed with East Asian keyboards, and calculated all the same.
        Some('=' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => false,
        _ => return false,
    };
    let number = text.get(1..).unwrap_or_default();
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    !(sign && digits(whole) && digits(fraction))
}

/// Whether a character does something where text is shown, instead of being seen.
const fn is_unfit(found: char) -> bool {
    matches!(
        found,
        '\0'..='\x1f' | '\x7f'..='\u{9f}'
        // Marks of direction, and what begins and ends runs of one.
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
        // Separators of lines and paragraphs; annotations, whose text is not shown everywhere.
        | '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}'
    )
}

fn replace(text: &str, unfit: impl Fn(char) -> bool) -> Cow<'_, str> {
    let Some(first) = text.find(&unfit) else { return Cow::Borrowed(text) };
    let (clean, rest) = text.split_at(first);
    let mut shown = String::with_capacity(text.len() + 16);
    shown.push_str(clean);
    for found in rest.chars() {
        // Writing to a string does not fail.
        let _ = match found {
            _ if !unfit(found) => shown.write_char(found),
            '\n' => shown.write_str("\\n"),
            '\r' => shown.write_str("\\r"),
            '\t' => shown.write_str("\\t"),
            '\0'..='\u{ff}' => write!(shown, "\\x{:02x}", u32::from(found)),
            _ => write!(shown, "\\u{{{:x}}}", u32::from(found)),
        };
    }
    Cow::Owned(shown)
}
