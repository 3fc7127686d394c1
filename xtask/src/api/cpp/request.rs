//! Requests: a constructor for each, and setters for what they may carry.

use commdn::description::{AttributeRow, AttributeValue};
use commdn::message::OpenEnum as _;
use commdn::message::spec::{RequestSpec, Rule};

use super::super::template::fill;
use super::super::text::{self, Language};
use super::{Description, Generated, call, doc, header, member};

/// A setter that says more than its attribute: of a phone number, how it may be written.
const BY_HAND: &[&str] = &["phone"];

/// `generated/request.hpp`.
pub fn requests(api: &Description) -> Generated {
    let constructors: Vec<String> = api.requests.iter().map(constructor).collect();
    let settable = api.attributes.iter().filter(|row| row.settable && !BY_HAND.contains(&row.name));
    let setters: Vec<String> = settable.filter_map(setter).collect();
    let body = fill(
        r"
namespace detail::bases {

/** Constructors of requests: the base of Request. DBIDs are their arguments. */
template <class Self>
class RequestConstructors {
public:
    @constructors@

protected:
    ~RequestConstructors() = default;

private:
    template <class Function, class... Arguments>
    static Result<Self> made(Function &&function, Arguments... arguments) {
        return make_plain<Self>(@quoted@, function, arguments...);
    }
};

/** Setters of requests: of an object, of a temporary, and the twin with try_ in its name. */
template <class Self>
class RequestSetters {
public:
    @setters@

protected:
    ~RequestSetters() = default;

private:
    Self &self() noexcept { return static_cast<Self &>(*this); }
};

}  // namespace detail::bases
",
        &[
            ("constructors", &constructors.join("\n")),
            ("quoted", "\"request\""),
            ("setters", &setters.join("\n")),
        ],
    );
    let includes = ["commdn/event.hpp", "commdn/setters.hpp"];
    let purpose = "requests, and what they carry. Part of request.hpp.";
    header("request", purpose, &includes, &body)
}

fn constructor(request: &RequestSpec) -> String {
    let name = request.name;
    let mut paragraphs = text::doc(request.doc, Language::Cpp);
    if let (Some(summary), Some(field)) = (paragraphs.first_mut(), request.request.name()) {
        *summary = format!("{} ({field}).", summary.trim_end_matches('.'));
    }
    let (parameters, arguments) = match request.rules.contains(&Rule::Group) {
        true => ("std::int32_t campaign, std::int32_t group", "campaign, group"),
        false => ("", ""),
    };
    let function = format!("commdn_request_{name}");
    let values: Vec<&str> =
        [function.as_str(), arguments].into_iter().filter(|value| !value.is_empty()).collect();
    doc(&paragraphs, 4)
        + "\n"
        + &member(
            &format!("static Self {name}({parameters})"),
            &format!("return try_{name}({arguments}).value();"),
        )
        + &member(
            &format!("static Result<Self> try_{name}({parameters})"),
            &call("return made", &values, 8),
        )
}

fn setter(row: &AttributeRow) -> Option<String> {
    let name = row.name;
    let function = format!("commdn_request_set_{name}");
    let quoted = format!("\"{name}\"");
    let object = "self().capi()";
    let (parameter, value, set) = match row.value {
        AttributeValue::Number => ("std::int32_t value", "value", vec!["value"]),
        AttributeValue::Dbid => ("std::int32_t dbid", "dbid", vec!["dbid"]),
        AttributeValue::Flag => ("bool on", "on", vec!["on"]),
        AttributeValue::Enum(class) => (class, "value", vec!["number(value)"]),
        AttributeValue::Text | AttributeValue::Chain => {
            ("std::string_view text", "text", vec!["text", &quoted])
        }
        AttributeValue::Schedule => ("ScheduleView sequence", "sequence", vec!["sequence.capi()"]),
        // Three numbers with two parts each: by hand.
        _ => return None,
    };
    let parameter = match row.value {
        AttributeValue::Enum(class) => format!("{class} value"),
        _ => parameter.to_owned(),
    };
    let is_text = matches!(row.value, AttributeValue::Text | AttributeValue::Chain);
    let how = if is_text { "return set_text" } else { "return detail::call" };
    let arguments = [&[function.as_str(), object], set.as_slice()].concat();
    Some(
        doc(&text::doc(row.doc, Language::Cpp), 4)
            + "\n"
            + &member(
                &format!("Self &{name}({parameter}) &"),
                &format!("return after(try_{name}({value}), self());"),
            )
            + &member(
                &format!("Self {name}({parameter}) &&"),
                &format!("return std::move({name}({value}));"),
            )
            + &member(&format!("Result<void> try_{name}({parameter})"), &call(how, &arguments, 8)),
    )
}
