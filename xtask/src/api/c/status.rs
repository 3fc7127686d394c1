//! The numbers that calls return, and their names.

use super::{Description, row_doc, with_head};
use crate::api::template::fill;

/// `generated/status.rs`.
pub fn text(api: &Description) -> String {
    let mut items: Vec<String> = api
        .errors
        .iter()
        .map(|row| {
            fill(
                r"
@doc@
pub const COMMDN_ERR_@label@: i32 = @code@;
",
                &[
                    ("doc", &row_doc(row.doc)),
                    ("label", row.label),
                    ("code", &row.code.to_string()),
                ],
            )
        })
        .collect();
    let names: String = api
        .errors
        .iter()
        .map(|row| format!("COMMDN_ERR_{0} => c\"COMMDN_ERR_{0}\",\n", row.label))
        .collect();
    items.push(fill(
        r#"
/// The name of a status in the header.
pub(crate) const fn name(status: i32) -> &'static CStr {
    match status {
        0 => c"COMMDN_OK",
        @names@
        _ => c"COMMDN_ERR_UNKNOWN",
    }
}
"#,
        &[("names", &names)],
    ));
    with_head("The numbers of what can go wrong.", &items)
}
