//! `include/commdn.h` and the headers that it includes are what this crate's source says.
//!
//! `UPDATE_HEADER=1 cargo test -p commdn-ffi --test header` writes them. cbindgen makes prototypes
//! and types, of source in which the types of parameters are the pointers that they are for C. What
//! it does not know is added here: documentation, enumerations, the macros of calls, the keys and
//! numbers of the core's tables, and which header has what (`layout`).

mod constants;
mod layout;
mod source;
mod text;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use commdn::message::{CmError, DialMode, GroupStatus, MessageType, OpenEnum, OptimizeBy};
use quote::ToTokens as _;
use syn::visit_mut::VisitMut as _;

use constants::{constant, constants, fields};
use layout::{HEADERS, Header};
use text::{comment, doc, prototype};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The items of a header, with plain pointers.
fn items(header: &Header) -> Vec<syn::Item> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for file in header.sources {
        for mut item in source::items(&folder.join(format!("{file}.rs"))) {
            source::AsPointers.visit_item_mut(&mut item);
            found.push(item);
        }
    }
    found
}

/// What cbindgen makes of items: statements of C.
fn statements(items: &[&syn::Item]) -> Vec<String> {
    let source: String = items.iter().map(|item| format!("{}\n", item.to_token_stream())).collect();
    // Tests run at the same time: each has a file of its own.
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let plain = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("plain{number}.rs"));
    std::fs::write(&plain, source).expect("cargo's folder takes it");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config =
        cbindgen::Config::from_file(here.join("cbindgen.toml")).expect("cbindgen.toml can be read");
    let mut bytes = Vec::new();
    cbindgen::Builder::new()
        .with_src(&plain)
        .with_config(config)
        .generate()
        .expect("cbindgen understands the source")
        .write(&mut bytes);
    let text = String::from_utf8(bytes).expect("C is UTF-8 here");
    let (mut found, mut statement) = (Vec::new(), String::new());
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let _ = writeln!(statement, "{line}");
        if line.ends_with(';') && statement.matches('{').count() == statement.matches('}').count() {
            found.push(std::mem::take(&mut statement));
        }
    }
    assert!(statement.is_empty(), "cbindgen wrote what is no statement: {statement}");
    found
}

/// What a statement declares.
fn declared(statement: &str) -> &str {
    let typedef = statement.strip_prefix("typedef");
    let end = match typedef.map(|rest| rest.split_once(")(")) {
        // typedef int32_t (*commdn_x_fn)(...);
        Some(Some((head, _))) => head,
        // typedef int32_t commdn_x;
        Some(None) => statement.trim_end().trim_end_matches(';'),
        None => statement.split('(').next().unwrap_or_default(),
    };
    end.rsplit([' ', '*', '\n', '}']).next().unwrap_or_default()
}

/// The documentation and attributes of items by their names.
fn attributes(items: &[syn::Item]) -> BTreeMap<String, Vec<syn::Attribute>> {
    let mut found = BTreeMap::new();
    for item in items {
        let (name, attributes) = match item {
            syn::Item::Fn(function) => (&function.sig.ident, &function.attrs),
            syn::Item::Type(alias) => (&alias.ident, &alias.attrs),
            syn::Item::Struct(object) => (&object.ident, &object.attrs),
            _ => continue,
        };
        found.insert(name.to_string(), attributes.clone());
    }
    found
}

fn must_use(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("must_use"))
}

/// Whether C sees the fields of a struct.
fn is_open(object: &syn::ItemStruct) -> bool {
    object.attrs.iter().any(|attribute| attribute.path().is_ident("repr"))
}

fn is_object(item: &syn::Item) -> bool {
    matches!(item, syn::Item::Struct(object) if object.ident.to_string().starts_with("commdn_") && !is_open(object))
}

fn for_cbindgen(item: &&syn::Item) -> bool {
    match item {
        syn::Item::Fn(function) => function.sig.abi.is_some(),
        // base.txt has that one.
        syn::Item::Type(alias) => {
            alias.ident.to_string().starts_with("commdn_") && alias.ident != "commdn_fd"
        }
        syn::Item::Struct(object) => {
            object.ident.to_string().starts_with("commdn_") && is_open(object)
        }
        _ => false,
    }
}

/// The declarations of a header.
fn declarations(items: &[syn::Item], out: &mut String) {
    let attributes = attributes(items);
    let wanted: Vec<_> = items.iter().filter(for_cbindgen).collect();
    let statements = statements(&wanted);
    assert_eq!(statements.len(), wanted.len(), "cbindgen leaves something out: {statements:#?}");
    for statement in statements {
        let name = declared(&statement);
        let attributes =
            attributes.get(name).unwrap_or_else(|| panic!("who declares {statement}?"));
        let _ = write!(out, "\n{}", comment(&doc(attributes), ""));
        if statement.starts_with("typedef struct") {
            let object = items.iter().find_map(|item| match item {
                syn::Item::Struct(object) if object.ident == name => Some(object),
                _ => None,
            });
            out.push_str(&with_fields(&statement, object.expect("the struct")));
        } else if statement.starts_with("typedef") {
            let called = statement.replacen("(*", "(COMMDN_CALL *", 1);
            out.push_str(&called);
        } else {
            let check = if must_use(attributes) { "COMMDN_MUST_CHECK " } else { "" };
            out.push_str(&prototype(&format!("COMMDN_API {check}{statement}")));
        }
    }
}

/// A struct with the documentation of its fields.
fn with_fields(statement: &str, object: &syn::ItemStruct) -> String {
    let mut out = String::new();
    for line in statement.lines() {
        let field = object.fields.iter().find(|field| {
            let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            line.starts_with(' ') && line.ends_with(&format!("{name};"))
        });
        if let Some(field) = field {
            out.push_str(&comment(&doc(&field.attrs), "    "));
        }
        let _ = writeln!(out, "{line}");
    }
    out
}

/// All objects of the API: every header may name any of them.
fn objects(out: &mut String) {
    out.push_str("\n/* The objects. */\n");
    for header in HEADERS {
        for item in items(header).iter().filter(|item| is_object(item)) {
            let syn::Item::Struct(object) = item else { continue };
            let name = &object.ident;
            let _ = write!(out, "\n{}", comment(&doc(&object.attrs), ""));
            let _ = writeln!(out, "typedef struct {name} {name};");
        }
    }
}

fn base() -> String {
    let part = |text: &str| text.parse::<u32>().expect("a number");
    let (major, minor, patch) = (
        part(env!("CARGO_PKG_VERSION_MAJOR")),
        part(env!("CARGO_PKG_VERSION_MINOR")),
        part(env!("CARGO_PKG_VERSION_PATCH")),
    );
    let number = major * 1_000_000 + minor * 1_000 + patch;
    let text = include_str!("base.txt").replace("@MAJOR@", &major.to_string());
    let text = text.replace("@MINOR@", &minor.to_string()).replace("@PATCH@", &patch.to_string());
    text.replace("@NUMBER@", &number.to_string()).replace("@VERSION@", env!("CARGO_PKG_VERSION"))
}

fn generate(header: &Header) -> String {
    let Header { name, title, .. } = header;
    let guard = format!("COMMDN_{}_H", name.to_uppercase());
    let mut out = format!("/*\n * {title}. Part of commdn.h, and generated, too.\n */\n");
    let _ = writeln!(out, "#ifndef {guard}\n#define {guard}\n");
    if *name == "base" {
        out.push_str("#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n\n");
        out.push_str(&base());
    } else {
        out.push_str("#include \"base.h\"\n");
    }
    let items = items(header);
    let mut all: Vec<_> = items.iter().filter_map(constant).collect();
    if *name == "fields" {
        let (keys, numbers) = fields();
        out.push_str(&keys);
        all.extend(numbers);
    }
    // The ABI's number stands in commdn.h.
    all.retain(|constant| constant.name != "COMMDN_ABI");
    constants(&all, &mut out);
    if *name == "base" {
        objects(&mut out);
    }
    out.push_str("\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n");
    declarations(&items, &mut out);
    out.push_str("\n#ifdef __cplusplus\n}\n#endif\n");
    let _ = writeln!(out, "\n#endif /* {guard} */");
    out
}

/// `commdn.h`: conventions, contents, and all the others.
fn umbrella() -> String {
    let mut contents = Vec::new();
    let mut includes = String::new();
    for Header { name, title, .. } in HEADERS {
        contents.push(format!(" *     commdn/{:<16} {title}", format!("{name}.h")));
        let _ = writeln!(includes, "#include \"commdn/{name}.h\"");
    }
    let abi = HEADERS.iter().flat_map(items).filter_map(|item| constant(&item));
    let abi = abi.into_iter().find(|constant| constant.name == "COMMDN_ABI").expect("the ABI");
    let mut out = include_str!("commdn.txt").replace("@CONTENTS@", &contents.join("\n"));
    out.push_str("#ifndef COMMDN_H\n#define COMMDN_H\n");
    let _ = write!(out, "\n{}", comment(&abi.doc, ""));
    let _ = writeln!(out, "#define {} {}\n", abi.name, abi.value);
    let _ = writeln!(out, "{includes}\n#endif /* COMMDN_H */");
    out
}

/// Every header with its path from the project's root.
fn headers() -> Vec<(String, String)> {
    let mut all = vec![("include/commdn.h".to_owned(), umbrella())];
    let part = |header: &Header| (format!("include/commdn/{}.h", header.name), generate(header));
    all.extend(HEADERS.iter().map(part));
    all
}

#[test]
fn headers_are_what_the_source_says() {
    for (path, generated) in headers() {
        let file = root().join(&path);
        if std::env::var_os("UPDATE_HEADER").is_some() {
            std::fs::write(&file, &generated).expect("the header can be written");
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        let differs = generated.lines().zip(committed.lines()).position(|(new, old)| new != old);
        assert!(
            generated == committed,
            "{path} is not up to date (line {}): UPDATE_HEADER=1 cargo test -p commdn-ffi --test header",
            differs.map_or_else(|| "of the end".to_owned(), |line| (line + 1).to_string()),
        );
    }
}

#[test]
fn every_key_and_number_of_the_core_is_in_the_headers() {
    let all: String = headers().into_iter().map(|(_, text)| text).collect();
    for info in commdn::message::keys::ALL {
        assert!(all.contains(&format!(" \"{}\"\n", info.key)), "{} is missing", info.key);
    }
    let defined = |prefix: &str| {
        let start = format!("#define COMMDN_{prefix}_");
        all.lines().filter(|line| line.starts_with(&start)).count()
    };
    assert_eq!(defined("MESSAGE_TYPE"), MessageType::ENTRIES.len());
    assert_eq!(defined("CM_ERROR"), CmError::ENTRIES.len());
    assert_eq!(defined("DIAL_MODE"), DialMode::ENTRIES.len());
    assert_eq!(defined("OPTIMIZE_BY"), OptimizeBy::ENTRIES.len());
    assert_eq!(defined("GROUP_STATUS"), GroupStatus::ENTRIES.len());
}

/// A file with something for C that is in no header would be missing.
#[test]
fn every_file_with_something_for_c_is_in_one_header() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in source::files() {
        let name = file.strip_prefix(&folder).expect("a file of src").with_extension("");
        let items = source::items(&file);
        let for_c = items
            .iter()
            .any(|item| for_cbindgen(&item) || is_object(item) || constant(item).is_some());
        let sources = HEADERS.iter().flat_map(|header| header.sources);
        let listed = sources.filter(|listed| Path::new(listed) == name).count();
        assert_eq!(usize::from(for_c), listed, "{}", name.display());
    }
}

#[test]
fn lines_fit_and_end_without_spaces() {
    for (path, text) in headers() {
        for (number, line) in text.lines().enumerate() {
            assert!(line.len() <= 100, "{path}:{}: {} characters", number + 1, line.len());
            assert!(line.trim_end() == line, "{path}:{}: spaces at the end", number + 1);
        }
    }
}
