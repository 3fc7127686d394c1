//! Errors: the numbers of `commdn::Code`, and the classes that are thrown for them.

use super::super::template::fill;
use super::super::text::{self, Language};
use super::{Description, Generated, doc, header};
use commdn::description::ErrorRow;

/// `generated/codes.hpp`.
pub fn codes(api: &Description) -> Generated {
    let mut rows: Vec<_> = api.errors.iter().collect();
    rows.sort_by_key(|row| -row.code);
    let values: Vec<String> =
        rows.iter().map(|row| format!("{} = COMMDN_ERR_{}", value(row), row.label)).collect();
    let body = fill(
        r"
/** The COMMDN_ERR numbers. Expect others, too: a newer library may return them. */
enum class Code : std::int32_t {
    Ok = COMMDN_OK,
    @values@
};

namespace detail {

/** Its name in commdn.h. */
inline const char *name_of(Code value) noexcept {
    return commdn_status_name(static_cast<std::int32_t>(value));
}

}  // namespace detail
",
        &[("values", &values.join(",\n"))],
    );
    header(
        "codes",
        "the numbers of errors. Part of error.hpp.",
        &["commdn.h", "commdn_fwd.hpp"],
        &body,
    )
}

/// `generated/errors.hpp`.
pub fn classes(api: &Description) -> Generated {
    let mut classes: Vec<(&str, &str, Vec<&ErrorRow>)> = Vec::new();
    for row in api.errors.iter().filter(|row| !row.cpp.bases.is_empty()) {
        match classes.iter_mut().find(|(name, ..)| *name == row.cpp.name) {
            Some((_, _, rows)) => rows.push(row),
            None => classes.push((row.cpp.name, row.cpp.bases[0], vec![row])),
        }
    }
    // Bases first: a class that has one of these classes for its base comes behind all that have none.
    let is_one = |base: &str| classes.iter().any(|(name, ..)| *name == base);
    let (derived, first): (Vec<_>, Vec<_>) = classes.iter().partition(|(_, base, _)| is_one(base));
    let printed: Vec<String> = first.into_iter().chain(derived).map(class).collect();
    let mut cases = String::new();
    for (name, _, rows) in &classes {
        let labels: Vec<String> =
            rows.iter().map(|row| format!("case Code::{}:", value(row))).collect();
        cases += &format!("{} throw {name}(*this);\n", labels.join("\n"));
    }
    let plain: Vec<&ErrorRow> = api.errors.iter().filter(|row| row.cpp.bases.is_empty()).collect();
    for row in plain {
        cases += &format!("case Code::{}:\n", value(row));
    }
    let body = fill(
        r"
/** A server refused, see server_code(). */
class ServerError : public Error {
public:
    explicit ServerError(const Error &error) : Error(error) {}
};

@classes@

inline void Error::raise() const {
    switch (code_) {
    @cases@
    case Code::Ok: break;
    }
    throw *this;
}
",
        &[("classes", &printed.join("\n")), ("cases", &cases)],
    );
    header("errors", "the classes of errors. Part of error.hpp.", &["commdn/error.hpp"], &body)
}

/// One class; what several kinds share says which of them it is.
fn class((name, base, rows): &(&str, &str, Vec<&ErrorRow>)) -> String {
    let paragraphs: Vec<String> = match rows.as_slice() {
        [row] => text::doc(row.doc, Language::Cpp),
        rows => rows
            .iter()
            .flat_map(|row| {
                let mut said = text::doc(row.doc, Language::Cpp);
                if let Some(first) = said.first_mut() {
                    *first = format!("Code::{}: {first}", value(row));
                }
                said
            })
            .collect(),
    };
    fill(
        r"
@doc@
class @name@ : public @base@ {
public:
    explicit @name@(const Error &error) : @base@(error) {}
};
",
        &[("doc", &doc(&paragraphs, 0)), ("name", name), ("base", base)],
    )
}

/// The value of `Code`: the kind's name, unless C has another word for it.
fn value(row: &ErrorRow) -> String {
    let words = row.label.split('_').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_owned() + &rest.to_lowercase()
    });
    let of_c: String = words.collect();
    if of_c.eq_ignore_ascii_case(row.variant) { row.variant.to_owned() } else { of_c }
}
