"""States, kinds and counters by name.

Printed by `cargo xtask api` from core/src/description: change that, and run it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .._record import Record

__all__ = ["EntryState", "OutcomeKind", "SessionStats"]


class OutcomeKind(StrEnum):
    """The ending of an entry of an outbox."""

    ACKNOWLEDGED = "acknowledged"
    """OCS has acknowledged it."""
    REFUSED = "refused"
    """OCS, T-Server or the rules of the API refused it."""
    UNKNOWN = "unknown"
    """It was sent, and whether OCS acted on it is not known; the error's message names the query
    that settles it.
    """
    GAVE_UP = "gave_up"
    """All attempts failed; a dead letter."""
    EXPIRED = "expired"
    """It grew too old; a dead letter."""
    CANCELLED = "cancelled"
    """It was cancelled before it was sent, or between two attempts: OCS may then have acted on an
    earlier one.
    """


class EntryState(StrEnum):
    """The state of an entry of an outbox."""

    WAITING = "waiting"
    """It is sent when its time comes."""
    BLOCKED = "blocked"
    """An earlier request of the same customer is unfinished."""
    CLAIMED = "claimed"
    """A process has taken it to send it."""
    DONE = "done"
    """It has its outcome."""
    DEAD = "dead"
    """It was given up or has expired, and may be retried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStats(Record):
    """Counters of a session, and its current sizes."""

    submitted: int
    """Requests submitted."""
    acknowledged: int
    """Requests acknowledged by OCS."""
    refused: int
    """Requests refused by OCS."""
    refused_by_tserver: int
    """Requests refused by T-Server."""
    unanswered: int
    """Requests that nobody answered in time."""
    disconnected: int
    """Requests ended by a lost connection, or for want of one."""
    withdrawn: int
    """Requests withdrawn by the caller."""
    late_answers: int
    """Answers to requests that had ended before."""
    ambiguous_answers: int
    """Answers that fitted several open requests that differ."""
    unsolicited: int
    """Events that came unasked."""
    echoes: int
    """This application's own requests, distributed back."""
    foreign: int
    """CommDN messages between others."""
    desktop: int
    """User events of the agent-desktop protocol."""
    other_traffic: int
    """User events of neither protocol."""
    malformed: int
    """User data that is not a packed list."""
    open_requests: int
    """Requests that are open."""
    waiting_notices: int
    """Notices that wait to be taken."""
    lost_notices: int
    """Notices that had to make room for newer ones."""
    unsent_bytes: int
    """Bytes that wait for the peer to take them."""
    received_bytes: int
    """Bytes received."""
    sent_bytes: int
    """Bytes sent."""
    reconnects: int
    """Lost connections that were replaced."""
    repeated: int
    """Requests sent again on another connection, once for each time."""
