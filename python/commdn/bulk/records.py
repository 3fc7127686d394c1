"""Lines into records of cells, strictly: an open quote is an error with its place, and no line is
lost.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .errors import BulkFileError

__all__ = ["Record", "records"]


class Record(NamedTuple):
    """The cells of one record."""

    line: int
    """The line that it starts on, counted from 1."""
    cells: list[str]


class _Quote(NamedTuple):
    """Where the quote opened that was last open."""

    line: int
    column: int
    is_open: bool


def records(name: str, lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    """The records of a file, in order; those of blank lines have no cells.

    Raises: BulkFileError naming line and column of a quote that is not closed.
    """
    fed: list[str] = []
    reader = csv.reader(_fed(lines, fed), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _fault(name, line, fed, delimiter, error) from error
        if cells is None:
            return
        yield Record(line, cells)
        line += len(fed)
        fed.clear()


def _fed(lines: Iterable[str], fed: list[str]) -> Iterator[str]:
    """The lines, keeping those of the record that is being read."""
    for line in lines:
        fed.append(line)
        yield line


def _fault(
    name: str, first: int, fed: list[str], delimiter: str, error: csv.Error
) -> BulkFileError:
    quote = _last_quote("".join(fed), delimiter)
    last = first + len(fed) - 1
    words = str(error)
    if "field larger" in words:
        where = f"{name}, line {first if quote is None else first + quote.line}"
        hint = "" if quote is None or not quote.is_open else ": is its quote closed?"
        return BulkFileError(
            f"{where}: a cell is longer than {csv.field_size_limit():,} characters{hint}"
        )
    if quote is None:
        return BulkFileError(f"{name}, line {last}: {words}")
    opened = f"line {first + quote.line}, column {quote.column}"
    if quote.is_open:
        return BulkFileError(f"{name}, {opened}: the quote that opens here is never closed")
    return BulkFileError(
        f"{name}, line {last}: a cell goes on behind its closing quote; the quote opens in {opened}"
    )


def _last_quote(text: str, delimiter: str) -> _Quote | None:
    """Follow the quotes as the parser does, to where it gave up."""
    found: _Quote | None = None
    line, start, begins, inside, place = 0, 0, True, False, 0
    while place < len(text):
        character = text[place]
        if inside:
            if character == '"':
                if text[place + 1 : place + 2] == '"':
                    place += 1
                else:
                    inside = False
                    after = text[place + 1 : place + 2]
                    if after not in ("", delimiter, "\r", "\n"):
                        break
        elif character == '"' and begins:
            inside = True
            found = _Quote(line, place - start + 1, is_open=True)
        begins = not inside and character in (delimiter, "\r", "\n")
        if character == "\n" or (character == "\r" and text[place + 1 : place + 2] != "\n"):
            line, start = line + 1, place + 1
        place += 1
    return None if found is None else found._replace(is_open=inside)
