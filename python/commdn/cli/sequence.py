"""`commdn sequence`: a sequence of campaigns from a TOML or JSON file.

Owns one command for each request about a sequence, and what `check` prints; the file is `sequence_file`'s.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from .. import requests
from .._native import Answer, Request
from ..records import ScheduleItem
from ..text import escape
from .campaign_options import dbid, one_ocs
from .dialing import words
from .dry_run import DryRun, show_request
from .moments import rfc3339, shown as moment, span
from .output import console, print_answer, print_json, shown, warn
from .sequence_file import Sequence, read_sequence
from .settings import Connection, with_connection

__all__ = ["app"]

app = typer.Typer(
    help="Control sequences of campaigns, from a TOML or JSON file.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

File = Annotated[Path, typer.Argument(help="A TOML or JSON file.", show_default=False)]
Group = Annotated[
    int | None,
    typer.Option(metavar="DBID", help="DBID of the group; the file's otherwise.", parser=dbid),
]
Zone = Annotated[
    str | None,
    typer.Option(
        "--timezone", metavar="ZONE", help="The zone of times without an offset; the file's otherwise."
    ),
]


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
def check(
    *,
    file: File,
    timezone: Zone = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read a file and print what it tells, without connecting.

    Times are printed in their zone, in UTC, and as what is left until then.

    Example: commdn sequence check spring.toml
    """
    sequence = read_sequence(file, timezone)
    now = time.time()
    if as_json:
        document = {"group": sequence.group, "schedule": sequence.schedule}
        print_json({**document, "times": [_as_json(sequence, *told, now) for told in _times(sequence)]})
    else:
        out = console()
        for line in _lines(sequence, now):
            out.print(line, markup=False)
    _warn(sequence, now)


def _times(sequence: Sequence) -> Iterator[tuple[str, int]]:
    """Every time of a sequence, with what it is."""
    schedule = sequence.schedule
    if schedule.start_time is not None:
        yield "start_time", schedule.start_time
    for number, item in enumerate(schedule.items, 1):
        if item.stop_at_time is not None:
            yield f"item {number} stop_at_time", item.stop_at_time


def _as_json(sequence: Sequence, what: str, at: int, now: float) -> dict[str, object]:
    local = rfc3339(at, sequence.zone)
    return {"what": what, "seconds": at, "local": local, "past": at < now}


def _when(sequence: Sequence, at: int, now: float) -> str:
    left = f"in {span(at - now)}" if at >= now else f"{span(at - now)} ago"
    return f"{moment(at, sequence.zone)}, {left}"


def _lines(sequence: Sequence, now: float) -> Iterator[str]:
    schedule, count = sequence.schedule, len(sequence.schedule.items)
    group = "no group" if sequence.group is None else f"group {sequence.group}"
    yield f"{escape(schedule.description or 'sequence')}: {group}, {count} item{'' if count == 1 else 's'}"
    if schedule.start_time is None:
        yield "starts when it is started"
    else:
        yield f"starts {_when(sequence, schedule.start_time, now)}"
    for number, item in enumerate(schedule.items, 1):
        yield f"  {number}: {', '.join(_parts(sequence, item, now))}"


def _parts(sequence: Sequence, item: ScheduleItem, now: float) -> Iterator[str]:
    yield f"campaign {item.campaign}"
    if item.dial_mode is not None:
        yield words(item.dial_mode)
    if item.optimize_by is not None or item.optimize_goal is not None:
        method = "goal" if item.optimize_by is None else words(item.optimize_by)
        yield method if item.optimize_goal is None else f"{method} {item.optimize_goal}"
    if item.sleep_before_next_start is not None:
        yield f"waits {item.sleep_before_next_start} min before it starts"
    if item.stop_at_dials is not None:
        yield f"stops after {item.stop_at_dials} dials"
    if item.stop_at_contacts is not None:
        yield f"stops after {item.stop_at_contacts} contacts"
    if item.stop_at_time is not None:
        yield f"stops {_when(sequence, item.stop_at_time, now)}"


def _warn(sequence: Sequence, now: float) -> None:
    """Say which times are over."""
    for what, at in _times(sequence):
        if at < now:
            warn(f"warning: {what} is in the past: {_when(sequence, at, now)}")


def _send(
    connection: Connection,
    file: Path,
    group: int | None,
    timezone: str | None,
    build: Any,
    dry_run: bool,
    *,
    warn: bool = False,
) -> None:
    """Send the request that `build` makes of a file, and print its answer."""
    one_ocs(connection)
    sequence = read_sequence(file, timezone)
    request: Request = build(group=_group(sequence, group), schedule=sequence.schedule)
    if warn:
        _warn(sequence, time.time())
    if dry_run:
        show_request(connection, request)
        return
    with connection.open() as session:
        answer = session.call(request)
    _print(answer, connection.json)


@app.command("load")
@with_connection
def load(
    *,
    connection: Connection,
    file: File,
    group: Group = None,
    timezone: Zone = None,
    dry_run: DryRun = False,
) -> None:
    """Load a sequence.

    Example: commdn sequence load spring.toml
    """
    _send(connection, file, group, timezone, requests.load_campaign, dry_run, warn=True)


@app.command("start")
@with_connection
def start(
    *,
    connection: Connection,
    file: File,
    group: Group = None,
    timezone: Zone = None,
    dry_run: DryRun = False,
) -> None:
    """Start a sequence.

    Example: commdn sequence start spring.toml
    """
    _send(connection, file, group, timezone, requests.start_dialing, dry_run, warn=True)


@app.command("stop")
@with_connection
def stop(
    *,
    connection: Connection,
    file: File,
    group: Group = None,
    timezone: Zone = None,
    dry_run: DryRun = False,
) -> None:
    """Stop a sequence.

    Example: commdn sequence stop spring.toml
    """
    _send(connection, file, group, timezone, requests.stop_dialing, dry_run)


@app.command("unload")
@with_connection
def unload(
    *,
    connection: Connection,
    file: File,
    group: Group = None,
    timezone: Zone = None,
    dry_run: DryRun = False,
) -> None:
    """Unload a sequence when all calls in progress are over.

    Example: commdn sequence unload spring.toml
    """
    _send(connection, file, group, timezone, requests.unload_campaign, dry_run)


@app.command("status")
@with_connection
def status(
    *,
    connection: Connection,
    file: File,
    group: Group = None,
    timezone: Zone = None,
    dry_run: DryRun = False,
) -> None:
    """Show the status of each item of a sequence.

    Example: commdn sequence status spring.toml
    """
    _send(connection, file, group, timezone, requests.campaign_status, dry_run)
