//! Events: a getter for each attribute.

use commdn::description::{AttributeRow, AttributeValue};

use super::{Description, doc};
use crate::api::template::fill;
use crate::api::text::{self, Language};

/// The getters of `generated/event.rs`.
pub fn getters(api: &Description) -> Vec<String> {
    let mut slots = 0;
    let mut items = Vec::new();
    for row in &api.attributes {
        items.extend(getter(row, slots));
        slots += usize::from(matches!(row.value, AttributeValue::Text | AttributeValue::Chain));
    }
    items
}

/// The getter of an attribute that is one value in C, too; `slot` is its place among the texts.
fn getter(row: &AttributeRow, slot: usize) -> Option<String> {
    let name = row.name;
    let attribute = format!("Attribute::{}", row.variant);
    let (output, value) = match row.value {
        AttributeValue::Number | AttributeValue::Dbid => {
            ("i32", format!("event.number({attribute})"))
        }
        // Error 0 is none.
        AttributeValue::Enum("CmError") => {
            ("i32", format!("or_missing({attribute}, event.event().{name}().map(i32::from))"))
        }
        AttributeValue::Enum(_) => ("i32", format!("event.number({attribute})")),
        AttributeValue::Flag => {
            ("bool", format!("or_missing({attribute}, event.event().{name}())"))
        }
        AttributeValue::Text | AttributeValue::Chain => {
            ("*const c_char", format!("event.text({attribute}, {slot})"))
        }
        AttributeValue::Schedule => (
            "*const commdn_schedule",
            format!("or_missing({attribute}, event.schedule().map(std::ptr::from_ref))"),
        ),
        // Three rules of two numbers each: by hand.
        _ => return None,
    };
    let mut paragraphs = text::doc(row.doc, Language::C);
    if let (AttributeValue::Enum(class), Some(summary)) = (row.value, paragraphs.first_mut()) {
        *summary += &format!(" One of the COMMDN_{} numbers, or another.", text::upper(class));
    }
    paragraphs.push("Errors:  COMMDN_ERR_NOT_FOUND if the event has none.".to_owned());
    // What an error object is given to is called `out_error`.
    let out = if name == "error" { "error_number" } else { name };
    let values = [("doc", doc(&paragraphs)), ("name", name.to_owned()), ("out", out.to_owned())];
    let mut values: Vec<(&str, &str)> =
        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    values.extend([("type", output), ("value", value.as_str())]);
    Some(fill(
        r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_@name@(
    event: Borrowed<commdn_event>,
    out_@out@: Out<@type@>,
) -> commdn_status {
    ffi_get(event, out_@out@, |event| @value@)
}
"#,
        &values,
    ))
}
