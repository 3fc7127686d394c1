//! Lines of a text: numbers, indentation, and quoted values that span several lines.
//!
//! Owns the rules shared by all three forms below the level of a pair. Must not know any form's
//! markers.

use super::chars::BLANKS;
use super::error::{TextError, TextErrorKind};
use super::log::is_of_the_log;
use super::prefix::Prefix;
use crate::kvlist::Limits;

/// A line without its end, and without the prefix of its list.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    pub number: usize,
    pub text: &'t str,
    /// Characters that stood before it.
    pub before: usize,
}

impl Line<'_> {
    /// Placeholder for a line without the prefix of its list; no list can contain it.
    const FOREIGN: &'static str = "\u{fffc}";

    /// The same for a line that may be of a list with another prefix.
    pub(super) const OF_ANOTHER_LIST: &'static str = "\u{fffc}\u{fffc}";

    pub(super) fn is_blank(self) -> bool {
        self.text.trim().is_empty()
    }

    pub(super) fn fault(self, kind: TextErrorKind) -> TextError {
        TextError::at(kind, self.number)
    }

    /// A fault of `part`, which is a piece of this line.
    pub(super) fn fault_at(self, part: &str, kind: TextErrorKind) -> TextError {
        let offset = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize);
        let head = offset.and_then(|offset| self.text.get(..offset));
        let fault = self.fault(kind);
        match head {
            Some(head) => fault.in_column(self.before + head.chars().count() + 1),
            None => fault,
        }
    }

    pub(super) fn indent(self) -> Indent {
        let mut indent = Indent { columns: 0, tabs_only: true };
        for character in self.text.chars() {
            match character {
                '\t' => indent.columns = (indent.columns / Indent::TAB + 1) * Indent::TAB,
                ' ' | '\u{a0}' => {
                    indent.columns += 1;
                    indent.tabs_only = false;
                }
                _ => break,
            }
        }
        indent
    }
}

/// Indentation of a line.
#[derive(Clone, Copy)]
pub(super) struct Indent {
    pub columns: usize,
    pub tabs_only: bool,
}

impl Indent {
    /// Columns of a tab.
    pub(super) const TAB: usize = 8;
}

/// The lines of a text, from the next one on; a copy looks ahead.
#[derive(Clone, Copy)]
pub(super) struct Lines<'t> {
    rest: Option<&'t str>,
    number: usize,
    prefix: Option<Prefix<'t>>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self::after(text, 0)
    }

    /// The lines of a text that `number` lines stand before.
    pub(super) fn after(text: &'t str, number: usize) -> Self {
        Self { rest: Some(text).filter(|text| !text.is_empty()), number, prefix: None }
    }

    /// The same lines without `prefix`; lines without it are meaningless, but counted.
    pub(super) fn without(self, prefix: Option<Prefix<'t>>) -> Self {
        Self { prefix, ..self }
    }

    /// How many lines were taken.
    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// Bytes that are left.
    pub(super) fn left(&self) -> usize {
        self.rest.map_or(0, str::len)
    }

    pub(super) fn peek(&self) -> Option<Line<'t>> {
        let mut ahead = *self;
        ahead.next()
    }

    /// The next line that is not blank; blank ones before it are consumed.
    pub(super) fn peek_text(&mut self) -> Option<Line<'t>> {
        while let Some(line) = self.peek() {
            if !line.is_blank() {
                return Some(line);
            }
            self.next();
        }
        None
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = Line<'t>;

    fn next(&mut self) -> Option<Line<'t>> {
        let rest = self.rest?;
        let (text, after) = match rest.split_once('\n') {
            Some((text, after)) => (text, Some(after).filter(|after| !after.is_empty())),
            None => (rest, None),
        };
        self.rest = after;
        self.number += 1;
        let text = text.strip_suffix('\r').unwrap_or(text);
        let inner = self.prefix.map_or(Some(text), |prefix| prefix.strip(text));
        let inner = inner.unwrap_or_else(|| match Prefix::candidates(text).next() {
            Some(_) => Line::OF_ANOTHER_LIST,
            None => Line::FOREIGN,
        });
        let before = text.len().saturating_sub(inner.len());
        let before = text.get(..before).map_or(0, |head| head.chars().count());
        Some(Line { number: self.number, text: inner, before })
    }
}

/// A quoted value, up to the end of its first line.
pub(super) enum Quoted<'t> {
    /// First to last quote of the line.
    Closed(&'t str),
    /// The line ends before the closing quote.
    Open(&'t str),
}

/// Read a body that starts with `quote`; a quote inside is part of the value.
///
/// A filter can put tags around a value (`<#'text'#>`), so a body that starts with `<` is
/// read from its first to its last quote.
pub(super) fn quoted(body: &str, quote: char) -> Option<Quoted<'_>> {
    if let Some(inner) = body.strip_prefix(quote) {
        let closed = inner.trim_end_matches(BLANKS).strip_suffix(quote);
        return Some(closed.map_or(Quoted::Open(inner), Quoted::Closed));
    }
    if !body.starts_with('<') {
        return None;
    }
    let (_, after) = body.split_once(quote)?;
    let (value, _) = after.rsplit_once(quote)?;
    Some(Quoted::Closed(value))
}

/// Read on to the line that ends with `quote`.
///
/// A line for which `ends` holds means that the log lost the end of the value; so does a line
/// that is the log's own.
pub(super) fn close<'t>(
    first: &str,
    quote: char,
    start: Line<'t>,
    lines: &mut Lines<'t>,
    ends: fn(Line<'_>) -> bool,
) -> Result<String, TextError> {
    let mut value = first.to_owned();
    let goes_on = |line: &Line<'_>| !ends(*line) && !is_of_the_log(line.text);
    while let Some(line) = lines.peek().filter(goes_on) {
        lines.next();
        value.push('\n');
        if let Some(last) = line.text.trim_end_matches(BLANKS).strip_suffix(quote) {
            value.push_str(last);
            return Ok(value);
        }
        value.push_str(line.text);
        if value.len() > Budget::MAX_TEXT {
            return Err(Budget::too_much_text(start));
        }
    }
    Err(start.fault(TextErrorKind::Unclosed { what: "a quoted value" }))
}

/// Memory that one list may still use.
#[derive(Default)]
pub(super) struct Budget {
    pairs: usize,
    text: usize,
}

impl Budget {
    /// A packed byte is at most three bytes of text: U+FFFD for a byte that is none.
    const MAX_TEXT: usize = 3 * Limits::MAX_BYTES;

    /// Count a pair with that many bytes of key and value.
    pub(super) fn pair(&mut self, line: Line<'_>, text: usize) -> Result<(), TextError> {
        self.pairs += 1;
        self.text += text;
        if self.text > Self::MAX_TEXT {
            return Err(Self::too_much_text(line));
        }
        if self.pairs > Limits::MAX_PAIRS {
            let max = Limits::MAX_PAIRS;
            return Err(line.fault(TextErrorKind::TooBig { what: "pairs", max }));
        }
        Ok(())
    }

    fn too_much_text(line: Line<'_>) -> TextError {
        line.fault(TextErrorKind::TooBig { what: "bytes of text", max: Self::MAX_TEXT })
    }
}
