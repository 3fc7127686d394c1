"""The records of a table that tell what its columns are for, wherever in the file they stand.

A column of which nothing but blanks is seen at first may hold numbers, deletions or refusals later.
Of every kind of value that a column has a few records are kept, so memory does not grow with the
file.
"""

from __future__ import annotations

import re

from ..phone import normalize_phone
from .columns import TELLING, Columns
from .number import is_number
from .records import Record

__all__ = ["Survey"]

_MOST_OF_A_KIND = 20
_MOST_KNOWN = 4096
# Notes are longer than whatever a column is known by.
_LONGEST_VALUE = 60
_LONGEST_WORD = max(map(len, TELLING))
_CODE = re.compile(r"\(?[0-9]{1,5}\)?")
_LIKE_NUMBER = re.compile(r"(?:[Tt][Ee][Ll]:)?[^A-Za-z]{7,}")


class Survey:
    """What the columns of a table hold."""

    def __init__(self, columns: Columns) -> None:
        self.records: list[Record] = []
        """The records that stand for all others, in the order of the file."""
        self._phones = columns.phones
        used = {*columns.phones, columns.customer, columns.chain}
        width = len(columns.header.cells)
        self._others = tuple(place for place in range(width) if place not in used)
        self._padding = [""] * width
        self._kept: list[dict[str | int, int]] = [{} for _ in range(width)]
        # Columns repeat their values: most are looked at once.
        self._known: dict[str, str] = {}

    def note(self, record: Record) -> None:
        """Keep a record if it has a kind of value that a column did not have often."""
        cells, kept = record.cells, self._kept
        if len(cells) < len(kept):
            cells = cells + self._padding
        tells = False
        for place in self._phones:
            length, counts = len(cells[place]), kept[place]
            if (count := counts.get(length, 0)) < _MOST_OF_A_KIND and length <= _LONGEST_VALUE:
                counts[length] = count + 1
                tells = True
        known = self._known
        for place in self._others:
            value = cells[place]
            kind = known.get(value)
            if kind is None:
                kind = _kind(value)
                if len(known) < _MOST_KNOWN:
                    known[value] = kind
            counts = kept[place]
            if (count := counts.get(kind, 0)) < _MOST_OF_A_KIND:
                counts[kind] = count + 1
                tells = True
        if tells:
            self.records.append(record)


def _kind(value: str) -> str:
    """What a value may tell of its column."""
    value = value.strip()
    if len(value) <= _LONGEST_WORD:
        if _CODE.fullmatch(value):
            return "code"
        word = value.casefold()
        if word in TELLING or not word:
            return word
    if len(value) <= _LONGEST_VALUE and _LIKE_NUMBER.fullmatch(value):
        return "number" if is_number(value, normalize_phone) else "other"
    return "other"
