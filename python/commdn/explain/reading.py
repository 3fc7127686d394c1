"""Reader of one log: its items, each given to whoever knows its writer.

Owns the order: lists, messages and lines as the core's reader finds them. `vendor` knows the logs of
T-Server, OCS, URS and SDKs, `simulator_log` and `session_log` this project's own, `json_log` their
JSON. What nobody knows is skipped; what looks like a message and cannot be read is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .. import _native
from ..decode import Around, Decoded, _decoded
from . import json_log, session_log, simulator_log, vendor
from .observation import Observation
from .sources import Source
from .times import Clock, find_time

__all__ = ["NotUnderstood", "Reading"]

# Of what was not understood the first places are told, the others counted.
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class _Bare:
    """A message without a list."""

    line: int
    around: Around


@dataclass(slots=True)
class NotUnderstood:
    """What a log has that could not be read."""

    count: int = 0
    places: list[tuple[int, str]] = field(default_factory=list)
    """Line and reason of the first ones."""

    def note(self, line: int, reason: str) -> None:
        """Count one."""
        self.count += 1
        if len(self.places) < _MOST_TOLD:
            self.places.append((line, reason))


@dataclass(slots=True)
class Reading:
    """One log on its way to observations; it is read from the start by `observations`."""

    source: Source
    number: int
    charset: str = "utf-8"
    role: vendor.RoleVotes = field(default_factory=vendor.RoleVotes)
    """Whose log it is; settled by the first reading and kept for the second."""
    clock: Clock = field(default_factory=Clock)
    year: int = 1970
    not_understood: NotUnderstood = field(default_factory=NotUnderstood)
    lines: int = 0
    writers: set[str] = field(default_factory=set)
    desktop: int = 0
    """Messages of the agent-desktop protocol."""

    def observations(self) -> Iterator[Observation]:
        """What the log tells, in its own order.

        Raises: OSError if it cannot be read.
        """
        self.clock = Clock(dated=self.clock.dated, year=self.year)
        self.not_understood = NotUnderstood()
        self.lines = self.desktop = 0
        ours = simulator_log.Reader(self.number, self.clock)
        sessions = session_log.Reader(self.number, self.clock)
        documents = json_log.Reader(self.number, self.clock)
        for item in self._items():
            found: Observation | None
            if isinstance(item, tuple):
                line, text = item
                found = self._line(line, text, ours, sessions, documents)
            elif isinstance(item, Decoded):
                self.lines = max(self.lines, item.last_line or 0)
                found = self._list(item, ours)
            else:
                self.lines = max(self.lines, item.line)
                around = item.around
                found = vendor.bare(self.number, item.line, around, self.role, self._time(around))
                if found is not None:
                    self.writers.add("T-Library")
            if found is not None:
                yield found
        if self.source.damage is not None:
            self.not_understood.note(self.lines, self.source.damage)

    def _items(self) -> Iterator[tuple[int, str] | Decoded | _Bare]:
        reader = _native.LogReader(self.charset, False, True)
        for piece in self.source.pieces():
            yield from map(_typed, reader.feed_items(piece))
        yield from map(_typed, reader.finish_items())

    def _line(
        self,
        line: int,
        text: str,
        ours: simulator_log.Reader,
        sessions: session_log.Reader,
        documents: json_log.Reader,
    ) -> Observation | None:
        self.lines = max(self.lines, line)
        if text.startswith("{") and text.rstrip().endswith("}"):
            read = documents.line(line, text)
            if read is not None:
                self.writers.add(read.writer)
                return read.observation
        if ours.expects(text):
            self.writers.add("simulator")
            return ours.line(line, text)
        if sessions.expects(text):
            self.writers.add("session")
            return sessions.line(line, text)
        if (time := find_time(text)) is not None:
            self.clock.read(time)
        return None

    def _list(self, item: Decoded, ours: simulator_log.Reader) -> Observation | None:
        if item.protocol == "desktop":
            self.desktop += 1
        for fault in item.faults:
            if item.protocol == "commdn":
                self.not_understood.note(fault.line, fault.text)
        if item.message is None:
            if item.protocol == "commdn":
                self.not_understood.note(item.line or 0, "a message without a known type")
            return None
        found = ours.list(item)
        if found is not None:
            return found
        time = None if item.around is None else self._time(item.around)
        self.writers.add({"ocs": "OCS", "sdk": "SDK"}.get(item.form or "", "T-Library"))
        return vendor.message(self.number, item, self.role, self.clock.last if time is None else time)

    def _time(self, around: Around) -> float | None:
        if around.logged_time is not None:
            return self.clock.read(around.logged_time)
        if around.time is not None and (self.clock.zoned or self.clock.last is None):
            self.clock.dated = self.clock.zoned = True
            return self.clock.seconds(around.time.timestamp())
        return self.clock.last


def _typed(item: Any) -> tuple[int, str] | Decoded | _Bare:
    if isinstance(item, tuple):
        line, text = item
        return line, text
    if "user_data" in item:
        return _decoded(item)
    return _Bare(item["line"], Around(**item["around"]))
