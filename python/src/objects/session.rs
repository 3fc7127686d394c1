//! The native half of `commdn.Session`.

use std::sync::Arc;
use std::time::Duration;

use commdn::carrier::{ConnectCancel, Connector, GatedConnector, TlsConfig, WriteGate};
use commdn::exchange::{CallOptions, NotificationKind};
use commdn::kvlist::Charset;
use commdn::session::{Notice, Servers, Session, Status, Wait};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict as _, PyDict, PyType};

use crate::arguments::{Timeout, digits, given, time};
use crate::errors::invalid_argument;
use crate::news::News;
use crate::objects::answer::{self, AnswerObject};
use crate::objects::completions::CompletionsObject;
use crate::objects::error::to_py;
use crate::objects::event::EventObject;
use crate::objects::pending::PendingObject;
use crate::objects::request::RequestObject;
use crate::objects::simulator::{self, SimulatorObject};
use crate::objects::stream::StreamObject;
use crate::options;
use crate::waits::{apart, interruptible, sliced};

/// The most requests that a stream may have open.
const MAX_WINDOW: usize = 1_000_000;

/// A session, and the time that a call takes where it says nothing else.
#[pyclass(frozen, module = "commdn._native", name = "Session")]
pub struct SessionObject {
    /// `None` only while it is dropped.
    session: Option<Session>,
    /// Simulators that live as long as the session.
    #[expect(dead_code, reason = "kept for their life only")]
    simulators: Vec<simulator::Owned>,
    request_timeout: Duration,
    /// Of a session for asyncio alone: others have nothing between them and their connection.
    event_loop: Option<EventLoop>,
}

/// What a session has for an event loop.
struct EventLoop {
    /// Where it hears of news.
    news: News,
    /// Holds back what is written, to send the requests of one turn in one piece.
    gate: Arc<WriteGate>,
}

impl Drop for SessionObject {
    /// Dropping closes, which may wait: without the GIL, if there still is one.
    fn drop(&mut self) {
        let session = self.session.take();
        let _ = Python::try_attach(|py| py.detach(|| drop(session)));
    }
}

impl SessionObject {
    pub fn session(&self) -> PyResult<&Session> {
        let gone = || crate::errors::CommDNInternalError::new_err("the session is gone");
        self.session.as_ref().ok_or_else(gone)
    }

    fn event_loop(&self) -> PyResult<&EventLoop> {
        let none = || invalid_argument("the session was opened without an event loop");
        self.event_loop.as_ref().ok_or_else(none)
    }

    fn start(
        &self,
        py: Python<'_>,
        request: &Bound<'_, RequestObject>,
        timeout: Timeout,
        answers: Option<usize>,
    ) -> PyResult<PendingObject> {
        let options = CallOptions::within(timeout.duration(self.request_timeout)).answers(answers);
        let session = self.session()?;
        let request = request.get().request();
        let pending = py.detach(|| session.submit_with(request, options));
        let pending = pending.map_err(|error| to_py(py, &error))?;
        Ok(PendingObject::new(pending, self.request_timeout))
    }
}

/// Ends a connecting that is under way, from another thread or by an event loop.
#[pyclass(frozen, module = "commdn._native", name = "ConnectCancel")]
pub struct ConnectCancelObject(ConnectCancel);

#[pymethods]
impl ConnectCancelObject {
    #[new]
    fn new() -> Self {
        Self(ConnectCancel::new())
    }

    /// Who connects with it gives up at once.
    fn cancel(&self, py: Python<'_>) {
        py.detach(|| self.0.cancel());
    }
}

/// Where to connect to, the primary first, behind the gate if there is one; and the simulators that were started for it.
pub fn servers(
    py: Python<'_>,
    address: &Bound<'_, PyAny>,
    tls: Option<&TlsConfig>,
    gate: Option<&Arc<WriteGate>>,
    charset: Charset,
) -> PyResult<(Servers, Vec<simulator::Owned>)> {
    let mut owned = Vec::new();
    let servers = match address.cast::<SimulatorObject>() {
        Ok(simulator) => simulator.get().connector()?.into(),
        Err(_) => {
            let text: String = address.extract()?;
            Servers::of_addresses(&text, tls, |config| {
                let simulator = simulator::start(py, config, charset)?;
                let connector = simulator.connector();
                owned.push(simulator);
                Ok(connector)
            })
            .map_err(|error: Unreached| error.raised(py))?
        }
    };
    let gated = |connector: &Arc<dyn Connector>, gate: &Arc<WriteGate>| -> Arc<dyn Connector> {
        Arc::new(GatedConnector::new(Arc::clone(connector), Arc::clone(gate)))
    };
    Ok((gate.map_or(servers.clone(), |gate| servers.map(|server| gated(server, gate))), owned))
}

/// Why an address leads to no server: an error of the core, or an exception.
enum Unreached {
    Core(commdn::Error),
    Python(PyErr),
}

impl From<commdn::Error> for Unreached {
    fn from(error: commdn::Error) -> Self {
        Self::Core(error)
    }
}

impl From<PyErr> for Unreached {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl Unreached {
    fn raised(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Core(error) => to_py(py, &error),
            Self::Python(error) => error,
        }
    }
}

#[pymethods]
impl SessionObject {
    /// Connect; the options are those of `commdn.connect`.
    #[classmethod]
    #[pyo3(signature = (address, dn, app_dbid, news, cancel=None, **options))]
    fn connect(
        cls: &Bound<'_, PyType>,
        address: &Bound<'_, PyAny>,
        dn: &Bound<'_, PyAny>,
        app_dbid: &Bound<'_, PyAny>,
        news: bool,
        cancel: Option<&Bound<'_, ConnectCancelObject>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let py = cls.py();
        let empty = PyDict::new(py);
        let options = options.unwrap_or(&empty);
        let (mut config, request_timeout) =
            options::config(&digits(dn, "dn")?, given(app_dbid, "app_dbid")?, options)?;
        let tls = options::tls(py, options)?;
        let gate = news.then(|| Arc::new(WriteGate::default()));
        let (servers, simulators) =
            servers(py, address, tls.as_ref(), gate.as_ref(), config.charset())?;
        let event_loop = match gate {
            Some(gate) => {
                let (news, signal) = News::new()?;
                config = config.on_news(signal);
                Some(EventLoop { news, gate })
            }
            None => None,
        };
        let cancel = cancel.map_or_else(ConnectCancel::new, |cancel| cancel.get().0.clone());
        let own = cancel.clone();
        let connected = move || Session::connect_cancellable(config, servers, &own);
        // An exception of a signal handler: the thread that connects gives up as well.
        let session = apart(py, connected).inspect_err(|_| py.detach(|| cancel.cancel()))?;
        let session = session.map_err(|error| to_py(py, &error))?;
        Ok(Self { session: Some(session), simulators, request_timeout, event_loop })
    }

    /// Where it is connected to.
    #[getter]
    fn server(&self, py: Python<'_>) -> PyResult<String> {
        let session = self.session()?;
        Ok(py.detach(|| session.server()))
    }

    /// How its connection fares, in a word.
    #[getter]
    fn status(&self, py: Python<'_>) -> PyResult<&'static str> {
        let session = self.session()?;
        Ok(match py.detach(|| session.status()) {
            Status::Connecting => "connecting",
            Status::Up => "up",
            Status::OutOfService => "out_of_service",
            _ => "over",
        })
    }

    /// Why it is not up, as an exception.
    #[getter]
    fn trouble(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let session = self.session()?;
        let trouble = py.detach(|| session.trouble());
        Ok(trouble.map(|error| to_py(py, &error).into_value(py).into_any()))
    }

    /// Whether it has ended: closed, or its connection lost for good.
    #[getter]
    fn is_over(&self, py: Python<'_>) -> PyResult<bool> {
        let session = self.session()?;
        Ok(py.detach(|| session.is_over()))
    }

    /// The file descriptor that becomes readable when there is something new; on Windows a handle.
    fn fileno(&self) -> PyResult<isize> {
        Ok(self.event_loop()?.news.fileno() as isize)
    }

    /// Wait until it is readable; whether it is. For the thread of a loop that cannot watch it.
    fn wait_news(&self, py: Python<'_>, seconds: f64) -> PyResult<bool> {
        let news = &self.event_loop()?.news;
        let limit = Duration::try_from_secs_f64(seconds)
            .map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(py.detach(|| news.wait(limit)))
    }

    /// Make it readable.
    fn raise_news(&self) -> PyResult<()> {
        self.event_loop()?.news.raise();
        Ok(())
    }

    /// Hold back what is written until `release`, once for each call of this.
    fn hold(&self, py: Python<'_>) -> PyResult<()> {
        let gate = &self.event_loop()?.gate;
        py.detach(|| gate.hold());
        Ok(())
    }

    /// Send what was held back, if nobody else holds it.
    fn release(&self, py: Python<'_>) -> PyResult<()> {
        let gate = &self.event_loop()?.gate;
        py.detach(|| gate.release());
        Ok(())
    }

    /// Make it unreadable, before what is new is taken.
    fn clear_news(&self) -> PyResult<()> {
        self.event_loop()?.news.clear();
        Ok(())
    }

    /// The time of a call that says nothing else, in seconds.
    #[getter]
    fn request_timeout(&self) -> f64 {
        self.request_timeout.as_secs_f64()
    }

    /// Send a request and wait for its answer.
    fn call(
        &self,
        py: Python<'_>,
        request: &Bound<'_, RequestObject>,
        timeout: Timeout,
        answers: Option<usize>,
    ) -> PyResult<Py<AnswerObject>> {
        let options = CallOptions::within(timeout.duration(self.request_timeout)).answers(answers);
        let (session, request) = (self.session()?, request.get().request());
        let answer = interruptible(py, |slice, look_up| {
            session.call_sliced(request, options, slice, look_up)
        })?;
        answer::object(py, answer)
    }

    /// Send a request and go on.
    fn submit(
        &self,
        py: Python<'_>,
        request: &Bound<'_, RequestObject>,
        timeout: Timeout,
        answers: Option<usize>,
    ) -> PyResult<PendingObject> {
        self.start(py, request, timeout, answers)
    }

    /// A queue for the outcomes of many requests.
    fn completions(&self, py: Python<'_>) -> PyResult<CompletionsObject> {
        let session = self.session()?;
        let completions = py.detach(|| session.completions());
        let completions = completions.map_err(|error| to_py(py, &error))?;
        Ok(CompletionsObject::new(completions, self.request_timeout))
    }

    /// Send requests, a window of them open at a time.
    fn stream(
        &self,
        py: Python<'_>,
        requests: &Bound<'_, PyAny>,
        window: usize,
        timeout: Timeout,
        answers: Option<usize>,
    ) -> PyResult<StreamObject> {
        let options = CallOptions::within(timeout.duration(self.request_timeout)).answers(answers);
        if !(1..=MAX_WINDOW).contains(&window) {
            let text = format!("window {window} is not from 1 to {MAX_WINDOW}");
            return Err(invalid_argument(text));
        }
        let source = requests.try_iter()?;
        let session = self.session()?;
        let completions = py.detach(|| session.completions());
        let completions = completions.map_err(|error| to_py(py, &error))?;
        Ok(StreamObject::new(completions, source, window, options))
    }

    /// The next notice as kind, event, link state and error; `None` if none came in time.
    fn next_notice<'py>(&self, py: Python<'py>, timeout: Timeout) -> PyResult<Option<NoticeParts>> {
        let session = self.session()?;
        let step = |slice| session.next_notice(Wait::For(slice)).transpose();
        match sliced(py, timeout.duration(self.request_timeout), step)? {
            None => Ok(None),
            Some(Err(error)) => Err(to_py(py, &error)),
            Some(Ok(notice)) => Ok(Some(parts(py, notice))),
        }
    }

    /// Seconds by which T-Server's clock is ahead of this machine's.
    fn clock_ahead(&self, py: Python<'_>) -> PyResult<Option<f64>> {
        let session = self.session()?;
        py.detach(|| session.clock_ahead()).map_err(|error| to_py(py, &error))
    }

    /// The counters, by name.
    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let session = self.session()?;
        let stats = py.detach(|| session.stats()).map_err(|error| to_py(py, &error))?;
        stats.counters().into_py_dict(py)
    }

    /// Close the session.
    fn close(&self, py: Python<'_>, timeout: &Bound<'_, PyAny>) -> PyResult<()> {
        let timeout = time(timeout, "timeout")?;
        let session = self.session()?.clone();
        apart(py, move || session.close(timeout))?.map_err(|error| to_py(py, &error))
    }
}

type NoticeParts = (&'static str, Option<EventObject>, Option<bool>, Option<Py<PyAny>>);

fn parts(py: Python<'_>, notice: Notice) -> NoticeParts {
    match notice {
        Notice::Event(notification) => {
            let kind = match notification.kind {
                NotificationKind::Late => "late",
                NotificationKind::Ambiguous => "ambiguous",
                _ => "unsolicited",
            };
            (kind, Some(EventObject::new(notification.event)), None, None)
        }
        Notice::SwitchLink(up) => ("switch_link", None, Some(up), None),
        Notice::Unregistered => ("unregistered", None, None, None),
        Notice::Registered => ("registered", None, None, None),
        Notice::Service(false) => ("out_of_service", None, None, None),
        Notice::Service(true) => ("in_service", None, None, None),
        Notice::Connected { .. } => ("connected", None, None, None),
        Notice::Disconnected(error) => {
            ("disconnected", None, None, Some(to_py(py, &error).into_value(py).into_any()))
        }
        _ => ("unknown", None, None, None),
    }
}
