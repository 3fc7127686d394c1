//! The form in which servers write a list to their logs, printed and parsed.
//!
//! Owns three forms: T-Server and URS ([`TextForm::TServer`]), OCS ([`TextForm::Ocs`]) and the
//! vendor's Java and .NET SDK ([`TextForm::Sdk`]). [`parse`] finds lists in a log excerpt,
//! [`parse_tserver`], [`parse_ocs`] and [`parse_sdk`] read a text that is one list and nothing
//! else, [`TextBlock::print`] and the `print_*` functions write. A log filter may have replaced
//! values by `****`: these stay [`TextValue::Masked`], and are never guessed.
//!
//! Knows no keys and no messages, and must not: names of numbers come in as a function. Any
//! text is answered with lists or a [`TextError`] that tells the line; depth and size are bounded.

mod error;
mod lines;
mod nest;
mod parse_ocs;
mod parse_sdk;
mod parse_tserver;
mod print;
mod tree;
mod value;

#[cfg(test)]
mod tests;

pub use error::{TextError, TextErrorKind};
pub use print::{Naming, PrintOptions, print_ocs, print_sdk, print_tserver};
pub use tree::{TextList, TextPair, TextValue};

use super::charset::Charset;
use super::view::KvRef;
use lines::{Line, Lines};

/// Which program's way of writing a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TextForm {
    /// T-Server and URS: a header with size and first bytes, then pairs behind two tabs.
    TServer,
    /// OCS: bare keys in a column of 32 characters, nested properties quoted and indented.
    Ocs,
    /// The vendor's SDK: `'key' [str] = "value"`.
    Sdk,
}

/// One list as it stood in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TextBlock {
    /// How it was written.
    pub form: TextForm,
    /// The line that it starts on, counted from 1.
    pub line: usize,
    /// The name on the header line, such as `AttributeUserData`.
    pub attribute: Option<String>,
    /// The packed size in bytes that the header tells.
    pub logged_size: Option<usize>,
    /// The first packed bytes that the header tells; empty when it tells none.
    pub first_bytes: Vec<u8>,
    /// The pairs.
    pub list: TextList,
}

impl TextBlock {
    /// The block that `form` makes of a list; `attribute` gives it a header where the form has one.
    #[must_use]
    pub fn of(form: TextForm, attribute: Option<&str>, list: KvRef<'_>, charset: Charset) -> Self {
        let told = attribute.is_some() && form == TextForm::TServer;
        Self {
            form,
            line: 1,
            attribute: attribute.map(str::to_owned),
            logged_size: told.then(|| list.bytes().len()),
            first_bytes: if told { list.bytes().iter().copied().take(4).collect() } else { vec![] },
            list: TextList::from_view(list, charset),
        }
    }

    /// Whether the logged size is that of the list as it was read.
    ///
    /// `None` where the header tells no size, or masked values or the charset hide the real one.
    /// `Some(false)` means that the log lost or changed something: a cut, a collapsed indentation.
    #[must_use]
    pub fn size_agrees(&self, charset: Charset) -> Option<bool> {
        let logged = self.logged_size?;
        self.list.to_list(charset).ok().map(|list| list.packed_len() == logged)
    }
}

/// Find all lists in a log excerpt.
///
/// Lines that belong to no list are skipped: time stamps, message names, other attributes.
///
/// ```
/// use commdn::kvlist::text::{TextValue, parse};
/// let log = "12:00:01.5 message EventUserEvent\n\tAttributeReason\t[14] 00 01 01 00..\n\t\t'RTR'\t115\n";
/// let blocks = parse(log)?;
/// assert_eq!(blocks[0].attribute.as_deref(), Some("AttributeReason"));
/// assert_eq!(blocks[0].list.get("RTR"), Some(&TextValue::Int(115)));
/// # Ok::<(), commdn::kvlist::text::TextError>(())
/// ```
///
/// # Errors
/// The first fault; [`blocks`] goes on after one.
pub fn parse(text: &str) -> Result<Vec<TextBlock>, TextError> {
    blocks(text).collect()
}

/// The lists of a log excerpt one by one; after a fault it goes on behind the faulty line.
#[must_use]
pub fn blocks(text: &str) -> Blocks<'_> {
    Blocks { lines: Lines::new(text) }
}

/// See [`blocks`].
#[derive(Clone)]
pub struct Blocks<'t> {
    lines: Lines<'t>,
}

impl Iterator for Blocks<'_> {
    type Item = Result<TextBlock, TextError>;

    fn next(&mut self) -> Option<Self::Item> {
        // The SDK's lines are told apart first: its types in brackets occur in no other form.
        let readers: [Reader; 3] = [parse_sdk::block, parse_tserver::block, parse_ocs::block];
        while self.lines.peek().is_some() {
            for read in readers {
                match read(&mut self.lines, Mode::Excerpt) {
                    Ok(None) => {}
                    Ok(Some(block)) => return Some(Ok(block)),
                    Err(error) => return Some(Err(error)),
                }
            }
            self.lines.next();
        }
        None
    }
}

/// Read a text that is one list in T-Server's form, with or without its header line.
///
/// # Errors
/// [`TextError`] with the first line that does not belong.
pub fn parse_tserver(text: &str) -> Result<TextBlock, TextError> {
    whole(text, parse_tserver::block)
}

/// Read a text that is one list in OCS' form.
///
/// # Errors
/// [`TextError`] with the first line that does not belong.
pub fn parse_ocs(text: &str) -> Result<TextBlock, TextError> {
    whole(text, parse_ocs::block)
}

/// Read a text that is one list in the SDK's form, with or without its header line.
///
/// # Errors
/// [`TextError`] with the first line that does not belong.
pub fn parse_sdk(text: &str) -> Result<TextBlock, TextError> {
    whole(text, parse_sdk::block)
}

/// How much a reader takes for a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// The text is a list: a line that is none of its lines is a fault.
    Whole,
    /// The text is a log: a line that starts no list is somebody else's.
    Excerpt,
}

/// Reads the block that starts on the next line.
///
/// `Ok(None)`: none starts there, and nothing was consumed. With `Err` at least one line was,
/// in [`Mode::Excerpt`].
type Reader = for<'t> fn(&mut Lines<'t>, Mode) -> Result<Option<TextBlock>, TextError>;

fn whole(text: &str, read: Reader) -> Result<TextBlock, TextError> {
    let mut lines = Lines::new(text);
    let not_a_pair = |line: Line<'_>| line.fault(TextErrorKind::not_a_pair(line.text));
    let Some(first) = lines.peek_text() else {
        return Err(TextError::new(TextErrorKind::NoList));
    };
    let block = read(&mut lines, Mode::Whole)?.ok_or_else(|| not_a_pair(first))?;
    match lines.peek_text() {
        Some(line) => Err(not_a_pair(line)),
        None => Ok(block),
    }
}
