//! The options: as arguments of `connect` and `Outbox`, as typed dicts, and as what Rust makes of them.

use commdn::description::{Kind, OptionRow, OptionsOf, Standard};

use super::{PRINTED, argument_default, argument_type, docstring, is_own, name, option_doc};
use crate::api::template::fill;
use crate::api::{Description, Generated};

/// The objects whose options are arguments of `connect`.
const SESSION: &[OptionsOf] = &[OptionsOf::Session, OptionsOf::Reconnect, OptionsOf::Dialect];
/// The objects whose options are arguments of `Outbox`.
const OUTBOX: &[OptionsOf] = &[OptionsOf::Outbox, OptionsOf::Policy];
/// What an outbox shares with the sessions that send for it.
const OF_DIALECT: &[&str] = &["charset", "cancel_without_phone", "max_user_data_bytes"];

const MODULE: &str = r#"
"""The options of sessions and outboxes, as typed dicts.

@printed@
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Literal, TypedDict

from ..directory import Directory
from ..tls import TLS
from ..typing import Seconds

__all__ = ["ConnectOptions", "OutboxOptions"]


class ConnectOptions(TypedDict, total=False):
    """The options of `commdn.connect` and `commdn.aio.connect`. Times are seconds; None is for ever."""

    tls: TLS | None
    """How the connection to a `tls://` address is secured."""
    logger: logging.Logger | None
    """Gets the session's log lines. Default: the logger `commdn`."""
    directory: Directory | None
    """Makes DBIDs of the names that requests, `app_dbid` and `ocs_dbid` have."""
    @session@


class OutboxOptions(TypedDict, total=False):
    """The options of `commdn.Outbox` and `commdn.aio.Outbox`. Times are seconds."""

    @outbox@
"#;

const CONNECT: &str = r#"
def connect(
    address: str | Simulator,
    *,
    dn: str | int,
    app_dbid: int | str,
    tls: TLS | None = None,
    @arguments@
    @notices@
    logger: logging.Logger | None = None,
    directory: Directory | None = None,
) -> @returns@:
    """Connect to T-Server, introduce the application, and register the communication DN.

    @how@

    `address` is `host:port`, or `tls://host:port` with TLS and the options `tls`, or several with
    commas between, the primary and its backups; `exec:COMMAND` for a program that is started and
    speaks the link protocol on standard input and output; `sim:` for a simulator that lives as long as the
    session, `sim:PATH` for one with a configuration file, or a `Simulator`. `app_dbid` is the DBID
    of this application.

    Times are seconds or a `timedelta`; None is for ever, for `keep_alive` never.
    @notices_doc@
    `logger` gets the session's log lines (default: the logger `commdn`); its level is looked at
    here, once, so that what nobody reads costs nothing.
    With a `directory` names stand for DBIDs: of this application, of OCS, and of campaigns and groups
    in the session's methods.

    A lost connection is replaced. Requests wait for the next one up to their timeout; do-not-call,
    cancel and status requests that were on their way are sent again, others raise
    CommDNOutcomeUnknown.

    @options@

    Raises: CommDNConnectError, CommDNTlsError, CommDNLoginRefused, CommDNRegistrationRefused,
    CommDNProtocolError, CommDNInvalidArgument, CommDNNameUnknown, CommDNNameAmbiguous.
    """
    options: ConnectOptions = {
        "tls": tls,
        @given@
        "logger": logger,
        "directory": directory,
    }
    @return@
"#;

/// One of the two `connect`s.
struct Connect {
    path: &'static str,
    returns: &'static str,
    how: &'static str,
    notices: &'static str,
    notices_doc: &'static str,
    give: &'static str,
}

const CONNECTS: [Connect; 2] = [
    Connect {
        path: "python/commdn/session.py",
        returns: "Session",
        how: "Blocks up to `connect_timeout` for each server; the GIL is released, Ctrl-C works.",
        notices: "on_notice: Callable[[Notice], object] | None = None,",
        notices_doc: "`on_notice` is called with every notice, on a thread of its own, instead of queueing them; it\n\
                      may use the session.",
        give: "return open_session(address, dn, app_dbid, options, on_notice)",
    },
    Connect {
        path: "python/commdn/aio/session.py",
        returns: "Connecting",
        how: "`async with connect(...) as session:`, or `await` it. Cancelling it, or a time limit around it,\n\
              ends the attempt at once.",
        notices: "",
        notices_doc: "",
        give: "return Connecting(address, dn, app_dbid, options)",
    },
];

const OPEN: &str = r#"
    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        @arguments@
    ) -> None:
        """Open the file, making it, readable for its owner only, if there is none.

        Times are seconds or a `timedelta`. The options that a session has as well are those of the
        sessions that will send: what is submitted is checked against them.

        @options@

        Raises: CommDNStorageError, which names the file: it cannot be opened, or is no outbox.
        """
        self._native = _native.Outbox.open(
            os.fspath(path),
            @given@
        )
        self._begin(path, close_timeout)
"#;

const RUST: &str = r#"
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
        @session@
        _ => return Ok(Err(config)),
    }))
}

/// Set an option of a dialect.
pub fn dialect(dialect: Dialect, name: &str, value: &Bound<'_, PyAny>) -> Set<Dialect> {
    Ok(Ok(match name {
        @dialect@
        _ => return Ok(Err(dialect)),
    }))
}

/// Set an option of an outbox.
pub fn outbox(config: OutboxConfig, name: &str, value: &Bound<'_, PyAny>) -> Set<OutboxConfig> {
    Ok(Ok(match name {
        @outbox@
        _ => return Ok(Err(config)),
    }))
}

/// Set an option of an outbox's policy.
pub fn policy(policy: Policy, name: &str, value: &Bound<'_, PyAny>) -> Set<Policy> {
    Ok(Ok(match name {
        @policy@
        _ => return Ok(Err(policy)),
    }))
}
"#;

pub fn files(api: &Description) -> Vec<Generated> {
    let session = arguments(api.options_of(SESSION));
    let outbox = arguments(api.options_of(OUTBOX).chain(dialect_of_outbox(api)));
    let module = fill(
        MODULE,
        &[("printed", PRINTED), ("session", &fields(&session)), ("outbox", &fields(&outbox))],
    );
    let mut files = vec![
        Generated::file("python/commdn/_generated/options.py", module),
        Generated::part("python/commdn/outbox.py", "options", open(&outbox)),
        Generated::part("python/commdn/tls.py", "options", tls(api)),
        Generated::file("python/src/generated/options.rs", rust(api)),
    ];
    let connects = CONNECTS.iter();
    files.extend(connects.map(|it| Generated::part(it.path, "connect", connect(it, &session))));
    files
}

fn dialect_of_outbox(api: &Description) -> impl Iterator<Item = &OptionRow> {
    api.options_of(&[OptionsOf::Dialect]).filter(|row| OF_DIALECT.contains(&row.name))
}

/// An argument: one option, or several that are told together.
struct Argument {
    name: &'static str,
    kind: String,
    default: String,
    doc: Vec<String>,
}

fn arguments<'a>(rows: impl Iterator<Item = &'a OptionRow>) -> Vec<Argument> {
    let mut arguments: Vec<Argument> = Vec::new();
    for row in rows {
        let Some(name) = name(row) else { continue };
        let (mut kind, default, doc) = (argument_type(row), argument_default(row), option_doc(row));
        if row.kind == Kind::Dbid {
            kind += " | str";
        }
        match arguments.iter_mut().find(|argument| argument.name == name) {
            Some(argument) => {
                argument.kind = format!("tuple[{}, {kind}]", argument.kind);
                argument.default = format!("({}, {default})", argument.default);
                argument.doc.extend(doc);
            }
            None => arguments.push(Argument { name, kind, default, doc }),
        }
    }
    arguments
}

/// The options as the arguments of a signature.
fn signature(arguments: &[Argument]) -> String {
    let line = |it: &Argument| format!("{}: {} = {},\n", it.name, it.kind, it.default);
    arguments.iter().map(line).collect()
}

/// The options as a list in a docstring that is indented by `indent`.
fn list(arguments: &[Argument], indent: usize) -> String {
    let item = |it: &Argument| {
        let text = format!("`{}`: {}", it.name, it.doc.join(" "));
        let text = crate::api::text::comment(&[text], "", super::WIDTH - indent - 4);
        text.replace('\n', "\n    ") + "\n"
    };
    arguments.iter().map(item).collect()
}

/// The options as the fields of a typed dict.
fn fields(arguments: &[Argument]) -> String {
    let field = |it: &Argument| format!("{}: {}\n{}", it.name, it.kind, docstring(&it.doc, 4));
    arguments.iter().map(field).collect()
}

fn connect(it: &Connect, arguments: &[Argument]) -> String {
    let given = arguments.iter().map(|it| format!("\"{0}\": {0},\n", it.name));
    fill(
        CONNECT,
        &[
            ("arguments", &signature(arguments)),
            ("notices", it.notices),
            ("returns", it.returns),
            ("how", it.how),
            ("notices_doc", it.notices_doc),
            ("options", &list(arguments, 4)),
            ("given", &given.collect::<String>()),
            ("return", it.give),
        ],
    )
}

fn open(arguments: &[Argument]) -> String {
    let given = arguments.iter().map(|it| format!("{0}={0},\n", it.name));
    fill(
        OPEN,
        &[
            ("arguments", &signature(arguments)),
            ("options", &list(arguments, 8)),
            ("given", &given.collect::<String>()),
        ],
    )
}

fn tls(api: &Description) -> String {
    let field = |row: &OptionRow| {
        let (kind, default) = (argument_type(row), argument_default(row));
        // A key is never shown.
        let default = match row.name {
            "key" => format!("field(default={default}, repr=False)"),
            _ => default,
        };
        let doc = docstring(&option_doc(row), 4);
        Some(format!("{}: {kind} = {default}\n{doc}", name(row)?))
    };
    let fields: String = api.options_of(&[OptionsOf::Tls]).filter_map(field).collect();
    fields
        .lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") })
        .collect()
}

fn rust(api: &Description) -> String {
    let arms = |of: OptionsOf, object: &str| -> String {
        api.options_of(&[of]).filter(|row| is_own(row)).filter_map(|row| arm(row, object)).collect()
    };
    fill(
        RUST,
        &[
            ("session", &arms(OptionsOf::Session, "config")),
            ("dialect", &arms(OptionsOf::Dialect, "dialect")),
            ("outbox", &arms(OptionsOf::Outbox, "config")),
            ("policy", &arms(OptionsOf::Policy, "policy")),
        ],
    )
}

/// What sets an option of that name.
fn arm(row: &OptionRow, object: &str) -> Option<String> {
    let name = name(row)?;
    let value = match row.kind {
        Kind::Flag
        | Kind::Count32
        | Kind::Count
        | Kind::Count64
        | Kind::Bytes
        | Kind::Bytes64
        | Kind::Dbid => "given(value, name)?",
        Kind::Time if row.of == OptionsOf::Session => "time(value, name)?",
        Kind::Time | Kind::ShortTime => "seconds(value, name)?",
        Kind::TimeOrNever => "unless_none(value, |value| seconds(value, name))?",
        Kind::Charset => "arguments::charset(arguments::text(value, name)?)?",
        Kind::Choice => return Some(choice(row, name)),
        _ => "arguments::text(value, name)?",
    };
    let setter = match row.of {
        OptionsOf::Dialect => format!("with_{}", row.name),
        _ => row.name.to_owned(),
    };
    let set = format!("\"{name}\" => {object}.{setter}({value}),\n");
    Some(match row.standard {
        Standard::Unset if row.kind != Kind::TimeOrNever => {
            format!("\"{name}\" if value.is_none() => {object},\n{set}")
        }
        _ => set,
    })
}

/// What sets one of the choices: a function of its name in `arguments` makes the dialect with it.
fn choice(row: &OptionRow, name: &str) -> String {
    format!(
        "\"{name}\" => arguments::with_{}(dialect, arguments::text(value, name)?)?,\n",
        row.name
    )
}
