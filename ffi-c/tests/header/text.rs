//! How C is written: comments and prototypes in lines of 100 characters at most.

use std::fmt::Write as _;

const TAGS: [&str; 5] = ["Owns:", "Threads:", "Blocks:", "Errors:", "Since:"];
const WIDTH: usize = 100;

/// The lines of a documentation comment, joined by line breaks.
pub fn doc(attributes: &[syn::Attribute]) -> String {
    let mut lines = Vec::new();
    for attribute in attributes {
        let syn::Meta::NameValue(meta) = &attribute.meta else { continue };
        if let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(line), .. }) = &meta.value {
            lines.push(line.value().strip_prefix(' ').map_or(line.value(), str::to_owned));
        }
    }
    lines.join("\n").trim_end().to_owned()
}

/// A documentation comment: on one line if it fits. Paragraphs are filled; what a tag says stays in
/// its column; indented lines are an example and stay as they are.
pub fn comment(doc: &str, indent: &str) -> String {
    if !doc.contains('\n') && indent.len() + doc.len() + 7 <= WIDTH {
        return format!("{indent}/** {doc} */\n");
    }
    let mut out = format!("{indent}/**\n");
    for (text, hanging) in paragraphs(doc) {
        let mut line = format!("{indent} *");
        let mut fresh = true;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            if !fresh && line.len() + 1 + word.len() > WIDTH {
                let _ = writeln!(out, "{line}");
                line = format!("{indent} * {}{word}", " ".repeat(hanging));
                continue;
            }
            let pad = if fresh && TAGS.contains(&word) { 9 - word.len() } else { 0 };
            let _ = write!(line, " {word}{}", " ".repeat(pad.saturating_sub(1)));
            fresh = false;
        }
        let _ = writeln!(out, "{line}");
    }
    let _ = writeln!(out, "{indent} */");
    out
}

/// Its paragraphs, tags and empty lines, each with what its further lines are indented by.
fn paragraphs(doc: &str) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for line in doc.lines() {
        let line = line.trim();
        let tag = TAGS.iter().any(|tag| line.starts_with(tag));
        match found.last_mut() {
            Some((text, _)) if !tag && !line.is_empty() && !text.is_empty() => {
                text.push(' ');
                text.push_str(line);
            }
            _ => found.push((line.to_owned(), if tag { 9 } else { 0 })),
        }
    }
    found
}

/// A prototype as cbindgen writes it, with the macros of calls and of what must be checked.
pub fn prototype(declaration: &str) -> String {
    let flat = declaration.split_whitespace().collect::<Vec<_>>().join(" ");
    let flat = flat.trim_end_matches(';');
    let (head, arguments) = flat.split_once('(').expect("a function");
    let arguments = arguments.strip_suffix(')').expect("its arguments");
    let name_at = head.find("commdn_").expect("a name");
    // The result may be a commdn type: the name is the last word.
    let name_at = head.rfind([' ', '*']).map_or(name_at, |at| at + 1);
    let (result, name) = head.split_at(name_at);
    let space = if result.ends_with('*') { " " } else { "" };
    let head = format!("{result}{space}COMMDN_CALL {name}(");
    if head.len() + arguments.len() + 2 <= WIDTH {
        return format!("{head}{arguments});\n");
    }
    let mut lines = format!("{head}\n");
    let mut line = String::from("   ");
    let all: Vec<&str> = arguments.split(", ").collect();
    for (place, argument) in all.iter().enumerate() {
        let end = if place + 1 == all.len() { ");" } else { "," };
        if line.len() + 1 + argument.len() + end.len() > WIDTH {
            let _ = writeln!(lines, "{line}");
            line = String::from("   ");
        }
        let _ = write!(line, " {argument}{end}");
    }
    let _ = writeln!(lines, "{line}");
    lines
}
