"""Explain logs: each request from the one that sent it to OCS and back, and why some have no answer.

    explanation = explain("tserver.log", "desktop.log")
    for trace in explanation.traces():
        print(trace.state.value, trace.facts, trace.verdict)
    print(explanation.totals)

Logs of T-Server, OCS, URS and the vendor's SDKs are read, and this project's own: of the simulator,
of sessions (level DEBUG), of the bridge. Several are merged by time, though their clocks differ.
Logs of any size are read in flat memory: twice, once for a survey and once for the traces.
"""

from __future__ import annotations

import heapq
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from .following import Follower
from .observation import Facts, Kind, Observation, Place
from .reading import Reading
from .sources import Source
from .survey import Placed, Survey
from .traces import Answer, Hop, State, Trace, Verdict
from .verdict import judge

__all__ = [
    "Answer",
    "Explanation",
    "Facts",
    "Hop",
    "Kind",
    "Observation",
    "Place",
    "Placed",
    "Source",
    "State",
    "Survey",
    "Trace",
    "Verdict",
    "explain",
]

# Traces end out of order; so many are held back to be told in the order of their requests.
_HELD = 20_000


@dataclass(slots=True)
class Explanation:
    """What the logs tell."""

    survey: Survey
    wait: float
    totals: Counter[State] = field(default_factory=Counter)
    """How many requests ended how, of the traces that were taken so far."""
    _readings: list[Reading] = field(default_factory=list)

    @property
    def logs(self) -> list[Placed]:
        """The logs in the order in which they were given."""
        return self.survey.logs

    def observations(self) -> Iterator[Observation]:
        """What all logs tell, on the first log's clock and in the order of time."""
        return heapq.merge(*(self._shifted(log) for log in self.logs), key=_moment)

    def traces(self) -> Iterator[Trace]:
        """Every request with what became of it, in the order of time; reads the logs once more."""
        self.totals.clear()
        held: list[tuple[float, int, Trace]] = []
        for trace in self._ended():
            trace.verdict = judge(trace, self.survey, wait=self.wait)
            self.totals[trace.state] += 1
            heapq.heappush(held, (trace.start if trace.start is not None else float("inf"), trace.number, trace))
            if len(held) > _HELD:
                yield heapq.heappop(held)[2]
        while held:
            yield heapq.heappop(held)[2]

    def _ended(self) -> Iterator[Trace]:
        follower = Follower(self.survey, wait=self.wait)
        for seen in self.observations():
            yield from follower.take(seen)
        yield from follower.finish()

    @staticmethod
    def _shifted(log: Placed) -> Iterator[Observation]:
        for seen in log.reading.observations():
            if seen.time is not None:
                seen.time += log.offset
            yield seen


def _moment(seen: Observation) -> float:
    # What has no time comes at once: a log that has none is told in its own order.
    return float("-inf") if seen.time is None else seen.time


def explain(
    *logs: str | os.PathLike[str] | bytes | BinaryIO | Source,
    charset: str = "utf-8",
    wait: float = 10.0,
    offsets: Mapping[int, float] | None = None,
    year: int | None = None,
) -> Explanation:
    """Read logs and survey them; `Explanation.traces` then tells the requests.

    A log is a path, bytes, or an open binary file; gzip files are unpacked. `charset` is that of logs
    without a mark of their own. `wait` is how many seconds the one that asks waits for an answer.
    `offsets` gives the seconds to add to the times of a log, by its place among `logs`, where its
    clock cannot be compared. `year` is that of logs whose dates have none (default: this one).
    Raises: OSError for a log that cannot be read, CommDNInvalidArgument for an unknown charset,
    ValueError without a log.
    """
    if not logs:
        raise ValueError("name at least one log")
    if year is None:
        from datetime import date

        year = date.today().year
    sources = [log if isinstance(log, Source) else Source.of(log) for log in logs]
    readings = [Reading(source, number, charset, year=year) for number, source in enumerate(sources)]
    survey = Survey.of(readings, offsets or {})
    return Explanation(survey, wait, _readings=readings)
