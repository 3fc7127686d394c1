"""One shift of a campaign: it waits for its window, starts, looks after it, and stops on every way out.

Owns the order of things, and the one promise: whatever was or may have been started is stopped, confirmed, before the shift
is over. Time and signals are a `Clock`'s, the connection is the site's; nothing here sleeps or prints.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Protocol

from ..enums import CmError, GroupStatus
from ..errors import CommDNError, CommDNInvalidArgument, CommDNInvalidRequest, CommDNOcsRefused
from .clock import Clock
from .moments import span
from .stopping import Stoppable, may_dial, stop_until_confirmed
from .window import Window

__all__ = ["Ending", "Shift"]

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 15.0
# How long nobody looks at the clock while there is no news.
_LOOK = 0.5


class Dialled(Stoppable, Protocol):
    """The campaign of a shift; each call raises what a session raises."""

    @property
    def is_up(self) -> bool:
        """Whether the connection is up."""
        ...

    @property
    def losses(self) -> int:
        """How often it was lost, as far as `news` has told."""
        ...

    def prepare(self, seconds: float) -> None:
        """Make it ready to be started."""
        ...

    def start(self, seconds: float) -> None:
        """Start dialling, once."""
        ...

    def news(self, seconds: float) -> GroupStatus | None:
        """Its status, if one is told within `seconds`."""
        ...


class Ending(Enum):
    """Why a shift is over."""

    CLOSED = "the window closed"
    UNLOADED = "the campaign was unloaded"
    SIGNAL = "a signal came"
    LOST = "the connection was lost"
    MISSED = "the window passed before anything was started"


class Shift:
    """A campaign, its window, and how long to try to stop it."""

    def __init__(
        self,
        site: Dialled,
        clock: Clock,
        window: Window,
        tell: Callable[[str], None],
        *,
        stop_within: float,
        lost_after: float,
    ) -> None:
        self._site = site
        self._clock = clock
        self._window = window
        self._tell = tell
        self._stop_within = stop_within
        self._lost_after = lost_after
        # Whether something was started, or may have been.
        self._touched = False

    def run(self) -> Ending:
        """Wait, start, look after it, stop.

        Raises: NotStopped, which wins over all else; else what ended it early, once it is stopped.
        """
        while (left := self._window.opens - self._clock.now()) > 0:
            if self._clock.signal is not None:
                return Ending.SIGNAL
            # Now and then the machine's clock is set, or the machine sleeps.
            self._clock.wait(min(left, 30))
        if self._clock.now() >= self._window.closes:
            return Ending.MISSED
        try:
            ending = self._start() or self._look_after()
            self._tell(ending.value)
            return ending
        finally:
            if self._touched:
                stopped = stop_until_confirmed(self._site, self._clock, self._stop_within, self._tell)
                self._tell(f"stopped: {stopped.how}")

    def _left(self) -> float:
        return self._window.closes - self._clock.now()

    def _over(self) -> Ending | None:
        if self._clock.signal is not None:
            return Ending.SIGNAL
        return Ending.CLOSED if self._left() <= 0 else None

    def _start(self) -> Ending | None:
        """Start it, however often it takes; the ending if there was no time for that."""
        pause = _FIRST_PAUSE
        while (ending := self._over()) is None:
            try:
                self._site.prepare(self._left())
                if (ending := self._over()) is not None:
                    return ending
                self._start_once()
                return None
            except (CommDNOcsRefused, CommDNInvalidRequest, CommDNInvalidArgument):
                raise
            except CommDNError as error:
                self._tell(f"not started yet: {error}; next attempt in {span(pause)}")
            self._clock.wait(max(0.0, min(pause, self._left())))
            pause = min(2 * pause, _LONGEST_PAUSE)
        return ending

    def _start_once(self) -> None:
        doubt, self._touched = self._touched, True
        try:
            self._site.start(self._left())
        except CommDNOcsRefused as error:
            if error.code != CmError.CAMPAIGN_ALREADY_STARTED:
                # Refused is not started, unless an earlier attempt was not answered.
                self._touched = doubt
                raise
            self._tell("it was started already")
            return
        self._tell("started")

    def _look_after(self) -> Ending:
        lost_at: float | None = None
        losses = self._site.losses
        dialling = True
        while (ending := self._over()) is None:
            try:
                status = self._site.news(min(_LOOK, self._left()))
            except CommDNError as error:
                self._tell(f"the connection is over: {error}")
                return Ending.LOST
            if lost_at is None and (self._site.losses != losses or not self._site.is_up):
                lost_at, losses = self._clock.elapsed(), self._site.losses
                self._tell("the connection is lost")
            if lost_at is not None and self._site.is_up:
                # What was told meanwhile is lost: it is asked for.
                self._tell("connected again")
                lost_at, status = None, self._status()
            elif lost_at is not None and self._clock.elapsed() - lost_at >= self._lost_after:
                return Ending.LOST
            # News may be old; what ends a shift is asked for.
            if status is GroupStatus.NOT_LOADED and (status := self._status()) is GroupStatus.NOT_LOADED:
                return Ending.UNLOADED
            if status is not None and may_dial(status) != dialling:
                dialling = not dialling
                self._tell("it is dialling again" if dialling else "somebody has stopped it")
        return ending

    def _status(self) -> GroupStatus | None:
        try:
            return self._site.status(self._left()).status
        except CommDNError:
            return None
