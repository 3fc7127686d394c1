//! What can be wrong with a list in a log, or with turning it into a packed one.

use crate::kvlist::{CharsetError, KvError};

/// Why a text could not be read as a list, or not be packed, and on which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{kind}", on(*line))]
pub struct TextError {
    kind: TextErrorKind,
    line: Option<usize>,
}

fn on(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!("line {line}: "))
}

/// What was wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextErrorKind {
    /// A value that a log filter replaced, where the real one is needed.
    #[error("the value of {path} was masked in the log")]
    Masked {
        /// The keys down to it, with `/` between them.
        path: String,
    },
    /// A key or value that the charset lacks a character for.
    #[error("{path}: {source}")]
    Charset {
        /// The keys down to it, with `/` between them.
        path: String,
        /// The character.
        source: CharsetError,
    },
    /// The list cannot be packed: too long or too deep.
    #[error(transparent)]
    List(#[from] KvError),
    /// The text has no lines but empty ones.
    #[error("the text holds no list")]
    NoList,
    /// A line that is no pair of the form.
    #[error("{text:?} is no key-value pair")]
    NotAPair {
        /// How the line starts.
        text: String,
    },
    /// Something behind a key that is neither a number, nor a quoted text, nor a mask.
    #[error("{text:?} is no value for {key:?}")]
    NotAValue {
        /// The key.
        key: String,
        /// How the value starts.
        text: String,
    },
    /// A quoted value or a list in parentheses that does not end.
    #[error("{what} does not end")]
    Unclosed {
        /// `a quoted value` or `a list in parentheses`.
        what: &'static str,
    },
    /// An indentation that fits no open list.
    #[error("an indentation of {columns} columns fits no list above")]
    Indent {
        /// Its width, tabs counted to the next multiple of 8.
        columns: usize,
    },
    /// Lists are nested deeper than a list can be.
    #[error("lists nested deeper than {max} levels")]
    TooDeep {
        /// The limit.
        max: usize,
    },
    /// A list has more text or pairs than a packed list can hold.
    #[error("a list of more than {max} {what}")]
    TooBig {
        /// `pairs` or `bytes of text`.
        what: &'static str,
        /// The limit.
        max: usize,
    },
}

impl TextErrorKind {
    pub(super) fn not_a_pair(text: &str) -> Self {
        Self::NotAPair { text: start_of(text) }
    }

    pub(super) fn not_a_value(key: &str, text: &str) -> Self {
        Self::NotAValue { key: start_of(key), text: start_of(text) }
    }
}

/// Enough of a text to find it again.
fn start_of(text: &str) -> String {
    text.trim().chars().take(40).collect()
}

impl TextError {
    pub(super) fn new(kind: TextErrorKind) -> Self {
        Self { kind, line: None }
    }

    pub(super) fn at(kind: TextErrorKind, line: usize) -> Self {
        Self { kind, line: Some(line) }
    }

    /// What was wrong.
    #[must_use]
    pub fn kind(&self) -> &TextErrorKind {
        &self.kind
    }

    /// The line at fault, counted from 1; `None` where no line is.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }
}
