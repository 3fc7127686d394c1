"""`commdn watch --publish`: what is shown goes to the broker as well, as well as it can.

A broker that is away costs events, not the watch: that is told once for each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import typer

from ..records import Notice
from .fleet_options import FleetAddress, needs_fleet
from .output import as_json, warn

__all__ = ["publishing"]

_Listener = Callable[[datetime, Notice], object]


@contextmanager
def publishing(wanted: bool, address: FleetAddress | None, site: str | None) -> Iterator[_Listener | None]:
    """What publishes, if that is wanted. Raises: typer.BadParameter if it is not told where, or of which site."""
    if not wanted:
        yield None
        return
    if address is None or site is None:
        raise typer.BadParameter("--publish needs --broker, --store and --site or --fleet-site")
    needs_fleet()
    from ..fleet.errors import FleetError
    from ..fleet.events import EventPublisher

    publisher = EventPublisher(address.broker, address.store, site, as_json)
    trouble = ""

    def publish(at: datetime, notice: Notice) -> None:
        nonlocal trouble
        try:
            is_ours = publisher.publish(at, notice)
            now = "" if is_ours else f"another publisher of site {site} publishes"
        except FleetError as error:
            now = f"not published: {error}"
        if now and now != trouble:
            warn(now)
        trouble = now

    try:
        yield publish
    finally:
        publisher.close()
