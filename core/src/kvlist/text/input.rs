//! Input: the bytes of a log as lines of text.
//!
//! Owns the detection of the encoding, the truncation of overlong lines, and the removal of
//! terminal colours and of the wrappers of containers and syslog. Must not interpret the lines.

use std::borrow::Cow;

use super::container;
use crate::kvlist::{Charset, Limits};

/// Bytes of a log on their way to text.
pub(super) struct Input {
    charset: Charset,
    encoding: Option<Encoding>,
    /// The bytes of a line that is not complete.
    line: Vec<u8>,
    /// Whether the rest of the line is dropped.
    too_long: bool,
    /// Whether the lines are JSON documents; the first line that is not blank tells.
    documents: Option<bool>,
}

/// How a file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    /// In the charset that the reader was told.
    Told,
    Utf8,
    Utf16 {
        big: bool,
    },
}

impl Encoding {
    /// Bytes that are looked at to tell the encoding.
    const SAMPLE: usize = 256;

    /// The encoding of a file that starts with `bytes`, and the bytes of its mark.
    fn of(bytes: &[u8]) -> (Self, usize) {
        match bytes {
            [0xef, 0xbb, 0xbf, ..] => return (Self::Utf8, 3),
            [0xff, 0xfe, ..] => return (Self::Utf16 { big: false }, 2),
            [0xfe, 0xff, ..] => return (Self::Utf16 { big: true }, 2),
            _ => {}
        }
        // English text in UTF-16 has NUL in every other byte, and no other text has any.
        let zeros =
            |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
        let (even, odd) = (zeros(0), zeros(1));
        let most = bytes.len() * 2 / 5;
        match () {
            () if odd > most && even * 8 < odd => (Self::Utf16 { big: false }, 0),
            () if even > most && odd * 8 < even => (Self::Utf16 { big: true }, 0),
            () => (Self::Told, 0),
        }
    }

    /// Whether a line ends at `at`, which holds a line end.
    fn ends_line(self, line: &[u8], at: usize) -> bool {
        let zero = |at: Option<usize>| at.and_then(|at| line.get(at)) == Some(&0);
        match self {
            Self::Told | Self::Utf8 => true,
            Self::Utf16 { big: true } => at % 2 == 1 && zero(at.checked_sub(1)),
            Self::Utf16 { big: false } => at.is_multiple_of(2) && zero(at.checked_add(1)),
        }
    }

    /// Bytes from a line end to the next line.
    fn end_bytes(self) -> usize {
        if let Self::Utf16 { big: false } = self { 2 } else { 1 }
    }
}

impl Input {
    /// No list has a line as long: its text has less than this many bytes in any charset.
    const MAX_LINE: usize = 16 * Limits::MAX_BYTES;

    pub(super) fn new(charset: Charset) -> Self {
        Self { charset, encoding: None, line: Vec::new(), too_long: false, documents: None }
    }

    /// Append the complete lines to `text`.
    pub(super) fn feed(&mut self, bytes: &[u8], text: &mut String) {
        self.line.extend_from_slice(bytes);
        if self.encoding.is_none() && self.line.len() < Encoding::SAMPLE {
            return;
        }
        self.lines(text);
    }

    /// Append what is left.
    pub(super) fn finish(&mut self, text: &mut String) {
        self.lines(text);
        let rest = std::mem::take(&mut self.line);
        let encoding = self.encoding.unwrap_or(Encoding::Told);
        self.decode(encoding, &rest, text);
    }

    fn encoding(&mut self) -> Encoding {
        if let Some(encoding) = self.encoding {
            return encoding;
        }
        let sample = self.line.get(..Encoding::SAMPLE).unwrap_or(&self.line);
        let (encoding, mark) = Encoding::of(sample);
        self.line.drain(..mark);
        *self.encoding.insert(encoding)
    }

    fn lines(&mut self, text: &mut String) {
        let encoding = self.encoding();
        let bytes = std::mem::take(&mut self.line);
        let mut start = 0;
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at);
        for at in ends {
            let line = bytes.get(start..).unwrap_or_default();
            let Some(within) = at.checked_sub(start) else { continue };
            if !encoding.ends_line(line, within) {
                continue;
            }
            let end = (within + encoding.end_bytes()).min(line.len());
            if std::mem::take(&mut self.too_long) {
                text.push('\n');
            } else {
                self.decode(encoding, line.get(..end).unwrap_or_default(), text);
            }
            start += end;
        }
        let rest = bytes.get(start..).unwrap_or_default();
        self.line = rest.to_vec();
        if self.line.len() > Self::MAX_LINE {
            // Its number of bytes stays even, so that halves of characters stay in step.
            if !self.too_long {
                self.decode(encoding, rest.get(..Self::MAX_LINE).unwrap_or_default(), text);
            }
            self.too_long = true;
            self.line.drain(..self.line.len() / 2 * 2);
        }
    }

    fn decode(&mut self, encoding: Encoding, line: &[u8], text: &mut String) {
        if self.too_long {
            return;
        }
        let start = text.len();
        match encoding {
            Encoding::Told => text.push_str(&self.charset.decode_lossy(line)),
            Encoding::Utf8 => text.push_str(&String::from_utf8_lossy(line)),
            Encoding::Utf16 { big } => {
                let unit = |pair: &[u8]| match *pair {
                    [high, low] if big => u16::from_be_bytes([high, low]),
                    [low, high] => u16::from_le_bytes([low, high]),
                    _ => 0xfffd,
                };
                let units = line.chunks(2).map(unit);
                let characters = char::decode_utf16(units);
                text.extend(characters.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
            }
        }
        if text.get(start..).is_some_and(|line| line.contains('\u{1b}')) {
            let plain = without_colours(text.get(start..).unwrap_or_default());
            text.truncate(start);
            text.push_str(&plain);
        }
        if let Cow::Owned(plain) = self.unpacked(text.get(start..).unwrap_or_default()) {
            text.truncate(start);
            text.push_str(&plain);
        }
    }

    /// The line as the program wrote it.
    fn unpacked<'l>(&mut self, line: &'l str) -> Cow<'l, str> {
        if !line.trim().is_empty() && self.documents != Some(false) {
            let inner = container::of_json(line);
            self.documents.get_or_insert(inner.is_some());
            if let Some(inner) = inner {
                return Cow::Owned(container::without_escapes(&inner).into_owned() + "\n");
            }
        }
        container::without_escapes(line)
    }
}

/// A line without the escape sequences of terminals: ESC, `[`, parameters, one letter.
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        let end = after.find(|c: char| ('@'..='~').contains(&c));
        let parameters = end.and_then(|end| after.get(..end));
        let is_sequence =
            parameters.is_some_and(|text| text.chars().all(|c| (' '..='?').contains(&c)));
        rest = match end.and_then(|end| after.get(end + 1..)) {
            Some(after) if is_sequence => after,
            _ => {
                plain.push_str("\u{1b}[");
                after
            }
        };
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of bytes that come in pieces of `step`.
    fn text(bytes: &[u8], step: usize) -> String {
        let mut input = Input::new(Charset::Latin1);
        let mut text = String::new();
        bytes.chunks(step).for_each(|piece| input.feed(piece, &mut text));
        input.finish(&mut text);
        text
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn marks_and_patterns_tell_the_encoding_in_pieces_of_any_size() {
        // U+0A0D and U+0D0A have the bytes of line ends.
        let sample =
            format!("AttributeUserData [1]\r\n'ü'\t'\u{a0d}\u{d0a}😀'\nend{}", "x".repeat(300));
        for step in [1, 2, 3, 7, 1000] {
            for big in [true, false] {
                let marked = utf16(&format!("\u{feff}{sample}"), big);
                assert_eq!(text(&marked, step), sample, "{step} {big}");
                let plain = utf16(&sample, big);
                assert_eq!(text(&plain, step), sample, "{step} {big}");
            }
            assert_eq!(text(format!("\u{feff}{sample}").as_bytes(), step), sample);
            assert_eq!(text(b"M\xfcller\n", step), "Müller\n");
            assert_eq!(text(b"", step), "");
        }
    }

    #[test]
    fn colours_are_taken_away() {
        assert_eq!(text(b"\x1b[01;31m\x1b[K'a'\x1b[m\x1b[K\t1\x1b[0m\n", 100), "'a'\t1\n");
        assert_eq!(text(b"\x1b[", 100), "\u{1b}[");
        assert_eq!(text("\u{1b}[é".as_bytes(), 100).len(), 6);
    }

    #[test]
    fn lines_of_containers_are_unpacked_if_the_first_one_is_such() {
        let log = b"\n{\"log\":\"\\t'a'\\t1\\n\",\"stream\":\"stdout\"}\nplain\n{\"log\":\"b\"}";
        for step in [1, 7, 1000] {
            assert_eq!(text(log, step), "\n\t'a'\t1\nplain\nb\n");
        }
        let value = b"\t'a'\t'x\n{\"log\":\"b\"}\n'\n";
        assert_eq!(text(value, 1000).as_bytes(), value);
        assert_eq!(text(b"h: #011'a'#0111\n", 1000), "h: \t'a'\t1\n");
    }

    #[test]
    fn a_line_without_end_is_not_kept() {
        let mut long = vec![b'x'; 5 * Input::MAX_LINE];
        long.extend(b"\nnext\n");
        let text = text(&long, 64 * 1024);
        assert!(text.len() < 2 * Input::MAX_LINE && text.ends_with("x\nnext\n"));
    }
}
