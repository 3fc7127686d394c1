//! Masks: the remains of a value after a log filter.
//!
//! Owns the question whether a text is a mask. T-Server's filters replace a value by asterisks
//! (`hide`), or all but some of its characters (`hide-first`, `hide-last`, `unhide-first`,
//! `unhide-last`); the SDK's filter writes `[output suppressed]`, also misspelt in its own
//! reference. Other programs that clean a log write `XXXXXXXXXX`, `555###4567`, `••••••4567` or
//! `__________`. These are words and codes too, so that they are masks only where the key says that
//! a phone number or a customer id is there.

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

/// What stands for a hidden character of a phone number or a customer id.
const FILLERS: [char; 6] = ['*', 'x', 'X', '#', '•', '_'];

/// Bytes that no phone number and no customer id is longer than.
const LONGEST: usize = 200;

/// So many of one filler in a row are no extension (`x12`) and no code (`#31#`).
const FILLERS_IN_A_ROW: usize = 3;

/// What people write between the digits of a phone number.
const PUNCTUATION: &str = " +-()./\u{a0}";

/// Most digits that a filter shows at an end of a customer id.
const SHOWN: usize = 6;

/// Whether a value, without its quotes, is what a program left of a phone number or a customer id,
/// by the name of its key.
pub(super) fn is_mask_of(key: &str, text: &str) -> bool {
    let has = |word: &str| {
        key.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    // Most values end here: they are no phone number, or hide nothing.
    if text.len() > LONGEST || !text.contains(FILLERS) {
        return false;
    }
    (has("phone") && is_hidden_phone(text))
        || ((has("customer_id") || has("customerid")) && is_hidden_customer(text))
}

/// Digits, punctuation and fillers, three or more of one of these in a row; punctuation ends no
/// row: `XX-XX-XX-67`.
fn is_hidden_phone(text: &str) -> bool {
    let (mut before, mut row, mut longest) = ('0', 0, 0);
    for c in text.chars().filter(|c| !PUNCTUATION.contains(*c)) {
        if !c.is_ascii_digit() && !FILLERS.contains(&c) {
            return false;
        }
        row = if c == before { row + 1 } else { 1 };
        if FILLERS.contains(&c) {
            longest = longest.max(row);
        }
        before = c;
    }
    longest >= FILLERS_IN_A_ROW
}

/// One filler only, three times or more, with up to six digits before and behind it.
fn is_hidden_customer(text: &str) -> bool {
    let text = text.trim();
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let hidden = behind.trim_end_matches(|c: char| c.is_ascii_digit());
    let Some(first) = hidden.chars().next().filter(|first| FILLERS.contains(first)) else {
        return false;
    };
    hidden.chars().count() >= FILLERS_IN_A_ROW
        && hidden.chars().all(|c| c == first)
        && text.len() - behind.len() <= SHOWN
        && behind.len() - hidden.len() <= SHOWN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_in_a_phone_number_or_a_customer_id_are_a_mask() {
        let both =
            ["XXXXXXXXXX", "xxxx4567", "555XXX4567", "555###4567", "••••••4567", "___________"];
        for text in both {
            assert!(is_mask_of("GSW_PHONE", text), "{text}");
        }
        for text in ["+1 (XXX) XXX-4567", "06 XX XX XX 67", "555-###-####", "___-___-1234"] {
            assert!(is_mask_of("gsw_phone", text), "{text}");
        }
        for text in both.into_iter().chain(["123XXX456", "###", " xxx ", "XXX123456"]) {
            assert!(is_mask_of("GSW_CUSTOMER_ID", text), "{text}");
        }
    }

    #[test]
    fn phone_numbers_and_customer_ids_are_none() {
        for text in ["5551234567", "+1 555 123-4567 x12", "#31#5551234", "*67", "Maxxx", "", "555"]
        {
            assert!(!is_mask_of("GSW_PHONE", text), "{text}");
        }
        let ids =
            ["XXL-123", "XXX-123", "XX12", "X1", "AXXX1", "XXX1234567", "XXXYYY", "_x_", "12"];
        for text in ids {
            assert!(!is_mask_of("GSW_CUSTOMER_ID", text), "{text}");
        }
        assert!(!is_mask_of("GSW_CAMPAIGN_NAME", "XXXX"));
    }

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
