//! Options: a setter for each that is one value in C, too, of the object that has it.

use commdn::description::{Kind, OptionRow, OptionsOf, Setter, Standard};

use super::{Description, doc};
use crate::api::template::fill;
use crate::api::text::{self, Language};

/// An object of C that has options.
struct Owner {
    /// Its name, and that of its argument.
    object: &'static str,
    argument: &'static str,
    /// The method that applies one of the core's setters.
    method: fn(&OptionRow) -> &'static str,
}

/// The setters of sessions.
pub fn session(api: &Description) -> Vec<String> {
    let of = [OptionsOf::Session, OptionsOf::Reconnect, OptionsOf::Tls];
    let owner = Owner {
        object: "commdn_session_options",
        argument: "session_options",
        method: |row| if row.of == OptionsOf::Tls { "set_tls" } else { "set" },
    };
    setters(api, &of, &owner)
}

/// The setters of outboxes and of submits.
pub fn outbox(api: &Description) -> Vec<String> {
    let outbox = Owner {
        object: "commdn_outbox_options",
        argument: "options",
        method: |row| match row.kind {
            Kind::Dialect => "set",
            _ if row.of == OptionsOf::Policy => "set_policy",
            _ => "set",
        },
    };
    let submit =
        Owner { object: "commdn_outbox_submit_options", argument: "options", method: |_| "set" };
    let mut items = setters(api, &[OptionsOf::Outbox, OptionsOf::Policy], &outbox);
    items.extend(setters(api, &[OptionsOf::Submit], &submit));
    items
}

/// The setters of dialects, whose options are fields in Rust.
pub fn dialect(api: &Description) -> Vec<String> {
    let rows = api.options_of(&[OptionsOf::Dialect]);
    rows.filter(|row| matches!(row.c, Setter::Own(_))).map(dialect_setter).collect()
}

fn dialect_setter(row: &OptionRow) -> String {
    let name = row.name;
    let (kind, value) = match row.kind {
        Kind::Charset => (
            "Text",
            format!(
                "Charset::from_name({name}.text(\"{name}\")?).map_err(|error| invalid(error.to_string()))?"
            ),
        ),
        Kind::Choice => {
            let class = match name {
                "list_prefix" => "ListPrefix",
                "unicode_length" => "UnicodeLength",
                _ => "AutoCompletionPlace",
            };
            let choices: String = row
                .choices
                .iter()
                .map(|choice| {
                    format!("({}, {class}::{}), ", choice.number, text::camel(choice.name))
                })
                .collect();
            ("i32", format!("choice({name}, \"{name}\", &[{}])?", choices.trim_end_matches(", ")))
        }
        Kind::Flag => ("bool", name.to_owned()),
        Kind::Bytes => ("usize", name.to_owned()),
        kind => panic!("{name}: an option of a dialect that is a {kind:?} is written by hand in C"),
    };
    let mut paragraphs = text::option(row, Language::C);
    if let (Kind::Choice, Some(summary)) = (row.kind, paragraphs.first_mut()) {
        *summary = text::doc(row.doc, Language::C).swap_remove(0);
        *summary += &format!(" One of the COMMDN_{} numbers.", text::upper(name));
    }
    let field = match name {
        "list_prefix" | "unicode_length" => format!("packing.{name}"),
        _ => name.to_owned(),
    };
    fill(
        r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_dialect_set_@name@(
    dialect: BorrowedMut<commdn_dialect>,
    @name@: @type@,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(dialect, out_error, |dialect| {
        dialect.0.@field@ = @value@;
        Ok(())
    })
}
"#,
        &[
            ("doc", &doc(&paragraphs)),
            ("name", name),
            ("type", kind),
            ("field", &field),
            ("value", &value),
        ],
    )
}

fn setters(api: &Description, of: &[OptionsOf], owner: &Owner) -> Vec<String> {
    let rows = api.options_of(of);
    let own = rows.filter_map(|row| match row.c {
        Setter::Own(name) => Some(setter(row, name, owner)),
        _ => None,
    });
    own.collect()
}

fn setter(row: &OptionRow, name: &str, owner: &Owner) -> String {
    // The type in C, the unit behind the name, and what makes the core's value of the argument.
    let (kind, unit, value) = match row.kind {
        Kind::Flag => ("bool", "", ""),
        Kind::Dbid => ("i32", "", ""),
        Kind::Count32 if row.positive => ("u32", "", "positive(@a@, \"@a@\")?"),
        Kind::Count32 => ("u32", "", ""),
        Kind::Count | Kind::Bytes => ("usize", "", ""),
        Kind::Count64 | Kind::Bytes64 => ("u64", "", ""),
        Kind::Time => ("i32", "_ms", "milliseconds(@a@, \"@a@\")?"),
        Kind::ShortTime => ("i32", "_us", "microseconds(@a@, \"@a@\")?"),
        // Where there is no default, none is not never: it cannot be set.
        Kind::TimeOrNever if row.standard == Standard::Unset => {
            ("i64", "_ms", "milliseconds(@a@, \"@a@\")?")
        }
        Kind::TimeOrNever => ("i64", "_ms", "milliseconds_or_never(@a@, \"@a@\")?"),
        Kind::Text | Kind::Pem => ("Text", "", ""),
        Kind::Choice => ("Text", "", "@a@.text(\"@a@\")?.parse().map_err(commdn::Error::from)?"),
        Kind::Dialect => ("Borrowed<commdn_dialect>", "", "@a@.get()?.0"),
        kind => panic!("{name}: an option that is a {kind:?} is written by hand in C"),
    };
    let argument = format!("{}{unit}", if row.of == OptionsOf::Tls { row.name } else { name });
    let mut paragraphs = text::option(row, Language::C);
    if let (true, Some(summary)) = (value.contains("or_never"), paragraphs.first_mut()) {
        summary.push_str(" -1 is never.");
    }
    let common = [
        ("doc", doc(&paragraphs)),
        ("object", owner.object.to_owned()),
        ("options", owner.argument.to_owned()),
        ("setter", format!("{name}{unit}")),
        ("name", row.name.to_owned()),
        ("argument", argument.clone()),
        ("set", (owner.method)(row).to_owned()),
    ];
    let mut values: Vec<(&str, &str)> =
        common.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let value = value.replace("@a@", &argument);
    let template = match (kind, value.as_str()) {
        ("Text", "") => TEXT,
        (_, "") => PLAIN,
        _ => MADE,
    };
    if template != TEXT {
        values.push(("type", kind));
    }
    if template == MADE {
        values.push(("value", &value));
    }
    fill(template, &values)
}

/// A value that the core takes as it is.
const PLAIN: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn @object@_set_@setter@(
    @options@: BorrowedMut<@object@>,
    @argument@: @type@,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(@options@, out_error, |@options@| {
        @options@.@set@(|options| options.@name@(@argument@))
    })
}
"#;

/// A value that is made of the argument, or refused.
const MADE: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn @object@_set_@setter@(
    @options@: BorrowedMut<@object@>,
    @argument@: @type@,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(@options@, out_error, |@options@| {
        let @name@ = @value@;
        @options@.@set@(|options| options.@name@(@name@));
        Ok(())
    })
}
"#;

const TEXT: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn @object@_set_@setter@(
    @options@: BorrowedMut<@object@>,
    @argument@: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set_text(@options@, (@argument@, "@argument@"), out_error, |@options@, @argument@| {
        @options@.@set@(|options| options.@name@(@argument@))
    })
}
"#;
