//! Options of an outbox and of one submit: plain structures, and what gives them to the objects of C.

use super::super::template::fill;
use super::super::text::{self, Language};
use super::{Description, Generated, call, doc, header};
use commdn::description::{Kind, OptionRow, OptionsOf, Standard};

/// `generated/outbox_options.hpp`.
pub fn options(api: &Description) -> Generated {
    let outbox: Vec<_> = api.options_of(&[OptionsOf::Outbox, OptionsOf::Policy]).collect();
    let submit: Vec<_> = api.options_of(&[OptionsOf::Submit]).collect();
    let body = structure("OutboxOptions", "The options of an outbox", "outbox_options", &outbox)
        + "\n"
        + &structure(
            "SubmitOptions",
            "The options of one submit",
            "outbox_submit_options",
            &submit,
        );
    header(
        "outbox_options",
        "the options of an outbox. Part of outbox.hpp.",
        &["commdn/dialect.hpp"],
        &body,
    )
}

/// One member: an option, or two that are set together.
struct Member<'a> {
    row: &'a OptionRow,
    second: Option<&'a OptionRow>,
    name: &'static str,
}

/// The members of a structure: times that share a setter are a pair.
fn members<'a>(rows: &[&'a OptionRow]) -> Vec<Member<'a>> {
    let mut members: Vec<Member> = Vec::new();
    for &row in rows {
        let Some(name) = row.cpp.name() else { continue };
        match members.last_mut() {
            Some(last) if last.name == name => last.second = Some(row),
            _ => members.push(Member { row, second: None, name }),
        }
    }
    members
}

/// A structure, and `detail::apply()` for it.
fn structure(class: &str, purpose: &str, object: &str, rows: &[&OptionRow]) -> String {
    let members = members(rows);
    let fields: Vec<String> = members.iter().map(field).collect();
    let applied: Vec<String> = members.iter().map(|member| applied(object, member)).collect();
    fill(
        r"
/** @purpose@; set what differs from the defaults. */
struct @class@ {
    @fields@
};

namespace detail {

inline Result<void> apply(commdn_@object@ *to, const @class@ &from) {
    Result<void> done;
    @applied@
    return done;
}

}  // namespace detail
",
        &[
            ("purpose", purpose),
            ("class", class),
            ("object", object),
            ("fields", &fields.concat()),
            ("applied", &applied.concat()),
        ],
    )
}

fn field(Member { row, second, name }: &Member) -> String {
    let mut paragraphs = text::option(row, Language::Cpp);
    let kind = match (row.kind, row.standard) {
        (Kind::Flag, Standard::Flag(value)) => {
            return format!("{}\nbool {name} = {value};\n", doc(&paragraphs, 4));
        }
        (Kind::Dialect, _) => {
            return format!("{}\nconst Dialect *{name} = nullptr;\n", doc(&paragraphs, 4));
        }
        (Kind::CmErrors, _) => {
            return format!("{}\nstd::vector<CmError> {name};\n", doc(&paragraphs, 4));
        }
        (Kind::Count64 | Kind::Bytes64, _) => "std::uint64_t",
        (Kind::Count | Kind::Count32, _) => "std::uint32_t",
        (Kind::Time, _) => "std::chrono::milliseconds",
        (Kind::TimeOrNever, _) => {
            if let Some(summary) = paragraphs.first_mut() {
                *summary = format!("{summary} Less than 0 is never.");
            }
            "std::chrono::milliseconds"
        }
        (Kind::Text, _) => "std::string",
        (kind, _) => panic!("C++ has no member for {kind:?}, the kind of {name}"),
    };
    match second {
        None => format!("{}\nstd::optional<{kind}> {name};\n", doc(&paragraphs, 4)),
        Some(second) => {
            paragraphs.extend(text::option(second, Language::Cpp));
            format!("{}\nstd::optional<std::pair<{kind}, {kind}>> {name};\n", doc(&paragraphs, 4))
        }
    }
}

fn applied(object: &str, Member { row, second, name }: &Member) -> String {
    let c = row.c.name().unwrap_or_default();
    let function = format!("commdn_{object}_set_{c}");
    let given = format!("from.{name}");
    let set = |function: &str, arguments: &[&str]| {
        let arguments = [&["done", function, "to"], arguments].concat();
        call("set", &arguments, 4) + "\n"
    };
    let quoted = format!("\"{name}\"");
    match (row.kind, row.standard, second) {
        (Kind::Flag, Standard::Flag(standard), _) => {
            let differs = if standard { format!("!{given}") } else { given };
            let body =
                call("done = call", &[&function, "to", if standard { "false" } else { "true" }], 8);
            format!("if (done && {differs}) {{\n    {body}\n}}\n")
        }
        (Kind::Dialect, ..) => {
            let body = call("done = call", &[&function, "to", &format!("{given}->capi()")], 8);
            format!("if (done && {given} != nullptr) {{\n    {body}\n}}\n")
        }
        (Kind::CmErrors, ..) => {
            let add = format!("commdn_{object}_{c}");
            let body = call("done = done ? call", &[&add, "to", "number(code)"], 8);
            let body = body.trim_end_matches(';').to_owned() + " : done;";
            format!("for (const CmError code : {given}) {{\n    {body}\n}}\n")
        }
        (Kind::Time, ..) => set(&(function + "_ms"), &[&given, &quoted]),
        (Kind::TimeOrNever, ..) => set(&(function + "_ms"), &[&given]),
        (Kind::Text, ..) => set(&function, &[&given, &quoted]),
        _ => set(&function, &[&given]),
    }
}
