"""What a log tells: one observation for each line or message that matters.

Owns the values that readers make and the rest of the package uses; they know no log's syntax.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, TypeAlias

from .._native import Event, Request

__all__ = ["Facts", "Kind", "Observation", "Place", "Role", "Way"]

Role: TypeAlias = Literal["client", "tserver", "ocs", "unknown"]
"""Whose log it is."""
Way: TypeAlias = Literal["in", "out"]
"""To or from the program that wrote the log."""


class Kind(Enum):
    """What was observed."""

    REQUEST = "request"
    """A request of this API."""
    EVENT = "event"
    """A message of an OCS: an answer or a notification."""
    ACK = "ack"
    """T-Server acknowledged a request."""
    REFUSAL = "refusal"
    """T-Server refused a request."""
    OUTCOME = "outcome"
    """A session's own word on what became of its request."""
    IGNORED = "ignored"
    """An OCS ignored a request, and why."""
    FAULT = "fault"
    """A fault that the simulator did on demand."""
    NOTE = "note"
    """Something about a connection, a DN or the log itself."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where on its way a message was seen: at whose end, going which way."""

    role: Role
    way: Way


@dataclass(frozen=True, slots=True)
class Facts:
    """What tells messages apart; None where the log does not tell."""

    message: int
    origin: int | None = None
    target: int | None = None
    reference: int | None = None
    campaign: int | None = None
    group: int | None = None
    phone: str | None = None
    customer_id: str | None = None
    error: int | None = None

    @classmethod
    def of(cls, message: Request | Event) -> Facts:
        """Those of a message."""
        error = message.error if isinstance(message, Event) else None
        return cls(
            message=int(message.message_type),
            origin=message.origin,
            target=message.target,
            reference=message.reference_id,
            campaign=message.campaign,
            group=message.group,
            phone=message.phone,
            customer_id=message.customer_id,
            error=None if error is None else int(error),
        )

    def same(self, other: Facts) -> bool:
        """Whether nothing that both tell differs."""
        if self.message != other.message:
            return False
        pairs = (
            (self.origin, other.origin),
            (self.target, other.target),
            (self.reference, other.reference),
            (self.campaign, other.campaign),
            (self.group, other.group),
            (self.phone, other.phone),
            (self.customer_id, other.customer_id),
        )
        return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)


@dataclass(slots=True)
class Observation:
    """One thing that a log tells."""

    source: int
    """The log, as its place among those that were given."""
    line: int
    kind: Kind
    time: float | None = None
    """Seconds on the log's own clock; after merging on the common one."""
    place: Place = field(default_factory=lambda: Place("unknown", "in"))
    facts: Facts | None = None
    message: Request | Event | None = None
    hidden: bool = False
    """Whether the log hides facts of it."""
    dn: str | None = None
    tserver_reference: int | None = None
    """`AttributeReferenceID`: the number by which T-Server acknowledges or refuses."""
    sequence: int | None = None
    """`AttributeEventSequenceNumber`."""
    client: str | None = None
    """The client at T-Server's other end, as the log names it."""
    clients: tuple[str, ...] | None = None
    """Whom T-Server sent it to; None where the log does not tell."""
    applications: tuple[str, ...] = ()
    """The names of their applications."""
    text: str = ""
    """What else it tells: a reason, an error, the kind of a fault."""
    code: int | None = None
    """T-Server's error code."""
    answered: bool | None = None
    """Of an outcome: whether an answer came."""
    utc: float | None = None
    """Seconds since 1970, where the log tells them besides its own time."""
