//! A log read piece by piece.
//!
//! Owns the memory of it: of a log of any size no more is held than its longest list, or its
//! longest line as far as it is kept. Must not open files.

use super::around::{Around, Messages};
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
    /// The message that it stands in.
    pub around: Around,
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
}

impl LogReader {
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
        }
    }

    /// Read on; answers with the lists whose messages are over.
    #[must_use]
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<LogList> {
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
        let mut found = Vec::new();
        self.input.finish(&mut self.text);
        self.read(true, &mut found);
        let rest = self.messages.end();
        self.take(rest, &mut found);
        found
    }

    fn read(&mut self, is_end: bool, found: &mut Vec<LogList>) {
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
            let done = match step {
                Step::List(block) => self.messages.list(*block),
                Step::Line(line) => self.messages.line(line.text),
            };
            self.take(done, found);
        }
        self.number = lines.number();
        let read = text.len() - lines.left();
        self.text = text.get(read..).unwrap_or_default().to_owned();
    }

    fn take(&self, lists: Vec<(TextBlock, Around)>, found: &mut Vec<LogList>) {
        found.extend(lists.into_iter().map(|(mut block, around)| {
            if let Some(path) = not_text(&block.list) {
                let kind = TextErrorKind::NotText { path, charset: self.charset.name() };
                block.faults.push(TextError::at(kind, block.line));
            }
            LogList { block, around }
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
