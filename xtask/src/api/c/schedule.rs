//! The items of sequences: a getter for each field, and a setter for each that has a unit.

use commdn::description::ItemField;

use super::{Description, doc};
use crate::api::template::fill;
use crate::api::text::{self, Language, upper};
use commdn::description::AttributeValue;

/// What `generated/schedule.rs` has for items.
pub fn items(api: &Description) -> Vec<String> {
    let setters = api.item_fields.iter().filter_map(setter);
    let getters = api.item_fields.iter().map(getter);
    setters.chain(getters).collect()
}

fn getter(field: &ItemField) -> String {
    let mut paragraphs = text::doc(field.doc, Language::C);
    let value = match (field.value, paragraphs.first_mut()) {
        (AttributeValue::Enum(class), Some(summary)) => {
            *summary += &format!(" One of the COMMDN_{} numbers, or another.", upper(class));
            format!("item.{}.map(i32::from)", field.name)
        }
        _ => format!("item.{}", field.name),
    };
    let missing = "Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.";
    paragraphs.push(missing.to_owned());
    fill(
        r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_item_@name@(
    schedule: Borrowed<commdn_schedule>,
    index: usize,
    out_value: Out<i32>,
) -> commdn_status {
    ffi_get(schedule, out_value, |schedule| schedule.read(index, |item| @value@))
}
"#,
        &[("doc", &doc(&paragraphs)), ("name", field.name), ("value", &value)],
    )
}

fn setter(field: &ItemField) -> Option<String> {
    let unit = field.unit?;
    let mut paragraphs = text::doc(field.doc, Language::C);
    paragraphs.push("Errors:  COMMDN_ERR_NOT_FOUND if there is no such item.".to_owned());
    let values =
        [("doc", doc(&paragraphs)), ("name", field.name.to_owned()), ("unit", unit.to_owned())];
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(fill(
        r#"
@doc@
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_set_item_@name@(
    schedule: BorrowedMut<commdn_schedule>,
    index: usize,
    @unit@: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(schedule, out_error, |schedule| schedule.set(index, |item| item.@name@(@unit@)))
}
"#,
        &values,
    ))
}
