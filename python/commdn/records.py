"""The small records that requests and events are made of.

All are immutable, compare by value, and can be pickled. What a field means is told by the
chapter *Communication DN API*; numbers of times are seconds since 1970 (UTC). Where a time is asked for, a
`datetime` with a time zone may be given, and is kept as that number; one without a zone is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from .enums import DialMode, GroupStatus, OptimizeBy

if TYPE_CHECKING:
    from ._native import Event
    from .errors import CommDNError

__all__ = [
    "Chain",
    "DialingPriority",
    "Notice",
    "NoticeKind",
    "PriorityRule",
    "Schedule",
    "ScheduleItem",
    "SessionStats",
]


def _seconds(name: str, value: int | datetime | None) -> int | None:
    """A time as seconds since 1970: nobody can know what one without a zone means."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None or value.utcoffset() is None:
        raise ValueError(
            f"{name} {value} has no time zone: give it one, as datetime(..., tzinfo=ZoneInfo('Europe/Berlin'))"
        )
    return int(value.timestamp())


class Chain(StrEnum):
    """Scope of a request within a chain of records; OCS takes a missing one as all of the chain."""

    ALL_CHAIN = "AllChain"
    RECORD_ONLY = "RecordOnly"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleItem:
    """One campaign of a sequence; `stop_at_time` may be given as a `datetime` with a time zone."""

    campaign: int | None = None
    """DBID of the campaign."""
    dial_mode: DialMode | None = None
    optimize_by: OptimizeBy | None = None
    optimize_goal: int | None = None
    """Percent, or seconds: see `optimize_by`."""
    stop_at_time: int | None = None
    """Stop at this time, in seconds since 1970."""
    stop_at_contacts: int | None = None
    """Stop after so many contacts."""
    stop_at_dials: int | None = None
    """Stop after so many dial attempts."""
    sleep_before_next_start: int | None = None
    """Minutes to wait before this item starts."""
    status: GroupStatus | None = None
    """Where it stands, in answers."""

    def __init__(
        self,
        *,
        campaign: int | None = None,
        dial_mode: DialMode | None = None,
        optimize_by: OptimizeBy | None = None,
        optimize_goal: int | None = None,
        stop_at_time: int | datetime | None = None,
        stop_at_contacts: int | None = None,
        stop_at_dials: int | None = None,
        sleep_before_next_start: int | None = None,
        status: GroupStatus | None = None,
    ) -> None:
        set_field = object.__setattr__
        set_field(self, "campaign", campaign)
        set_field(self, "dial_mode", dial_mode)
        set_field(self, "optimize_by", optimize_by)
        set_field(self, "optimize_goal", optimize_goal)
        set_field(self, "stop_at_time", _seconds("stop_at_time", stop_at_time))
        set_field(self, "stop_at_contacts", stop_at_contacts)
        set_field(self, "stop_at_dials", stop_at_dials)
        set_field(self, "sleep_before_next_start", sleep_before_next_start)
        set_field(self, "status", status)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A campaign sequence; `start_time` may be given as a `datetime` with a time zone."""

    items: tuple[ScheduleItem, ...]
    description: str | None = None
    start_time: int | None = None
    """When it starts, in seconds since 1970."""
    announced_items: int | None = None
    """`nItems` as received; it is written from the number of items."""

    def __init__(
        self,
        items: Iterable[ScheduleItem],
        *,
        description: str | None = None,
        start_time: int | datetime | None = None,
        announced_items: int | None = None,
    ) -> None:
        set_field = object.__setattr__
        set_field(self, "items", tuple(items))
        set_field(self, "description", description)
        set_field(self, "start_time", _seconds("start_time", start_time))
        set_field(self, "announced_items", announced_items)


@dataclass(frozen=True, slots=True)
class PriorityRule:
    """The priority of one kind of record, and how many of them are taken at a time."""

    priority: int | None = None
    n_records: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DialingPriority:
    """In which proportion the three kinds of records are dialled."""

    general: PriorityRule | None = None
    campaign_rescheduled: PriorityRule | None = None
    campaign_call_back: PriorityRule | None = None


class NoticeKind(StrEnum):
    """What a notice tells."""

    UNSOLICITED = "unsolicited"
    """An event that was sent unasked, or for somebody else's request."""
    LATE = "late"
    """The answer to a request that was given up before."""
    AMBIGUOUS = "ambiguous"
    """An answer that fits several open requests that differ; none was completed."""
    SWITCH_LINK = "switch_link"
    """T-Server's link to the switch came or went: see `link_up`."""
    UNREGISTERED = "unregistered"
    """The DN is no longer registered; its registration was asked for again."""
    REGISTERED = "registered"
    """The DN is registered again."""
    OUT_OF_SERVICE = "out_of_service"
    """The DN is out of service: requests wait."""
    IN_SERVICE = "in_service"
    """The DN is back in service."""
    DISCONNECTED = "disconnected"
    """The connection is lost: see `error`. The session connects again, unless `Session.is_over`."""
    CONNECTED = "connected"
    """A connection is up again, or for the first time with `connect_in_background`."""
    UNKNOWN = "unknown"
    """Something that this version does not know."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a session tells unasked."""

    kind: NoticeKind
    event: Event | None = None
    link_up: bool | None = None
    error: CommDNError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStats:
    """What a session has seen, and what it holds."""

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
    repeated: int
    """Requests sent again on another connection, once for each time."""
    reconnects: int
    """Lost connections that were replaced."""
    withdrawn: int
    """Requests given up by the caller."""
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
    """User data that is no packed list."""
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
