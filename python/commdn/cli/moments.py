"""Points in time and spans of it: how the command line reads and writes them.

Owns time zones, local times that do not exist or exist twice, and the words for spans. Reads no clock unless told `now`.
"""

from __future__ import annotations

import difflib
import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, available_timezones

import typer

__all__ = ["Ambiguous", "Missing", "local", "readings", "rfc3339", "seconds_of", "shown", "span", "zone"]

_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(d|h|min|m|s|)\s*")
_SECONDS = {"d": 86_400, "h": 3_600, "m": 60, "min": 60, "s": 1, "": 1}
_MOST_SECONDS = 366 * 86_400


class Missing(ValueError):
    """A local time that the clocks skip."""


class Ambiguous(ValueError):
    """A local time that the clocks show twice."""


def zone(name: str) -> ZoneInfo:
    """The time zone of a name such as Europe/Berlin.

    Raises: typer.BadParameter with the name that is closest.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        known = available_timezones()
        ends = {found.rsplit("/", 1)[-1].lower(): found for found in sorted(known)}
        asked = name.strip().lower().replace(" ", "_").rsplit("/", 1)[-1]
        close = difflib.get_close_matches(asked, ends, n=1)
        guess = f" Did you mean {ends[close[0]]}?" if close else ""
        if not known:
            guess = " The system has no time zones: install its tzdata."
        raise typer.BadParameter(f"{name!r} is not a time zone such as Europe/Berlin.{guess}") from None


def readings(naive: datetime, where: tzinfo) -> list[datetime]:
    """The moments at which clocks in a zone show a local time: one, or none, or two."""
    both = [naive.replace(tzinfo=where, fold=fold) for fold in (0, 1)]
    real = [at for at in both if at.astimezone(UTC).astimezone(where).replace(tzinfo=None, fold=0) == naive]
    if len(real) == 2 and real[0].utcoffset() == real[1].utcoffset():
        real.pop()
    return real


def local(naive: datetime, where: tzinfo) -> datetime:
    """The moment at which clocks in a zone show a local time.

    Raises: Missing, Ambiguous.
    """
    match readings(naive.replace(fold=0), where):
        case [moment]:
            return moment
        case []:
            raise Missing(f"{naive} does not exist in {where}: the clocks are put forward over it")
        case [first, second]:
            raise Ambiguous(
                f"{naive} comes twice in {where}: write it with its offset, "
                f"{first.isoformat()} or {second.isoformat()}"
            )
        case _:
            raise AssertionError(naive)


def rfc3339(seconds: float, where: tzinfo | None = None) -> str:
    """A moment with its offset and milliseconds, in a zone or else in the machine's."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(where).isoformat(timespec="milliseconds")


def shown(seconds: float, where: tzinfo | None = None) -> str:
    """A moment for people: `2026-12-01 08:00 Europe/Berlin (07:00 UTC)`."""
    utc = datetime.fromtimestamp(seconds, UTC)
    here = utc.astimezone(where)
    name = here.isoformat()[-6:] if where is None else str(where)
    if where is UTC:
        return f"{_plain(here)} UTC"
    there = _plain(utc) if utc.date() != here.date() else _plain(utc).split(" ")[1]
    return f"{_plain(here)} {name} ({there} UTC)"


def _plain(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S" if moment.second else "%Y-%m-%d %H:%M")


def span(seconds: float) -> str:
    """A span in its two largest units: `1 d 10 h`, `5 min`, `12 s`."""
    left = round(abs(seconds))
    parts = []
    for name, size in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        count, left = divmod(left, size)
        parts.append((count, name))
    first = next((index for index, (count, _) in enumerate(parts) if count), len(parts) - 1)
    told = [f"{count} {name}" for count, name in parts[first : first + 2] if count]
    return " ".join(told) or "0 s"


def seconds_of(text: str, option: str) -> float:
    """The seconds of a span as it is typed: `10m`, `1h 30m`, `90s`, or `90`.

    Raises: typer.BadParameter naming the option.
    """
    found = list(_PART.finditer(text.strip().lower()))
    whole = "".join(part[0] for part in found)
    total = sum(float(part[1]) * _SECONDS[part[2]] for part in found)
    if not found or whole != text.strip().lower() or not 0 < total <= _MOST_SECONDS:
        raise typer.BadParameter(f"{option} {text!r} is not a time such as 10m, 90s or 1h 30m")
    return total
