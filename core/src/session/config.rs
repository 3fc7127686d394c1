//! Configuration of a session: who connects, to which DN, and how patiently.
//!
//! Owns the options. Names, defaults and ranges are the description's.

use std::sync::Arc;

use super::backoff::Reconnect;
use super::log::Logger;
use super::notices::{NewsSignal, NoticeCallback};
use super::{LogLevel, LogSink};
use crate::description::{session as rows, session_options, settings};
use crate::directory::{Directory, ReaderConfig};
use crate::exchange::ExchangeConfig;
use crate::kvlist::Charset;
use crate::link::{KeepAlive, LinkConfig};
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
    pub(super) settings: Settings,
    pub(super) dn: String,
    pub(super) app_dbid: Dbid,
    pub(super) dialect: Dialect,
    pub(super) keep_alive: KeepAlive,
    pub(super) reconnect: Reconnect,
    pub(super) callback: Option<NoticeCallback>,
    pub(super) signal: Option<NewsSignal>,
    pub(super) logger: Logger,
    pub(super) directory: Option<Arc<Directory>>,
}

macro_rules! session_settings {
    (Session: $($rows:tt)+) => {
        settings! {
            /// What the table of options has a row for.
            Settings of SessionConfig;
            $($rows)+
        }
    };
}
session_options!(session_settings);

impl SessionConfig {
    /// A session on the communication DN `dn`, as the application with DBID `app_dbid`.
    pub fn new(dn: impl Into<String>, app_dbid: Dbid) -> Self {
        Self {
            settings: Settings::default(),
            dn: dn.into(),
            app_dbid,
            dialect: Dialect::DEFAULT,
            keep_alive: KeepAlive::default(),
            reconnect: Reconnect::default(),
            callback: None,
            signal: None,
            logger: Logger::default(),
            directory: None,
        }
    }

    /// Settings of a connection.
    pub(super) fn link(&self) -> LinkConfig {
        let settings = &self.settings;
        LinkConfig {
            password: settings.password.clone(),
            keep_alive: self.keep_alive,
            step_timeout: settings.connect_timeout,
            max_frame_bytes: settings.max_frame_bytes,
            ..LinkConfig::new(&settings.application, &self.dn)
        }
    }

    /// Settings of a reader of the configuration with this session's application, password and
    /// time limit.
    #[must_use]
    pub fn reader(&self) -> ReaderConfig {
        let settings = &self.settings;
        let mut reader = ReaderConfig::new(&settings.application);
        reader.password.clone_from(&settings.password);
        reader.connect_timeout = settings.connect_timeout;
        reader.max_frame_bytes = settings.max_frame_bytes;
        reader
    }

    /// Settings of the correlation of requests and answers.
    pub(super) fn exchange(&self) -> ExchangeConfig {
        let settings = &self.settings;
        ExchangeConfig {
            dialect: self.dialect,
            max_open: settings.max_open_requests,
            send_reference_id: settings.send_reference_id,
            first_in_first_out: settings.first_in_first_out,
            partial_echo: settings.accept_partial_echo,
            added_facts: settings.accept_added_facts,
            ..ExchangeConfig::new(self.app_dbid, settings.ocs_dbid)
        }
    }

    /// How user data is written and read.
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// The charset of its dialect.
    #[must_use]
    pub const fn charset(&self) -> Charset {
        self.dialect.charset
    }

    /// How an idle connection is watched. Default: every 10 seconds, from both sides.
    pub fn keep_alive(mut self, keep_alive: KeepAlive) -> Self {
        self.keep_alive = keep_alive;
        self
    }

    /// How a lost connection is replaced. Default: for ever, from 250 milliseconds to 20 seconds
    /// apart.
    pub fn reconnect(mut self, reconnect: Reconnect) -> Self {
        self.reconnect = reconnect;
        self
    }

    /// Call `callback` with every notice, on the session's dispatch thread, instead of queueing
    /// them.
    ///
    /// It may use the session, but a request that it waits for holds up the notices after it.
    pub fn on_notice(mut self, callback: NoticeCallback) -> Self {
        self.callback = Some(callback);
        self
    }

    /// Whether notices go to a callback instead of the session's queue.
    #[must_use]
    pub const fn has_notice_callback(&self) -> bool {
        self.callback.is_some()
    }

    /// Call `signal` whenever there is something new to take: a notice, an outcome, or the
    /// session's end.
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

    /// Explain with `directory` why OCS does not answer: [`Error::verdict`](crate::Error::verdict), and
    /// the text of [`NoAnswer`](crate::ErrorKind::NoAnswer). Default: none, and the text tells what to
    /// check.
    pub fn directory(mut self, directory: impl Into<Option<Arc<Directory>>>) -> Self {
        self.directory = directory.into();
        self
    }

    /// How a lost connection is replaced.
    pub const fn reconnect_policy(&self) -> Reconnect {
        self.reconnect
    }

    /// The DN.
    #[must_use]
    pub fn dn(&self) -> &str {
        &self.dn
    }
}

impl std::fmt::Debug for SessionConfig {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionConfig")
            .field("link", &self.link())
            .field("app_dbid", &self.app_dbid)
            .field("ocs_dbid", &self.settings.ocs_dbid)
            .finish_non_exhaustive()
    }
}
