//! Errors of lists in a log, and of packing them.

use crate::kvlist::{CharsetError, KvError};

/// Reason why a text cannot be read as a list, or not be packed, with its line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{kind}", position(*line, *column))]
pub struct TextError {
    kind: TextErrorKind,
    line: Option<usize>,
    column: Option<usize>,
}

fn position(line: Option<usize>, column: Option<usize>) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!("line {line}, column {column}: "),
        (Some(line), None) => format!("line {line}: "),
        (None, _) => String::new(),
    }
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
    /// A value that could not be read, where the real one is needed.
    #[error("the value of {path} could not be read: {text:?}")]
    Unknown {
        /// The keys down to it, with `/` between them.
        path: String,
        /// Its text in the log.
        text: String,
    },
    /// Bytes of the log that are not text in its charset.
    #[error(
        "{path:?} has bytes that are not {charset} text: name the charset of the log (--charset)"
    )]
    NotText {
        /// The keys down to it, with `/` between them.
        path: String,
        /// The charset's name.
        charset: &'static str,
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
    /// A line that is not a pair of the form.
    #[error("{text:?} is not a key-value pair")]
    NotAPair {
        /// How the line starts.
        text: String,
    },
    /// Something behind a key that is neither a number, nor a quoted text, nor a mask.
    #[error(
        "the value of {key:?} is {text:?}, which is neither a number, nor a text in quotes, nor a mask"
    )]
    NotAValue {
        /// The key.
        key: String,
        /// How the value starts.
        text: String,
    },
    /// A number that an int of 32 bits cannot hold.
    #[error("the value of {key:?} is {text}, over the range of a 32-bit int{}", on_wire(*wire))]
    OutOfRange {
        /// The key.
        key: String,
        /// The number.
        text: String,
        /// What it is on the wire, if it was printed without its sign.
        wire: Option<i32>,
    },
    /// A type that no list has.
    #[error("the value of {key:?} has the type {tag}, which no list can carry")]
    UnknownType {
        /// The key.
        key: String,
        /// The type, with its brackets.
        tag: String,
    },
    /// A list with fewer pairs than its header says.
    #[error("the header tells {told} pairs, and {found} stand in the log")]
    Missing {
        /// Pairs on the top level by the first bytes in the header.
        told: usize,
        /// Pairs that were read.
        found: usize,
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

fn on_wire(wire: Option<i32>) -> String {
    wire.map_or_else(String::new, |wire| {
        format!(": printed without its sign, it is {wire} on the wire")
    })
}

impl TextErrorKind {
    pub(super) fn not_a_pair(text: &str) -> Self {
        Self::NotAPair { text: start_of(text) }
    }

    pub(super) fn not_a_value(key: &str, text: &str) -> Self {
        let number = text.split(['[', ' ', '\t']).next().unwrap_or_default();
        if super::chars::is_number(number) && number.parse::<i32>().is_err() {
            let wire = number.parse::<u32>().ok().map(u32::cast_signed);
            return Self::OutOfRange { key: start_of(key), text: start_of(number), wire };
        }
        Self::NotAValue { key: start_of(key), text: start_of(text) }
    }

    pub(super) fn unknown_type(key: &str, tag: &str) -> Self {
        Self::UnknownType { key: start_of(key), tag: start_of(tag) }
    }
}

/// Enough of a text to find it again.
pub(super) fn start_of(text: &str) -> String {
    text.trim().chars().take(40).collect()
}

impl TextError {
    pub(super) fn new(kind: TextErrorKind) -> Self {
        Self { kind, line: None, column: None }
    }

    pub(super) fn at(kind: TextErrorKind, line: usize) -> Self {
        Self { kind, line: Some(line), column: None }
    }

    pub(super) fn in_column(self, column: usize) -> Self {
        Self { column: Some(column), ..self }
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

    /// The column at fault, in characters counted from 1; `None` where the whole line is.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.column
    }
}
