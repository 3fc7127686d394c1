"""A site as the store has it: how many lanes, how fast, at which hours, and whether it is paused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from .errors import FleetSiteError
from .message import is_site_name

__all__ = ["Site", "check_site"]

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_LANES = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One contact centre, with its own queues and its own rate."""

    name: str
    lanes: int
    rate: float | None = None
    """Requests a second from all bulk lanes together; None for no limit."""
    now_rate: float | None = None
    """Requests a second that each worker sends from `now`, and from `control`, at most."""
    paused: bool = False
    hours: str | None = None
    """When bulk rows may be sent, as 08:00-20:00 in `zone`; None for always."""
    days: str | None = None
    """On which days, as mon-fri or mon,wed,sat; None for every day."""
    zone: str | None = None
    balance: int = 0
    """Counts what `rebalance` has asked for."""

    def is_open(self, now: float) -> bool:
        """Whether bulk rows may be sent at a time, in seconds since 1970."""
        if self.hours is None:
            return True
        here = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(self.zone or "UTC"))
        opens, closes = _hours(self.hours)
        days = _days(self.days)
        at = here.time()
        if opens <= closes:
            return here.weekday() in days and opens <= at < closes
        # Over midnight: the day is the one on which it opens.
        if at >= opens:
            return here.weekday() in days
        return at < closes and (here.weekday() - 1) % 7 in days


def check_site(site: Site) -> None:
    """See that a site makes sense. Raises: FleetSiteError naming what is wrong."""
    if not is_site_name(site.name):
        raise FleetSiteError(f"site {site.name!r}: a name is 1 to 40 of a-z, 0-9, - and _")
    if not 1 <= site.lanes <= MOST_LANES:
        raise FleetSiteError(f"site {site.name} has {site.lanes} lanes, not 1 to {MOST_LANES}")
    for what, rate in (("rate", site.rate), ("now_rate", site.now_rate)):
        if rate is not None and not rate > 0:
            raise FleetSiteError(f"{what} {rate} of site {site.name} is not above 0")
    if site.hours is None and site.days is not None:
        raise FleetSiteError("days without hours say nothing: give both")
    if site.hours is not None:
        if site.zone is None:
            raise FleetSiteError("hours need the zone that they are in, such as Europe/Berlin")
        _hours(site.hours)
        _days(site.days)
        try:
            ZoneInfo(site.zone)
        except (KeyError, ValueError, OSError) as error:
            raise FleetSiteError(f"{site.zone!r} is no time zone, such as Europe/Berlin") from error


def _hours(text: str) -> tuple[time, time]:
    first, dash, last = text.partition("-")
    try:
        if not dash or ":" not in first or ":" not in last:
            raise ValueError(text)
        return time.fromisoformat(first.strip()), time.max if last.strip() == "24:00" else time.fromisoformat(last.strip())
    except ValueError:
        raise FleetSiteError(f"hours {text!r} are not such as 08:00-20:00") from None


def _days(text: str | None) -> frozenset[int]:
    if text is None:
        return frozenset(range(7))
    found: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        ends = [first, last if dash else first]
        if any(end not in _WEEKDAYS for end in ends):
            raise FleetSiteError(f"days {text!r} are not such as mon-fri or mon,wed,sat")
        start, end = (_WEEKDAYS.index(end) for end in ends)
        found |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return frozenset(found)
