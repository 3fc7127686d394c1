//! Requests: a constructor for each, and a setter for each attribute that one may have.

use commdn::description::{AttributeRow, AttributeValue};
use commdn::message::OpenEnum as _;
use commdn::message::spec::{RequestSpec, Rule};

use super::{Description, doc};
use crate::api::template::fill;
use crate::api::text::{self, Language};

/// What `generated/request.rs` has for requests and attributes.
pub fn items(api: &Description) -> Vec<String> {
    let constructors = api.requests.iter().map(constructor);
    let setters = api.attributes.iter().filter(|row| row.settable).filter_map(setter);
    constructors.chain(setters).collect()
}

fn constructor(request: &RequestSpec) -> String {
    let template = if request.rules.contains(&Rule::Group) {
        r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_@name@(
    campaign: i32,
    group: i32,
    out_request: OutOwned<commdn_request>,
) -> commdn_status {
    ffi_new(out_request, || commdn_request::new(Request::@name@(campaign, group)))
}
"#
    } else {
        r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_@name@(out_request: OutOwned<commdn_request>) -> commdn_status {
    ffi_new(out_request, || commdn_request::new(Request::@name@()))
}
"#
    };
    let mut paragraphs = text::doc(request.doc, Language::C);
    if let (Some(summary), Some(name)) = (paragraphs.first_mut(), request.request.name()) {
        *summary = format!("{} ({name}).", summary.trim_end_matches('.'));
    }
    fill(template, &[("doc", &doc(&paragraphs)), ("name", request.name)])
}

/// The setter of an attribute that is one value in C, too.
fn setter(row: &AttributeRow) -> Option<String> {
    let name = row.name;
    let (template, value, more) = match row.value {
        AttributeValue::Number | AttributeValue::Dbid => {
            (BY_VALUE, ("i32", name.to_owned()), String::new())
        }
        AttributeValue::Flag => (BY_VALUE, ("bool", name.to_owned()), String::new()),
        AttributeValue::Enum(class) => {
            let more = format!(" A COMMDN_{} number.", text::upper(class));
            (BY_VALUE, ("i32", format!("{class}({name})")), more)
        }
        AttributeValue::Text => (BY_TEXT, ("Text", name.to_owned()), String::new()),
        AttributeValue::Chain => (BY_TEXT, ("Text", format!("Chain::from({name})")), String::new()),
        AttributeValue::Schedule => (BY_SCHEDULE, ("", String::new()), String::new()),
        // Three rules of two numbers each: by hand.
        _ => return None,
    };
    let mut paragraphs = text::doc(row.doc, Language::C);
    if let Some(summary) = paragraphs.first_mut().filter(|_| !more.is_empty()) {
        summary.push_str(&more);
    }
    let doc = doc(&paragraphs);
    let mut values = vec![("doc", doc.as_str()), ("name", name)];
    if template == BY_VALUE {
        values.push(("type", value.0));
    }
    if template != BY_SCHEDULE {
        values.push(("value", &value.1));
    }
    Some(fill(template, &values))
}

const BY_VALUE: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_@name@(
    request: BorrowedMut<commdn_request>,
    @name@: @type@,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(request, out_error, |request| request.set(|request| request.@name@(@value@)))
}
"#;

const BY_TEXT: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_@name@(
    request: BorrowedMut<commdn_request>,
    @name@: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set_text(request, (@name@, "@name@"), out_error, |request, @name@| {
        request.set(|request| request.@name@(@value@))
    })
}
"#;

const BY_SCHEDULE: &str = r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_@name@(
    request: BorrowedMut<commdn_request>,
    @name@: Borrowed<commdn_schedule>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(request, out_error, |request| {
        let @name@ = @name@.get()?.schedule().clone();
        request.set(|request| request.@name@(@name@));
        Ok(())
    })
}
"#;
