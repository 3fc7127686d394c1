"""A file as a table: read once to see that it makes sense, told how it was understood, then read
row by row.

For every record that is read there is at least one row: a request, a refusal, or one named as
skipped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Unpack

from .._record import Record
from .cells import reader_of
from .closing import Closing
from .errors import BulkFileError
from .layout import decide, surveyed
from .number import number_reader
from .options import Form, Options, ReadingOptions
from .records import Record as Cells
from .records import records
from .rows import Row, shown
from .source import Source
from .survey import Survey
from .text import Text

__all__ = ["Reading", "Table", "open_table"]

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_FORMS = {
    Form.CSV: "a table with a header in line {line}",
    Form.NUMBERS: "one phone number a line",
    Form.REGISTRY: "the registry's flat file",
    Form.CHANGES: "the registry's change list: A is sent, D is not",
}


@dataclass(frozen=True, slots=True)
class Reading(Record):
    """How a file was understood: what its reader should know before numbers are sent."""

    form: Form
    encoding: str
    delimiter: str
    """What stands between cells, where there are several."""
    line_ends: str
    """LF, CR LF, CR or several of them; empty if no line ends."""
    compression: str | None = None
    """gzip or zip, with the name of the file within."""
    header_line: int | None = None
    passed_over: tuple[str, ...] = ()
    """Lines before the header, which are no rows; blank ones are empty."""
    phone_columns: tuple[str, ...] = ()
    customer_column: str | None = None
    chain_column: str | None = None
    area_column: str | None = None
    country_column: str | None = None
    change_column: str | None = None
    ignored_columns: tuple[str, ...] = ()
    """Columns that are not used."""

    def describe(self) -> list[str]:
        """The same in one line or a few."""
        parts = [_FORMS[self.form].format(line=self.header_line), self.encoding]
        if self.form is not Form.NUMBERS:
            parts.append(f"{_DELIMITERS.get(self.delimiter, repr(self.delimiter))} between cells")
        parts += [part for part in (self.line_ends, self.compression) if part]
        told = [", ".join(parts)]
        if columns := self._columns():
            told.append("; ".join(columns))
        return told

    def _columns(self) -> list[str]:
        single = {
            "customer id": self.customer_column,
            "chain": self.chain_column,
            "area code": self.area_column,
            "country code": self.country_column,
            "added or deleted": self.change_column,
        }
        found = [f"phone: {_named(self.phone_columns)}"] if self.phone_columns else []
        found += [f"{what}: {_named((name,))}" for what, name in single.items() if name is not None]
        if self.ignored_columns:
            found.append(f"ignored columns: {_named(self.ignored_columns)}")
        if titles := [line for line in self.passed_over if line]:
            found.append(f"before the header: {_named(titles)}")
        return found


def _named(names: tuple[str, ...] | list[str], most: int = 12) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(shown(name) if set(name) - _PLAIN else name for name in names[:most]) + more


_PLAIN = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-. ")


class Table(Closing):
    """A file that was found to make sense. Close it, or use it with `with`; made by `open_table`.
    """

    def __init__(self, source: Source, options: Options) -> None:
        self.source = source
        self.name = source.name
        self._options = options
        self._text = Text(source, options.encoding)
        self._number = number_reader(options)
        # What is sent as it is written says nothing about what a file without header holds.
        certain = number_reader(replace(options, as_is=False))
        self._layout = decide(self._text, options, certain)
        self.total = self._counted(certain)
        """How many rows it has."""
        self.reading = self._told()
        """How it was understood."""

    def rows(self) -> Iterator[Row]:
        """Its rows, in order; may be called again.

        Raises: BulkFileError if the file was changed since it was opened.
        """
        for row in self._rows(self._number):
            yield replace(row, as_is=True) if self._options.as_is else row
        self.source.check_unchanged()

    def _rows(self, number: Callable[[str], str]) -> Iterator[Row]:
        reader = reader_of(self._layout, self._options.chain, number)
        for record in self._records():
            yield from reader.rows(record)

    def _records(self) -> Iterator[Cells]:
        layout = self._layout
        found = records(self.name, self._text.lines(), layout.delimiter)
        return islice(found, layout.first_row, None)

    def _counted(self, number: Callable[[str], str]) -> int:
        """Read it to its end, so that what is wrong with it is known before anything is sent."""
        reader = reader_of(self._layout, self._options.chain, str)
        columns = self._layout.columns
        survey = None if columns is None else Survey(columns)
        total = 0
        for record in self._records():
            if survey is not None and columns is not None:
                if columns.is_other_header(record.cells):
                    raise BulkFileError(
                        f"{self.name}, line {record.line}: this is a header with its columns in "
                        f"another order than in line {columns.header.line}: import each table by "
                        "itself"
                    )
                survey.note(record)
            total += sum(1 for _ in reader.rows(record))
        if total == 0:
            raise BulkFileError(f"{self.name}: the file has no rows: nothing to import")
        if survey is not None:
            self._layout = surveyed(
                self._layout, self.name, survey.records, self._options, number
            )
        return total

    def _told(self) -> Reading:
        layout, columns = self._layout, self._layout.columns
        reading = Reading(
            layout.form,
            self._text.encoding,
            layout.delimiter,
            layout.line_ends,
            self.source.compression,
        )
        if columns is None:
            return reading
        return replace(
            reading,
            header_line=columns.header.line,
            passed_over=layout.before,
            phone_columns=tuple(
                name for place in columns.phones if (name := columns.name(place)) is not None
            ),
            customer_column=columns.name(columns.customer),
            chain_column=columns.name(columns.chain),
            area_column=columns.name(columns.area),
            country_column=columns.name(columns.country),
            change_column=columns.name(columns.change),
            ignored_columns=columns.ignored,
        )

    def close(self) -> None:
        """Let go of the file."""
        self.source.close()


def open_table(path: str | os.PathLike[str], **options: Unpack[ReadingOptions]) -> Table:
    """Open a file of numbers: a path, or `-` for standard input; pipes, gzip and zip files too.

    Blocks until a pipe has ended. The whole file is read once, so that what is wrong with it is
    known now.
    Raises: BulkFileError naming line and column; BulkWriteError if there is no room for a copy of
    what can be read only once; ValueError for options that make no sense; ModuleNotFoundError if
    `region` needs more packages.
    """
    chosen = Options.of(options)
    source = Source(path)
    try:
        return Table(source, chosen)
    except BaseException:
        source.close()
        raise
