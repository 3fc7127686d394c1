"""`commdn sequence`: a sequence of campaigns from a TOML or JSON file.

    description = "Spring, then autumn"
    group = 10
    start_time = 2026-03-01T08:00:00Z    # or seconds since 1970

    [[item]]
    campaign = 1
    dial_mode = "predict"                # a name or a number, as with `commdn campaign`
    optimize_by = "busy-factor"
    optimize_goal = 80
    stop_at_dials = 1000
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.table import Table

from .._native import Answer
from ..enums import DialMode, OptimizeBy
from ..records import Schedule, ScheduleItem
from .campaign import number_or_name
from .files import line_of, read_json, read_toml
from .inputs import Wrong, check_number
from .output import console, print_answer, print_json, shown
from .settings import Connection, with_connection

__all__ = ["app"]

app = typer.Typer(
    help="Control sequences of campaigns, from a TOML or JSON file.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_T = TypeVar("_T", int, str)

_KEYS = {
    "campaign",
    "dial_mode",
    "optimize_by",
    "optimize_goal",
    "stop_at_time",
    "stop_at_contacts",
    "stop_at_dials",
    "sleep_before_next_start",
}


@dataclass(frozen=True, slots=True)
class Sequence:
    """What a file tells."""

    schedule: Schedule
    group: int | None


def read_sequence(path: Path) -> Sequence:
    """Read a file.

    Raises: typer.BadParameter naming the key that is wrong.
    """
    data, text = read_json(path) if path.suffix.lower() == ".json" else read_toml(path)
    if not isinstance(data, dict):
        raise typer.BadParameter(f"{path}: this is no table of keys")
    unknown = set(data) - {"description", "group", "start_time", "item"}
    if unknown:
        key = sorted(unknown)[0]
        raise typer.BadParameter(f"{path}{line_of(text, key)}: key {key!r} is unknown")
    items = data.get("item")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise typer.BadParameter(f"{path}: there is no list of tables 'item'")
    schedule = Schedule(
        [_item(item, f"{path}: item {number}") for number, item in enumerate(items, 1)],
        description=_of(str, data, "description", str(path)),
        start_time=_time(data, "start_time", str(path)),
    )
    return Sequence(schedule, _of(int, data, "group", str(path)))


def _item(data: dict[str, Any], where: str) -> ScheduleItem:
    unknown = set(data) - _KEYS
    if unknown:
        raise typer.BadParameter(f"{where}: key {sorted(unknown)[0]!r} is unknown")
    mode, method = data.get("dial_mode"), data.get("optimize_by")
    return ScheduleItem(
        campaign=_of(int, data, "campaign", where),
        dial_mode=None if mode is None else number_or_name(DialMode, str(mode)),
        optimize_by=None if method is None else number_or_name(OptimizeBy, str(method)),
        optimize_goal=_of(int, data, "optimize_goal", where),
        stop_at_time=_time(data, "stop_at_time", where),
        stop_at_contacts=_of(int, data, "stop_at_contacts", where),
        stop_at_dials=_of(int, data, "stop_at_dials", where),
        sleep_before_next_start=_of(int, data, "sleep_before_next_start", where),
    )


def _of(kind: type[_T], data: dict[str, Any], key: str, where: str) -> _T | None:
    value = data.get(key)
    if value is None or (isinstance(value, kind) and not isinstance(value, bool)):
        try:
            check_number(key, value)
        except Wrong as error:
            raise typer.BadParameter(f"{where}: {key} {error}") from None
        return value
    raise typer.BadParameter(f"{where}: {key} {value!r} is not {kind.__name__}")


def _time(data: dict[str, Any], key: str, where: str) -> int | None:
    """Seconds since 1970, or a moment; one without a zone is UTC, as OCS takes it."""
    value = data.get(key)
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise typer.BadParameter(f"{where}: {key} {value!r} is no time") from error
    if isinstance(value, datetime):
        moment = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
        return int(moment.timestamp())
    return _of(int, data, key, where)


File = Annotated[Path, typer.Argument(help="A TOML or JSON file.", show_default=False)]
Group = Annotated[int | None, typer.Option(help="DBID of the group; the file's otherwise.")]


def _group(sequence: Sequence, group: int | None) -> int:
    found = sequence.group if group is None else group
    if found is None:
        raise typer.BadParameter("no group: give --group or the key group in the file")
    return found


def _print(answer: Answer, json_line: bool) -> None:
    """The answer, with a table of the items where it tells of them."""
    schedule = answer.event.schedule
    if json_line or schedule is None:
        print_answer(answer, as_json_line=json_line)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("item", "campaign", "mode", "status"):
        table.add_column(heading)
    for number, item in enumerate(schedule.items, 1):
        mode = "" if item.dial_mode is None else shown(item.dial_mode)
        status = "" if item.status is None else shown(item.status)
        table.add_row(str(number), str(item.campaign), mode, status)
    out = console()
    out.print(shown(answer.message_type), shown(schedule.description or ""), markup=False)
    out.print(table)


@app.command()
def check(file: File, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Read a file and print what it tells, without connecting."""
    sequence = read_sequence(file)
    if as_json:
        print_json({"group": sequence.group, "schedule": sequence.schedule})
    else:
        console().print(shown(sequence.schedule), markup=False)


@app.command("load")
@with_connection
def load(*, connection: Connection, file: File, group: Group = None) -> None:
    """Load a sequence."""
    sequence = read_sequence(file)
    to_group = _group(sequence, group)
    with connection.open() as session:
        answer = session.load_campaign(group=to_group, schedule=sequence.schedule)
    _print(answer, connection.json)


@app.command("start")
@with_connection
def start(*, connection: Connection, file: File, group: Group = None) -> None:
    """Start a sequence."""
    sequence = read_sequence(file)
    to_group = _group(sequence, group)
    with connection.open() as session:
        answer = session.start_dialing(group=to_group, schedule=sequence.schedule)
    _print(answer, connection.json)


@app.command("stop")
@with_connection
def stop(*, connection: Connection, file: File, group: Group = None) -> None:
    """Stop a sequence."""
    sequence = read_sequence(file)
    to_group = _group(sequence, group)
    with connection.open() as session:
        answer = session.stop_dialing(group=to_group, schedule=sequence.schedule)
    _print(answer, connection.json)


@app.command("unload")
@with_connection
def unload(*, connection: Connection, file: File, group: Group = None) -> None:
    """Unload a sequence."""
    sequence = read_sequence(file)
    to_group = _group(sequence, group)
    with connection.open() as session:
        answer = session.unload_campaign(group=to_group, schedule=sequence.schedule)
    _print(answer, connection.json)


@app.command("status")
@with_connection
def status(*, connection: Connection, file: File, group: Group = None) -> None:
    """Ask where each item of a sequence stands."""
    sequence = read_sequence(file)
    to_group = _group(sequence, group)
    with connection.open() as session:
        answer = session.campaign_status(group=to_group, schedule=sequence.schedule)
    _print(answer, connection.json)
