//! `Event`: an answer or a notification, as OCS sent it.

use commdn::kvlist::{KvList, Limits, Packing};
use commdn::message::{Dialect, Event};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::arguments;
use crate::attributes;
use crate::enums::PyEnum;
use crate::errors::{invalid_argument, list_error};
use crate::objects::html;
use crate::objects::kvlist::{KvListObject, Reduced};
use crate::records::{self, member};

/// An answer or a notification of OCS; every attribute may be missing, unknown pairs are kept.
#[pyclass(frozen, module = "commdn", name = "Event")]
pub struct EventObject {
    event: Event,
}

impl EventObject {
    pub const fn new(event: Event) -> Self {
        Self { event }
    }

    pub const fn event(&self) -> &Event {
        &self.event
    }

    fn charset(&self) -> commdn::kvlist::Charset {
        self.event.charset()
    }
}

#[pymethods]
impl EventObject {
    #[new]
    #[pyo3(signature = (user_data, /))]
    fn create(user_data: &Bound<'_, KvListObject>) -> PyResult<Self> {
        let list = user_data.get();
        let dialect = Dialect::DEFAULT.with_charset(list.charset());
        Event::new(list.list().clone(), &dialect).map(Self::new).map_err(|_| {
            invalid_argument("the list has no GSW_CM_MessageType: it is no CommDN message")
        })
    }

    /// What it tells: a member of `MessageType`.
    #[getter]
    fn message_type<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.event.message_type().member(py)
    }

    /// All pairs, those that have no attribute here among them.
    #[getter]
    fn user_data(&self) -> KvListObject {
        KvListObject::new(self.event.user_data().clone(), self.charset())
    }

    /// Whether OCS refused a request with it.
    #[getter]
    fn is_refusal(&self) -> bool {
        self.event.is_refusal()
    }

    // generated: attributes
    /// Error number; 0 is none.
    #[getter]
    fn error<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        member(py, self.event.error())
    }

    /// Correlation id, seen in OCS logs (not in the chapter).
    #[getter]
    fn reference_id(&self) -> Option<i32> {
        self.event.reference_id()
    }

    /// DBID of the sending application.
    #[getter]
    fn origin(&self) -> Option<i32> {
        self.event.origin()
    }

    /// DBID of the receiving application; 0 is every OCS on the DN.
    #[getter]
    fn target(&self) -> Option<i32> {
        self.event.target()
    }

    /// DBID of the campaign; 0 addresses a sequence.
    #[getter]
    fn campaign(&self) -> Option<i32> {
        self.event.campaign()
    }

    /// DBID of the group.
    #[getter]
    fn group(&self) -> Option<i32> {
        self.event.group()
    }

    /// Dialling mode of a campaign group.
    #[getter]
    fn dial_mode<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        member(py, self.event.dial_mode())
    }

    /// Optimisation method.
    #[getter]
    fn optimize_by<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        member(py, self.event.optimize_by())
    }

    /// Optimisation goal: percent, or seconds.
    #[getter]
    fn optimize_goal(&self) -> Option<i32> {
        self.event.optimize_goal()
    }

    /// Status of a campaign group.
    #[getter]
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        member(py, self.event.status())
    }

    /// Whether OCS stops and unloads the group when it runs out of records.
    #[getter]
    fn auto_completion(&self) -> Option<bool> {
        self.event.auto_completion()
    }

    /// Description of the error.
    #[getter]
    fn error_message(&self) -> Option<String> {
        self.event.error_message().map(Into::into)
    }

    /// Campaign sequence; in answers each item has a status.
    #[getter]
    fn schedule<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.event.schedule().map(|it| records::schedule_to_py(py, &it)).transpose()
    }

    /// Dialling priorities by type of record.
    #[getter]
    fn dialing_priority<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.event.dialing_priority().map(|it| records::priority_to_py(py, &it)).transpose()
    }

    /// Phone number of the record.
    #[getter]
    fn phone(&self) -> Option<String> {
        self.event.phone().map(Into::into)
    }

    /// Campaign name of the record; in cancellations only.
    #[getter]
    fn campaign_name(&self) -> Option<String> {
        self.event.campaign_name().map(Into::into)
    }

    /// Customer id of the record.
    #[getter]
    fn customer_id(&self) -> Option<String> {
        self.event.customer_id().map(Into::into)
    }

    /// Scope within a chain of records: `AllChain` (the default of OCS) or `RecordOnly`.
    #[getter]
    fn chain(&self) -> Option<String> {
        self.event.chain().map(|chain| chain.as_str().to_owned())
    }

    /// Message of OCS about a cancellation, for example that records are on a desktop.
    #[getter]
    fn message(&self) -> Option<String> {
        self.event.message().map(Into::into)
    }

    // end of attributes

    /// The attributes that it has, by name; what is nested is a dict again.
    pub fn to_dict<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        attributes::to_dict(slf.as_any())
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        html::table(slf.as_any(), Self::to_dict(slf)?)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> Option<bool> {
        Some(self.event == other.cast::<Self>().ok()?.get().event)
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        self.event.hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let mut text = format!("<Event {}", slf.get().event.message_type());
        attributes::each(slf.as_any(), |name, value| {
            let value = match value.getattr("field_name") {
                Ok(field) if !field.is_none() => field.to_string(),
                _ => value.repr()?.to_string(),
            };
            text.push_str(&format!(" {name}={value}"));
            Ok(())
        })?;
        text.push('>');
        Ok(text)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let restore = py.import("commdn._native")?.getattr("_restore_event")?;
        let packed = PyBytes::new(py, self.event.user_data().view().bytes());
        Ok((restore, (packed, self.charset().name())))
    }
}

/// An event out of a pickle.
#[pyfunction]
pub fn _restore_event(data: &Bound<'_, PyAny>, charset: &str) -> PyResult<EventObject> {
    let charset = arguments::charset(charset)?;
    let bytes = arguments::buffer(data)?;
    let limits = Limits::DEFAULT.with_max_depth(Limits::MAX_DEPTH);
    let list = KvList::unpack_with(&bytes, Packing::DEFAULT, &limits)
        .map_err(|error| list_error(data.py(), &error, &[]))?;
    Event::new(list, &Dialect::DEFAULT.with_charset(charset))
        .map(EventObject::new)
        .map_err(|_| invalid_argument("the list is no CommDN message"))
}
