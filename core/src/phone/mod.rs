//! The grammar of telephone numbers: from the notations of people to the digits that OCS compares.
//!
//! Owns the single decision whether a text is a number; requests, the simulator, every language and
//! every command use [`normalize`]. `docs/phone-numbers.md` is its table of notations. An ambiguous
//! text is refused with the reason, never guessed: a wrong number on a do-not-call list harms a
//! stranger. Knows nothing of numbering plans except the lengths of country codes.

mod digits;
mod doubt;
mod error;
mod groups;
mod marks;
mod reading;
mod strange;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use error::{PhoneError, PhoneErrorKind};

/// The digits of a telephone number, behind a `+` if it is written with one.
///
/// The digits of the result are digits of the text, in order. A number that is written plainly is
/// borrowed; nothing is allocated for it. Normalising a result changes nothing.
///
/// ```
/// use commdn::phone::normalize;
/// assert_eq!(normalize("(555) 123-4567")?, "5551234567");
/// assert_eq!(normalize("+44 (0)20 7946 0958")?, "+442079460958");
/// assert!(normalize("555-123-4567 x12").is_err());
/// # Ok::<(), commdn::phone::PhoneError>(())
/// ```
///
/// # Errors
/// [`PhoneError`] quotes the text and says why it is not certainly one number.
#[inline]
pub fn normalize(text: &str) -> Result<Cow<'_, str>, PhoneError> {
    if digits::is_plain(text.as_bytes()) {
        return Ok(Cow::Borrowed(text));
    }
    reading::read(text).map_err(|kind| PhoneError::new(kind, text))
}
