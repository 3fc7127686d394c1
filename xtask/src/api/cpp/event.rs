//! Events: a getter for each attribute. What belongs to an event has one for views, one for objects and one for temporaries.

use commdn::description::{AttributeRow, AttributeValue};

use super::super::template::fill;
use super::super::text::{self, Language};
use super::{Description, Generated, doc, header, member};

/// `generated/event.hpp`.
pub fn attributes(api: &Description) -> Generated {
    let print = |getter: fn(&AttributeRow) -> Option<String>| -> String {
        api.attributes.iter().filter_map(getter).collect()
    };
    let body = fill(
        r"
namespace detail::bases {

/** The numbers of an event: a base of Event and EventView. */
template <class Self>
class EventNumbers {
public:
    @numbers@

protected:
    ~EventNumbers() = default;

private:
    const commdn_event *event() const noexcept { return static_cast<const Self &>(*this).capi(); }
};

/** The texts of an event, and what else belongs to it: a base of EventView. */
template <class Self>
class EventTexts {
public:
    @views@

protected:
    ~EventTexts() = default;

private:
    const commdn_event *event() const noexcept { return static_cast<const Self &>(*this).capi(); }
};

/** The same of an event of one's own, with which they end; those of a temporary are copies. */
template <class Self, class View>
class OwnEventTexts {
public:
    @owned@

protected:
    ~OwnEventTexts() = default;

private:
    View view() const noexcept { return View(static_cast<const Self &>(*this).capi()); }
};

}  // namespace detail::bases
",
        &[("numbers", &print(number)), ("views", &print(view)), ("owned", &print(owned))],
    );
    let purpose = "the attributes of an event. Part of event.hpp.";
    header("event", purpose, &["commdn/schedule.hpp"], &body)
}

/// What a getter gives for an attribute: the type of a view, the type of a copy, and the function that asks.
fn kinds(row: &AttributeRow) -> Option<(String, Option<&'static str>, String)> {
    let plain = |kind: &str| Some((kind.to_owned(), None, format!("optional_number<{kind}>")));
    match row.value {
        AttributeValue::Number | AttributeValue::Dbid => plain("std::int32_t"),
        AttributeValue::Enum(class) => plain(class),
        AttributeValue::Flag => Some(("bool".to_owned(), None, "optional_flag".to_owned())),
        AttributeValue::Text | AttributeValue::Chain => {
            Some(("std::string_view".to_owned(), Some("std::string"), "optional_text".to_owned()))
        }
        AttributeValue::Schedule => {
            Some(("ScheduleView".to_owned(), Some("Schedule"), "optional_schedule".to_owned()))
        }
        // Three numbers with two parts each: by hand.
        _ => None,
    }
}

fn said(row: &AttributeRow) -> String {
    doc(&text::doc(row.doc, Language::Cpp), 4) + "\n"
}

fn asked(row: &AttributeRow, view: &str, function: &str) -> String {
    let name = row.name;
    let head = format!("std::optional<{view}> {name}() const noexcept");
    said(row) + &member(&head, &format!("return {function}(commdn_event_{name}, event());"))
}

fn number(row: &AttributeRow) -> Option<String> {
    let (view, copy, function) = kinds(row)?;
    copy.is_none().then(|| asked(row, &view, &function))
}

fn view(row: &AttributeRow) -> Option<String> {
    let (view, copy, function) = kinds(row)?;
    copy.map(|_| asked(row, &view, &function))
}

fn owned(row: &AttributeRow) -> Option<String> {
    let (view, copy, _) = kinds(row)?;
    let (copy, name) = (copy?, row.name);
    let bound = format!("std::optional<{view}> {name}() const & noexcept COMMDN_LIFETIMEBOUND");
    let taken = format!("std::optional<{copy}> {name}() const &&");
    Some(
        said(row)
            + &member(&bound, &format!("return view().{name}();"))
            + &member(&taken, &format!("return own({name}());")),
    )
}
