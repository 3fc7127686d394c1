//! Reasons why a text is not accepted as a telephone number.

use std::fmt;

use crate::text::escape;

/// Most characters of a text that an error quotes.
const QUOTED: usize = 60;

/// Reason why a text is not one telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PhoneErrorKind {
    /// It has no digits.
    NoDigits,
    /// It has fewer than seven digits; how many.
    TooShort(usize),
    /// It has more digits than a number may have; how many, and the most.
    TooLong(usize, usize),
    /// It has nothing but zeros.
    AllZeros,
    /// The country code does not exist: it begins with 0, or is cut short.
    CountryCode,
    /// It has a trunk zero that is not dialled behind the country code, or `(0)` without one.
    TrunkZero,
    /// It has more than one number.
    TwoNumbers,
    /// A whole number is followed by an extension.
    Extension,
    /// A whole number is followed, or preceded, by further digits.
    MoreDigits,
    /// It has a date or a time.
    Date,
    /// It is an amount, a decimal fraction, or has thousands separators.
    Amount,
    /// It is in scientific notation: a spreadsheet has rounded it.
    Rounded,
    /// It is an IPv4 address.
    Address,
    /// It has letters.
    Letters,
    /// It has a digit of another script.
    ForeignDigit(char),
    /// It has a character that belongs to no notation.
    Character(char),
    /// A misplaced separator, parenthesis or `+`.
    Misplaced(char),
}

impl PhoneErrorKind {
    /// A short name, the same in every language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoDigits => "no_digits",
            Self::TooShort(_) => "too_short",
            Self::TooLong(..) => "too_long",
            Self::AllZeros => "all_zeros",
            Self::CountryCode => "country_code",
            Self::TrunkZero => "trunk_zero",
            Self::TwoNumbers => "two_numbers",
            Self::Extension => "extension",
            Self::MoreDigits => "more_digits",
            Self::Date => "date",
            Self::Amount => "amount",
            Self::Rounded => "rounded",
            Self::Address => "address",
            Self::Letters => "letters",
            Self::ForeignDigit(_) => "foreign_digit",
            Self::Character(_) => "character",
            Self::Misplaced(_) => "misplaced",
        }
    }
}

/// A text that is not certainly one telephone number: the text and the reason.
///
/// Displayed as the end of a sentence that the attribute begins: `"12" has 2 digits, …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneError {
    kind: PhoneErrorKind,
    quoted: String,
}

impl PhoneError {
    #[cold]
    pub(super) fn new(kind: PhoneErrorKind, text: &str) -> Self {
        Self { kind, quoted: quoted(text) }
    }

    /// Kind of the reason.
    #[must_use]
    pub const fn kind(&self) -> PhoneErrorKind {
        self.kind
    }

    /// The text, 60 characters at most, unusual characters escaped.
    #[must_use]
    pub fn quoted(&self) -> &str {
        &self.quoted
    }
}

impl fmt::Display for PhoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "\"{}\" {}; what is meant as it stands is sent so with as_is (--as-is)",
            self.quoted, self.kind
        )
    }
}

impl std::error::Error for PhoneError {}

impl fmt::Display for PhoneErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDigits => f.write_str("has no digits of a phone number"),
            Self::TooShort(1) => f.write_str("has 1 digit, a phone number has at least 7"),
            Self::TooShort(count) => {
                write!(f, "has {count} digits, a phone number has at least 7")
            }
            Self::TooLong(count, most) => {
                write!(f, "has {count} digits, a phone number has at most {most}")
            }
            Self::AllZeros => f.write_str("has nothing but zeros"),
            Self::CountryCode => f.write_str("has no country code behind its + or 00"),
            Self::TrunkZero => f.write_str(
                "has a trunk zero that this notation does not settle: leave it out behind a \
                 country code, write it without parentheses elsewhere",
            ),
            Self::TwoNumbers => f.write_str("has more than one number: send each by itself"),
            Self::Extension => {
                f.write_str("has an extension: OCS compares whole numbers, leave it out")
            }
            Self::MoreDigits => f.write_str(
                "has further digits beside a whole number: an extension, a range, an id, or a \
                 country code without +",
            ),
            Self::Date => f.write_str("has a date or a time in it"),
            Self::Amount => f.write_str("is an amount or a decimal, not a phone number"),
            Self::Rounded => f.write_str(
                "is in scientific notation: a spreadsheet has rounded it, and the digits are lost",
            ),
            Self::Address => f.write_str("is an IP address, or cannot be told from one"),
            Self::Letters => f.write_str("has letters: a phone number has digits"),
            Self::ForeignDigit(digit) => write!(
                f,
                "has the character U+{:04X}, a digit of another script: OCS compares 0 to 9",
                u32::from(*digit)
            ),
            Self::Character(char) => {
                write!(f, "has the character {}, which no phone number has", named(*char))
            }
            Self::Misplaced(char) => {
                write!(f, "has {} where no phone number has it", named(*char))
            }
        }
    }
}

/// A character for people: itself if it shows, else its number.
fn named(char: char) -> String {
    match char {
        '\t' => "a tab".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        ' '..='~' => format!("'{char}'"),
        _ => format!("U+{:04X}", u32::from(char)),
    }
}

/// The start of a text on one line, with nothing in it that would do something instead of being
/// seen.
fn quoted(text: &str) -> String {
    let (start, more) = match text.char_indices().nth(QUOTED) {
        Some((end, _)) => (text.get(..end).unwrap_or(text), "…"),
        None => (text, ""),
    };
    escape(start).into_owned() + more
}
