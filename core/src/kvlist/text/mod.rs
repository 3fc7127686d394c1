//! Log text: the form in which servers print a list to their logs, printed and parsed.
//!
//! Owns three forms: T-Server and URS ([`TextForm::TServer`]), OCS ([`TextForm::Ocs`]) and the
//! vendor's Java and .NET SDK ([`TextForm::Sdk`]). [`LogReader`] reads a log piece by piece, with
//! the message around each list; [`blocks`] finds the lists of an excerpt; [`parse_tserver`],
//! [`parse_ocs`] and [`parse_sdk`] read a text that is exactly one list; [`TextBlock::print`] and
//! the `print_*` functions write.
//!
//! The readable part of a list is kept, with its faults beside it. A value hidden by a log filter
//! stays [`TextValue::Masked`], an unreadable one [`TextValue::Unknown`]; neither is guessed. Must
//! not know the keys of OCS' messages, but for the words in those of phone numbers and customer ids
//! (`mask`): a function supplies names of numbers. Any text gives lists,
//! and faults with their lines; depth and size are bounded.

mod around;
mod chars;
mod container;
mod edge;
mod error;
mod input;
mod lines;
mod log;
mod mask;
mod nest;
mod parse_ocs;
mod parse_sdk;
mod parse_tserver;
mod prefix;
mod print;
mod reader;
mod tree;
mod value;

#[cfg(test)]
mod tests;

pub use around::{Around, Direction};
pub use error::{TextError, TextErrorKind};
pub use print::{Naming, PrintOptions, print_ocs, print_sdk, print_tserver};
pub use reader::{LogItem, LogList, LogMessage, LogReader};
pub use tree::{LeftOut, TextList, TextPair, TextValue};

use super::charset::Charset;
use super::value::KvRef;
use lines::{Line, Lines};
use prefix::Prefix;

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
    /// The line that it ends on.
    pub last_line: usize,
    /// The name on the header line, such as `AttributeUserData`.
    pub attribute: Option<String>,
    /// The packed size in bytes from the header.
    pub logged_size: Option<usize>,
    /// The first packed bytes from the header; empty when it tells none.
    pub first_bytes: Vec<u8>,
    /// The pairs, those with masked and unknown values included.
    pub list: TextList,
    /// Faults, in the order of the lines.
    pub faults: Vec<TextError>,
}

impl TextBlock {
    /// The block that `form` makes of a list; `attribute` gives it a header where the form has one.
    #[must_use]
    pub fn of(form: TextForm, attribute: Option<&str>, list: KvRef<'_>, charset: Charset) -> Self {
        let told = attribute.is_some() && form == TextForm::TServer;
        Self {
            form,
            line: 1,
            last_line: 1,
            attribute: attribute.map(str::to_owned),
            logged_size: told.then(|| list.bytes().len()),
            first_bytes: if told { list.bytes().iter().copied().take(4).collect() } else { vec![] },
            list: TextList::from_view(list, charset),
            faults: vec![],
        }
    }

    /// Whether the logged size and first bytes are those of the list as it was read.
    ///
    /// `None` where the header tells neither, or masked values or the charset hide the real ones.
    /// `Some(false)` means that the log lost or changed something: a cut, a collapsed indentation.
    #[must_use]
    pub fn size_agrees(&self, charset: Charset) -> Option<bool> {
        if self.logged_pairs().is_some_and(|told| told != self.list.pairs.len()) {
            return Some(false);
        }
        let logged = self.logged_size?;
        self.list.to_list(charset).ok().map(|list| {
            list.packed_len() == logged && list.view().bytes().starts_with(&self.first_bytes)
        })
    }

    /// Number of pairs on the top level, from the first bytes of the header.
    fn logged_pairs(&self) -> Option<usize> {
        let count = self.first_bytes.first_chunk::<2>()?;
        Some(u16::from_be_bytes(*count).into())
    }

    /// Add the fault of a list that is shorter than its header says.
    fn note_missing(mut self) -> Self {
        let found = self.list.pairs.len();
        if let Some(told) = self.logged_pairs().filter(|told| *told > found) {
            let kind = TextErrorKind::Missing { told, found };
            self.faults.push(TextError::at(kind, self.line));
        }
        self
    }
}

/// Find all lists in a log excerpt.
///
/// Lines that belong to no list are skipped: time stamps, message names, other attributes.
///
/// ```
/// use commdn::kvlist::text::{TextValue, parse};
/// let log = "12:00:01.5 message EventUserEvent\n\tAttributeReason\t[14] 00 01 01 00..\n\t\t'RTR'\t115\n";
/// let blocks = parse(log);
/// assert_eq!(blocks[0].attribute.as_deref(), Some("AttributeReason"));
/// assert_eq!(blocks[0].list.get("RTR"), Some(&TextValue::Int(115)));
/// ```
#[must_use]
pub fn parse(text: &str) -> Vec<TextBlock> {
    blocks(text).collect()
}

/// The lists of a log excerpt one by one.
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
    type Item = TextBlock;

    fn next(&mut self) -> Option<TextBlock> {
        loop {
            match step(&mut self.lines)? {
                Step::List(block) => return Some(*block),
                Step::Line(_) => {}
            }
        }
    }
}

/// The next item of a log.
enum Step<'t> {
    List(Box<TextBlock>),
    /// A line that starts no list.
    Line(Line<'t>),
}

/// The next list or line of a log; `None` at its end.
fn step<'t>(lines: &mut Lines<'t>) -> Option<Step<'t>> {
    let line = lines.peek()?;
    match excerpt(lines).or_else(|| prefixed(lines, line)) {
        Some(block) => Some(Step::List(Box::new(block.note_missing()))),
        None => lines.next().map(Step::Line),
    }
}

/// The list on the next line.
fn excerpt(lines: &mut Lines<'_>) -> Option<TextBlock> {
    // The SDK's lines are recognised first: types in brackets occur in no other form.
    let readers: [Reader; 3] = [parse_sdk::block, parse_tserver::block, parse_ocs::block];
    readers.into_iter().find_map(|read| read(lines, Mode::Excerpt))
}

/// The list on the next line, if each of its lines has a prefix.
fn prefixed<'t>(lines: &mut Lines<'t>, line: Line<'t>) -> Option<TextBlock> {
    Prefix::candidates(line.text).find_map(|prefix| {
        let mut inner = lines.without(Some(prefix));
        let block = excerpt(&mut inner)?;
        // A sentence may quote a pair: one line is not enough.
        let is_list = inner.number() > line.number && !block.list.pairs.is_empty();
        is_list.then(|| {
            *lines = inner.without(None);
            block
        })
    })
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

/// Reads the block that starts on the next line; `None` if none does, and nothing was consumed.
type Reader = for<'t> fn(&mut Lines<'t>, Mode) -> Option<TextBlock>;

fn whole(text: &str, read: Reader) -> Result<TextBlock, TextError> {
    let mut lines = Lines::new(text);
    let not_a_pair = |line: Line<'_>| line.fault(TextErrorKind::not_a_pair(line.text));
    let Some(first) = lines.peek_text() else {
        return Err(TextError::new(TextErrorKind::NoList));
    };
    let block = read(&mut lines, Mode::Whole).ok_or_else(|| not_a_pair(first))?;
    if let Some(fault) = block.faults.first() {
        return Err(fault.clone());
    }
    match lines.peek_text() {
        Some(line) => Err(not_a_pair(line)),
        None => Ok(block),
    }
}
