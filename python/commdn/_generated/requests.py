"""A function for each request.

Printed by `cargo xtask api` from core/src/description: change that, and run it.
"""

from __future__ import annotations

from .._native import KVList, Request, _record_request
from ..enums import DialMode, MessageType, OptimizeBy
from ..records import DialingPriority, Schedule
from ..typing import PairsLike

__all__ = [
    "campaign_status",
    "cancel_record",
    "complete_campaign",
    "do_not_call",
    "force_unload_campaign",
    "load_campaign",
    "set_dialing_mode",
    "start_dialing",
    "stop_dialing",
    "unload_campaign",
]

# Plain numbers: bulk jobs make many requests, and a member of an enumeration is slow to look up.
_LOAD_CAMPAIGN = int(MessageType.REQ_LOAD_CAMPAIGN)
_UNLOAD_CAMPAIGN = int(MessageType.REQ_UNLOAD_CAMPAIGN)
_CAMPAIGN_STATUS = int(MessageType.REQ_GET_CAMPAIGN_STATUS)
_SET_DIALING_MODE = int(MessageType.REQ_SET_DIALING_MODE)
_START_DIALING = int(MessageType.REQ_START_DIALING)
_STOP_DIALING = int(MessageType.REQ_STOP_DIALING)
_DO_NOT_CALL = int(MessageType.REQ_DO_NOT_CALL)
_CANCEL_RECORD = int(MessageType.REQ_CANCEL_RECORD)
_FORCE_UNLOAD_CAMPAIGN = int(MessageType.REQ_FORCE_UNLOAD_CAMPAIGN)
_COMPLETE_CAMPAIGN = int(MessageType.REQ_COMPLETE_CAMPAIGN)


def load_campaign(
    campaign: int | None = None,
    group: int | None = None,
    *,
    dial_mode: DialMode | int | str | None = None,
    optimize_by: OptimizeBy | int | str | None = None,
    optimize_goal: int | None = None,
    auto_completion: bool | None = None,
    schedule: Schedule | None = None,
    dialing_priority: DialingPriority | None = None,
    target: int | None = None,
    extra: KVList | PairsLike | None = None,
) -> Request:
    """Load a campaign; its dialling settings are mandatory.

    `campaign`: DBID of the campaign; 0 addresses a sequence.
    `group`: DBID of the group.
    `dial_mode`: Dialling mode of a campaign group.
    `optimize_by`: Optimisation method.
    `optimize_goal`: Optimisation goal: percent, or seconds.
    `auto_completion`: Whether OCS stops and unloads the group when it runs out of records.
    `schedule`: Campaign sequence; in answers each item has a status. In place of a campaign.
    `dialing_priority`: Dialling priorities by type of record.
    `target`: DBID of the OCS to ask, whatever the session's is.
    `extra`: further pairs of user data.
    """
    return Request(
        _LOAD_CAMPAIGN,
        campaign=campaign,
        group=group,
        dial_mode=dial_mode,
        optimize_by=optimize_by,
        optimize_goal=optimize_goal,
        auto_completion=auto_completion,
        schedule=schedule,
        dialing_priority=dialing_priority,
        target=target,
        extra=extra,
    )


def unload_campaign(
    campaign: int | None = None,
    group: int | None = None,
    *,
    schedule: Schedule | None = None,
    target: int | None = None,
    extra: KVList | PairsLike | None = None,
) -> Request:
    """Unload a campaign.

    `campaign`: DBID of the campaign; 0 addresses a sequence.
    `group`: DBID of the group.
    `schedule`: Campaign sequence; in answers each item has a status. In place of a campaign.
    `target`: DBID of the OCS to ask, whatever the session's is.
    `extra`: further pairs of user data.
    """
    return Request(
        _UNLOAD_CAMPAIGN,
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
    extra: KVList | PairsLike | None = None,
) -> Request:
    """Ask for a campaign's status.

    `campaign`: DBID of the campaign; 0 addresses a sequence.
    `group`: DBID of the group.
    `schedule`: Campaign sequence; in answers each item has a status. In place of a campaign.
    `target`: DBID of the OCS to ask, whatever the session's is.
    `extra`: further pairs of user data.
    """
    return Request(
        _CAMPAIGN_STATUS,
        campaign=campaign,
        group=group,
        schedule=schedule,
        target=target,
        extra=extra,
    )


def set_dialing_mode(
    campaign: int | None = None,
    group: int | None = None,
    *,
    dial_mode: DialMode | int | str | None = None,
    optimize_by: OptimizeBy | int | str | None = None,
    optimize_goal: int | None = None,
    auto_completion: bool | None = None,
    schedule: Schedule | None = None,
    dialing_priority: DialingPriority | None = None,
    target: int | None = None,
    extra: KVList | PairsLike | None = None,
) -> Request:
    """Change the dialling settings of a campaign.

    Settings that are not given stay as they are. A mode may be given alone, a method only with its
    goal.

    `campaign`: DBID of the campaign; 0 addresses a sequence.
    `group`: DBID of the group.
    `dial_mode`: Dialling mode of a campaign group.
    `optimize_by`: Optimisation method.
    `optimize_goal`: Optimisation goal: percent, or seconds.
    `auto_completion`: Whether OCS stops and unloads the group when it runs out of records.
    `schedule`: Campaign sequence; in answers each item has a status. In place of a campaign.
    `dialing_priority`: Dialling priorities by type of record.
    `target`: DBID of the OCS to ask, whatever the session's is.
    `extra`: further pairs of user data.
    """
    return Request(
        _SET_DIALING_MODE,
        campaign=campaign,
        group=group,
        dial_mode=dial_mode,
        optimize_by=optimize_by,
        optimize_goal=optimize_goal,
        auto_completion=auto_completion,
        schedule=schedule,
        dialing_priority=dialing_priority,
        target=target,
        extra=extra,
    )


def start_dialing(
    campaign: int | None = None,
    group: int | None = None,
    *,
    dial_mode: DialMode | int | str | None = None,
    optimize_by: OptimizeBy | int | str | None = None,
    optimize_goal: int | None = None,
    auto_completion: bool | None = None,
    schedule: Schedule | None = None,
    dialing_priority: DialingPriority | None = None,
    target: int | None = None,
    extra: KVList | PairsLike | None = None,
) -> Request:
    """Start dialling.

    Settings that are not given stay as loaded. A mode may be given alone, a method only with its
    goal.

    `campaign`: DBID of the campaign; 0 addresses a sequence.
    `group`: DBID of the group.
    `dial_mode`: Dialling mode of a campaign group.
    `optimize_by`: Optimisation method.
    `optimize_goal`: Optimisation goal: percent, or seconds.
    `auto_completion`: Whether OCS stops and unloads the group when it runs out of records.
    `schedule`: Campaign sequence; in answers each item has a status. In place of a campaign.
    `dialing_priority`: Dialling priorities by type of record.
    `target`: DBID of the OCS to ask, whatever the session's is.
    `extra`: further pairs of user data.
    """
    return Request(
        _START_DIALING,
        campaign=campaign,
        group=group,
        dial_mode=dial_mode,
        optimize_by=optimize_by,
        optimize_goal=optimize_goal,
        auto_completion=auto_completion,
        schedule=schedule,
        dialing_priority=dialing_priority,
        target=target,
        extra=extra,
    )


def stop_dialing(
    campaign: int | None = None,
    group: int | None = None,
    *,
    schedule: Schedule | None = None,
    target: int | None = None,
    extra: KVList | PairsLike | None = None,
) -> Request:
    """Stop dialling.

    `campaign`: DBID of the campaign; 0 addresses a sequence.
    `group`: DBID of the group.
    `schedule`: Campaign sequence; in answers each item has a status. In place of a campaign.
    `target`: DBID of the OCS to ask, whatever the session's is.
    `extra`: further pairs of user data.
    """
    return Request(
        _STOP_DIALING,
        campaign=campaign,
        group=group,
        schedule=schedule,
        target=target,
        extra=extra,
    )


def do_not_call(
    phone: str | int | None = None,
    *,
    customer_id: str | int | None = None,
    chain: str | None = None,
    target: int | None = None,
    extra: KVList | PairsLike | None = None,
    as_is: bool = False,
) -> Request:
    """Put a phone number, a customer, or both on the do-not-call list.

    `phone`: Phone number of the record.
    `customer_id`: Customer id of the record.
    `chain`: Scope within a chain of records: `AllChain` (the default of OCS) or `RecordOnly`.
    `target`: DBID of the OCS to ask, whatever the session's is; 0 asks every OCS on the DN.
    `extra`: further pairs of user data.
    `as_is`: send `phone` unharmed; without it its digits are sent, read in any notation of
        `normalize_phone`.
    """
    return _record_request(
        _DO_NOT_CALL, phone, customer_id, None, chain, target, extra, as_is
    )


def cancel_record(
    phone: str | int | None = None,
    *,
    campaign_name: str | None = None,
    customer_id: str | int | None = None,
    chain: str | None = None,
    target: int | None = None,
    extra: KVList | PairsLike | None = None,
    as_is: bool = False,
) -> Request:
    """Cancel the records of a phone number, in one campaign or in all.

    `phone`: Phone number of the record.
    `campaign_name`: Campaign name of the record; in cancellations only.
    `customer_id`: Customer id of the record.
    `chain`: Scope within a chain of records: `AllChain` (the default of OCS) or `RecordOnly`.
    `target`: DBID of the OCS to ask, whatever the session's is; 0 asks every OCS on the DN.
    `extra`: further pairs of user data.
    `as_is`: send `phone` unharmed; without it its digits are sent, read in any notation of
        `normalize_phone`.
    """
    return _record_request(
        _CANCEL_RECORD, phone, customer_id, campaign_name, chain, target, extra, as_is
    )


def force_unload_campaign(
    campaign: int | None = None,
    group: int | None = None,
    *,
    schedule: Schedule | None = None,
    target: int | None = None,
    extra: KVList | PairsLike | None = None,
) -> Request:
    """Unload a campaign without waiting for outstanding records.

    `campaign`: DBID of the campaign; 0 addresses a sequence.
    `group`: DBID of the group.
    `schedule`: Campaign sequence; in answers each item has a status. In place of a campaign.
    `target`: DBID of the OCS to ask, whatever the session's is.
    `extra`: further pairs of user data.
    """
    return Request(
        _FORCE_UNLOAD_CAMPAIGN,
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
    extra: KVList | PairsLike | None = None,
) -> Request:
    """End a campaign as if it had run out of records.

    `campaign`: DBID of the campaign; 0 addresses a sequence.
    `group`: DBID of the group.
    `target`: DBID of the OCS to ask, whatever the session's is.
    `extra`: further pairs of user data.
    """
    return Request(
        _COMPLETE_CAMPAIGN,
        campaign=campaign,
        group=group,
        target=target,
        extra=extra,
    )
