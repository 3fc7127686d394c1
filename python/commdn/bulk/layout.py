"""How a file is laid out: its form, what stands between cells, and which line is the header.

Decided from the first lines unless the caller says it. What is not certain is a `BulkFileError`
that says what was found and which option settles it; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from ..phone import normalize_phone
from .columns import ADDED, NAME_PHONES, REMOVED, Columns, places_of, plan, roles_of
from .errors import BulkFileError
from .number import is_number
from .options import Form, Options
from .records import Record, records
from .rows import shown
from .text import Text

__all__ = ["CHANGE_ROW", "REGISTRY_ROW", "Layout", "decide", "has_shape", "surveyed"]

DELIMITERS = (",", ";", "\t", "|")
# No area code begins with 0 or 1: such lines are trailers that count the others.
_AREA, _SEVEN = re.compile(r"[2-9][0-9]{2}"), re.compile(r"[0-9]{7}")
_DATE = re.compile(
    r"[0-9]{1,4}[-/.]?[0-9]{1,2}[-/.]?[0-9]{1,4}"
    r"(?:[ T][0-9:.]{4,15}(?: ?[AaPp][Mm])?(?:Z|[+-][0-9:]{2,6})?)?"
)
# Tables of days have them as names of columns.
_DAY = re.compile(r"(?:19|20)[0-9]{6}")
_CHANGE = re.compile("|".join(sorted(ADDED | REMOVED)), re.IGNORECASE)
REGISTRY_ROW = (_AREA, _SEVEN)
CHANGE_ROW = (_AREA, _SEVEN, _DATE, _CHANGE)
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)
_SAMPLE_LINES = 250
_SAMPLE_CHARACTERS = 1 << 20
_HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Layout:
    """What was decided about a file."""

    form: Form
    delimiter: str
    columns: Columns | None = None
    """The columns of a table with a header."""
    before: tuple[str, ...] = ()
    """Lines before the header that are no rows."""
    line_ends: str = ""
    """LF, CR LF, CR or several of them."""

    @property
    def first_row(self) -> int:
        """How many records stand before the first row."""
        return 0 if self.columns is None else len(self.before) + 1


class _Sample:
    """The first lines of a file."""

    def __init__(self, text: Text) -> None:
        self.name = text.name
        self.lines: list[str] = []
        size = 0
        lines = text.lines()
        for line in islice(lines, _SAMPLE_LINES):
            self.lines.append(line)
            size += len(line)
            if size > _SAMPLE_CHARACTERS:
                break
        self.is_whole = next(lines, None) is None
        if not any(line.strip() for line in self.lines):
            raise BulkFileError(f"{self.name}: the file has no lines")

    def records(self, delimiter: str) -> list[Record]:
        """The records up to the first that is at fault, or that the sample cuts off."""
        found: list[Record] = []
        with suppress(BulkFileError):
            found.extend(records(self.name, self.lines, delimiter))
        return found

    def line_ends(self) -> str:
        ends = {
            "CR LF" if line.endswith("\r\n") else {"\r": "CR", "\n": "LF"}.get(line[-1:], "")
            for line in self.lines
        }
        return " and ".join(sorted(ends - {""}))


def decide(text: Text, options: Options, number: Callable[[str], str]) -> Layout:
    """Decide how a file is laid out; `number` reads a phone number or raises ValueError.

    Raises: BulkFileError if that is not certain, naming line and what was found.
    """
    sample = _Sample(text)
    separator = _SEPARATOR_LINE.fullmatch(sample.lines[0])
    delimiters: Sequence[str] = DELIMITERS
    if options.delimiter is not None:
        delimiters = (options.delimiter,)
    elif separator is not None:
        delimiters = (separator[1],)
    if options.form in (None, Form.CSV) and (
        found := _with_header(sample, delimiters, options, number)
    ):
        return found
    if options.form is Form.CSV or options.names_columns:
        raise _no_header(sample, delimiters, options)
    return _without_header(sample, delimiters, options, number)


def _with_header(
    sample: _Sample, delimiters: Sequence[str], options: Options, number: Callable[[str], str]
) -> Layout | None:
    """A table with a header that is known by its names; None if there is none."""
    best: list[tuple[tuple[int, int], str, int, list[Record]]] = []
    for delimiter in delimiters:
        found = sample.records(delimiter)
        for place, record in enumerate(found[:_HEADER_WITHIN]):
            if (roles := roles_of(record.cells, options)) and not _is_row(record):
                best.append(((len(roles), len(record.cells)), delimiter, place, found))
                break
    if not best:
        return None
    most = max(score for score, _, _, _ in best)
    ranked = [entry for entry in best if entry[0] == most]
    if len(ranked) > 1 and most[1] > 1:
        options_of = " and ".join(repr(delimiter) for _, delimiter, _, _ in ranked)
        raise BulkFileError(
            f"{sample.name}: {options_of} may both stand between cells: name the "
            "delimiter (--delimiter)"
        )
    _, delimiter, place, found = ranked[0]
    header = found[place]
    before = tuple(_before(sample.name, record, header, number) for record in found[:place])
    columns = plan(sample.name, header, found[place + 1 :], options, number)
    return Layout(Form.CSV, delimiter, columns, before, sample.line_ends())


def _is_row(record: Record) -> bool:
    """Whether a record has a phone number in it, as no header has: `Mobile,5551234567` is a row."""
    cells = (cell for cell in record.cells if not _DAY.fullmatch(cell.strip()))
    return any(is_number(cell, normalize_phone) for cell in cells)


def surveyed(
    layout: Layout, name: str, kept: Sequence[Record], options: Options, number: Callable[[str], str]
) -> Layout:
    """The layout by records of the whole file, not only its first lines.

    Raises: BulkFileError as `decide` does, for what stands further down.
    """
    first = layout.columns
    if first is None:
        return layout
    columns = plan(name, first.header, kept, options, number)
    if columns.change is None and first.change is not None:
        columns = replace(columns, change=first.change, ignored=first.ignored)
    return replace(layout, columns=columns)


def _before(name: str, record: Record, header: Record, number: Callable[[str], str]) -> str:
    """A line before the header, which is passed over: a title, an empty line, but no row."""
    for cell in record.cells:
        if is_number(cell, number):
            raise BulkFileError(
                f"{name}, line {record.line}: {shown(cell)} looks like a phone number, "
                "but stands before the "
                f"header in line {header.line}"
            )
    return " ".join(cell.strip() for cell in record.cells).strip()


def _no_header(sample: _Sample, delimiters: Sequence[str], options: Options) -> BulkFileError:
    """Why there is no table with a header: a name that is not there, or none that is known."""
    first = _first(sample, delimiters)
    where = f"{sample.name}, line {first.line}"
    names = ", ".join(shown(cell.strip()) for cell in first.cells)
    wanted = (*options.phone_columns, options.customer_column, options.chain_column)
    for name in wanted:
        if name is not None and not places_of(first.cells, name):
            return BulkFileError(f"{where}: no column {shown(name)} is in the header: {names}")
    return BulkFileError(
        f"{where}: the header has no column that is known as phone number or customer id: {names}: "
        f"{NAME_PHONES}"
    )


def _first(sample: _Sample, delimiters: Sequence[str]) -> Record:
    """The first line that is not empty, in as many cells as it can be."""
    cut = [
        next(
            (record for record in sample.records(delimiter) if any(map(str.strip, record.cells))),
            None,
        )
        for delimiter in delimiters
    ]
    whole = [record for record in cut if record is not None]
    if not whole:
        # A quote is open: to be told where.
        for _ in records(sample.name, sample.lines, delimiters[0]):
            pass
        raise BulkFileError(f"{sample.name}: the first {len(sample.lines)} lines are one row")
    return max(whole, key=lambda record: len(record.cells))


def _filled(found: Sequence[Record]) -> Iterator[tuple[int, list[str]]]:
    """The records that are not empty, without empty cells at their ends."""
    for record in found:
        cells = [cell.strip() for cell in record.cells]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield record.line, cells


def _without_header(
    sample: _Sample, delimiters: Sequence[str], options: Options, number: Callable[[str], str]
) -> Layout:
    """Numbers, the registry's file or its change list."""
    ends = sample.line_ends()
    for form in (Form.REGISTRY, Form.CHANGES):
        if options.form not in (None, form):
            continue
        for delimiter in delimiters:
            rows = [cells for _, cells in _filled(sample.records(delimiter))]
            if rows and _is_registry(rows, form):
                return Layout(form, delimiter, line_ends=ends)
    delimiter, rows_found = _most_cells(sample, delimiters)
    if options.form is not None:
        chosen = delimiter if options.form is Form.NUMBERS else delimiters[0]
        return Layout(options.form, chosen, line_ends=ends)
    for line, cells in rows_found:
        _check_number(sample, delimiters, line, cells, number, options)
    return Layout(Form.NUMBERS, delimiter, line_ends=ends)


def _is_registry(rows: list[list[str]], form: Form) -> bool:
    """Whether at least half of the rows are just what the registry writes, and none is a header.

    What is not is refused by itself: nothing else is taken for one of its numbers.
    """
    shape = REGISTRY_ROW if form is Form.REGISTRY else CHANGE_ROW
    if _is_words(" ".join(rows[0])):
        return False
    return 2 * sum(has_shape(cells, shape) for cells in rows) >= len(rows)


def has_shape(cells: Sequence[str], shape: Sequence[re.Pattern[str]]) -> bool:
    """Whether there are as many cells as patterns, and each is of its pattern."""
    if len(cells) != len(shape):
        return False
    return all(part.fullmatch(cell) for part, cell in zip(shape, cells, strict=True))


def _most_cells(
    sample: _Sample, delimiters: Sequence[str]
) -> tuple[str, list[tuple[int, list[str]]]]:
    """The delimiter that makes the most cells of the lines, empty ones last; and the lines cut by
    it.
    """

    def rank(delimiter: str) -> tuple[int, int]:
        found = sample.records(delimiter)
        filled = max((len(cells) for _, cells in _filled(found)), default=0)
        return filled, max((len(record.cells) for record in found), default=0)

    most = max(delimiters, key=rank)
    return most, list(_filled(sample.records(most)))


def _check_number(
    sample: _Sample,
    delimiters: Sequence[str],
    line: int,
    cells: list[str],
    number: Callable[[str], str],
    options: Options,
) -> None:
    """See that a line of a file without header is one phone number."""
    where = f"{sample.name}, line {line}"
    if line == _first(sample, delimiters).line and _is_words(" ".join(cells)):
        raise _no_header(sample, delimiters, options)
    if len(cells) > 1:
        raise BulkFileError(
            f"{where}: {len(cells)} cells, and no header that says which of them is the phone "
            "number: "
            f"{', '.join(map(shown, cells))}: write a header above them"
        )
    try:
        number(cells[0])
    except ValueError as error:
        raise BulkFileError(
            f"{where}: without a header every line is one phone number: {error}; "
            "if the form is named as "
            f"{Form.NUMBERS}, such lines are refused by themselves"
        ) from None


def _is_words(text: str) -> bool:
    """Whether a line is a header rather than a number that is badly written."""
    return sum(map(str.isalpha, text)) > sum(map(str.isdigit, text))
