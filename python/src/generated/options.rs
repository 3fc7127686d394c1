//! The options of sessions and outboxes, by the names of their arguments.
//!
//! Printed by `cargo xtask api` from core/src/description: change that, and run it. What one option does to several
//! values, or the other way round, is written in `options.rs`.

use commdn::message::Dialect;
use commdn::outbox::{OutboxConfig, Policy};
use commdn::session::SessionConfig;
use pyo3::prelude::*;

use crate::arguments::{self, given, seconds, time, unless_none};

/// What an option was set in; or what it was, where no option has that name.
pub type Set<T> = PyResult<Result<T, T>>;

/// Set an option of a session.
pub fn session(config: SessionConfig, name: &str, value: &Bound<'_, PyAny>) -> Set<SessionConfig> {
    Ok(Ok(match name {
        "application" => config.application(arguments::text(value, name)?),
        "password" if value.is_none() => config,
        "password" => config.password(arguments::text(value, name)?),
        "ocs_dbid" => config.ocs_dbid(given(value, name)?),
        "connect_timeout" => config.connect_timeout(time(value, name)?),
        "request_timeout" => config.request_timeout(time(value, name)?),
        "write_timeout" => config.write_timeout(time(value, name)?),
        "close_timeout" => config.close_timeout(time(value, name)?),
        "spin" => config.spin(seconds(value, name)?),
        "connect_in_background" => config.connect_in_background(given(value, name)?),
        "hold_requests" => config.hold_requests(given(value, name)?),
        "max_open_requests" => config.max_open_requests(given(value, name)?),
        "max_unsent_bytes" => config.max_unsent_bytes(given(value, name)?),
        "max_notices" => config.max_notices(given(value, name)?),
        "max_frame_bytes" => config.max_frame_bytes(given(value, name)?),
        "send_reference_id" => config.send_reference_id(given(value, name)?),
        "first_in_first_out" => config.first_in_first_out(given(value, name)?),
        "accept_partial_echo" => config.accept_partial_echo(given(value, name)?),
        "accept_added_facts" => config.accept_added_facts(given(value, name)?),
        "log_personal_data" => config.log_personal_data(given(value, name)?),
        _ => return Ok(Err(config)),
    }))
}

/// Set an option of a dialect.
pub fn dialect(dialect: Dialect, name: &str, value: &Bound<'_, PyAny>) -> Set<Dialect> {
    Ok(Ok(match name {
        "charset" => dialect.with_charset(arguments::charset(arguments::text(value, name)?)?),
        "list_prefix" => arguments::with_list_prefix(dialect, arguments::text(value, name)?)?,
        "unicode_length" => arguments::with_unicode_length(dialect, arguments::text(value, name)?)?,
        "auto_completion_place" => {
            arguments::with_auto_completion(dialect, arguments::text(value, name)?)?
        }
        "cancel_without_phone" => dialect.with_cancel_without_phone(given(value, name)?),
        "max_user_data_bytes" => dialect.with_max_user_data_bytes(given(value, name)?),
        _ => return Ok(Err(dialect)),
    }))
}

/// Set an option of an outbox.
pub fn outbox(config: OutboxConfig, name: &str, value: &Bound<'_, PyAny>) -> Set<OutboxConfig> {
    Ok(Ok(match name {
        "max_entries" => config.max_entries(given(value, name)?),
        "max_bytes" => config.max_bytes(given(value, name)?),
        "busy_timeout" => config.busy_timeout(seconds(value, name)?),
        "close_timeout" => config.close_timeout(seconds(value, name)?),
        "poll_interval" => config.poll_interval(seconds(value, name)?),
        "request_timeout" if value.is_none() => config,
        "request_timeout" => config.request_timeout(seconds(value, name)?),
        _ => return Ok(Err(config)),
    }))
}

/// Set an option of an outbox's policy.
pub fn policy(policy: Policy, name: &str, value: &Bound<'_, PyAny>) -> Set<Policy> {
    Ok(Ok(match name {
        "window" => policy.window(given(value, name)?),
        "max_attempts" => policy.max_attempts(given(value, name)?),
        "max_age" => policy.max_age(unless_none(value, |value| seconds(value, name))?),
        "lease" => policy.lease(seconds(value, name)?),
        "keep_answers" => policy.keep_answers(given(value, name)?),
        _ => return Ok(Err(policy)),
    }))
}
