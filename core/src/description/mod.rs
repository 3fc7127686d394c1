//! The API as tables, from which the interfaces of other languages and tables of the documentation
//! are printed.
//!
//! A row has all facts about its subject: names, type, default, range, documentation. The core is
//! built from the same rows, so a default or a name is decided once. `cargo xtask api` prints the
//! rest.
//!
//! Knows nothing of the core's other modules. Not part of the public API: for the tools of this
//! repository.

mod attribute;
mod counter;
pub mod dialect;
mod error;
mod number;
mod option;
pub mod outbox;
pub mod reconnect;
mod request;
mod schedule;
pub mod session;
pub(crate) mod settings;
pub mod tls;

pub(crate) use attribute::attributes;
pub use attribute::{ATTRIBUTES, AttributeRow, AttributeValue, TEXT_ATTRIBUTES};
pub(crate) use counter::{COUNTERS, counter_struct, counters};
pub(crate) use error::errors;
pub use error::{C_ERRORS, Class, ERRORS, ErrorRow};
pub use number::{NUMBERS, NumberGroup, NumberRow};
pub(crate) use number::{entry_states, numbered_enum, outcome_kinds};
pub use option::{Choice, Kind, LONGEST, OptionRow, OptionsOf, Setter, Standard};
pub(crate) use outbox::{outbox_options, policy::policy_options};
pub(crate) use request::requests;
pub(crate) use schedule::item_fields;
pub use schedule::{ITEM_FIELDS, ItemField};
pub(crate) use session::session_options;
pub(crate) use settings::{Setting, settings};

/// The options of every object, table by table.
pub static OPTIONS: &[&[OptionRow]] = &[
    session::ROWS,
    session::composed::ROWS,
    reconnect::ROWS,
    tls::ROWS,
    dialect::ROWS,
    outbox::ROWS,
    outbox::policy::ROWS,
    outbox::policy::composed::ROWS,
    outbox::submit::ROWS,
];
