"""`commdn campaign`: load, start, stop, change, unload, and ask.

Owns one command for each request about a campaign; what may be typed for modes is `dialing`'s, and what is asked before
something ends is `confirm`'s.
"""

from __future__ import annotations

from collections.abc import Callable

import typer

from .. import requests
from .._native import Request
from ..errors import CommDNOcsRefused
from ..session import Session
from .campaign_options import Campaign, Group, one_ocs
from .confirm import Yes, confirm, refuse_without_terminal
from .dialing import (
    AutoCompletion,
    Change,
    Dialing,
    Goal,
    LoadMode,
    Method,
    Rule,
    priority_of,
    settle,
    to_load,
    with_change,
    words,
)
from .dry_run import DryRun, show_request
from .output import print_answer
from .settings import Connection, with_connection

__all__ = ["complete", "force_unload", "load", "mode", "start", "status", "unload"]


def _send(connection: Connection, request: Request, dry_run: bool) -> None:
    """Send a request and print its answer, or print the request."""
    one_ocs(connection)
    if dry_run:
        show_request(connection, request)
        return
    with connection.open() as session:
        answer = session.call(request)
    print_answer(answer, connection)


@with_connection
def load(
    *,
    connection: Connection,
    campaign: Campaign,
    group: Group,
    mode: LoadMode,
    optimize_by: Method = None,
    goal: Goal = None,
    auto_completion: AutoCompletion = None,
    general: Rule = None,
    rescheduled: Rule = None,
    call_back: Rule = None,
    dry_run: DryRun = False,
) -> None:
    """Load a campaign with a dialling mode; nothing is dialled yet.

    Without --optimize-by and --goal its method is busy-factor with 80 percent.

    Example: commdn campaign load 1 10 --mode preview
    """
    priority = priority_of(general, rescheduled, call_back)
    more = {"auto_completion": auto_completion, "dialing_priority": priority}
    asked = to_load(mode, optimize_by, goal)
    _send(connection, asked.fill(requests.load_campaign, campaign, group, **more), dry_run)


def _settled(
    session: Session | None, campaign: int, group: int, asked: Dialing, yes: bool
) -> Dialing:
    """What to send of `asked`; without a session, what can be told without asking."""
    if session is not None:
        return settle(session, campaign, group, asked, yes)
    if asked.goal is not None and asked.method is None:
        raise typer.BadParameter("--dry-run asks nobody for the method that --goal is for: give --optimize-by")
    return asked


def _change(
    connection: Connection,
    build: Callable[..., Request],
    campaign: int,
    group: int,
    change: Change,
    yes: bool,
    dry_run: bool,
) -> None:
    """Send the request that `build` makes of a change, once another mode is agreed to."""

    def request(session: Session | None) -> Request:
        settled = _settled(session, campaign, group, change.dialing, yes)
        return settled.fill(build, campaign, group, **change.more)

    if dry_run:
        show_request(connection, request(None))
        return
    with connection.open() as session:
        answer = session.call(request(session))
    print_answer(answer, connection)


@with_connection
@with_change
def start(
    *,
    connection: Connection,
    campaign: Campaign,
    group: Group,
    change: Change,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Start dialling as the campaign was loaded; what you do not give stays.

    Another mode than the loaded one is asked about on a terminal, and needs --yes elsewhere.

    Example: commdn campaign start 1 10
    """
    one_ocs(connection)
    _change(connection, requests.start_dialing, campaign, group, change, yes, dry_run)


@with_connection
@with_change
def mode(
    *,
    connection: Connection,
    campaign: Campaign,
    group: Group,
    change: Change,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Change dialling mode, method or goal; what you do not give stays.

    Another mode is asked about on a terminal, and needs --yes elsewhere.

    Example: commdn campaign mode 1 10 --goal 90
    """
    one_ocs(connection)
    if change.is_empty:
        raise typer.BadParameter("nothing to change: give --mode, --optimize-by and --goal, or another option")
    _change(connection, requests.set_dialing_mode, campaign, group, change, yes, dry_run)


@with_connection
def unload(
    *, connection: Connection, campaign: Campaign, group: Group, dry_run: DryRun = False
) -> None:
    """Unload when all calls in progress are over.

    Example: commdn campaign unload 1 10
    """
    _send(connection, requests.unload_campaign(campaign, group), dry_run)


def _end(
    connection: Connection, request: Request, doing: str, loses: str, yes: bool, dry_run: bool
) -> None:
    """Send a request that ends a campaign, once that is agreed to."""
    one_ocs(connection)
    if dry_run:
        show_request(connection, request)
        return
    what = f"campaign {request.campaign} of group {request.group}"
    refuse_without_terminal(f"{doing} {what}", yes)
    with connection.open() as session:
        state = "" if yes else f" ({_state(session, request)})"
        confirm(f"{doing} {what}{state}: {loses}", yes)
        answer = session.call(request)
    print_answer(answer, connection)


def _state(session: Session, request: Request) -> str:
    """How the campaign stands, for the question about it."""
    try:
        asked = requests.campaign_status(request.campaign, request.group)
        event = session.call(asked).event
    except CommDNOcsRefused as error:
        return str(error)
    status = "status unknown" if event.status is None else event.status.name.lower().replace("_", " ")
    return status if event.dial_mode is None else f"{status}, {words(event.dial_mode)}"


def _ending(
    name: str, build: Callable[..., Request], doing: str, loses: str, doc: str
) -> Callable[..., None]:
    """A command that ends a campaign."""

    def command(
        *,
        connection: Connection,
        campaign: Campaign,
        group: Group,
        yes: Yes = False,
        dry_run: DryRun = False,
    ) -> None:
        _end(connection, build(campaign, group), doing, loses, yes, dry_run)

    asks = "It asks first on a terminal, and needs --yes elsewhere."
    command.__doc__ = f"{doc}\n\n{asks}\n\nExample: commdn campaign {name} 1 10 --yes"
    return with_connection(command)


force_unload = _ending(
    "force-unload", requests.force_unload_campaign,
    "Force-unload", "calls in progress lose their results",
    "Unload now; calls in progress lose their results.",
)  # fmt: skip
complete = _ending(
    "complete", requests.complete_campaign,
    "Complete", "records that are left are not dialled",
    "End a campaign as if its records were used up.",
)  # fmt: skip


@with_connection
def status(
    *, connection: Connection, campaign: Campaign, group: Group, dry_run: DryRun = False
) -> None:
    """Show the status of a campaign, and how it dials.

    Example: commdn campaign status 1 10
    """
    _send(connection, requests.campaign_status(campaign, group), dry_run)
