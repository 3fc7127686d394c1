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
# Notes are longer than whatever a column is known by.
_LONGEST_VALUE = 60
_CODE = re.compile(r"\(?[0-9]{1,5}\)?")
_DIGIT = re.compile(r"[0-9]")


class Survey:
    """What the columns of a table hold."""

    def __init__(self, columns: Columns) -> None:
        self.records: list[Record] = []
        """The records that stand for all others, in the order of the file."""
        self._phones = frozenset(columns.phones)
        self._places = range(len(columns.header.cells))
        self._kept: dict[tuple[int, str], int] = {}

    def note(self, record: Record) -> None:
        """Keep a record if it has a kind of value that a column did not have often."""
        cells = record.cells
        tells = False
        for place in self._places:
            value = cells[place] if place < len(cells) else ""
            if len(value) > _LONGEST_VALUE:
                continue
            key = place, _length(value) if place in self._phones else _kind(value.strip())
            count = self._kept.get(key, 0)
            if count < _MOST_OF_A_KIND:
                self._kept[key] = count + 1
                tells = True
        if tells:
            self.records.append(record)


def _length(phone: str) -> str:
    return str(min(len(_DIGIT.findall(phone)), 16))


def _kind(value: str) -> str:
    """What a value may tell of its column."""
    if value[-1:].isdigit() or value[:1].isdigit():
        if _CODE.fullmatch(value):
            return "code"
        return "number" if is_number(value, normalize_phone) else "other"
    word = value.casefold()
    return word if word in TELLING else "other"
