"""Times of logs: text to seconds on the log's own clock, and back.

A time without a date counts on from midnight of the log's first day; a zone is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

__all__ = ["Clock", "find_time", "shown_time", "spoken"]

_DAY = 86_400.0
_TIME = re.compile(
    r"(?:(?P<iso>\d{4}[-/.]\d\d[-/.]\d\d)[ T]|(?P<dmy>\d\d[./]\d\d[./]\d{4}) |(?P<mon>[A-Z][a-z]{2}) {1,2}(?P<day>\d{1,2}) )?"
    r"(?<!\d)(?P<h>\d\d):(?P<m>\d\d):(?P<s>\d\d)(?:[.,](?P<f>\d+))?(?P<zone>Z|[+-]\d\d:?\d\d)?(?![\d:])"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A clock that goes back by more than this has passed midnight; threads write lines out of order by less.
_BACK = 43_200.0


def find_time(text: str) -> str | None:
    """The first time of a line with date and zone, as it stands there."""
    found = _TIME.search(text, 0, 160)
    return None if found is None else found[0]


@dataclass(slots=True)
class Clock:
    """A log's own clock."""

    dated: bool = False
    """Whether its times have dates."""
    zoned: bool = False
    """Whether they have zones: then they are UTC."""
    year: int = 1970
    first: float | None = None
    """The earliest time that was read."""
    _days: int = 0
    """Days before the first time of the log."""
    _last: float | None = None

    @property
    def last(self) -> float | None:
        """The latest time that was read."""
        return self._last

    def read(self, text: str) -> float | None:
        """Seconds of a logged time; None if it is none."""
        found = _TIME.search(text)
        if found is None:
            return None
        hours, minutes, seconds = int(found["h"]), int(found["m"]), int(found["s"])
        if hours > 23 or minutes > 59 or seconds > 60:
            return None
        clock = hours * 3600 + minutes * 60 + seconds + float("0." + (found["f"] or "0"))
        day = self._date(found)
        if day is not None:
            self.dated = True
            value = (day - date(1970, 1, 1)).days * _DAY + clock
            if found["zone"]:
                self.zoned = True
                value -= _zone(found["zone"])
        else:
            days = self._days if self._last is None else int(self._last // _DAY)
            value = days * _DAY + clock
            if self._last is not None and value < self._last - _BACK:
                value += _DAY
        return self.seconds(value)

    def seconds(self, value: float) -> float:
        """A time that the log tells in seconds."""
        self._last = value
        self.first = value if self.first is None else min(self.first, value)
        return value

    def _date(self, found: re.Match[str]) -> date | None:
        try:
            if found["iso"]:
                return date(*(int(part) for part in re.split("[-/.]", found["iso"])))
            if found["dmy"]:
                first, second, year = (int(part) for part in re.split("[./]", found["dmy"]))
                # Where both orders make sense the day is taken to be first.
                return date(year, second, first) if second <= 12 else date(year, first, second)
            if found["mon"] and found["mon"] in _MONTHS:
                return date(self.year, _MONTHS.index(found["mon"]) + 1, int(found["day"]))
        except ValueError:
            return None
        return None


def _zone(text: str) -> float:
    if text == "Z":
        return 0.0
    digits = text[1:].replace(":", "")
    value = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return float(-value if text[0] == "-" else value)


def shown_time(value: float | None, *, dated: bool, zoned: bool) -> str:
    """A time as the text and the page show it."""
    if value is None:
        return "no time"
    milliseconds = round(value * 1000)
    if dated:
        try:
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
        except OverflowError:
            return "no time"
        text = moment.strftime("%Y-%m-%d %H:%M:%S") + f".{milliseconds % 1000:03d}"
        return text + ("Z" if zoned else "")
    day, clock = divmod(milliseconds, 86_400_000)
    text = f"{clock // 3_600_000:02d}:{clock // 60_000 % 60:02d}:{clock // 1000 % 60:02d}.{clock % 1000:03d}"
    return text if day == 0 else f"day {day + 1} {text}"


def spoken(seconds: float) -> str:
    """A duration: `3 ms`, `2.5 s`, `1 h 0 min`."""
    size = abs(seconds)
    if size < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if size < 120:
        return f"{seconds:.3f}".rstrip("0").rstrip(".") + " s"
    minutes = round(size / 60)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{sign}{minutes} min"
