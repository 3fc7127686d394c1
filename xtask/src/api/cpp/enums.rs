//! Enumerations: those of user data, and the choices of options.

use commdn::description::{Kind, OptionRow};
use commdn::message::{EnumEntry, EnumInfo};

use super::super::template::fill;
use super::super::text::{self, Language, camel, snake, upper};
use super::options::choice;
use super::{Description, Generated, doc, header, member};

/// `generated/enums.hpp`.
pub fn enums(api: &Description) -> Generated {
    let choices: Vec<&OptionRow> = api
        .options
        .iter()
        .filter(|row| row.kind == Kind::Choice && row.cpp.name().and_then(choice).is_some())
        .collect();
    let mut types: Vec<String> = api.enums.iter().map(of_the_field).collect();
    types.extend(choices.iter().map(|row| of_an_option(row)));
    let mut names: Vec<String> = api.enums.iter().map(field_name).collect();
    names.extend(choices.iter().map(|row| choice_name(row)));
    let numbers: String = api.enums.iter().map(field_number).collect();
    let body = fill(
        r"
@types@

namespace detail {

// The name of a number, nullptr if it has none. Names of the field are the library's.

@names@

/** The COMMDN_ENUM number of an enumeration of the field; -1 for other types. */
template <class Enum>
inline constexpr std::int32_t field_enum = -1;
@numbers@

}  // namespace detail
",
        &[("types", &types.join("\n")), ("names", &names.join("\n")), ("numbers", &numbers)],
    );
    let includes = ["commdn.h", "commdn_fwd.hpp"];
    header("enums", "numbers with names. Part of enums.hpp.", &includes, &body)
}

/// An enumeration and its values, each a line.
pub fn enumeration(name: &str, said: &str, values: &[String]) -> String {
    fill(
        r"
@doc@
enum class @name@ : std::int32_t {
    @values@
};
",
        &[("doc", said), ("name", name), ("values", &values.join(",\n"))],
    )
}

fn of_the_field(info: &EnumInfo) -> String {
    let values: Vec<String> = info
        .entries
        .iter()
        .map(|entry| {
            format!("{} = COMMDN_{}_{}", value(info, entry), upper(info.name), entry.label)
        })
        .collect();
    enumeration(info.name, &doc(&text::doc(info.doc, Language::Cpp), 0), &values)
}

/// A value's name; X11 has a macro None.
fn value(info: &EnumInfo, entry: &EnumEntry) -> String {
    match (info.name, entry.label) {
        ("MessageType", "NONE") => "NoType".to_owned(),
        _ => camel(&entry.label.to_lowercase()),
    }
}

fn field_name(info: &EnumInfo) -> String {
    let call = format!(
        "return commdn_enum_name(COMMDN_ENUM_{}, static_cast<std::int32_t>(value));",
        upper(info.name)
    );
    member(&format!("inline const char *name_of({} value) noexcept", info.name), &call)
}

fn field_number(info: &EnumInfo) -> String {
    format!(
        "template <>\ninline constexpr std::int32_t field_enum<{}> = COMMDN_ENUM_{};\n",
        info.name,
        upper(info.name)
    )
}

fn of_an_option(row: &OptionRow) -> String {
    let option = row.cpp.name().unwrap_or_default();
    let values: Vec<String> = row
        .choices
        .iter()
        .map(|one| {
            let said = doc(&text::doc(one.doc, Language::Cpp), 4);
            format!("{said}\n{} = COMMDN_{}_{}", camel(one.name), upper(option), upper(one.name))
        })
        .collect();
    let name = choice(option).unwrap_or_default();
    enumeration(name, &doc(&text::doc(row.doc, Language::Cpp), 0), &values)
}

fn choice_name(row: &OptionRow) -> String {
    let name = row.cpp.name().and_then(choice).unwrap_or_default();
    let cases: String = row
        .choices
        .iter()
        .map(|one| format!("case {name}::{}: return \"{}\";\n", camel(one.name), snake(one.name)))
        .collect();
    fill(
        r"
inline const char *name_of(@name@ value) noexcept {
    switch (value) {
    @cases@
    }
    return nullptr;
}
",
        &[("name", name), ("cases", &cases)],
    )
}
