//! The methods of `Request`: from keyword arguments, and back to them for pickles and the repr.
//!
//! Converts and nothing else: a request is checked by the core, when it is sent.

use commdn::kvlist::{Charset, KvList};
use commdn::message::{Dialect, Envelope, Request};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::arguments::{self, given, number};
use crate::attributes;
use crate::enums::PyEnum;
use crate::errors;
use crate::objects::html;
use crate::objects::kvlist::KvListObject;
use crate::objects::request::{Field, Phone, RequestObject, RequestsObject};
use crate::records::{self, member};

/// What pickle calls to restore a request, and with what.
type Reduced<'py> = (Bound<'py, PyAny>, (i32, Bound<'py, PyDict>));

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
        campaign: Option<&Bound<'_, PyAny>>,
        group: Option<&Bound<'_, PyAny>>,
        target: Option<&Bound<'_, PyAny>>,
        dial_mode: Option<&Bound<'_, PyAny>>,
        optimize_by: Option<&Bound<'_, PyAny>>,
        optimize_goal: Option<&Bound<'_, PyAny>>,
        auto_completion: Option<&Bound<'_, PyAny>>,
        schedule: Option<&Bound<'_, PyAny>>,
        dialing_priority: Option<&Bound<'_, PyAny>>,
        phone: Option<&Bound<'_, PyAny>>,
        customer_id: Option<&Bound<'_, PyAny>>,
        campaign_name: Option<&Bound<'_, PyAny>>,
        chain: Option<&Bound<'_, PyAny>>,
        extra: Option<&Bound<'_, PyAny>>,
        as_is: bool,
    ) -> PyResult<Self> {
        let made = super::_record_request(
            message_type,
            phone,
            customer_id,
            campaign_name,
            chain,
            target,
            extra,
            as_is,
        )?;
        let mut request = made.request;
        if let Some(value) = campaign {
            request = request.campaign(given(value, "campaign")?);
        }
        if let Some(value) = group {
            request = request.group(given(value, "group")?);
        }
        if let Some(value) = dial_mode {
            request = request.dial_mode(number(value, "dial_mode")?);
        }
        if let Some(value) = optimize_by {
            request = request.optimize_by(number(value, "optimize_by")?);
        }
        if let Some(value) = optimize_goal {
            request = request.optimize_goal(given(value, "optimize_goal")?);
        }
        if let Some(value) = auto_completion {
            request = request.auto_completion(given(value, "auto_completion")?);
        }
        if let Some(value) = schedule {
            request = request.schedule(records::schedule(value)?);
        }
        if let Some(value) = dialing_priority {
            request = request.dialing_priority(records::dialing_priority(value)?);
        }
        Ok(Self { request })
    }

    /// The request that user data are; None if they are of no request.
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

    /// The user data that are sent for it.
    ///
    /// Raises: CommDNInvalidRequest if it breaks a rule of the API.
    #[pyo3(signature = (*, origin, target = 0, reference_id = None, charset = "utf-8"))]
    fn user_data(
        &self,
        py: Python<'_>,
        origin: i32,
        target: i32,
        reference_id: Option<i32>,
        charset: &str,
    ) -> PyResult<KvListObject> {
        let charset = arguments::charset(charset)?;
        let mut envelope = Envelope::new(origin, target);
        envelope.reference_id = reference_id;
        let list = self.request.to_list(envelope, &Dialect::DEFAULT.with_charset(charset));
        let list = list.map_err(|error| errors::plain(py, &error.into()))?;
        Ok(KvListObject::new(list, charset))
    }

    /// This request for each phone number, each customer, or each pair of both: cheaper than making each.
    ///
    /// The columns are read as the requests are taken: texts, whole numbers, and None or NaN, which leave what this
    /// request has. So a column of a DataFrame will do. With `as_is` the phones are sent unharmed.
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

    /// What it asks: a member of `MessageType`.
    #[getter]
    fn message_type<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.request.message_type().member(py)
    }

    /// Whether sending it twice does no more than sending it once.
    #[getter]
    fn repeat_safe(&self) -> bool {
        self.request.spec().is_some_and(|spec| spec.repeat_safe)
    }

    // generated: attributes
    /// Correlation id, seen in OCS logs (not in the chapter).
    #[getter]
    fn reference_id(&self) -> Option<i32> {
        self.fields().reference_id
    }

    /// DBID of the sending application.
    #[getter]
    fn origin(&self) -> Option<i32> {
        self.fields().origin
    }

    /// DBID of the receiving application; 0 is every OCS on the DN.
    #[getter]
    fn target(&self) -> Option<i32> {
        self.fields().target
    }

    /// DBID of the campaign; 0 addresses a sequence.
    #[getter]
    fn campaign(&self) -> Option<i32> {
        self.fields().campaign
    }

    /// DBID of the group.
    #[getter]
    fn group(&self) -> Option<i32> {
        self.fields().group
    }

    /// Dialling mode of a campaign group.
    #[getter]
    fn dial_mode<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        member(py, self.fields().dial_mode)
    }

    /// Optimisation method.
    #[getter]
    fn optimize_by<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        member(py, self.fields().optimize_by)
    }

    /// Optimisation goal: percent, or seconds.
    #[getter]
    fn optimize_goal(&self) -> Option<i32> {
        self.fields().optimize_goal
    }

    /// Whether OCS stops and unloads the group when it runs out of records.
    #[getter]
    fn auto_completion(&self) -> Option<bool> {
        self.fields().auto_completion
    }

    /// Campaign sequence; in answers each item has a status.
    #[getter]
    fn schedule<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let value = self.fields().schedule.as_ref();
        value.map(|it| records::schedule_to_py(py, it)).transpose()
    }

    /// Dialling priorities by type of record.
    #[getter]
    fn dialing_priority<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let value = self.fields().dialing_priority.as_ref();
        value.map(|it| records::priority_to_py(py, it)).transpose()
    }

    /// Phone number of the record.
    #[getter]
    fn phone(&self) -> Option<&str> {
        self.fields().record.as_ref()?.phone.as_deref()
    }

    /// Campaign name of the record; in cancellations only.
    #[getter]
    fn campaign_name(&self) -> Option<&str> {
        self.fields().record.as_ref()?.campaign_name.as_deref()
    }

    /// Customer id of the record.
    #[getter]
    fn customer_id(&self) -> Option<&str> {
        self.fields().record.as_ref()?.customer_id.as_deref()
    }

    /// Scope within a chain of records: `AllChain` (the default of OCS) or `RecordOnly`.
    #[getter]
    fn chain(&self) -> Option<&str> {
        Some(self.fields().record.as_ref()?.chain.as_ref()?.as_str())
    }

    // end of attributes

    /// Whether `phone` is sent though it is no number as `normalize_phone` writes it.
    #[getter]
    fn as_is(&self) -> bool {
        self.request.is_phone_as_is()
    }

    /// Further pairs of user data.
    #[getter]
    fn extra(&self) -> KvListObject {
        KvListObject::new(KvList::from(self.request.extra_pairs()), Charset::Utf8)
    }

    /// The attributes that it has, by name; what is nested is a dict again.
    fn to_dict<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        attributes::to_dict(slf.as_any())
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        html::table(slf.as_any(), Self::to_dict(slf)?)
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
