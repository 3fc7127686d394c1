//! Log lines of a session, and their destination.
//!
//! Of the values of keys only phone numbers and customer ids appear in them, as `****` unless the
//! session is configured to show them; passwords never do.

use std::fmt;
use std::sync::Arc;

pub use ::log::Level as LogLevel;

use crate::text::escape;

/// Takes log lines; called on whatever thread logs, with no lock held.
pub type LogSink = Arc<dyn Fn(LogLevel, &str) + Send + Sync>;

/// A session's own logger; without a sink, the process's.
#[derive(Clone, Default)]
pub(super) struct Logger {
    sink: Option<(LogSink, LogLevel)>,
}

impl Logger {
    pub fn to(sink: LogSink, level: LogLevel) -> Self {
        Self { sink: Some((sink, level)) }
    }

    /// Whether somebody listens to lines of that level.
    pub fn hears(&self, level: LogLevel) -> bool {
        match &self.sink {
            Some((_, most)) => level <= *most,
            None => ::log::log_enabled!(target: "commdn", level),
        }
    }

    /// Log what `line` says, which is asked only if somebody listens: one line, whatever texts it
    /// quotes.
    pub fn log(&self, level: LogLevel, line: impl FnOnce() -> String) {
        match &self.sink {
            _ if !self.hears(level) => {}
            Some((sink, _)) => sink(level, &escape(&line())),
            None => ::log::log!(target: "commdn", level, "{}", escape(&line())),
        }
    }
}

impl fmt::Debug for Logger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.sink.is_some() { "Logger(sink)" } else { "Logger" })
    }
}
