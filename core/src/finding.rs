//! Finding: what one check of the doctor found, and how to mend it. Errors may carry one.

use std::fmt;

use crate::text::escape;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Health {
    /// As it should be.
    Ok,
    /// Wrong: requests fail, or are dropped in silence.
    Bad,
    /// It could not be told, or works but should be looked at.
    Open,
}

impl Health {
    /// Its name: `ok`, `bad` or `open`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Bad => "bad",
            Self::Open => "open",
        }
    }
}

/// The result of one check.
///
/// Its texts quote names from outside: each is one line, without control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What was checked, such as `connections`.
    pub step: &'static str,
    /// A word for programs, such as `not-connected`; `ok` if all is well.
    pub code: &'static str,
    /// How the check ended.
    pub health: Health,
    /// What was found, in a sentence.
    pub text: String,
    /// What to do, in Genesys Administrator or here; empty if there is nothing to do.
    pub advice: String,
    /// Whether it makes OCS, or T-Server, drop requests without a word.
    pub silences: bool,
}

impl Finding {
    /// Nothing to be done.
    pub(crate) fn ok(step: &'static str, text: impl AsRef<str>) -> Self {
        Self::new(step, "ok", Health::Ok, text.as_ref(), "")
    }

    /// Something wrong.
    pub(crate) fn bad(
        step: &'static str,
        code: &'static str,
        text: impl AsRef<str>,
        advice: impl AsRef<str>,
    ) -> Self {
        Self::new(step, code, Health::Bad, text.as_ref(), advice.as_ref())
    }

    /// Something to look at.
    pub(crate) fn hint(
        step: &'static str,
        code: &'static str,
        text: impl AsRef<str>,
        advice: impl AsRef<str>,
    ) -> Self {
        Self::new(step, code, Health::Open, text.as_ref(), advice.as_ref())
    }

    /// The same, and it explains why OCS says nothing.
    pub(crate) const fn silencing(mut self) -> Self {
        self.silences = true;
        self
    }

    fn new(
        step: &'static str,
        code: &'static str,
        health: Health,
        text: &str,
        advice: &str,
    ) -> Self {
        let (text, advice) = (escape(text).into_owned(), escape(advice).into_owned());
        Self { step, code, health, text, advice, silences: false }
    }
}

impl fmt::Display for Finding {
    /// Text and advice.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        if self.advice.is_empty() { Ok(()) } else { write!(f, " {}", self.advice) }
    }
}
