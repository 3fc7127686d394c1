//! The charset view of string bytes.
//!
//! A string in a TKVList is bytes; which characters they mean is the site's convention:
//! UTF-8 today, ISO-8859-1 in older installations. The list never changes the bytes.

use std::borrow::Cow;

/// How the bytes of strings and keys are read as characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub enum Charset {
    /// UTF-8, the default.
    #[default]
    Utf8,
    /// ISO-8859-1: byte n is character U+00n; every byte string is valid.
    Latin1,
}

/// A text and a charset that do not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CharsetError {
    /// Bytes that are not text in the charset.
    #[error("the bytes are not {charset} text from byte {valid_up_to} of the value on")]
    Decode {
        /// The charset's name.
        charset: &'static str,
        /// How many bytes were good.
        valid_up_to: usize,
    },
    /// A character that the charset lacks.
    #[error("character {character:?} cannot be written in {charset}")]
    Encode {
        /// The charset's name.
        charset: &'static str,
        /// The character.
        character: char,
    },
    /// UTF-16 with an unpaired surrogate.
    #[error("the unicode value has an unpaired surrogate {0:#06x}")]
    Surrogate(u16),
}

impl Charset {
    /// Its usual name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Latin1 => "ISO-8859-1",
        }
    }

    /// The charset of that name, compared without case, `-` and `_`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let plain: String = name
            .chars()
            .filter(|c| !matches!(c, '-' | '_'))
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match plain.as_str() {
            "utf8" => Some(Self::Utf8),
            "iso88591" | "latin1" => Some(Self::Latin1),
            _ => None,
        }
    }

    /// Read `bytes` as text.
    ///
    /// # Errors
    /// [`CharsetError::Decode`] where UTF-8 is not valid; ISO-8859-1 never fails.
    pub fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, CharsetError> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
                CharsetError::Decode { charset: self.name(), valid_up_to: error.valid_up_to() }
            }),
            Self::Latin1 => Ok(latin1(bytes)),
        }
    }

    /// Read `bytes` as text, with U+FFFD where they are none.
    #[must_use]
    pub fn decode_lossy(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes),
            Self::Latin1 => latin1(bytes),
        }
    }

    /// Write `text` as bytes.
    ///
    /// # Errors
    /// [`CharsetError::Encode`] names the first character that ISO-8859-1 lacks.
    #[inline]
    pub fn encode(self, text: &str) -> Result<Cow<'_, [u8]>, CharsetError> {
        match self {
            Self::Utf8 => Ok(Cow::Borrowed(text.as_bytes())),
            Self::Latin1 => self.encode_latin1(text),
        }
    }

    fn encode_latin1(self, text: &str) -> Result<Cow<'_, [u8]>, CharsetError> {
        if text.is_ascii() {
            return Ok(Cow::Borrowed(text.as_bytes()));
        }
        let byte = |character| {
            u8::try_from(u32::from(character))
                .map_err(|_| CharsetError::Encode { charset: self.name(), character })
        };
        text.chars().map(byte).collect::<Result<Vec<u8>, _>>().map(Cow::Owned)
    }
}

fn latin1(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) if bytes.is_ascii() => Cow::Borrowed(text),
        _ => Cow::Owned(bytes.iter().copied().map(char::from).collect()),
    }
}
