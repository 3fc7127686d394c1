"""`commdn watch`: campaigns and notifications as they come."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
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
from .fleet_options import (
    BrokerFileOption,
    BrokerOption,
    SiteOption,
    StoreFileOption,
    StoreOption,
    address_of,
)
from .fleet_publish import publishing
from .names import OMITTED, Names, named, resolved
from .output import Exit, console, describe, print_json, say, warn
from .output_options import Utc
from .panels import FLEET
from .sentences import of_event
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
        typer.Option(metavar="CAMPAIGN:GROUP", help="Ask for this campaign's status at the start, as 1:10 or spring; repeatable."),
    ] = None,
    seconds: Annotated[
        float | None, typer.Option("--for", min=0, help="End after so many seconds; otherwise with Ctrl-C.")
    ] = None,
    last: Annotated[int, typer.Option(min=1, help="How many notifications to keep in sight.")] = 10,
    utc: Utc = False,
    publish: Annotated[
        bool,
        typer.Option("--publish", rich_help_panel=FLEET, help="Publish each as a CloudEvent on the broker, too."),
    ] = False,
    fleet_site: SiteOption = None,
    broker: BrokerOption = None,
    broker_file: BrokerFileOption = None,
    store: StoreOption = None,
    store_file: StoreFileOption = None,
) -> None:
    """Show campaigns and notifications as they come: a table on a terminal, lines in a pipe.

    Each has the time of its arrival, as RFC 3339 with its offset. Exit status 3 if a status that was asked for was refused.

    With --publish, --site, --broker and --store each is a CloudEvent on the exchange commdn.events as well; of several
    publishers of a site one does so.

    Example: commdn watch --ask 1:10
    """
    news = News([_pair(text, connection.names) for text in ask or []], seconds, UTC if utc else None)
    address = address_of(broker, broker_file, store, store_file) if publish else None
    with connection.open() as session, publishing(publish, address, fleet_site or connection.site) as publisher:
        news.listener = publisher
        try:
            if connection.json or not sys.stdout.isatty():
                for at, notice in news.of(session):
                    if connection.json:
                        print_json(_document(at, notice))
                    elif connection.raw:
                        console().print(Text(f"{_full(at)}  ").append_text(_line(notice)))
                    else:
                        say(f"{_full(at)}  {_sentence(notice, connection.names)}")
                    sys.stdout.flush()
            else:
                board = Board(last, UTC if utc else None)
                with Live(board, console=Console(), refresh_per_second=8) as live:
                    for at, notice in news.of(session):
                        board.add(at, notice)
                        live.update(board)
        except CommDNDisconnected as error:
            warn(str(error))
            raise typer.Exit(Exit.FAILED) from None
        except KeyboardInterrupt:
            pass
    if news.refused:
        raise typer.Exit(Exit.REFUSED)


def _pair(text: str, names: Names) -> tuple[int, int]:
    """A campaign and its group, as DBIDs or names; the group may be left out where the campaign tells it."""
    campaign, colon, group = text.partition(":")
    try:
        typed = {"campaign": named("campaign")(campaign), "group": named("group")(group) if colon else OMITTED}
        found = resolved(names, typed)
    except typer.BadParameter as error:
        raise typer.BadParameter(f"--ask {text!r}: {error.message}") from None
    return found["campaign"], found["group"]


class News:
    """The answers to what was asked, then the notices until the time is over, each with its arrival."""

    def __init__(self, asked: list[tuple[int, int]], seconds: float | None, zone: tzinfo | None) -> None:
        self._asked = asked
        self._seconds = seconds
        self._zone = zone
        self.refused = False
        self.listener: Callable[[datetime, Notice], object] | None = None
        """Gets each before it is shown."""

    def of(self, session: Session) -> Iterator[tuple[datetime, Notice]]:
        """What a session tells."""
        for at, notice in self._news(session):
            if self.listener is not None:
                self.listener(at, notice)
            yield at, notice

    def _news(self, session: Session) -> Iterator[tuple[datetime, Notice]]:
        for campaign, group in self._asked:
            yield self._now(), Notice(NoticeKind.UNSOLICITED, self._status(session, campaign, group))
        until = None if self._seconds is None else time.monotonic() + self._seconds
        while True:
            left = None if until is None else max(0.0, until - time.monotonic())
            notice = session.next_notice(timeout=left)
            if notice is None:
                return
            yield self._now(), notice

    def _status(self, session: Session, campaign: int, group: int) -> Event:
        try:
            return session.campaign_status(campaign, group).event
        except CommDNOcsRefused as error:
            if error.event is None:
                raise
            self.refused = True
            return error.event

    def _now(self) -> datetime:
        return datetime.now(UTC).astimezone(self._zone)


def _full(at: datetime) -> str:
    """RFC 3339 with its offset."""
    return at.isoformat(timespec="milliseconds")


def _line(notice: Notice) -> Text:
    if notice.event is not None:
        text = Text("" if notice.kind is NoticeKind.UNSOLICITED else f"{notice.kind}: ")
        return text.append_text(describe(notice.event))
    if notice.link_up is not None:
        return Text(f"the link to the switch is {'up' if notice.link_up else 'down'}")
    return Text(f"{notice.kind}: {notice.error}" if notice.error else str(notice.kind))


def _sentence(notice: Notice, names: Names) -> str:
    """A notice in words."""
    if notice.event is None:
        return _line(notice).plain
    kind = "" if notice.kind is NoticeKind.UNSOLICITED else f"{notice.kind}: "
    return f"{kind}{of_event(notice.event, names)}"


def _document(at: datetime, notice: Notice) -> dict[str, object]:
    error = None if notice.error is None else str(notice.error)
    return {
        "time": _full(at),
        "kind": notice.kind.value,
        "event": notice.event,
        "link_up": notice.link_up,
        "error": error,
    }


class Board:
    """The campaigns and the last notifications, as a table that fits its terminal."""

    def __init__(self, last: int, zone: tzinfo | None) -> None:
        self._zone = zone
        self._groups: dict[tuple[int, int], Event] = {}
        self._last: deque[tuple[datetime, Text]] = deque(maxlen=last)

    def add(self, at: datetime, notice: Notice) -> None:
        """Take a notice in."""
        self._last.append((at, _brief(notice)))
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
        # A narrow board tells zone and year once.
        now = datetime.now(UTC).astimezone(self._zone)
        zone = f"{now.year}, UTC{now.isoformat()[-6:]}"
        title = "Notifications" if wide else f"Notifications ({zone})"
        news = Table(title=title, title_justify="left", box=None, pad_edge=False, show_header=False)
        news.add_column(min_width=14, no_wrap=True, style="dim")
        news.add_column(overflow="ellipsis", no_wrap=True)
        for at, line in self._last:
            news.add_row(at.isoformat(timespec="seconds") if wide else f"{at:%m-%d %H:%M:%S}", line)
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
