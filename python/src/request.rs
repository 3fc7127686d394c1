//! `Request`: a request of the core's, built from keyword arguments.

use commdn::kvlist::{Charset, KvList};
use commdn::message::{
    Chain, DialMode, Dialect, Envelope, Fields, MessageType, OptimizeBy, Request,
};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::convert;
use crate::enums::PyEnum;
use crate::errors::to_py;
use crate::fill;
use crate::kvlist::KvListObject;
use crate::records::{self, member};
use crate::rows::{Field, Phone, RequestsObject};

/// What pickle calls to restore a request, and with what.
type Reduced<'py> = (Bound<'py, PyAny>, (i32, Bound<'py, PyDict>));

/// A request; checked when it is sent.
#[pyclass(frozen, module = "commdn", name = "Request")]
pub struct RequestObject {
    request: Request,
}

impl RequestObject {
    pub const fn new(request: Request) -> Self {
        Self { request }
    }

    pub const fn request(&self) -> &Request {
        &self.request
    }

    fn fields(&self) -> &Fields {
        self.request.fields()
    }
}

/// Apply each argument that is given.
macro_rules! with {
    ($request:ident: $($argument:ident => $set:expr;)*) => {
        $(if let Some($argument) = $argument {
            $request = ($set)($request, $argument);
        })*
    };
}

#[pymethods]
impl RequestObject {
    #[new]
    #[pyo3(signature = (
        message_type, /, *, campaign = None, group = None, target = None, dial_mode = None,
        optimize_by = None, optimize_goal = None, auto_completion = None, schedule = None,
        dialing_priority = None, phone = None, customer_id = None, campaign_name = None,
        chain = None, extra = None, as_is = false,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python class")]
    fn create(
        message_type: i32,
        campaign: Option<i32>,
        group: Option<i32>,
        target: Option<i32>,
        dial_mode: Option<i32>,
        optimize_by: Option<i32>,
        optimize_goal: Option<i32>,
        auto_completion: Option<bool>,
        schedule: Option<&Bound<'_, PyAny>>,
        dialing_priority: Option<&Bound<'_, PyAny>>,
        phone: Option<String>,
        customer_id: Option<String>,
        campaign_name: Option<String>,
        chain: Option<String>,
        extra: Option<&Bound<'_, PyAny>>,
        as_is: bool,
    ) -> PyResult<Self> {
        let schedule = schedule.map(records::schedule).transpose()?;
        let dialing_priority = dialing_priority.map(records::dialing_priority).transpose()?;
        let extra = extra.map(extra_pairs).transpose()?;
        let mut request = Request::new(MessageType(message_type));
        with! { request:
            campaign => Request::campaign;
            group => Request::group;
            target => Request::target;
            dial_mode => |request: Request, mode| request.dial_mode(DialMode(mode));
            optimize_by => |request: Request, by| request.optimize_by(OptimizeBy(by));
            optimize_goal => Request::optimize_goal;
            auto_completion => Request::auto_completion;
            schedule => Request::schedule;
            dialing_priority => Request::dialing_priority;
            phone => |request, phone: String| Phone { as_is }.set(request, &phone);
            customer_id => |request: Request, id: String| request.customer_id(id);
            campaign_name => |request: Request, name: String| request.campaign_name(name);
            chain => |request: Request, chain: String| request.chain(Chain::from(chain.as_str()));
            extra => Request::extra;
        }
        Ok(Self { request })
    }

    #[classmethod]
    #[pyo3(signature = (user_data, /))]
    fn read(
        _cls: &Bound<'_, pyo3::types::PyType>,
        user_data: &Bound<'_, KvListObject>,
    ) -> Option<Self> {
        let list = user_data.get();
        let dialect = Dialect::DEFAULT.with_charset(list.charset());
        Request::read(list.list().view(), &dialect).map(Self::new)
    }

    #[pyo3(signature = (*, origin, target = 0, reference_id = None, charset = "utf-8"))]
    fn user_data(
        &self,
        py: Python<'_>,
        origin: i32,
        target: i32,
        reference_id: Option<i32>,
        charset: &str,
    ) -> PyResult<KvListObject> {
        let charset = convert::charset(charset)?;
        let mut envelope = Envelope::new(origin, target);
        envelope.reference_id = reference_id;
        let list = self.request.to_list(envelope, &Dialect::DEFAULT.with_charset(charset));
        let list = list.map_err(|error| to_py(py, &error.into()))?;
        Ok(KvListObject::new(list, charset))
    }

    #[pyo3(signature = (*, phone = None, customer_id = None, as_is = false))]
    fn each(
        &self,
        phone: Option<&Bound<'_, PyAny>>,
        customer_id: Option<&Bound<'_, PyAny>>,
        as_is: bool,
    ) -> PyResult<RequestsObject> {
        let columns = [(Field::Phone(Phone { as_is }), phone), (Field::CustomerId, customer_id)];
        RequestsObject::new(self.request.clone(), &columns)
    }

    #[getter]
    fn message_type<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.request.message_type().member(py)
    }

    #[getter]
    fn repeat_safe(&self) -> bool {
        self.request.spec().is_some_and(|spec| spec.repeat_safe)
    }

    #[getter]
    fn origin(&self) -> Option<i32> {
        self.fields().origin
    }

    #[getter]
    fn reference_id(&self) -> Option<i32> {
        self.fields().reference_id
    }

    #[getter]
    fn campaign(&self) -> Option<i32> {
        self.fields().campaign
    }

    #[getter]
    fn group(&self) -> Option<i32> {
        self.fields().group
    }

    #[getter]
    fn target(&self) -> Option<i32> {
        self.fields().target
    }

    #[getter]
    fn dial_mode<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        member(py, self.fields().dial_mode)
    }

    #[getter]
    fn optimize_by<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        member(py, self.fields().optimize_by)
    }

    #[getter]
    fn optimize_goal(&self) -> Option<i32> {
        self.fields().optimize_goal
    }

    #[getter]
    fn auto_completion(&self) -> Option<bool> {
        self.fields().auto_completion
    }

    #[getter]
    fn schedule<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let schedule = self.fields().schedule.as_ref();
        schedule.map(|schedule| records::schedule_to_py(py, schedule)).transpose()
    }

    #[getter]
    fn dialing_priority<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let priority = self.fields().dialing_priority.as_ref();
        priority.map(|priority| records::priority_to_py(py, priority)).transpose()
    }

    #[getter]
    fn phone(&self) -> Option<&str> {
        self.fields().record.as_ref()?.phone.as_deref()
    }

    #[getter]
    fn as_is(&self) -> bool {
        self.request.is_phone_as_is()
    }

    #[getter]
    fn customer_id(&self) -> Option<&str> {
        self.fields().record.as_ref()?.customer_id.as_deref()
    }

    #[getter]
    fn campaign_name(&self) -> Option<&str> {
        self.fields().record.as_ref()?.campaign_name.as_deref()
    }

    #[getter]
    fn chain(&self) -> Option<&str> {
        Some(self.fields().record.as_ref()?.chain.as_ref()?.as_str())
    }

    #[getter]
    fn extra(&self) -> KvListObject {
        KvListObject::new(KvList::from(self.request.extra_pairs()), Charset::Utf8)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> Option<bool> {
        Some(self.request == other.cast::<Self>().ok()?.get().request)
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        self.request.hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut text = format!("Request({}", self.message_type(py)?.str()?);
        for (name, value) in self.arguments(py)?.iter() {
            text.push_str(&format!(", {name}={}", value.repr()?));
        }
        text.push(')');
        Ok(text)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let restore = py.import("commdn._native")?.getattr("_restore_request")?;
        Ok((restore, (self.request.message_type().0, self.arguments(py)?)))
    }
}

impl RequestObject {
    /// The keyword arguments that build the same request.
    fn arguments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let arguments = PyDict::new(py);
        let set = |name: &str, value: Option<Bound<'py, PyAny>>| match value {
            Some(value) => arguments.set_item(name, value),
            None => Ok(()),
        };
        let number = |value: Option<i32>| -> PyResult<_> {
            Ok(value.map(|value| value.into_pyobject(py)).transpose()?.map(Bound::into_any))
        };
        let text = |value: Option<&str>| -> PyResult<_> {
            Ok(value.map(|value| value.into_pyobject(py)).transpose()?.map(Bound::into_any))
        };
        set("campaign", number(self.campaign())?)?;
        set("group", number(self.group())?)?;
        set("target", number(self.target())?)?;
        set("dial_mode", self.dial_mode(py)?)?;
        set("optimize_by", self.optimize_by(py)?)?;
        set("optimize_goal", number(self.optimize_goal())?)?;
        let flag = self.auto_completion().map(|flag| flag.into_pyobject(py)).transpose()?;
        set("auto_completion", flag.map(|flag| flag.to_owned().into_any()))?;
        set("schedule", self.schedule(py)?)?;
        set("dialing_priority", self.dialing_priority(py)?)?;
        set("phone", text(self.phone())?)?;
        set("customer_id", text(self.customer_id())?)?;
        set("campaign_name", text(self.campaign_name())?)?;
        set("chain", text(self.chain())?)?;
        if !self.request.extra_pairs().is_empty() {
            set("extra", Some(Bound::new(py, self.extra())?.into_any()))?;
        }
        if self.as_is() {
            set("as_is", Some(true.into_pyobject(py)?.to_owned().into_any()))?;
        }
        Ok(arguments)
    }
}

/// A request out of a pickle.
#[pyfunction]
pub fn _restore_request<'py>(
    py: Python<'py>,
    message_type: i32,
    arguments: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    py.get_type::<RequestObject>().call((message_type,), Some(arguments))
}

pub fn extra_pairs(source: &Bound<'_, PyAny>) -> PyResult<KvList> {
    match source.cast::<KvListObject>() {
        Ok(list) => Ok(list.get().list().clone()),
        Err(_) => fill::to_list(source, Charset::Utf8),
    }
}
