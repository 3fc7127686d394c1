"""Answers and events as sentences: `Spring (1) for Sales (10): loaded, not dialling. Predictive, busy factor 80 %.`

Owns the words for states, modes and methods. Names are the connection's; the protocol's own line is `output.describe`'s.
"""

from __future__ import annotations

from .._native import Event
from ..enums import CmError, DialMode, GroupStatus, MessageType, OptimizeBy
from ..errors import CommDNOcsRefused
from .names import Names

__all__ = ["counted", "how_it_dials", "of_event", "of_refusal", "of_sequence", "state_of", "words"]

_STATES = {
    GroupStatus.NOT_LOADED: "not loaded",
    GroupStatus.WAITING_UNLOAD: "unloading when calls have ended",
    GroupStatus.UNLOAD_IN_PROGRESS: "unloading",
    GroupStatus.INACTIVE: "loaded, inactive: not dialling",
    GroupStatus.ACTIVE: "loaded, not dialling",
    GroupStatus.RUNNING: "dialling",
}
_DONE = {
    MessageType.EV_CAMPAIGN_UNLOADED: "unloaded",
    MessageType.EV_DIALING_STARTED: "dialling",
    MessageType.EV_DIALING_STOPPED: "stopped, not dialling",
    MessageType.EV_CAMPAIGN_REGISTERED: "registered",
    MessageType.EV_CAMPAIGN_UNREGISTERED: "no longer registered",
}
_UNITS = {
    OptimizeBy.BUSY_FACTOR: " %",
    OptimizeBy.OVERDIAL_RATE: " %",
    OptimizeBy.WAIT_TIME: " s",
    OptimizeBy.DISTRIBUTION_TIME: " s",
}


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """`1 entry`, `2 entries`, `3,175 rows`."""
    if count == 1:
        return f"1 {noun}"
    regular = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
    return f"{count:,} {plural or regular}"


def words(member: DialMode | OptimizeBy | None) -> str:
    """A mode or a method in a sentence: `push preview`, `busy factor`."""
    return "unknown" if member is None else member.word.replace("-", " ")


def state_of(status: GroupStatus | None) -> str:
    """A campaign's state."""
    if status is None:
        return "state unknown"
    return _STATES.get(status, f"state {int(status)}")


def how_it_dials(event: Event) -> str:
    """`Predictive, busy factor 80 %.`; nothing where the event does not tell."""
    parts = []
    if event.dial_mode not in (None, DialMode.NOT_CHANGED):
        parts.append(words(event.dial_mode))
    method = event.optimize_by
    if method not in (None, OptimizeBy.NOT_CHANGED):
        goal = event.optimize_goal
        parts.append(words(method) + ("" if goal is None else f" {goal}{_UNITS.get(method, '')}"))
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def about(event: Event, names: Names) -> str:
    """What an event is about: `Spring (1) for Sales (10)`."""
    if not event.campaign:
        return names.label("group", event.group).capitalize() if event.group is not None else "It"
    campaign = names.label("campaign", event.campaign)
    first = f"{campaign[:1].upper()}{campaign[1:]}"
    if event.group is None:
        return first
    return f"{first} for {names.label('group', event.group)}"


def of_event(event: Event, names: Names) -> str:
    """An answer or a notification in a sentence or two."""
    kind = event.message_type
    if event.is_refusal:
        return _refusal(event, names)
    if kind is MessageType.EV_DO_NOT_CALL_PROCESSED:
        return _record(event, names, "is on the do-not-call list", "are on the do-not-call list")
    if kind is MessageType.EV_RECORD_CANCELED:
        by = "" if event.origin is None else f" by {names.label('ocs', event.origin)}"
        return f"Records of {_whose(event)} cancelled{by}."
    state = _DONE.get(kind)
    if kind is MessageType.EV_CAMPAIGN_UNLOADED and event.status not in (None, GroupStatus.NOT_LOADED):
        state = state_of(event.status)
    if state is None:
        state = state_of(event.status)
        if kind is MessageType.EV_DIALING_MODE_CHANGED:
            state = f"changed; {state}" if event.status is not None else "changed"
    told = how_it_dials(event) if event.status is not GroupStatus.NOT_LOADED else ""
    return f"{about(event, names)}: {state}. {told}".rstrip()


def of_sequence(event: Event, names: Names) -> str:
    """What became of a sequence: `Sequence spring for Sales (10): dialling.`"""
    schedule = event.schedule
    name = "Sequence" if schedule is None or not schedule.description else f"Sequence {schedule.description}"
    where = "" if event.group is None else f" for {names.label('group', event.group)}"
    state = _DONE.get(event.message_type) or ("loaded" if event.status is None else state_of(event.status))
    return f"{name}{where}: {state}."


def _whose(event: Event) -> str:
    whose = [event.phone] if event.phone else []
    if event.customer_id:
        whose.append(f"customer {event.customer_id}")
    where = "" if event.campaign_name is None else f" in campaign {event.campaign_name}"
    return (" and ".join(whose) or "the record") + where


def _record(event: Event, names: Names, one: str, several: str) -> str:
    of = "" if event.origin is None else f" of {names.label('ocs', event.origin)}"
    both = bool(event.phone and event.customer_id)
    text = f"{_whose(event)} {several if both else one}{of}."
    return f"{text[:1].upper()}{text[1:]}"


_ADVICE = {
    CmError.CAMPAIGN_NOT_LOADED: "Load it: commdn campaign load {campaign} {group} --mode MODE",
    CmError.CAMPAIGN_ALREADY_LOADED: "See how it dials: commdn campaign status {campaign} {group}",
    CmError.CAMPAIGN_NOT_STARTED: "Start it: commdn campaign start {campaign} {group}",
    CmError.CAMPAIGN_ALREADY_STARTED: "To change how it dials: commdn campaign mode {campaign} {group} --mode MODE",
    CmError.GROUP_CAMP_NOT_FOUND: "In Genesys Administrator, assign the group to the campaign.",
    CmError.PART_OF_SEQUENCE: "It belongs to a sequence: commdn sequence status FILE",
}


def _refusal(event: Event, names: Names) -> str:
    """A refusal: OCS's own words, its error's number and name, and what to do about it."""
    error = event.error
    own = (event.error_message or event.message or "").strip().rstrip(".")
    if not own:
        own = "OCS refused the request" if event.campaign is None else f"{about(event, names)}: refused"
    if error is None:
        return f"{own}."
    name = error.field_name
    told = f"{own} (OCS error {int(error)}{f', {name}' if name else ''})."
    advice = _ADVICE.get(error)
    if advice is None or not event.campaign or event.group is None:
        return told
    return f"{told} {advice.format(campaign=event.campaign, group=event.group)}"


def of_refusal(error: CommDNOcsRefused, names: Names) -> str:
    """The same of the exception."""
    return str(error) if error.event is None else _refusal(error.event, names)
