//! Buffer of received bytes, from which frames are taken.

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

    /// Take the preface, if it is whole; returns the version.
    ///
    /// # Errors
    /// As [`read_preface`]; reported at the first wrong byte, so that a peer which sends a
    /// few bytes first is not waited for.
    pub fn take_preface(&mut self) -> Result<Option<u16>, LinkError> {
        let expected = super::frame::preface();
        let magic = expected.len() - 2;
        let seen = self.bytes.len().min(magic);
        if self.bytes.get(..seen) != expected.get(..seen) {
            let mut got = [0; PREFACE_LEN];
            got.iter_mut().zip(self.bytes.iter()).for_each(|(to, from)| *to = *from);
            return Err(match got {
                // A TLS record starts with its type: alert or handshake. What follows may not be
                // here yet, and the same bytes mean the same in whatever pieces they come.
                [0x15 | 0x16, ..] => LinkError::SpeaksTls,
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
        let Some((body, _)) = split_frame(&self.bytes, self.max_frame_bytes)? else {
            return Ok(None);
        };
        let len = LENGTH_LEN + body.len();
        let taken = take(Frame::parse(body)?);
        self.bytes.advance(len);
        Ok(Some(taken))
    }

    /// The same for bytes that come in `input`: a frame that is whole there is read where it lies,
    /// and of what is left only the begun frame is copied here. With `None` all of `input` is
    /// taken.
    ///
    /// # Errors
    /// As [`FrameBuffer::next`].
    pub fn next_of<T>(
        &mut self,
        input: &mut &[u8],
        take: impl FnOnce(Frame<'_>) -> T,
    ) -> Result<Option<T>, LinkError> {
        if !self.bytes.is_empty() {
            self.complete(input)?;
            return self.next(take);
        }
        let Some((body, rest)) = split_frame(input, self.max_frame_bytes)? else {
            self.push(std::mem::take(input));
            return Ok(None);
        };
        *input = rest;
        let frame = Frame::parse(body)?;
        Ok(Some(take(frame)))
    }

    /// Move as many bytes of `input` here as the begun frame lacks.
    fn complete(&mut self, input: &mut &[u8]) -> Result<(), LinkError> {
        loop {
            let has = self.bytes.len();
            let needs = match self.bytes.first_chunk::<LENGTH_LEN>() {
                Some(field) => LENGTH_LEN + frame_len(*field, self.max_frame_bytes)?,
                None => LENGTH_LEN,
            };
            let lacks = needs.saturating_sub(has).min(input.len());
            if lacks == 0 {
                return Ok(());
            }
            let (now, later) = input.split_at(lacks);
            self.push(now);
            *input = later;
        }
    }
}

/// Value of the length field.
fn frame_len(field: [u8; LENGTH_LEN], max: usize) -> Result<usize, LinkError> {
    match usize::try_from(u32::from_be_bytes(field)).unwrap_or(usize::MAX) {
        len if len > max => Err(LinkError::FrameTooLarge { len, max }),
        len => Ok(len),
    }
}

/// What follows the length field of a frame, and what follows the frame.
type Split<'a> = (&'a [u8], &'a [u8]);

/// Split the first frame off; `None` if it is not whole.
fn split_frame(bytes: &[u8], max: usize) -> Result<Option<Split<'_>>, LinkError> {
    let Some((field, rest)) = bytes.split_first_chunk::<LENGTH_LEN>() else { return Ok(None) };
    Ok(rest.split_at_checked(frame_len(*field, max)?))
}
