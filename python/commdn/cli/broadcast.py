"""Sending a request about records: to one OCS, or to every one on the DN, and telling who answered."""

from __future__ import annotations

import typer

from .._native import Request
from ..errors import CommDNNoAnswer, CommDNOcsRefused
from .answers import Roll
from .output import Exit, as_json, print_answer, print_json, say, warn
from .settings import Connection

__all__ = ["send"]


def send(connection: Connection, request: Request, must_answer: tuple[int, ...]) -> None:
    """Send a request, whose target 0 asks every OCS, and print what came back.

    Raises: typer.Exit with the status that the answers ask for; what a session raises.
    """
    every = request.target == 0
    roll = Roll(must_answer)
    try:
        with connection.open() as session:
            answer = session.call(request, answers=None if every else 1)
    except (CommDNNoAnswer, CommDNOcsRefused) as error:
        if not every:
            raise
        roll.take([error.event] if isinstance(error, CommDNOcsRefused) and error.event else [])
        warn(str(error))
        if connection.json:
            print_json({"error": str(error), **roll.document()})
        else:
            say(roll.sentence())
        raise typer.Exit(roll.status()) from None
    if not every:
        print_answer(answer, connection)
        if any(event.is_refusal for event in answer.events):
            raise typer.Exit(Exit.REFUSED)
        return
    roll.take(answer.events)
    if connection.json:
        print_json({**as_json(answer), **roll.document()})
    else:
        print_answer(answer, connection)
        say(roll.sentence())
    if roll.status():
        raise typer.Exit(roll.status())
