"""What may happen to rows before they are sent: normalised numbers, no number twice.

Each stage takes rows and gives rows, one for one and in order; what it finds wrong it tells in
the row. None keeps the rows: the numbers already seen are kept on disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace

from ..errors import CommDNInvalidRequest
from ..phone import NumberForm, known_region, normalize_for_region
from .rows import Row

__all__ = ["DUPLICATE", "NumberForm", "deduplicated", "normalized"]

DUPLICATE = "duplicate"
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
    """Write every phone number as `normalize_for_region` does; needs the extra `commdn[phone]`.

    Raises: ValueError for an unknown region; ModuleNotFoundError without the package.
    """
    known_region(region)
    return (_normalized_row(row, region, form) for row in rows)


def _normalized_row(row: Row, region: str, form: NumberForm) -> Row:
    if row.code or row.phone is None:
        return row
    try:
        return replace(row, phone=normalize_for_region(row.phone, region, form))
    except CommDNInvalidRequest as error:
        return replace(row, code="bad_phone", text=str(error))
