"""A sequence of campaigns as a TOML or JSON file.

    description = "Spring, then autumn"
    group = 10                           # or its name, as that of a campaign
    timezone = "Europe/Berlin"           # of times without an offset
    start_time = 2026-12-01T08:00:00     # or with its offset, or seconds since 1970

    [[item]]
    campaign = 1
    dial_mode = "predictive"             # a name or a number, as with `commdn campaign`
    optimize_by = "busy-factor"
    optimize_goal = 80
    stop_at_dials = 1000

Owns which keys there are, and what a time means: one without an offset is a time of the zone that is named, and without a
zone it is refused. Nothing is guessed, and nothing is sent from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import typer

from .. import requests
from ..enums import DialMode, OptimizeBy
from ..errors import CommDNInvalidRequest
from ..records import Schedule, ScheduleItem
from .dialing import number_or_name
from .files import line_of, read_json, read_toml
from .inputs import MOST_INT32
from .moments import Ambiguous, Missing, local, zone
from .names import Name, Names

__all__ = ["Sequence", "read_sequence"]

_T = TypeVar("_T", int, str)

_HEAD = ("description", "group", "timezone", "start_time", "item")
_ITEM = (
    "campaign",
    "dial_mode",
    "optimize_by",
    "optimize_goal",
    "stop_at_time",
    "stop_at_contacts",
    "stop_at_dials",
    "sleep_before_next_start",
)
_EXAMPLE = "2026-12-01T08:00:00+01:00"


@dataclass(frozen=True, slots=True)
class Sequence:
    """What a file tells."""

    schedule: Schedule
    group: int | None
    zone: ZoneInfo | None
    """The zone that was named, by the file or in place of the file's."""


def read_sequence(path: Path, timezone: str | None = None, names: Names | None = None) -> Sequence:
    """Read a file; `timezone` is used in place of the file's, `names` tells the DBIDs of campaigns and groups.

    Raises: typer.BadParameter naming the key that is wrong.
    """
    data, text = read_json(path) if path.suffix.lower() == ".json" else read_toml(path)
    if not isinstance(data, dict):
        raise typer.BadParameter(f"{path}: this is not a table of keys")
    _known(data, _HEAD, str(path), text)
    named = _of(str, data, "timezone", str(path)) if timezone is None else timezone
    try:
        where = None if named is None else zone(named)
    except typer.BadParameter as error:
        place = f"{path}{line_of(text, 'timezone')}: timezone" if timezone is None else "--timezone"
        raise typer.BadParameter(f"{place} {error.message}") from None
    known = Names() if names is None else names
    items = data.get("item")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise typer.BadParameter(f"{path}: there is no list of tables 'item'")
    schedule = Schedule(
        [_item(item, f"{path}: item {number}", where, known) for number, item in enumerate(items, 1)],
        description=_of(str, data, "description", str(path)),
        start_time=_time(data, "start_time", str(path), where),
    )
    group = _dbid(data, "group", str(path), known)
    try:
        # The rules of the API, told before anybody is connected to; the addresses stand for any.
        requests.load_campaign(group=group or 1, schedule=schedule).user_data(origin=1, target=1)
    except CommDNInvalidRequest as error:
        raise typer.BadParameter(f"{path}: {error}") from None
    except UnicodeError:
        raise typer.BadParameter(f"{path}: description has what is not a character") from None
    return Sequence(schedule, group, where)


def _known(data: dict[str, Any], keys: tuple[str, ...], where: str, text: str = "") -> None:
    unknown = sorted(set(data) - set(keys))
    if not unknown:
        return
    key, others = unknown[0], _HEAD if keys is _ITEM else _ITEM
    owner, other = ("an item", "the sequence") if keys is _ITEM else ("the sequence", "an item")
    if key in others:
        what = f"belongs to {other}, not to {owner}"
    else:
        what = "is unknown"
    raise typer.BadParameter(f"{where}{line_of(text, key)}: key {key!r} {what}; {owner} has {', '.join(keys)}")


def _dbid(data: dict[str, Any], key: str, where: str, names: Names) -> int | None:
    """A DBID, or the name of a campaign or group."""
    value = data.get(key)
    if isinstance(value, str) and value.strip() and not value.strip().isdecimal():
        try:
            return names.dbid(Name(key, value.strip()))
        except typer.BadParameter as error:
            raise typer.BadParameter(f"{where}: {key}: {error.message}") from None
    return _number(data, key, where, least=1)


def _item(data: dict[str, Any], where: str, zone: ZoneInfo | None, names: Names) -> ScheduleItem:
    _known(data, _ITEM, where)
    return ScheduleItem(
        campaign=_dbid(data, "campaign", where, names),
        dial_mode=_member(DialMode, data, "dial_mode", where),
        optimize_by=_member(OptimizeBy, data, "optimize_by", where),
        optimize_goal=_number(data, "optimize_goal", where),
        stop_at_time=_time(data, "stop_at_time", where, zone),
        stop_at_contacts=_number(data, "stop_at_contacts", where),
        stop_at_dials=_number(data, "stop_at_dials", where),
        sleep_before_next_start=_number(data, "sleep_before_next_start", where),
    )


_Enum = TypeVar("_Enum", DialMode, OptimizeBy)


def _member(kind: type[_Enum], data: dict[str, Any], key: str, where: str) -> _Enum | None:
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise typer.BadParameter(f"{where}: {key} {value!r} is not a name or a number")
    try:
        return number_or_name(kind, str(value))
    except typer.BadParameter as error:
        raise typer.BadParameter(f"{where}: {key}: {error.message}") from None


def _of(kind: type[_T], data: dict[str, Any], key: str, where: str) -> _T | None:
    value = data.get(key)
    if value is None or (isinstance(value, kind) and not isinstance(value, bool)):
        return value
    name = "a whole number" if kind is int else "a text in quotes"
    raise typer.BadParameter(f"{where}: {key} {value!r} is not {name}")


def _number(data: dict[str, Any], key: str, where: str, least: int = 0) -> int | None:
    value = _of(int, data, key, where)
    if value is not None and not least <= value <= MOST_INT32:
        raise typer.BadParameter(f"{where}: {key} {value} is not a number from {least} to {MOST_INT32}")
    return value


def _time(data: dict[str, Any], key: str, where: str, zone: ZoneInfo | None) -> int | None:
    """Seconds since 1970, or a moment: one with an offset, or one of the zone that is named."""
    value = data.get(key)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return _number(data, key, where)
    moment = _moment(value, f"{where}: {key} {str(value)!r}")
    if moment.tzinfo is None:
        if zone is None:
            raise typer.BadParameter(
                f"{where}: {key} {str(value)!r} has no time zone: write {_EXAMPLE}, or name the zone with "
                'timezone = "Europe/Berlin" in the file or with --timezone'
            )
        try:
            moment = local(moment, zone)
        except (Missing, Ambiguous) as error:
            raise typer.BadParameter(f"{where}: {key} {error}") from None
        except OverflowError:
            raise _out_of_range(value, key, where) from None
    seconds = int(moment.timestamp())
    if not 0 <= seconds <= MOST_INT32:
        raise _out_of_range(value, key, where)
    return seconds


def _out_of_range(value: object, key: str, where: str) -> typer.BadParameter:
    return typer.BadParameter(
        f"{where}: {key} {str(value)!r} is not a time from 1970-01-01 to 2038-01-19, which the API has room for"
    )


def _moment(value: object, what: str) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str) and not _is_date(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    if isinstance(value, date) or (isinstance(value, str) and _is_date(value)):
        raise typer.BadParameter(f"{what} lacks the time of the day: write {_EXAMPLE}")
    if not isinstance(value, (str, int, float)) or _is_time(str(value)):
        raise typer.BadParameter(f"{what} lacks a date and zone: write {_EXAMPLE}")
    raise typer.BadParameter(f"{what} is not a time: write {_EXAMPLE}, or whole seconds since 1970")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    return text.count(":") in (1, 2) and text.replace(":", "").isdecimal()
