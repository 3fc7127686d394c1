//! T-Server's and URS' form, and the quoted lines that OCS uses for nested properties.
//!
//! Owns the header line and the line `'KEY'(list) 'KEY'<tab>value`. Which list a line belongs
//! to is `nest`'s business.

use super::chars::{BLANKS, is_number};
use super::edge::{Edge, Reading};
use super::error::{TextError, TextErrorKind};
use super::lines::{Line, Lines};
use super::mask::is_mask;
use super::nest::{Entry, Levels, nest};
use super::tree::TextPair;
use super::value::{Raw, TextKind, expect, hex, masked};
use super::{Mode, TextBlock, TextForm};
use crate::kvlist::Limits;

/// The block on the next line; see [`super::Reader`].
pub(super) fn block(lines: &mut Lines<'_>, mode: Mode) -> Option<TextBlock> {
    let start = lines.peek()?;
    let header = Header::of(start);
    match (&header, pair_line(start)) {
        (Some(_), _) => {
            lines.next();
        }
        (None, Some(pair)) if mode == Mode::Whole || pair.starts_list() => {}
        (None, _) => return None,
    }
    let edge = Edge { header: header.as_ref().map(|_| start.indent().columns), mode };
    let mut reading = Reading::default();
    while let Some(line) = lines.peek() {
        if line.is_blank() {
            // Without a header, an empty line is all that keeps two lists apart.
            if header.is_none() && mode == Mode::Excerpt {
                break;
            }
            lines.next();
            continue;
        }
        if Header::of(line).is_some() {
            break;
        }
        match pair_line(line) {
            Some(pair) => {
                lines.next();
                let entry = pair.finish(lines, &mut reading);
                reading.add(line, entry);
            }
            None if edge.is_garbled(line, reading.column()) => {
                lines.next();
                reading.faults.add(line.fault(TextErrorKind::not_a_pair(line.text)));
            }
            None if edge.resumes(*lines, reading.column(), |line| pair_line(line).is_some()) => {
                lines.next();
            }
            None => break,
        }
    }
    let header = header.unwrap_or_default();
    Some(TextBlock {
        form: TextForm::TServer,
        line: start.number,
        last_line: lines.number(),
        attribute: header.name.map(str::to_owned),
        logged_size: header.size,
        first_bytes: header.first,
        list: nest(reading.entries, Levels::Tabs, &mut reading.faults),
        faults: reading.faults.into_vec(),
    })
}

/// `AttributeUserData<tab>[149] 00 01 03 00..`
#[derive(Default)]
pub(super) struct Header<'t> {
    name: Option<&'t str>,
    size: Option<usize>,
    first: Vec<u8>,
}

impl<'t> Header<'t> {
    pub(super) fn of(line: Line<'t>) -> Option<Self> {
        let text = line.text.trim_matches(BLANKS);
        let (name, rest) = text.split_once('[')?;
        let name = name.trim_end_matches(BLANKS);
        let (size, rest) = rest.split_once(']')?;
        let size = size.parse().ok()?;
        let rest = rest.trim_matches(BLANKS).trim_end_matches('.');
        let first: Vec<u8> = match rest {
            _ if is_mask(rest) => vec![],
            _ => rest.split_ascii_whitespace().map(hex).collect::<Option<_>>()?,
        };
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '(' | ')');
        let is_name = !name.is_empty() && name.chars().all(is_word);
        // Bytes, or the usual name: `thread [12]` is not a list.
        let is_list = !first.is_empty() || name.starts_with("Attribute");
        (is_name && is_list).then_some(Self { name: Some(name), size: Some(size), first })
    }
}

/// A line of quoted pairs, its value perhaps going on.
pub(super) struct PairLine<'t> {
    line: Line<'t>,
    lists: Vec<&'t str>,
    leaf: Option<(&'t str, Raw<'t>)>,
    fault: Option<TextError>,
}

impl<'t> PairLine<'t> {
    /// Whether a log's line is so much like a pair that a list without a header starts there.
    fn starts_list(&self) -> bool {
        self.fault.is_none()
            && self.leaf.as_ref().is_none_or(|(_, raw)| raw.ends_here() && raw.is_known())
    }

    /// Read the value to its end.
    pub(super) fn finish(self, lines: &mut Lines<'t>, reading: &mut Reading<'t>) -> Entry<'t> {
        let leaf = self.leaf.map(|(key, raw)| {
            let value = raw.finish(self.line, lines, starts_pair, &mut reading.faults);
            TextPair { key: key.to_owned(), value }
        });
        if let Some(fault) = self.fault {
            reading.faults.add(fault);
        }
        let lists = self.lists.into_iter().map(str::to_owned).collect();
        Entry { line: self.line, indent: self.line.indent(), lists, leaf }
    }
}

/// Whether a line within a value looks so much like the next pair that the value must be cut.
fn starts_pair(line: Line<'_>) -> bool {
    head(line.text.trim_start_matches(BLANKS)).is_some() || Header::of(line).is_some()
}

/// Read a line as pairs; `None` if it does not start like one.
pub(super) fn pair_line(line: Line<'_>) -> Option<PairLine<'_>> {
    let mut rest = line.text.trim_matches(BLANKS);
    let mut pair = PairLine { line, lists: Vec::new(), leaf: None, fault: None };
    loop {
        let Some((key, marker, body)) = head(rest) else {
            if pair.lists.is_empty() {
                return None;
            }
            pair.fault = Some(line.fault_at(rest, TextErrorKind::not_a_pair(rest)));
            return Some(pair);
        };
        let raw = match marker {
            Marker::List if body.is_empty() => {
                pair.lists.push(key);
                return Some(pair);
            }
            Marker::List if let Some(mask) = list_mask(body) => mask,
            Marker::List => {
                if pair.lists.len() == Limits::MAX_DEPTH {
                    let kind = TextErrorKind::TooDeep { max: Limits::MAX_DEPTH };
                    pair.fault = Some(line.fault(kind));
                    return Some(pair);
                }
                pair.lists.push(key);
                rest = body;
                continue;
            }
            Marker::Binary => expect(Raw::binary(body), line, key, body),
            Marker::Unicode => {
                let raw = Raw::quoted(open_end(body, line), '\'', TextKind::Unicode);
                expect(raw, line, key, body)
            }
            Marker::None => {
                let raw = Raw::bare(body)
                    .or_else(|| Raw::quoted(open_end(body, line), '\'', TextKind::String));
                expect(raw, line, key, body)
            }
        };
        pair.leaf = Some((key, raw));
        return Some(pair);
    }
}

/// The mask of a whole list; a pair behind the list's key may have one of its own.
fn list_mask(body: &str) -> Option<Raw<'_>> {
    masked(body).filter(|_| head(body).is_none())
}

/// `body` with the blanks behind it: they belong to a value that goes on.
pub(super) fn open_end<'t>(body: &'t str, line: Line<'t>) -> &'t str {
    let blanks = line.text.len() - line.text.trim_end_matches(BLANKS).len();
    let from = line.text.len() - blanks - body.len();
    line.text.get(from..).unwrap_or(body)
}

enum Marker {
    None,
    List,
    Binary,
    Unicode,
}

/// Split off a quoted key: it ends at the first quote with something behind it that can follow
/// a key.
fn head(text: &str) -> Option<(&str, Marker, &str)> {
    if !text.starts_with('\'') {
        return None;
    }
    text.match_indices('\'').skip(1).find_map(|(end, _)| {
        let (marker, body) = marker(text.get(end + 1..)?)?;
        Some((text.get(1..end)?, marker, body))
    })
}

fn marker(after: &str) -> Option<(Marker, &str)> {
    let body = after.trim_start_matches(BLANKS);
    let tagged = |tag: &str| body.strip_prefix(tag).map(|body| body.trim_start_matches(BLANKS));
    if let Some(body) = tagged("(list)") {
        return Some((Marker::List, body));
    }
    if let Some(body) = tagged("(bin)") {
        return Some((Marker::Binary, body));
    }
    if let Some(body) = tagged("(unicode)") {
        return Some((Marker::Unicode, body));
    }
    let blanks = after.len() - body.len();
    let is_value = body.starts_with(['\'', '*', '(', '<']) || is_number(body);
    let follows = after.starts_with('\t') || blanks > 0 && is_value;
    follows.then_some((Marker::None, body))
}
