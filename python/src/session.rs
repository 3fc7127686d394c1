//! The native half of `commdn.Session`.

use std::sync::Arc;
use std::time::Duration;

use commdn::exchange::{CallOptions, NotificationKind};
use commdn::kvlist::Charset;
use commdn::link::{Address, ConnectCancel, Connector, Gate, GatheringConnector, TlsConfig};
use commdn::session::{Notice, Servers, Session, SessionStats, Status, Wait};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};

use crate::completions::CompletionsObject;
use crate::errors::{invalid_argument, to_py};
use crate::event::{AnswerObject, EventObject};
use crate::news::News;
use crate::options;
use crate::pending::{self, PendingObject};
use crate::request::RequestObject;
use crate::simulator::{self, SimulatorObject};
use crate::stream::StreamObject;
use crate::waits::{Timeout, apart, seconds, sliced};

/// The most requests that a stream may have open.
const MAX_WINDOW: usize = 1_000_000;

/// A session, and the time that a call takes where it says nothing else.
#[pyclass(frozen, module = "commdn._native", name = "Session")]
pub struct SessionObject {
    /// `None` only while it is dropped.
    session: Option<Session>,
    /// A simulator that lives as long as the session.
    #[expect(dead_code, reason = "kept for its life only")]
    simulator: Option<simulator::Owned>,
    request_timeout: Duration,
    /// Where an event loop hears of news.
    news: Option<News>,
    /// Holds back what is written, to send many requests in one piece.
    gate: Arc<Gate>,
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

    fn news(&self) -> PyResult<&News> {
        let none = || invalid_argument("the session was opened without news");
        self.news.as_ref().ok_or_else(none)
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

/// Where to connect to, the primary first, behind `gate`; and the simulator that was started for it.
fn servers(
    py: Python<'_>,
    address: &Bound<'_, PyAny>,
    tls: Option<&TlsConfig>,
    gate: &Arc<Gate>,
    charset: Charset,
) -> PyResult<(Servers, Option<simulator::Owned>)> {
    let gathering = |connector: Arc<dyn Connector>| -> Arc<dyn Connector> {
        Arc::new(GatheringConnector::new(connector, Arc::clone(gate)))
    };
    if let Ok(simulator) = address.cast::<SimulatorObject>() {
        return Ok((Servers::new([gathering(simulator.get().connector()?)]), None));
    }
    let text: String = address.extract()?;
    let mut owned = None;
    let mut servers: Vec<Arc<dyn Connector>> = Vec::new();
    for address in Address::parse_list(&text).map_err(|error| to_py(py, &error.into()))? {
        let connector = match address {
            Address::Sim { config } if owned.is_none() => {
                let simulator = owned.insert(simulator::start(py, config, charset)?);
                simulator.connector()
            }
            network => network.connector(tls).map_err(|error| to_py(py, &error))?,
        };
        servers.push(gathering(connector));
    }
    Ok((Servers::new(servers), owned))
}

#[pymethods]
impl SessionObject {
    #[classmethod]
    #[pyo3(signature = (address, dn, app_dbid, news, cancel=None, **options))]
    fn connect(
        cls: &Bound<'_, PyType>,
        address: &Bound<'_, PyAny>,
        dn: &str,
        app_dbid: i32,
        news: bool,
        cancel: Option<&Bound<'_, ConnectCancelObject>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let py = cls.py();
        let empty = PyDict::new(py);
        let options = options.unwrap_or(&empty);
        let (mut config, request_timeout) = options::config(dn, app_dbid, options)?;
        let tls = options::tls(py, options)?;
        let gate = Arc::new(Gate::default());
        let (servers, simulator) = servers(py, address, tls.as_ref(), &gate, config.charset())?;
        let news = if news {
            let (news, signal) = News::new()?;
            config = config.on_news(signal);
            Some(news)
        } else {
            None
        };
        let cancel = cancel.map_or_else(ConnectCancel::new, |cancel| cancel.get().0.clone());
        let own = cancel.clone();
        let connected = move || Session::connect_cancellable(config, servers, &own);
        // An exception of a signal handler: the thread that connects gives up as well.
        let session = apart(py, connected).inspect_err(|_| py.detach(|| cancel.cancel()))?;
        let session = session.map_err(|error| to_py(py, &error))?;
        Ok(Self { session: Some(session), simulator, request_timeout, news, gate })
    }

    #[getter]
    fn place(&self, py: Python<'_>) -> PyResult<String> {
        let session = self.session()?;
        Ok(py.detach(|| session.place()))
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

    #[getter]
    fn is_over(&self, py: Python<'_>) -> PyResult<bool> {
        let session = self.session()?;
        Ok(py.detach(|| session.is_over()))
    }

    /// The file descriptor that becomes readable when there is something new.
    fn fileno(&self) -> PyResult<i32> {
        Ok(self.news()?.fileno())
    }

    /// Hold back what is written until `release`, once for each call of this.
    fn hold(&self, py: Python<'_>) {
        py.detach(|| self.gate.hold());
    }

    /// Send what was held back, if nobody else holds it.
    fn release(&self, py: Python<'_>) {
        py.detach(|| self.gate.release());
    }

    /// Make it unreadable, before what is new is taken.
    fn clear_news(&self) -> PyResult<()> {
        self.news()?.clear();
        Ok(())
    }

    #[getter]
    fn request_timeout(&self) -> f64 {
        self.request_timeout.as_secs_f64()
    }

    fn call(
        &self,
        py: Python<'_>,
        request: &Bound<'_, RequestObject>,
        timeout: Timeout,
        answers: Option<usize>,
    ) -> PyResult<AnswerObject> {
        let options = CallOptions::within(timeout.duration(self.request_timeout)).answers(answers);
        pending::call(py, self.session()?, request.get().request(), options)
    }

    fn submit(
        &self,
        py: Python<'_>,
        request: &Bound<'_, RequestObject>,
        timeout: Timeout,
        answers: Option<usize>,
    ) -> PyResult<PendingObject> {
        self.start(py, request, timeout, answers)
    }

    fn completions(&self, py: Python<'_>) -> PyResult<CompletionsObject> {
        let session = self.session()?;
        let completions = py.detach(|| session.completions());
        let completions = completions.map_err(|error| to_py(py, &error))?;
        Ok(CompletionsObject::new(completions, self.request_timeout))
    }

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

    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let session = self.session()?;
        let stats = py.detach(|| session.stats()).map_err(|error| to_py(py, &error))?;
        stats_dict(py, &stats)
    }

    fn close(&self, py: Python<'_>, timeout: f64) -> PyResult<()> {
        let timeout = seconds(timeout, "timeout")?;
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

fn stats_dict<'py>(py: Python<'py>, stats: &SessionStats) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    macro_rules! put {
        ($from:expr; $($name:ident)*) => {
            $(dict.set_item(stringify!($name), $from.$name)?;)*
        };
    }
    put!(stats.exchange; submitted acknowledged refused refused_by_tserver unanswered
        disconnected withdrawn late_answers ambiguous_answers unsolicited echoes foreign
        desktop other_traffic malformed);
    put!(stats.exchange; repeated);
    put!(stats; reconnects open_requests waiting_notices lost_notices unsent_bytes received_bytes sent_bytes);
    Ok(dict)
}
