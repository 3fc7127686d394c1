"""`commdn watch`: campaigns and notifications as they come."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Iterator
from enum import IntEnum
from typing import Annotated

import typer
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.live import Live
from rich.table import Table
from rich.text import Text

from .._native import Event
from ..enums import GroupStatus
from ..errors import CommDNDisconnected, CommDNOcsRefused
from ..records import Notice, NoticeKind
from ..session import Session
from .output import Exit, console, describe, error_console, print_json
from .settings import Connection, with_connection

__all__ = ["watch"]

_WIDE = 70
_STYLES = {
    GroupStatus.RUNNING: "bold green",
    GroupStatus.ACTIVE: "green",
    GroupStatus.INACTIVE: "yellow",
    GroupStatus.WAITING_UNLOAD: "yellow",
    GroupStatus.UNLOAD_IN_PROGRESS: "yellow",
    GroupStatus.NOT_LOADED: "dim",
}


@with_connection
def watch(
    *,
    connection: Connection,
    ask: Annotated[
        list[str] | None,
        typer.Option(metavar="CAMPAIGN:GROUP", help="Ask for this campaign's status at the start; repeatable."),
    ] = None,
    seconds: Annotated[
        float | None, typer.Option("--for", min=0, help="End after so many seconds; otherwise with Ctrl-C.")
    ] = None,
    last: Annotated[int, typer.Option(min=1, help="How many notifications to keep in sight.")] = 10,
) -> None:
    """Show campaigns and notifications as they come: a table on a terminal, lines in a pipe."""
    asked = [_pair(text) for text in ask or []]
    board = Board(last)
    with connection.open() as session:
        try:
            if connection.json or not sys.stdout.isatty():
                out = console()
                for notice in _news(session, board, asked, seconds):
                    if connection.json:
                        print_json(_document(notice))
                    else:
                        out.print(_line(notice))
                    sys.stdout.flush()
            else:
                with Live(board, console=Console(), refresh_per_second=8) as live:
                    for _ in _news(session, board, asked, seconds):
                        live.update(board)
        except CommDNDisconnected as error:
            error_console().print(f"commdn: {error}", markup=False)
            raise typer.Exit(Exit.FAILED) from None
        except KeyboardInterrupt:
            pass


def _pair(text: str) -> tuple[int, int]:
    campaign, _, group = text.partition(":")
    if not (campaign.isdecimal() and group.isdecimal()):
        raise typer.BadParameter(f"{text!r} is not campaign:group, for example 1:10")
    return int(campaign), int(group)


def _news(
    session: Session, board: Board, asked: list[tuple[int, int]], seconds: float | None
) -> Iterator[Notice]:
    """The answers to what was asked, then the notices until the time is over."""
    for campaign, group in asked:
        try:
            event = session.campaign_status(campaign, group).event
        except CommDNOcsRefused as error:
            if error.event is None:
                raise
            event = error.event
        notice = Notice(NoticeKind.UNSOLICITED, event)
        board.add(notice)
        yield notice
    until = None if seconds is None else time.monotonic() + seconds
    while True:
        left = None if until is None else max(0.0, until - time.monotonic())
        notice_or_none = session.next_notice(timeout=left)
        if notice_or_none is None:
            return
        board.add(notice_or_none)
        yield notice_or_none


def _line(notice: Notice) -> Text:
    if notice.event is not None:
        text = Text("" if notice.kind is NoticeKind.UNSOLICITED else f"{notice.kind}: ")
        return text.append_text(describe(notice.event))
    if notice.link_up is not None:
        return Text(f"the link to the switch is {'up' if notice.link_up else 'down'}")
    return Text(f"{notice.kind}: {notice.error}" if notice.error else str(notice.kind))


def _document(notice: Notice) -> dict[str, object]:
    error = None if notice.error is None else str(notice.error)
    return {
        "kind": notice.kind.value,
        "event": notice.event,
        "link_up": notice.link_up,
        "error": error,
    }


class Board:
    """The campaigns and the last notifications, as a table that fits its terminal."""

    def __init__(self, last: int) -> None:
        self._groups: dict[tuple[int, int], Event] = {}
        self._last: deque[tuple[str, Text]] = deque(maxlen=last)

    def add(self, notice: Notice) -> None:
        """Take a notice in."""
        self._last.append((time.strftime("%H:%M:%S"), _brief(notice)))
        event = notice.event
        if event is not None and event.campaign and event.group and event.status is not None:
            self._groups[event.campaign, event.group] = event

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = options.max_width >= _WIDE
        campaigns = Table(title="Campaigns", title_justify="left", box=None, pad_edge=False)
        for heading in ("campaign", "group"):
            campaigns.add_column(heading, min_width=len(heading), no_wrap=True)
        for heading in ("status", "mode", *(("optimize", "goal") if wide else ())):
            campaigns.add_column(heading, overflow="ellipsis", no_wrap=True)
        for (campaign, group), event in sorted(self._groups.items()):
            status = event.status
            style = "" if status is None else _STYLES.get(status, "")
            shown = Text(_short(status), style=style)
            row: list[str | Text] = [str(campaign), str(group), shown, _short(event.dial_mode)]
            if wide:
                goal = event.optimize_goal
                row += [_short(event.optimize_by), "" if goal is None else str(goal)]
            campaigns.add_row(*row)
        news = Table(
            title="Notifications", title_justify="left", box=None, pad_edge=False, show_header=False
        )
        news.add_column(min_width=8, no_wrap=True, style="dim")
        news.add_column(overflow="ellipsis", no_wrap=True)
        for at, line in self._last:
            news.add_row(at, line)
        yield Group(campaigns, "", news)


def _short(member: IntEnum | None) -> str:
    """A number's name as short as it gets: the board has little room."""
    return "" if member is None else member.name.lower().replace("_", " ")


def _brief(notice: Notice) -> Text:
    """A notice in few words: what the table does not tell."""
    event = notice.event
    if event is None:
        return _line(notice)
    kind = "" if notice.kind is NoticeKind.UNSOLICITED else f"{notice.kind} "
    text = Text(f"{kind}{_short(event.message_type).removeprefix('ev ')}")
    if event.campaign is not None:
        text.append(f"  {event.campaign}:{event.group}")
    if event.status is not None:
        text.append(f"  {_short(event.status)}", style=_STYLES.get(event.status, ""))
    if event.error is not None:
        text.append(f"  {_short(event.error)}", style="bold red")
    for value in (event.phone, event.error_message, event.message):
        if value:
            text.append(f"  {value}")
    return text
