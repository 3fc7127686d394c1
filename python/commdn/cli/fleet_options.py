"""The options for broker, store and site, given to a command as one object.

URLs may hold passwords: they come from the environment or from files, as everything secret does.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from .grouped import grouped
from .output import warn
from .panels import FLEET
from .private import warn_of_readers

__all__ = [
    "FLEET",
    "BrokerFileOption",
    "BrokerOption",
    "FleetAddress",
    "SiteOption",
    "StoreFileOption",
    "StoreOption",
    "address_of",
    "has_password",
    "is_given",
    "needs_fleet",
    "with_fleet",
    "without_server_over_fleet",
]

_MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class FleetAddress:
    """Where broker and store are."""

    broker: str = field(repr=False)
    store: str = field(repr=False)


BrokerOption = Annotated[
    str | None,
    typer.Option(
        envvar="COMMDN_BROKER",
        rich_help_panel=FLEET,
        help="RabbitMQ: amqp://user:password@host:port/vhost, or amqps://...?cafile=ca.pem.",
    ),
]
BrokerFileOption = Annotated[
    Path | None,
    typer.Option(envvar="COMMDN_BROKER_FILE", rich_help_panel=FLEET, help="A file whose first line is that URL."),
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        envvar="COMMDN_STORE",
        rich_help_panel=FLEET,
        help="PostgreSQL: postgresql://user@host:port/name?sslmode=verify-full, or what libpq reads.",
    ),
]
StoreFileOption = Annotated[
    Path | None,
    typer.Option(envvar="COMMDN_STORE_FILE", rich_help_panel=FLEET, help="A file whose first line is that URL."),
]
SiteOption = Annotated[
    str | None,
    typer.Option(
        "--fleet-site",
        envvar="COMMDN_FLEET_SITE",
        rich_help_panel=FLEET,
        help="The fleet's name of the site.  [default: the name that --site has]",
        show_default=False,
    ),
]


def _fleet_options(
    *,
    broker: BrokerOption = None,
    broker_file: BrokerFileOption = None,
    store: StoreOption = None,
    store_file: StoreFileOption = None,
) -> FleetAddress:
    """As typer shows them."""
    found = address_of(broker, broker_file, store, store_file)
    if found is None:
        raise typer.BadParameter("a fleet needs --broker and --store, or COMMDN_BROKER and COMMDN_STORE")
    return found


def address_of(
    broker: str | None, broker_file: Path | None, store: str | None, store_file: Path | None
) -> FleetAddress | None:
    """Where they are; None if neither is told. Raises: typer.BadParameter if only one is, or a file cannot be read."""
    broker = _first_line(broker_file) if broker_file is not None else _not_for_all_to_see("--broker", broker)
    store = _first_line(store_file) if store_file is not None else _not_for_all_to_see("--store", store)
    if broker is None and store is None:
        return None
    if broker is None or store is None:
        missing = "--broker" if broker is None else "--store"
        raise typer.BadParameter(f"a fleet has a broker and a store: give {missing}, too")
    return FleetAddress(broker, store)


def is_given(option: str) -> bool:
    """Whether an option stands on the command line."""
    return any(word.split("=", 1)[0] == option for word in sys.argv[1:])


def has_password(url: str) -> bool:
    """Whether a URL holds a password."""
    try:
        return urlsplit(url).password is not None
    except ValueError:
        return False


def _not_for_all_to_see(option: str, url: str | None) -> str | None:
    if url is not None and is_given(option) and has_password(url):
        warn(
            f"every user of this machine can see the password behind {option}:"
            f" {option}-file or COMMDN_{option.removeprefix('--').upper()} keep it to yourself"
        )
    return url or None


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            line = opened.readline(_MOST_BYTES).rstrip(b"\r\n").decode("utf-8")
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    warn_of_readers(path)
    if not line:
        raise typer.BadParameter(f"{path}: its first line is empty: write the URL there")
    return line


def needs_fleet() -> None:
    """See that the extra is installed. Raises: typer.BadParameter telling how to install it."""
    try:
        import celery
        import psycopg

        del celery, psycopg
    except ModuleNotFoundError:
        raise typer.BadParameter("a fleet needs more packages: pip install 'commdn[fleet]'") from None


def without_server_over_fleet(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command do without a server if a fleet's workers have one: what is asked to connect is never opened."""

    @functools.wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> None:
        named = kwargs.get("fleet_site") or kwargs.get("site")
        if named and (kwargs.get("broker") or kwargs.get("broker_file")):
            kwargs["server"] = kwargs.get("server") or "sim:"
            kwargs["dn"] = kwargs.get("dn") or "0"
            kwargs["app_dbid"] = kwargs.get("app_dbid") or 1
        command(*args, **kwargs)

    return wrapper


def _with_packages(_: FleetAddress, others: dict[str, Any]) -> dict[str, Any]:
    needs_fleet()
    return others


with_fleet = grouped("fleet", _fleet_options, _with_packages, last=True)
"""Give a command the options of broker and store behind its own; it gets them as `fleet`."""
