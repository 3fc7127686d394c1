//! Every entry point is documented with its five tags and guarded against panics.

use std::collections::BTreeSet;
use std::path::Path;

use syn::{Expr, ItemFn, Stmt};

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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in std::fs::read_dir(folder).expect("the source folder") {
        let path = file.expect("a file").path();
        let source = std::fs::read_to_string(&path).expect("a source file");
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        // In no library that is shipped.
        if name.as_deref() == Some("test_hooks.rs") {
            continue;
        }
        for item in syn::parse_file(&source).expect("Rust").items {
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

#[test]
fn every_entry_point_has_the_five_tags_in_order() {
    let mut faults = Vec::new();
    for entry in entry_points() {
        let doc = entry.doc();
        let tags: Vec<&str> = doc
            .iter()
            .filter_map(|line| TAGS.into_iter().find(|tag| line.trim_start().starts_with(tag)))
            .collect();
        if tags != TAGS {
            faults.push(format!("{}: {} has the tags {tags:?}", entry.file, entry.name()));
        }
        for line in doc.iter().filter(|line| TAGS.iter().any(|tag| line.trim() == *tag)) {
            faults.push(format!("{}: {}: {line} says nothing", entry.file, entry.name()));
        }
        if doc.first().is_none_or(|line| line.trim().is_empty()) {
            faults.push(format!("{}: {} does not say what it does", entry.file, entry.name()));
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
            "ffi_guard"
        } else if name.ends_with("_free")
            && name != "commdn_string_free"
            && name != "commdn_bytes_free"
        {
            "ffi_free"
        } else {
            "ffi_value"
        };
        let guard = entry.guard();
        if guard.as_deref() != Some(expected) {
            faults.push(format!("{}: the body of {name} is {guard:?}, not {expected}", entry.file));
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
            format!("{} {}\n", entry.name(), since.unwrap_or_default().trim())
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
            // `out_x: *mut *mut commdn_object`: the caller gets an object of its own.
            let syn::Type::Ptr(outer) = &*argument.ty else { continue };
            let syn::Type::Ptr(inner) = &*outer.elem else { continue };
            let (true, true) = (outer.mutability.is_some(), inner.mutability.is_some()) else {
                continue;
            };
            let syn::Type::Path(object) = &*inner.elem else { continue };
            let object = object.path.segments.last().expect("a name").ident.to_string();
            if object.starts_with("commdn_") {
                assert!(names.contains(&format!("{object}_free")), "{object} cannot be freed");
            }
        }
    }
}
