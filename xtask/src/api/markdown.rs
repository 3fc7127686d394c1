//! The guides: the tables of options and errors, in pages that are otherwise written by hand.

use commdn::description::{AttributeRow, ErrorRow, OptionRow, OptionsOf, Setter};
use commdn::message::keys::KeyInfo;
use commdn::message::spec::RequestSpec;
use commdn::message::{Attribute, Certainty, EnumInfo};

use super::text::{self, Language};
use super::{Description, Generated};

/// Everything that is printed for it.
pub fn files(api: &Description) -> Vec<Generated> {
    let options = |objects: &[OptionsOf]| option_table(api.options_of(objects));
    let settings = |name: &str, objects: &[OptionsOf]| {
        Generated::part("docs/settings.md", name, options(objects))
    };
    vec![
        settings("session", &[OptionsOf::Session]),
        settings("reconnect", &[OptionsOf::Reconnect]),
        settings("tls", &[OptionsOf::Tls]),
        settings("dialect", &[OptionsOf::Dialect]),
        settings("outbox", &[OptionsOf::Outbox, OptionsOf::Policy]),
        settings("submit", &[OptionsOf::Submit]),
        Generated::part("docs/settings.md", "errors", error_table(&api.errors)),
        Generated::part("docs/tls.md", "tls", options(&[OptionsOf::Tls])),
        Generated::part("docs/guide.md", "reconnect", options(&[OptionsOf::Reconnect])),
        Generated::part("docs/messages.md", "requests", request_table(api)),
        Generated::part("docs/messages.md", "attributes", attribute_table(&api.attributes)),
        Generated::part("docs/messages.md", "keys", key_table(&api.keys)),
        Generated::part("docs/messages.md", "numbers", enum_tables(&api.enums)),
    ]
}

/// A table; Markdown wants an empty line before and behind it.
fn table(head: &[&str], lines: impl Iterator<Item = String>) -> String {
    let rule = "|---".repeat(head.len());
    format!("\n| {} |\n{rule}|\n{}\n", head.join(" | "), lines.collect::<String>())
}

fn line(cells: &[&str]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

fn code(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("`{name}`") }
}

fn codes<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(code).collect::<Vec<_>>().join(", ")
}

fn meaning(doc: &[&str]) -> String {
    text::doc(doc, Language::Markdown).join(" ")
}

fn option_table<'a>(rows: impl Iterator<Item = &'a OptionRow>) -> String {
    table(&["option", "default", ""], rows.map(option_line))
}

fn option_line(row: &OptionRow) -> String {
    let value = text::standard_value(row, Language::Markdown);
    let standard = match (value, row.says) {
        (Some(value), Some(words)) => format!("{value}: {words}"),
        (Some(value), None) => value,
        (None, words) => words.unwrap_or_default().to_owned(),
    };
    line(&[&names(row), &standard, &meaning(row.doc)])
}

/// The name of an option, and what languages call it that have another word for it.
fn names(row: &OptionRow) -> String {
    let others = [("C", row.c), ("C++", row.cpp), ("Python", row.python)];
    let mut words: Vec<String> = Vec::new();
    for (language, setter) in others {
        match setter {
            Setter::Absent => words.push(format!("not in {language}")),
            setter => {
                let name = setter.name().filter(|name| *name != row.name);
                words.extend(name.map(|name| format!("{language} `{name}`")));
            }
        }
    }
    match words.is_empty() {
        true => format!("`{}`", row.name),
        false => format!("`{}` ({})", row.name, words.join(", ")),
    }
}

fn error_table(rows: &[ErrorRow]) -> String {
    table(&["C", "C++", "Python", "what happened", "repeat"], rows.iter().map(error_line))
}

fn error_line(row: &ErrorRow) -> String {
    let status = format!("`COMMDN_ERR_{}` {}", row.label, row.code);
    let repeat = if row.retryable { "yes" } else { "" };
    line(&[&status, &code(row.cpp.name), &code(row.python.name), &meaning(row.doc), repeat])
}

fn request_table(api: &Description) -> String {
    let lines = api.requests.iter().map(|request| request_line(api, request));
    table(&["request", "may carry", "answered by", ""], lines)
}

fn request_line(api: &Description, request: &RequestSpec) -> String {
    let taken = api.attributes.iter().filter(|row| row.settable && request_takes(request, row));
    let answers = request.answers.iter().map(ToString::to_string).collect::<Vec<_>>();
    let taken = codes(taken.map(|row| row.name));
    let answers = codes(answers.iter().map(String::as_str));
    line(&[&code(request.name), &taken, &answers, &meaning(request.doc)])
}

fn request_takes(request: &RequestSpec, row: &AttributeRow) -> bool {
    let attribute = Attribute::ALL.iter().find(|attribute| attribute.key() == row.key);
    attribute.is_some_and(|attribute| request.takes(*attribute))
}

fn attribute_table(rows: &[AttributeRow]) -> String {
    let lines = rows.iter().map(|row| line(&[&code(row.name), &code(row.key), &meaning(row.doc)]));
    table(&["attribute", "key", ""], lines)
}

fn key_table(rows: &[KeyInfo]) -> String {
    let lines = rows.iter().map(|row| {
        let text = meaning(row.doc);
        line(&[&code(&format!("COMMDN_KEY_{}", row.name)), &code(row.key), &text])
    });
    table(&["C", "key", ""], lines)
}

fn enum_tables(enums: &[EnumInfo]) -> String {
    let tables = enums.iter().map(|one| {
        let lines = one.entries.iter().map(|entry| {
            let note = match entry.certainty {
                Certainty::Chapter => "",
                Certainty::NotApplicable => "not used by the CommDN API",
                Certainty::Public => "not in the manual's chapter",
                _ => "inferred",
            };
            line(&[&entry.number.to_string(), &code(entry.label), &code(entry.name), note])
        });
        let head = format!("\n### `{}`\n\n{}\n", one.name, meaning(one.doc));
        head + &table(&["number", "label", "name in the field", ""], lines)
    });
    tables.collect::<String>().replace("\n\n\n", "\n\n")
}
