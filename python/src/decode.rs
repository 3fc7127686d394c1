//! Log excerpts and packed bytes as typed messages.

use commdn::kvlist::text::{TextBlock, TextForm, TextList, TextValue, blocks};
use commdn::kvlist::{Charset, KvList, KvRef};
use commdn::message::spec::RequestSpec;
use commdn::message::{Dialect, Event, Request, Traffic};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::convert;
use crate::event::EventObject;
use crate::kvlist::KvListObject;
use crate::request::RequestObject;

/// What a list turned out to be: protocol, request, event.
fn typed<'py>(
    py: Python<'py>,
    list: &KvList,
    charset: Charset,
    into: &Bound<'py, PyDict>,
) -> PyResult<()> {
    let dialect = Dialect::DEFAULT.with_charset(charset);
    let view: KvRef<'_> = list.view();
    let (protocol, request, event) = match Traffic::of(view) {
        Traffic::CommDn(message) if RequestSpec::of(message).is_some() => {
            ("commdn", Request::read(view, &dialect), None)
        }
        Traffic::CommDn(_) => ("commdn", None, Event::new(list.clone(), &dialect).ok()),
        Traffic::Desktop => ("desktop", None, None),
        _ => ("other", None, None),
    };
    into.set_item("protocol", protocol)?;
    let request = request.map(|request| Bound::new(py, RequestObject::new(request)));
    into.set_item("request", request.transpose()?)?;
    into.set_item(
        "event",
        event.map(|event| Bound::new(py, EventObject::new(event))).transpose()?,
    )?;
    into.set_item("user_data", Bound::new(py, KvListObject::new(list.clone(), charset))?)
}

/// A packed list as protocol, request or event, and user data.
#[pyfunction]
pub fn decode_packed<'py>(
    py: Python<'py>,
    data: &Bound<'py, PyAny>,
    charset: &str,
) -> PyResult<Bound<'py, PyDict>> {
    let charset = convert::charset(charset)?;
    let bytes = convert::buffer(data)?;
    let list =
        KvList::unpack(&bytes).map_err(|error| crate::errors::list_error(py, &error, &[]))?;
    let decoded = PyDict::new(py);
    typed(py, &list, charset, &decoded)?;
    Ok(decoded)
}

/// Every list of a log excerpt, and every fault, in order.
#[pyfunction]
pub fn decode_text<'py>(
    py: Python<'py>,
    text: &str,
    charset: &str,
) -> PyResult<Vec<Bound<'py, PyDict>>> {
    let charset = convert::charset(charset)?;
    let found = blocks(text).map(|block| {
        let decoded = PyDict::new(py);
        match block {
            Ok(block) => describe(py, &block, charset, &decoded)?,
            Err(error) => {
                decoded.set_item("line", error.line())?;
                decoded.set_item("fault", error.to_string())?;
            }
        }
        Ok(decoded)
    });
    found.collect()
}

fn describe<'py>(
    py: Python<'py>,
    block: &TextBlock,
    charset: Charset,
    into: &Bound<'py, PyDict>,
) -> PyResult<()> {
    into.set_item("line", block.line)?;
    into.set_item("form", form(block.form))?;
    into.set_item("attribute", block.attribute.as_deref())?;
    into.set_item("logged_size", block.logged_size)?;
    into.set_item("first_bytes", PyBytes::new(py, &block.first_bytes))?;
    into.set_item("size_agrees", block.size_agrees(charset))?;
    into.set_item("pairs", pairs(py, &block.list)?)?;
    match block.list.to_list_lossy(charset) {
        Ok((list, masked)) => {
            into.set_item("masked", masked)?;
            typed(py, &list, charset, into)
        }
        Err(error) => into.set_item("fault", format!("line {}: {error}", block.line)),
    }
}

const fn form(form: TextForm) -> &'static str {
    match form {
        TextForm::TServer => "tserver",
        TextForm::Ocs => "ocs",
        TextForm::Sdk => "sdk",
        _ => "unknown",
    }
}

/// The pairs as they stood there; a masked value is `None`.
fn pairs<'py>(py: Python<'py>, list: &TextList) -> PyResult<Vec<(String, Bound<'py, PyAny>)>> {
    let pair = |pair: &commdn::kvlist::text::TextPair| {
        let value = match &pair.value {
            TextValue::String(text) => text.into_pyobject(py)?.into_any(),
            TextValue::Int(number) => number.into_pyobject(py)?.into_any(),
            TextValue::Binary(bytes) => PyBytes::new(py, bytes).into_any(),
            TextValue::Unicode(text) => convert::unicode_class(py)?.call1((text,))?,
            TextValue::List(inner) => pairs(py, inner)?.into_pyobject(py)?.into_any(),
            _ => py.None().into_bound(py),
        };
        Ok((pair.key.clone(), value))
    };
    list.pairs.iter().map(pair).collect()
}
