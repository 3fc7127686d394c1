//! Lists: functions that append a value of each type, and those that return one, by key and by index.

use super::row_doc;
use crate::api::template::fill;
use crate::api::values::{VALUES, ValueRow};

/// What `generated/kvlist.rs` has for values.
pub fn items() -> Vec<String> {
    let adders = VALUES.iter().flat_map(|row| [add(row), add_n(row)]);
    let getters = GETTERS.iter().flat_map(|getter| [getter.print(&BY_KEY), getter.print(&AT)]);
    adders.chain(getters).collect()
}

const DOES_NOT_FIT: &str =
    "Errors:  COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.";

fn add(row: &ValueRow) -> String {
    let mut lines = vec![format!("Append {}{}.", row.pair, row.packed), String::new()];
    if row.may_be_null {
        lines.push("Owns:    `value` may be NULL where its length is 0.".to_owned());
    }
    lines.push(DOES_NOT_FIT.to_owned());
    appended(row.name, &lines, "key: Text,", "key.bytes(\"key\")?", row.with_nul.0, row.with_nul.1)
}

fn add_n(row: &ValueRow) -> String {
    let (both, owned) = match row.name {
        "string" | "unicode" => ("key and value need", "`key` and `value` may be NULL where their"),
        "binary" => ("key need", "`key` and `value` may be NULL where their"),
        _ => ("key need", "`key` may be NULL where its"),
    };
    let lines = [
        format!("Append {} whose {both} not end with NUL{}.", row.pair, row.packed),
        String::new(),
        format!("Owns:    {owned} length is 0."),
        DOES_NOT_FIT.to_owned(),
    ];
    let key = "key: Array<c_char>,\nkey_bytes: usize,";
    let read = "key.bytes(key_bytes, \"key\")?";
    appended(&format!("{}_n", row.name), &lines, key, read, row.with_length.0, row.with_length.1)
}

fn appended(
    function: &str,
    lines: &[String],
    key: &str,
    read: &str,
    value: &str,
    given: &str,
) -> String {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let given = if given == "value" { String::new() } else { format!("let value = {given};") };
    fill(
        r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_add_@function@(
    list: BorrowedMut<commdn_kvlist>,
    @key@
    @value@
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(list, out_error, |list| {
        let key = @read@;
        @given@
        list.change(|list| list.add_@type@(key, value))?;
        Ok(())
    })
}
"#,
        &[
            ("doc", &row_doc(&lines)),
            ("function", function),
            ("key", key),
            ("value", value),
            ("read", read),
            ("given", &given),
            ("type", function.trim_end_matches("_n")),
        ],
    )
}

/// How a pair is found: what functions are called, their parameter, and the pair in Rust.
struct Place {
    function: fn(&str) -> String,
    words: &'static str,
    parameter: &'static str,
    pair: &'static str,
}

const BY_KEY: Place = Place {
    function: |name| format!("get_{name}"),
    words: "the first pair with `key`",
    parameter: "key: Text,",
    pair: "by_key(list, key.bytes(\"key\")?)?",
};

const AT: Place = Place {
    function: |name| format!("{name}_at"),
    words: "the pair at `index`",
    parameter: "index: usize,",
    pair: "at(list, index)?",
};

/// What a pair's value is read as.
struct Getter {
    name: &'static str,
    what: &'static str,
    more: &'static str,
    owns: &'static str,
    /// The type of the value, and the function that reads it; with a length if it is a pointer to bytes.
    value: &'static str,
    read: &'static str,
    length: Option<&'static str>,
}

const GETTERS: &[Getter] = &[
    Getter {
        name: "int",
        what: "number",
        more: "",
        owns: "",
        value: "i32",
        read: "int(&@pair@)",
        length: None,
    },
    Getter {
        name: "string",
        what: "text",
        more: ": a string's bytes, or a unicode value as UTF-8",
        owns: "`*out_value` is the list's and ends with NUL; NULL unless COMMDN_OK. `out_value_bytes` may be NULL.",
        value: "*const c_char",
        read: "string(&@pair@)",
        length: Some("out_value_bytes.optional()"),
    },
    Getter {
        name: "binary",
        what: "bytes",
        more: ", whose value is binary or a string",
        owns: "`*out_value` is the list's; NULL unless COMMDN_OK.",
        value: "*const u8",
        read: "binary(&@pair@)",
        length: Some("out_value_bytes.needed(\"out_value_bytes\")?"),
    },
    Getter {
        name: "list",
        what: "nested list",
        more: "",
        owns: "`*out_value` is the list's, never free it; NULL unless COMMDN_OK.",
        value: "*const commdn_kvlist",
        read: "Ok(nested(&@pair@)?)",
        length: None,
    },
];

impl Getter {
    fn print(&self, place: &Place) -> String {
        let mut lines =
            vec![format!("The {} of {}{}.", self.what, place.words, self.more), String::new()];
        if !self.owns.is_empty() {
            lines.push(format!("Owns:    {}", self.owns));
        }
        lines.push("Errors:  COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.".to_owned());
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let (doc, function) = (row_doc(&lines), (place.function)(self.name));
        let read = self.read.replace("@pair@", place.pair);
        let mut values = vec![
            ("doc", doc.as_str()),
            ("function", function.as_str()),
            ("parameter", place.parameter),
            ("type", self.value),
            ("read", read.as_str()),
        ];
        let Some(length) = self.length else { return fill(ONE, &values) };
        values.push(("length", length));
        fill(TWO, &values)
    }
}

const ONE: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_@function@(
    list: Borrowed<commdn_kvlist>,
    @parameter@
    out_value: Out<@type@>,
) -> commdn_status {
    ffi_get(list, out_value, |list| @read@)
}
"#;

const TWO: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_@function@(
    list: Borrowed<commdn_kvlist>,
    @parameter@
    out_value: Out<@type@>,
    out_value_bytes: Out<usize>,
) -> commdn_status {
    ffi_status(|| {
        let value = out_value.needed("out_value");
        let value_bytes = @length@;
        let (value, list) = (value?, list.get()?);
        let bytes = @read@?;
        value.give(bytes.as_ptr().cast());
        value_bytes.give(bytes.len());
        Ok(())
    })
}
"#;
