//! Numbers with names, printed from the core's description: cargo xtask api

pub mod fields;
pub mod kvlist;
pub mod notice;
pub mod options;
pub mod outbox;
pub mod session;
