//! OCS' form: bare keys in a column, nested properties quoted and indented below.
//!
//! Owns the line `KEY<blanks>value [name]`; quoted lines are read like T-Server's.

use super::chars::{BLANKS, is_number};
use super::edge::{Edge, Reading};
use super::error::TextErrorKind;
use super::lines::{Line, Lines};
use super::nest::{Entry, Levels, nest};
use super::parse_tserver::{Header, open_end, pair_line};
use super::tree::{TextPair, TextValue};
use super::value::{Raw, TextKind, masked_by, unknown};
use super::{Mode, TextBlock, TextForm};

/// In an excerpt, only these keys are taken for OCS' bare ones: any word starts some log line.
const PREFIX: &str = "GSW_";

/// Where values start.
pub(super) const COLUMN: usize = 32;

/// Output of C's printf for a missing text.
const NULL: &str = "(null)";

/// The key that OCS starts a message with.
const FIRST_KEY: &str = "GSW_CM_MessageType";

/// The block on the next line; see [`super::Reader`].
pub(super) fn block(lines: &mut Lines<'_>, mode: Mode) -> Option<TextBlock> {
    let start = lines.peek()?;
    if mode == Mode::Excerpt && !starts_block(start) {
        return None;
    }
    let edge = Edge { header: None, mode };
    let mut reading = Reading::default();
    while let Some(line) = lines.peek() {
        if line.is_blank() {
            if mode == Mode::Excerpt {
                break;
            }
            lines.next();
            continue;
        }
        if Header::of(line).is_some() {
            break;
        }
        let entry = if let Some(bare) = Bare::of(line, mode) {
            if mode == Mode::Excerpt && bare.key == FIRST_KEY && !reading.is_empty() {
                break;
            }
            lines.next();
            bare.finish(lines, &mut reading)
        } else if let Some(pair) = pair_line(line) {
            lines.next();
            pair.finish(lines, &mut reading)
        } else if edge.is_garbled(line, reading.column()) {
            lines.next();
            reading.faults.add(line.fault(TextErrorKind::not_a_pair(line.text)));
            continue;
        } else {
            break;
        };
        reading.add(line, entry);
    }
    if reading.is_empty() {
        return None;
    }
    Some(TextBlock {
        form: TextForm::Ocs,
        line: start.number,
        last_line: lines.number(),
        attribute: None,
        logged_size: None,
        first_bytes: vec![],
        list: nest(reading.entries, Levels::Ranks, &mut reading.faults),
        faults: reading.faults.into_vec(),
    })
}

/// Whether a list starts like a message of OCS.
pub(super) fn is_message(block: &TextBlock) -> bool {
    block.list.pairs.first().is_some_and(|pair| pair.key == FIRST_KEY)
}

/// A line of a log that starts a list rather than a sentence about a key.
pub(super) fn starts_block(line: Line<'_>) -> bool {
    Bare::of(line, Mode::Excerpt)
        .is_some_and(|bare| matches!(bare.value(), Some(Value::List | Value::Leaf(_))))
}

/// Whether a key can stand without quotes.
pub(super) fn is_bare_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

enum Value<'t> {
    List,
    Leaf(Raw<'t>),
    /// A text without quotes: OCS' way of printing strings on this level is not known.
    Plain(&'t str),
}

/// A key without quotes, and what stands behind it.
struct Bare<'t> {
    line: Line<'t>,
    key: &'t str,
    body: &'t str,
}

impl<'t> Bare<'t> {
    fn of(line: Line<'t>, mode: Mode) -> Option<Self> {
        let text = line.text.trim_matches(BLANKS);
        let (key, body) = text.split_once(BLANKS).unwrap_or((text, ""));
        let bare = Self { line, key, body: body.trim_start_matches(BLANKS) };
        if !is_bare_key(key) || mode == Mode::Excerpt && !key.starts_with(PREFIX) {
            return None;
        }
        // A word and a blank start a sentence too: a text without quotes must be in the column.
        let in_column = text.len() - bare.body.len() >= COLUMN || body.starts_with(BLANKS);
        match bare.value() {
            Some(Value::Plain(_)) if !in_column => None,
            _ => Some(bare),
        }
    }

    /// `None` for what is written like a value and is none.
    fn value(&self) -> Option<Value<'t>> {
        let body = self.body;
        if matches!(body, "" | "(list)" | "[list]") {
            return Some(Value::List);
        }
        if let Some(hex) = body.strip_prefix("(bin)") {
            return Raw::binary(hex).map(Value::Leaf);
        }
        let all = open_end(body, self.line);
        if let Some(text) = all.strip_prefix("(unicode)") {
            let text = text.trim_start_matches(BLANKS);
            return Raw::quoted(text, '\'', TextKind::Unicode).map(Value::Leaf);
        }
        let number = without_name(body);
        if is_number(number) {
            return Raw::bare(number).map(Value::Leaf);
        }
        let raw = Raw::bare(body).or_else(|| Raw::quoted(all, '\'', TextKind::String));
        if raw.is_none() && body == NULL {
            return None;
        }
        Some(raw.map_or(Value::Plain(body), Value::Leaf))
    }

    /// Read the value to its end.
    fn finish(self, lines: &mut Lines<'t>, reading: &mut Reading<'t>) -> Entry<'t> {
        let Self { line, key, body } = self;
        let mut entry = Entry { line, indent: line.indent(), lists: vec![], leaf: None };
        let value = match self.value() {
            Some(Value::List) => {
                entry.lists.push(key.to_owned());
                return entry;
            }
            Some(Value::Plain(text)) => masked_by(key, TextValue::String(text.to_owned())),
            Some(Value::Leaf(raw)) => {
                masked_by(key, raw.finish(line, lines, starts_block, &mut reading.faults))
            }
            None => {
                let kind = TextErrorKind::not_a_value(key, body);
                unknown(line, body, kind).finish(line, lines, starts_block, &mut reading.faults)
            }
        };
        entry.leaf = Some(TextPair { key: key.to_owned(), value });
        entry
    }
}

/// `7` of `7 [GSW_CM_ReqLoadCampaign]`.
fn without_name(body: &str) -> &str {
    match body.split_once('[') {
        Some((number, name)) if name.ends_with(']') => number.trim_end_matches(BLANKS),
        _ => body,
    }
}
