"""When a campaign may dial: hours of the day in a zone, days of the week, holidays.

Pure: the moment it is asked about is an argument. Clocks that are put forward or back make a window shorter, never longer:
it opens at the later reading of a local time and closes at the earlier one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .moments import readings

__all__ = ["DayOff", "Days", "Hours", "TooLate", "Window", "days_of", "holidays_of", "time_of", "window_at"]

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class TooLate(Exception):
    """The window of today is over."""


class DayOff(Exception):
    """Nothing is dialled on that day."""


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when; one that closes before it opens goes over midnight."""

    opens: time
    closes: time
    zone: ZoneInfo

    @property
    def over_midnight(self) -> bool:
        """Whether the window closes on the day after."""
        return self.closes <= self.opens


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which a window may open."""

    weekdays: frozenset[int] = frozenset(range(7))
    holidays: dict[date, str] = field(default_factory=dict)

    def why_not(self, day: date) -> str | None:
        """Why nothing opens on a day; None if it may."""
        if day in self.holidays:
            return f"{day} is a holiday{self.holidays[day]}"
        if day.weekday() not in self.weekdays:
            return f"{day} is a {_NAMES[day.weekday()]}"
        return None


@dataclass(frozen=True, slots=True)
class Window:
    """One window, in seconds since 1970 (UTC)."""

    opens: float
    closes: float


def time_of(text: str) -> time:
    """A time of the day, as 08:00 or 08:00:30; 24:00 is midnight.

    Raises: ValueError.
    """
    if text.strip() == "24:00":
        return time(0)
    found = time.fromisoformat(text.strip())
    if found.tzinfo is not None or ":" not in text:
        raise ValueError(text)
    return found


def days_of(text: str) -> frozenset[int]:
    """Days of the week, as `mon-fri` or `mon,wed,sat`; Monday is 0.

    Raises: ValueError with the part that is wrong.
    """
    found: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        ends = [first, last if dash else first]
        if any(end not in _WEEKDAYS for end in ends):
            raise ValueError(part)
        start, end = (_WEEKDAYS.index(end) for end in ends)
        found |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return frozenset(found)


def holidays_of(text: str) -> dict[date, str]:
    """The days of a file: a date at the start of each line, its name behind; # begins a comment.

    Raises: ValueError with the line that is wrong.
    """
    found: dict[date, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        day, _, name = line.partition("#")[0].strip().partition(" ")
        if not day:
            continue
        try:
            found[date.fromisoformat(day)] = f" ({name.strip()})" if name.strip() else ""
        except ValueError:
            raise ValueError(f"line {number}: {day!r} is not a date such as 2026-12-25") from None
    return found


def window_at(now: float, hours: Hours, days: Days) -> Window:
    """The window that is open now, or opens later today.

    Raises: TooLate, DayOff.
    """
    here = datetime.fromtimestamp(now, UTC).astimezone(hours.zone)
    today = here.date()
    yesterday = today - timedelta(days=1)
    if hours.over_midnight and days.why_not(yesterday) is None:
        window = _window(yesterday, hours)
        if window.opens <= now < window.closes:
            return window
    why_not = days.why_not(today)
    if why_not is not None:
        raise DayOff(why_not)
    window = _window(today, hours)
    if window.opens >= window.closes:
        raise TooLate(f"the clocks are put forward over all of it on {today}")
    if now >= window.closes:
        raise TooLate(f"it is {here:%H:%M} in {hours.zone}: the window closed at {hours.closes:%H:%M}")
    return window


def _window(day: date, hours: Hours) -> Window:
    end = day + timedelta(days=1) if hours.over_midnight else day
    return Window(
        max(_moments(day, hours.opens, hours.zone)), min(_moments(end, hours.closes, hours.zone))
    )


def _moments(day: date, at: time, zone: ZoneInfo) -> list[float]:
    """The moments at which clocks show a local time; of one that they skip, the moment when they do."""
    naive = datetime.combine(day, at)
    found = readings(naive, zone)
    if found:
        return [moment.timestamp() for moment in found]
    # The two readings of a skipped time lie around the change, as far from it as the time is from the gap's ends.
    before, after = (naive.replace(tzinfo=zone, fold=fold).timestamp() for fold in (1, 0))
    while after - before > 1:
        middle = (before + after) / 2
        offset = datetime.fromtimestamp(middle, UTC).astimezone(zone).utcoffset()
        if offset == datetime.fromtimestamp(before, UTC).astimezone(zone).utcoffset():
            before = middle
        else:
            after = middle
    return [float(round(after))]
