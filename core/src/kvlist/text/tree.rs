//! Tree of a logged list, masked values included.
//!
//! Owns the conversion between this tree and a packed list. Must not guess a masked or unknown
//! value: a list with one cannot be packed, unless the caller asks for the rest of it.

use super::error::{TextError, TextErrorKind};
use crate::kvlist::{Charset, CharsetError, KvList, KvRef, KvValue, KvWriter};

/// An ordered list of pairs of text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextList {
    /// The pairs in order, duplicates included.
    pub pairs: Vec<TextPair>,
}

/// One pair of a [`TextList`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPair {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: TextValue,
}

/// A value as a log tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextValue {
    /// A string.
    String(String),
    /// An int.
    Int(i32),
    /// Bytes that are no text.
    Binary(Vec<u8>),
    /// A nested list.
    List(TextList),
    /// A unicode string.
    Unicode(String),
    /// Remains of the value after a log filter, such as `****` or `******4567`; not even its type
    /// is known.
    Masked(String),
    /// A value that could not be read, as it stood in the log: `(null)`, `[long] = 5`.
    Unknown(String),
}

impl TextList {
    /// The list as text; bytes that are not text in `charset` become U+FFFD.
    #[must_use]
    pub fn from_view(view: KvRef<'_>, charset: Charset) -> Self {
        let value = |value: KvValue<'_>| match value {
            KvValue::String(string) => TextValue::String(string.text_lossy(charset).into_owned()),
            KvValue::Int(number) => TextValue::Int(number),
            KvValue::Binary(bytes) => TextValue::Binary(bytes.to_vec()),
            KvValue::List(list) => TextValue::List(Self::from_view(list, charset)),
            KvValue::Unicode(wide) => TextValue::Unicode(wide.text_lossy()),
        };
        let pairs = view.pairs().map(|pair| TextPair {
            key: pair.key.text_lossy(charset).into_owned(),
            value: value(pair.value),
        });
        Self { pairs: pairs.collect() }
    }

    /// The packed list.
    ///
    /// # Errors
    /// [`TextErrorKind::Masked`] and [`TextErrorKind::Unknown`] name the first value that is
    /// not known, [`TextErrorKind::Charset`] the first text that `charset` lacks;
    /// [`TextErrorKind::List`] if it is too long or too deep.
    pub fn to_list(&self, charset: Charset) -> Result<KvList, TextError> {
        self.fill(Filling { charset, path: vec![], left_out: None, fault: None })
            .map(|(list, _)| list)
    }

    /// The packed list without the pairs that are masked, unknown, or no text in `charset`, and
    /// which these are.
    ///
    /// # Errors
    /// [`TextErrorKind::List`] if it is too long or too deep.
    pub fn to_list_lossy(&self, charset: Charset) -> Result<(KvList, LeftOut), TextError> {
        let left_out = Some(LeftOut::default());
        self.fill(Filling { charset, path: vec![], left_out, fault: None })
    }

    fn fill<'t>(&'t self, mut filling: Filling<'t>) -> Result<(KvList, LeftOut), TextError> {
        let list = KvList::build(|writer| filling.write(writer, self));
        match filling.fault {
            Some(kind) => Err(TextError::new(kind)),
            None => Ok((
                list.map_err(|error| TextError::new(error.into()))?,
                filling.left_out.unwrap_or_default(),
            )),
        }
    }

    /// The value of the first pair with `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&TextValue> {
        self.pairs.iter().find(|pair| pair.key == key).map(|pair| &pair.value)
    }

    /// The value at a path of keys through nested lists; first matches on each level.
    #[must_use]
    pub fn at(&self, path: &[&str]) -> Option<&TextValue> {
        let (last, parents) = path.split_last()?;
        let mut list = self;
        for key in parents {
            let Some(TextValue::List(inner)) = list.get(key) else { return None };
            list = inner;
        }
        list.get(last)
    }

    /// Append a pair.
    pub fn push(&mut self, key: impl Into<String>, value: TextValue) -> &mut Self {
        self.pairs.push(TextPair { key: key.into(), value });
        self
    }
}

/// The pairs that a packed list lacks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct LeftOut {
    /// The keys down to each masked value, with `/` between them.
    pub masked: Vec<String>,
    /// The same for values that could not be read.
    pub unknown: Vec<String>,
    /// The faults of texts that the charset lacks.
    pub faults: Vec<TextError>,
}

impl LeftOut {
    /// Whether nothing was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.masked.is_empty() && self.unknown.is_empty() && self.faults.is_empty()
    }
}

/// A tree on its way into a packed list.
struct Filling<'t> {
    charset: Charset,
    path: Vec<&'t str>,
    /// Values that could not be written; `None` where that is a fault.
    left_out: Option<LeftOut>,
    fault: Option<TextErrorKind>,
}

impl<'t> Filling<'t> {
    // The writer refuses to go deeper than the format's ceiling, which bounds the recursion.
    fn write(&mut self, writer: &mut KvWriter<'_>, list: &'t TextList) {
        for pair in &list.pairs {
            self.path.push(&pair.key);
            let result = self.pair(writer, pair);
            if let Err(source) = result {
                let kind = TextErrorKind::Charset { path: self.path(), source };
                match &mut self.left_out {
                    Some(left_out) => left_out.faults.push(TextError::new(kind)),
                    None => self.fault = Some(kind),
                }
            }
            self.path.pop();
            if self.fault.is_some() {
                return;
            }
        }
    }

    fn path(&self) -> String {
        self.path.join("/")
    }

    fn pair(&mut self, writer: &mut KvWriter<'_>, pair: &'t TextPair) -> Result<(), CharsetError> {
        let key = self.charset.encode(&pair.key)?;
        match &pair.value {
            TextValue::String(text) => {
                writer.string(key, self.charset.encode(text)?);
            }
            TextValue::Int(number) => {
                writer.int(key, *number);
            }
            TextValue::Binary(bytes) => {
                writer.binary(key, bytes);
            }
            TextValue::List(list) => {
                writer.list(key, |writer| self.write(writer, list));
            }
            TextValue::Unicode(text) => {
                writer.unicode(key, text);
            }
            TextValue::Masked(_) => {
                let path = self.path();
                match &mut self.left_out {
                    Some(left_out) => left_out.masked.push(path),
                    None => self.fault = Some(TextErrorKind::Masked { path }),
                }
            }
            TextValue::Unknown(text) => {
                let path = self.path();
                match &mut self.left_out {
                    Some(left_out) => left_out.unknown.push(path),
                    None => {
                        self.fault = Some(TextErrorKind::Unknown { path, text: text.clone() });
                    }
                }
            }
        }
        Ok(())
    }
}
