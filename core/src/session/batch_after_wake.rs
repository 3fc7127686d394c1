//! Batch after a wake-up: callers may leave the writing of their next request to the reader.
//!
//! The answers of one read wake many callers, and each of them soon has another request. The reader
//! lets them add theirs before it reads again, and writes all in one piece. Lives under the state's
//! lock, and must not know what is written. `tests/loom` runs this file under loom.

/// State of the reader's gathering: off, or waiting for the requests of the callers that it has
/// woken.
#[derive(Debug, Default)]
pub(super) struct BatchAfterWake {
    /// Callers that were woken and have not left another request yet; `None` if the reader does not
    /// gather.
    expected: Option<usize>,
}

impl BatchAfterWake {
    /// Gather what that many callers, who are about to be woken, submit next:
    /// [`BatchAfterWake::end`] must follow, and then a write of all that waits.
    pub fn begin(&mut self, callers: usize) {
        self.expected = Some(callers);
    }

    /// A caller has added its request to what waits. Whether the reader writes it; otherwise the
    /// caller must.
    #[must_use]
    pub fn leave(&mut self) -> bool {
        let Some(expected) = &mut self.expected else { return false };
        *expected = expected.saturating_sub(1);
        true
    }

    /// Number of woken callers that have not left a request yet.
    #[must_use]
    pub fn expected(&self) -> usize {
        self.expected.unwrap_or(0)
    }

    /// From now on callers write for themselves.
    pub fn end(&mut self) {
        self.expected = None;
    }
}
