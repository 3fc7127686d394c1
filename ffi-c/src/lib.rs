//! The C ABI of commdn.
//!
//! One file for each C object. Owns the conversion between C and the core, and nothing else: a
//! protocol rule written here is a bug. Every entry point is written out, because the header
//! (`include/commdn.h`) is generated from this source, and its body is one of the guards of
//! [`guard`], which two tests check (`tests/header.rs`, `tests/entry_points.rs`).

// The names are C's.
#![allow(non_camel_case_types)]
// The tags Owns and Threads of each entry point say what the caller must keep.
#![allow(clippy::missing_safety_doc)]

mod address;
pub mod answer;
pub mod callback;
pub mod completions;
pub mod dialect;
pub mod enums;
pub mod error;
pub mod event;
pub mod event_text;
mod guard;
pub mod host;
pub mod kvlist;
pub mod kvlist_add;
pub mod kvlist_forms;
pub mod kvlist_read;
mod kvlist_table;
pub mod kvlist_walk;
pub mod memory;
pub mod notice;
pub mod options;
mod options_reconnect;
mod options_tls;
pub mod outbox;
mod outbox_backend;
pub mod outbox_entry;
pub mod outbox_options;
pub mod pending;
pub mod phone;
pub mod request;
pub mod request_set;
pub mod schedule;
pub mod session;
mod signal;
mod sim_backend;
pub mod simulator;
pub mod stats;
pub mod status;
#[cfg(feature = "test-hooks")]
mod test_hooks;
pub mod version;
