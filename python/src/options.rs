//! The options of a session, from the keyword arguments of `commdn.connect`.

use std::time::Duration;

use commdn::kvlist::Packing;
use commdn::link::{KeepAlive, TlsConfig, TlsVersion};
use commdn::message::{AutoCompletionPlace, Dialect};
use commdn::session::{Reconnect, SessionConfig};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::convert;
use crate::errors::{invalid_argument, to_py};
use crate::kvlist::{list_prefix, unicode_length};
use crate::logs;
use crate::waits::{LONGEST, seconds};

/// The configuration, and the time that a call takes where it says nothing else.
pub fn config(
    dn: &str,
    app_dbid: i32,
    options: &Bound<'_, PyDict>,
) -> PyResult<(SessionConfig, Duration)> {
    let mut config = SessionConfig::new(dn, app_dbid);
    let mut dialect = Dialect::DEFAULT;
    let mut packing = Packing::DEFAULT;
    let mut reconnect = Reconnect::default();
    let mut request_timeout = Duration::from_secs(10);
    for (name, value) in options.iter() {
        let name: String = name.extract()?;
        let time = || match value.is_none() {
            true => Ok(LONGEST),
            false => seconds(value.extract()?, &name),
        };
        match name.as_str() {
            "ocs_dbid" => config = config.ocs_dbid(value.extract()?),
            "application" => config = config.application(value.extract::<String>()?),
            "password" => {
                if let Some(password) = value.extract::<Option<String>>()? {
                    config = config.password(password);
                }
            }
            // Read by `tls` below.
            "tls" => {}
            "request_timeout" => {
                request_timeout = time()?;
                config = config.request_timeout(request_timeout);
            }
            "connect_timeout" => config = config.connect_timeout(time()?),
            "write_timeout" => config = config.write_timeout(time()?),
            "close_timeout" => config = config.close_timeout(time()?),
            "spin" => config = config.spin(seconds(value.extract()?, &name)?),
            "reconnect" => {
                if !value.extract::<bool>()? {
                    reconnect = Reconnect::NEVER;
                }
            }
            "reconnect_delay" => {
                reconnect = reconnect.first_delay(seconds(value.extract()?, &name)?)
            }
            "max_reconnect_delay" => {
                reconnect = reconnect.max_delay(seconds(value.extract()?, &name)?);
            }
            "reconnect_give_up" => {
                let limit = if value.is_none() { None } else { Some(time()?) };
                reconnect = reconnect.give_up_after(limit);
            }
            "connect_in_background" => config = config.connect_in_background(value.extract()?),
            "hold_requests" => config = config.hold_requests(value.extract()?),
            "keep_alive" => {
                let every = if value.is_none() { Duration::ZERO } else { time()? };
                config = config.keep_alive(KeepAlive::every(every));
            }
            "charset" => {
                dialect = dialect.with_charset(convert::charset(&value.extract::<String>()?)?);
            }
            "list_prefix" => {
                packing = packing.with_list_prefix(list_prefix(&value.extract::<String>()?)?);
            }
            "unicode_length" => {
                packing = packing.with_unicode_length(unicode_length(&value.extract::<String>()?)?);
            }
            "auto_completion_place" => {
                dialect = dialect.with_auto_completion(place(&value.extract::<String>()?)?);
            }
            "cancel_without_phone" => {
                dialect = dialect.with_cancel_without_phone(value.extract()?);
            }
            "max_user_data_bytes" => dialect = dialect.with_max_user_data_bytes(value.extract()?),
            "max_open_requests" => config = config.max_open_requests(value.extract()?),
            "max_notices" => config = config.max_notices(value.extract()?),
            "send_reference_id" => config = config.send_reference_id(value.extract()?),
            "accept_partial_echo" => config = config.accept_partial_echo(value.extract()?),
            "accept_added_facts" => config = config.accept_added_facts(value.extract()?),
            "first_in_first_out" => config = config.first_in_first_out(value.extract()?),
            "log_personal_data" => config = config.log_personal_data(value.extract()?),
            "log" => {
                let (log, level) = value.extract::<(Py<PyAny>, i32)>()?;
                config = config.log_to(logs::sink(log), logs::level(level));
            }
            other => return Err(invalid_argument(format!("option {other:?} is unknown"))),
        }
    }
    reconnect
        .check_named("reconnect_delay", "max_reconnect_delay")
        .map_err(|error| invalid_argument(error.message()))?;
    let config = config.reconnect(reconnect);
    Ok((config.dialect(dialect.with_packing(packing)), request_timeout))
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
    let version: TlsVersion = version.parse().map_err(|error| to_py(py, &error))?;
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

fn place(name: &str) -> PyResult<AutoCompletionPlace> {
    match name {
        "top_level" => Ok(AutoCompletionPlace::TopLevel),
        "properties" => Ok(AutoCompletionPlace::Properties),
        other => Err(invalid_argument(format!(
            "auto_completion_place {other:?} is neither 'top_level' nor 'properties'"
        ))),
    }
}
