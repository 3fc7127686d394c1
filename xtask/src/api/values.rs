//! The values that a list takes and returns in C and C++, one row for each type.

/// A type of values.
pub struct ValueRow {
    /// Its name in functions.
    pub name: &'static str,
    /// The pair in words, and what is said of its packing.
    pub pair: &'static str,
    pub packed: &'static str,
    /// The value of a function for texts that end with NUL: parameters, and the value as Rust has it.
    pub with_nul: Parameters,
    /// The same for texts with a length.
    pub with_length: Parameters,
    /// Whether the value may be NULL where its length is 0, in the function whose key ends with NUL.
    pub may_be_null: bool,
    /// In C++: parameters, their names, the names as C takes them, and what is said of them.
    pub cpp: [&'static str; 4],
}

/// Parameters in C, and the value that they are.
pub struct Parameters(pub &'static str, pub &'static str);

pub const VALUES: &[ValueRow] = &[
    ValueRow {
        name: "string",
        pair: "a string pair",
        packed: "",
        with_nul: Parameters("value: Text,", "value.bytes(\"value\")?"),
        with_length: Parameters(
            "value: Array<c_char>,\nvalue_bytes: usize,",
            "value.bytes(value_bytes, \"value\")?",
        ),
        may_be_null: false,
        cpp: [
            "std::string_view value",
            "value",
            "value.data(), value.size()",
            "Append a string pair; what is given is copied. Calls can be chained.",
        ],
    },
    ValueRow {
        name: "int",
        pair: "an int pair",
        packed: "",
        with_nul: Parameters("value: i32,", "value"),
        with_length: Parameters("value: i32,", "value"),
        may_be_null: false,
        cpp: ["std::int32_t value", "value", "value", "Append an int pair."],
    },
    ValueRow {
        name: "binary",
        pair: "a binary pair",
        packed: "",
        with_nul: Parameters(
            "value: Array<u8>,\nvalue_bytes: usize,",
            "value.bytes(value_bytes, \"value\")?",
        ),
        with_length: Parameters(
            "value: Array<u8>,\nvalue_bytes: usize,",
            "value.bytes(value_bytes, \"value\")?",
        ),
        may_be_null: true,
        cpp: [
            "const void *value, std::size_t bytes",
            "value, bytes",
            "static_cast<const std::uint8_t *>(value), bytes",
            "Append a binary pair.",
        ],
    },
    ValueRow {
        name: "unicode",
        pair: "a unicode pair",
        packed: "; it is packed as UTF-16",
        with_nul: Parameters("value: Text,", "value.text(\"value\")?"),
        with_length: Parameters(
            "value: Array<c_char>,\nvalue_bytes: usize,",
            "utf8(value.bytes(value_bytes, \"value\")?, \"value\")?",
        ),
        may_be_null: false,
        cpp: [
            "std::string_view value",
            "value",
            "value.data(), value.size()",
            "Append a unicode pair; the value is UTF-8, and is packed as UTF-16.",
        ],
    },
];
