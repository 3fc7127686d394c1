"""Connection settings: options of every connecting command, environment, file, simulator's defaults."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from ..session import Session, connect
from ..site import Site
from ..tls import TLS
from . import verbosity
from .completion import names_of
from .files import read_toml
from .grouped import grouped
from .inputs import only_utf8, texts
from .local_copy import copy_at
from .names import Alias, Name, Names, named, resolved
from .output import warn
from .output_options import Json, Raw, Verbose
from .panels import CONNECTION
from .passwords import find_password
from .private import warn_of_readers
from .settings_map import current, site_names

__all__ = [
    "Connection",
    "acknowledged_requests",
    "connection_in_use",
    "names_for_completion",
    "names_in_use",
    "with_connection",
    "with_given",
    "with_server",
]

# The demo contact centre of the simulator.
_DEMO_DN, _DEMO_APP, _DEMO_OCS = "8001", 20, 101

# Texts of which OCS sees nothing; its charset does not tell how they are read.
_NOT_FOR_OCS = ("charset", "tls_ca", "tls_cert", "tls_key", "tls_minimum_version")

# Every session of this process: what was acknowledged is told, whatever else goes wrong.
_sessions: list[Session] = []
_in_use: list[Connection] = []


def acknowledged_requests() -> int:
    """How many requests of this process were acknowledged."""
    return sum(session.stats().acknowledged for session in _sessions)


def names_in_use() -> Names:
    """The names of the connection that this process has."""
    return _in_use[-1].names if _in_use else Names()


def connection_in_use() -> Connection | None:
    """The connection that this process has, or had."""
    return _in_use[-1] if _in_use else None


def names_for_completion() -> Names:
    """The names that completion offers: those of the site that the line or the environment tells."""
    layers = current()
    site = None if layers is None else layers.site()
    path = None if site is None else site.value("directory")
    return _names_of(site, None if path is None else Path(path))


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
    raw: bool = False
    """Whether results are printed in the protocol's words."""
    directory: Path | None = None
    """The local copy of names and DBIDs, if it is not at its usual place."""
    unresolved: str = ""
    """Why the name of the application or of OCS finds no DBID: a session needs both, a fetch of names neither."""
    names: Names = field(default_factory=Names)
    settings: Site | None = field(default=None, repr=False)

    @property
    def site(self) -> str | None:
        """The site's name, if the settings come from one."""
        return None if self.settings is None else self.settings.name

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

    def _password(self) -> str | None:
        if self.password is not None or self.settings is None:
            return self.password
        found = self.settings.value("password")
        if found == ("plain",):
            warn_of_readers(self.settings.path)
        return self.settings.password()

    def open(self, **options: Any) -> Session:
        """Connect."""
        _in_use.append(self)
        session = connect(
            self.server,
            dn=self.dn,
            app_dbid=self.app_dbid,
            ocs_dbid=self.ocs_dbid,
            application=self.application,
            password=self._password(),
            tls=self.tls(),
            request_timeout=self.timeout,
            connect_timeout=self.connect_timeout,
            charset=self.charset,
            **options,
        )
        _sessions.append(session)
        # Of a list of servers, the one that answers.
        if session.server.startswith("sim:") and not _keeps_state(session.server):
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


def _option(*names: str, **options: Any) -> Any:
    """An option of the connection."""
    return typer.Option(*names, rich_help_panel=CONNECTION, **options)


def _sites(incomplete: str) -> list[str]:
    """Names of sites, for completion."""
    return [name for name in site_names() if name.startswith(incomplete)]


def _given_options(
    *,
    site: Annotated[
        str | None,
        _option(
            "--site", envvar="COMMDN_SITE", is_eager=True, autocompletion=_sites,
            help="A site of the settings file, as berlin.  [default: the file's]",
        ),
    ] = None,
    config: Annotated[
        Path | None,
        _option(
            envvar="COMMDN_CONFIG", is_eager=True,
            help="The settings file.  [default: commdn/config.toml in ~/.config or %APPDATA%]",
        ),
    ] = None,
    server: Annotated[
        str | None,
        _option(envvar="COMMDN_SERVER", is_eager=True, help="T-Server: host:port, tls://host:port, exec:COMMAND, or sim: for a simulator."),
    ] = None,
    dn: Annotated[
        str | None, _option(envvar="COMMDN_DN", help="The communication DN.")
    ] = None,
    app_dbid: Annotated[
        int | None,
        _option(
            envvar="COMMDN_APP_DBID", metavar="DBID", parser=named("application"),
            help="This application: its DBID or name.",
        ),
    ] = None,
    ocs_dbid: Annotated[
        int | None,
        _option(
            envvar="COMMDN_OCS_DBID", metavar="DBID", parser=named("ocs", least=0), autocompletion=names_of("ocs"),
            help="The OCS to ask: its DBID or name; 0 asks every one.",
        ),
    ] = None,
    application: Annotated[
        str | None,
        _option(envvar="COMMDN_APPLICATION", help="Name of this application.  [default: commdn]"),
    ] = None,
    password: Annotated[
        str | None,
        _option(
            envvar="COMMDN_PASSWORD",
            help="Its password. On the command line every user of this machine can see it: better in the"
            " environment, or see the next two options.",
        ),
    ] = None,
    password_file: Annotated[
        Path | None,
        _option(
            envvar="COMMDN_PASSWORD_FILE",
            help="A file whose first line is its password; - reads standard input.",
        ),
    ] = None,
    ask_password: Annotated[
        bool, _option("--ask-password", help="Ask for its password on the terminal.")
    ] = False,
    tls_ca: Annotated[
        str | None,
        _option(envvar="COMMDN_TLS_CA", help="PEM file of the CAs to trust with tls://.  [default: the system's]"),
    ] = None,
    tls_cert: Annotated[
        str | None,
        _option(envvar="COMMDN_TLS_CERT", help="PEM file of this client's certificate."),
    ] = None,
    tls_key: Annotated[
        str | None, _option(envvar="COMMDN_TLS_KEY", help="PEM file of its key.")
    ] = None,
    tls_server_name: Annotated[
        str | None,
        _option(
            envvar="COMMDN_TLS_SERVER_NAME",
            help="What the server's certificate must be for.  [default: the host]",
        ),
    ] = None,
    tls_minimum_version: Annotated[
        str | None,
        _option(envvar="COMMDN_TLS_MINIMUM_VERSION", help="1.2 or 1.3.  [default: 1.2]"),
    ] = None,
    timeout: Annotated[
        float | None,
        _option(
            min=0, envvar="COMMDN_TIMEOUT", help="Seconds until a request is given up.  [default: 10]"
        ),
    ] = None,
    connect_timeout: Annotated[
        float | None,
        _option(
            min=0.001, envvar="COMMDN_CONNECT_TIMEOUT", help="Seconds to connect.  [default: 10]"
        ),
    ] = None,
    charset: Annotated[
        str | None,
        _option(
            envvar="COMMDN_CHARSET",
            help="Character set that OCS uses: utf-8, windows-1251, shift_jis, cp949 ...  [default: utf-8]",
        ),
    ] = None,
    directory: Annotated[
        Path | None,
        _option(
            envvar="COMMDN_DIRECTORY",
            help="The local copy of names and DBIDs.  [default: commdn/directory.db in the user's folder for data]",
        ),
    ] = None,
    json: Json = False,
    raw: Raw = False,
    verbose: Verbose = 0,
) -> dict[str, Any]:
    """The options as the parser has them: an option, a variable, the site, or None."""
    return dict(locals())


@functools.wraps(_given_options)
def _connection_options(**given: Any) -> Connection:
    """The connection of these options.

    Raises: typer.BadParameter for what is missing; CommDNInvalidArgument for what is wrong in the settings file.
    """
    given = _given_options(**given)
    verbosity.set_level(given["verbose"])
    layers = current()
    site = None if layers is None else layers.site()
    password = find_password(given["password"], given["password_file"], given["ask_password"])
    server, dn, app_dbid, ocs_dbid = (given[name] for name in ("server", "dn", "app_dbid", "ocs_dbid"))
    if not server:
        raise typer.BadParameter(
            "no server: give --server host:port or --site, or set COMMDN_SERVER; --server sim: needs nothing else"
        )
    if server == "sim:":
        dn = dn or _DEMO_DN
        app_dbid = _DEMO_APP if app_dbid is None else app_dbid
        ocs_dbid = _DEMO_OCS if ocs_dbid is None else ocs_dbid
    directory = given["directory"]
    names = _names_of(site, directory)
    unresolved = ""
    try:
        app_dbid = names.dbid(app_dbid) if isinstance(app_dbid, Name) else app_dbid
        ocs_dbid = names.dbid(ocs_dbid) if isinstance(ocs_dbid, Name) else ocs_dbid
    except typer.BadParameter as error:
        app_dbid, ocs_dbid, unresolved = 0, 0, error.message
    connection = Connection(
        server=server,
        dn=dn or "",
        app_dbid=app_dbid or 0,
        ocs_dbid=ocs_dbid or 0,
        unresolved=unresolved,
        application=given["application"] or "commdn",
        password=password,
        tls_ca=given["tls_ca"],
        tls_cert=given["tls_cert"],
        tls_key=given["tls_key"],
        tls_server_name=given["tls_server_name"],
        tls_minimum_version=given["tls_minimum_version"],
        timeout=_or(given["timeout"], 10.0),
        connect_timeout=_or(given["connect_timeout"], 10.0),
        charset=given["charset"] or "utf-8",
        expect=tuple((None if site is None else site.value("expect")) or ()),
        json=given["json"],
        raw=given["raw"],
        directory=directory,
        names=names,
        settings=site,
    )
    only_utf8({name: getattr(connection, name) for name in _NOT_FOR_OCS})
    texts_of = ("server", "dn", "application", "password", "tls_server_name")
    known = {name: getattr(connection, name) for name in texts_of}
    return replace(connection, **texts(known, connection.charset))


def _or(value: float | None, standard: float) -> float:
    return standard if value is None else value


def _names_of(site: Site | None, directory: Path | None) -> Names:
    """The names that hold for a connection: the site's, then those of its directory."""
    aliases: dict[str, dict[str, Alias]] = {}
    for one in () if site is None else site.aliases:
        aliases.setdefault(one.kind, {})[one.name] = Alias(one.dbid, one.group)
    return Names(aliases, copy_at(directory))


with_given = grouped("given", _given_options, last=True)
"""Give a command the same options, of which none need be there; it gets them as `given`, a dict."""


def _arguments(connection: Connection, others: dict[str, Any]) -> dict[str, Any]:
    return texts(resolved(connection.names, others), connection.charset)


def _arguments_of_session(connection: Connection, others: dict[str, Any]) -> dict[str, Any]:
    layers = current()
    hint = f" ({layers.set_aside})" if layers is not None and layers.set_aside else ""
    if not connection.dn:
        raise typer.BadParameter(f"no DN: give --dn or set COMMDN_DN{hint}")
    if connection.unresolved:
        raise typer.BadParameter(connection.unresolved)
    if not connection.app_dbid:
        raise typer.BadParameter(f"no application: give --app-dbid or set COMMDN_APP_DBID{hint}")
    return _arguments(connection, others)


with_connection = grouped("connection", _connection_options, _arguments_of_session, last=True)
"""Give a command the connection options behind its own; it gets them as `connection`."""
with_server = grouped("connection", _connection_options, _arguments, last=True)
"""The same for a command that registers no DN and sends no request: it needs a server only."""
