//! End of a list, and the memory that its reading may use.
//!
//! Owns the bounds of one list's memory, and the judgement of lines that are not pairs: garbled
//! lines belong to the list, the log's own lines may interrupt it, any other line ends it.

use super::lines::{Budget, Line, Lines};
use super::log::{attribute, is_of_the_log, starts_message};
use super::nest::Entry;
use super::value::{Faults, text_len};
use super::{Mode, parse_ocs};

/// The part of a list that has been read.
#[derive(Default)]
pub(super) struct Reading<'t> {
    pub entries: Vec<Entry<'t>>,
    pub faults: Faults,
    /// Position of its first pair.
    pub column: Option<usize>,
    budget: Budget,
    spent: bool,
}

impl<'t> Reading<'t> {
    pub(super) fn is_empty(&self) -> bool {
        self.column.is_none()
    }

    pub(super) fn column(&self) -> Option<usize> {
        self.column
    }

    /// Whether there is room for one more pair, with that many bytes of text; the first that
    /// there is none for is a fault.
    pub(super) fn spend(&mut self, line: Line<'_>, text: usize) -> bool {
        if self.spent {
            return false;
        }
        if let Err(fault) = self.budget.pair(line, text) {
            self.faults.add(fault);
            self.spent = true;
        }
        !self.spent
    }

    /// Add what a line held.
    pub(super) fn add(&mut self, line: Line<'_>, entry: Entry<'t>) {
        self.column.get_or_insert(entry.indent.columns);
        let lists = entry.lists.iter().all(|key| self.spend(line, key.len()));
        let leaf = entry.leaf.as_ref().map_or(0, |pair| pair.key.len() + text_len(&pair.value));
        if lists && (entry.leaf.is_none() || self.spend(line, leaf)) {
            self.entries.push(entry);
        }
    }
}

/// Signs of a list's end.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    /// The column of its header, if it has one.
    pub header: Option<usize>,
    pub mode: Mode,
}

impl Edge {
    /// Log lines that may interrupt a list.
    const FOREIGN_LINES: usize = 16;

    /// Whether a line that is not a pair was one before something garbled it. Pairs stand in
    /// `column` or deeper.
    pub(super) fn is_garbled(self, line: Line<'_>, column: Option<usize>) -> bool {
        let text = line.text.trim_start();
        if self.mode == Mode::Whole {
            return false;
        }
        let indent = line.indent().columns;
        let deeper = match (self.header, column) {
            (Some(header), column) => indent > header && indent >= column.unwrap_or(0),
            (None, Some(column)) => indent > 0 && indent >= column && text.starts_with('\''),
            (None, None) => false,
        };
        deeper && !is_of_the_log(text)
    }

    /// Whether the list continues after the next line, which is the log's own.
    pub(super) fn resumes<'t>(
        self,
        mut ahead: Lines<'t>,
        column: Option<usize>,
        is_pair: impl Fn(Line<'t>) -> bool,
    ) -> bool {
        let (Some(header), Some(column)) = (self.header, column) else { return false };
        if self.mode == Mode::Whole || column <= header {
            return false;
        }
        for line in ahead.by_ref().take(Self::FOREIGN_LINES) {
            let text = line.text;
            let others = text == Line::OF_ANOTHER_LIST;
            let of_a_message = starts_message(text) || attribute(text).is_some();
            if others || line.is_blank() || of_a_message || parse_ocs::starts_block(line) {
                return false;
            }
            if line.indent().columns >= column && is_pair(line) {
                return true;
            }
        }
        false
    }
}
