"""Sending requests through an outbox: each is on the disk before it is sent, and has an outcome or stays there."""

from __future__ import annotations

import time
from pathlib import Path

import typer

from .._native import Request
from ..errors import CommDNConnectError, CommDNError, CommDNWaitTimeout
from ..outbox import Outbox, OutboxOutcome, OutcomeKind
from .answers import Roll
from .output import Exit, print_json, say, warn
from .private import warn_of_readers
from .settings import Connection

__all__ = ["send_durably"]

# Until an outcome is on the disk.
_RECORDING_SECONDS = 5.0

_Told = tuple[int, Request, OutboxOutcome | None]


def send_durably(
    connection: Connection, path: Path, wanted: list[Request], must_answer: tuple[int, ...]
) -> None:
    """Put requests into an outbox, wait for their outcomes if there is a connection, and print them.

    Raises: typer.Exit with the status that the outcomes ask for.
    """
    warn_of_readers(path)
    with Outbox(path, request_timeout=connection.timeout) as outbox:
        entries = [
            outbox.submit(request, answers=None if request.target == 0 else 1, unordered=len(wanted) > 1)
            for request in wanted
        ]
        told, why = _outcomes(connection, outbox, entries)
    found: list[_Told] = list(zip(entries, wanted, told, strict=True))
    for entry, _, outcome in found:
        if outcome is None:
            warn(f"entry {entry} stays in {path}: {why}")
    roll = _roll(found, must_answer) if wanted[0].target == 0 else None
    _print(found, roll, connection.json)
    status = _status([outcome for _, _, outcome in found], roll)
    if status:
        raise typer.Exit(status)


def _outcomes(
    connection: Connection, outbox: Outbox, entries: list[int]
) -> tuple[list[OutboxOutcome | None], CommDNError | None]:
    """The outcome of each entry that has one in time, and why others have none."""
    told: list[OutboxOutcome | None] = []
    why: CommDNError | None = None
    try:
        with connection.open() as session:
            outbox.attach(session)
            # All answers are collected until the timeout; then the outcome is recorded.
            until = time.monotonic() + connection.timeout + _RECORDING_SECONDS
            for entry in entries:
                try:
                    told.append(outbox.wait(entry, max(0.0, until - time.monotonic())))
                except CommDNWaitTimeout as error:
                    told.append(None)
                    why = error
    except CommDNConnectError as error:
        told, why = [None] * len(entries), error
    return told, why


def _roll(found: list[_Told], must_answer: tuple[int, ...]) -> Roll:
    """Who answered: of a request to every OCS an outbox keeps the first answer, of one to one OCS that one's."""
    roll = Roll(must_answer, only_first=not must_answer)
    for _, request, outcome in found:
        kind = None if outcome is None else outcome.kind
        if outcome is None or kind not in (OutcomeKind.ACKNOWLEDGED, OutcomeKind.REFUSED):
            continue
        event = outcome.event
        if event is None and outcome.error is not None:
            event = outcome.error.event
        refused = kind is OutcomeKind.REFUSED
        roll.note(request.target or (None if event is None else event.origin), refused=refused)
    return roll


def _print(found: list[_Told], roll: Roll | None, json: bool) -> None:
    ended = [(entry, outcome) for entry, _, outcome in found if outcome is not None]
    for entry, outcome in ended:
        if json and roll is None:
            print_json({"entry": entry, "outcome": outcome.kind.value, "error": _text(outcome.error)})
        elif not json:
            why = f": {outcome.error}" if outcome.error else ""
            say(f"entry {entry} {outcome.kind.value}{why}")
    if roll is None:
        return
    if not json:
        say(roll.sentence())
        return
    first = found[0][2]
    print_json(
        {
            "entry": found[0][0],
            "outcome": None if first is None else first.kind.value,
            "error": None if first is None else _text(first.error),
            "entries": [entry for entry, _, _ in found],
            **roll.document(),
        }
    )


def _status(outcomes: list[OutboxOutcome | None], roll: Roll | None) -> Exit:
    kinds = [None if outcome is None else outcome.kind for outcome in outcomes]
    good = (OutcomeKind.ACKNOWLEDGED, OutcomeKind.REFUSED)
    if any(kind not in good for kind in kinds) or (roll is not None and roll.missing):
        return Exit.UNANSWERED
    return Exit.REFUSED if OutcomeKind.REFUSED in kinds else Exit.OK


def _text(error: object) -> str | None:
    return None if error is None else str(error)
