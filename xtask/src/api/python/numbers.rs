//! The library's own numbers that Python has by name, and the counters of a session.

use commdn::description::{NumberGroup, NumberRow};

use super::{PRINTED, docstring};
use crate::api::template::fill;
use crate::api::text::{self, Language};
use crate::api::{Description, Generated};

/// The groups that are enumerations in Python, too; others have other members there.
const ENUMS: &[&str] = &["EntryState", "OutcomeKind"];

const MODULE: &str = r#"
"""States, kinds and counters by name.

@printed@
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .._record import Record

__all__ = [@names@]


@classes@


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStats(Record):
    """Counters of a session, and its current sizes."""

    @counters@
"#;

pub fn files(api: &Description) -> Vec<Generated> {
    let groups = api.numbers.iter().filter(|group| ENUMS.contains(&group.name));
    let mut names: Vec<String> = ENUMS.iter().map(|name| format!("\"{name}\"")).collect();
    names.push("\"SessionStats\"".to_owned());
    let classes = groups.map(class).collect::<Vec<_>>().join("\n\n");
    let counters = api.numbers.iter().find(|group| group.name == "Counter");
    let counters = counters.map_or(&[][..], |group| group.rows);
    let counters: String =
        counters.iter().map(|row| member(&format!("{}: int", row.name), row)).collect();
    let values = [
        ("printed", PRINTED),
        ("names", &names.join(", ")),
        ("classes", classes.trim_end()),
        ("counters", &counters),
    ];
    vec![Generated::file("python/commdn/_generated/numbers.py", fill(MODULE, &values))]
}

fn class(group: &NumberGroup) -> String {
    let members = group
        .rows
        .iter()
        .map(|row| member(&format!("{} = \"{}\"", row.name.to_uppercase(), row.name), row));
    fill(
        r"
class @name@(StrEnum):
    @doc@

    @members@
",
        &[
            ("name", group.name),
            ("doc", &docstring(&text::doc(group.doc, Language::Python), 4)),
            ("members", &members.collect::<String>()),
        ],
    )
}

/// A member and its docstring.
fn member(line: &str, row: &NumberRow) -> String {
    format!("{line}\n{}", docstring(&text::doc(row.doc, Language::Python), 4))
}
