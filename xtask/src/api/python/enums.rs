//! The enumerations of user data.

use commdn::message::EnumInfo;

use super::{PRINTED, docstring};
use crate::api::template::fill;
use crate::api::text::{self, Language};
use crate::api::{Description, Generated};

const MODULE: &str = r#"
"""The numbers of the API as enumerations.

@printed@
"""

from __future__ import annotations

from .._open_enum import OpenEnum

__all__ = [@names@]


@classes@
"#;

const CLASS: &str = r#"
class @name@(OpenEnum):
    @doc@

    @members@
"#;

pub fn files(api: &Description) -> Vec<Generated> {
    let mut names: Vec<String> = api.enums.iter().map(|row| format!("\"{}\"", row.name)).collect();
    names.sort_unstable();
    let classes: Vec<String> = api.enums.iter().map(class).collect();
    let module = fill(
        MODULE,
        &[("printed", PRINTED), ("names", &names.join(", ")), ("classes", &classes.join("\n\n"))],
    );
    vec![Generated::file("python/commdn/_generated/enums.py", module)]
}

fn class(row: &EnumInfo) -> String {
    let mut doc = text::doc(row.doc, Language::Python);
    doc.push(format!("The values of `{}`.", row.key));
    let member = |label: &str, number: i32| format!("{label} = {number}\n");
    let members = row.entries.iter().map(|entry| member(entry.label, entry.number));
    fill(
        CLASS,
        &[
            ("name", row.name),
            ("doc", &docstring(&doc, 4)),
            ("members", &members.collect::<String>()),
        ],
    )
}
