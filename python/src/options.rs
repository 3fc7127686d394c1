//! The options of a session, from the keyword arguments of `commdn.connect`.
//!
//! Owns what one option does to several values of the core, or several to one; what else there is is
//! printed, in `generated::options`.

use std::time::Duration;

use commdn::carrier::{TlsConfig, TlsVersion, TlsVersionError};
use commdn::description;
use commdn::link::KeepAlive;
use commdn::message::Dialect;
use commdn::session::{Reconnect, SessionConfig};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::arguments::{given, seconds, time, unless_none};
use crate::errors::{self, invalid_argument};
use crate::generated::options as generated;
use crate::logs;
use crate::objects::directory::DirectoryObject;

/// The configuration, and the time that a call takes where it says nothing else.
pub fn config(
    dn: &str,
    app_dbid: i32,
    options: &Bound<'_, PyDict>,
) -> PyResult<(SessionConfig, Duration)> {
    let mut config = SessionConfig::new(dn, app_dbid);
    let mut dialect = Dialect::DEFAULT;
    let mut reconnect = Reconnect::default();
    let mut request_timeout = description::session::request_timeout.standard_time();
    for (name, value) in options.iter() {
        let name: String = name.extract()?;
        match name.as_str() {
            // Read by `tls` below.
            "tls" => continue,
            "request_timeout" => request_timeout = time(&value, &name)?,
            _ => {}
        }
        config = match generated::session(config, &name, &value)? {
            Ok(set) => {
                config = set;
                continue;
            }
            Err(other) => other,
        };
        dialect = match generated::dialect(dialect, &name, &value)? {
            Ok(set) => {
                dialect = set;
                continue;
            }
            Err(other) => other,
        };
        match name.as_str() {
            "keep_alive" => {
                let every = unless_none(&value, |value| seconds(value, &name))?;
                config = config.keep_alive(KeepAlive::every(every.unwrap_or(Duration::ZERO)));
            }
            "directory" => {
                let directory = given::<Bound<'_, DirectoryObject>>(&value, &name)?;
                config = config.directory(directory.get().shared());
            }
            "log" => {
                let (log, level) = given::<(Py<PyAny>, i32)>(&value, &name)?;
                config = config.log_to(logs::sink(log), logs::level(level));
            }
            _ => reconnect = set_reconnect(reconnect, &name, &value)?,
        }
    }
    reconnect
        .check_named("reconnect_delay", "max_reconnect_delay")
        .map_err(|error| invalid_argument(error.message()))?;
    Ok((config.reconnect(reconnect).dialect(dialect), request_timeout))
}

fn set_reconnect(
    reconnect: Reconnect,
    name: &str,
    value: &Bound<'_, PyAny>,
) -> PyResult<Reconnect> {
    Ok(match name {
        "reconnect" if given::<bool>(value, name)? => reconnect,
        "reconnect" => Reconnect::NEVER,
        "reconnect_delay" => reconnect.first_delay(seconds(value, name)?),
        "max_reconnect_delay" => reconnect.max_delay(seconds(value, name)?),
        "reconnect_give_up" => {
            reconnect.give_up_after(unless_none(value, |value| seconds(value, name))?)
        }
        other => return Err(unknown(other)),
    })
}

/// An argument that no function takes.
pub fn unknown(name: &str) -> PyErr {
    PyTypeError::new_err(format!("option {name:?} is unknown"))
}

/// The options of TLS, if they are given.
pub fn tls(py: Python<'_>, options: &Bound<'_, PyDict>) -> PyResult<Option<TlsConfig>> {
    type Given = (Option<String>, Option<String>, Option<String>, Option<String>, String);
    let given = options.get_item("tls")?.filter(|value| !value.is_none());
    let Some((ca, certificate, key, name, version)) =
        given.map(|value| value.extract::<Given>()).transpose()?
    else {
        return Ok(None);
    };
    let version: TlsVersion =
        version.parse().map_err(|error: TlsVersionError| errors::plain(py, &error.into()))?;
    let mut tls = TlsConfig::new().minimum_version(version);
    if let Some(ca) = ca {
        tls = tls.ca(ca);
    }
    if let (Some(certificate), Some(key)) = (certificate, key) {
        tls = tls.identity(certificate, key);
    }
    if let Some(name) = name {
        tls = tls.server_name(name);
    }
    Ok(Some(tls))
}
