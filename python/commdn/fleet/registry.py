"""Sites and workers in the store: what an operator has set, and who is alive.

Owns the SQL of those two tables.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from .errors import FleetSiteError
from .keeper import LIVE_SECONDS, Standing
from .sites import Site, check_site
from .store import Store

__all__ = ["WorkerState", "beat", "find_site", "leave", "rebalance", "save_site", "set_paused", "site_names", "workers"]

_COLUMNS = [field.name for field in fields(Site)]


def save_site(store: Store, site: Site) -> None:
    """Make a site, or set what it has anew. Raises: FleetSiteError if its number of lanes would change."""
    check_site(site)
    rows = store.execute(
        """INSERT INTO commdn.site (name, lanes, rate, now_rate, hours, days, zone)
           VALUES (%s, %s, %s, %s, %s, %s, %s)
           ON CONFLICT (name) DO UPDATE SET rate = excluded.rate, now_rate = excluded.now_rate,
               hours = excluded.hours, days = excluded.days, zone = excluded.zone
           RETURNING lanes""",
        site.name, site.lanes, site.rate, site.now_rate, site.hours, site.days, site.zone,
    )  # fmt: skip
    if rows[0][0] != site.lanes:
        raise FleetSiteError(
            f"site {site.name} has {rows[0][0]} lanes: another number would break the order of its customers;"
            " drain it, delete its queues and its row of commdn.site, and init it again"
        )


def find_site(store: Store, name: str) -> Site:
    """A site. Raises: FleetSiteError if there is none of that name."""
    rows = store.execute(
        "SELECT name, lanes, rate, now_rate, paused, hours, days, zone, balance FROM commdn.site WHERE name = %s", name
    )
    if not rows:
        known = ", ".join(site_names(store)) or "none"
        raise FleetSiteError(f"there is no site {name!r} (there are: {known}): make it with commdn fleet init")
    return Site(**dict(zip(_COLUMNS, rows[0], strict=True)))


def site_names(store: Store) -> list[str]:
    """The names of all sites."""
    return [row[0] for row in store.execute("SELECT name FROM commdn.site ORDER BY name")]


def set_paused(store: Store, name: str, paused: bool) -> None:
    """Let a site's workers stop, or go on. Raises: FleetSiteError."""
    find_site(store, name)
    store.execute("UPDATE commdn.site SET paused = %s WHERE name = %s", paused, name)


def rebalance(store: Store, name: str) -> None:
    """Let a site's workers give the lanes that are not theirs to their owners. Raises: FleetSiteError."""
    find_site(store, name)
    store.execute("UPDATE commdn.site SET balance = balance + 1 WHERE name = %s", name)


def beat(
    store: Store,
    site: str,
    name: str,
    lanes: tuple[int, ...] | None,
    status: str,
    server: str,
    active: list[int],
    sent: int,
) -> Standing:
    """A worker's sign of life, and what it has to know. Raises: FleetStoreError, FleetSiteError."""
    told = None if lanes is None else list(lanes)
    store.execute(
        """INSERT INTO commdn.worker (name, site, lanes, active, status, server, sent)
           VALUES (%s, %s, %s, %s, %s, %s, %s)
           ON CONFLICT (name) DO UPDATE SET site = excluded.site, lanes = excluded.lanes, active = excluded.active,
               status = excluded.status, server = excluded.server, sent = excluded.sent, seen = now()""",
        name, site, told, active, status, server, sent,
    )  # fmt: skip
    rows = store.execute(
        """SELECT name, lanes FROM commdn.worker
           WHERE site = %s AND status = 'up' AND seen > now() - make_interval(secs => %s) ORDER BY name""",
        site, LIVE_SECONDS,
    )  # fmt: skip
    live = tuple((row[0], None if row[1] is None else tuple(row[1])) for row in rows)
    return Standing(find_site(store, site), live)


def leave(store: Store, name: str) -> None:
    """A worker has ended; those that were killed a day ago are forgotten with it."""
    store.execute("DELETE FROM commdn.worker WHERE name = %s OR seen < now() - interval '1 day'", name)


@dataclass(frozen=True, slots=True)
class WorkerState:
    """A worker as the store knows it."""

    name: str
    site: str
    lanes: list[int] | None
    active: list[int]
    status: str
    server: str
    sent: int
    started: datetime
    silent: float
    """Seconds since its last sign of life."""

    @property
    def is_live(self) -> bool:
        """Whether it is taken for alive."""
        return self.silent < LIVE_SECONDS


def workers(store: Store, site: str | None = None) -> list[WorkerState]:
    """The workers, of one site or of all, without those that have been silent for a day."""
    rows = store.execute(
        """SELECT name, site, lanes, active, status, server, sent, started,
                  extract(epoch FROM now() - seen)::float8
           FROM commdn.worker WHERE (%s::text IS NULL OR site = %s) AND seen > now() - interval '1 day'
           ORDER BY site, name""",
        site, site,
    )  # fmt: skip
    return [WorkerState(*row) for row in rows]
