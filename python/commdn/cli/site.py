"""One campaign of one group, over a connection that is opened when it is needed and replaced once it is over.

Owns the session. Every call says how long it may take, and raises what a session raises; deciding what then is done is
for `stopping` and `shift`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Self

import typer

from .. import requests
from .._native import Answer, Event, Request
from ..enums import CmError, GroupStatus
from ..errors import CommDNOcsRefused
from ..records import NoticeKind
from ..session import Session
from .dialing import Dialing, agreed, change_of_mode, with_method
from .settings import Connection

__all__ = ["Site"]

_LEAST_SECONDS = 0.1


class Site:
    """A campaign as the commands that look after it see it."""

    def __init__(
        self,
        connection: Connection,
        campaign: int,
        group: int,
        *,
        load: Dialing | None = None,
        start: Dialing | None = None,
        yes: bool = False,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._connection = connection
        self._campaign = campaign
        self._group = group
        self._load = load
        self._start = start or Dialing(None, None, None)
        self._settled = self._start
        self._yes = yes
        self._agreed: str | None = None
        self._tell = tell
        self._session: Session | None = None
        self.losses = 0
        """How often the connection was lost, as far as `news` has told."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; the next call opens another one."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _call(self, request: Request, seconds: float) -> Answer:
        limit = max(_LEAST_SECONDS, min(self._connection.timeout, seconds))
        return self._opened(seconds).call(request, timeout=limit)

    def _opened(self, seconds: float) -> Session:
        if self._session is not None and self._session.is_over:
            self.close()
        if self._session is None:
            limit = max(_LEAST_SECONDS, min(self._connection.connect_timeout, seconds))
            self._session = replace(self._connection, connect_timeout=limit).open()
        return self._session

    def status(self, seconds: float) -> Event:
        """Where the campaign stands, and how it dials."""
        return self._call(requests.campaign_status(self._campaign, self._group), seconds).event

    def stop(self, seconds: float) -> Answer:
        """Stop dialling, once."""
        return self._call(requests.stop_dialing(self._campaign, self._group), seconds)

    def agree(self, seconds: float) -> None:
        """Ask how the campaign stands, and whether its mode may be changed, if it would be.

        Raises: what `dialing.agreed` raises.
        """
        event = self._status_or_refusal(seconds)
        if event is None or (change := change_of_mode(event, self._start)) is None:
            return
        agreed(event, self._campaign, self._group, self._start, self._yes)
        self._agreed = change

    def prepare(self, seconds: float) -> None:
        """Load the campaign if it is not loaded and a mode for it was given.

        Raises: typer.BadParameter if its mode would change, and that is not agreed to: nobody is asked now.
        """
        event = self._status_or_refusal(seconds)
        if event is None or event.status is GroupStatus.NOT_LOADED:
            if self._load is not None:
                self._call_load(self._load, seconds)
            self._settled = Dialing(None, None, None)
            return
        change = change_of_mode(event, self._start)
        if change not in (None, self._agreed) and not self._yes:
            raise typer.BadParameter(
                f"campaign {self._campaign} of group {self._group} was loaded otherwise since: {change} needs --yes"
            )
        self._settled = with_method(event, self._start)

    def _status_or_refusal(self, seconds: float) -> Event | None:
        try:
            return self.status(seconds)
        except CommDNOcsRefused as error:
            if error.code != CmError.CAMPAIGN_NOT_LOADED:
                raise
            return None

    def _call_load(self, how: Dialing, seconds: float) -> None:
        request = how.fill(requests.load_campaign, self._campaign, self._group)
        try:
            self._call(request, seconds)
        except CommDNOcsRefused as error:
            if error.code != CmError.CAMPAIGN_ALREADY_LOADED:
                raise
        self._tell("loaded")

    def start(self, seconds: float) -> None:
        """Start dialling, once."""
        request = self._settled.fill(requests.start_dialing, self._campaign, self._group)
        self._call(request, seconds)

    @property
    def is_up(self) -> bool:
        """Whether the connection is up."""
        return self._session is not None and self._session.status == "up"

    def news(self, seconds: float) -> GroupStatus | None:
        """The campaign's status if OCS tells of one within `seconds`."""
        notice = self._opened(seconds).next_notice(timeout=seconds)
        if notice is not None and notice.kind is NoticeKind.DISCONNECTED:
            self.losses += 1
        event = None if notice is None else notice.event
        if event is None or (event.campaign, event.group) != (self._campaign, self._group):
            return None
        return event.status
