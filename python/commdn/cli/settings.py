"""Connection settings: options that every connecting command has, the environment, the simulator's defaults."""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from ..session import Session, connect

__all__ = ["Connection", "with_connection"]

# The demo contact centre of the simulator.
_DEMO_DN, _DEMO_APP, _DEMO_OCS = "8001", 20, 101


@dataclass(frozen=True, slots=True)
class Connection:
    """Where to connect to, and as whom."""

    server: str
    dn: str
    app_dbid: int
    ocs_dbid: int
    application: str
    password: str | None
    timeout: float
    connect_timeout: float
    charset: str
    json: bool

    def open(self, **options: Any) -> Session:
        """Connect."""
        return connect(
            self.server,
            dn=self.dn,
            app_dbid=self.app_dbid,
            ocs_dbid=self.ocs_dbid,
            application=self.application,
            password=self.password,
            request_timeout=self.timeout,
            connect_timeout=self.connect_timeout,
            charset=self.charset,
            **options,
        )


def _connection_options(
    *,
    server: Annotated[
        str | None,
        typer.Option(envvar="COMMDN_SERVER", help="T-Server: host:port, or sim: for a simulator."),
    ] = None,
    dn: Annotated[
        str | None, typer.Option(envvar="COMMDN_DN", help="The communication DN.")
    ] = None,
    app_dbid: Annotated[
        int | None, typer.Option(envvar="COMMDN_APP_DBID", help="DBID of this application.")
    ] = None,
    ocs_dbid: Annotated[
        int | None,
        typer.Option(envvar="COMMDN_OCS_DBID", help="DBID of the OCS to ask; 0 asks every one."),
    ] = None,
    application: Annotated[
        str, typer.Option(envvar="COMMDN_APPLICATION", help="Name of this application.")
    ] = "commdn",
    password: Annotated[
        str | None,
        typer.Option(
            envvar="COMMDN_PASSWORD", help="Its password; better in the environment."
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0, envvar="COMMDN_TIMEOUT", help="Seconds until a request is given up.")
    ] = 10.0,
    connect_timeout: Annotated[
        float, typer.Option(min=0.001, envvar="COMMDN_CONNECT_TIMEOUT", help="Seconds to connect.")
    ] = 10.0,
    charset: Annotated[
        str, typer.Option(envvar="COMMDN_CHARSET", help="Of texts: utf-8 or iso-8859-1.")
    ] = "utf-8",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> Connection:
    """The options as typer shows them; the defaults of the simulator filled in."""
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
    return Connection(
        server=server,
        dn=dn,
        app_dbid=app_dbid,
        ocs_dbid=ocs_dbid or 0,
        application=application,
        password=password,
        timeout=timeout,
        connect_timeout=connect_timeout,
        charset=charset,
        json=json,
    )


def with_connection(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the connection options behind its own; it gets them as `connection`."""
    own = inspect.signature(command)
    added = inspect.signature(_connection_options)
    hints = typing.get_type_hints(command, include_extras=True)
    hints |= typing.get_type_hints(_connection_options, include_extras=True)

    @functools.wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> None:
        settings = {name: kwargs.pop(name) for name in added.parameters}
        kwargs["connection"] = _connection_options(**settings)
        command(*args, **kwargs)

    parameters = [p for name, p in own.parameters.items() if name != "connection"]
    parameters += added.parameters.values()
    names = [parameter.name for parameter in parameters]
    keyword = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[p.name]) for p in parameters]
    wrapper.__signature__ = inspect.Signature(keyword)  # type: ignore[attr-defined]
    wrapper.__annotations__ = {name: hints[name] for name in names} | {"return": None}
    return wrapper
