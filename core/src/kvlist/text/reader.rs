//! Reader of a log, piece by piece.
//!
//! Owns its memory: for a log of any size it holds at most the longest list, or the kept part of
//! the longest line. Must not open files.

use super::around::{Around, Ended, Messages};
use super::error::{TextError, TextErrorKind};
use super::input::Input;
use super::lines::Lines;
use super::{Step, TextBlock, TextList, TextValue, step};
use crate::kvlist::Charset;

/// A list of a log, and the message around it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogList {
    /// The list as it stood there, its faults included.
    pub block: TextBlock,
    /// The message around it.
    pub around: Around,
}

/// A message of a log without a list, such as `EventACK`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogMessage {
    /// The line that it starts on, counted from 1.
    pub line: usize,
    /// What the log tells of it.
    pub around: Around,
}

/// An item of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogItem {
    /// A list.
    List(Box<LogList>),
    /// A message without a list.
    Message(Box<LogMessage>),
    /// A line of neither, counted from 1: an entry with a time, for example. A longer line is cut
    /// after 2,000 characters.
    Line(usize, String),
}

impl LogItem {
    /// The list, if it is one.
    #[must_use]
    pub fn into_list(self) -> Option<LogList> {
        match self {
            Self::List(list) => Some(*list),
            _ => None,
        }
    }
}

/// Reads a log as it comes.
///
/// A byte order mark tells UTF-8 and UTF-16, and the pattern of its bytes UTF-16 without one;
/// any other log is in the charset that is given. Colours of terminals are taken away, lines are
/// taken out of the JSON documents of containers and journals, and `#011` of syslog is a tab.
///
/// ```
/// use commdn::kvlist::{Charset, text::LogReader};
/// let mut reader = LogReader::new(Charset::Utf8);
/// reader.feed(b"12:00:01.5 message EventUserEvent\n\tAttributeUserData\t[34] 00 01 00 00..\n");
/// reader.feed(b"\t\t'RTargetAgentGroup'\t'VAG_Skill1'\n\tAttributeThisDN\t'8899'\n");
/// let lists = reader.finish();
/// assert_eq!(lists[0].around.message.as_deref(), Some("EventUserEvent"));
/// assert_eq!(lists[0].around.dn.as_deref(), Some("8899"));
/// ```
pub struct LogReader {
    charset: Charset,
    input: Input,
    /// Text that was not read yet.
    text: String,
    /// Lines before it.
    number: usize,
    messages: Messages,
    /// Whether messages without lists and other lines are told, too.
    everything: bool,
}

impl LogReader {
    /// The most of a line that is told.
    const MAX_TOLD: usize = 2_000;

    /// A list is not begun while fewer bytes than these are there behind its first line.
    const AHEAD: usize = 64 * 1024;

    /// A list that is not over by then ends where the text does.
    const MAX_TEXT: usize = 4 * 1024 * 1024;

    /// A reader of a log in `charset`.
    #[must_use]
    pub fn new(charset: Charset) -> Self {
        Self {
            charset,
            input: Input::new(charset),
            text: String::new(),
            number: 0,
            messages: Messages::default(),
            everything: false,
        }
    }

    /// The same, whose [`LogReader::feed_items`] tells every item, not only lists.
    #[must_use]
    pub fn with_everything(mut self) -> Self {
        self.everything = true;
        self
    }

    /// Read on; answers with the lists whose messages are over.
    #[must_use]
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<LogList> {
        self.feed_items(bytes).into_iter().filter_map(LogItem::into_list).collect()
    }

    /// Read on; answers with the items that are over, in the order of their ends.
    #[must_use]
    pub fn feed_items(&mut self, bytes: &[u8]) -> Vec<LogItem> {
        let mut found = Vec::new();
        // A large piece in parts, so that no more of it is held twice.
        for part in bytes.chunks(Self::MAX_TEXT / 4) {
            self.input.feed(part, &mut self.text);
            if self.text.len() > 2 * Self::AHEAD {
                self.read(false, &mut found);
            }
        }
        found
    }

    /// The end of the log; answers with the rest.
    #[must_use]
    pub fn finish(&mut self) -> Vec<LogList> {
        self.finish_items().into_iter().filter_map(LogItem::into_list).collect()
    }

    /// The end of the log; answers with the remaining items.
    #[must_use]
    pub fn finish_items(&mut self) -> Vec<LogItem> {
        let mut found = Vec::new();
        self.input.finish(&mut self.text);
        self.read(true, &mut found);
        let rest = self.messages.end();
        self.take(rest, &mut found);
        found
    }

    fn read(&mut self, is_end: bool, found: &mut Vec<LogItem>) {
        let text = std::mem::take(&mut self.text);
        let mut lines = Lines::after(&text, self.number);
        loop {
            if !is_end && lines.left() < Self::AHEAD {
                break;
            }
            let before = lines;
            let Some(step) = step(&mut lines) else { break };
            let goes_on = !is_end && lines.left() == 0 && before.left() < Self::MAX_TEXT;
            if goes_on && matches!(step, Step::List(_)) {
                lines = before;
                break;
            }
            match step {
                Step::List(block) => {
                    let done = self.messages.list(*block);
                    self.take(done, found);
                }
                Step::Line(line) => {
                    let (done, apart) = self.messages.line(line.text, line.number);
                    self.take(done, found);
                    if apart && self.everything && !line.text.trim().is_empty() {
                        let text = line.text.chars().take(Self::MAX_TOLD).collect();
                        found.push(LogItem::Line(line.number, text));
                    }
                }
            }
        }
        self.number = lines.number();
        let read = text.len() - lines.left();
        self.text = text.get(read..).unwrap_or_default().to_owned();
    }

    fn take(&self, ended: Option<Ended>, found: &mut Vec<LogItem>) {
        let Some(Ended { line, around, lists }) = ended else { return };
        if lists.is_empty() && self.everything {
            return found.push(LogItem::Message(Box::new(LogMessage { line, around })));
        }
        found.extend(lists.into_iter().map(|mut block| {
            if let Some(path) = not_text(&block.list) {
                let kind = TextErrorKind::NotText { path, charset: self.charset.name() };
                block.faults.push(TextError::at(kind, block.line));
            }
            LogItem::List(Box::new(LogList { block, around: around.clone() }))
        }));
    }
}

/// The keys down to the first key or value with bytes that were no text.
fn not_text(list: &TextList) -> Option<String> {
    let lost = |text: &str| text.contains(char::REPLACEMENT_CHARACTER);
    list.pairs.iter().find_map(|pair| match &pair.value {
        _ if lost(&pair.key) => Some(pair.key.clone()),
        TextValue::String(text) | TextValue::Unicode(text) if lost(text) => Some(pair.key.clone()),
        TextValue::List(inner) => not_text(inner).map(|path| format!("{}/{path}", pair.key)),
        _ => None,
    })
}
