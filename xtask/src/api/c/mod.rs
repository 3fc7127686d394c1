//! C: the entry points of `ffi-c` that follow from the description, as Rust that cbindgen makes the header of.
//!
//! Owns what such a file looks like. Each body is one call of a function of `boundary::entry`; what a function owns,
//! who may call it and how it fails is said where it differs from the header's preamble.

mod event;
mod kvlist;
mod numbers;
mod objects;
mod options;
mod priority;
mod request;
mod schedule;
mod status;

use std::collections::{BTreeMap, BTreeSet};

pub use numbers::constant_name;

use super::template::fill;
use super::text::{self, Language};
use super::{Description, Generated};

/// Everything that is printed for it.
pub fn files(api: &Description) -> Vec<Generated> {
    let mut modules: BTreeMap<&str, Vec<String>> =
        objects::files().map(|file| (file, objects::functions(file))).collect();
    for (file, items) in [
        ("dialect", options::dialect(api)),
        ("event", event::getters(api)),
        ("event", priority::getters()),
        ("kvlist", kvlist::items()),
        ("outbox_options", options::outbox(api)),
        ("request", request::items(api)),
        ("request", priority::setters()),
        ("schedule", schedule::items(api)),
        ("session_options", options::session(api)),
    ] {
        modules.entry(file).or_default().extend(items);
    }
    let mut texts: BTreeMap<&str, String> =
        modules.iter().map(|(name, items)| (*name, file(name, items))).collect();
    texts.insert("status", status::text(api));
    let numbers = numbers::modules(api);
    let number_names: Vec<&str> = numbers.iter().map(|(name, _)| *name).collect();
    let names: BTreeSet<&str> = texts.keys().copied().chain(["numbers"]).collect();
    let mut files = vec![
        index("mod", "Entry points that are", &names.into_iter().collect::<Vec<_>>()),
        index("numbers/mod", "Numbers with names,", &number_names),
    ];
    files.extend(texts.into_iter().map(|(name, text)| Generated::file(path(name), text)));
    let number = |(name, text)| Generated::file(path(&format!("numbers/{name}")), text);
    files.extend(numbers.into_iter().map(number));
    files
}

/// A folder's modules.
fn index(module: &str, what: &str, names: &[&str]) -> Generated {
    let names: String = names.iter().map(|name| format!("pub mod {name};\n")).collect();
    let text =
        format!("//! {what} printed from the core's description: cargo xtask api\n\n{names}");
    Generated::file(path(module), text)
}

fn path(module: &str) -> String {
    format!("ffi-c/src/generated/{module}.rs")
}

/// A file of entry points: what it holds, what it uses, and its items.
fn file(name: &str, items: &[String]) -> String {
    let what = format!("The mechanical entry points of `{}`.", name.replace('_', " "));
    with_head(&what, items)
}

/// A file, with the imports that its items need.
fn with_head(what: &str, items: &[String]) -> String {
    let text = items.join("\n");
    let head = r"
//! @what@
//!
//! Printed from the core's description, do not edit: cargo xtask api

@uses@

";
    fill(head, &[("what", what), ("uses", &imports(&text))]) + &text
}

/// Where the names stand that printed items use.
const NAMES: &[(&str, &str)] = &[
    ("std::ffi", "CStr c_char"),
    ("commdn::kvlist", "Charset KvList ListPrefix UnicodeLength"),
    (
        "commdn::message",
        "Attribute AutoCompletionPlace Chain DialMode OptimizeBy PriorityRule Request Schedule",
    ),
    (
        "crate::boundary",
        "Array Borrowed BorrowedMut Out OutOwned Owned Text choice commdn_error commdn_fd commdn_status ffi_do ffi_dup \
         ffi_free ffi_get ffi_give ffi_name ffi_new ffi_read ffi_set ffi_set_text ffi_status ffi_text ffi_try_set ffi_view \
         invalid microseconds milliseconds milliseconds_or_never positive utf8",
    ),
    ("crate::objects::answer", "commdn_answer"),
    ("crate::objects::completions", "commdn_completions"),
    ("crate::objects::dialect", "commdn_dialect"),
    ("crate::objects::directory", "commdn_directory"),
    ("crate::objects::directory::object", "commdn_directory_object"),
    ("crate::objects::error", "event_of may_be_retried server_code_of status_query_of"),
    ("crate::objects::event", "commdn_event or_missing"),
    ("crate::objects::event::priority", "give"),
    ("crate::objects::host", "commdn_host"),
    ("crate::objects::kvlist", "commdn_kvlist"),
    ("crate::objects::kvlist::read", "at binary by_key int nested string"),
    ("crate::objects::notice", "commdn_notice"),
    ("crate::objects::options", "commdn_session_options"),
    ("crate::objects::options::cancel", "commdn_cancel"),
    ("crate::objects::outbox", "commdn_outbox"),
    ("crate::objects::outbox::entry", "commdn_outbox_entry commdn_outbox_outcome"),
    ("crate::objects::outbox::options", "commdn_outbox_options commdn_outbox_submit_options"),
    ("crate::objects::pending", "commdn_pending"),
    ("crate::objects::request", "commdn_request"),
    ("crate::objects::schedule", "commdn_schedule known"),
    ("crate::objects::session", "commdn_session"),
    ("crate::objects::simulator", "commdn_simulator"),
    ("crate::objects::site", "commdn_site"),
    ("crate::objects::site::alias", "commdn_site_alias"),
    ("crate::objects::site::setting", "commdn_site_setting"),
    ("crate::objects::stats", "commdn_stats"),
];

/// The imports of what a text uses: types, and functions that it calls.
fn imports(text: &str) -> String {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("///"));
    let code: String = code.flat_map(|line| [line, "\n"]).collect();
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let used = |name: &str| {
        let is_function =
            name.starts_with(|c: char| c.is_lowercase()) && !name.starts_with("commdn_");
        code.match_indices(name).any(|(at, _)| {
            let (before, after) = (&code[..at], &code[at + name.len()..]);
            let stands_alone = !before.ends_with(word)
                && !before.ends_with(['.', ':'])
                && !after.starts_with(word);
            stands_alone && (!is_function || name == "c_char" || after.starts_with(['(', ')']))
        })
    };
    let mut lines = String::new();
    for (path, names) in NAMES {
        let names: Vec<&str> = names.split_whitespace().filter(|name| used(name)).collect();
        if !names.is_empty() {
            lines += &format!("use {path}::{{{}}};\n", names.join(", "));
        }
    }
    lines
}

/// The documentation of an item.
fn doc(paragraphs: &[String]) -> String {
    text::comment(paragraphs, "/// ", 100)
}

/// The documentation of a row.
fn row_doc(lines: &[&str]) -> String {
    doc(&text::doc(lines, Language::C))
}
