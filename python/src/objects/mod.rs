//! The classes of `commdn._native`: each converts between Python and one object of the core.

pub mod answer;
pub mod completion;
pub mod completions;
pub mod directory;
pub mod error;
pub mod event;
mod html;
pub mod kvlist;
pub mod log_reader;
pub mod outbox;
pub mod pending;
pub mod request;
pub mod session;
pub mod simulator;
pub mod stream;
