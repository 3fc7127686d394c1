//! Python: the modules, stubs and conversions that follow from the description.
//!
//! Owns how Python writes a value, a type and a docstring. What is printed of which table is in the files beside.

mod attributes;
mod enums;
mod errors;
mod numbers;
mod options;
mod requests;

use commdn::description::{Kind, OptionRow, OptionsOf, Setter, Standard};

use super::text::{self, Language};
use super::{Description, Generated};

/// The first lines of a printed module, behind its summary.
const PRINTED: &str =
    "Printed by `cargo xtask api` from core/src/description: change that, and run it.";

/// The longest line.
const WIDTH: usize = 100;

/// Everything that is printed for it.
pub fn files(api: &Description) -> Vec<Generated> {
    let tables = [
        attributes::files,
        enums::files,
        errors::files,
        numbers::files,
        options::files,
        requests::files,
    ];
    tables.into_iter().flat_map(|table| table(api)).collect()
}

/// Paragraphs as a docstring for code that is indented by `indent`.
fn docstring(paragraphs: &[String], indent: usize) -> String {
    let width = WIDTH - indent;
    let line = paragraphs.join("\n\n");
    if !line.contains('\n') && line.len() + 6 <= width {
        return format!("\"\"\"{line}\"\"\"\n");
    }
    let mut wrapped =
        paragraphs.iter().map(|text| text::comment(std::slice::from_ref(text), "", width));
    // Three quotes stand before the first line.
    let first = wrapped.next().unwrap_or_default();
    let first = text::comment(&[format!("\"\"\"{}", first.replace('\n', " "))], "", width);
    let rest: String = wrapped.map(|text| format!("\n\n{text}")).collect();
    format!("{first}{rest}\n\"\"\"\n")
}

/// The name of an option, if Python has it.
fn name(row: &OptionRow) -> Option<&'static str> {
    row.python.name()
}

/// Whether its argument is printed and set by what is printed, not by hand.
fn is_own(row: &OptionRow) -> bool {
    matches!(row.python, Setter::Own(_))
}

/// The type of an option's argument.
fn argument_type(row: &OptionRow) -> String {
    let plain = match row.kind {
        Kind::Flag => "bool",
        Kind::Count32 | Kind::Count | Kind::Count64 | Kind::Bytes | Kind::Bytes64 | Kind::Dbid => {
            "int"
        }
        Kind::Time | Kind::ShortTime | Kind::TimeOrNever => "Seconds",
        Kind::Choice if !row.choices.is_empty() => {
            let names = row.choices.iter().map(|choice| format!("\"{}\"", choice.name));
            return format!("Literal[{}]", names.collect::<Vec<_>>().join(", "));
        }
        Kind::Pem => "Pem",
        Kind::CmErrors => "Iterable[int]",
        _ => "str",
    };
    let may_be_none = match row.kind {
        Kind::TimeOrNever => true,
        // A session's times may be for ever.
        Kind::Time => row.of == OptionsOf::Session || row.standard == Standard::Unset,
        Kind::CmErrors => false,
        _ => row.standard == Standard::Unset,
    };
    if may_be_none { format!("{plain} | None") } else { plain.to_owned() }
}

/// The default of an option's argument.
fn argument_default(row: &OptionRow) -> String {
    match (row.standard, row.kind) {
        (Standard::Flag(true), _) => "True".to_owned(),
        (Standard::Flag(false), _) => "False".to_owned(),
        (Standard::Number(number), _) => text::grouped(number).replace(',', "_"),
        (Standard::Time(time), _) => format!("{:?}", time.as_secs_f64()),
        (Standard::Text(words), _) => format!("\"{words}\""),
        (_, Kind::CmErrors) => "()".to_owned(),
        _ => "None".to_owned(),
    }
}

/// What is said of an option, with its default.
fn option_doc(row: &OptionRow) -> Vec<String> {
    text::option(row, Language::Python)
}

#[cfg(test)]
mod tests {
    use super::docstring;

    #[test]
    fn a_docstring_is_one_line_if_it_fits() {
        assert_eq!(docstring(&["One.".to_owned()], 4), "\"\"\"One.\"\"\"\n");
        let long = "word ".repeat(30).trim().to_owned();
        let text = docstring(&[long, "More.".to_owned()], 4);
        assert!(text.starts_with("\"\"\"word word"));
        assert!(text.ends_with("\n\nMore.\n\"\"\"\n"));
        assert!(text.lines().all(|line| line.len() <= 96), "{text}");
    }
}
