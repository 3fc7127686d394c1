//! Logs and packed bytes as typed messages.

use std::sync::Mutex;

use commdn::kvlist::text::{
    Around, Direction, LogItem, LogList, LogReader, TextBlock, TextError, TextForm, TextList,
    TextPair, TextValue,
};
use commdn::kvlist::{Charset, KvList, KvRef};
use commdn::link::MessageId;
use commdn::message::spec::RequestSpec;
use commdn::message::{Dialect, Event, Request, Traffic};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyType};

use crate::arguments;
use crate::objects::event::EventObject;
use crate::objects::kvlist::KvListObject;
use crate::objects::request::RequestObject;
use crate::unpack;

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
    let charset = arguments::charset(charset)?;
    let bytes = arguments::buffer(data)?;
    let list =
        KvList::unpack(&bytes).map_err(|error| crate::errors::list_error(py, &error, &[]))?;
    let decoded = PyDict::new(py);
    typed(py, &list, charset, &decoded)?;
    Ok(decoded)
}

/// Whether an event may answer a request, by type, addresses and facts; with `hidden`, what only one
/// of them has is no difference.
#[pyfunction]
pub fn may_answer(
    event: &Bound<'_, EventObject>,
    request: &Bound<'_, RequestObject>,
    hidden: bool,
) -> bool {
    let event = event.get().event();
    let dialect = Dialect::DEFAULT.with_charset(event.charset());
    let user_data = event.user_data().view();
    commdn::exchange::may_answer(user_data, request.get().request(), &dialect, hidden)
}

/// Reads a log piece by piece; see `commdn.decode.LogDecoder`.
#[pyclass(frozen, name = "LogReader", module = "commdn._native")]
pub struct LogReaderObject {
    reader: Mutex<LogReader>,
    charset: Charset,
}

#[pymethods]
impl LogReaderObject {
    /// A reader of a log in `charset`; with `is_text`, of UTF-8 whatever the charset of the lists.
    /// With `everything`, of messages without lists and other lines, too.
    #[new]
    #[pyo3(signature = (charset, is_text, everything=false))]
    fn create(charset: &str, is_text: bool, everything: bool) -> PyResult<Self> {
        let charset = arguments::charset(charset)?;
        let written = if is_text { Charset::Utf8 } else { charset };
        let reader = LogReader::new(written);
        let reader = if everything { reader.with_everything() } else { reader };
        Ok(Self { reader: Mutex::new(reader), charset })
    }

    /// Read on; answers with all items that are over: dicts of lists and of messages, and lines
    /// with their numbers.
    fn feed_items<'py>(
        &self,
        py: Python<'py>,
        data: &Bound<'py, PyAny>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let bytes = arguments::buffer(data)?;
        let items = py.detach(|| self.with(|reader| reader.feed_items(&bytes)));
        items.iter().map(|item| self.item(py, item)).collect()
    }

    /// The end of the log; answers with the remaining items.
    fn finish_items<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let items = py.detach(|| self.with(LogReader::finish_items));
        items.iter().map(|item| self.item(py, item)).collect()
    }

    /// Read on; answers with the lists whose messages are over.
    fn feed<'py>(
        &self,
        py: Python<'py>,
        data: &Bound<'py, PyAny>,
    ) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let bytes = arguments::buffer(data)?;
        let lists = py.detach(|| self.with(|reader| reader.feed(&bytes)));
        self.describe(py, &lists)
    }

    /// The end of the log; answers with the rest.
    fn finish<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let lists = py.detach(|| self.with(LogReader::finish));
        self.describe(py, &lists)
    }
}

impl LogReaderObject {
    fn with<T>(&self, work: impl FnOnce(&mut LogReader) -> T) -> T {
        let mut reader = self.reader.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        work(&mut reader)
    }

    fn describe<'py>(
        &self,
        py: Python<'py>,
        lists: &[LogList],
    ) -> PyResult<Vec<Bound<'py, PyDict>>> {
        lists.iter().map(|list| self.list(py, list)).collect()
    }

    fn list<'py>(&self, py: Python<'py>, list: &LogList) -> PyResult<Bound<'py, PyDict>> {
        let decoded = PyDict::new(py);
        describe(py, &list.block, self.charset, &decoded)?;
        decoded.set_item("around", around(py, &list.around)?)?;
        Ok(decoded)
    }

    fn item<'py>(&self, py: Python<'py>, item: &LogItem) -> PyResult<Bound<'py, PyAny>> {
        match item {
            LogItem::List(list) => Ok(self.list(py, list)?.into_any()),
            LogItem::Message(message) => {
                let told = PyDict::new(py);
                told.set_item("line", message.line)?;
                told.set_item("around", around(py, &message.around)?)?;
                Ok(told.into_any())
            }
            LogItem::Line(number, text) => Ok((number, text).into_pyobject(py)?.into_any()),
            _ => Ok(py.None().into_bound(py)),
        }
    }
}

fn describe<'py>(
    py: Python<'py>,
    block: &TextBlock,
    charset: Charset,
    into: &Bound<'py, PyDict>,
) -> PyResult<()> {
    into.set_item("line", block.line)?;
    into.set_item("last_line", block.last_line)?;
    into.set_item("form", form(block.form))?;
    into.set_item("attribute", block.attribute.as_deref())?;
    into.set_item("logged_size", block.logged_size)?;
    into.set_item("first_bytes", PyBytes::new(py, &block.first_bytes))?;
    into.set_item("size_agrees", block.size_agrees(charset))?;
    into.set_item("pairs", pairs(py, &block.list)?)?;
    let told = |fault: &TextError| {
        (fault.line().unwrap_or(block.line), fault.column(), fault.kind().to_string())
    };
    let mut faults: Vec<_> = block.faults.iter().map(told).collect();
    // A list that no packed one can hold is one of no protocol.
    let (list, left_out) = block.list.to_list_lossy(charset).unwrap_or_else(|error| {
        faults.push(told(&error));
        Default::default()
    });
    faults.extend(left_out.faults.iter().map(told));
    into.set_item("faults", faults)?;
    into.set_item("masked", left_out.masked)?;
    into.set_item("unknown", left_out.unknown)?;
    typed(py, &list, charset, into)
}

/// What the log tells of the message; `None` if nothing.
fn around<'py>(py: Python<'py>, around: &Around) -> PyResult<Option<Bound<'py, PyDict>>> {
    if *around == Around::default() {
        return Ok(None);
    }
    let told = PyDict::new(py);
    let named = |name: &str| {
        let known = MessageId::ALL.iter().find(|(_, known)| *known == name)?;
        Some(u32::from(known.0))
    };
    let number = around.number.or_else(|| around.message.as_deref().and_then(named));
    let direction = around.direction.map(|direction| match direction {
        Direction::Received => "received",
        Direction::Sent => "sent",
    });
    told.set_item("message", around.message.as_deref())?;
    told.set_item("number", number)?;
    told.set_item("direction", direction)?;
    told.set_item("peer", around.peer.as_deref())?;
    told.set_item("dn", around.dn.as_deref())?;
    told.set_item("reference_id", around.reference_id)?;
    told.set_item("sequence_number", around.sequence_number)?;
    told.set_item("seconds", around.seconds)?;
    told.set_item("microseconds", around.microseconds)?;
    told.set_item("logged_time", around.logged_time.as_deref())?;
    told.set_item("error_code", around.error_code)?;
    told.set_item("error_message", around.error_message.as_deref())?;
    Ok(Some(told))
}

const fn form(form: TextForm) -> &'static str {
    match form {
        TextForm::TServer => "tserver",
        TextForm::Ocs => "ocs",
        TextForm::Sdk => "sdk",
        _ => "unknown",
    }
}

/// The pairs as they stood there.
fn pairs<'py>(py: Python<'py>, list: &TextList) -> PyResult<Vec<(String, Bound<'py, PyAny>)>> {
    static MASKED: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static UNREAD: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let pair = |pair: &TextPair| {
        let value = match &pair.value {
            TextValue::String(text) => text.into_pyobject(py)?.into_any(),
            TextValue::Int(number) => number.into_pyobject(py)?.into_any(),
            TextValue::Binary(bytes) => PyBytes::new(py, bytes).into_any(),
            TextValue::Unicode(text) => unpack::unicode_class(py)?.call1((text,))?,
            TextValue::List(inner) => pairs(py, inner)?.into_pyobject(py)?.into_any(),
            TextValue::Masked(text) => {
                MASKED.import(py, "commdn.decode", "Masked")?.call1((text,))?
            }
            TextValue::Unknown(text) => {
                UNREAD.import(py, "commdn.decode", "Unread")?.call1((text,))?
            }
            _ => py.None().into_bound(py),
        };
        Ok((pair.key.clone(), value))
    };
    list.pairs.iter().map(pair).collect()
}
