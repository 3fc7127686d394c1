"""What a worker consumes, and when it may send: follows the store, the session and the clock.

Every worker of a site first consumes its own lanes and is the standby of all others. It leaves a
queue alone by cutting its connection to the broker and connecting again without it: only that gives
back all that was delivered, in order, in one step. What it is sending ends, and is recorded, under
the lane's lock.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from .errors import FleetError
from .pace import Pace
from .sites import Site
from .topology import CONTROL_KEY, NOW_KEY, lane_key

__all__ = ["Consumption", "Keeper", "Standing", "own_lanes"]

_log = logging.getLogger("commdn.fleet")
_TURN_SECONDS = 0.5
# A worker whose last sign of life is older has ended.
LIVE_SECONDS = 10.0
# The owners of lanes come first after a change; then the others are their standbys.
_STANDBY_SECONDS = 2.0
# Membership that has just changed may change again.
_SETTLE_SECONDS = 5.0


class Consumption(Protocol):
    """What the engine can do with queues, by routing key."""

    def consume(self, keys: frozenset[str], first: frozenset[str]) -> None:
        """Consume these from now on, `first` at once; give back what was delivered of all others."""
        ...


class Health(Protocol):
    """How the session fares."""

    @property
    def status(self) -> str:
        """`up`, or why not."""
        ...

    @property
    def server(self) -> str:
        """Where it is connected to."""
        ...


@dataclass(frozen=True, slots=True)
class Standing:
    """What the store tells a worker at each of its signs of life."""

    site: Site
    workers: tuple[tuple[str, tuple[int, ...] | None], ...]
    """The workers of the site that live, in order, with the lanes that they were told to own."""


@dataclass(slots=True)
class Keeper:
    """Decides for one worker. `turn` is called twice a second, `is_open` and `hold` by the threads that send."""

    name: str
    lanes: tuple[int, ...] | None
    health: Health
    consumption: Consumption
    beat: Callable[[str, str, list[int]], Standing]
    """Gives a sign of life with status, server and active lanes. Raises: FleetError."""
    stand_back: float = 5.0
    """How long the session may be down before others shall have the lanes."""
    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    stopping: bool = False
    paces: dict[str, Pace] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _holds: dict[str, float] = field(default_factory=dict)
    _keys: frozenset[str] = frozenset()
    _standing: Standing | None = None
    _down_since: float | None = None
    _active: set[int] = field(default_factory=set)
    _own: frozenset[int] = frozenset()
    _own_since: float = 0.0
    _balance: int | None = None

    def is_open(self, key: str) -> bool:
        """Whether requests from that queue may be sent."""
        return not self.stopping and key in self._keys

    def hold(self, key: str, until: float) -> None:
        """Leave a queue alone until a time."""
        with self._lock:
            self._holds[key] = until

    def delivered(self, key: str) -> None:
        """A batch has come from that queue."""
        if key.startswith("bulk."):
            self._active.add(int(key.removeprefix("bulk.")))

    def pace(self, key: str) -> Pace:
        """The pace of a queue."""
        with self._lock:
            return self.paces.setdefault(key, Pace(None))

    def turn(self) -> None:
        """Look, and change what is consumed."""
        now = self.clock()
        status = self.health.status
        if status == "up":
            self._down_since = None
        elif self._down_since is None:
            self._down_since = now
        try:
            standing = self.beat(status, self.health.server, sorted(self._active))
        except FleetError as error:
            # What was known holds on: without the store nothing is recorded or acknowledged.
            _log.warning("the store does not answer: %s", error)
            if self._standing is None:
                return
            standing = self._standing
        self._standing = standing
        self._set_paces(standing.site)
        wanted = self._wanted(standing.site, now)
        own = own_lanes(self.name, self.lanes, standing)
        first = wanted & ({lane_key(lane) for lane in own} | {NOW_KEY, CONTROL_KEY})
        if wanted != self._keys:
            self._change(wanted, first, own, now)
        elif self._is_unbalanced(standing, own, now) and wanted:
            _log.info("lanes %s go to their owners", sorted(self._active - own))
            self._change(wanted, first, own, now)

    def stop(self) -> None:
        """Consume nothing any more."""
        self.stopping = True
        self._keys = frozenset()
        self.consumption.consume(frozenset(), frozenset())

    def _change(self, wanted: frozenset[str], first: frozenset[str], own: frozenset[int], now: float) -> None:
        self._keys = wanted
        self._own, self._own_since = own, now
        self._active &= {int(key.removeprefix("bulk.")) for key in wanted & first if key.startswith("bulk.")}
        self.consumption.consume(wanted, first)

    def _wanted(self, site: Site, now: float) -> frozenset[str]:
        down = self._down_since is not None and now - self._down_since > self.stand_back
        if self.stopping or site.paused or down:
            return frozenset()
        keys = {NOW_KEY, CONTROL_KEY}
        if site.is_open(self.wall()):
            keys |= {lane_key(lane) for lane in range(site.lanes)}
        with self._lock:
            self._holds = {key: until for key, until in self._holds.items() if until > self.wall()}
            return frozenset(keys - self._holds.keys())

    def _is_unbalanced(self, standing: Standing, own: frozenset[int], now: float) -> bool:
        """Whether lanes that others own are worked on here, for long enough to be no passing state."""
        if own != self._own:
            self._own, self._own_since = own, now
        told = self._balance is not None and standing.site.balance != self._balance
        self._balance = standing.site.balance
        surplus = bool(self._active - own) and len(standing.workers) > 1
        return surplus and (told or now - self._own_since > _SETTLE_SECONDS)

    def _set_paces(self, site: Site) -> None:
        share = None if site.rate is None else site.rate / site.lanes
        for lane in range(site.lanes):
            self.pace(lane_key(lane)).change(share)
        for key in (NOW_KEY, CONTROL_KEY):
            self.pace(key).change(site.now_rate)


def own_lanes(name: str, told: tuple[int, ...] | None, standing: Standing) -> frozenset[int]:
    """The lanes that a worker consumes first: those it was told, or its share of what nobody was told."""
    if told is not None:
        return frozenset(lane for lane in told if lane < standing.site.lanes)
    taken = {lane for _, lanes in standing.workers for lane in lanes or ()}
    free = [lane for lane in range(standing.site.lanes) if lane not in taken]
    sharing = sorted({other for other, lanes in standing.workers if lanes is None} | {name})
    place = sharing.index(name)
    return frozenset(lane for n, lane in enumerate(free) if n % len(sharing) == place)
