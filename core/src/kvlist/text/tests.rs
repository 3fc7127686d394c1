//! The log text form: samples and vectors, faults with their lines, and random lists.

use super::*;
use crate::kvlist::KvList;

mod faults;
mod kept;
mod messages;
mod prefixes;
mod properties;
mod samples;
mod tree;

fn int(number: i32) -> TextValue {
    TextValue::Int(number)
}

fn string(text: &str) -> TextValue {
    TextValue::String(text.to_owned())
}

fn masked(text: &str) -> TextValue {
    TextValue::Masked(text.to_owned())
}

fn unknown(text: &str) -> TextValue {
    TextValue::Unknown(text.to_owned())
}

fn list<const N: usize>(pairs: [(&str, TextValue); N]) -> TextList {
    let mut list = TextList::default();
    for (key, value) in pairs {
        list.push(key, value);
    }
    list
}

fn nested<const N: usize>(pairs: [(&str, TextValue); N]) -> TextValue {
    TextValue::List(list(pairs))
}

/// One of each type, for the three forms.
fn one_of_each() -> KvList {
    KvList::build(|w| {
        w.int("GSW_CM_MessageType", 7).string("GSW_X", "a 'quoted' \"text\"").string("odd key", "");
        w.list("GSW_CM_AttrProperties", |w| {
            w.int("n", -5).list("none", |_| {}).list("l", |w| {
                w.string("phone", "5551234567").binary("b", [1, 0xab]).unicode("u", "naïve");
            });
            w.int("after", 1);
        });
        w.binary("empty", []).unicode("GSW_U", "€");
    })
    .unwrap()
}
