"""`commdn worker`: processes a site's requests, as one process or as several."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .fleet_options import FleetAddress, SiteOption, with_fleet
from .settings import Connection, with_connection

if TYPE_CHECKING:
    from ..session import Session

__all__ = ["worker"]

_MOST_PROCESSES = 64


@with_connection
@with_fleet
def worker(
    *,
    connection: Connection,
    fleet: FleetAddress,
    fleet_site: SiteOption = None,
    lanes: Annotated[
        str | None, typer.Option(help="The lanes that it owns, as 0,1,2,3.  [default: its share of all]")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Its name, unlike all others.  [default: from host and process]")
    ] = None,
    processes: Annotated[
        int, typer.Option(min=1, max=_MOST_PROCESSES, help="How many workers; each is one client of T-Server.")
    ] = 1,
    window: Annotated[int, typer.Option(min=1, help="Requests of one batch that are open at a time.")] = 256,
    max_age: Annotated[
        float,
        typer.Option(min=1, max=1500, help="Seconds until a request that nobody answers is given up."),
    ] = 900,
    stand_back: Annotated[
        float, typer.Option(min=0.5, help="Seconds without T-Server until other workers get its lanes.")
    ] = 5,
) -> None:
    """Process the requests of a site, until SIGTERM.

    Outcomes are committed to the store before a message is acknowledged: whatever is killed, every request has one
    outcome. A worker that loses T-Server gives its lanes to others until it is back. At the end, what is being sent is
    recorded, and the rest given back.

    Example: commdn worker --fleet-site east --server 127.0.0.1:3000 --dn 8001 --app-dbid 20 --ocs-dbid 101
    """
    from ..fleet.process import Limits
    from ..fleet.supervisor import supervise
    from ..fleet.worker import WorkerOptions, run_worker

    site = fleet_site or connection.site
    if site is None:
        raise typer.BadParameter("whose requests are to be processed? Give --site or --fleet-site")
    own = None if lanes is None else _lanes(lanes)
    _log_to_stderr()
    if processes > 1:
        if name is not None or own is not None:
            raise typer.BadParameter("--processes share the lanes and make their names: leave out --lanes and --name")
        supervise([sys.executable, "-m", "commdn", *_without(sys.argv[1:], "--processes")], processes)
        return

    def connect() -> Session:
        return connection.open(connect_in_background=True)

    run_worker(
        WorkerOptions(
            broker=fleet.broker,
            store=fleet.store,
            site=site,
            connect=connect,
            lanes=own,
            name=name,
            limits=Limits(window=window, timeout=connection.timeout, max_age=max_age),
            stand_back=stand_back,
        )
    )


def _lanes(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise typer.BadParameter(f"--lanes {text!r} are not numbers with commas between, as 0,1,2,3")
    return tuple(sorted({int(part) for part in parts}))


def _without(arguments: list[str], option: str) -> list[str]:
    kept: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == option:
            next(words, None)
        elif not word.startswith(f"{option}="):
            kept.append(word)
    return kept


def _log_to_stderr() -> None:
    """Lines for the journal: no values of requests are among them."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("celery.app.trace").setLevel(logging.WARNING)
    logging.getLogger("celery.worker.strategy").setLevel(logging.WARNING)
