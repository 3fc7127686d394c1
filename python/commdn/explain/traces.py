"""A trace: one request on its way through the logs, from who sent it to the answers of OCS.

Owns the values that text, JSON and page are made of. Times are on the common clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from .._native import Event, Request
from .observation import Facts, Observation, Place

__all__ = ["Answer", "Hop", "State", "Trace", "Verdict"]


class State(Enum):
    """What became of a request, as far as the logs tell."""

    ANSWERED = "answered"
    """OCS acknowledged it."""
    REFUSED = "refused"
    """OCS refused it, with an error."""
    REFUSED_BY_TSERVER = "refused by T-Server"
    """T-Server did not distribute it."""
    UNANSWERED = "unanswered"
    """No answer reached the one that asked."""
    UNDETERMINED = "undetermined"
    """An answer came that fits this request and others, and the log hides which."""


@dataclass(frozen=True, slots=True)
class Hop:
    """A message seen at one place."""

    place: Place
    source: int
    line: int
    time: float | None
    what: str
    """`request`, `ack`, `refusal`, `answer` or `outcome`."""

    @classmethod
    def of(cls, seen: Observation, what: str) -> Hop:
        """The hop that an observation is."""
        return cls(seen.place, seen.source, seen.line, seen.time, what)


@dataclass(slots=True)
class Answer:
    """An answer of one OCS, at all places where it was seen."""

    facts: Facts
    event: Event | None
    hops: list[Hop] = field(default_factory=list)
    reached: bool = False
    """Whether the client that asked was among those that T-Server sent it to; where a log tells."""
    over: bool = False
    """Whether the request was sent again after it: what comes is another answer."""
    partial: bool = False
    """Whether it lacks facts of the request, and fits no other one."""
    clients_told: bool = False
    """Whether a log tells whom T-Server sent it to."""

    @property
    def is_refusal(self) -> bool:
        """Whether OCS refused."""
        return self.facts.message == 27 or bool(self.facts.error)

    def seen(self, place: Place, source: int) -> bool:
        """Whether it was seen there."""
        return any(hop.place == place and hop.source == source for hop in self.hops)

    def at(self, place: Place) -> Hop | None:
        """Where it was first seen at such a place."""
        return next((hop for hop in self.hops if hop.place == place), None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a request has no answer, as far as the logs tell."""

    code: str
    """A word for programs, such as `ocs-silent`."""
    text: str
    """What happened, in one sentence."""
    advice: str = ""
    """What to check or do."""
    evidence: tuple[tuple[int, int], ...] = ()
    """Log and line of what tells so."""


@dataclass(slots=True)
class Trace:
    """One request."""

    number: int
    facts: Facts
    request: Request
    start: float | None
    hidden: bool = False
    dn: str | None = None
    hops: list[Hop] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    client: str | None = None
    application: str | None = None
    tserver_reference: int | None = None
    sequences: set[int] = field(default_factory=set)
    refusal: Observation | None = None
    outcome: Observation | None = None
    marks: list[Observation] = field(default_factory=list)
    """Faults and ignorings that are about it."""
    ambiguous: list[Observation] = field(default_factory=list)
    """Answers that fit it and others."""
    strays: list[Observation] = field(default_factory=list)
    """Messages from the OCS that was asked to the one that asked, which fit no request."""
    notes: list[Observation] = field(default_factory=list)
    """What happened meanwhile to connections."""
    repeats: int = 0
    """How often it was sent again, with the same reference id."""
    state: State = State.UNANSWERED
    verdict: Verdict | None = None
    late: bool = False
    """Whether the answer came after the one that asked may have given up."""

    def seen(self, place: Place, source: int) -> bool:
        """Whether the request was seen there."""
        return any(
            hop.what == "request" and hop.place == place and hop.source == source for hop in self.hops
        )

    def at(self, place: Place, what: str = "request") -> Hop | None:
        """Where something was first seen at such a place."""
        return next((hop for hop in self.hops if hop.what == what and hop.place == place), None)

    @property
    def ack(self) -> Hop | None:
        """T-Server's acknowledgement."""
        return next((hop for hop in self.hops if hop.what == "ack"), None)

    @property
    def acknowledged(self) -> bool:
        """Whether T-Server took it, by its acknowledgement or because it distributed the request."""
        passed = (Place("tserver", "out"), Place("ocs", "in"))
        return self.ack is not None or any(hop.place in passed for hop in self.hops if hop.what == "request")

    def all_hops(self) -> list[Hop]:
        """Everything that was seen of it and its answers, in the order of time."""
        hops = [*self.hops, *(hop for answer in self.answers for hop in answer.hops)]
        known = [hop for hop in hops if hop.time is not None]
        return sorted(known, key=_moment) + [hop for hop in hops if hop.time is None]


def _moment(hop: Hop) -> tuple[float, int]:
    order = {
        ("request", "client"): 0,
        ("request", "tserver"): 1,
        ("ack", "tserver"): 2,
        ("refusal", "tserver"): 2,
        ("request", "ocs"): 3,
        ("answer", "ocs"): 4,
        ("answer", "tserver"): 5,
        ("ack", "client"): 5,
        ("answer", "client"): 6,
    }
    return (hop.time or 0.0, order.get((hop.what, hop.place.role), 7))
