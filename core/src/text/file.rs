//! The text of a file, whatever an editor or a spreadsheet has made of it.

/// Fault of a file that is not text.
#[derive(Debug)]
pub struct NotText {
    /// The line that it is in, from 1 on, if lines can be told.
    line: Option<usize>,
    text: String,
}

impl NotText {
    fn new(line: Option<usize>, text: impl Into<String>) -> Self {
        Self { line, text: format!("{}: save the file as UTF-8", text.into()) }
    }

    fn compressed(format: &str) -> Self {
        let workbook = match format {
            "zip" => " (a workbook is one too: save it as CSV)",
            _ => "",
        };
        Self { line: None, text: format!("it is compressed ({format}): unpack it{workbook}") }
    }

    /// The place in a file of that name.
    pub fn place(&self, file: &str) -> String {
        self.line.map_or_else(|| file.to_owned(), |line| format!("{file}, line {line}"))
    }

    /// What is wrong, and what to do.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// How files of programs that compress begin.
const COMPRESSED: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
];

/// A file's text: UTF-8, or UTF-16 or UTF-32 with a byte order mark. It has no NUL.
pub fn decode(raw: &[u8]) -> Result<String, NotText> {
    if let Some((_, name)) = COMPRESSED.iter().find(|(start, _)| raw.starts_with(start)) {
        return Err(NotText::compressed(name));
    }
    let text = match raw {
        [0xff, 0xfe, 0, 0, rest @ ..] => utf32(rest, u32::from_le_bytes)?,
        [0, 0, 0xfe, 0xff, rest @ ..] => utf32(rest, u32::from_be_bytes)?,
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => utf8(raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw))?.to_owned(),
    };
    match text.find('\0') {
        None => Ok(text),
        Some(at) => {
            let line = line_of(text.as_bytes(), at);
            Err(NotText::new(Some(line), "this is not text in UTF-8"))
        }
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, NotText> {
    str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or_default();
        NotText::new(Some(line_of(bytes, at)), format!("byte 0x{byte:02x} is not UTF-8"))
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NotText> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    let text = String::from_utf16(&units).ok().filter(|_| rest.is_empty());
    text.ok_or_else(|| NotText::new(None, "this is not text in UTF-16"))
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> Result<String, NotText> {
    let (fours, rest) = bytes.as_chunks::<4>();
    let letters = fours.iter().map(|four| char::from_u32(unit(*four)));
    let text = letters.collect::<Option<String>>().filter(|_| rest.is_empty());
    text.ok_or_else(|| NotText::new(None, "this is not text in UTF-32"))
}

/// The line of a byte, from 1 on.
pub fn line_of(text: &[u8], at: usize) -> usize {
    1 + text.iter().take(at).filter(|byte| **byte == b'\n').count()
}
