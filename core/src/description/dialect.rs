//! The options of dialects, which make up `Dialect`; `docs/assumptions.md` explains them.

use super::option::option_rows;
use super::{Choice, Kind, OptionRow, OptionsOf, Setter};

const LIST_PREFIXES: &[Choice] = &[
    Choice {
        name: "length32",
        number: 0,
        doc: &["A nested list is written behind one 32-bit length."],
    },
    Choice {
        name: "two_lengths16",
        number: 1,
        doc: &["A nested list is written behind a 16-bit value length and a 16-bit list length."],
    },
];

const UNICODE_LENGTHS: &[Choice] = &[
    Choice { name: "bytes", number: 0, doc: &["The length of a unicode value counts bytes."] },
    Choice {
        name: "units",
        number: 1,
        doc: &["The length of a unicode value counts UTF-16 units."],
    },
];

const PLACES: &[Choice] = &[
    Choice {
        name: "top_level",
        number: 0,
        doc: &["`GSW_AUTO_COMPLETION` is written at the top level of user data."],
    },
    Choice {
        name: "properties",
        number: 1,
        doc: &["`GSW_AUTO_COMPLETION` is written inside `GSW_CM_AttrProperties`."],
    },
];

option_rows! {
    Dialect:

    /// Charset of strings and keys, by name: `UTF-8`, `ISO-8859-1`, `windows-1251`, `shift_jis`, `cp949` and others.
    ///
    /// Names are those of the WHATWG Encoding Standard, of Windows and of Python, compared without case and punctuation.
    /// UTF-16 is refused: strings are bytes.
    charset: Charset = "utf-8";

    /// Format of the length of nested lists when written; both are read.
    list_prefix: Choice = "length32", choices LIST_PREFIXES;

    /// Unit of the length of a unicode value.
    unicode_length: Choice = "bytes", choices UNICODE_LENGTHS;

    /// Position of `GSW_AUTO_COMPLETION` when written; both are read.
    auto_completion: Choice = "top_level", choices PLACES, python Setter::Own("auto_completion_place");

    /// Accept a record cancellation without a phone number; the manual makes it mandatory.
    cancel_without_phone: Flag = false;

    /// Maximum size of packed user data in a request. The default is T-Server's; the format allows 65,535.
    max_user_data_bytes: Bytes = 16_000;

    /// Maximum size of a packed list that is read; the ceiling is 65,535.
    max_bytes: Bytes = 65_535, c Setter::ByHand("limits"), cpp Setter::ByHand("limits"), python Setter::Absent;

    /// Maximum number of pairs in a packed list that is read, over all levels; the ceiling is 13,107.
    max_pairs: Count = 13_107, c Setter::ByHand("limits"), cpp Setter::ByHand("limits"), python Setter::Absent;

    /// Maximum nesting depth of a packed list that is read; the ceiling is 64.
    max_depth: Count = 32, c Setter::ByHand("limits"), cpp Setter::ByHand("limits"), python Setter::Absent;
}
