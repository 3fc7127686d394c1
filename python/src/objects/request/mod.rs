//! `Request`: a request of the core's, built from keyword arguments.
//!
//! Owns the object and the quick way to the two requests that are made by the million; `methods`
//! has what Python sees of it, `each` one request for each row. No rule of the API is here.

mod each;
mod methods;

use commdn::kvlist::{Charset, KvList};
use commdn::message::{Chain, Fields, MessageType, Request};
use pyo3::prelude::*;

use crate::arguments::{digits, given, text};
use crate::objects::kvlist::KvListObject;
use crate::pack;

pub use each::{Field, RequestsObject, Row, RowRequest};
pub use methods::_restore_request;

/// A request, checked when it is sent; `commdn.requests` builds them by name.
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

/// How the text of a phone number is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Phone {
    pub as_is: bool,
}

impl Phone {
    pub fn set(self, request: Request, text: &str) -> Request {
        if self.as_is { request.phone_as_is(text) } else { request.phone(text) }
    }
}

/// A do-not-call or cancel request; by place, for arguments by name cost as much as the request.
#[pyfunction]
#[pyo3(signature = (
    message_type, phone, customer_id, campaign_name, chain, target, extra, as_is, /
))]
#[expect(clippy::too_many_arguments, reason = "the keyword arguments of a Python function")]
pub fn _record_request(
    message_type: i32,
    phone: Option<&Bound<'_, PyAny>>,
    customer_id: Option<&Bound<'_, PyAny>>,
    campaign_name: Option<&Bound<'_, PyAny>>,
    chain: Option<&Bound<'_, PyAny>>,
    target: Option<&Bound<'_, PyAny>>,
    extra: Option<&Bound<'_, PyAny>>,
    as_is: bool,
) -> PyResult<RequestObject> {
    let mut request = Request::new(MessageType(message_type));
    if let Some(value) = phone {
        request = Phone { as_is }.set(request, &digits(value, "phone")?);
    }
    if let Some(value) = customer_id {
        request = request.customer_id(digits(value, "customer_id")?);
    }
    if let Some(value) = campaign_name {
        request = request.campaign_name(text(value, "campaign_name")?);
    }
    if let Some(value) = chain {
        request = request.chain(Chain::from(text(value, "chain")?));
    }
    if let Some(value) = target {
        request = request.target(given(value, "target")?);
    }
    if let Some(value) = extra {
        request = request.extra(extra_pairs(value)?);
    }
    Ok(RequestObject::new(request))
}

pub fn extra_pairs(source: &Bound<'_, PyAny>) -> PyResult<KvList> {
    match source.cast::<KvListObject>() {
        Ok(list) => Ok(list.get().list().clone()),
        Err(_) => pack::to_list(source, Charset::Utf8),
    }
}
