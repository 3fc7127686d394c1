"""`commdn outbox`: what is in an outbox, and what to do about it."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from ..outbox import Filter, Outbox, OutboxEntry, OutboxStats, OutcomeKind
from .confirm import Yes, confirm, refuse_without_terminal
from .inputs import ENTRY
from .output import Exit, as_json, console, describe, print_json, print_pairs, print_rows, say, shown, warn
from .output_options import Json
from .private import warn_of_readers
from .settings import Connection, with_connection

__all__ = ["cancel", "drain", "export", "list_", "purge", "report_stats", "retry", "show", "stats", "stats_json"]

File = Annotated[
    Path,
    typer.Argument(envvar="COMMDN_OUTBOX", help="The outbox's file.", show_default=False),
]
# Where other arguments follow, the variable cannot stand for the first one.
FirstFile = Annotated[Path, typer.Argument(help="The outbox's file.", show_default=False)]
Number = Annotated[int, typer.Argument(metavar=ENTRY, help="The entry's number.")]
Which = Annotated[
    str,
    typer.Option(
        "--filter",
        metavar="WHICH",
        help=f"Which entries: {', '.join(get_args(Filter))}.",
    ),
]


def _opened(file: Path) -> Outbox:
    """An outbox that is there: looking at one does not make it."""
    if not file.exists():
        raise typer.BadParameter(f"there is no outbox {file}")
    if file.is_file() and not file.stat().st_size:
        raise typer.BadParameter(f"{file} is empty: it is no outbox")
    warn_of_readers(file)
    return Outbox(file)


def _entry_number(number: int) -> int:
    """Entries are counted from 1 on, in 64 bits: others there are none."""
    if not 0 < number < 2**63:
        raise typer.BadParameter(f"there is no entry {number}")
    return number


def _filter(text: str) -> Filter:
    if text not in get_args(Filter):
        raise typer.BadParameter(f"--filter {text!r} is none of {', '.join(get_args(Filter))}")
    return cast(Filter, text)


def _moment(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _as_json(entry: OutboxEntry) -> dict[str, object]:
    outcome = entry.outcome
    return {
        "id": entry.id,
        "state": entry.state.value,
        "request": None if entry.request is None else as_json(entry.request),
        "key": entry.key,
        "attempts": entry.attempts,
        "created": _moment(entry.created),
        "next_try": _moment(entry.next_try),
        "expires": _moment(entry.expires),
        "outcome": None if outcome is None else outcome.kind.value,
        "recorded": None if outcome is None else _moment(outcome.time),
        "error": None if outcome is None or outcome.error is None else str(outcome.error),
        "retried_as": None if outcome is None else outcome.retried_as,
    }


def stats_json(stats: OutboxStats) -> dict[str, int]:
    """The counts of an outbox for JSON."""
    named = {kind.value: getattr(stats, kind.value) for kind in OutcomeKind}
    return {"unfinished": stats.unfinished, "claimed": stats.claimed, "dead": stats.dead, **named}


def report_stats(stats: OutboxStats, file: Path) -> None:
    """The counts of an outbox for people."""
    say(f"outbox {file}")
    counts = stats_json(stats).items()
    always = ("unfinished", "dead")
    print_pairs(((name, f"{count:,}") for name, count in counts if count or name in always), right=True)


def list_(*, file: File, which: Which = "unfinished", json: Json = False) -> None:
    """List entries, by default those without an outcome; with --json one line each.

    Example: commdn outbox list requests.db --filter all
    """
    with _opened(file) as outbox:
        entries = outbox.entries(_filter(which))
        if json:
            for entry in entries:
                print_json(_as_json(entry))
            return
        headings = ("entry", "state", "request", "attempts", "next try", "why")
        print_rows(headings, map(_row, entries))


def _row(entry: OutboxEntry) -> tuple[str, ...]:
    outcome = entry.outcome
    return (
        str(entry.id),
        entry.state.value if outcome is None else outcome.kind.value,
        "damaged" if entry.request is None else _short(entry),
        str(entry.attempts),
        _moment(entry.next_try) or "",
        "" if outcome is None or outcome.error is None else str(outcome.error),
    )


def _short(entry: OutboxEntry) -> str:
    """A request in a few words."""
    request = entry.request
    assert request is not None
    about = (request.customer_id, request.phone, request.campaign, request.group)
    words = [entry.message_type.field_name or str(int(entry.message_type))]
    return " ".join([*words, *(str(word) for word in about if word is not None)])


def show(*, file: FirstFile, number: Number, json: Json = False) -> None:
    """Show one entry with all that is known of it.

    Example: commdn outbox show requests.db 1
    """
    with _opened(file) as outbox:
        entry = outbox.entry(_entry_number(number))
    if json:
        print_json(_as_json(entry))
        return
    told = _as_json(entry).items()
    print_pairs((name, shown(value)) for name, value in told if value is not None and name != "request")
    if entry.request is not None:
        console().print(describe(entry.request))


def stats(*, file: File, json: Json = False) -> None:
    """Count what is in an outbox, and how everything ended that ever was in it.

    Example: commdn outbox stats requests.db
    """
    with _opened(file) as outbox:
        counts = outbox.stats()
    if json:
        print_json(stats_json(counts))
    else:
        report_stats(counts, file)


def retry(
    *,
    file: FirstFile,
    numbers: Annotated[
        list[int] | None,
        typer.Argument(metavar=ENTRY, help="Entries that ended without an answer."),
    ] = None,
    dead: Annotated[bool, typer.Option("--dead", help="All dead letters.")] = False,
) -> None:
    """Submit again what was given up, expired, refused or cancelled, or has an unknown outcome.

    Example: commdn outbox retry requests.db --dead
    """
    if not numbers and not dead:
        raise typer.BadParameter("give entries, or --dead for all dead letters")
    with _opened(file) as outbox:
        for number in numbers or ():
            again = outbox.retry(_entry_number(number))
            say(f"entry {number} is now entry {again}")
        if dead:
            say(f"{outbox.retry_dead():,} dead letters are submitted again")


def cancel(
    *,
    file: FirstFile,
    numbers: Annotated[list[int], typer.Argument(metavar=ENTRY, help="Entries that wait.")],
) -> None:
    """End entries that nobody is sending, without sending them.

    Example: commdn outbox cancel requests.db 1
    """
    with _opened(file) as outbox:
        for number in numbers:
            outbox.cancel(_entry_number(number))


def export(
    *,
    file: FirstFile,
    target: Annotated[Path, typer.Argument(help="The CSV file to write.", show_default=False)],
    which: Which = "all",
    as_is: Annotated[
        bool,
        typer.Option(
            "--as-is", help="Write texts as they came, also those that a spreadsheet would calculate."
        ),
    ] = False,
) -> None:
    """Write entries to a CSV file, one row each, for its owner only.

    A text that a spreadsheet would take for a formula gets a ' in front; numbers stay as they are.

    Example: commdn outbox export requests.db requests.csv
    """
    with _opened(file) as outbox:
        count = outbox.export(target, _filter(which), as_is=as_is)
    say(f"{count:,} entries are in {target}")


def purge(
    *,
    file: File,
    days: Annotated[float, typer.Option(min=0, max=36_500, help="Forget what ended longer ago than that.")],
    dead: Annotated[bool, typer.Option("--dead", help="Dead letters, too.")] = False,
    yes: Yes = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count what would be forgotten, and forget nothing.")
    ] = False,
) -> None:
    """Forget entries that ended long ago, with their keys.

    Asks first on a terminal, and needs --yes elsewhere. What is forgotten can be sent again under the same key.

    Example: commdn outbox purge requests.db --days 90 --yes
    """
    if not dry_run:
        refuse_without_terminal(f"Purge {file}", yes)
    with _opened(file) as outbox:
        if dry_run or not yes:
            hit = _hit(outbox, days, dead)
            if dry_run:
                say(f"would forget {hit} of {file}")
                return
            confirm(f"Forget {hit} of {file}", yes)
        count = outbox.purge(days * 24 * 3600, dead=dead)
    say(f"{_entries(count)} {'is' if count == 1 else 'are'} forgotten")


def _hit(outbox: Outbox, days: float, dead: bool) -> str:
    """What a purge would forget, for the question about it."""
    before = time.time() - days * 24 * 3600
    ended = (entry.outcome for entry in outbox.entries("all") if entry.outcome is not None)
    letters = (OutcomeKind.GAVE_UP, OutcomeKind.EXPIRED)
    kinds = Counter(
        outcome.kind.value
        for outcome in ended
        if outcome.time <= before and (dead or outcome.kind not in letters or outcome.retried_as is not None)
    )
    parts = ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
    age = "whenever they ended" if days == 0 else f"ended more than {days:g} days ago"
    return f"{_entries(kinds.total())} ({parts or 'none'}; {age})"


def _entries(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


@with_connection
def drain(
    *,
    connection: Connection,
    file: File,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds until what is left stays for later.")
    ] = 60.0,
) -> None:
    """Send what is in an outbox until it is empty, and tell how that went.

    Example: commdn outbox drain requests.db
    """
    with _opened(file) as looked:
        before = looked.stats()
    with Outbox(file, request_timeout=connection.timeout) as outbox, connection.open() as session:
        outbox.attach(session)
        outbox.wait_until_empty(wait)
        trouble = outbox.trouble
        outbox.detach()
        after = outbox.stats()
    if connection.json:
        print_json(stats_json(after))
    else:
        report_stats(after, file)
    if after.unfinished or after.unknown > before.unknown or after.dead > before.dead:
        warn(f"{after.unfinished:,} entries stay in {file}")
        if trouble is not None:
            raise trouble
        raise typer.Exit(Exit.UNANSWERED)
    if after.refused > before.refused:
        raise typer.Exit(Exit.REFUSED)
