//! Entry points that are printed from the core's description: cargo xtask api

pub mod answer;
pub mod completions;
pub mod dialect;
pub mod directory;
pub mod error;
pub mod event;
pub mod host;
pub mod kvlist;
pub mod notice;
pub mod numbers;
pub mod outbox;
pub mod outbox_options;
pub mod pending;
pub mod request;
pub mod schedule;
pub mod session;
pub mod session_options;
pub mod simulator;
pub mod site;
pub mod status;
