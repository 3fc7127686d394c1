//! Groups of digits in a text, and the separators between them.
//!
//! Knows where a separator may stand, not what the groups mean.

use super::error::PhoneErrorKind;
use super::marks::Mark;

/// The separator before a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Gap {
    /// The hyphen, dot or slash, if there is one.
    pub joiner: Option<Mark>,
    /// Blanks in front of it, or alone.
    pub blank_before: bool,
    /// Blanks behind it.
    pub blank_after: bool,
    /// A parenthesis ends.
    pub close: bool,
    /// A parenthesis begins.
    pub open: bool,
}

/// Digits without anything between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group<'a> {
    pub digits: &'a [u8],
    pub gap: Gap,
    /// It is in parentheses.
    pub bracketed: bool,
}

/// Position of a group in the digits of the text.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    gap: Gap,
    bracketed: bool,
}

/// All digits of a text, in groups.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// It begins with `+`.
    pub plus: bool,
    digits: Vec<u8>,
    places: Vec<Place>,
}

/// A text on its way into groups.
#[derive(Default)]
struct Reader {
    groups: Groups,
    gap: Gap,
    in_gap: bool,
    in_brackets: bool,
}

impl Groups {
    /// Read a text without margins.
    ///
    /// # Errors
    /// A character that is not a mark of a number is `None`; a mark in a wrong place is
    /// `Misplaced`.
    pub fn read(text: &str) -> Result<Self, Option<PhoneErrorKind>> {
        let mut reader = Reader { in_gap: true, ..Reader::default() };
        for char in text.chars() {
            match Mark::of(char) {
                Mark::Invisible => {}
                Mark::Other => return Err(None),
                mark => {
                    reader.push(mark).ok_or(Some(PhoneErrorKind::Misplaced(char)))?;
                }
            }
        }
        // What is left over is a separator at the end, or a parenthesis that nothing follows.
        match (reader.in_gap || reader.in_brackets, text.chars().next_back()) {
            (true, Some(last)) => Err(Some(PhoneErrorKind::Misplaced(last))),
            _ => Ok(reader.groups),
        }
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn get(&self, index: usize) -> Option<Group<'_>> {
        let place = self.places.get(index)?;
        let end = self.places.get(index + 1).map_or(self.digits.len(), |next| next.start);
        let digits = self.digits.get(place.start..end)?;
        Some(Group { digits, gap: place.gap, bracketed: place.bracketed })
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Group<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// All digits.
    pub fn digits(&self) -> &[u8] {
        &self.digits
    }
}

impl Reader {
    /// Take the next mark; `None` if it may not stand here.
    fn push(&mut self, mark: Mark) -> Option<()> {
        if let Mark::Digit(digit) = mark {
            return self.digit(digit);
        }
        self.in_gap = true;
        let at_start = self.groups.places.is_empty();
        let gap = &mut self.gap;
        match mark {
            Mark::Plus if at_start && !self.groups.plus => self.groups.plus = true,
            Mark::Blank if gap.joiner.is_some() => gap.blank_after = true,
            Mark::Blank => gap.blank_before = true,
            Mark::Open if !self.in_brackets && !self.groups.plus => gap.open = true,
            Mark::Open if !self.in_brackets && !at_start => gap.open = true,
            Mark::Close if self.in_brackets && !gap.open => {
                // Blanks so far were inside.
                *gap = Gap { close: true, ..Gap::default() };
            }
            Mark::Hyphen | Mark::Dot | Mark::Slash
                if !at_start && !self.in_brackets && !gap.open && gap.joiner.is_none() =>
            {
                gap.joiner = Some(mark);
            }
            _ => return None,
        }
        match mark {
            Mark::Open => self.in_brackets = true,
            Mark::Close => self.in_brackets = false,
            _ => {}
        }
        Some(())
    }

    fn digit(&mut self, digit: u8) -> Option<()> {
        if self.in_gap {
            let gap = std::mem::take(&mut self.gap);
            self.in_gap = false;
            if self.in_brackets && !gap.open {
                // `(0 30)`: blanks within an area code that begins with its trunk zero.
                let area = self.groups.places.len() == 1 && !self.groups.plus;
                if !area || gap.joiner.is_some() || self.groups.digits.first() != Some(&b'0') {
                    return None;
                }
                self.groups.digits.push(digit);
                return Some(());
            }
            let start = self.groups.digits.len();
            self.groups.places.push(Place { start, gap, bracketed: self.in_brackets });
        }
        self.groups.digits.push(digit);
        Some(())
    }
}
