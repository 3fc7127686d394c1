//! Masks: the remains of a value after a log filter.
//!
//! Owns the question whether a text is a mask. T-Server's filters replace a value by asterisks
//! (`hide`), or all but some of its characters (`hide-first`, `hide-last`, `unhide-first`,
//! `unhide-last`); the SDK's filter writes `[output suppressed]`, also misspelt in its own
//! reference.

/// Text of a mask without further information.
pub(super) const MASK: &str = "****";

/// Asterisks in a row that no telephone number, code or name starts or ends with.
const AT_AN_END: usize = 2;

/// Asterisks in a row that nothing else has within it.
const WITHIN: &str = "***";

/// Words of filters, in brackets or between signs.
const WORDS: &[&str] = &[
    "suppressed",
    "supressed",
    "hidden",
    "hide",
    "masked",
    "mask",
    "redacted",
    "filtered",
    "removed",
];

/// Whether a value, without its quotes, is what a filter left.
pub(super) fn is_mask(text: &str) -> bool {
    // Nearly every value ends here.
    if !text.contains(['*', '[', '<', '#', '(', '{']) {
        return false;
    }
    let text = text.trim();
    is_starred(text) || is_word(text)
}

/// All asterisks, or so many at an end or within that the rest is what a filter showed.
fn is_starred(text: &str) -> bool {
    let first = text.len() - text.trim_start_matches('*').len();
    let last = text.len() - text.trim_end_matches('*').len();
    let all = first > 0 && first == text.len();
    all || first >= AT_AN_END || last >= AT_AN_END || text.contains(WITHIN)
}

/// `[output suppressed]`, `#hidden#`, `<masked>`: a word of filters between a pair of signs.
fn is_word(text: &str) -> bool {
    let pairs = [('[', ']'), ('<', '>'), ('#', '#'), ('(', ')'), ('{', '}'), ('*', '*')];
    let inner = |(open, close)| text.strip_prefix(open)?.strip_suffix(close);
    pairs.into_iter().find_map(inner).is_some_and(|inner| {
        inner.len() <= 40
            && inner
                .split(|c: char| !c.is_ascii_alphabetic())
                .any(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_filters_write_is_a_mask() {
        let masks = [
            "*",
            "**",
            "****",
            "**********",
            "******4567",
            "555*******",
            "**1",
            "55**",
            "555***4567",
            " **** ",
            "[output suppressed]",
            "[output supressed]",
            "[Output Suppressed]",
            "#hidden#",
            "<hidden>",
            "[masked]",
            "{value masked}",
            "(hidden)",
            "*hidden*",
        ];
        for text in masks {
            assert!(is_mask(text), "{text}");
        }
    }

    #[test]
    fn what_people_write_is_none() {
        let texts = [
            "",
            "5551234567",
            "*67",
            "*675551234567",
            "555*",
            "#31#5551234",
            "a*b",
            "a**b",
            "[1]",
            "hidden",
            "<#text#>",
            "(555) 123-4567",
            "[output]",
            "#",
            "{}",
            "the [hidden] one",
        ];
        for text in texts {
            assert!(!is_mask(text), "{text}");
        }
    }
}
