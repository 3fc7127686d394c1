//! Received bytes on their way to frames.

use bytes::{Buf, BytesMut};

use super::error::LinkError;
use super::frame::{Frame, LENGTH_LEN, PREFACE_LEN, read_preface};

/// Collects bytes until a frame is whole; never holds more than one frame over what was pushed.
pub struct FrameBuffer {
    bytes: BytesMut,
    max_frame_bytes: usize,
}

impl std::fmt::Debug for FrameBuffer {
    /// Without the bytes: they may be a login.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FrameBuffer").field("len", &self.len()).finish_non_exhaustive()
    }
}

impl FrameBuffer {
    /// The default of `max_frame_bytes`: room for 65,535 bytes of user data and its attributes.
    pub const MAX_FRAME_BYTES: usize = 131_072;

    /// A buffer for frames of at most that many bytes.
    #[must_use]
    pub fn new(max_frame_bytes: usize) -> Self {
        Self { bytes: BytesMut::new(), max_frame_bytes }
    }

    /// Add received bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Bytes that wait for the rest of their frame.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether no byte waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Take the preface, if it is whole; tells the version.
    ///
    /// # Errors
    /// As [`read_preface`]; told from the first wrong byte on, so that a peer that speaks first and little is not waited for.
    pub fn take_preface(&mut self) -> Result<Option<u16>, LinkError> {
        let expected = super::frame::preface();
        let magic = expected.len() - 2;
        let seen = self.bytes.len().min(magic);
        if self.bytes.get(..seen) != expected.get(..seen) {
            let mut got = [0; PREFACE_LEN];
            got.iter_mut().zip(self.bytes.iter()).for_each(|(to, from)| *to = *from);
            return Err(match got {
                // A TLS record starts with its type (alert or handshake) and version 3.
                [0x15 | 0x16, 0 | 3, ..] => LinkError::SpeaksTls,
                _ => LinkError::NotCommDn { got },
            });
        }
        let Some(first) = self.bytes.first_chunk::<PREFACE_LEN>() else { return Ok(None) };
        let version = read_preface(*first)?;
        self.bytes.advance(PREFACE_LEN);
        Ok(Some(version))
    }

    /// Hand the next whole frame to `take`; `None` if there is none yet.
    ///
    /// # Errors
    /// [`LinkError::FrameTooLarge`] as soon as the length field tells it, [`LinkError::Frame`].
    pub fn next<T>(&mut self, take: impl FnOnce(Frame<'_>) -> T) -> Result<Option<T>, LinkError> {
        let Some(field) = self.bytes.first_chunk::<LENGTH_LEN>() else { return Ok(None) };
        let len = usize::try_from(u32::from_be_bytes(*field)).unwrap_or(usize::MAX);
        if len > self.max_frame_bytes {
            return Err(LinkError::FrameTooLarge { len, max: self.max_frame_bytes });
        }
        let Some(body) = self.bytes.get(LENGTH_LEN..LENGTH_LEN + len) else { return Ok(None) };
        let taken = take(Frame::parse(body)?);
        self.bytes.advance(LENGTH_LEN + len);
        Ok(Some(taken))
    }
}
