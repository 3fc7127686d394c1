//! Values after a key, in the notations shared by all three forms.
//!
//! An unreadable value is kept unchanged, with its fault beside it.

use super::chars::{BLANKS, is_number};
use super::error::{TextError, TextErrorKind};
use super::lines::{Line, Lines, Quoted, close, quoted};
use super::mask::{is_mask, is_mask_of};
use super::tree::TextValue;

/// A value that may continue on the next lines.
pub(super) enum Raw<'t> {
    /// All of it.
    Whole(TextValue),
    /// Its first line.
    Open { first: &'t str, quote: char, kind: TextKind },
    /// One that cannot be read.
    Unknown { text: &'t str, fault: Box<TextError> },
}

/// Result of reading a quoted value.
#[derive(Clone, Copy)]
pub(super) enum TextKind {
    String,
    Unicode,
}

impl TextKind {
    fn value(self, text: String) -> TextValue {
        match self {
            _ if is_mask(&text) => TextValue::Masked(text),
            Self::String => TextValue::String(text),
            Self::Unicode => TextValue::Unicode(text),
        }
    }
}

impl<'t> Raw<'t> {
    /// A quoted text; `None` if it does not start with the quote.
    pub(super) fn quoted(body: &'t str, quote: char, kind: TextKind) -> Option<Self> {
        Some(match quoted(body, quote)? {
            Quoted::Closed(text) => Self::Whole(kind.value(text.to_owned())),
            Quoted::Open(first) => Self::Open { first, quote, kind },
        })
    }

    /// An unquoted value: a number or a mask.
    pub(super) fn bare(body: &str) -> Option<Self> {
        if is_number(body) {
            return Some(Self::Whole(TextValue::Int(body.parse().ok()?)));
        }
        masked(body)
    }

    /// Two hexadecimal digits for each byte; a mask too.
    pub(super) fn binary(body: &str) -> Option<Self> {
        masked(body).or_else(|| {
            let bytes = body.split_ascii_whitespace().map(hex).collect::<Option<_>>();
            bytes.map(TextValue::Binary).map(Self::Whole)
        })
    }

    /// Whether the value ends on this line.
    pub(super) fn ends_here(&self) -> bool {
        !matches!(self, Self::Open { .. })
    }

    /// Whether it can be read, as far as this line tells.
    pub(super) fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown { .. })
    }

    /// The value, read to its end.
    pub(super) fn finish(
        self,
        start: Line<'t>,
        lines: &mut Lines<'t>,
        ends: fn(Line<'_>) -> bool,
        faults: &mut Faults,
    ) -> TextValue {
        match self {
            Self::Whole(value) => value,
            Self::Open { first, quote, kind } => match close(first, quote, start, lines, ends) {
                Ok(text) => kind.value(text),
                Err(fault) => {
                    faults.add(fault);
                    TextValue::Unknown(format!("{quote}{first}"))
                }
            },
            Self::Unknown { text, fault } => {
                faults.add(*fault);
                TextValue::Unknown(text.to_owned())
            }
        }
    }
}

/// The faults of one list.
#[derive(Default)]
pub(super) struct Faults(Vec<TextError>);

impl Faults {
    /// More than these say nothing new, and a hostile log has no end of them.
    const MAX: usize = 200;

    pub(super) fn add(&mut self, fault: TextError) {
        if self.0.len() < Self::MAX {
            self.0.push(fault);
        }
    }

    pub(super) fn into_vec(self) -> Vec<TextError> {
        self.0
    }
}

/// A mask, bare or in quotes of either form.
pub(super) fn masked<'t>(body: &str) -> Option<Raw<'t>> {
    let plain = body.trim_matches(BLANKS);
    let text = match plain.chars().next()? {
        // A quote that is still open may close on another line.
        quote @ ('\'' | '"') => plain.strip_prefix(quote)?.strip_suffix(quote)?,
        _ => plain,
    };
    is_mask(text).then(|| Raw::Whole(TextValue::Masked(text.to_owned())))
}

/// A byte in two hexadecimal digits.
pub(super) fn hex(digits: &str) -> Option<u8> {
    let two = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    two.then(|| u8::from_str_radix(digits, 16).ok())?
}

/// The value after `key`, or the text found there with its fault.
pub(super) fn expect<'t>(
    raw: Option<Raw<'t>>,
    line: Line<'_>,
    key: &str,
    body: &'t str,
) -> Raw<'t> {
    match raw {
        Some(Raw::Whole(value)) => Raw::Whole(masked_by(key, value)),
        Some(raw) => raw,
        None if is_mask_of(key, body) => Raw::Whole(TextValue::Masked(body.to_owned())),
        None => unknown(line, body, TextErrorKind::not_a_value(key, body)),
    }
}

/// A text that is a mask by the name of its key, as one.
pub(super) fn masked_by(key: &str, value: TextValue) -> TextValue {
    match value {
        TextValue::String(text) | TextValue::Unicode(text) if is_mask_of(key, &text) => {
            TextValue::Masked(text)
        }
        value => value,
    }
}

/// The text found, and the reason why it is not a value.
pub(super) fn unknown<'t>(line: Line<'_>, text: &'t str, kind: TextErrorKind) -> Raw<'t> {
    Raw::Unknown { text, fault: Box::new(line.fault_at(text, kind)) }
}

/// Bytes of text that a value holds.
pub(super) fn text_len(value: &TextValue) -> usize {
    match value {
        TextValue::String(text)
        | TextValue::Unicode(text)
        | TextValue::Masked(text)
        | TextValue::Unknown(text) => text.len(),
        TextValue::Binary(bytes) => bytes.len(),
        TextValue::Int(_) | TextValue::List(_) => 0,
    }
}
