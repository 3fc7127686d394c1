"""Survey of the logs: who wrote each, whose clock is how far off, and who answers whom.

Owns what takes a first reading of everything: only counts and a bounded number of times are kept.
Clocks are compared by the messages that two logs have in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from .observation import Kind, Observation, Place
from .reading import Reading

__all__ = ["Placed", "Survey"]

# Of each log so many messages are kept for comparing clocks.
_MOST_MARKS = 20_000
# Two logs of one contact centre differ by zones and clocks, not by more.
_DAY = 86_400.0

_Key = tuple[object, ...]


@dataclass(slots=True)
class Placed:
    """One log: what it is, and its clock beside the first log's."""

    reading: Reading
    first: float | None = None
    last: float | None = None
    """On its own clock."""
    observations: int = 0
    receipts: bool = False
    """Whether it tells what its writer received, if that is a client."""
    distributes: bool = False
    """Whether it tells what T-Server sent out."""
    silent: bool = True
    """Whether it tells no message of this API, like the log of a bridge."""
    acks: bool = False
    """Whether it tells acknowledgements."""
    offset: float = 0.0
    """Seconds to add to its times to get the first log's."""
    common: int = 0
    """Messages that it has in common with a log placed before it."""
    how: str = "first"
    """How the offset was found: `first`, `messages`, `utc`, `given`, or `unknown`."""
    anchors: list[float] = field(default_factory=list)
    """Its own time less UTC, where it tells both."""
    marks: dict[_Key, float] = field(default_factory=dict)

    @property
    def utc_offset(self) -> float | None:
        """Its own time less UTC; None if it does not tell."""
        if self.reading.clock.zoned:
            return 0.0
        return median(self.anchors) if self.anchors else None


@dataclass(slots=True)
class Survey:
    """What a first reading of all logs tells."""

    logs: list[Placed] = field(default_factory=list)
    asked: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    """Requests by application, OCS and DN."""
    answered: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    """Messages to an application by OCS, application and DN."""
    spoke: Counter[int] = field(default_factory=Counter)
    """Messages by OCS."""
    last_spoke: dict[int, float] = field(default_factory=dict)
    """When an OCS was last heard, on the first log's clock."""
    echoes: set[int] = field(default_factory=set)
    """The OCS that send the reference id back."""
    addresses: set[int] = field(default_factory=set)
    """The OCS that name the application they answer."""

    @classmethod
    def of(cls, readings: Iterable[Reading], offsets: Mapping[int, float]) -> Survey:
        """Read all logs once.

        Raises: OSError for one that cannot be read.
        """
        survey = cls()
        heard: list[dict[int, float]] = []
        for reading in readings:
            log = Placed(reading)
            spoke: dict[int, float] = {}
            for seen in reading.observations():
                survey._count(log, seen, spoke)
            # Lines of no interest tell how far a log goes.
            clock = reading.clock
            if clock.first is not None and clock.last is not None:
                log.first = min(clock.first, log.first or clock.first)
                log.last = max(clock.last, log.last or clock.last)
            survey.logs.append(log)
            heard.append(spoke)
        survey._place(offsets)
        for log, spoke in zip(survey.logs, heard, strict=True):
            for ocs, time in spoke.items():
                survey.last_spoke[ocs] = max(survey.last_spoke.get(ocs, time + log.offset), time + log.offset)
            log.marks.clear()
        return survey

    def _count(self, log: Placed, seen: Observation, spoke: dict[int, float]) -> None:
        log.observations += 1
        if seen.time is not None:
            log.first = seen.time if log.first is None else min(log.first, seen.time)
            log.last = seen.time if log.last is None else max(log.last, seen.time)
            if seen.utc is not None and len(log.anchors) < 1000:
                log.anchors.append(seen.time - seen.utc)
        place = seen.place
        log.acks = log.acks or seen.kind is Kind.ACK
        facts = seen.facts
        if seen.kind is Kind.OUTCOME and facts is not None and facts.origin is not None:
            log.receipts = True
            self.spoke[facts.origin] += 1
        if facts is None or seen.kind not in (Kind.REQUEST, Kind.EVENT):
            return
        log.silent = False
        if seen.kind is Kind.REQUEST:
            self.asked[facts.origin or 0, facts.target or 0, seen.dn or ""] += 1
        else:
            ocs, application = facts.origin or 0, facts.target or 0
            log.receipts = log.receipts or place == Place("client", "in")
            log.distributes = log.distributes or place == Place("tserver", "out")
            self.answered[ocs, application, seen.dn or ""] += 1
            self.spoke[ocs] += 1
            if seen.time is not None:
                spoke[ocs] = max(seen.time, spoke.get(ocs, seen.time))
            if facts.reference is not None:
                self.echoes.add(ocs)
            if application:
                self.addresses.add(ocs)
        if seen.time is not None and len(log.marks) < _MOST_MARKS:
            key = (
                seen.kind,
                facts.message,
                facts.origin,
                facts.target,
                facts.reference,
                facts.campaign,
                facts.group,
                facts.phone,
                facts.customer_id,
            )
            log.marks.setdefault(key, seen.time)

    def _place(self, offsets: Mapping[int, float]) -> None:
        for number, log in enumerate(self.logs):
            if number in offsets:
                log.offset, log.how = offsets[number], "given"
            elif number > 0:
                self._compare(log, self.logs[:number])

    def _compare(self, log: Placed, before: list[Placed]) -> None:
        """Find a log's offset by the one that it has most messages in common with."""
        best = max(before, key=lambda other: len(log.marks.keys() & other.marks.keys()))
        shared = log.marks.keys() & best.marks.keys()
        log.common = len(shared)
        if shared:
            kinds = []
            for kind in (Kind.REQUEST, Kind.EVENT):
                ahead = [best.marks[key] + best.offset - log.marks[key] for key in shared if key[0] is kind]
                if ahead:
                    kinds.append(median(ahead))
            # Requests are late at one end and answers at the other: the way there and back cancel out.
            offset = sum(kinds) / len(kinds)
            log.offset, log.how = offset, "messages"
            return
        mine, theirs = log.utc_offset, best.utc_offset
        if mine is not None and theirs is not None:
            log.offset, log.how = theirs + best.offset - mine, "utc"
            return
        log.how = "unknown"
        if log.reading.clock.dated != best.reading.clock.dated and None not in (log.first, best.first):
            days = ((best.first or 0.0) - (log.first or 0.0)) // _DAY
            log.offset = days * _DAY
