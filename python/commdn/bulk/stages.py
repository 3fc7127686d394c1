"""What may happen to rows before they are sent: normalised numbers, no request twice.

Each stage takes rows and gives rows, one for one and in order; what it finds wrong it tells in
the row. None keeps the rows: what was asked for already is kept on disk.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace

from ..phone import compared
from ..records import Chain
from .errors import BulkWriteError
from .number import number_reader
from .options import NumberForm, Options
from .rows import DUPLICATE, Row

__all__ = ["deduplicated", "normalized"]

_KEPT_IN_MEMORY = "-4096"


def deduplicated(rows: Iterable[Row]) -> Iterator[Row]:
    """Mark rows that ask for nothing more than an earlier one did, of the same phone and customer.

    All of a chain, which OCS takes a missing scope for, is more than one record of it: such a row
    is sent even if one for the record alone was before it.

    Raises: BulkWriteError if there is no room for the temporary file that they are noted in.
    """
    try:
        yield from _deduplicated(rows)
    except sqlite3.Error as error:
        raise BulkWriteError(f"{tempfile.gettempdir()}: {error}") from error


def _deduplicated(rows: Iterable[Row]) -> Iterator[Row]:
    with closing(sqlite3.connect("", isolation_level=None)) as seen:
        # A nameless database is a temporary file that SQLite removes by itself.
        seen.execute(f"PRAGMA cache_size = {_KEPT_IN_MEMORY}")
        seen.execute("PRAGMA synchronous = OFF")
        seen.execute("PRAGMA journal_mode = OFF")
        seen.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, line INT, scope INT) WITHOUT ROWID")
        for row in rows:
            if row.code:
                yield row
                continue
            earlier = _asked_for(seen, row)
            if earlier is None:
                yield row
            else:
                yield replace(row, code=DUPLICATE, text=f"the same as line {earlier}")


def _asked_for(seen: sqlite3.Connection, row: Row) -> int | None:
    """The earlier line that asks for as much as this row, which is noted if there is none."""
    key = f"{compared(row.phone or '')}\0{row.customer_id or ''}".encode("utf-8", "surrogatepass")
    scope = 0 if row.chain == Chain.RECORD_ONLY else 1
    found = seen.execute("SELECT line, scope FROM seen WHERE key = ?", (key,)).fetchone()
    if found is not None and found[1] >= scope:
        return int(found[0])
    seen.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", (key, row.line, scope))
    return None


def normalized(rows: Iterable[Row], region: str, *, form: NumberForm = "national") -> Iterator[Row]:
    """Write every phone number as its digits (`national`) or as `+` and its digits (`e164`).

    `region` is where numbers without `+` are dialled, two letters such as `US`; the national form
    is given to its own numbers only. Needs the package phonenumbers, the extra `commdn[phone]`.
    Raises: ValueError for an unknown region; ModuleNotFoundError without the package.
    """
    number = number_reader(Options(region=region, number_form=form))

    def normal(row: Row) -> Row:
        if row.code or row.phone is None:
            return row
        try:
            return replace(row, phone=number(row.phone))
        except ValueError as error:
            return replace(row, code="bad_phone", text=str(error))

    return map(normal, rows)
