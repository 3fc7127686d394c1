//! A session's log lines, for Python's `logging`.

use std::sync::Arc;

use commdn::session::{LogLevel, LogSink};
use pyo3::prelude::*;

/// The most talkative level that a logger of that level listens to.
pub const fn level(python: i32) -> LogLevel {
    match python {
        ..=5 => LogLevel::Trace,
        6..=10 => LogLevel::Debug,
        11..=20 => LogLevel::Info,
        21..=30 => LogLevel::Warn,
        _ => LogLevel::Error,
    }
}

/// The level as `logging` numbers it.
const fn number(level: LogLevel) -> i32 {
    match level {
        LogLevel::Trace => 5,
        LogLevel::Debug => 10,
        LogLevel::Info => 20,
        LogLevel::Warn => 30,
        LogLevel::Error => 40,
    }
}

/// Hands lines to `log`, the bound method of a logger, on whatever thread logs.
pub fn sink(log: Py<PyAny>) -> LogSink {
    Arc::new(move |level, text| {
        // At the end of the interpreter there is nobody to tell.
        let _ = Python::try_attach(|py| {
            if let Err(error) = log.call1(py, (number(level), "%s", text)) {
                error.write_unraisable(py, None);
            }
        });
    })
}
