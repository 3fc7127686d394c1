//! Whether callers leave the writing of their requests to the thread that reads.
//!
//! The answers of one read wake many callers, and each of them soon has another request. The reader lets them add
//! theirs before it reads again, and writes all in one piece. Lives under the state's lock; knows nothing of what is
//! written. `tests/loom` runs this file under loom.

/// What the reader gathers: nothing, or the requests of the callers that it has woken.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    /// Callers that were woken and have not left another request yet; `None` if the reader does not gather.
    expected: Option<usize>,
}

impl Gathering {
    /// Gather what that many callers, who are about to be woken, submit next: [`Gathering::end`] must follow, and
    /// then a write of all that waits.
    pub fn begin(&mut self, callers: usize) {
        self.expected = Some(callers);
    }

    /// A caller has added its request to what waits. Whether the reader writes it; otherwise the caller must.
    #[must_use]
    pub fn leave(&mut self) -> bool {
        let Some(expected) = &mut self.expected else { return false };
        *expected = expected.saturating_sub(1);
        true
    }

    /// How many of the callers that were woken have left nothing yet.
    #[must_use]
    pub fn expected(&self) -> usize {
        self.expected.unwrap_or(0)
    }

    /// From now on callers write for themselves.
    pub fn end(&mut self) {
        self.expected = None;
    }
}
