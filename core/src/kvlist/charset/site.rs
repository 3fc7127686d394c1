//! Charsets of sites: the legacy encodings of the WHATWG Encoding Standard.
//!
//! Owns the use of `encoding_rs`. Must not write a character that is not in the charset: that
//! crate's convenience, numeric character references of HTML, would be part of a phone number.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, EncoderResult, Encoding};

use super::CharsetError;

/// A charset other than UTF-8 and ISO-8859-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SiteCharset(&'static Encoding);

/// Names of the charsets in Windows, Python and common use, without case and punctuation.
const ALIASES: &[(&str, &str)] = &[
    ("cp949", "euc-kr"),
    ("ms949", "euc-kr"),
    ("uhc", "euc-kr"),
    ("windows949", "euc-kr"),
    ("euckr", "euc-kr"),
    ("ksc5601", "euc-kr"),
    ("ksx1001", "euc-kr"),
    ("korean", "euc-kr"),
    ("cp932", "shift_jis"),
    ("ms932", "shift_jis"),
    ("mskanji", "shift_jis"),
    ("sjis", "shift_jis"),
    ("shiftjis", "shift_jis"),
    ("windows31j", "shift_jis"),
    ("csshiftjis", "shift_jis"),
    ("eucjp", "euc-jp"),
    ("ujis", "euc-jp"),
    ("iso2022jp", "iso-2022-jp"),
    ("cp936", "gbk"),
    ("ms936", "gbk"),
    ("windows936", "gbk"),
    ("gb2312", "gbk"),
    ("euccn", "gbk"),
    ("eucgb2312cn", "gbk"),
    ("gb18030", "gb18030"),
    ("cp54936", "gb18030"),
    ("cp950", "big5"),
    ("ms950", "big5"),
    ("windows950", "big5"),
    ("big5", "big5"),
    ("big5hkscs", "big5"),
    ("big5tw", "big5"),
    ("cp874", "windows-874"),
    ("thai", "windows-874"),
    ("tis620", "windows-874"),
    ("koi8r", "koi8-r"),
    ("koi8u", "koi8-u"),
    ("cp20866", "koi8-r"),
    ("cp21866", "koi8-u"),
    ("cp866", "ibm866"),
    ("macroman", "macintosh"),
    ("maccyrillic", "x-mac-cyrillic"),
];

impl SiteCharset {
    /// The charset with that name; `plain` is the name in lower case without punctuation.
    pub(super) fn find(name: &str, plain: &str) -> Option<Self> {
        let alias = ALIASES.iter().find(|(alias, _)| *alias == plain).map(|(_, label)| *label);
        let label = match alias {
            Some(label) => label.to_owned(),
            None => numbered(plain).unwrap_or_else(|| name.trim().to_ascii_lowercase()),
        };
        let spelled = [label.clone(), label.replace('_', "-"), label.replace('-', "_")];
        let labels = spelled.iter().map(String::as_str).chain([plain]);
        labels
            .filter_map(|label| Encoding::for_label_no_replacement(label.as_bytes()))
            .map(Self)
            .find(|site| site.0.is_ascii_compatible() || site.0 == encoding_rs::ISO_2022_JP)
    }

    pub(super) fn name(self) -> &'static str {
        self.0.name()
    }

    pub(super) fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, CharsetError> {
        self.0.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(|| {
            CharsetError::Decode { charset: self.name(), valid_up_to: self.valid_up_to(bytes) }
        })
    }

    pub(super) fn decode_lossy(self, bytes: &[u8]) -> Cow<'_, str> {
        self.0.decode_without_bom_handling(bytes).0
    }

    pub(super) fn encode(self, text: &str) -> Result<Cow<'_, [u8]>, CharsetError> {
        match self.0.encode(text) {
            (bytes, _, false) => Ok(bytes),
            _ => Err(CharsetError::Encode {
                charset: self.name(),
                character: self.unmappable(text).unwrap_or(char::REPLACEMENT_CHARACTER),
            }),
        }
    }

    /// Number of valid bytes.
    fn valid_up_to(self, bytes: &[u8]) -> usize {
        let mut decoder = self.0.new_decoder_without_bom_handling();
        let mut scratch = [0; 512];
        let mut read = 0;
        loop {
            let rest = bytes.get(read..).unwrap_or_default();
            let (result, taken, _) =
                decoder.decode_to_utf8_without_replacement(rest, &mut scratch, true);
            read += taken;
            match result {
                DecoderResult::OutputFull => {}
                DecoderResult::InputEmpty => return read,
                DecoderResult::Malformed(bad, after) => {
                    return read.saturating_sub(usize::from(bad) + usize::from(after));
                }
            }
        }
    }

    /// The first character that the charset lacks.
    fn unmappable(self, text: &str) -> Option<char> {
        let mut encoder = self.0.new_encoder();
        let mut scratch = [0; 512];
        let mut read = 0;
        loop {
            let rest = text.get(read..).unwrap_or_default();
            let (result, taken, _) =
                encoder.encode_from_utf8_without_replacement(rest, &mut scratch, true);
            read += taken;
            match result {
                EncoderResult::OutputFull => {}
                EncoderResult::InputEmpty => return None,
                EncoderResult::Unmappable(character) => return Some(character),
            }
        }
    }
}

/// `windows-1251` of `cp1251`, `iso-8859-2` of `iso88592` and `latin2`: charsets that have numbers.
fn numbered(plain: &str) -> Option<String> {
    let digits = |start: &str| {
        let rest = plain.strip_prefix(start)?;
        (!rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())).then_some(rest)
    };
    if let Some(number) = digits("iso8859").or_else(|| digits("8859")) {
        return Some(format!("iso-8859-{number}"));
    }
    let page = ["cp", "windows", "win", "ansi", ""].iter().find_map(|start| digits(start))?;
    page.starts_with("125").then(|| format!("windows-{page}"))
}
