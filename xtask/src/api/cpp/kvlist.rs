//! Lists: functions that append a value of each type.

use super::super::template::fill;
use super::super::values::{VALUES, ValueRow};
use super::{Generated, call, header, member};

/// `generated/kvlist.hpp`.
pub fn adders() -> Generated {
    let adders: Vec<String> = VALUES.iter().map(adder).collect();
    let body = fill(
        r"
namespace detail::bases {

/** What appends a pair to a list: to an object, to a temporary, and the twin with try_ in its name. */
template <class Self>
class ListAdders {
public:
    @adders@

protected:
    ~ListAdders() = default;

private:
    Self &self() noexcept { return static_cast<Self &>(*this); }
};

}  // namespace detail::bases
",
        &[("adders", &adders.join("\n"))],
    );
    header("kvlist", "what appends to a list. Part of kvlist.hpp.", &["commdn/setters.hpp"], &body)
}

fn adder(row: &ValueRow) -> String {
    let [parameters, names, values, doc] = row.cpp;
    let name = row.name;
    let function = format!("add_{name}(std::string_view key, {parameters})");
    let given = format!("(key, {names})");
    let c = format!("commdn_kvlist_add_{name}_n");
    let arguments = [c.as_str(), "self().capi()", "key.data()", "key.size()"];
    let arguments: Vec<&str> = arguments.into_iter().chain(values.split(", ")).collect();
    let sent = call("return detail::call", &arguments, 8);
    [
        format!("/** {doc} */\n"),
        member(
            &format!("Self &{function} &"),
            &format!("return after(try_add_{name}{given}, self());"),
        ),
        member(&format!("Self {function} &&"), &format!("return std::move(add_{name}{given});")),
        member(&format!("Result<void> try_{function}"), &sent),
    ]
    .concat()
}
