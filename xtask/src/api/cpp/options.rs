//! Options of sessions, of TLS and of dialects: a setter, its twin for temporaries and its twin with `try_` for each.

use super::super::template::fill;
use super::super::text::{self, Language};
use super::{Description, Generated, call, doc, header, member};
use commdn::description::{Kind, OptionRow, OptionsOf, Setter};

/// `generated/session_options.hpp`.
pub fn session(api: &Description) -> Generated {
    let rows: Vec<_> = api.options_of(&[OptionsOf::Session, OptionsOf::Reconnect]).collect();
    let body = setters("SessionSetters", "session_options", "SessionOptions", &rows);
    let includes = ["commdn/dialect.hpp"];
    header("session_options", "the options of a session. Part of options.hpp.", &includes, &body)
}

/// `generated/dialect.hpp`.
pub fn dialect(api: &Description) -> Generated {
    let rows: Vec<_> = api.options_of(&[OptionsOf::Dialect]).collect();
    let body = setters("DialectSetters", "dialect", "Dialect", &rows);
    header(
        "dialect",
        "the options of a dialect. Part of dialect.hpp.",
        &["commdn/setters.hpp"],
        &body,
    )
}

/// `generated/tls.hpp`: TLS has no object in C, so that its texts are kept until a session's options have one.
pub fn tls(api: &Description) -> Generated {
    let rows: Vec<_> = api.options_of(&[OptionsOf::Tls]).filter_map(own).collect();
    let setters: Vec<String> = rows
        .iter()
        .map(|(row, name)| {
            fill(
                r"
@doc@
Self &@name@(std::string_view text) & { return keep(@name@_, text); }
Self @name@(std::string_view text) && { return std::move(@name@(text)); }
",
                &[("doc", &doc(&text::option(row, Language::Cpp), 4)), ("name", name)],
            )
        })
        .collect();
    let lines = |print: fn(&OptionRow, &str) -> String| -> String {
        rows.iter().map(|(row, name)| print(row, name)).collect()
    };
    let applied = lines(|row, name| {
        let setter = format!("commdn_session_options_set_{}", row.c.name().unwrap_or_default());
        let name = (format!("{name}_"), format!("\"{name}\""));
        call("set", &["done", &setter, "options", &name.0, &name.1], 8) + "\n"
    });
    let body = fill(
        r"
namespace detail::bases {

/** The texts of Tls, each kept until a session's options take it. */
template <class Self>
class TlsTexts {
public:
    @setters@

protected:
    ~TlsTexts() = default;

    /** Give the C object what is set. */
    Result<void> apply_texts(commdn_session_options *options) const {
        Result<void> done;
        @applied@
        return done;
    }

private:
    Self &keep(std::optional<std::string> &to, std::string_view text) {
        to = text;
        return static_cast<Self &>(*this);
    }

    @members@
};

}  // namespace detail::bases
",
        &[
            ("setters", &setters.join("\n")),
            ("applied", &applied),
            ("members", &lines(|_, name| format!("std::optional<std::string> {name}_;\n"))),
        ],
    );
    header("tls", "the texts of TLS. Part of tls.hpp.", &["commdn/setters.hpp"], &body)
}

/// A row that is set by a function of its own, and the function's name.
fn own(row: &OptionRow) -> Option<(&OptionRow, &'static str)> {
    match row.cpp {
        Setter::Own(name) => Some((row, name)),
        _ => None,
    }
}

/// The base class with the setters of an object of C.
fn setters(class: &str, object: &str, of: &str, rows: &[&OptionRow]) -> String {
    let setters: Vec<String> = rows
        .iter()
        .filter_map(|row| own(row))
        .map(|(row, name)| setter(object, row, name))
        .collect();
    fill(
        r"
namespace detail::bases {

/** Setters of @of@: of an object, of a temporary, and the twin with try_ in its name. */
template <class Self>
class @class@ {
public:
    @setters@

protected:
    ~@class@() = default;

private:
    Self &self() noexcept { return static_cast<Self &>(*this); }
};

}  // namespace detail::bases
",
        &[("class", class), ("of", of), ("setters", &setters.join("\n"))],
    )
}

/// One option of an object of C.
fn setter(object: &str, row: &OptionRow, name: &str) -> String {
    let function = format!("commdn_{object}_set_{}", row.c.name().unwrap_or_default());
    let quoted = format!("\"{name}\"");
    let mut paragraphs = text::option(row, Language::Cpp);
    let (kind, value, set) = match row.kind {
        Kind::Flag => {
            ("bool", "on", call("return detail::call", &[&function, "self().capi()", "on"], 8))
        }
        Kind::Dbid => (
            "std::int32_t",
            "dbid",
            call("return detail::call", &[&function, "self().capi()", "dbid"], 8),
        ),
        Kind::Count | Kind::Bytes => (
            "std::size_t",
            "most",
            call("return detail::call", &[&function, "self().capi()", "most"], 8),
        ),
        Kind::Dialect => (
            "const Dialect &",
            "how",
            call("return detail::call", &[&function, "self().capi()", "how.capi()"], 8),
        ),
        Kind::Choice => {
            let kind =
                choice(name).unwrap_or_else(|| panic!("the choices of {name} have no enumeration"));
            let quoted = format!("\"{}\"", row.standard_text());
            let value = format!("{kind}::{}", text::camel(row.standard_text()));
            for paragraph in &mut paragraphs {
                *paragraph = paragraph.replace(&quoted, &value);
            }
            let set =
                call("return detail::call", &[&function, "self().capi()", "number(choice)"], 8);
            (kind, "choice", set)
        }
        Kind::Text | Kind::Charset | Kind::Pem => (
            "std::string_view",
            "text",
            call("return set_text", &[&function, "self().capi()", "text", &quoted], 8),
        ),
        Kind::Time | Kind::TimeOrNever => {
            if row.kind == Kind::TimeOrNever
                && let Some(summary) = paragraphs.first_mut()
            {
                *summary = format!("{summary} 0 is never.");
            }
            let function = function + "_ms";
            (
                "std::chrono::milliseconds",
                "time",
                call("return set_time", &[&function, "self().capi()", "time", &quoted], 8),
            )
        }
        Kind::ShortTime => (
            "std::chrono::microseconds",
            "time",
            call(
                "return set_time",
                &[&format!("{function}_us"), "self().capi()", "time", &quoted],
                8,
            ),
        ),
        _ => {
            panic!("{object} has no setter for {:?}, the kind of {name}", row.kind)
        }
    };
    let parameter = match kind.ends_with('&') {
        true => format!("{kind}{value}"),
        false => format!("{kind} {value}"),
    };
    let head =
        |result: &str, name: &str, behind: &str| format!("{result}{name}({parameter}){behind}");
    doc(&paragraphs, 4)
        + "\n"
        + &member(
            &head("Self &", name, " &"),
            &format!("return after(try_{name}({value}), self());"),
        )
        + &member(&head("Self ", name, " &&"), &format!("return std::move({name}({value}));"))
        + &member(&head("Result<void> ", &format!("try_{name}"), ""), &set)
}

/// The enumeration of an option's choices, if C++ has one.
pub fn choice(option: &str) -> Option<&'static str> {
    match option {
        "list_prefix" => Some("ListPrefix"),
        "unicode_length" => Some("UnicodeLength"),
        "auto_completion" => Some("AutoCompletionPlace"),
        _ => None,
    }
}
