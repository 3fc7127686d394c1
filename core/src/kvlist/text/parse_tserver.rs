//! T-Server's and URS' form, and the quoted lines that OCS uses for nested properties.
//!
//! Owns the header line and the line `'KEY'(list) 'KEY'<tab>value`. Which list a line belongs
//! to is `nest`'s business.

use super::error::{TextError, TextErrorKind};
use super::lines::{BLANKS, Budget, Line, Lines, MASK};
use super::nest::{Entry, Levels, nest};
use super::tree::{TextPair, TextValue};
use super::value::{Raw, TextKind, expect, hex, is_mask, is_number, text_len};
use super::{Mode, TextBlock, TextForm};
use crate::kvlist::Limits;

/// The block on the next line; see [`super::Reader`].
pub(super) fn block(lines: &mut Lines<'_>, mode: Mode) -> Result<Option<TextBlock>, TextError> {
    let Some(start) = lines.peek() else { return Ok(None) };
    let header = Header::of(start);
    match (&header, pair_line(start)) {
        (Some(_), _) => {
            lines.next();
        }
        (None, Ok(Some(pair))) if mode == Mode::Whole || pair.ends_here() => {}
        (None, Err(error)) if mode == Mode::Whole => return Err(error),
        (None, _) => return Ok(None),
    }
    let mut entries = Vec::new();
    let mut budget = Budget::default();
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
        let Some(pair) = pair_line(line)? else { break };
        lines.next();
        entries.push(pair.finish(lines, &mut budget)?);
    }
    let header = header.unwrap_or_default();
    Ok(Some(TextBlock {
        form: TextForm::TServer,
        line: start.number,
        attribute: header.name.map(str::to_owned),
        logged_size: header.size,
        first_bytes: header.first,
        list: nest(entries, Levels::Tabs)?,
    }))
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
            MASK => vec![],
            _ => rest.split_ascii_whitespace().map(hex).collect::<Option<_>>()?,
        };
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '(' | ')');
        let is_name = !name.is_empty() && name.chars().all(is_word);
        // Bytes, or the usual name: `thread [12]` is no list.
        let is_list = !first.is_empty() || name.starts_with("Attribute");
        (is_name && is_list).then_some(Self { name: Some(name), size: Some(size), first })
    }
}

/// A line of quoted pairs, its value perhaps going on.
pub(super) struct PairLine<'t> {
    line: Line<'t>,
    lists: Vec<&'t str>,
    leaf: Option<(&'t str, Raw<'t>)>,
}

impl<'t> PairLine<'t> {
    /// Whether the value ends on this line.
    fn ends_here(&self) -> bool {
        !matches!(self.leaf, Some((_, Raw::Open { .. })))
    }

    /// Read the value to its end.
    pub(super) fn finish(
        self,
        lines: &mut Lines<'t>,
        budget: &mut Budget,
    ) -> Result<Entry<'t>, TextError> {
        for key in &self.lists {
            budget.pair(self.line, key.len())?;
        }
        let leaf = match self.leaf {
            None => None,
            Some((key, raw)) => {
                let value = raw.finish(self.line, lines, starts_pair)?;
                budget.pair(self.line, key.len() + text_len(&value))?;
                Some(TextPair { key: key.to_owned(), value })
            }
        };
        let lists = self.lists.into_iter().map(str::to_owned).collect();
        Ok(Entry { line: self.line, indent: self.line.indent(), lists, leaf })
    }
}

/// Whether a line within a value looks so much like the next pair that the value must be cut.
fn starts_pair(line: Line<'_>) -> bool {
    let text = line.text.trim_start_matches(BLANKS);
    text.len() < line.text.len() && head(text).is_some() || Header::of(line).is_some()
}

/// Read a line as pairs; `None` if it does not start like one.
pub(super) fn pair_line(line: Line<'_>) -> Result<Option<PairLine<'_>>, TextError> {
    let mut rest = line.text.trim_matches(BLANKS);
    let mut lists = Vec::new();
    loop {
        let Some((key, marker, body)) = head(rest) else {
            if lists.is_empty() {
                return Ok(None);
            }
            return Err(line.fault(TextErrorKind::not_a_pair(rest)));
        };
        let raw = match marker {
            Marker::List if body.is_empty() => {
                lists.push(key);
                return Ok(Some(PairLine { line, lists, leaf: None }));
            }
            Marker::List if is_mask(body) => Raw::Whole(TextValue::Masked),
            Marker::List => {
                lists.push(key);
                if lists.len() > Limits::MAX_DEPTH {
                    return Err(line.fault(TextErrorKind::TooDeep { max: Limits::MAX_DEPTH }));
                }
                rest = body;
                continue;
            }
            Marker::Binary => expect(Raw::binary(body), line, key, body)?,
            Marker::Unicode => {
                let raw = Raw::quoted(open_end(body, line), '\'', TextKind::Unicode);
                expect(raw, line, key, body)?
            }
            Marker::None => {
                let raw = Raw::bare(body)
                    .or_else(|| Raw::quoted(open_end(body, line), '\'', TextKind::String));
                expect(raw, line, key, body)?
            }
        };
        return Ok(Some(PairLine { line, lists, leaf: Some((key, raw)) }));
    }
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
    let is_value = body.starts_with(['\'', '*']) || is_number(body);
    let follows = after.starts_with('\t') || blanks > 0 && is_value;
    follows.then_some((Marker::None, body))
}
