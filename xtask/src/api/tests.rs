//! What holds for everything that is printed.

use std::collections::BTreeSet;
use std::path::Path;

use commdn::description::{Kind, OptionRow, OptionsOf, Standard};

use super::{Description, check, files};

#[test]
fn what_is_committed_is_what_the_description_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    if let Err(faults) = check(&root, &files(&Description::of_the_core())) {
        panic!("{faults}");
    }
}

#[test]
fn names_are_told_once() {
    let api = Description::of_the_core();
    let options: BTreeSet<_> =
        api.options.iter().map(|row| (format!("{:?}", row.of), row.name)).collect();
    assert_eq!(options.len(), api.options.len(), "two options of one object have one name");
    let codes: BTreeSet<_> = api.errors.iter().map(|row| row.code).collect();
    assert_eq!(codes.len(), api.errors.len(), "two errors have one number");
    let names: BTreeSet<_> = api.errors.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), api.errors.len(), "two errors have one name");
}

/// The names of files in which a text stands only with one more row.
fn reached(api: &Description, text: &str) -> Vec<String> {
    let printed = files(api).into_iter().filter(|file| file.text.contains(text));
    let paths: BTreeSet<String> = printed.map(|file| file.path).collect();
    assert!(files(&Description::of_the_core()).iter().all(|file| !file.text.contains(text)));
    paths.into_iter().collect()
}

fn assert_everywhere(paths: &[String]) {
    for language in ["ffi-c/src/", "include/commdn/", "python/", "docs/"] {
        let there = paths.iter().any(|path| path.starts_with(language));
        assert!(there, "nothing in {language}: {paths:?}");
    }
}

#[test]
fn one_more_row_is_an_option_of_every_language() {
    for (kind, standard) in [
        (Kind::Flag, Standard::Flag(true)),
        (Kind::Count, Standard::Number(7)),
        (Kind::Bytes, Standard::Number(1 << 20)),
        (Kind::Text, Standard::Text("word")),
        (Kind::Time, Standard::Time(std::time::Duration::from_millis(1500))),
    ] {
        let mut api = Description::of_the_core();
        let doc = &["How much is thrown away."];
        api.options.push(OptionRow::new(OptionsOf::Session, "throw_away", kind, standard, doc));
        assert_everywhere(&reached(&api, "throw_away"));
    }
}

#[test]
fn one_more_row_is_an_error_of_every_language() {
    let mut api = Description::of_the_core();
    let mut row = api.errors[0];
    (row.variant, row.name, row.label, row.code) =
        ("ThrownAway", "thrown_away", "THROWN_AWAY", -99);
    row.cpp.name = "ThrownAwayError";
    row.python.name = "CommDNThrownAway";
    api.errors.push(row);
    let (c, cpp, python) = (
        reached(&api, "COMMDN_ERR_THROWN_AWAY"),
        reached(&api, "ThrownAwayError"),
        reached(&api, "CommDNThrownAway"),
    );
    assert_everywhere(&[c, cpp, python].concat());
}

#[test]
fn one_more_row_is_an_attribute_and_a_request_of_c_and_cpp() {
    let mut api = Description::of_the_core();
    let mut row = api.attributes[0];
    (row.variant, row.name, row.settable) = ("ThrowAway", "throw_away", true);
    api.attributes.push(row);
    let mut request = api.requests[0];
    request.name = "throw_campaign_away";
    api.requests.push(request);
    for text in ["event_throw_away", "request_set_throw_away", "request_throw_campaign_away"] {
        let paths = reached(&api, text);
        for language in ["ffi-c/src/", "include/commdn/"] {
            assert!(paths.iter().any(|path| path.starts_with(language)), "{text}: {paths:?}");
        }
    }
}

#[test]
fn one_more_counter_is_a_number_of_c_cpp_and_python() {
    let mut api = Description::of_the_core();
    let counters = api.numbers.iter_mut().find(|group| group.name == "Counter").unwrap();
    let mut rows = counters.rows.to_vec();
    let mut row = rows[0];
    (row.variant, row.name, row.number) = ("ThrownAway", "thrown_away", 23);
    rows.push(row);
    counters.rows = rows.leak();
    let paths = [
        reached(&api, "COMMDN_COUNTER_THROWN_AWAY: i32 = 23"),
        reached(&api, "ThrownAway = COMMDN_COUNTER_THROWN_AWAY"),
        reached(&api, "thrown_away: int"),
    ];
    assert!(paths.iter().all(|paths| !paths.is_empty()), "{paths:?}");
}

#[test]
fn one_more_field_of_an_item_has_a_getter_and_a_setter_in_c() {
    let mut api = Description::of_the_core();
    let mut field = api.item_fields[0];
    field.name = "throw_away";
    api.item_fields.push(field);
    for text in ["commdn_schedule_item_throw_away", "commdn_schedule_set_item_throw_away"] {
        assert_eq!(reached(&api, text), ["ffi-c/src/generated/schedule.rs"]);
    }
}
