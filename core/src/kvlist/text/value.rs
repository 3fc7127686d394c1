//! Values behind a key: what all three forms write alike.

use super::error::{TextError, TextErrorKind};
use super::lines::{BLANKS, Line, Lines, MASK, Quoted, close, quoted};
use super::tree::TextValue;

/// A value that may go on over the next lines.
pub(super) enum Raw<'t> {
    /// All of it.
    Whole(TextValue),
    /// Its first line.
    Open { first: &'t str, quote: char, kind: TextKind },
}

/// What a quoted value becomes.
#[derive(Clone, Copy)]
pub(super) enum TextKind {
    String,
    Unicode,
}

impl TextKind {
    fn value(self, text: &str) -> TextValue {
        match self {
            _ if text == MASK => TextValue::Masked,
            Self::String => TextValue::String(text.to_owned()),
            Self::Unicode => TextValue::Unicode(text.to_owned()),
        }
    }
}

impl<'t> Raw<'t> {
    /// A quoted text; `None` if it does not start with the quote.
    pub(super) fn quoted(body: &'t str, quote: char, kind: TextKind) -> Option<Self> {
        Some(match quoted(body, quote)? {
            Quoted::Closed(text) => Self::Whole(kind.value(text)),
            Quoted::Open(first) => Self::Open { first, quote, kind },
        })
    }

    /// A value that stands there without quotes: a number or a mask.
    pub(super) fn bare(body: &str) -> Option<Self> {
        if is_mask(body) {
            return Some(Self::Whole(TextValue::Masked));
        }
        if !is_number(body) {
            return None;
        }
        Some(Self::Whole(TextValue::Int(body.parse().ok()?)))
    }

    /// Two hexadecimal digits for each byte; a mask too.
    pub(super) fn binary(body: &str) -> Option<Self> {
        if is_mask(body) {
            return Some(Self::Whole(TextValue::Masked));
        }
        body.split_ascii_whitespace()
            .map(hex)
            .collect::<Option<_>>()
            .map(TextValue::Binary)
            .map(Self::Whole)
    }

    /// The value, read to its end.
    pub(super) fn finish(
        self,
        start: Line<'t>,
        lines: &mut Lines<'t>,
        starts_pair: fn(Line<'_>) -> bool,
    ) -> Result<TextValue, TextError> {
        match self {
            Self::Whole(value) => Ok(value),
            Self::Open { first, quote, kind } => {
                close(first, quote, start, lines, starts_pair).map(|text| kind.value(&text))
            }
        }
    }
}

/// A mask, bare or in quotes of either form.
pub(super) fn is_mask(body: &str) -> bool {
    let plain = body.trim_matches(BLANKS);
    let inner = |quote| plain.strip_prefix(quote)?.strip_suffix(quote);
    [Some(plain), inner('\''), inner('"')].contains(&Some(MASK))
}

/// Whether it is written like a number, whatever its size.
pub(super) fn is_number(body: &str) -> bool {
    let digits = body.strip_prefix('-').unwrap_or(body);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A byte in two hexadecimal digits.
pub(super) fn hex(digits: &str) -> Option<u8> {
    let two = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    two.then(|| u8::from_str_radix(digits, 16).ok())?
}

/// The value behind `key`, or the fault that it is none.
pub(super) fn expect<'t>(
    raw: Option<Raw<'t>>,
    line: Line<'_>,
    key: &str,
    body: &str,
) -> Result<Raw<'t>, TextError> {
    raw.ok_or_else(|| line.fault(TextErrorKind::not_a_value(key, body)))
}

/// Bytes of text that a value holds.
pub(super) fn text_len(value: &TextValue) -> usize {
    match value {
        TextValue::String(text) | TextValue::Unicode(text) => text.len(),
        TextValue::Binary(bytes) => bytes.len(),
        TextValue::Int(_) | TextValue::List(_) | TextValue::Masked => 0,
    }
}
