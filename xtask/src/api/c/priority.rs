//! Dialling priorities: two numbers for each kind of records, of requests and of events.

use crate::api::template::fill;

/// The kinds of records, and what they are called in words.
const KINDS: &[(&str, &str)] = &[
    ("general", "general records"),
    ("campaign_rescheduled", "rescheduled records"),
    ("campaign_call_back", "records to be called back"),
];

/// The setters of requests.
pub fn setters() -> Vec<String> {
    let setter = |(kind, words): &(&str, &str)| fill(SETTER, &[("kind", kind), ("words", words)]);
    KINDS.iter().map(setter).collect()
}

/// The getters of events.
pub fn getters() -> Vec<String> {
    let getter = |(kind, words): &(&str, &str)| fill(GETTER, &[("kind", kind), ("words", words)]);
    KINDS.iter().map(getter).collect()
}

const SETTER: &str = r#"
/// Dialling priority of @words@, and how many are taken at a time.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_priority_@kind@(
    request: BorrowedMut<commdn_request>,
    priority: i32,
    n_records: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(request, out_error, |request| {
        let rule = PriorityRule::new(priority, n_records);
        request.prioritize(|kinds| kinds.@kind@ = Some(rule));
    })
}
"#;

const GETTER: &str = r#"
/// Dialling priority of @words@, and how many are taken at a time.
///
/// Errors:  COMMDN_ERR_NOT_FOUND unless the event has both.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_priority_@kind@(
    event: Borrowed<commdn_event>,
    out_priority: Out<i32>,
    out_n_records: Out<i32>,
) -> commdn_status {
    ffi_status(|| give(event, (out_priority, out_n_records), |kinds| kinds.@kind@))
}
"#;
