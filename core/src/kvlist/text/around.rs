//! Message around a list: the context that a log prints beside the list.
//!
//! Owns the assignment of lines to messages. Must not guess: missing context stays missing, and a
//! time without a zone stays a text.

use super::log::{Attribute, Message, Time, attribute, name};
use super::parse_ocs;
use super::{TextBlock, TextForm};

/// Which way a message went, as the program that wrote the log sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To this program.
    Received,
    /// From it.
    Sent,
}

/// Context of a list from the log: the message around it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Around {
    /// Its name, such as `EventUserEvent`.
    pub message: Option<String>,
    /// Its number, if the log has one.
    pub number: Option<u32>,
    /// Which way it went.
    pub direction: Option<Direction>,
    /// The peer, as named in the log.
    pub peer: Option<String>,
    /// `AttributeThisDN`; without it `AttributeCommunicationDN`, or the DN in OCS' line.
    pub dn: Option<String>,
    /// `AttributeReferenceID`.
    pub reference_id: Option<i64>,
    /// `AttributeEventSequenceNumber`.
    pub sequence_number: Option<u64>,
    /// `AttributeTimeinSecs`: seconds since 1970, UTC.
    pub seconds: Option<i64>,
    /// `AttributeTimeinuSecs`.
    pub microseconds: Option<u32>,
    /// The time of the log's own line as it stands there, with date and zone as far as told.
    pub logged_time: Option<String>,
    /// `AttributeErrorCode`.
    pub error_code: Option<i64>,
    /// `AttributeErrorMessage`.
    pub error_message: Option<String>,
}

/// The most of a text that is kept: a hostile line has no end.
const MAX_TEXT: usize = 200;

fn kept(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.chars().take(MAX_TEXT).collect())
}

/// A message that has ended: its lists, or none.
pub(super) struct Ended {
    /// The line that it starts on.
    pub line: usize,
    pub around: Around,
    pub lists: Vec<TextBlock>,
}

/// Lists on their way to the end of their message.
#[derive(Default)]
pub(super) struct Messages {
    /// The line that the current message starts on.
    line: usize,
    /// The message that the next attribute belongs to.
    current: Around,
    /// Whether the DN is that of `AttributeThisDN`.
    is_this_dn: bool,
    /// Context from log entries ahead of a message.
    ahead: Around,
    waiting: Vec<TextBlock>,
}

impl Messages {
    /// Lists of one message that are kept until its end.
    const MAX_WAITING: usize = 16;

    /// A line that is of no list. Answers with the message that ends before it, and whether the
    /// line is none of a message's.
    pub(super) fn line(&mut self, text: &str, number: usize) -> (Option<Ended>, bool) {
        if let Some(message) = Message::find(text) {
            let done = self.end();
            self.start(&message, text);
            self.line = number;
            return (done, false);
        }
        if let Some(attribute) = attribute(text) {
            self.attribute(&attribute);
            return (None, false);
        }
        match Time::find(text) {
            Some(time) => (self.entry(text, &time), true),
            None => (None, true),
        }
    }

    /// A list of the message that was begun.
    pub(super) fn list(&mut self, block: TextBlock) -> Option<Ended> {
        let alone = block.form == TextForm::Ocs && parse_ocs::is_message(&block);
        let full = self.waiting.len() >= Self::MAX_WAITING;
        let done = if alone && !self.waiting.is_empty() || full { self.end() } else { None };
        if self.current == Around::default() {
            self.current = std::mem::take(&mut self.ahead);
        }
        self.waiting.push(block);
        done
    }

    /// The end of the message.
    pub(super) fn end(&mut self) -> Option<Ended> {
        let around = std::mem::take(&mut self.current);
        self.is_this_dn = false;
        let lists = std::mem::take(&mut self.waiting);
        let line = std::mem::take(&mut self.line);
        // Attributes without a head, and entries that only name a message, are none.
        let is_message = line > 0 && around.message.is_some();
        (is_message || !lists.is_empty()).then_some(Ended { line, around, lists })
    }

    fn start(&mut self, message: &Message<'_>, text: &str) {
        let told = Around::of_entry(message.before);
        let ahead = std::mem::take(&mut self.ahead);
        // An entry ahead is of this message, unless it names another one.
        let fits = ahead.message.as_deref().is_none_or(|name| name == message.name);
        self.current = told;
        if fits {
            self.current.merge(ahead);
        }
        self.current.message = kept(message.name);
        self.current.number = message.number;
        if let Some(time) = Time::find(text) {
            self.current.logged_time = kept(time.text);
        }
    }

    /// An entry of the log, which ends a message unless it tells what became of that.
    fn entry(&mut self, text: &str, time: &Time<'_>) -> Option<Ended> {
        let mut told = Around::of_entry(text);
        let same = told.message.is_some() && told.message == self.current.message;
        if same && !self.waiting.is_empty() {
            self.current.merge(told);
            return self.end();
        }
        let done = self.end();
        told.logged_time = kept(time.text);
        self.ahead = told;
        done
    }

    fn attribute(&mut self, attribute: &Attribute<'_>) {
        if self.current == Around::default() {
            self.current = std::mem::take(&mut self.ahead);
        }
        let current = &mut self.current;
        let value = attribute.value;
        let number = value.split(' ').next().unwrap_or_default();
        match attribute.name {
            "ThisDN" => {
                current.dn = kept(value);
                self.is_this_dn = true;
            }
            "CommunicationDN" if !self.is_this_dn => current.dn = kept(value),
            "ReferenceID" => current.reference_id = number.parse().ok(),
            // T-Server prints it in hexadecimal digits, the SDK as a number.
            "EventSequenceNumber" if attribute.tag.is_none() && number.len() == 16 => {
                current.sequence_number = u64::from_str_radix(number, 16).ok();
            }
            "EventSequenceNumber" => current.sequence_number = number.parse().ok(),
            "ErrorCode" => current.error_code = number.parse().ok(),
            "ErrorMessage" => current.error_message = kept(value),
            "TimeinSecs" => current.seconds = number.parse().ok(),
            "TimeinuSecs" => current.microseconds = number.parse().ok().filter(|n| *n < 1_000_000),
            _ => {}
        }
    }
}

impl Around {
    /// Fill missing values from `other`.
    fn merge(&mut self, other: Self) {
        fn or<T>(mine: &mut Option<T>, theirs: Option<T>) {
            if mine.is_none() {
                *mine = theirs;
            }
        }
        or(&mut self.message, other.message);
        or(&mut self.direction, other.direction);
        or(&mut self.peer, other.peer);
        or(&mut self.dn, other.dn);
        or(&mut self.logged_time, other.logged_time);
    }

    /// Context from an entry of the log: `RequestX received from [36] (Desk_Client)`.
    fn of_entry(text: &str) -> Self {
        let mut around = Self::default();
        let words = || text.split(|c: char| !c.is_ascii_alphanumeric());
        around.message =
            words().find_map(|word| name(word).filter(|name| *name == word)).and_then(kept);
        around.direction = if text.contains("request to ") {
            Some(Direction::Sent)
        } else {
            words().find_map(direction)
        };
        around.peer =
            [" received from ", " sent to ", " request to ", "request to ", "received from "]
                .iter()
                .find_map(|before| Some(text.split_once(before)?.1))
                .map(|rest| rest.split(" message ").next().unwrap_or(rest))
                .or_else(|| {
                    text.find("tcp://")
                        .or_else(|| text.find("tls://"))
                        .and_then(|at| text.get(at..))
                })
                .and_then(kept);
        around.dn = text.split_once("CommDN ").and_then(|(_, rest)| {
            kept(rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
        });
        around
    }
}

/// The direction named by a word of an entry.
fn direction(word: &str) -> Option<Direction> {
    let is = |known: &str| word.eq_ignore_ascii_case(known);
    match () {
        () if ["received", "receiving", "got", "arrived", "incoming"].into_iter().any(is) => {
            Some(Direction::Received)
        }
        () if ["sent", "sending", "send", "outgoing", "distribute"].into_iter().any(is) => {
            Some(Direction::Sent)
        }
        () => None,
    }
}
