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
from typing import TYPE_CHECKING, TypeVar

from ._generated.numbers import SessionStats
from ._record import Record
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


_Enum = TypeVar("_Enum", DialMode, OptimizeBy)


def _seconds(name: str, value: int | datetime | None) -> int | None:
    """A time as seconds since 1970: nobody can know what one without a zone means."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None or value.utcoffset() is None:
        raise ValueError(
            f"{name} {value} has no time zone: give it one, as datetime(..., tzinfo=ZoneInfo('Europe/Berlin'))"
        )
    return int(value.timestamp())


def _member(kind: type[_Enum], value: _Enum | int | str | None) -> _Enum | None:
    """A member that was given as such, as a number, or by a name."""
    if value is None or isinstance(value, kind):
        return value
    return kind.from_name(value) if isinstance(value, str) else kind(value)


class Chain(StrEnum):
    """Scope of a request within a chain of records; OCS takes a missing one as all of the chain."""

    ALL_CHAIN = "AllChain"
    RECORD_ONLY = "RecordOnly"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleItem(Record):
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
        dial_mode: DialMode | int | str | None = None,
        optimize_by: OptimizeBy | int | str | None = None,
        optimize_goal: int | None = None,
        stop_at_time: int | datetime | None = None,
        stop_at_contacts: int | None = None,
        stop_at_dials: int | None = None,
        sleep_before_next_start: int | None = None,
        status: GroupStatus | None = None,
    ) -> None:
        set_field = object.__setattr__
        set_field(self, "campaign", campaign)
        set_field(self, "dial_mode", _member(DialMode, dial_mode))
        set_field(self, "optimize_by", _member(OptimizeBy, optimize_by))
        set_field(self, "optimize_goal", optimize_goal)
        set_field(self, "stop_at_time", _seconds("stop_at_time", stop_at_time))
        set_field(self, "stop_at_contacts", stop_at_contacts)
        set_field(self, "stop_at_dials", stop_at_dials)
        set_field(self, "sleep_before_next_start", sleep_before_next_start)
        set_field(self, "status", status)


@dataclass(frozen=True, slots=True)
class Schedule(Record):
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
class PriorityRule(Record):
    """The priority of one kind of record, and how many of them are taken at a time."""

    priority: int | None = None
    n_records: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DialingPriority(Record):
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
class Notice(Record):
    """What a session tells unasked."""

    kind: NoticeKind
    event: Event | None = None
    link_up: bool | None = None
    error: CommDNError | None = None
