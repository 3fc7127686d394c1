"""`commdn campaign stop`: once, or until it is certain."""

from __future__ import annotations

from typing import Annotated

import typer

from .. import requests
from .campaign_options import Campaign, Group, one_ocs
from .clock import SystemClock
from .dry_run import DryRun, show_request
from .ending import Ended
from .moments import seconds_of
from .output import Exit, error_console, print_answer, print_event, say, warn
from .settings import Connection, with_connection
from .site import Site
from .stopping import NotStopped, Stopped, stop_until_confirmed

__all__ = ["alarm", "stop"]


@with_connection
def stop(
    *,
    connection: Connection,
    campaign: Campaign,
    group: Group,
    until_confirmed: Annotated[
        str | None,
        typer.Option(
            metavar="TIME", help="Repeat until it has stopped, for so long: 10m, 90s, 1h 30m."
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Stop dialling.

    With --until-confirmed the request is repeated, through lost connections too, until OCS confirms it or the status
    shows that nothing is dialled. Exit status 4 means that the campaign may still be dialling.

    Example: commdn campaign stop 1 10 --until-confirmed 10m
    """
    one_ocs(connection)
    request = requests.stop_dialing(campaign, group)
    seconds = None if until_confirmed is None else seconds_of(until_confirmed, "--until-confirmed")
    if dry_run:
        show_request(connection, request)
        return
    if seconds is None:
        with connection.open() as session:
            answer = session.call(request)
        print_answer(answer, connection)
        return
    with Site(connection, campaign, group) as site:
        try:
            stopped = stop_until_confirmed(site, SystemClock(), seconds, warn)
        except NotStopped as error:
            alarm(campaign, group, str(error))
            raise typer.Exit(Exit.UNANSWERED) from None
        except (KeyboardInterrupt, Ended):
            alarm(campaign, group, "the stop was interrupted before it was confirmed")
            raise
    _print(stopped, connection)


def alarm(campaign: int, group: int, why: str) -> None:
    """Say as loudly as a line of text can that a campaign may be dialling."""
    text = (
        f"commdn: ALERT: campaign {campaign} of group {group} MAY STILL BE DIALLING: {why}\n"
        f"Stop it by hand: commdn campaign stop {campaign} {group}, or at the desktop of OCS's operators."
    )
    error_console().print(text, style="bold red", markup=False, highlight=False, soft_wrap=True)


def _print(stopped: Stopped, connection: Connection) -> None:
    if stopped.answer is not None:
        print_answer(stopped.answer, connection)
    elif stopped.event is not None:
        if not connection.json:
            say(f"Stopped: {stopped.how}.")
        print_event(stopped.event, connection)
