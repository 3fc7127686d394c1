"""Requests by name, to be sent with `Session.call`, `Session.submit`, `Session.stream` or a `Completions` queue.

`Session` has a method of the same name for each of them. A request is checked when it is sent.

`group` and `campaign` are DBIDs. Load, start, stop, set-mode, unload, force-unload and status
requests are about a campaign, or with `schedule` about a sequence. `target` is the DBID of the OCS that
is asked, whatever the session's default is; 0 asks every OCS on the DN, which only
`do_not_call` and `cancel_record` may. `extra` are further pairs of user data.

`phone` is a number in any notation that `commdn.normalize_phone` reads, and its digits are sent; what is not certainly
one number is refused when the request is sent. With `as_is` any text of at most 64 bytes is sent unharmed.
"""

from __future__ import annotations

from typing import TypeAlias, TypedDict

from ._native import KVList, Request, _record_request
from .enums import DialMode, MessageType, OptimizeBy
from .records import DialingPriority, Schedule
from .typing import PairsLike

__all__ = [
    "Dialing",
    "cancel_record",
    "campaign_status",
    "complete_campaign",
    "do_not_call",
    "force_unload_campaign",
    "load_campaign",
    "set_dialing_mode",
    "start_dialing",
    "stop_dialing",
    "unload_campaign",
]

_Extra: TypeAlias = KVList | PairsLike | None

# Plain numbers: bulk jobs make many of these requests, and a member of an enumeration is slow to look up.
_DO_NOT_CALL = int(MessageType.REQ_DO_NOT_CALL)
_CANCEL_RECORD = int(MessageType.REQ_CANCEL_RECORD)


class Dialing(TypedDict):
    """How a campaign dials, to be kept and passed as `**dialing`."""

    dial_mode: DialMode
    optimize_by: OptimizeBy
    optimize_goal: int


def do_not_call(
    phone: str | None = None,
    *,
    customer_id: str | None = None,
    chain: str | None = None,
    target: int | None = None,
    extra: _Extra = None,
    as_is: bool = False,
) -> Request:
    """Put a phone number, a customer, or both on the do-not-call list."""
    return _record_request(_DO_NOT_CALL, phone, customer_id, None, chain, target, extra, as_is)


def cancel_record(
    phone: str | None = None,
    *,
    customer_id: str | None = None,
    campaign_name: str | None = None,
    chain: str | None = None,
    target: int | None = None,
    extra: _Extra = None,
    as_is: bool = False,
) -> Request:
    """Cancel the records of a phone number, in one campaign or in all."""
    return _record_request(
        _CANCEL_RECORD, phone, customer_id, campaign_name, chain, target, extra, as_is
    )


def load_campaign(
    campaign: int | None = None,
    group: int | None = None,
    *,
    dial_mode: DialMode | int | None = None,
    optimize_by: OptimizeBy | int | None = None,
    optimize_goal: int | None = None,
    auto_completion: bool | None = None,
    dialing_priority: DialingPriority | None = None,
    schedule: Schedule | None = None,
    target: int | None = None,
    extra: _Extra = None,
) -> Request:
    """Load a campaign with a dialling mode, method and goal, or a sequence."""
    return Request(
        MessageType.REQ_LOAD_CAMPAIGN,
        campaign=campaign,
        group=group,
        dial_mode=dial_mode,
        optimize_by=optimize_by,
        optimize_goal=optimize_goal,
        auto_completion=auto_completion,
        dialing_priority=dialing_priority,
        schedule=schedule,
        target=target,
        extra=extra,
    )


def start_dialing(
    campaign: int | None = None,
    group: int | None = None,
    *,
    dial_mode: DialMode | int | None = None,
    optimize_by: OptimizeBy | int | None = None,
    optimize_goal: int | None = None,
    auto_completion: bool | None = None,
    dialing_priority: DialingPriority | None = None,
    schedule: Schedule | None = None,
    target: int | None = None,
    extra: _Extra = None,
) -> Request:
    """Start dialling a campaign or a sequence.

    A campaign dials as it was loaded in whatever is not given: a mode may be given alone, a method only
    with its goal.
    """
    return Request(
        MessageType.REQ_START_DIALING,
        campaign=campaign,
        group=group,
        dial_mode=dial_mode,
        optimize_by=optimize_by,
        optimize_goal=optimize_goal,
        auto_completion=auto_completion,
        dialing_priority=dialing_priority,
        schedule=schedule,
        target=target,
        extra=extra,
    )


def set_dialing_mode(
    campaign: int | None = None,
    group: int | None = None,
    *,
    dial_mode: DialMode | int | None = None,
    optimize_by: OptimizeBy | int | None = None,
    optimize_goal: int | None = None,
    auto_completion: bool | None = None,
    dialing_priority: DialingPriority | None = None,
    schedule: Schedule | None = None,
    target: int | None = None,
    extra: _Extra = None,
) -> Request:
    """Change how a campaign or a sequence dials.

    What is not given stays as it is: a mode may be given alone, a method only with its goal.
    """
    return Request(
        MessageType.REQ_SET_DIALING_MODE,
        campaign=campaign,
        group=group,
        dial_mode=dial_mode,
        optimize_by=optimize_by,
        optimize_goal=optimize_goal,
        auto_completion=auto_completion,
        dialing_priority=dialing_priority,
        schedule=schedule,
        target=target,
        extra=extra,
    )


def stop_dialing(
    campaign: int | None = None,
    group: int | None = None,
    *,
    schedule: Schedule | None = None,
    target: int | None = None,
    extra: _Extra = None,
) -> Request:
    """Stop dialling."""
    return Request(
        MessageType.REQ_STOP_DIALING,
        campaign=campaign,
        group=group,
        schedule=schedule,
        target=target,
        extra=extra,
    )


def unload_campaign(
    campaign: int | None = None,
    group: int | None = None,
    *,
    schedule: Schedule | None = None,
    target: int | None = None,
    extra: _Extra = None,
) -> Request:
    """Unload a campaign or a sequence, once no record is out any more."""
    return Request(
        MessageType.REQ_UNLOAD_CAMPAIGN,
        campaign=campaign,
        group=group,
        schedule=schedule,
        target=target,
        extra=extra,
    )


def force_unload_campaign(
    campaign: int | None = None,
    group: int | None = None,
    *,
    schedule: Schedule | None = None,
    target: int | None = None,
    extra: _Extra = None,
) -> Request:
    """Unload without waiting for records that are out."""
    return Request(
        MessageType.REQ_FORCE_UNLOAD_CAMPAIGN,
        campaign=campaign,
        group=group,
        schedule=schedule,
        target=target,
        extra=extra,
    )


def campaign_status(
    campaign: int | None = None,
    group: int | None = None,
    *,
    schedule: Schedule | None = None,
    target: int | None = None,
    extra: _Extra = None,
) -> Request:
    """Ask where a campaign stands; of a sequence, each of its items."""
    return Request(
        MessageType.REQ_GET_CAMPAIGN_STATUS,
        campaign=campaign,
        group=group,
        schedule=schedule,
        target=target,
        extra=extra,
    )


def complete_campaign(
    campaign: int,
    group: int,
    *,
    target: int | None = None,
    extra: _Extra = None,
) -> Request:
    """End a campaign as if its records were used up."""
    return Request(
        MessageType.REQ_COMPLETE_CAMPAIGN,
        campaign=campaign,
        group=group,
        target=target,
        extra=extra,
    )
