//! Names of charsets, in the spellings that people use.
//!
//! Owns the mapping from a name to a charset, and the charsets that a list cannot have. Must not
//! guess: an unknown name is refused, with examples of known ones.

use super::{Charset, CharsetError};

/// Names to show where one is not known.
const EXAMPLES: &[&str] = if cfg!(feature = "charsets") {
    &[
        "utf-8",
        "iso-8859-1",
        "iso-8859-2 to -16",
        "windows-1250 to -1258",
        "koi8-r",
        "shift_jis",
        "euc-jp",
        "cp949 (euc-kr)",
        "gbk",
        "gb18030",
        "big5",
    ]
} else {
    &["utf-8", "iso-8859-1"]
};

pub(super) fn examples() -> String {
    EXAMPLES.join(", ")
}

pub(super) fn find(name: &str) -> Result<Charset, CharsetError> {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    // `8859-1` and `88591` are two names of one charset, but "\u{e9}88591" is none.
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || "-_ .:".contains(c));
    let unknown = || CharsetError::Unknown { name: name.chars().take(40).collect() };
    if !is_name {
        return Err(unknown());
    }
    match plain.as_str() {
        "utf8" | "u8" | "cp65001" | "unicode11utf8" => return Ok(Charset::Utf8),
        "iso88591" | "latin1" | "latin" | "l1" | "88591" | "cp819" | "ibm819" | "isoir100"
        | "iso885911987" | "csisolatin1" => return Ok(Charset::Latin1),
        _ => {}
    }
    if let Some(why) = unsuitable(&plain) {
        return Err(CharsetError::Unsuitable { name: name.to_owned(), why });
    }
    #[cfg(feature = "charsets")]
    if let Some(site) = super::SiteCharset::find(name, &plain) {
        return Ok(Charset::Site(site));
    }
    Err(unknown())
}

/// Reason why texts in a charset cannot be strings of a list.
fn unsuitable(plain: &str) -> Option<&'static str> {
    let wide = ["utf16", "utf32", "ucs2", "ucs4", "u16", "u32", "cp1200", "cp1201"];
    if wide.iter().any(|start| plain.starts_with(start)) {
        return Some(
            "its strings are bytes, and wide characters have a type of their own, unicode",
        );
    }
    match plain {
        "ascii" | "usascii" | "646" => {
            Some("it has no letters but English ones; name utf-8, which reads it")
        }
        "utf8sig" => Some("a byte order mark would be part of every string; name utf-8"),
        "utf7" | "iso2022kr" | "iso2022cn" | "iso2022cnext" | "hzgb2312" | "replacement" => {
            Some("it switches between charsets within a text")
        }
        "xuserdefined" => Some("it stands for no characters"),
        _ => None,
    }
}
