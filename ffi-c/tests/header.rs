//! `include/commdn.h` is what this crate's source says.
//!
//! `UPDATE_HEADER=1 cargo test -p commdn-ffi header` writes it. cbindgen makes the types and
//! functions; the keys and numbers of the API are added here from the core's own tables, for
//! cbindgen cannot see into the macro that makes them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use commdn::message::{
    Certainty, Chain, CmError, DialMode, GroupStatus, MessageType, OpenEnum, OptimizeBy,
};

const HEAD: &str = "/*
 * commdn: client for the Communication DN (CommDN) API of Genesys Outbound Contact.
 *
 * Generated from ffi-c/src, do not edit: UPDATE_HEADER=1 cargo test -p commdn-ffi header
 *
 * Conventions. Calls return a commdn_status: COMMDN_OK or a number below 0. Outputs come last
 * and are cleared first, so that they are NULL or 0 when a call fails. Where a call has an
 * out_error, it may be NULL; otherwise it takes an object that says what failed, which the
 * caller frees. NULL for anything else that must not be NULL is COMMDN_ERR_INVALID_ARGUMENT, and
 * freeing NULL is harmless. What a getter gives as const belongs to the object that was asked.
 * Every function says what it Owns, which Threads may call it, whether it Blocks, its Errors,
 * and Since which version it exists.
 */";

const TAGS: [&str; 5] = ["Owns:", "Threads:", "Blocks:", "Errors:", "Since:"];
const WIDTH: usize = 100;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The name of a key's constant, with the key and what its documentation says.
fn keys() -> Vec<(String, String, String)> {
    let path = root().join("core/src/message/keys.rs");
    let source = std::fs::read_to_string(path).expect("the core's keys can be read");
    let file = syn::parse_file(&source).expect("the core's keys are Rust");
    let mut keys = Vec::new();
    for item in &file.items {
        let syn::Item::Const(constant) = item else { continue };
        let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(key), .. }) = &*constant.expr else {
            continue;
        };
        if !matches!(constant.vis, syn::Visibility::Public(_)) {
            continue;
        }
        keys.push((constant.ident.to_string(), key.value(), doc(&constant.attrs)));
    }
    keys
}

/// A documentation comment as one line of C, its links to other keys as their names in C.
fn doc(attributes: &[syn::Attribute]) -> String {
    let mut lines = Vec::new();
    for attribute in attributes {
        let syn::Meta::NameValue(meta) = &attribute.meta else { continue };
        if let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(line), .. }) = &meta.value {
            lines.push(line.value().trim().to_owned());
        }
    }
    lines.join(" ").replace("[`", "COMMDN_KEY_").replace("`]", "").replace('`', "\"")
}

fn numbers<E: OpenEnum>(prefix: &str, out: &mut String) {
    let _ = writeln!(out, "\n/* The values of {}. */", E::KEY);
    for entry in E::ENTRIES {
        let note = match entry.certainty {
            Certainty::Chapter => "",
            Certainty::NotApplicable => ", not used by the CommDN API",
            Certainty::Public => ", not in the manual's chapter",
            _ => ", inferred",
        };
        let _ = writeln!(out, "/** {}{note}. */", entry.name);
        let _ = writeln!(out, "#define COMMDN_{prefix}_{} {}", entry.label, entry.number);
    }
}

/// The keys and numbers of the API.
fn constants() -> String {
    let mut out = String::from("\n/* The keys of user data. */\n");
    for (name, key, doc) in keys() {
        // A text that stands in a value, not a key.
        let prefix = if name == "ON_DESKTOP_MESSAGE" { "COMMDN_" } else { "COMMDN_KEY_" };
        let _ = writeln!(out, "/** {doc} */");
        let _ = writeln!(out, "#define {prefix}{name} \"{key}\"");
    }
    numbers::<MessageType>("MESSAGE_TYPE", &mut out);
    numbers::<CmError>("CM_ERROR", &mut out);
    numbers::<DialMode>("DIAL_MODE", &mut out);
    numbers::<OptimizeBy>("OPTIMIZE_BY", &mut out);
    numbers::<GroupStatus>("GROUP_STATUS", &mut out);
    out.push_str("\n/* The values of GSW_CHAIN_ATTR. */\n");
    out.push_str("/** All records of the chain: what OCS does when the chain is not set. */\n");
    let _ = writeln!(out, "#define COMMDN_CHAIN_ALL \"{}\"", Chain::AllChain);
    out.push_str("/** The matching record only. */\n");
    let _ = writeln!(out, "#define COMMDN_CHAIN_RECORD_ONLY \"{}\"", Chain::RecordOnly);
    out
}

fn generate() -> String {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut config =
        cbindgen::Config::from_file(here.join("cbindgen.toml")).expect("cbindgen.toml can be read");
    config.header = Some(HEAD.to_owned());
    config.after_includes = Some(constants());
    let mut bytes = Vec::new();
    cbindgen::Builder::new()
        .with_crate(here)
        .with_config(config)
        .generate()
        .expect("cbindgen understands the source")
        .write(&mut bytes);
    let text = String::from_utf8(bytes).expect("the header is UTF-8");
    text.lines().map(parenthesized).collect()
}

/// A line with its end; the number of a macro below 0 gets parentheses, as C wants it.
fn parenthesized(line: &str) -> String {
    let mut words = line.split(' ');
    match (words.next(), words.next(), words.next(), words.next()) {
        (Some("#define"), Some(name), Some(number), None) if number.starts_with('-') => {
            format!("#define {name} ({number})\n")
        }
        _ => wrapped(line.trim_end()),
    }
}

/// A line of a comment in lines of 100 characters at most; what a tag says stays in its column.
fn wrapped(line: &str) -> String {
    let Some(text) = line.strip_prefix(" * ") else { return format!("{line}\n") };
    let tag = TAGS.into_iter().any(|tag| text.starts_with(tag));
    let indent = if tag { "         " } else { "" };
    let (mut lines, mut current) = (String::new(), String::from(" *"));
    for word in text.split(' ') {
        if current.len() + word.len() >= WIDTH {
            let _ = writeln!(lines, "{}", current.trim_end());
            current = format!(" * {indent}{word}");
        } else {
            let _ = write!(current, " {word}");
        }
    }
    format!("{lines}{current}\n")
}

#[test]
fn header_is_what_the_source_says() {
    let path = root().join("include/commdn.h");
    let generated = generate();
    if std::env::var_os("UPDATE_HEADER").is_some() {
        std::fs::write(&path, &generated).expect("the header can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = generated.lines().zip(committed.lines()).position(|(new, old)| new != old);
    assert!(
        generated == committed,
        "include/commdn.h is not up to date (line {}): UPDATE_HEADER=1 cargo test -p commdn-ffi header",
        differs.map_or_else(|| "of the end".to_owned(), |line| (line + 1).to_string()),
    );
}

#[test]
fn every_key_and_number_of_the_core_is_in_the_header() {
    let header = generate();
    for info in commdn::message::keys::ALL {
        assert!(header.contains(&format!(" \"{}\"\n", info.key)), "{} is missing", info.key);
    }
    let defined = |prefix: &str| {
        let start = format!("#define COMMDN_{prefix}_");
        header.lines().filter(|line| line.starts_with(&start)).count()
    };
    assert_eq!(defined("MESSAGE_TYPE"), MessageType::ENTRIES.len());
    assert_eq!(defined("CM_ERROR"), CmError::ENTRIES.len());
    assert_eq!(defined("DIAL_MODE"), DialMode::ENTRIES.len());
    assert_eq!(defined("OPTIMIZE_BY"), OptimizeBy::ENTRIES.len());
    assert_eq!(defined("GROUP_STATUS"), GroupStatus::ENTRIES.len());
}
