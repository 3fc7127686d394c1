//! Numbers with names: a constant for each, and a function that gives the name of one; a file for each header.

use commdn::description::{Kind, NumberGroup, NumberRow, OptionRow};

use super::{Description, doc, row_doc, with_head};
use crate::api::template::fill;
use crate::api::text::{self, Language, upper};

/// The files of `generated/numbers`, and the groups of each.
const FILES: &[(&str, &[&str])] = &[
    ("fields", &["Certainty"]),
    ("kvlist", &["Type", "TextForm"]),
    ("notice", &["NoticeKind"]),
    ("options", &["LogLevel"]),
    ("outbox", &["OutcomeKind", "EntryState", "OutboxFilter", "OutboxCounter"]),
    ("session", &["SessionStatus", "Counter"]),
];

/// The modules with their texts.
pub fn modules(api: &Description) -> Vec<(&'static str, String)> {
    let module = |(name, groups): &(&'static str, &[&str])| {
        let groups: Vec<&NumberGroup> =
            api.numbers.iter().filter(|group| groups.contains(&group.name)).collect();
        let mut items: Vec<String> = groups.iter().flat_map(|group| constants(group)).collect();
        if *name == "options" {
            items.extend(api.options.iter().flat_map(choices));
        }
        items.extend(groups.iter().filter_map(|group| name_of(group)));
        (*name, with_head("Numbers with names.", &items))
    };
    FILES.iter().map(module).collect()
}

fn constants(group: &NumberGroup) -> Vec<String> {
    group.rows.iter().map(|row| constant(&constant_name(group, row), row.number, row.doc)).collect()
}

/// The constant of a row.
pub fn constant_name(group: &NumberGroup, row: &NumberRow) -> String {
    format!("COMMDN_{}{}", group.prefix, row.name.to_uppercase())
}

fn constant(name: &str, number: i32, lines: &[&str]) -> String {
    format!("{}\npub const {name}: i32 = {number};\n", row_doc(lines))
}

/// The values of an option that is a choice.
fn choices(row: &OptionRow) -> Vec<String> {
    let name = match (row.kind, row.c.name()) {
        (Kind::Choice, Some(name)) if row.of == commdn::description::OptionsOf::Dialect => name,
        _ => return Vec::new(),
    };
    let constant = |choice: &commdn::description::Choice| {
        let mut said = text::doc(choice.doc, Language::C);
        if let (true, Some(summary)) = (choice.name == row.standard_text(), said.first_mut()) {
            summary.push_str(" The default.");
        }
        let name = format!("COMMDN_{}_{}", upper(name), upper(choice.name));
        format!("{}\npub const {name}: i32 = {};\n", doc(&said), choice.number)
    };
    row.choices.iter().map(constant).collect()
}

fn name_of(group: &NumberGroup) -> Option<String> {
    let (function, argument) = group.named_by;
    let (first, example) = (group.rows.first()?, group.rows.get(1)?);
    let names: Vec<String> = group.rows.iter().map(|row| format!("c\"{}\"", row.name)).collect();
    (!function.is_empty()).then(|| {
        fill(
            r#"
/// The name of a COMMDN_@group@ number, for example "@example@"; NULL for a number without one.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_@function@_name(@argument@: i32) -> *const c_char {
    ffi_name(@argument@, @first@, &[@names@])
}
"#,
            &[
                ("group", group.prefix.trim_end_matches('_')),
                ("example", example.name),
                ("function", function),
                ("argument", argument),
                ("first", &constant_name(group, first)),
                ("names", &names.join(", ")),
            ],
        )
    })
}
