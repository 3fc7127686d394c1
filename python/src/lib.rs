//! The native half of the Python package `commdn`: type conversion, and blocking calls that release the GIL.
//!
//! Owns no rule of the protocol and no state of its own beside the core's objects. `objects` has the
//! classes, `pack` and `unpack` convert lists, `fast` has their quick ways. Every wait releases the GIL
//! and looks for signals in slices of 50 ms (`waits`). Exceptions are Python classes
//! (`commdn.errors`), and so are enumerations and small records.

#![deny(unsafe_code)]

mod arguments;
mod attributes;
mod enums;
mod errors;
mod fast;
mod generated;
mod logs;
mod news;
mod objects;
mod options;
mod pack;
mod phone;
mod records;
mod sites;
mod text;
mod unpack;
mod waits;

use pyo3::prelude::*;

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<objects::kvlist::KvListObject>()?;
    module.add_class::<objects::request::RequestObject>()?;
    module.add_class::<objects::event::EventObject>()?;
    module.add_class::<objects::answer::AnswerObject>()?;
    module.add_class::<objects::answer::RecordAnswerObject>()?;
    module.add_class::<objects::answer::CampaignAnswerObject>()?;
    module.add_class::<objects::answer::StatusAnswerObject>()?;
    module.add_class::<objects::answer::SequenceAnswerObject>()?;
    module.add_class::<objects::pending::PendingObject>()?;
    module.add_class::<objects::completions::CompletionsObject>()?;
    module.add_class::<objects::completion::CompletionObject>()?;
    module.add_class::<objects::completions::SubmissionObject>()?;
    module.add_class::<objects::stream::StreamObject>()?;
    module.add_class::<objects::request::RequestsObject>()?;
    module.add_class::<objects::outbox::OutboxObject>()?;
    module.add_class::<objects::session::SessionObject>()?;
    module.add_class::<objects::session::ConnectCancelObject>()?;
    module.add_class::<objects::simulator::SimulatorObject>()?;
    module.add_class::<objects::directory::DirectoryObject>()?;
    module.add_class::<objects::log_reader::LogReaderObject>()?;
    module.add_function(wrap_pyfunction!(pack::pack, module)?)?;
    module.add_function(wrap_pyfunction!(unpack::unpack, module)?)?;
    fast::add(module)?;
    module.add_function(wrap_pyfunction!(objects::kvlist::_restore_list, module)?)?;
    module.add_function(wrap_pyfunction!(objects::event::_restore_event, module)?)?;
    module.add_function(wrap_pyfunction!(objects::answer::_restore_answer, module)?)?;
    module.add_function(wrap_pyfunction!(objects::completion::_restore_completion, module)?)?;
    module.add_function(wrap_pyfunction!(attributes::attributes, module)?)?;
    module.add_function(wrap_pyfunction!(objects::request::_restore_request, module)?)?;
    module.add_function(wrap_pyfunction!(objects::request::_record_request, module)?)?;
    module.add_function(wrap_pyfunction!(enums::enum_table, module)?)?;
    module.add_function(wrap_pyfunction!(enums::enum_number, module)?)?;
    module.add_function(wrap_pyfunction!(enums::keys, module)?)?;
    module.add_function(wrap_pyfunction!(enums::requests, module)?)?;
    module.add_function(wrap_pyfunction!(errors::error_kinds, module)?)?;
    module.add_function(wrap_pyfunction!(objects::log_reader::decode_packed, module)?)?;
    module.add_function(wrap_pyfunction!(objects::log_reader::may_answer, module)?)?;
    module.add_function(wrap_pyfunction!(phone::normalize_phone, module)?)?;
    module.add_function(wrap_pyfunction!(phone::phone_fault, module)?)?;
    module.add_function(wrap_pyfunction!(sites::site_path, module)?)?;
    module.add_function(wrap_pyfunction!(sites::site_keys, module)?)?;
    module.add_function(wrap_pyfunction!(sites::site_names, module)?)?;
    module.add_function(wrap_pyfunction!(sites::site_read, module)?)?;
    module.add_function(wrap_pyfunction!(sites::site_password, module)?)?;
    module.add_function(wrap_pyfunction!(text::escape_text, module)?)?;
    module.add_function(wrap_pyfunction!(text::neutral_cell, module)?)?;
    module.add_function(wrap_pyfunction!(waits::quiesce, module)?)?;
    module.add_function(wrap_pyfunction!(arguments::seconds_of, module)?)?;
    Ok(())
}
