//! The message around a list: what a log tells beside the list itself.
//!
//! Owns which lines belong to which message. Must not guess: what the log does not tell is not
//! there, and a time without a zone stays a text.

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

/// What a log tells of the message that a list stands in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Around {
    /// Its name, such as `EventUserEvent`.
    pub message: Option<String>,
    /// Its number, where the log tells one.
    pub number: Option<u32>,
    /// Which way it went.
    pub direction: Option<Direction>,
    /// Who is at the other end, as it stands in the log.
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
}

/// The most of a text that is kept: a hostile line has no end.
const MAX_TEXT: usize = 200;

fn kept(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.chars().take(MAX_TEXT).collect())
}

/// Lists on their way to the end of their message.
#[derive(Default)]
pub(super) struct Messages {
    /// The message that the next attribute belongs to.
    current: Around,
    /// Whether the DN is that of `AttributeThisDN`.
    is_this_dn: bool,
    /// What entries of the log told ahead of a message.
    ahead: Around,
    waiting: Vec<TextBlock>,
}

impl Messages {
    /// Lists of one message that are kept until its end.
    const MAX_WAITING: usize = 16;

    /// A line that is of no list. Answers with the lists of a message that ends before it.
    pub(super) fn line(&mut self, text: &str) -> Vec<(TextBlock, Around)> {
        if let Some(message) = Message::find(text) {
            let done = self.end();
            self.start(&message, text);
            return done;
        }
        if let Some(attribute) = attribute(text) {
            self.attribute(&attribute);
            return vec![];
        }
        match Time::find(text) {
            Some(time) => self.entry(text, &time),
            None => vec![],
        }
    }

    /// A list of the message that was begun.
    pub(super) fn list(&mut self, block: TextBlock) -> Vec<(TextBlock, Around)> {
        let alone = block.form == TextForm::Ocs && parse_ocs::is_message(&block);
        let done = if alone && !self.waiting.is_empty() || self.waiting.len() >= Self::MAX_WAITING {
            self.end()
        } else {
            vec![]
        };
        if self.current == Around::default() {
            self.current = std::mem::take(&mut self.ahead);
        }
        self.waiting.push(block);
        done
    }

    /// The end of the message.
    pub(super) fn end(&mut self) -> Vec<(TextBlock, Around)> {
        let around = std::mem::take(&mut self.current);
        self.is_this_dn = false;
        let blocks = std::mem::take(&mut self.waiting);
        blocks.into_iter().map(|block| (block, around.clone())).collect()
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
    fn entry(&mut self, text: &str, time: &Time<'_>) -> Vec<(TextBlock, Around)> {
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
            "TimeinSecs" => current.seconds = number.parse().ok(),
            "TimeinuSecs" => current.microseconds = number.parse().ok().filter(|n| *n < 1_000_000),
            _ => {}
        }
    }
}

impl Around {
    /// Take what `other` tells and this does not.
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

    /// What an entry of the log tells: `RequestX received from [36] (Desk_Client)`.
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

/// The direction that a word of an entry tells.
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
