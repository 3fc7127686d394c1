//! Numbers of the library's own with names: an enumeration for each group.

use commdn::description::{NumberGroup, NumberRow};

use super::super::c::constant_name;
use super::super::template::fill;
use super::super::text::{self, Language};
use super::enums::enumeration;
use super::{Description, Generated, doc, header, member};

/// `generated/numbers.hpp`.
pub fn numbers(api: &Description) -> Generated {
    let types: Vec<String> = api.numbers.iter().map(|group| of_a_group(api, group)).collect();
    let names: Vec<String> = api.numbers.iter().map(name).collect();
    let body = fill(
        r"
@types@

namespace detail {

// The name of a number, nullptr if it has none.

@names@

}  // namespace detail
",
        &[("types", &types.join("\n")), ("names", &names.join("\n"))],
    );
    let includes = ["commdn.h", "commdn_fwd.hpp"];
    header("numbers", "states, kinds, levels and types. Part of enums.hpp.", &includes, &body)
}

/// The rows of a group, with those that follow behind its last one, and the constant of each.
fn rows(api: &Description, group: &NumberGroup) -> Vec<(NumberRow, String)> {
    let own = |row: &NumberRow| (*row, constant_name(group, row));
    let Some(then) = group.then else { return group.rows.iter().map(own).collect() };
    let (last, first) = group.rows.split_last().expect("a group has rows");
    let follow = api.numbers.iter().find(|other| other.rows == then).expect("a group of the table");
    let added = |row: &NumberRow| {
        let value = format!("{} + {}", constant_name(group, last), constant_name(follow, row));
        (*row, value)
    };
    first.iter().map(own).chain(then.iter().map(added)).collect()
}

fn of_a_group(api: &Description, group: &NumberGroup) -> String {
    let value = |(row, constant): &(NumberRow, String)| {
        let said = doc(&text::doc(row.doc, Language::Cpp), 4);
        format!("{said}\n{} = {constant}", row.variant)
    };
    let values: Vec<String> = rows(api, group).iter().map(value).collect();
    enumeration(group.name, &doc(&text::doc(group.doc, Language::Cpp), 0), &values)
}

fn name(group: &NumberGroup) -> String {
    if !group.named_by.0.is_empty() {
        let call =
            format!("return commdn_{}_name(static_cast<std::int32_t>(value));", group.named_by.0);
        return member(
            &format!("inline const char *name_of({} value) noexcept", group.name),
            &call,
        );
    }
    let own = group.rows.iter().filter(|row| group.then.is_none() || row.number < 100);
    let cases: String = own
        .chain(group.then.unwrap_or_default())
        .map(|row| format!("case {}::{}: return \"{}\";\n", group.name, row.variant, row.name))
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
        &[("name", group.name), ("cases", &cases)],
    )
}
