"""`commdn sequence`: a sequence of campaigns from a TOML or JSON file.

Owns one command for each request about a sequence, and what `check` prints; the file is `sequence_file`'s.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from .. import requests
from .._native import Answer, Request
from ..records import ScheduleItem
from ..text import escape
from .campaign_options import one_ocs
from .dialing import words
from .dry_run import DryRun, show_request
from .local_copy import copy_at
from .moments import rfc3339, span
from .moments import shown as moment
from .names import Names, named
from .output import print_answer, print_json, print_rows, say, shown, warn
from .output_options import Json
from .sentences import of_sequence
from .sequence_file import Sequence, read_sequence
from .settings import Connection, with_connection

__all__ = ["check", "load", "start", "status", "stop", "unload"]

File = Annotated[Path, typer.Argument(help="A TOML or JSON file.", show_default=False)]
Group = Annotated[
    int | None,
    typer.Option(metavar="GROUP", help="The group: its name or DBID; the file's otherwise.", parser=named("group")),
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


def _print(answer: Answer, connection: Connection) -> None:
    """The answer, with a table of the items where it tells of them."""
    schedule = answer.event.schedule
    if connection.json or connection.raw or schedule is None:
        print_answer(answer, connection)
        return
    say(of_sequence(answer.event, connection.names))
    print_rows(
        ("item", "campaign", "mode", "status"),
        [
            (
                str(number),
                connection.names.label("campaign", item.campaign),
                "" if item.dial_mode is None else words(item.dial_mode),
                "" if item.status is None else shown(item.status),
            )
            for number, item in enumerate(schedule.items, 1)
        ],
    )


def check(
    *,
    file: File,
    timezone: Zone = None,
    as_json: Json = False,
) -> None:
    """Read a file and print what it tells, without connecting.

    Times are printed in their zone, in UTC, and as what is left until then.

    Example: commdn sequence check spring.toml
    """
    sequence = read_sequence(file, timezone, Names(directory=copy_at()))
    now = time.time()
    if as_json:
        document = {"group": sequence.group, "schedule": sequence.schedule}
        print_json({**document, "times": [_as_json(sequence, *told, now) for told in _times(sequence)]})
    else:
        for line in _lines(sequence, now):
            say(line)
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
    build: Callable[..., Request],
    dry_run: bool,
    *,
    warn: bool = False,
) -> None:
    """Send the request that `build` makes of a file, and print its answer."""
    one_ocs(connection)
    sequence = read_sequence(file, timezone, connection.names)
    request = build(group=_group(sequence, group), schedule=sequence.schedule)
    if warn:
        _warn(sequence, time.time())
    if dry_run:
        show_request(connection, request)
        return
    with connection.open() as session:
        answer = session.call(request)
    _print(answer, connection)


def _command(
    name: str, build: Callable[..., Request], doc: str, *, warn: bool = False
) -> Callable[..., None]:
    """The command for one request about a sequence."""

    def command(
        *,
        connection: Connection,
        file: File,
        group: Group = None,
        timezone: Zone = None,
        dry_run: DryRun = False,
    ) -> None:
        _send(connection, file, group, timezone, build, dry_run, warn=warn)

    command.__doc__ = f"{doc}\n\nExample: commdn sequence {name} spring.toml"
    return with_connection(command)


load = _command("load", requests.load_campaign, "Load a sequence.", warn=True)
start = _command("start", requests.start_dialing, "Start a sequence.", warn=True)
stop = _command("stop", requests.stop_dialing, "Stop a sequence.")
unload = _command("unload", requests.unload_campaign, "Unload a sequence when all calls in progress are over.")
status = _command("status", requests.campaign_status, "Show the status of each item of a sequence.")
