"""How a fleet fares: for `commdn fleet status`, and as gauges for Prometheus.

Looks only; needs the right to read the store, and to look at the queues.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .errors import FleetError
from .queues import Broker
from .registry import WorkerState, find_site, site_names, workers
from .sites import Site
from .store import Store
from .topology import DEAD, queues_of

__all__ = ["Fleet", "SiteState", "exporter", "look", "prometheus"]


@dataclass(frozen=True, slots=True)
class SiteState:
    """How a site fares."""

    site: Site
    queues: dict[str, tuple[int, int] | None]
    """By routing key: messages that wait, and consumers; None if the queue is not there."""
    tally: dict[tuple[str, str], int]
    """Outcomes ever, by routing key and kind."""
    open_jobs: int
    oldest: float
    """Seconds since the oldest job began that is not done; 0 without one."""
    to_retry: int
    """Outcomes that may be retried."""
    workers: tuple[WorkerState, ...]

    @property
    def waiting(self) -> int:
        """Messages that wait in all queues."""
        return sum(found[0] for found in self.queues.values() if found is not None)

    def count(self, kind: str) -> int:
        """Outcomes of a kind, ever."""
        return sum(count for (_, of), count in self.tally.items() if of == kind)


@dataclass(frozen=True, slots=True)
class Fleet:
    """All sites, or one."""

    sites: tuple[SiteState, ...]
    dead: int


def look(store: Store, broker: Broker, only: str | None = None) -> Fleet:
    """See how it fares. Raises: FleetStoreError, FleetBrokerError, FleetSiteError."""
    names = [only] if only is not None else site_names(store)
    return Fleet(
        tuple(_look(store, broker, find_site(store, name)) for name in names),
        broker.depths([DEAD]).get(DEAD, (0, 0))[0],
    )


def _look(store: Store, broker: Broker, site: Site) -> SiteState:
    names = queues_of(site.name, site.lanes)
    depths = broker.depths(list(names.values()))
    tally = store.execute("SELECT queue, kind, count FROM commdn.tally WHERE site = %s", site.name)
    jobs = store.execute(
        """SELECT count(*), coalesce(extract(epoch FROM now() - min(made)), 0)::float8
           FROM commdn.job WHERE site = %s AND state <> 'done'""",
        site.name,
    )
    again = store.execute("SELECT count(*) FROM commdn.outcome WHERE site = %s AND request IS NOT NULL", site.name)
    return SiteState(
        site,
        {key: depths.get(name) for key, name in names.items()},
        {(queue, kind): count for queue, kind, count in tally},
        jobs[0][0],
        jobs[0][1],
        again[0][0],
        tuple(workers(store, site.name)),
    )


def prometheus(fleet: Fleet) -> str:
    """The gauges in Prometheus' text format."""
    lines: list[str] = []
    for name, kind, words, samples in _families(fleet):
        lines += [f"# HELP {name} {words}", f"# TYPE {name} {kind}"]
        lines += [f"{name}{{{labels}}} {value:g}" if labels else f"{name} {value:g}" for labels, value in samples]
    return "\n".join(lines) + "\n"


_Samples = list[tuple[str, float]]


def _families(fleet: Fleet) -> Iterator[tuple[str, str, str, _Samples]]:
    def each(value: Callable[[SiteState], float]) -> _Samples:
        return [(f'site="{state.site.name}"', float(value(state))) for state in fleet.sites]

    yield "commdn_fleet_queue_messages", "gauge", "Messages that wait, by queue.", [
        (f'site="{state.site.name}",queue="{key}"', float(found[0]))
        for state in fleet.sites
        for key, found in state.queues.items()
        if found is not None
    ]
    yield "commdn_fleet_queue_consumers", "gauge", "Consumers, by queue; standbys are counted.", [
        (f'site="{state.site.name}",queue="{key}"', float(found[1]))
        for state in fleet.sites
        for key, found in state.queues.items()
        if found is not None
    ]
    yield "commdn_fleet_outcomes_total", "counter", "Recorded outcomes, by queue and kind.", [
        (f'site="{state.site.name}",queue="{queue}",kind="{kind}"', float(count))
        for state in fleet.sites
        for (queue, kind), count in sorted(state.tally.items())
    ]
    yield "commdn_fleet_jobs_open", "gauge", "Jobs that are not done.", each(lambda state: state.open_jobs)
    yield "commdn_fleet_oldest_unsent_seconds", "gauge", "Age of the oldest job that is not done.", each(
        lambda state: state.oldest
    )
    yield "commdn_fleet_to_retry", "gauge", "Outcomes that may be retried.", each(lambda state: state.to_retry)
    yield "commdn_fleet_paused", "gauge", "Whether the site is paused.", each(lambda state: state.site.paused)
    yield "commdn_fleet_open", "gauge", "Whether it is an hour at which bulk rows may be sent.", each(
        lambda state: state.site.is_open(time.time())
    )
    yield "commdn_fleet_workers", "gauge", "Workers that are alive, by the state of their session.", [
        (
            f'site="{state.site.name}",status="{status}"',
            float(sum(worker.is_live and worker.status == status for worker in state.workers)),
        )
        for state in fleet.sites
        for status in ("up", "connecting", "out_of_service", "over")
    ]
    yield "commdn_fleet_dead_letters", "gauge", "Messages that nobody could process.", [("", float(fleet.dead))]


def exporter(host: str, port: int, broker: str, store: str) -> ThreadingHTTPServer:
    """A server of `/metrics`; `serve_forever` runs it. What cannot be looked at is a status 503 with the reason."""
    lock = threading.Lock()
    database = Store(store)

    class Handler(BaseHTTPRequestHandler):
        """One scrape."""

        def do_GET(self) -> None:
            if self.path.split("?")[0] != "/metrics":
                self.send_error(404)
                return
            try:
                with lock, Broker(broker) as queues:
                    status, text = 200, prometheus(look(database, queues))
            except FleetError as error:
                status, text = 503, f"{error}\n"
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Not a line for each scrape."""

    return ThreadingHTTPServer((host, port), Handler)
