"""`commdn fleet status`, `jobs` and `metrics`: how a fleet fares."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .fleet_options import FleetAddress, with_fleet
from .output import print_json, print_rows, say
from .output_options import Json

if TYPE_CHECKING:
    from ..fleet.monitor import Fleet, SiteState

__all__ = ["jobs", "metrics", "status"]

_Site = Annotated[str | None, typer.Option(help="Only this site.  [default: all]", show_default=False)]
_HEADINGS = ("site", "queue", "waiting", "consumers", "acknowledged", "refused", "open")


@with_fleet
def status(
    *,
    fleet: FleetAddress,
    site: _Site = None,
    watch: Annotated[
        float | None, typer.Option(min=0.1, metavar="SECONDS", help="Show it again and again, until Ctrl-C.")
    ] = None,
    json: Json = False,
) -> None:
    """Show queues, outcomes and workers of every site.

    A queue without consumers has no worker; standbys of a lane count as consumers. `open` are outcomes that may be
    retried: given up, unknown or expired.

    Example: commdn fleet status
    """
    from ..fleet.monitor import look
    from ..fleet.queues import Broker
    from ..fleet.store import Store

    store = Store(fleet.store)
    try:
        with Broker(fleet.broker) as broker:
            if watch is not None and sys.stdout.isatty() and not json:
                _live(lambda: look(store, broker, site), watch)
                return
            while True:
                found = look(store, broker, site)
                if json:
                    print_json(_document(found))
                else:
                    _print(found)
                if watch is None:
                    return
                sys.stdout.flush()
                time.sleep(watch)
    except KeyboardInterrupt:
        if watch is None:
            raise
    finally:
        store.close()


def _live(look: Any, seconds: float) -> None:
    from rich.console import Console
    from rich.live import Live

    with Live(_board(look()), console=Console(), auto_refresh=False) as live:
        while True:
            time.sleep(seconds)
            live.update(_board(look()), refresh=True)


def _board(fleet: Fleet) -> Any:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    queues = Table(*_HEADINGS, box=None, pad_edge=False)
    for cells in _queue_rows(fleet):
        queues.add_row(*map(Text, cells))
    workers = Table(*_WORKERS, box=None, pad_edge=False)
    for cells in _worker_rows(fleet):
        workers.add_row(*map(Text, cells))
    return Group(queues, "", workers, "", Text("\n".join(_sentences(fleet))))


def _print(fleet: Fleet) -> None:
    print_rows(_HEADINGS, _queue_rows(fleet))
    say("")
    print_rows(_WORKERS, _worker_rows(fleet))
    say("")
    for line in _sentences(fleet):
        say(line)


_OPEN = ("gave_up", "unknown", "expired")
_WORKERS = ("worker", "site", "session", "server", "lanes", "sent", "seen")


def _queue_rows(fleet: Fleet) -> list[list[str]]:
    return [_queue_row(state, key) for state in fleet.sites for key in state.queues]


def _queue_row(state: SiteState, key: str) -> list[str]:
    found = state.queues[key]
    waiting, consumers = ("missing", "") if found is None else (f"{found[0]:,}", str(found[1]))
    counts = [state.tally.get((key, kind), 0) for kind in ("acknowledged", "refused")]
    counts.append(sum(state.tally.get((key, kind), 0) for kind in _OPEN))
    return [state.site.name, key, waiting, consumers, *(f"{count:,}" for count in counts)]


def _worker_rows(fleet: Fleet) -> list[list[str]]:
    return [
        [
            worker.name,
            worker.site,
            worker.status if worker.is_live else "gone",
            worker.server,
            ",".join(map(str, worker.active)) or "-",
            f"{worker.sent:,}",
            f"{worker.silent:.0f} s ago",
        ]
        for state in fleet.sites
        for worker in state.workers
    ]


def _sentences(fleet: Fleet) -> list[str]:
    lines = []
    for state in fleet.sites:
        words = [f"{state.waiting:,} messages wait"]
        if state.open_jobs:
            words.append(f"{state.open_jobs:,} jobs are open, the oldest for {state.oldest:,.0f} s")
        if state.to_retry:
            words.append(f"{state.to_retry:,} outcomes may be retried")
        if state.site.paused:
            words.append("it is paused")
        if not state.site.is_open(time.time()):
            words.append(f"its hours are {state.site.hours} ({state.site.zone})")
        lines.append(f"Site {state.site.name}: {'; '.join(words)}.")
    if not fleet.sites:
        lines.append("There are no sites: make one with commdn fleet init.")
    if fleet.dead:
        lines.append(f"{fleet.dead:,} dead letters: look at them with commdn fleet dead.")
    return lines


def _document(fleet: Fleet) -> dict[str, Any]:
    return {
        "dead": fleet.dead,
        "sites": [
            {
                "site": state.site.name,
                "paused": state.site.paused,
                "open_jobs": state.open_jobs,
                "oldest_seconds": round(state.oldest, 3),
                "to_retry": state.to_retry,
                "queues": {
                    key: None if found is None else {"waiting": found[0], "consumers": found[1]}
                    for key, found in state.queues.items()
                },
                "outcomes": [
                    {"queue": queue, "kind": kind, "count": count}
                    for (queue, kind), count in sorted(state.tally.items())
                ],
                "workers": [
                    {
                        "name": worker.name,
                        "live": worker.is_live,
                        "session": worker.status,
                        "server": worker.server,
                        "lanes": worker.active,
                        "sent": worker.sent,
                    }
                    for worker in state.workers
                ],
            }
            for state in fleet.sites
        ],
    }


@with_fleet
def jobs(
    *,
    fleet: FleetAddress,
    site: _Site = None,
    most: Annotated[int, typer.Option(min=1, help="How many, the youngest first.")] = 20,
    json: Json = False,
) -> None:
    """List jobs: files that were imported, and how their rows ended.

    Example: commdn fleet jobs
    """
    from ..fleet.jobs import count_outcomes
    from ..fleet.jobs import jobs as find
    from ..fleet.store import Store

    store = Store(fleet.store)
    try:
        found = [(job, count_outcomes(store, job)) for job in find(store, site, most)]
    finally:
        store.close()
    if json:
        for job, counts in found:
            print_json(
                {
                    "job": job.id, "site": job.site, "source": job.source, "rows": job.rows, "state": job.state,
                    "made": job.made.isoformat(), "outcomes": counts,
                }
            )  # fmt: skip
        return
    headings = ("job", "site", "source", "state", "rows", "acknowledged", "refused", "open", "begun")
    print_rows(
        headings,
        [
            [
                job.id, job.site, job.source, "done" if sum(counts.values()) >= job.rows else job.state,
                f"{job.rows:,}", f"{counts.get('acknowledged', 0):,}", f"{counts.get('refused', 0):,}",
                f"{sum(counts.get(kind, 0) for kind in _OPEN):,}", f"{job.made:%Y-%m-%d %H:%M:%S%z}",
            ]
            for job, counts in found
        ],
    )  # fmt: skip


@with_fleet
def metrics(
    *,
    fleet: FleetAddress,
    listen: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Serve /metrics there.  [default: print them once]")
    ] = None,
) -> None:
    """Print gauges for Prometheus, or serve them.

    Example: commdn fleet metrics
    """
    from ..fleet.monitor import exporter, look, prometheus
    from ..fleet.queues import Broker
    from ..fleet.store import Store

    if listen is None:
        store = Store(fleet.store)
        try:
            with Broker(fleet.broker) as broker:
                sys.stdout.write(prometheus(look(store, broker)))
        finally:
            store.close()
        return
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65_535:
        raise typer.BadParameter(f"--listen {listen!r} is not host:port, such as 127.0.0.1:9419")
    with exporter(host.strip("[]"), int(port), fleet.broker, fleet.store) as server:
        say(f"serving http://{host}:{server.server_port}/metrics")
        sys.stdout.flush()
        server.serve_forever()
