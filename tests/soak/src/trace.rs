//! What happens, line by line, for whoever replays a seed; and a number that tells two runs apart.

use std::fmt::{Arguments, Write};
use std::time::Duration;

/// The lines of a run.
#[derive(Debug, Default)]
pub struct Trace {
    printed: bool,
    line: String,
    /// Changes with every line that is different.
    digest: u64,
}

impl Trace {
    /// A trace that prints every line, or none.
    #[must_use]
    pub fn new(printed: bool) -> Self {
        Self { printed, ..Self::default() }
    }

    /// Something happened.
    pub fn line(&mut self, now: Duration, what: Arguments<'_>) {
        self.line.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.line, "{:>12.6} {what}", now.as_secs_f64());
        for byte in self.line.bytes() {
            self.digest = (self.digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        if self.printed {
            println!("{}", self.line);
        }
    }

    /// A number that is the same for the same lines.
    #[must_use]
    pub const fn digest(&self) -> u64 {
        self.digest
    }
}
