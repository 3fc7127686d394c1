//! Frame: `length:u32 message:u16 attribute*`, each attribute being `id:u16 length:u32 value`.
//!
//! All integers are big-endian; `length` counts the bytes after it. Only this file knows the
//! layout, so another carrier's framing can stand beside it.

use super::error::LinkError;
use super::ids::{AttributeId, MessageId};

/// Version of the frame protocol that this library speaks.
pub const PROTOCOL_VERSION: u16 = 1;
/// Bytes of the preface.
pub const PREFACE_LEN: usize = 8;
/// Bytes of a server's text that are kept: an error's may be as long as a frame, and every open
/// request may get one.
pub const MAX_TEXT_BYTES: usize = 1024;
/// Bytes of a frame's length field.
pub(super) const LENGTH_LEN: usize = 4;
const MAGIC: &[u8; 6] = b"COMMDN";

/// Preface, the first bytes of each side: `COMMDN` and the version.
#[must_use]
pub const fn preface() -> [u8; PREFACE_LEN] {
    let [high, low] = PROTOCOL_VERSION.to_be_bytes();
    let [a, b, c, d, e, f] = *MAGIC;
    [a, b, c, d, e, f, high, low]
}

/// Read the other side's preface; returns the version it speaks.
///
/// # Errors
/// [`LinkError::NotCommDn`] for other bytes, [`LinkError::Version`] for version 0.
pub fn read_preface(bytes: [u8; PREFACE_LEN]) -> Result<u16, LinkError> {
    let [magic @ .., high, low] = bytes;
    match u16::from_be_bytes([high, low]) {
        _ if magic != *MAGIC => Err(LinkError::NotCommDn { got: bytes }),
        0 => Err(LinkError::Version { theirs: 0, ours: PROTOCOL_VERSION }),
        version => Ok(version),
    }
}

/// A frame that was received, borrowed; its attributes are checked to lie within it.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// What it is.
    pub message: MessageId,
    attributes: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Read the bytes after a frame's length field.
    ///
    /// # Errors
    /// [`LinkError::Frame`] where an attribute passes the end.
    pub fn parse(body: &'a [u8]) -> Result<Self, LinkError> {
        let (id, attributes) = body
            .split_first_chunk::<2>()
            .ok_or(LinkError::Frame { len: body.len(), fault: "has no message number" })?;
        Self::with(MessageId(u16::from_be_bytes(*id)), attributes)
    }

    fn with(message: MessageId, attributes: &'a [u8]) -> Result<Self, LinkError> {
        let mut rest = attributes;
        while !rest.is_empty() {
            let fault = "has an attribute that passes its end";
            let (_, _, after) =
                split_attribute(rest).ok_or(LinkError::Frame { len: attributes.len(), fault })?;
            rest = after;
        }
        Ok(Self { message, attributes })
    }

    /// The attributes in order.
    pub fn attributes(self) -> impl Iterator<Item = (AttributeId, &'a [u8])> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            let (id, value, after) = split_attribute(rest)?;
            rest = after;
            Some((id, value))
        })
    }

    /// The value of the first attribute with that id.
    #[must_use]
    pub fn bytes(self, id: AttributeId) -> Option<&'a [u8]> {
        self.attributes().find(|(candidate, _)| *candidate == id).map(|(_, value)| value)
    }

    /// The number of an attribute of four bytes.
    #[must_use]
    pub fn int(self, id: AttributeId) -> Option<i32> {
        self.bytes(id)?.try_into().ok().map(i32::from_be_bytes)
    }

    /// The number of an attribute of eight bytes, or of four, as earlier peers write some of them.
    #[must_use]
    pub fn long(self, id: AttributeId) -> Option<u64> {
        let value = self.bytes(id)?;
        let short = |value: &[u8]| value.try_into().ok().map(u32::from_be_bytes).map(u64::from);
        value.try_into().ok().map(u64::from_be_bytes).or_else(|| short(value))
    }

    /// The text of an attribute; names and messages are UTF-8.
    #[must_use]
    pub fn text(self, id: AttributeId) -> Option<std::borrow::Cow<'a, str>> {
        self.bytes(id).map(String::from_utf8_lossy)
    }

    /// The text of an attribute that is kept and shown, such as an error's: one that is longer than
    /// [`MAX_TEXT_BYTES`] is cut, and says so.
    #[must_use]
    pub fn short_text(self, id: AttributeId) -> Option<String> {
        self.bytes(id).map(shortened)
    }

    /// The nested frame of an attribute, such as the user event of a distribution.
    ///
    /// # Errors
    /// As [`Frame::parse`].
    pub fn nested(self, id: AttributeId) -> Result<Option<Frame<'a>>, LinkError> {
        self.bytes(id).map(Self::parse).transpose()
    }
}

impl std::fmt::Debug for Frame<'_> {
    /// Names the attributes and their lengths; never their values, which may be passwords or phone
    /// numbers.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lengths = self.attributes().map(|(id, value)| format!("{id}[{}]", value.len()));
        f.debug_tuple(&self.message.to_string()).field(&lengths.collect::<Vec<_>>()).finish()
    }
}

/// The text of these bytes, or its start and how many bytes there were.
fn shortened(bytes: &[u8]) -> String {
    let whole = String::from_utf8_lossy(bytes.get(..char_end(bytes)).unwrap_or(bytes));
    // What is not UTF-8 grows where it is replaced.
    let fits = |end: &usize| whole.is_char_boundary(*end);
    let end = (0..=whole.len().min(MAX_TEXT_BYTES)).rev().find(fits).unwrap_or(0);
    let text = whole.get(..end).unwrap_or_default();
    if bytes.len() <= MAX_TEXT_BYTES && text.len() == whole.len() {
        return whole.into_owned();
    }
    format!("{text}... ({} bytes)", grouped(bytes.len()))
}

/// End of the last kept character.
fn char_end(bytes: &[u8]) -> usize {
    let continues = |at: usize| bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let most = MAX_TEXT_BYTES.min(bytes.len());
    (most.saturating_sub(3)..=most).rev().find(|at| !continues(*at)).unwrap_or(most)
}

/// A number with a comma before every three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn split_attribute(rest: &[u8]) -> Option<(AttributeId, &[u8], &[u8])> {
    let (id, rest) = rest.split_first_chunk::<2>()?;
    let (len, rest) = rest.split_first_chunk::<4>()?;
    let len = usize::try_from(u32::from_be_bytes(*len)).ok()?;
    let (value, rest) = rest.split_at_checked(len)?;
    Some((AttributeId(u16::from_be_bytes(*id)), value, rest))
}

/// Appends one frame to a buffer; its length is filled in when the writer is dropped.
pub struct FrameWriter<'b> {
    out: &'b mut Vec<u8>,
    start: usize,
}

impl<'b> FrameWriter<'b> {
    /// Start a frame at the end of `out`.
    pub fn new(out: &'b mut Vec<u8>, message: MessageId) -> Self {
        let start = out.len();
        out.extend_from_slice(&[0; LENGTH_LEN]);
        out.extend_from_slice(&message.0.to_be_bytes());
        Self { out, start }
    }

    /// Append a number.
    pub fn int(&mut self, id: AttributeId, value: i32) -> &mut Self {
        self.bytes(id, &value.to_be_bytes())
    }

    /// Append a number of eight bytes.
    pub fn long(&mut self, id: AttributeId, value: u64) -> &mut Self {
        self.bytes(id, &value.to_be_bytes())
    }

    /// Append bytes or text.
    pub fn bytes(&mut self, id: AttributeId, value: &[u8]) -> &mut Self {
        self.out.extend_from_slice(&id.0.to_be_bytes());
        self.out.extend_from_slice(&u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.out.extend_from_slice(value);
        self
    }

    /// Append a nested frame of `message`, filled by `fill`.
    ///
    /// It is laid out as a frame is, without the four bytes of the length field: the
    /// attribute has its own.
    pub fn nested(
        &mut self,
        id: AttributeId,
        message: MessageId,
        fill: impl FnOnce(&mut FrameWriter<'_>),
    ) -> &mut Self {
        self.out.extend_from_slice(&id.0.to_be_bytes());
        // The attribute's length field is the nested writer's.
        let mut nested = FrameWriter::new(self.out, message);
        fill(&mut nested);
        drop(nested);
        self
    }
}

impl Drop for FrameWriter<'_> {
    fn drop(&mut self) {
        let len = self.out.len().saturating_sub(self.start + LENGTH_LEN);
        let len = u32::try_from(len).unwrap_or(u32::MAX).to_be_bytes();
        if let Some(field) = self.out.get_mut(self.start..self.start + LENGTH_LEN) {
            field.copy_from_slice(&len);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters_and_says_how_long_it_was() {
        let text = |bytes: &[u8]| {
            let mut out = Vec::new();
            FrameWriter::new(&mut out, MessageId::ERROR).bytes(AttributeId::ERROR_MESSAGE, bytes);
            let frame = Frame::parse(&out[LENGTH_LEN..]).unwrap();
            frame.short_text(AttributeId::ERROR_MESSAGE).unwrap()
        };
        assert_eq!(text(b""), "");
        assert_eq!(text(&[b'x'; MAX_TEXT_BYTES]), "x".repeat(MAX_TEXT_BYTES));
        let cut = |start: String, len: &str| format!("{start}... ({len} bytes)");
        assert_eq!(text(&[b'x'; 1025]), cut("x".repeat(1024), "1,025"));
        assert_eq!(text(&[b'x'; 120_049]), cut("x".repeat(1024), "120,049"));
        // Of two and of four bytes, with the cut within the last one.
        let umlauts = format!("x{}", "ü".repeat(1_000));
        assert_eq!(text(umlauts.as_bytes()), cut(format!("x{}", "ü".repeat(511)), "2,001"));
        let faces = format!("xxx{}", "\u{1f600}".repeat(1_000));
        assert_eq!(text(faces.as_bytes()), cut(format!("xxx{}", "\u{1f600}".repeat(255)), "4,003"));
        for noise in [0x80, 0xff] {
            assert_eq!(text(&[noise; 1_000]), cut("\u{fffd}".repeat(341), "1,000"));
            assert_eq!(text(&[noise; 9_000]), cut("\u{fffd}".repeat(341), "9,000"));
        }
    }

    #[test]
    fn a_long_number_comes_in_eight_bytes_or_in_four() {
        let id = AttributeId::EVENT_SEQUENCE_NUMBER;
        for number in [0, 1, u64::from(u32::MAX) + 1, 4_899_493_000_123, u64::MAX] {
            let mut out = Vec::new();
            FrameWriter::new(&mut out, MessageId::USER_EVENT).long(id, number);
            let frame = Frame::parse(&out[LENGTH_LEN..]).unwrap();
            assert_eq!((frame.long(id), frame.int(id)), (Some(number), None));
        }
        let mut out = Vec::new();
        FrameWriter::new(&mut out, MessageId::USER_EVENT)
            .int(id, -1)
            .bytes(AttributeId::SESSION_ID, b"odd")
            .int(AttributeId::CLIENT_ID, 7);
        let frame = Frame::parse(&out[LENGTH_LEN..]).unwrap();
        assert_eq!(frame.long(id), Some(u64::from(u32::MAX)), "its low 32 bits");
        assert_eq!(frame.long(AttributeId::SESSION_ID), None);
        assert_eq!(frame.long(AttributeId::CLIENT_ID), Some(7));
    }
}
