//! `Answer` and its classes: the event or events that acknowledged a request.
//!
//! Owns which class an answer has, by the message that it is. Attributes that the manual makes
//! mandatory in an answer are an error when they are missing, not None.

use commdn::exchange::Answer;
use commdn::message::{Event, MessageType};
use commdn::{Error, ErrorKind};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyTuple};

use crate::enums::PyEnum;
use crate::errors;
use crate::objects::event::EventObject;
use crate::objects::html;
use crate::records::{self, member};

/// What acknowledged a request: one event, or one of each OCS that answered a broadcast.
///
/// Its events become objects when they are asked for.
#[pyclass(frozen, subclass, module = "commdn", name = "Answer")]
pub struct AnswerObject {
    answer: Answer,
    event: PyOnceLock<Py<EventObject>>,
    others: PyOnceLock<Py<PyTuple>>,
}

/// What acknowledged a do-not-call or cancel request.
#[pyclass(frozen, extends = AnswerObject, module = "commdn", name = "RecordAnswer")]
pub struct RecordAnswerObject;

/// What acknowledged a request about a campaign or a sequence.
#[pyclass(frozen, subclass, extends = AnswerObject, module = "commdn", name = "CampaignAnswer")]
pub struct CampaignAnswerObject;

/// Where a campaign stands and how it dials.
#[pyclass(frozen, extends = CampaignAnswerObject, module = "commdn", name = "StatusAnswer")]
pub struct StatusAnswerObject;

/// Where each campaign of a sequence stands.
#[pyclass(frozen, extends = CampaignAnswerObject, module = "commdn", name = "SequenceAnswer")]
pub struct SequenceAnswerObject;

/// An answer as an object of the class that its message asks for.
pub fn object(py: Python<'_>, answer: Answer) -> PyResult<Py<AnswerObject>> {
    let message = answer.event.message_type();
    let is_sequence =
        message == MessageType::EV_CAMPAIGN_STATUS && answer.event.schedule().is_some();
    let base = AnswerObject { answer, event: PyOnceLock::new(), others: PyOnceLock::new() };
    let base = PyClassInitializer::from(base);
    let made = match message {
        MessageType::EV_DO_NOT_CALL_PROCESSED | MessageType::EV_RECORD_CANCELED => {
            Py::new(py, base.add_subclass(RecordAnswerObject))?.into_any()
        }
        MessageType::EV_CAMPAIGN_STATUS => {
            let base = base.add_subclass(CampaignAnswerObject);
            match is_sequence {
                true => Py::new(py, base.add_subclass(SequenceAnswerObject))?.into_any(),
                false => Py::new(py, base.add_subclass(StatusAnswerObject))?.into_any(),
            }
        }
        MessageType::EV_CAMPAIGN_LOADED
        | MessageType::EV_CAMPAIGN_UNLOADED
        | MessageType::EV_DIALING_STARTED
        | MessageType::EV_DIALING_STOPPED
        | MessageType::EV_DIALING_MODE_CHANGED => {
            Py::new(py, base.add_subclass(CampaignAnswerObject))?.into_any()
        }
        _ => Py::new(py, base)?.into_any(),
    };
    Ok(made.into_bound(py).cast_into()?.unbind())
}

#[pymethods]
impl AnswerObject {
    /// The first acknowledgement.
    #[getter]
    fn event<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, EventObject>> {
        let make = || Py::new(py, EventObject::new(self.answer.event.clone()));
        Ok(self.event.get_or_try_init(py, make)?.bind(py))
    }

    /// What the other OCS of a broadcast answered, refusals included.
    #[getter]
    fn others<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyTuple>> {
        let object = |event: &Event| Py::new(py, EventObject::new(event.clone()));
        let make = || {
            let others = self.answer.others.iter().map(object);
            Ok::<_, PyErr>(PyTuple::new(py, others.collect::<PyResult<Vec<_>>>()?)?.unbind())
        };
        Ok(self.others.get_or_try_init(py, make)?.bind(py))
    }

    /// All events that came, the first acknowledgement first.
    #[getter]
    fn events<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let first = PyTuple::new(py, [self.event(py)?])?;
        Ok(first.add(self.others(py)?)?.cast_into()?)
    }

    /// What the first acknowledgement is.
    #[getter]
    fn message_type<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.answer.event.message_type().member(py)
    }

    /// Where the campaign group stands, if the event tells it.
    #[getter]
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        member(py, self.answer.event.status())
    }

    /// What OCS has to say of it: records that could not be cancelled because agents work on them.
    #[getter]
    fn message(&self) -> Option<String> {
        self.answer.event.message().map(Into::into)
    }

    /// The attributes that the event has, by name; events of other OCS are in a list `others`.
    fn to_dict<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        let py = slf.py();
        let answer = slf.get();
        let dict = EventObject::to_dict(answer.event(py)?)?;
        if !answer.answer.others.is_empty() {
            let others = PyList::empty(py);
            for other in answer.others(py)?.iter() {
                others.append(EventObject::to_dict(other.cast()?)?)?;
            }
            dict.set_item("others", others)?;
        }
        Ok(dict)
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        html::table(slf.as_any(), Self::to_dict(slf)?)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> Option<bool> {
        Some(self.answer == other.cast::<Self>().ok()?.get().answer)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.events(py)?.hash()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let events = slf.get().events(slf.py())?;
        let shown = events.iter().map(|event| Ok(event.repr()?.to_string()));
        let shown = shown.collect::<PyResult<Vec<_>>>()?.join(", ");
        Ok(format!("<{} {shown}>", slf.get_type().name()?))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let restore = py.import("commdn._native")?.getattr("_restore_answer")?;
        Ok((restore, (self.events(py)?,)))
    }
}

/// What pickle calls to restore an answer, and with which events.
type Reduced<'py> = (Bound<'py, PyAny>, (Bound<'py, PyTuple>,));

/// An answer out of a pickle.
#[pyfunction]
pub fn _restore_answer(
    py: Python<'_>,
    events: Vec<PyRef<'_, EventObject>>,
) -> PyResult<Py<AnswerObject>> {
    let mut events = events.iter().map(|event| event.event().clone());
    match events.next() {
        Some(event) => object(py, Answer::new(event, events.collect())),
        None => Err(errors::invalid_argument("an answer has at least one event")),
    }
}

/// An attribute that the manual makes mandatory in this answer.
fn mandatory<T>(py: Python<'_>, event: &Event, key: &str, value: Option<T>) -> PyResult<T> {
    value.ok_or_else(|| {
        let text = format!("OCS answered {} without {key}", event.message_type());
        errors::plain(py, &Error::new(ErrorKind::Protocol, text))
    })
}

#[pymethods]
impl RecordAnswerObject {
    /// The phone number, if OCS repeats it.
    #[getter]
    fn phone(slf: &Bound<'_, Self>) -> Option<String> {
        slf.as_super().get().answer.event.phone().map(Into::into)
    }

    /// The customer's id, if OCS repeats it.
    #[getter]
    fn customer_id(slf: &Bound<'_, Self>) -> Option<String> {
        slf.as_super().get().answer.event.customer_id().map(Into::into)
    }

    /// The campaign's name, if OCS repeats it.
    #[getter]
    fn campaign_name(slf: &Bound<'_, Self>) -> Option<String> {
        slf.as_super().get().answer.event.campaign_name().map(Into::into)
    }
}

#[pymethods]
impl CampaignAnswerObject {
    /// DBID of the campaign, if OCS repeats it.
    #[getter]
    fn campaign(slf: &Bound<'_, Self>) -> Option<i32> {
        slf.as_super().get().answer.event.campaign()
    }

    /// DBID of the group, if OCS repeats it.
    #[getter]
    fn group(slf: &Bound<'_, Self>) -> Option<i32> {
        slf.as_super().get().answer.event.group()
    }
}

#[pymethods]
impl StatusAnswerObject {
    /// Where the campaign stands. Raises: CommDNProtocolError if OCS left it out.
    #[getter]
    fn status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let event = &slf.as_super().as_super().get().answer.event;
        mandatory(slf.py(), event, "its status", event.status())?.member(slf.py())
    }

    /// How it dials. Raises: CommDNProtocolError if OCS left it out.
    #[getter]
    fn dial_mode<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let event = &slf.as_super().as_super().get().answer.event;
        mandatory(slf.py(), event, "a dialling mode", event.dial_mode())?.member(slf.py())
    }

    /// What is optimised. Raises: CommDNProtocolError if OCS left it out.
    #[getter]
    fn optimize_by<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let event = &slf.as_super().as_super().get().answer.event;
        mandatory(slf.py(), event, "an optimization method", event.optimize_by())?.member(slf.py())
    }

    /// The goal: percent, or seconds, by `optimize_by`. Raises: CommDNProtocolError if OCS left it out.
    #[getter]
    fn optimize_goal(slf: &Bound<'_, Self>) -> PyResult<i32> {
        let event = &slf.as_super().as_super().get().answer.event;
        mandatory(slf.py(), event, "a goal", event.optimize_goal())
    }
}

#[pymethods]
impl SequenceAnswerObject {
    /// The sequence; each of its items has a `status`.
    #[getter]
    fn schedule<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let event = &slf.as_super().as_super().get().answer.event;
        let schedule = mandatory(slf.py(), event, "a sequence", event.schedule())?;
        records::schedule_to_py(slf.py(), &schedule)
    }
}
