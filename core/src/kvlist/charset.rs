//! Charset view of string bytes.
//!
//! A string in a TKVList is bytes; their charset is the site's convention: UTF-8 today, the
//! operating system's charset in older installations. The list never changes the bytes. Reading and
//! writing are strict: characters are replaced only if the caller asks for it.

mod names;
#[cfg(feature = "charsets")]
mod site;
#[cfg(all(test, feature = "charsets"))]
mod tests;

use std::borrow::Cow;

#[cfg(feature = "charsets")]
pub use site::SiteCharset;

/// Charset in which the bytes of strings and keys are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub enum Charset {
    /// UTF-8, the default.
    #[default]
    Utf8,
    /// ISO-8859-1: byte n is character U+00n; every byte string is valid.
    Latin1,
    /// Another charset, by [`Charset::from_name`].
    #[cfg(feature = "charsets")]
    Site(SiteCharset),
}

/// A text and a charset that do not fit, or a name that no charset has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CharsetError {
    /// Bytes that are not text in the charset.
    #[error("the bytes are not {charset} text from byte {valid_up_to} of the value on")]
    Decode {
        /// The charset's name.
        charset: &'static str,
        /// Number of valid bytes.
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
    /// A name that no charset has.
    #[error("charset {name:?} is not known; known are {}", names::examples())]
    Unknown {
        /// The name.
        name: String,
    },
    /// A charset whose texts cannot be strings of a list.
    #[error("charset {name:?} cannot be that of strings in a list: {why}")]
    Unsuitable {
        /// The name.
        name: String,
        /// The reason.
        why: &'static str,
    },
}

impl Charset {
    /// Its usual name; [`Charset::from_name`] knows it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Latin1 => "ISO-8859-1",
            #[cfg(feature = "charsets")]
            Self::Site(site) => site.name(),
        }
    }

    /// The charset of that name, compared without case, `-`, `_` and blanks.
    ///
    /// Known are, with the feature `charsets`, the labels of the WHATWG Encoding Standard and
    /// the names that Windows and Python use, such as `cp949`, `windows-1251` and `shift_jis`.
    /// As in that standard a name stands for the largest charset in use under it: `euc-kr` is
    /// windows-949 and `shift_jis` is windows-31J. ISO-8859-1 is itself, not windows-1252.
    ///
    /// # Errors
    /// [`CharsetError::Unknown`], or [`CharsetError::Unsuitable`] for UTF-16 and the like.
    pub fn from_name(name: &str) -> Result<Self, CharsetError> {
        names::find(name)
    }

    /// Read `bytes` as text.
    ///
    /// # Errors
    /// [`CharsetError::Decode`] where the bytes are not valid; ISO-8859-1 never fails.
    pub fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, CharsetError> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
                CharsetError::Decode { charset: self.name(), valid_up_to: error.valid_up_to() }
            }),
            Self::Latin1 => Ok(latin1(bytes)),
            #[cfg(feature = "charsets")]
            Self::Site(site) => site.decode(bytes),
        }
    }

    /// Read `bytes` as text, with U+FFFD where they are none.
    #[must_use]
    pub fn decode_lossy(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes),
            Self::Latin1 => latin1(bytes),
            #[cfg(feature = "charsets")]
            Self::Site(site) => site.decode_lossy(bytes),
        }
    }

    /// Write `text` as bytes.
    ///
    /// # Errors
    /// [`CharsetError::Encode`] names the first character that the charset lacks.
    #[inline]
    pub fn encode(self, text: &str) -> Result<Cow<'_, [u8]>, CharsetError> {
        match self {
            Self::Utf8 => Ok(Cow::Borrowed(text.as_bytes())),
            Self::Latin1 => self.encode_latin1(text),
            #[cfg(feature = "charsets")]
            Self::Site(site) => site.encode(text),
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
