"""`commdn campaign run`: dial between two times of the day, and stop on every way out.

Owns the options, the lock that keeps a second run of the campaign away, and the exit status; the order of things is
`shift`'s, the arithmetic of days and zones `window`'s.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from .. import requests
from .._system import lock
from .campaign_options import Campaign, Group, one_ocs
from .clock import SystemClock
from .confirm import Yes
from .dialing import Dialing, Goal, Method, to_change, to_load
from .dry_run import DryRun, show_request
from .files import read_text
from .moments import rfc3339, seconds_of, shown, span, zone
from .output import Exit, print_json, say, warn
from .panels import DIALLING
from .settings import Connection, with_connection
from .shift import Ending, Shift
from .site import Site
from .stop import alarm
from .stopping import NotStopped
from .window import DayOff, Days, Hours, TooLate, Window, days_of, holidays_of, time_of, window_at

__all__ = ["run"]

_TIME = "TIME"


@with_connection
def run(
    *,
    connection: Connection,
    campaign: Campaign,
    group: Group,
    opens: Annotated[
        str, typer.Option("--from", metavar=_TIME, help="When dialling starts, as 08:00.", show_default=False)
    ],
    closes: Annotated[
        str, typer.Option("--until", metavar=_TIME, help="When it stops, as 18:00.", show_default=False)
    ],
    tz: Annotated[
        str, typer.Option("--tz", metavar="ZONE", help="The zone of both, as Europe/Berlin.", show_default=False)
    ],
    days: Annotated[
        str | None, typer.Option(metavar="DAYS", help="Days to dial on: mon-fri, or mon,wed,sat.  [default: all]")
    ] = None,
    holidays: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Days not to dial on: a date on each line.")
    ] = None,
    mode: Annotated[
        str | None,
        typer.Option("--mode", metavar="MODE", rich_help_panel=DIALLING, help="Load it with this mode if it is not loaded; change it if it is."),
    ] = None,
    optimize_by: Method = None,
    goal: Goal = None,
    until_confirmed: Annotated[
        str, typer.Option(metavar=_TIME, help="How long to try to stop it: 10m, 90s, 1h 30m.")
    ] = "10m",
    lost_after: Annotated[
        str, typer.Option(metavar=_TIME, help="Stop once the connection has been lost for so long.")
    ] = "1m",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Dial from one time of the day until another, and stop on every way out.

    Waits for the window, starts the campaign, and stops it when the window closes, or before on Ctrl-C, SIGTERM, SIGHUP,
    an error, or a connection that stays lost. Each way out repeats the stop until OCS confirms it. With --mode
    the campaign is loaded first if it is not. After the window has closed it is wrong usage; on a day off
    nothing is done.

    Exit status: 0 stopped as planned, 1 stopped early, 2 wrong usage, 3 refused, 4 the campaign may still be dialling; 129,
    130 and 143 stopped after SIGHUP, Ctrl-C and SIGTERM.

    Example: commdn campaign run 1 10 --from 08:00 --until 18:00 --tz Europe/Berlin --days mon-fri
    """
    one_ocs(connection)
    hours, on = _hours(opens, closes, tz), _days(days, holidays)
    # One that is loaded keeps what was not given.
    load = None if mode is None else to_load(mode, optimize_by, goal)
    start = to_change(mode, optimize_by, goal)
    stop_within = seconds_of(until_confirmed, "--until-confirmed")
    lost = seconds_of(lost_after, "--lost-after")
    clock = SystemClock()
    tell = _teller(connection.json, hours)
    try:
        window = window_at(clock.now(), hours, on)
    except DayOff as why:
        tell(f"nothing is dialled today: {why}")
        return
    except TooLate as why:
        raise typer.BadParameter(f"--until {closes}: {why}") from None
    if dry_run:
        _check_dry(load, start)
        warn(_plan(campaign, group, window, hours, clock.now()))
        _show(connection, campaign, group, load, start)
        return
    with (
        _only_one(connection, campaign, group),
        Site(connection, campaign, group, load=load, start=start, yes=yes, tell=tell) as site,
    ):
        # What is wrong with the settings is told now, and what must be agreed to is asked now.
        site.agree(connection.timeout)
        tell(_plan(campaign, group, window, hours, clock.now()))
        if clock.now() < window.opens:
            site.close()
        try:
            with clock:
                shift = Shift(site, clock, window, tell, stop_within=stop_within, lost_after=lost)
                ending = shift.run()
        except NotStopped as error:
            alarm(campaign, group, str(error))
            raise typer.Exit(Exit.UNANSWERED) from None
    _leave(ending, clock.signal)


def _leave(ending: Ending, number: int | None) -> None:
    """End with the status that tells the endings apart."""
    if ending in (Ending.CLOSED, Ending.UNLOADED):
        return
    warn(f"ended early: {ending.value}")
    if ending is Ending.SIGNAL and number is not None:
        raise typer.Exit(128 + number)
    raise typer.Exit(Exit.FAILED)


def _hours(opens: str, closes: str, tz: str) -> Hours:
    found = []
    for option, text in (("--from", opens), ("--until", closes)):
        try:
            found.append(time_of(text))
        except ValueError:
            raise typer.BadParameter(f"{option} {text!r} is not a time of the day such as 08:00") from None
    if found[0] == found[1]:
        raise typer.BadParameter(f"--from and --until are both {opens}: that is no time to dial in")
    return Hours(found[0], found[1], zone(tz))


def _days(days: str | None, holidays: Path | None) -> Days:
    weekdays = frozenset(range(7))
    if days is not None:
        try:
            weekdays = days_of(days)
        except ValueError as error:
            raise typer.BadParameter(f"--days: {str(error)!r} is not mon, tue, ... or a range such as mon-fri") from None
    if holidays is None:
        return Days(weekdays)
    try:
        return Days(weekdays, holidays_of(read_text(holidays)))
    except ValueError as error:
        raise typer.BadParameter(f"--holidays {holidays}: {error}") from None


def _plan(campaign: int, group: int, window: Window, hours: Hours, now: float) -> str:
    """What is going to happen, in one line."""
    until = f"until {shown(window.closes, hours.zone)}"
    if now >= window.opens:
        return f"campaign {campaign} of group {group} dials now, {until}"
    opens = f"from {shown(window.opens, hours.zone)}, in {span(window.opens - now)}"
    return f"campaign {campaign} of group {group} dials {opens}, {until}"


def _check_dry(load: Dialing | None, start: Dialing) -> None:
    if load is None and start.goal is not None and start.method is None:
        raise typer.BadParameter("--dry-run asks nobody for the method that --goal is for: give --optimize-by")


def _show(connection: Connection, campaign: int, group: int, load: Dialing | None, start: Dialing) -> None:
    """The requests that would be sent, for --dry-run."""
    if load is not None:
        show_request(connection, load.fill(requests.load_campaign, campaign, group))
        start = Dialing(None, None, None)
    show_request(connection, start.fill(requests.start_dialing, campaign, group))
    show_request(connection, requests.stop_dialing(campaign, group))


def _teller(json: bool, hours: Hours) -> Callable[[str], None]:
    """Tells what happens, with its time; never fails, because what was started must be stopped."""
    clock = SystemClock()

    def tell(text: str) -> None:
        at = rfc3339(clock.now(), hours.zone)
        with contextlib.suppress(Exception):
            if json:
                print_json({"time": at, "text": text})
            else:
                say(f"{at}  {text}")
            sys.stdout.flush()

    return tell


def _failed(text: str) -> typer.Exit:
    warn(text)
    return typer.Exit(Exit.FAILED)


@contextlib.contextmanager
def _only_one(connection: Connection, campaign: int, group: int) -> Iterator[None]:
    """Keep a second run of the same campaign on this machine away.

    Raises: typer.Exit if there is one.
    """
    about = f"{connection.server} {connection.dn} {connection.ocs_dbid} {campaign} {group}"
    name = hashlib.sha256(about.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    folder = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    path = Path(folder) / f"commdn-run-{os.getuid()}-{name}.lock"
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _failed(f"{path}: {error.strerror}: a second run could not be kept away") from None
    try:
        try:
            lock(file)
        except OSError:
            raise _failed(f"campaign {campaign} of group {group} has a run already: it holds {path}") from None
        yield
    finally:
        os.close(file)
