//! What hostile input does to each layer: one function a target.
//!
//! Owns the targets and their oracles: not only that nothing panics, but what must hold of the
//! outcome. libFuzzer drives them (`src/fuzz.rs`), and `tests/corpora.rs` replays the corpora.
//! A target must do the same with the same bytes: no clock, no thread, no file, but for the outbox's,
//! and for sessions and outboxes behind C calls.

pub mod capi;
pub mod input;
pub mod link;
pub mod list;
pub mod message;
pub mod outbox;
pub mod phone;
pub mod text;
pub mod utf8;
pub mod visit;

/// One target: panics when something does not hold.
pub type Target = fn(&[u8]);

/// Every target by its name, which is its archive in `corpus/` as well.
pub const TARGETS: [(&str, Target); 9] = [
    ("list", list::run),
    ("visit", visit::run),
    ("utf8", utf8::run),
    ("link", link::run),
    ("text", text::run),
    ("message", message::run),
    ("phone", phone::run),
    ("outbox", outbox::run),
    ("capi", capi::run),
];

/// The target of that name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    TARGETS.iter().find(|(known, _)| *known == name).map(|(_, run)| *run)
}
