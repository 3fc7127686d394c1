//! Every entry point is documented, states what differs from the header's preamble, and is guarded against panics.

#[path = "header/source.rs"]
#[allow(dead_code, reason = "the header's test uses the rest")]
mod source;

use std::collections::BTreeSet;
use std::path::Path;

use quote::ToTokens as _;
use syn::{Expr, ItemFn, Stmt};

/// The functions of `boundary::entry` that return a status, and those that return a value.
const STATUS_BODIES: [&str; 14] = [
    "ffi_call",
    "ffi_do",
    "ffi_dup",
    "ffi_get",
    "ffi_give",
    "ffi_guard",
    "ffi_make",
    "ffi_new",
    "ffi_offer",
    "ffi_set",
    "ffi_set_text",
    "ffi_status",
    "ffi_try",
    "ffi_try_set",
];
const VALUE_BODIES: [&str; 5] = ["ffi_name", "ffi_read", "ffi_text", "ffi_value", "ffi_view"];
const TAGS: [&str; 5] = ["Owns:", "Threads:", "Blocks:", "Errors:", "Since:"];

/// Where an entry point stands, and what it is.
struct EntryPoint {
    file: String,
    function: ItemFn,
}

impl EntryPoint {
    fn name(&self) -> String {
        self.function.sig.ident.to_string()
    }

    /// The lines of its documentation.
    fn doc(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for attribute in &self.function.attrs {
            let syn::Meta::NameValue(meta) = &attribute.meta else { continue };
            if let Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(line), .. }) = &meta.value {
                lines.push(line.value());
            }
        }
        lines
    }

    /// The function that the whole body is a call of.
    fn guard(&self) -> Option<String> {
        let [Stmt::Expr(Expr::Call(call), None)] = self.function.block.stmts.as_slice() else {
            return None;
        };
        let Expr::Path(path) = &*call.func else { return None };
        path.path.get_ident().map(ToString::to_string)
    }

    fn returns_status(&self) -> bool {
        let syn::ReturnType::Type(_, result) = &self.function.sig.output else { return false };
        // A status that an error object is asked for is a value as any other.
        self.name() != "commdn_error_code"
            && matches!(&**result, syn::Type::Path(path) if path.path.is_ident("commdn_status"))
    }
}

fn entry_points() -> Vec<EntryPoint> {
    let mut found = Vec::new();
    for path in source::files() {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        for item in source::items(&path) {
            let syn::Item::Fn(function) = item else { continue };
            let text = |attribute: &syn::Attribute| match &attribute.meta {
                syn::Meta::List(list) => list.tokens.to_string(),
                _ => String::new(),
            };
            if function.attrs.iter().any(|attribute| text(attribute) == "no_mangle") {
                found.push(EntryPoint { file: name.clone().unwrap_or_default(), function });
            }
        }
    }
    found
}

/// What the header's preamble says of all functions: a function says only where it differs.
const DEFAULTS: [(&str, &[&str]); 5] = [
    ("Owns:", &["nothing", "as every error"]),
    ("Threads:", &["any", "one at a time"]),
    ("Blocks:", &["none", "no"]),
    ("Errors:", &["none", "COMMDN_ERR_INVALID_ARGUMENT"]),
    ("Since:", &["0.1"]),
];

#[test]
fn entry_points_state_in_order_what_differs_from_the_preamble() {
    let mut faults = Vec::new();
    for entry in entry_points() {
        let fault = |text: String| format!("{}: {} {text}", entry.file, entry.name());
        let doc = entry.doc();
        let stated: Vec<(usize, &str)> = doc
            .iter()
            .filter_map(|line| {
                let line = line.trim_start();
                let place = TAGS.into_iter().position(|tag| line.starts_with(tag))?;
                Some((place, line.strip_prefix(TAGS[place]).unwrap_or_default().trim()))
            })
            .collect();
        if !stated.is_sorted_by(|one, next| one.0 < next.0) {
            faults.push(fault(format!("has its tags in another order than {TAGS:?}")));
        }
        for (place, text) in stated {
            let (tag, defaults) = DEFAULTS[place];
            if text.is_empty() {
                faults.push(fault(format!("says nothing at {tag}")));
            }
            if defaults.contains(&text.trim_end_matches('.')) {
                faults.push(fault(format!("states the default {tag} {text}")));
            }
        }
        if doc.first().is_none_or(|line| line.trim().is_empty()) {
            faults.push(fault("does not say what it does".to_owned()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_entry_point_is_guarded() {
    let mut faults = Vec::new();
    for entry in entry_points() {
        let name = entry.name();
        let expected = if entry.returns_status() {
            &STATUS_BODIES[..]
        } else if name.ends_with("_free")
            && name != "commdn_string_free"
            && name != "commdn_bytes_free"
        {
            &["ffi_free"]
        } else {
            &VALUE_BODIES[..]
        };
        let guard = entry.guard().unwrap_or_default();
        if !expected.contains(&guard.as_str()) {
            faults.push(format!(
                "{}: the body of {name} is {guard:?}, not one of {expected:?}",
                entry.file
            ));
        }
        if entry.function.sig.unsafety.is_some() {
            faults.push(format!(
                "{}: {name} takes pointers where the types of boundary::args tell whose they are",
                entry.file
            ));
        }
        let external = entry.function.sig.abi.as_ref().and_then(|abi| abi.name.as_ref());
        if external.is_none_or(|abi| abi.value() != "C") {
            faults.push(format!("{}: {name} is not extern \"C\"", entry.file));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Functions without a status cannot tell an error: a new one is a decision.
#[test]
fn entry_points_without_a_status_are_those_of_this_list() {
    let expected: BTreeSet<&str> = include_str!("without_status.txt").lines().collect();
    let entries = entry_points();
    let found: BTreeSet<String> = entries
        .iter()
        .filter(|entry| !entry.returns_status() && !entry.name().ends_with("_free"))
        .map(EntryPoint::name)
        .collect();
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(found, expected);
}

/// `symbols.txt` has every function with the version that added it; nothing leaves it but with a new ABI.
///
/// `UPDATE_SYMBOLS=1 cargo test -p commdn-ffi symbols` adds new ones.
#[test]
fn symbols_are_those_of_the_list() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("symbols.txt");
    let mut symbols: Vec<String> = entry_points()
        .iter()
        .map(|entry| {
            let doc = entry.doc();
            let since = doc.iter().find_map(|line| line.trim().strip_prefix("Since:"));
            format!("{} {}\n", entry.name(), since.map_or("0.1", str::trim))
        })
        .collect();
    symbols.sort();
    let found = symbols.concat();
    if std::env::var_os("UPDATE_SYMBOLS").is_some() {
        std::fs::write(&path, &found).expect("the list can be written");
    }
    let listed = std::fs::read_to_string(&path).unwrap_or_default();
    let missing: Vec<&str> = listed.lines().filter(|line| !found.contains(*line)).collect();
    assert!(missing.is_empty(), "gone, which takes a new COMMDN_ABI: {missing:?}");
    assert!(found == listed, "new functions: UPDATE_SYMBOLS=1 cargo test -p commdn-ffi symbols");
}

#[test]
fn every_object_can_be_freed() {
    let names: BTreeSet<String> = entry_points().iter().map(EntryPoint::name).collect();
    assert!(names.len() > 100, "only {} entry points were found", names.len());
    for entry in entry_points() {
        for argument in &entry.function.sig.inputs {
            let syn::FnArg::Typed(argument) = argument else { continue };
            // `out_x: OutOwned<commdn_object>`: the caller gets an object of its own.
            let syn::Type::Path(path) = &*argument.ty else { continue };
            let Some(last) = path.path.segments.last() else { continue };
            if last.ident != "OutOwned" {
                continue;
            }
            let object = last.arguments.to_token_stream().to_string();
            let object = object.trim_matches(['<', '>', ' ']);
            if object.starts_with("commdn_") {
                assert!(names.contains(&format!("{object}_free")), "{object} cannot be freed");
            }
        }
    }
}
