//! The exception classes, and the lists of their names in `commdn`.

use commdn::description::ErrorRow;

use super::{PRINTED, docstring};
use crate::api::template::fill;
use crate::api::text::{self, Language};
use crate::api::{Description, Generated};

const MODULE: &str = r#"
"""An exception class for each kind of error.

@printed@
"""

from __future__ import annotations

from .._error import @bases@

__all__ = [
    @names@
]


@classes@
"#;

const CLASS: &str = r#"
class @name@(@bases@):
    @doc@

    kind = "@kind@"
"#;

/// The classes that are written by hand.
const BASES: [&str; 3] = ["CommDNError", "CommDNRefused", "CommDNTimeout"];

pub fn files(api: &Description) -> Vec<Generated> {
    let rows: Vec<&ErrorRow> = api.errors.iter().filter(|row| row.of_core).collect();
    let mut names: Vec<&str> = rows.iter().map(|row| row.python.name).collect();
    names.sort_unstable();
    let mut all: Vec<&str> = names.iter().copied().chain(BASES).collect();
    all.sort_unstable();
    let classes: Vec<String> = rows.iter().map(|row| class(row)).collect();
    let module = fill(
        MODULE,
        &[
            ("printed", PRINTED),
            ("bases", &BASES.join(", ")),
            ("names", &lines(&names, "\"", "\",")),
            ("classes", &classes.join("\n\n")),
        ],
    );
    let package = "python/commdn/__init__.py";
    vec![
        Generated::file("python/commdn/_generated/errors.py", module),
        Generated::part(package, "error imports", indented(&indented(&lines(&all, "", ",")))),
        Generated::part(package, "error names", indented(&lines(&all, "\"", "\","))),
    ]
}

fn class(row: &ErrorRow) -> String {
    let doc = docstring(&text::doc(row.doc, Language::Python), 4);
    fill(
        CLASS,
        &[
            ("name", row.python.name),
            ("bases", &row.python.bases.join(", ")),
            ("doc", &doc),
            ("kind", row.name),
        ],
    )
}

fn lines(names: &[&str], before: &str, after: &str) -> String {
    names.iter().map(|name| format!("{before}{name}{after}\n")).collect()
}

fn indented(lines: &str) -> String {
    lines.lines().map(|line| format!("    {line}\n")).collect()
}
