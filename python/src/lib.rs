//! The native half of the Python package `commdn`: conversion, and waits that let Python run.
//!
//! Owns no rule of the protocol and no state of its own beside the core's objects. Every wait
//! lets go of the GIL and looks for signals in slices of 50 ms (`waits`). Exceptions are
//! Python classes (`commdn.errors`), and so are enumerations and small records.

#![deny(unsafe_code)]

mod completions;
mod convert;
mod decode;
#[expect(unsafe_code, reason = "Python calls these functions without the binding between")]
mod entry;
mod enums;
mod errors;
mod event;
mod fill;
#[expect(unsafe_code, reason = "a table that the GIL guards: a lock costs more than it saves")]
mod keys;
mod kvlist;
mod logs;
mod news;
mod options;
mod outbox;
mod pending;
mod phone;
#[expect(
    unsafe_code,
    reason = "a dict is read in place; the safe interface counts references that nobody needs"
)]
mod quick;
mod records;
mod request;
mod rows;
mod session;
#[expect(
    unsafe_code,
    reason = "a table that the GIL guards, and dicts that are copied and compared in place"
)]
mod shapes;
mod simulator;
mod stream;
mod text;
#[expect(
    unsafe_code,
    reason = "dicts are made in one pass; the safe interface counts references that nobody needs"
)]
mod tree;
mod waits;

use pyo3::prelude::*;

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<kvlist::KvListObject>()?;
    module.add_class::<request::RequestObject>()?;
    module.add_class::<event::EventObject>()?;
    module.add_class::<event::AnswerObject>()?;
    module.add_class::<pending::PendingObject>()?;
    module.add_class::<completions::CompletionsObject>()?;
    module.add_class::<completions::CompletionObject>()?;
    module.add_class::<completions::SubmissionObject>()?;
    module.add_class::<stream::StreamObject>()?;
    module.add_class::<rows::RequestsObject>()?;
    module.add_class::<outbox::OutboxObject>()?;
    module.add_class::<session::SessionObject>()?;
    module.add_class::<session::ConnectCancelObject>()?;
    module.add_class::<simulator::SimulatorObject>()?;
    module.add_class::<decode::LogReaderObject>()?;
    entry::add(module)?;
    module.add_function(wrap_pyfunction!(kvlist::_restore_list, module)?)?;
    module.add_function(wrap_pyfunction!(event::_restore_event, module)?)?;
    module.add_function(wrap_pyfunction!(request::_restore_request, module)?)?;
    module.add_function(wrap_pyfunction!(rows::_record_request, module)?)?;
    module.add_function(wrap_pyfunction!(enums::enum_table, module)?)?;
    module.add_function(wrap_pyfunction!(enums::enum_number, module)?)?;
    module.add_function(wrap_pyfunction!(enums::keys, module)?)?;
    module.add_function(wrap_pyfunction!(enums::requests, module)?)?;
    module.add_function(wrap_pyfunction!(errors::error_kinds, module)?)?;
    module.add_function(wrap_pyfunction!(decode::decode_packed, module)?)?;
    module.add_function(wrap_pyfunction!(phone::normalize_phone, module)?)?;
    module.add_function(wrap_pyfunction!(phone::phone_fault, module)?)?;
    module.add_function(wrap_pyfunction!(text::escape_text, module)?)?;
    module.add_function(wrap_pyfunction!(text::neutral_cell, module)?)?;
    module.add_function(wrap_pyfunction!(waits::quiesce, module)?)?;
    Ok(())
}
