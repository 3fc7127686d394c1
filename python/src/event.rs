//! `Event` and `Answer`: what OCS sent.

use commdn::exchange::Answer;
use commdn::kvlist::{KvList, Limits, Packing};
use commdn::message::{Dialect, Event};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyTuple};

use crate::convert;
use crate::enums::PyEnum;
use crate::errors::{invalid_argument, list_error};
use crate::kvlist::{KvListObject, Reduced};
use crate::records::{self, member};

/// An answer or a notification; every attribute may be missing.
#[pyclass(frozen, module = "commdn", name = "Event")]
pub struct EventObject {
    event: Event,
}

impl EventObject {
    pub const fn new(event: Event) -> Self {
        Self { event }
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

    #[getter]
    fn message_type<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.event.message_type().member(py)
    }

    #[getter]
    fn user_data(&self) -> KvListObject {
        KvListObject::new(self.event.user_data().clone(), self.charset())
    }

    #[getter]
    fn is_refusal(&self) -> bool {
        self.event.is_refusal()
    }

    #[getter]
    fn origin(&self) -> Option<i32> {
        self.event.origin()
    }

    #[getter]
    fn target(&self) -> Option<i32> {
        self.event.target()
    }

    #[getter]
    fn reference_id(&self) -> Option<i32> {
        self.event.reference_id()
    }

    #[getter]
    fn campaign(&self) -> Option<i32> {
        self.event.campaign()
    }

    #[getter]
    fn group(&self) -> Option<i32> {
        self.event.group()
    }

    #[getter]
    fn dial_mode<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        member(py, self.event.dial_mode())
    }

    #[getter]
    fn optimize_by<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        member(py, self.event.optimize_by())
    }

    #[getter]
    fn optimize_goal(&self) -> Option<i32> {
        self.event.optimize_goal()
    }

    #[getter]
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        member(py, self.event.status())
    }

    #[getter]
    fn auto_completion(&self) -> Option<bool> {
        self.event.auto_completion()
    }

    #[getter]
    fn error<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        member(py, self.event.error())
    }

    #[getter]
    fn error_message(&self) -> Option<String> {
        self.event.error_message().map(Into::into)
    }

    #[getter]
    fn phone(&self) -> Option<String> {
        self.event.phone().map(Into::into)
    }

    #[getter]
    fn customer_id(&self) -> Option<String> {
        self.event.customer_id().map(Into::into)
    }

    #[getter]
    fn campaign_name(&self) -> Option<String> {
        self.event.campaign_name().map(Into::into)
    }

    #[getter]
    fn chain(&self) -> Option<String> {
        self.event.chain().map(|chain| chain.as_str().to_owned())
    }

    #[getter]
    fn message(&self) -> Option<String> {
        self.event.message().map(Into::into)
    }

    #[getter]
    fn schedule<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let schedule = self.event.schedule();
        schedule.map(|schedule| records::schedule_to_py(py, &schedule)).transpose()
    }

    #[getter]
    fn dialing_priority<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let priority = self.event.dialing_priority();
        priority.map(|priority| records::priority_to_py(py, &priority)).transpose()
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
        for name in SHOWN {
            let value = slf.getattr(*name)?;
            if !value.is_none() {
                let value = match value.getattr("field_name") {
                    Ok(field) if !field.is_none() => field.to_string(),
                    _ => value.repr()?.to_string(),
                };
                text.push_str(&format!(" {name}={value}"));
            }
        }
        text.push('>');
        Ok(text)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let restore = py.import("commdn._native")?.getattr("_restore_event")?;
        let packed = PyBytes::new(py, self.event.user_data().view().bytes());
        Ok((restore, (packed, self.charset().name())))
    }
}

/// What the repr of an event shows, where it is there.
const SHOWN: &[&str] = &[
    "error",
    "error_message",
    "origin",
    "target",
    "reference_id",
    "campaign",
    "group",
    "status",
    "dial_mode",
    "optimize_by",
    "optimize_goal",
    "auto_completion",
    "phone",
    "customer_id",
    "campaign_name",
    "chain",
    "message",
    "schedule",
    "dialing_priority",
];

/// An event out of a pickle.
#[pyfunction]
pub fn _restore_event(data: &Bound<'_, PyAny>, charset: &str) -> PyResult<EventObject> {
    let charset = convert::charset(charset)?;
    let bytes = convert::buffer(data)?;
    let limits = Limits::DEFAULT.with_max_depth(Limits::MAX_DEPTH);
    let list = KvList::unpack_with(&bytes, Packing::DEFAULT, &limits)
        .map_err(|error| list_error(data.py(), &error, &[]))?;
    Event::new(list, &Dialect::DEFAULT.with_charset(charset))
        .map(EventObject::new)
        .map_err(|_| invalid_argument("the list is no CommDN message"))
}

/// What acknowledged a request; its events become objects when they are asked for.
#[pyclass(frozen, module = "commdn", name = "Answer")]
pub struct AnswerObject {
    answer: Answer,
    event: PyOnceLock<Py<EventObject>>,
    others: PyOnceLock<Py<PyTuple>>,
}

impl AnswerObject {
    pub const fn new(answer: Answer) -> Self {
        Self { answer, event: PyOnceLock::new(), others: PyOnceLock::new() }
    }
}

#[pymethods]
impl AnswerObject {
    #[getter]
    fn event<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, EventObject>> {
        let make = || Py::new(py, EventObject::new(self.answer.event.clone()));
        Ok(self.event.get_or_try_init(py, make)?.bind(py))
    }

    #[getter]
    fn others<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyTuple>> {
        let object = |event: &Event| Py::new(py, EventObject::new(event.clone()));
        let make = || {
            let others = self.answer.others.iter().map(object);
            Ok::<_, PyErr>(PyTuple::new(py, others.collect::<PyResult<Vec<_>>>()?)?.unbind())
        };
        Ok(self.others.get_or_try_init(py, make)?.bind(py))
    }

    #[getter]
    fn events<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let first = PyTuple::new(py, [self.event(py)?])?;
        Ok(first.add(self.others(py)?)?.cast_into()?)
    }

    #[getter]
    fn message_type<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.answer.event.message_type().member(py)
    }

    #[getter]
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        member(py, self.answer.event.status())
    }

    #[getter]
    fn message(&self) -> Option<String> {
        self.answer.event.message().map(Into::into)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> Option<bool> {
        Some(self.answer == other.cast::<Self>().ok()?.get().answer)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.events(py)?.hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let events = self.events(py)?;
        let shown = events.iter().map(|event| Ok(event.repr()?.to_string()));
        Ok(format!("<Answer {}>", shown.collect::<PyResult<Vec<_>>>()?.join(", ")))
    }
}
