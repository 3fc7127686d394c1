"""Stopping a campaign until it is certain that it has stopped.

Decides what is certain: an acknowledgement, a refusal that says it is not dialling, a status that says so. Time is a
`Clock`'s; the connection is the site's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from .._native import Answer, Event
from ..enums import CmError, GroupStatus
from ..errors import CommDNError, CommDNInvalidArgument, CommDNInvalidRequest, CommDNOcsRefused
from .clock import Clock
from .moments import span

__all__ = ["NotStopped", "Stopped", "may_dial", "stop_until_confirmed"]

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 10.0

# Nothing of that name is dialling.
_IDLE = (CmError.CAMPAIGN_NOT_LOADED, CmError.CAMPAIGN_NOT_STARTED)
# No attempt will do better.
_HOPELESS = (
    CmError.CAMPAIGN_NOT_FOUND,
    CmError.GROUP_NOT_FOUND,
    CmError.GROUP_CAMP_NOT_FOUND,
)
_NOT_DIALLING = (
    GroupStatus.NOT_LOADED,
    GroupStatus.WAITING_UNLOAD,
    GroupStatus.UNLOAD_IN_PROGRESS,
    GroupStatus.INACTIVE,
    GroupStatus.ACTIVE,
)


class Stoppable(Protocol):
    """A campaign that can be told to stop; each call raises what a session raises."""

    def stop(self, seconds: float) -> Answer | None:
        """Stop dialling, once."""
        ...

    def status(self, seconds: float) -> Event:
        """Where it stands."""
        ...


@dataclass(frozen=True, slots=True)
class Stopped:
    """That it has stopped, and how that is known."""

    how: str
    answer: Answer | None = None
    event: Event | None = None


class NotStopped(Exception):
    """Nobody has confirmed the stop in time: the campaign may be dialling."""

    def __init__(self, seconds: float, attempts: int, last: CommDNError) -> None:
        tries = "1 attempt" if attempts == 1 else f"{attempts} attempts"
        super().__init__(f"no confirmation within {span(seconds)} ({tries}); last: {last}")


def may_dial(status: GroupStatus | None) -> bool:
    """Whether a campaign in that state may be dialling; one that is unknown may."""
    return status not in _NOT_DIALLING


def stop_until_confirmed(
    site: Stoppable, clock: Clock, seconds: float, tell: Callable[[str], None]
) -> Stopped:
    """Stop a campaign again and again until it has stopped, for `seconds` at most.

    Raises: NotStopped; CommDNOcsRefused if OCS knows no such campaign or group, CommDNInvalidRequest.
    """
    until = clock.elapsed() + seconds
    pause, attempts = _FIRST_PAUSE, 0
    while True:
        attempts += 1
        left = until - clock.elapsed()
        try:
            return Stopped("acknowledged", answer=site.stop(left))
        except CommDNOcsRefused as error:
            if error.code in _IDLE:
                return Stopped("it was not dialling", event=error.event)
            if error.code in _HOPELESS:
                raise
            why: CommDNError = error
        except (CommDNInvalidRequest, CommDNInvalidArgument):
            raise
        except CommDNError as error:
            why = error
        found = _status_says_so(site, until - clock.elapsed())
        if found is not None:
            return found
        left = until - clock.elapsed()
        if left <= 0:
            raise NotStopped(seconds, attempts, why)
        pause = min(pause, left)
        tell(f"not stopped yet: {why}; next attempt in {span(max(1, pause))}")
        clock.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def _status_says_so(site: Stoppable, seconds: float) -> Stopped | None:
    """Whether the status tells that it has stopped: the answer to a stop may be what was lost."""
    if seconds <= 0:
        return None
    try:
        event = site.status(seconds)
    except CommDNError:
        return None
    return None if may_dial(event.status) else Stopped("its status says so", event=event)
