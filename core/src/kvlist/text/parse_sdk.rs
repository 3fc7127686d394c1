//! The SDK's form: `'key' [str] = "value"`, nested lists in parentheses or indented.
//!
//! Owns its header, its types in brackets and both ways of nesting.

use super::chars::BLANKS;
use super::edge::{Edge, Reading};
use super::error::{TextError, TextErrorKind};
use super::lines::{Line, Lines};
use super::mask::is_mask;
use super::nest::Tower;
use super::parse_tserver::open_end;
use super::tree::{TextList, TextValue};
use super::value::{Faults, Raw, TextKind, expect, masked, text_len, unknown};
use super::{Mode, TextBlock, TextForm};

/// The word that the SDK prints before the pairs of a list.
pub(super) const LIST_WORD: &str = "KVList:";

/// The block on the next line; see [`super::Reader`].
pub(super) fn block(lines: &mut Lines<'_>, mode: Mode) -> Option<TextBlock> {
    let start = lines.peek()?;
    let header = header(start);
    match (&header, value_line(start)) {
        (Some(_), _) => {
            lines.next();
        }
        (None, Some(value)) if mode == Mode::Whole || value.starts_list() => {}
        (None, _) => return None,
    }
    let edge = Edge { header: header.map(|_| start.indent().columns), mode };
    let mut nesting = Nesting::default();
    let mut reading = Reading::default();
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
        let pair = head(line.text).and_then(|(key, _)| Some((key, value_line(line)?)));
        match pair {
            Some((key, value)) => {
                lines.next();
                reading.column.get_or_insert(line.indent().columns);
                nesting.take(key, value, line, lines, &mut reading);
            }
            None if edge.is_garbled(line, reading.column()) => {
                lines.next();
                reading.faults.add(line.fault(TextErrorKind::not_a_pair(line.text)));
            }
            None if edge.resumes(*lines, reading.column(), |line| value_line(line).is_some()) => {
                lines.next();
            }
            None => break,
        }
    }
    let list = nesting.finish(&mut reading.faults);
    Some(TextBlock {
        form: TextForm::Sdk,
        line: start.number,
        last_line: lines.number(),
        attribute: header.filter(|name| !name.is_empty()).map(str::to_owned),
        logged_size: None,
        first_bytes: vec![],
        list,
        faults: reading.faults.into_vec(),
    })
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
    /// Mask of a pair hidden by the SDK's filter.
    Masked,
    /// `[long]`, `[float]` and the like, which the SDK's collections have and lists have not.
    Other,
}

/// End of a nested list.
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
    /// Whether a log's line is so much like a pair that a list without a header starts there.
    fn starts_list(&self) -> bool {
        match self {
            Self::Leaf(raw) => raw.ends_here(),
            Self::List(_) | Self::Empty => true,
        }
    }
}

/// Key, type, type with its brackets, and what stands behind it.
type Head<'t> = (&'t str, (Type, &'t str, &'t str));

/// Split off key and type: the key ends at the first quote with a type behind it.
fn head(text: &str) -> Option<Head<'_>> {
    let text = text.trim_matches(BLANKS);
    if !text.starts_with('\'') {
        return None;
    }
    text.match_indices('\'').skip(1).find_map(|(end, _)| {
        let after = text.get(end + 1..)?.trim_start_matches(BLANKS);
        Some((text.get(1..end)?, tagged(after)?))
    })
}

/// A type in brackets at the start of a text, with a value or nothing behind it.
fn tagged(text: &str) -> Option<(Type, &str, &str)> {
    let close = text.strip_prefix('[')?.find(']')? + 2;
    let (tag, rest) = text.split_at_checked(close)?;
    let word = tag.trim_matches(['[', ']']);
    let is_word = |c: char| c.is_ascii_alphanumeric() || " ._-:<>".contains(c);
    let kind = match word {
        "str" => Type::Str,
        "int" => Type::Int,
        "list" | "bstr" => Type::List,
        "bin" => Type::Bin,
        "unicode" => Type::Unicode,
        _ if is_mask(tag) => Type::Masked,
        _ if !word.is_empty() && word.len() <= 60 && word.chars().all(is_word) => Type::Other,
        _ => return None,
    };
    let known = !matches!(kind, Type::Other);
    let body = rest.trim_start_matches(BLANKS);
    (known || body.is_empty() || body.starts_with('=')).then_some((kind, tag, rest))
}

/// Read what a line gives its key; `None` if it is not a pair of this form.
fn value_line(line: Line<'_>) -> Option<Value<'_>> {
    let (key, (kind, tag, rest)) = head(line.text)?;
    let rest = rest.trim_start_matches(BLANKS);
    if let Type::Masked = kind {
        return Some(Value::Leaf(Raw::Whole(TextValue::Masked(tag.to_owned()))));
    }
    let body = rest.strip_prefix('=').unwrap_or(rest).trim_start_matches(BLANKS);
    let all = open_end(body, line);
    if let Some(mask) = masked(body) {
        return Some(Value::Leaf(mask));
    }
    let raw = match kind {
        Type::List => match list_value(body) {
            Some(value) => return Some(value),
            None => None,
        },
        Type::Int => Raw::bare(body),
        Type::Bin => Raw::binary(body),
        Type::Unicode => Raw::quoted(all, '"', TextKind::Unicode),
        Type::Str | Type::Masked => Raw::quoted(all, '"', TextKind::String),
        Type::Other => {
            let typed = rest_with(tag, line.text).trim_end_matches(BLANKS);
            return Some(Value::Leaf(unknown(line, typed, TextErrorKind::unknown_type(key, tag))));
        }
    };
    Some(Value::Leaf(expect(raw, line, key, body)))
}

/// `text` from `tag`, which is a piece of it, on.
fn rest_with<'t>(tag: &'t str, text: &'t str) -> &'t str {
    let offset = (tag.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    offset.and_then(|offset| text.get(offset..)).unwrap_or(tag)
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
    head(line.text).is_some() || header(line).is_some()
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
    /// Add a pair.
    fn take<'t>(
        &mut self,
        key: &str,
        value: Value<'t>,
        line: Line<'t>,
        lines: &mut Lines<'t>,
        reading: &mut Reading<'t>,
    ) {
        self.close_indented(line.indent().columns);
        let value = match value {
            Value::List(end) => {
                if reading.spend(line, key.len()) {
                    self.open(key, line, end, &mut reading.faults);
                }
                return;
            }
            Value::Empty => TextValue::List(TextList::default()),
            Value::Leaf(raw) => raw.finish(line, lines, starts_pair, &mut reading.faults),
        };
        if reading.spend(line, key.len() + text_len(&value)) {
            self.tower.top.push(key, value);
        }
    }

    fn open(&mut self, key: &str, line: Line<'_>, end: End, faults: &mut Faults) {
        if let Err(fault) = self.tower.open(key.to_owned(), line) {
            faults.add(fault);
            return;
        }
        let column = match end {
            End::Indent => Some(line.indent().columns),
            End::Paren => {
                self.parens += 1;
                None
            }
        };
        self.ends.push((line.number, column));
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

    fn finish(mut self, faults: &mut Faults) -> TextList {
        let open = self.ends.iter().rev().find(|(_, column)| column.is_none());
        if let Some((line, _)) = open {
            let what = "a list in parentheses";
            faults.add(TextError::at(TextErrorKind::Unclosed { what }, *line));
        }
        self.tower.close_to(0);
        self.tower.top
    }
}
