"""Connection settings: options of every connecting command, environment, file, simulator's defaults."""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from ..session import Session, connect
from ..tls import TLS
from .files import read_toml
from .inputs import only_utf8, texts
from .output import warn
from .passwords import find_password
from .settings_file import SettingsFile

__all__ = ["Connection", "acknowledged_requests", "with_connection"]

# The demo contact centre of the simulator.
_DEMO_DN, _DEMO_APP, _DEMO_OCS = "8001", 20, 101

# Texts of which OCS sees nothing; its charset does not tell how they are read.
_NOT_FOR_OCS = ("charset", "tls_ca", "tls_cert", "tls_key", "tls_minimum_version")

# Every session of this process: what was acknowledged is told, whatever else goes wrong.
_sessions: list[Session] = []


def acknowledged_requests() -> int:
    """How many requests of this process were acknowledged."""
    return sum(session.stats().acknowledged for session in _sessions)


@dataclass(frozen=True, slots=True)
class Connection:
    """Where to connect to, and as whom."""

    server: str
    dn: str
    app_dbid: int
    ocs_dbid: int
    application: str
    password: str | None = field(repr=False)
    tls_ca: str | None
    tls_cert: str | None
    tls_key: str | None
    tls_server_name: str | None
    tls_minimum_version: str | None
    timeout: float
    connect_timeout: float
    charset: str
    expect: tuple[int, ...]
    """DBIDs of the OCS that must answer a request to every OCS."""
    json: bool

    def tls(self) -> TLS | None:
        """The options of TLS, if one was given."""
        version = self.tls_minimum_version
        given = (self.tls_ca, self.tls_cert, self.tls_key, self.tls_server_name, version)
        if all(value is None for value in given):
            return None
        if (self.tls_cert is None) != (self.tls_key is None):
            raise typer.BadParameter("give --tls-cert and --tls-key, or neither")
        return TLS(
            ca=self.tls_ca,
            cert=self.tls_cert,
            key=self.tls_key,
            server_name=self.tls_server_name,
            # The core tells which there are.
            minimum_version=version or "1.2",  # type: ignore[arg-type]
        )

    def open(self, **options: Any) -> Session:
        """Connect."""
        session = connect(
            self.server,
            dn=self.dn,
            app_dbid=self.app_dbid,
            ocs_dbid=self.ocs_dbid,
            application=self.application,
            password=self.password,
            tls=self.tls(),
            request_timeout=self.timeout,
            connect_timeout=self.connect_timeout,
            charset=self.charset,
            **options,
        )
        _sessions.append(session)
        # Of a list of servers, the one that answers.
        if session.place.startswith("sim:") and not _keeps_state(session.place):
            warn(
                "simulated: nothing is kept when this command ends;"
                " to keep state, run `commdn sim` and give --server 127.0.0.1:3000"
            )
        return session


def _keeps_state(server: str) -> bool:
    """Whether the simulator of that address has a file of its own for what a restart must find."""
    config = server.removeprefix("sim:")
    if not config:
        return False
    try:
        storage = read_toml(Path(config))[0].get("storage")
    except typer.BadParameter:
        # The simulator tells what is wrong with it.
        return True
    return isinstance(storage, dict) and "path" in storage


def _connection_options(
    *,
    server: Annotated[
        str | None,
        typer.Option(envvar="COMMDN_SERVER", help="T-Server: host:port, tls://host:port, or sim: for a simulator."),
    ] = None,
    dn: Annotated[
        str | None, typer.Option(envvar="COMMDN_DN", help="The communication DN.")
    ] = None,
    app_dbid: Annotated[
        int | None,
        typer.Option(min=1, envvar="COMMDN_APP_DBID", help="DBID of this application."),
    ] = None,
    ocs_dbid: Annotated[
        int | None,
        typer.Option(min=0, envvar="COMMDN_OCS_DBID", help="DBID of the OCS to ask; 0 asks every one."),
    ] = None,
    application: Annotated[
        str | None,
        typer.Option(envvar="COMMDN_APPLICATION", help="Name of this application.  [default: commdn]"),
    ] = None,
    password: Annotated[
        str | None,
        typer.Option(
            envvar="COMMDN_PASSWORD",
            help="Its password. On the command line every user of this machine can see it: better in the"
            " environment, or see the next two options.",
        ),
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(
            envvar="COMMDN_PASSWORD_FILE",
            help="A file whose first line is its password; - reads standard input.",
        ),
    ] = None,
    ask_password: Annotated[
        bool, typer.Option("--ask-password", help="Ask for its password on the terminal.")
    ] = False,
    tls_ca: Annotated[
        str | None,
        typer.Option(envvar="COMMDN_TLS_CA", help="PEM file of the CAs to trust with tls://.  [default: the system's]"),
    ] = None,
    tls_cert: Annotated[
        str | None,
        typer.Option(envvar="COMMDN_TLS_CERT", help="PEM file of this client's certificate."),
    ] = None,
    tls_key: Annotated[
        str | None, typer.Option(envvar="COMMDN_TLS_KEY", help="PEM file of its key.")
    ] = None,
    tls_server_name: Annotated[
        str | None,
        typer.Option(
            envvar="COMMDN_TLS_SERVER_NAME",
            help="What the server's certificate must be for.  [default: the host]",
        ),
    ] = None,
    tls_minimum_version: Annotated[
        str | None,
        typer.Option(envvar="COMMDN_TLS_MINIMUM_VERSION", help="1.2 or 1.3.  [default: 1.2]"),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(
            min=0, envvar="COMMDN_TIMEOUT", help="Seconds until a request is given up.  [default: 10]"
        ),
    ] = None,
    connect_timeout: Annotated[
        float | None,
        typer.Option(
            min=0.001, envvar="COMMDN_CONNECT_TIMEOUT", help="Seconds to connect.  [default: 10]"
        ),
    ] = None,
    charset: Annotated[
        str | None,
        typer.Option(
            envvar="COMMDN_CHARSET",
            help="Character set that OCS uses: utf-8, windows-1251, shift_jis, cp949 ...  [default: utf-8]",
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(envvar="COMMDN_CONFIG", help="A TOML file with these options, as app_dbid = 20."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> Connection:
    """The options as typer shows them: option or environment, then file, then default."""
    keys = {field.name for field in fields(Connection)} - {"json"} | {"password_file"}
    file = SettingsFile(config, keys)
    server = file.text("server", server)
    dn = file.text("dn", dn)
    app_dbid = file.whole("app_dbid", app_dbid, least=1)
    ocs_dbid = file.whole("ocs_dbid", ocs_dbid)
    password = find_password(
        file.text("password", password),
        file.path("password_file", password_file),
        ask_password,
    )
    if not server:
        raise typer.BadParameter(
            "no server: give --server host:port or set COMMDN_SERVER; --server sim: needs nothing else"
        )
    if server == "sim:":
        dn = dn or _DEMO_DN
        app_dbid = _DEMO_APP if app_dbid is None else app_dbid
        ocs_dbid = _DEMO_OCS if ocs_dbid is None else ocs_dbid
    if not dn:
        raise typer.BadParameter("no DN: give --dn or set COMMDN_DN")
    if app_dbid is None:
        raise typer.BadParameter("no application: give --app-dbid or set COMMDN_APP_DBID")
    connection = Connection(
        server=server,
        dn=dn,
        app_dbid=app_dbid,
        ocs_dbid=ocs_dbid or 0,
        application=file.text("application", application) or "commdn",
        password=password,
        tls_ca=file.text("tls_ca", tls_ca),
        tls_cert=file.text("tls_cert", tls_cert),
        tls_key=file.text("tls_key", tls_key),
        tls_server_name=file.text("tls_server_name", tls_server_name),
        tls_minimum_version=file.text("tls_minimum_version", tls_minimum_version),
        timeout=file.number("timeout", timeout, 10.0),
        connect_timeout=file.number("connect_timeout", connect_timeout, 10.0, least=0.001),
        charset=file.text("charset", charset) or "utf-8",
        expect=file.dbids("expect"),
        json=json,
    )
    only_utf8({name: getattr(connection, name) for name in _NOT_FOR_OCS})
    names = ("server", "dn", "application", "password", "tls_server_name")
    given = {name: getattr(connection, name) for name in names}
    return replace(connection, **texts(given, connection.charset))


def with_connection(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the connection options behind its own; it gets them as `connection`."""
    own = inspect.signature(command)
    added = inspect.signature(_connection_options)
    hints = typing.get_type_hints(command, include_extras=True)
    hints |= typing.get_type_hints(_connection_options, include_extras=True)

    @functools.wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> None:
        settings = {name: kwargs.pop(name) for name in added.parameters}
        connection = _connection_options(**settings)
        command(*args, connection=connection, **texts(kwargs, connection.charset))

    parameters = [p for name, p in own.parameters.items() if name != "connection"]
    parameters += added.parameters.values()
    names = [parameter.name for parameter in parameters]
    keyword = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[p.name]) for p in parameters]
    vars(wrapper)["__signature__"] = inspect.Signature(keyword)
    wrapper.__annotations__ = {name: hints[name] for name in names} | {"return": None}
    return wrapper
