//! Who connects, to which DN, and how patiently.

use std::time::Duration;

use super::log::Logger;
use super::notices::{NewsSignal, NoticeCallback};
use super::reconnect::Reconnect;
use super::{LogLevel, LogSink};
use crate::delays::LONGEST;
use crate::exchange::ExchangeConfig;
use crate::kvlist::Charset;
use crate::link::{FrameBuffer, KeepAlive, LinkConfig};
use crate::message::{Dbid, Dialect};

/// The options of a session; each has a default.
///
/// ```
/// # use commdn::session::SessionConfig;
/// let config = SessionConfig::new("8001", 20).application("desktop").ocs_dbid(101);
/// ```
#[derive(Clone)]
#[must_use]
pub struct SessionConfig {
    pub(super) link: LinkConfig,
    pub(super) exchange: ExchangeConfig,
    pub(super) connect_timeout: Duration,
    pub(super) reconnect: Reconnect,
    pub(super) background: bool,
    pub(super) hold_requests: bool,
    pub(super) request_timeout: Duration,
    pub(super) write_timeout: Duration,
    pub(super) close_timeout: Duration,
    pub(super) spin: Duration,
    pub(super) max_unsent_bytes: usize,
    pub(super) max_notices: usize,
    pub(super) callback: Option<NoticeCallback>,
    pub(super) signal: Option<NewsSignal>,
    pub(super) logger: Logger,
    pub(super) log_personal_data: bool,
}

impl SessionConfig {
    /// A session on the communication DN `dn`, as the application with DBID `app_dbid`.
    pub fn new(dn: impl Into<String>, app_dbid: Dbid) -> Self {
        Self {
            link: LinkConfig::new("commdn", dn),
            exchange: ExchangeConfig::new(app_dbid, 0),
            connect_timeout: Duration::from_secs(10),
            reconnect: Reconnect::default(),
            background: false,
            hold_requests: true,
            request_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(10),
            close_timeout: Duration::from_secs(2),
            spin: Duration::ZERO,
            max_unsent_bytes: 16 * 1024 * 1024,
            max_notices: 10_000,
            callback: None,
            signal: None,
            logger: Logger::default(),
            log_personal_data: false,
        }
    }

    /// Name of the application, as T-Server shall know it. Default `commdn`.
    pub fn application(mut self, name: impl Into<String>) -> Self {
        self.link.application = name.into();
        self
    }

    /// Password of the application. Default none.
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.link.password = Some(password.into());
        self
    }

    /// DBID of the OCS that is asked where a request names none. Default 0: every OCS on the DN,
    /// which only do-not-call and cancel requests may ask.
    pub fn ocs_dbid(mut self, ocs: Dbid) -> Self {
        self.exchange.ocs_dbid = ocs;
        self
    }

    /// How user data is written and read.
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.exchange.dialect = dialect;
        self
    }

    /// The charset of its dialect.
    #[must_use]
    pub const fn charset(&self) -> Charset {
        self.exchange.dialect.charset
    }

    /// How an idle connection is watched. Default: every 10 seconds, from both sides.
    pub fn keep_alive(mut self, keep_alive: KeepAlive) -> Self {
        self.link.keep_alive = keep_alive;
        self
    }

    /// Until a server's connection is open and the DN registered. Default 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout.min(LONGEST);
        self.link.step_timeout = self.connect_timeout;
        self
    }

    /// How a lost connection is replaced. Default: for ever, from 250 milliseconds to 20 seconds apart.
    pub fn reconnect(mut self, reconnect: Reconnect) -> Self {
        self.reconnect = reconnect;
        self
    }

    /// Let [`super::Session::connect`] return at once, and connect in the background. Default false.
    ///
    /// For programs that start before their servers: [`super::Notice::Connected`] tells when it is up,
    /// [`super::Session::trouble`] why not yet.
    pub fn connect_in_background(mut self, background: bool) -> Self {
        self.background = background;
        self
    }

    /// Let requests wait for a connection while there is none, up to their timeout. Default true;
    /// otherwise they fail at once with [`crate::ErrorKind::Disconnected`].
    pub fn hold_requests(mut self, hold: bool) -> Self {
        self.hold_requests = hold;
        self
    }

    /// Until a request is given up, where a call says nothing else. Default 10 seconds.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.request_timeout = timeout;
        self
    }

    /// How long the peer may take no byte before the connection is given up. Default 10 seconds.
    pub fn write_timeout(mut self, timeout: Duration) -> Self {
        self.write_timeout = timeout.min(LONGEST);
        self
    }

    /// Longest time that dropping a session takes. Default 2 seconds.
    pub fn close_timeout(mut self, timeout: Duration) -> Self {
        self.close_timeout = timeout.min(LONGEST);
        self
    }

    /// How long a thread that waits for an answer asks the connection for it again and again before it sleeps.
    /// Default 0: it sleeps at once.
    ///
    /// Waking a thread takes longer than the rest of a call to a server nearby. Spinning saves that, and costs a
    /// whole core while a call waits: only for few callers, answers that come within this time, and a machine with a
    /// core to spare for each caller that spins. Only who reads for itself does, so not more than one thread at
    /// a time, and none while more than four wait; nor does a wait for a notice. The time begins anew
    /// whenever something has come. Deadlines and closing hold as ever. A carrier that cannot be asked is waited for.
    pub fn spin(mut self, time: Duration) -> Self {
        self.spin = time.min(LONGEST);
        self
    }

    /// Most open requests. Default 131,072; one takes less than 1 KiB.
    pub fn max_open_requests(mut self, max: usize) -> Self {
        self.exchange.max_open = max;
        self
    }

    /// Most bytes that wait for the peer to take them. Default 16 MiB.
    pub fn max_unsent_bytes(mut self, max: usize) -> Self {
        self.max_unsent_bytes = max;
        self
    }

    /// Most notices that wait to be taken; the oldest make room, and are counted. Default 10,000.
    pub fn max_notices(mut self, max: usize) -> Self {
        self.max_notices = max.max(1);
        self
    }

    /// Longest frame that is accepted, in bytes. Default 131,072.
    pub fn max_frame_bytes(mut self, max: usize) -> Self {
        self.link.max_frame_bytes = max.max(FrameBuffer::MAX_FRAME_BYTES / 128);
        self
    }

    /// Send `GSW_CM_AttrReferenceID` with each request. Default true. If not, ids in answers are not looked at.
    pub fn send_reference_id(mut self, send: bool) -> Self {
        self.exchange.send_reference_id = send;
        self
    }

    /// Complete the oldest request with an answer that fits several that differ. Default false:
    /// such an answer completes none, and is a notice.
    pub fn first_in_first_out(mut self, accept: bool) -> Self {
        self.exchange.first_in_first_out = accept;
        self
    }

    /// Accept an answer that tells only one of a request's phone number and customer. Default false: such
    /// an answer may be a late one to another request, and is a notice.
    pub fn accept_partial_echo(mut self, accept: bool) -> Self {
        self.exchange.partial_echo = accept;
        self
    }

    /// Accept an answer that tells a phone number, customer or campaign name that its request does not have. Default
    /// false: such an answer is another request's, or nobody's, and is a notice.
    pub fn accept_added_facts(mut self, accept: bool) -> Self {
        self.exchange.added_facts = accept;
        self
    }

    /// Call `callback` with every notice, on the session's dispatch thread, instead of queueing them.
    ///
    /// It may use the session, but a request that it waits for holds up the notices after it.
    pub fn on_notice(mut self, callback: NoticeCallback) -> Self {
        self.callback = Some(callback);
        self
    }

    /// Call `signal` whenever there is something new to take: a notice, an outcome, or the session's end.
    ///
    /// For event loops that cannot wait here. It is called on whatever thread reads, so it must
    /// return at once and not use the session; what is new is then taken without waiting.
    pub fn on_news(mut self, signal: NewsSignal) -> Self {
        self.signal = Some(signal);
        self
    }

    /// Log to `sink` from that level up. Default: the `log` crate's logger, whatever it is set to.
    pub fn log_to(mut self, sink: LogSink, level: LogLevel) -> Self {
        self.logger = Logger::to(sink, level);
        self
    }

    /// Show phone numbers and customer ids in log lines. Default false: `****` stands there.
    pub fn log_personal_data(mut self, show: bool) -> Self {
        self.log_personal_data = show;
        self
    }

    /// How a lost connection is replaced.
    pub const fn reconnect_policy(&self) -> Reconnect {
        self.reconnect
    }

    /// The DN.
    #[must_use]
    pub fn dn(&self) -> &str {
        &self.link.dn
    }
}

impl std::fmt::Debug for SessionConfig {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionConfig")
            .field("link", &self.link)
            .field("app_dbid", &self.exchange.app_dbid)
            .field("ocs_dbid", &self.exchange.ocs_dbid)
            .finish_non_exhaustive()
    }
}
