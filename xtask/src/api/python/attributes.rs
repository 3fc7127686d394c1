//! The attributes of messages: as properties of `Event` and `Request`, in Rust and in the stubs.

use commdn::description::{AttributeRow, AttributeValue};

use super::{WIDTH, docstring};
use crate::api::template::fill;
use crate::api::text::{self, Language};
use crate::api::{Description, Generated};

/// Texts of digits, for which a whole number stands as well.
const DIGITS: &[&str] = &["phone", "customer_id"];
/// What a request tells though the session, not the caller, sets it.
const OF_SESSION: &[&str] = &["origin", "reference_id"];

const GETTER: &str = r#"
    @doc@
    #[getter]
    fn @name@@signature@ {
        @body@
    }

"#;

const PROPERTY: &str = r#"
    #property
    def @name@(self) -> @type@ | None:
        @doc@

"#;

pub fn files(api: &Description) -> Vec<Generated> {
    let of_request: Vec<&AttributeRow> = api
        .attributes
        .iter()
        .filter(|row| row.settable || OF_SESSION.contains(&row.name))
        .collect();
    let settable = api.attributes.iter().filter(|row| row.settable);
    let events: String = api.attributes.iter().map(event_getter).collect();
    let requests: String = of_request.iter().map(|row| request_getter(row)).collect();
    let event_stubs: String = api.attributes.iter().map(property).collect();
    let request_stubs: String = of_request.iter().map(|row| property(row)).collect();
    let arguments = settable
        .map(|row| format!("        {}: {} | None = None,\n", row.name, argument_type(row)));
    let stubs = "python/commdn/_native.pyi";
    vec![
        Generated::part("python/src/objects/event.rs", "attributes", events),
        Generated::part("python/src/objects/request/methods.rs", "attributes", requests),
        Generated::part(stubs, "event attributes", event_stubs),
        Generated::part(stubs, "request attributes", request_stubs),
        Generated::part(stubs, "request arguments", arguments.collect::<String>()),
    ]
}

/// The type of an attribute as an argument.
pub fn argument_type(row: &AttributeRow) -> String {
    match row.value {
        AttributeValue::Enum(name) => format!("{name} | int | str"),
        AttributeValue::Text if DIGITS.contains(&row.name) => "str | int".to_owned(),
        _ => property_type(row).to_owned(),
    }
}

fn property_type(row: &AttributeRow) -> &'static str {
    match row.value {
        AttributeValue::Flag => "bool",
        AttributeValue::Enum(name) => name,
        AttributeValue::Schedule => "Schedule",
        AttributeValue::DialingPriority => "DialingPriority",
        AttributeValue::Number | AttributeValue::Dbid => "int",
        _ => "str",
    }
}

fn property(row: &AttributeRow) -> String {
    let doc = docstring(&text::doc(row.doc, Language::Python), 8);
    let text = fill(PROPERTY, &[("name", row.name), ("type", property_type(row)), ("doc", &doc)]);
    // In the template it would be a value.
    text.replace("#property\n", "@property\n")
}

fn getter(row: &AttributeRow, signature: &str, body: &str) -> String {
    let doc = text::comment(&text::doc(row.doc, Language::Python), "/// ", WIDTH - 4);
    fill(GETTER, &[("doc", &doc), ("name", row.name), ("signature", signature), ("body", body)])
}

const PLAIN: &str = "<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>>";

fn event_getter(row: &AttributeRow) -> String {
    let name = row.name;
    let value = format!("self.event.{name}()");
    match row.value {
        AttributeValue::Number | AttributeValue::Dbid => {
            getter(row, "(&self) -> Option<i32>", &value)
        }
        AttributeValue::Flag => getter(row, "(&self) -> Option<bool>", &value),
        AttributeValue::Enum(_) => getter(row, PLAIN, &format!("member(py, {value})")),
        AttributeValue::Chain => {
            let body = format!("{value}.map(|chain| chain.as_str().to_owned())");
            getter(row, "(&self) -> Option<String>", &body)
        }
        AttributeValue::Schedule | AttributeValue::DialingPriority => getter(
            row,
            PLAIN,
            &format!("{value}.map(|it| records::{}(py, &it)).transpose()", to_py(row)),
        ),
        _ => getter(row, "(&self) -> Option<String>", &format!("{value}.map(Into::into)")),
    }
}

fn request_getter(row: &AttributeRow) -> String {
    let name = row.name;
    let value = format!("self.fields().{name}");
    let of_record = format!("self.fields().record.as_ref()?.{name}");
    match row.value {
        AttributeValue::Number | AttributeValue::Dbid => {
            getter(row, "(&self) -> Option<i32>", &value)
        }
        AttributeValue::Flag => getter(row, "(&self) -> Option<bool>", &value),
        AttributeValue::Enum(_) => getter(row, PLAIN, &format!("member(py, {value})")),
        AttributeValue::Chain => {
            getter(row, "(&self) -> Option<&str>", &format!("Some({of_record}.as_ref()?.as_str())"))
        }
        AttributeValue::Schedule | AttributeValue::DialingPriority => {
            let convert = to_py(row);
            let body = format!(
                "let value = {value}.as_ref();\nvalue.map(|it| records::{convert}(py, it)).transpose()"
            );
            getter(row, PLAIN, &body)
        }
        _ => getter(row, "(&self) -> Option<&str>", &format!("{of_record}.as_deref()")),
    }
}

/// The function that makes a record of Python's.
fn to_py(row: &AttributeRow) -> &'static str {
    match row.value {
        AttributeValue::Schedule => "schedule_to_py",
        _ => "priority_to_py",
    }
}
