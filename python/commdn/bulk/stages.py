"""What may happen to rows before they are sent: normalised numbers, no number twice.

Each stage takes rows and gives rows, one for one and in order; what it finds wrong it tells in
the row. None keeps the rows: the numbers already seen are kept on disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any, Literal

from .rows import Row

__all__ = ["DUPLICATE", "NumberForm", "deduplicated", "normalized"]

DUPLICATE = "duplicate"
NumberForm = Literal["national", "e164"]
_KEPT_IN_MEMORY = "-4096"


def deduplicated(rows: Iterable[Row]) -> Iterator[Row]:
    """Mark rows whose phone and customer occurred before; the first one is sent."""
    with closing(sqlite3.connect("", isolation_level=None)) as seen:
        # A nameless database is a temporary file that SQLite removes by itself.
        seen.execute(f"PRAGMA cache_size = {_KEPT_IN_MEMORY}")
        seen.execute("PRAGMA synchronous = OFF")
        seen.execute("PRAGMA journal_mode = OFF")
        seen.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, line INT) WITHOUT ROWID")
        for row in rows:
            if row.code:
                yield row
                continue
            key = f"{row.phone or ''}\0{row.customer_id or ''}"
            new = seen.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, row.line))
            if new.rowcount == 1:
                yield row
                continue
            (line,) = seen.execute("SELECT line FROM seen WHERE key = ?", (key,)).fetchone()
            yield replace(row, code=DUPLICATE, text=f"the same as line {line}")


def normalized(
    rows: Iterable[Row], region: str, *, form: NumberForm = "national"
) -> Iterator[Row]:
    """Write every phone number as its digits (`national`) or as `+` and its digits (`e164`).

    `region` is where numbers without `+` are dialled, two letters such as `US`. Needs the package
    phonenumbers, the extra `commdn[phone]`.
    Raises: ValueError for an unknown region; ModuleNotFoundError without the package.
    """
    numbers = _library()
    if region.upper() not in numbers.SUPPORTED_REGIONS:
        raise ValueError(f"region {region!r} is none of the two-letter codes of phonenumbers")
    return (_normalized_row(numbers, row, region.upper(), form) for row in rows)


def _library() -> Any:
    try:
        import phonenumbers
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "normalising numbers needs more packages: pip install 'commdn[phone]'",
            name="phonenumbers",
        ) from error
    return phonenumbers


def _normalized_row(numbers: Any, row: Row, region: str, form: NumberForm) -> Row:
    if row.code or row.phone is None:
        return row
    try:
        number = numbers.parse(row.phone, region)
    except numbers.NumberParseException as error:
        return replace(row, code="bad_phone", text=f"{row.phone!r}: {error}")
    if not numbers.is_possible_number(number):
        wrong = f"{row.phone!r} has too many or too few digits for {region}"
        return replace(row, code="bad_phone", text=wrong)
    if form == "e164":
        return replace(row, phone=numbers.format_number(number, numbers.PhoneNumberFormat.E164))
    return replace(row, phone=numbers.national_significant_number(number))
