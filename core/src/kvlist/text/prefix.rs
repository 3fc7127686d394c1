//! Prefixes of a list's lines: file names and line numbers of grep, times of syslog and kubectl,
//! marks of mails.
//!
//! There is not a list of known prefixes. A prefix is the text before the start of a list, if the
//! following lines have the same text there except for numbers, blanks and names of months and
//! days. Must not be guessed from one line: a sentence may quote a pair.

use super::chars::BLANKS;

/// The prefix of one line, which others are compared with.
#[derive(Clone, Copy)]
pub(super) struct Prefix<'t> {
    sample: &'t str,
    /// A blank behind it that is not indentation.
    gap: Option<char>,
}

impl<'t> Prefix<'t> {
    /// The longest prefix worth looking at.
    const MAX_BYTES: usize = 300;

    /// The places of a line where a list may start, as prefixes.
    pub(super) fn candidates(text: &'t str) -> impl Iterator<Item = Self> {
        let starts = |at: usize| {
            let rest = text.get(at..).unwrap_or_default();
            rest.starts_with('\'')
                || rest.starts_with("Attribute")
                || rest.starts_with("GSW_")
                || rest.starts_with("KVList:")
        };
        let anchors = ["'", "Attribute", "GSW_", "KVList:"];
        let places = anchors.into_iter().filter_map(|anchor| text.find(anchor));
        places.filter(move |at| starts(*at)).filter_map(|at| Self::before(text, at))
    }

    /// The prefix that ends before `at`, without the indentation.
    fn before(text: &'t str, at: usize) -> Option<Self> {
        let sample = text.get(..at)?.trim_end_matches(BLANKS);
        if sample.is_empty() || sample.len() > Self::MAX_BYTES {
            return None;
        }
        let blanks = text.get(sample.len()..at)?;
        let numbered = sample.ends_with(|c: char| c.is_ascii_digit());
        let gap = match () {
            () if blanks.starts_with(" \t") => Some(' '),
            () if numbered && blanks.starts_with('\t') => Some('\t'),
            () => None,
        };
        Some(Self { sample, gap })
    }

    /// The line without its prefix; `None` if it has another one or none.
    pub(super) fn strip(self, line: &str) -> Option<&str> {
        let rest = follow(self.sample, line)?;
        Some(self.gap.and_then(|gap| rest.strip_prefix(gap)).unwrap_or(rest))
    }
}

/// What is left of `line` behind something like `sample`.
fn follow<'l>(sample: &str, line: &'l str) -> Option<&'l str> {
    let mut pattern = sample;
    let mut line = line;
    while let Some(first) = pattern.chars().next() {
        let class = Class::of(first);
        let (token, after) = class.split(pattern);
        let (found, rest) = class.split(line);
        pattern = after;
        match class {
            // Numbers have as many digits as they need, and may be padded with blanks.
            Class::Blanks => {}
            Class::Digits if found.is_empty() => return None,
            Class::Digits => {}
            Class::Letters if found == token || is_name(token) && is_name(found) => {}
            // grep puts `:` before lines that match, and `-` before those around them.
            Class::Mark if found == token || matches!((token, found), (":" | "-", ":" | "-")) => {}
            Class::Letters | Class::Mark => return None,
        }
        line = rest;
    }
    Some(line)
}

/// `Nov`, `Mon`: names that change with the time.
fn is_name(word: &str) -> bool {
    const NAMES: [&str; 19] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Mon",
        "Tue", "Wed", "Thu", "Fri", "Sat", "Sun",
    ];
    NAMES.contains(&word)
}

#[derive(Clone, Copy)]
enum Class {
    Digits,
    Blanks,
    Letters,
    Mark,
}

impl Class {
    fn of(character: char) -> Self {
        match character {
            '0'..='9' => Self::Digits,
            _ if BLANKS.contains(&character) => Self::Blanks,
            _ if character.is_alphabetic() => Self::Letters,
            _ => Self::Mark,
        }
    }

    /// The run of this class that a text starts with, perhaps empty; of marks only one.
    fn split(self, text: &str) -> (&str, &str) {
        let end = match self {
            Self::Digits => text.find(|c: char| !c.is_ascii_digit()),
            Self::Blanks => text.find(|c: char| !BLANKS.contains(&c)),
            Self::Letters => text.find(|c: char| !c.is_alphabetic()),
            Self::Mark => text.char_indices().nth(1).map(|(at, _)| at),
        };
        text.split_at_checked(end.unwrap_or(text.len())).unwrap_or((text, ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_the_same_but_for_numbers_belong_together() {
        let pairs = [
            ("118:\tAttributeX", "119:\t\t'a'\t1", "\t\t'a'\t1"),
            ("a.log:9:\tAttributeX", "a.log-10-\t\t'a'\t1", "\t\t'a'\t1"),
            ("> \tAttributeX", "> \t\t'a'\t1", "\t\t'a'\t1"),
            (">> \tAttributeX", ">>", ""),
            ("     99 \tAttributeX", "    100 \t\t'a'\t1", "\t\t'a'\t1"),
            (
                "Nov 30 23:59:59 h ocs[1]: \tAttributeX",
                "Dec  1 00:00:00 h ocs[1]: \t\t'a'",
                "\t\t'a'",
            ),
            (
                "2026-11-30T14:20:05.6Z stdout F \tAttributeX",
                "2026-11-30T14:20:05.611Z stdout F \t\t'a'",
                "\t\t'a'",
            ),
            ("ts-1  | AttributeX", "ts-1  |     'a' 1", "     'a' 1"),
            ("C:\\logs\\a.log:1:AttributeX", "C:\\logs\\a.log:2:  'a' 1", "  'a' 1"),
        ];
        for (first, line, inner) in pairs {
            let prefix = Prefix::candidates(first).next().unwrap();
            assert_eq!(prefix.strip(line), Some(inner), "{first}");
        }
    }

    #[test]
    fn lines_with_something_else_do_not() {
        let prefix = Prefix::candidates("a.log:118:\tAttributeX").next().unwrap();
        for line in ["b.log:119:\t\t'a'\t1", "--", "", "a.log", "\t\t'a'\t1", "a.log:x:\t'a'"] {
            assert_eq!(prefix.strip(line), None, "{line}");
        }
        assert_eq!(Prefix::candidates("no list here").count(), 0);
        assert_eq!(Prefix::candidates("\tAttributeX").count(), 0);
    }
}
