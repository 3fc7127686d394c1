"""`commdn fleet init`, `pause`, `resume` and `rebalance`: what an operator sets for a site."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from .fleet_options import FleetAddress, with_fleet
from .moments import seconds_of
from .output import Exit, say, warn

__all__ = ["Site", "init", "pause", "rebalance", "resume"]

Site = Annotated[str, typer.Argument(metavar="SITE", help="The site's name.", show_default=False)]
_LOOK_SECONDS = 0.5


@with_fleet
def init(
    *,
    fleet: FleetAddress,
    site: Annotated[str, typer.Option(help="The site's name: a-z, 0-9, - and _.", show_default=False)],
    lanes: Annotated[
        int, typer.Option(min=1, max=256, help="How many bulk queues; the most workers that share one job.")
    ] = 8,
    rate: Annotated[
        float | None, typer.Option(min=0.001, help="Requests a second from all bulk lanes.  [default: no limit]")
    ] = None,
    now_rate: Annotated[
        float | None,
        typer.Option(min=0.001, help="Requests a second from now and control, each worker.  [default: no limit]"),
    ] = None,
    hours: Annotated[
        str | None, typer.Option(help="When bulk rows may be sent, as 08:00-20:00.  [default: always]")
    ] = None,
    days: Annotated[str | None, typer.Option(help="On which days, as mon-fri or mon,wed.  [default: all]")] = None,
    zone: Annotated[str | None, typer.Option(help="The zone of these hours, such as Europe/Berlin.")] = None,
    max_queue_mib: Annotated[
        int, typer.Option(min=1, help="MiB that a queue holds before it refuses producers.")
    ] = 1024,
) -> None:
    """Make the queues and tables of a site, or set its rate and hours anew.

    May be run again: what is there stays. The number of lanes is fixed, because it decides which requests stay in order.

    Example: commdn fleet init --site east --lanes 8 --rate 500
    """
    from ..fleet.queues import Broker
    from ..fleet.registry import save_site
    from ..fleet.sites import Site as FleetSite
    from ..fleet.sites import check_site
    from ..fleet.store import Store

    wanted = FleetSite(name=site, lanes=lanes, rate=rate, now_rate=now_rate, hours=hours, days=days, zone=zone)
    check_site(wanted)
    store = Store(fleet.store)
    try:
        store.make_tables()
        save_site(store, wanted)
    finally:
        store.close()
    with Broker(fleet.broker) as broker:
        broker.declare(site, lanes, max_queue_mib << 20)
    say(f"Site {site} is ready: {lanes} lanes, now and control.")


@with_fleet
def pause(
    *,
    fleet: FleetAddress,
    site: Site,
    drain: Annotated[
        str | None, typer.Option(metavar="TIME", help="Wait so long for what is being sent to end: 30s, 5m.")
    ] = None,
) -> None:
    """Stop sending for a site, whatever its queues hold.

    Workers finish or give back the batches in hand, and consume nothing until `resume`; producers may go on. Exit status
    4 if workers were still busy when --drain was over.

    Example: commdn fleet pause east --drain 30s
    """
    from ..fleet.queues import Broker
    from ..fleet.registry import find_site, set_paused
    from ..fleet.store import Store
    from ..fleet.topology import queues_of

    store = Store(fleet.store)
    try:
        set_paused(store, site, True)
        if drain is None:
            say(f"Site {site} is paused.")
            return
        until = time.monotonic() + seconds_of(drain, "--drain")
        with Broker(fleet.broker) as broker:
            names = list(queues_of(site, find_site(store, site).lanes).values())
            # Workers that have let go of all queues have nothing in hand.
            while any(consumers for _, consumers in broker.depths(names).values()):
                if time.monotonic() > until:
                    warn(f"site {site} is paused, but workers are still busy")
                    raise typer.Exit(Exit.UNANSWERED)
                time.sleep(_LOOK_SECONDS)
    finally:
        store.close()
    say(f"Site {site} is paused, and nothing is being sent.")


@with_fleet
def resume(*, fleet: FleetAddress, site: Site) -> None:
    """Go on sending for a site that was paused.

    Example: commdn fleet resume east
    """
    from ..fleet.registry import set_paused
    from ..fleet.store import Store

    store = Store(fleet.store)
    try:
        set_paused(store, site, False)
    finally:
        store.close()
    say(f"Site {site} goes on.")


@with_fleet
def rebalance(*, fleet: FleetAddress, site: Site) -> None:
    """Give every worker its share of the lanes, now.

    Workers do so by themselves some seconds after one has come or gone.

    Example: commdn fleet rebalance east
    """
    from ..fleet.registry import rebalance as ask
    from ..fleet.store import Store

    store = Store(fleet.store)
    try:
        ask(store, site)
    finally:
        store.close()
    say(f"The workers of site {site} share its lanes anew.")
