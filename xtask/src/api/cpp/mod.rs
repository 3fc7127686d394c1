//! C++: the headers in `include/commdn/generated` that follow from the description.
//!
//! Owns what every printed header looks like: its frame, comments, and functions that fit into 100 columns. What is in
//! one is a module's of this folder.

mod enums;
mod errors;
mod event;
mod forward;
mod kvlist;
mod numbers;
mod options;
mod outbox;
mod request;

use super::template::fill;
use super::text::comment;
use super::{Description, Generated};

/// The longest line.
const WIDTH: usize = 100;

/// Everything that is printed for it.
pub fn files(api: &Description) -> Vec<Generated> {
    let mut files = vec![
        enums::enums(api),
        errors::classes(api),
        errors::codes(api),
        event::attributes(api),
        kvlist::adders(),
        numbers::numbers(api),
        options::dialect(api),
        options::session(api),
        options::tls(api),
        outbox::options(api),
        request::requests(api),
    ];
    files.push(forward::names(api, &files));
    files
}

/// A header: `name` without folder and ending, what it is for, what it includes, and what stands in the namespace.
fn header(name: &str, purpose: &str, includes: &[&str], body: &str) -> Generated {
    let includes: String = includes.iter().map(|path| format!("#include <{path}>\n")).collect();
    let text = fill(
        r"
/*
 * commdn for C++17: @purpose@
 *
 * Printed by `cargo xtask api` from the tables in core/src/description: change those.
 */
#ifndef @guard@
#define @guard@

@includes@

COMMDN_HPP_BEGIN

@body@

COMMDN_HPP_END

#endif  // @guard@
",
        &[
            ("purpose", purpose),
            ("guard", &format!("COMMDN_GENERATED_{}_HPP", name.to_uppercase())),
            ("includes", &includes),
            ("body", body.trim_end()),
        ],
    );
    Generated::file(format!("include/commdn/generated/{name}.hpp"), text)
}

/// Paragraphs as a comment of what stands `indent` spaces from the left.
fn doc(paragraphs: &[String], indent: usize) -> String {
    match paragraphs {
        [one] if indent + one.chars().count() + "/**  */".len() <= WIDTH => format!("/** {one} */"),
        _ => format!("/**\n{}\n */", comment(paragraphs, " * ", WIDTH - indent)),
    }
}

/// A member function in one line if it fits, in three if not. `body` is a line, or several.
fn member(head: &str, body: &str) -> String {
    let short = format!("{head} {{ {body} }}");
    if !body.contains('\n') && 4 + short.chars().count() <= WIDTH {
        return format!("{short}\n");
    }
    let body: String = body.lines().map(|line| format!("    {line}\n")).collect();
    format!("{head} {{\n{body}}}\n")
}

/// A call whose arguments stand below each other if it does not fit into a line, `indent` spaces from the left.
fn call(function: &str, arguments: &[&str], indent: usize) -> String {
    let mut lines = vec![format!("{function}(")];
    for (place, argument) in arguments.iter().enumerate() {
        let end = if place + 1 == arguments.len() { ");" } else { "," };
        let more = format!("{}{argument}{end}", if place == 0 { "" } else { " " });
        match lines.last_mut() {
            Some(line) if indent + line.len() + more.len() <= WIDTH => line.push_str(&more),
            _ => lines.push(" ".repeat(function.len() + 1) + more.trim_start()),
        }
    }
    lines.join("\n")
}
