//! Nesting: builds nested lists from pairs and their indentation.
//!
//! Owns the assignment of lines to lists. Must not read the lines themselves.

use super::error::{TextError, TextErrorKind};
use super::lines::{Indent, Line};
use super::tree::{TextList, TextPair, TextValue};
use super::value::Faults;
use crate::kvlist::Limits;

/// A line: keys of the lists that it opens, and the pair at its end, if there is one.
pub(super) struct Entry<'t> {
    pub line: Line<'t>,
    pub indent: Indent,
    pub lists: Vec<String>,
    pub leaf: Option<TextPair>,
}

/// Meaning of indentation for levels of nesting.
#[derive(Clone, Copy)]
pub(super) enum Levels {
    /// One tab each. Where tabs were replaced by spaces, what the widths allow.
    Tabs,
    /// Any deeper indentation is the next level.
    Ranks,
}

/// Build the list of `entries`; the first one stands on the top level.
///
/// A line whose indentation fits no list, or that is too deep, is put where it can be, with the
/// fault.
pub(super) fn nest(entries: Vec<Entry<'_>>, rule: Levels, faults: &mut Faults) -> TextList {
    let levels = match rule {
        Levels::Tabs => tab_levels(&entries),
        Levels::Ranks => {
            let mut widths: Vec<usize> = entries.iter().map(|entry| entry.indent.columns).collect();
            widths.sort_unstable();
            widths.dedup();
            levels(&entries, |columns| widths.binary_search(&columns).ok())
        }
    };
    let mut tower = Tower::default();
    for (entry, level) in entries.into_iter().zip(levels) {
        match level {
            Ok(level) => tower.close_to(level),
            Err(fault) => {
                faults.add(fault);
                if entry.indent.columns == 0 {
                    tower.close_to(0);
                }
            }
        }
        for key in entry.lists {
            if let Err(fault) = tower.open(key, entry.line) {
                faults.add(fault);
            }
        }
        tower.top.pairs.extend(entry.leaf);
    }
    tower.close_to(0);
    tower.top
}

/// A viewer's tab width is not known. T-Server puts pairs behind two tabs, so half of the first
/// indentation is one; if that does not fit, the widest step that all lines share.
fn tab_levels(entries: &[Entry<'_>]) -> Vec<Result<usize, TextError>> {
    let base = entries.first().map_or(0, |entry| entry.indent.columns);
    let by_unit = |unit: usize| {
        levels(entries, move |columns| {
            let deeper = columns.checked_sub(base)?;
            (deeper % unit == 0).then_some(deeper / unit)
        })
    };
    if entries.iter().all(|entry| entry.indent.tabs_only) {
        return by_unit(Indent::TAB);
    }
    let widths = entries.iter().map(|entry| entry.indent.columns.abs_diff(base));
    let shared = widths.fold(0, gcd).max(1);
    match base / 2 {
        0 => by_unit(shared),
        half => {
            let halves = by_unit(half);
            if halves.iter().all(Result::is_ok) { halves } else { by_unit(shared) }
        }
    }
}

fn gcd(a: usize, b: usize) -> usize {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The level of each entry; it must be the top level or that of a list still open.
fn levels(
    entries: &[Entry<'_>],
    level_of: impl Fn(usize) -> Option<usize>,
) -> Vec<Result<usize, TextError>> {
    let mut open = 0;
    let level = |entry: &Entry<'_>| {
        let columns = entry.indent.columns;
        let level = level_of(columns).filter(|level| *level <= open);
        open = level.unwrap_or(open) + entry.lists.len();
        level.ok_or_else(|| entry.line.fault(TextErrorKind::Indent { columns }))
    };
    entries.iter().map(level).collect()
}

/// The list being filled, and the lists around it that are not closed yet.
#[derive(Default)]
pub(super) struct Tower {
    pub top: TextList,
    outer: Vec<(String, TextList)>,
}

impl Tower {
    /// Start a list within the one being filled.
    pub(super) fn open(&mut self, key: String, line: Line<'_>) -> Result<(), TextError> {
        if self.outer.len() == Limits::MAX_DEPTH {
            return Err(line.fault(TextErrorKind::TooDeep { max: Limits::MAX_DEPTH }));
        }
        self.outer.push((key, std::mem::take(&mut self.top)));
        Ok(())
    }

    /// End lists until only `depth` are open.
    pub(super) fn close_to(&mut self, depth: usize) {
        while self.outer.len() > depth {
            let Some((key, parent)) = self.outer.pop() else { return };
            let list = std::mem::replace(&mut self.top, parent);
            self.top.push(key, TextValue::List(list));
        }
    }
}
