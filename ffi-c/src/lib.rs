//! The C ABI of commdn.
//!
//! `boundary` is what stands between C and Rust: types of parameters, guards, errors. `objects` has
//! one file for each C object, `generated` the entry points that are printed from the core's description. Owns the conversion between C and the core, and nothing else: a
//! protocol rule written here is a bug. Every entry point is plain source, because the header
//! (`include/commdn.h`) is generated from it, and its body is one call of a function of
//! `boundary::entry`, which two tests check (`tests/header`, `tests/entry_points.rs`).

// The names are C's.
#![allow(non_camel_case_types)]

pub mod boundary;
pub mod generated;
pub mod objects;
#[cfg(feature = "test-hooks")]
mod test_hooks;
