//! The SDK's form: `'key' [str] = "value"`, nested lists in parentheses or indented.
//!
//! Owns its header, its types in brackets and both ways of nesting.

use super::error::{TextError, TextErrorKind};
use super::lines::{BLANKS, Budget, Line, Lines};
use super::nest::Tower;
use super::parse_tserver::open_end;
use super::tree::{TextList, TextValue};
use super::value::{Raw, TextKind, expect, is_mask, text_len};
use super::{Mode, TextBlock, TextForm};

/// The word that the SDK prints before the pairs of a list.
pub(super) const LIST_WORD: &str = "KVList:";

/// The block on the next line; see [`super::Reader`].
pub(super) fn block(lines: &mut Lines<'_>, mode: Mode) -> Result<Option<TextBlock>, TextError> {
    let Some(start) = lines.peek() else { return Ok(None) };
    let header = header(start);
    match (&header, value_line(start)) {
        (Some(_), _) => {
            lines.next();
        }
        (None, Some(Ok(raw))) if mode == Mode::Whole || raw.ends_here() => {}
        (None, Some(Err(error))) if mode == Mode::Whole => return Err(error),
        (None, _) => return Ok(None),
    }
    let mut nesting = Nesting::default();
    let mut budget = Budget::default();
    while let Some(line) = lines.peek() {
        if line.is_blank() {
            if header.is_none() && mode == Mode::Excerpt && nesting.parens == 0 {
                break;
            }
            lines.next();
            continue;
        }
        if line.text.trim() == ")" && nesting.parens > 0 {
            lines.next();
            nesting.close_paren();
            continue;
        }
        let Some((key, _)) = head(line.text) else { break };
        let Some(value) = value_line(line) else { break };
        let value = value?;
        lines.next();
        nesting.close_indented(line.indent().columns);
        match value {
            Value::List(end) => {
                budget.pair(line, key.len())?;
                nesting.open(key, line, end)?;
            }
            Value::Empty => {
                budget.pair(line, key.len())?;
                nesting.tower.top.push(key, TextValue::List(TextList::default()));
            }
            Value::Leaf(raw) => {
                let value = raw.finish(line, lines, starts_pair)?;
                budget.pair(line, key.len() + text_len(&value))?;
                nesting.tower.top.push(key, value);
            }
        }
    }
    Ok(Some(TextBlock {
        form: TextForm::Sdk,
        line: start.number,
        attribute: header.filter(|name| !name.is_empty()).map(str::to_owned),
        logged_size: None,
        first_bytes: vec![],
        list: nesting.finish()?,
    }))
}

/// The name in `AttributeUserData [bstr] = KVList:`; empty if the line is the word alone.
fn header(line: Line<'_>) -> Option<&str> {
    let text = line.text.trim().strip_suffix(LIST_WORD)?;
    if text.starts_with('\'') {
        return None;
    }
    let text = text.trim_end().trim_end_matches('=').trim_end();
    let text = text.strip_suffix("[bstr]").or(text.strip_suffix("[list]")).unwrap_or(text);
    let name = text.trim_end();
    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_').then_some(name)
}

/// Types in brackets. The SDK calls packed lists `bstr` where it has not unpacked their type;
/// `bin` and `unicode` are this library's words.
#[derive(Clone, Copy)]
enum Type {
    Str,
    Int,
    List,
    Bin,
    Unicode,
    Suppressed,
}

const TYPES: [(&str, Type); 7] = [
    ("[str]", Type::Str),
    ("[int]", Type::Int),
    ("[list]", Type::List),
    ("[bstr]", Type::List),
    ("[bin]", Type::Bin),
    ("[unicode]", Type::Unicode),
    // What the SDK's filter leaves of a hidden pair.
    ("[output suppressed]", Type::Suppressed),
];

/// How a nested list ends.
enum End {
    Paren,
    Indent,
}

enum Value<'t> {
    List(End),
    Empty,
    Leaf(Raw<'t>),
}

impl Value<'_> {
    fn ends_here(&self) -> bool {
        !matches!(self, Self::Leaf(Raw::Open { .. }))
    }
}

/// Split off key and type; the rest is the type and what stands behind it.
fn head(text: &str) -> Option<(&str, (Type, &str))> {
    let text = text.trim_matches(BLANKS);
    if !text.starts_with('\'') {
        return None;
    }
    text.match_indices('\'').skip(1).find_map(|(end, _)| {
        let after = text.get(end + 1..)?.trim_start_matches(BLANKS);
        let typed = |(tag, kind): &(&str, Type)| Some((*kind, after.strip_prefix(tag)?));
        let found = TYPES.iter().find_map(typed)?;
        Some((text.get(1..end)?, found))
    })
}

/// Read what a line gives its key; `None` if it is no pair of this form.
fn value_line(line: Line<'_>) -> Option<Result<Value<'_>, TextError>> {
    let (key, (kind, rest)) = head(line.text)?;
    let rest = rest.trim_start_matches(BLANKS);
    if let Type::Suppressed = kind {
        return Some(Ok(Value::Leaf(Raw::Whole(TextValue::Masked))));
    }
    let body = rest.strip_prefix('=').unwrap_or(rest).trim_start_matches(BLANKS);
    let all = open_end(body, line);
    let raw = match kind {
        _ if is_mask(body) => Some(Raw::Whole(TextValue::Masked)),
        Type::List => match list_value(body) {
            Some(value) => return Some(Ok(value)),
            None => None,
        },
        Type::Int => Raw::bare(body),
        Type::Bin => Raw::binary(body),
        Type::Unicode => Raw::quoted(all, '"', TextKind::Unicode),
        Type::Str | Type::Suppressed => Raw::quoted(all, '"', TextKind::String),
    };
    Some(expect(raw, line, key, body).map(Value::Leaf))
}

fn list_value<'t>(body: &str) -> Option<Value<'t>> {
    let body = body.strip_prefix(LIST_WORD).unwrap_or(body).trim();
    match body {
        "" => Some(Value::List(End::Indent)),
        "(" => Some(Value::List(End::Paren)),
        "()" => Some(Value::Empty),
        _ => None,
    }
}

/// Whether a line within a value looks so much like the next pair that the value must be cut.
fn starts_pair(line: Line<'_>) -> bool {
    line.text.starts_with(BLANKS) && head(line.text).is_some() || header(line).is_some()
}

/// The lists around the next line, and how each of them ends.
#[derive(Default)]
struct Nesting {
    tower: Tower,
    /// One for each open list: the line it starts on, and the column of that if none of its
    /// pairs may stand there.
    ends: Vec<(usize, Option<usize>)>,
    parens: usize,
}

impl Nesting {
    fn open(&mut self, key: &str, line: Line<'_>, end: End) -> Result<(), TextError> {
        self.tower.open(key.to_owned(), line)?;
        let column = match end {
            End::Indent => Some(line.indent().columns),
            End::Paren => {
                self.parens += 1;
                None
            }
        };
        self.ends.push((line.number, column));
        Ok(())
    }

    /// End the lists that a line at `columns` is no longer part of.
    fn close_indented(&mut self, columns: usize) {
        while matches!(self.ends.last(), Some((_, Some(column))) if columns <= *column) {
            self.close();
        }
    }

    /// End the innermost list in parentheses, and those within it.
    fn close_paren(&mut self) {
        while matches!(self.ends.last(), Some((_, Some(_)))) {
            self.close();
        }
        self.close();
        self.parens = self.parens.saturating_sub(1);
    }

    fn close(&mut self) {
        self.ends.pop();
        self.tower.close_to(self.ends.len());
    }

    fn finish(mut self) -> Result<TextList, TextError> {
        let open = self.ends.iter().rev().find(|(_, column)| column.is_none());
        if let Some((line, _)) = open {
            let what = "a list in parentheses";
            return Err(TextError::at(TextErrorKind::Unclosed { what }, *line));
        }
        self.tower.close_to(0);
        Ok(self.tower.top)
    }
}
