"""The three forms of files that people have, read row by row.

- `csv`: a header with `phone`, `customer_id` or both, optionally `chain`; `,` `;` or tab between.
- `numbers`: one phone number a line.
- `registry`: the national registry's flat file, `area code,seven digits` on each line.

What is wrong with a row is told in the row; what is wrong with the file is a `BulkFileError`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from .errors import BulkFileError

__all__ = ["Form", "Row", "count_rows", "detect_form", "read_rows"]

_REGISTRY = re.compile(r"(\d{3}),(\d{7})")
_PHONE = re.compile(r"\+?[0-9*#]+")
_SEPARATORS = str.maketrans("", "", " \t-./()\u00a0")
_COLUMNS = ("phone", "customer_id", "chain")
_SAMPLE_LINES = 50
_LONGEST_LINE = 4096


class Form(StrEnum):
    """How a file is written."""

    CSV = "csv"
    NUMBERS = "numbers"
    REGISTRY = "registry"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: what to request, or what is wrong with it."""

    line: int
    """The line it starts on, counted from 1."""
    phone: str | None = None
    customer_id: str | None = None
    chain: str | None = None
    code: str = ""
    """What kind of fault; empty if there is none."""
    text: str = ""
    """The fault for people."""


def count_rows(path: Path, form: Form, encoding: str = "utf-8-sig") -> int:
    """Read the whole file once and tell how many rows it has.

    Raises: BulkFileError with the place of the first fault.
    """
    return sum(1 for _ in read_rows(path, form, encoding=encoding))


def detect_form(path: Path, encoding: str = "utf-8-sig") -> Form:
    """Tell the form by the first lines.

    Raises: BulkFileError if they fit none.
    """
    sample = [line for line in islice(_lines(path, encoding), _SAMPLE_LINES) if line.strip()]
    if not sample:
        raise BulkFileError(f"{path}: the file has no lines")
    if _header(sample[0])[1]:
        return Form.CSV
    lines = [line.strip() for line in sample]
    if any(_REGISTRY.fullmatch(line) for line in lines):
        return Form.REGISTRY
    if any(_PHONE.fullmatch(line.translate(_SEPARATORS)) for line in lines):
        return Form.NUMBERS
    raise BulkFileError(
        f"{path}, line 1: {sample[0][:60]!r} is neither a header with the column phone or "
        "customer_id, nor a phone number, nor an area code and seven digits: name the form"
    )


def read_rows(
    path: Path, form: Form, *, encoding: str = "utf-8-sig", chain: str | None = None
) -> Iterator[Row]:
    """The rows of a file, in order; `chain` is for rows that name none.

    Raises: BulkFileError naming line and column.
    """
    lines = _lines(path, encoding)
    if form is Form.CSV:
        yield from _csv_rows(path, lines, chain)
        return
    read = _registry_row if form is Form.REGISTRY else _number_row
    for number, line in enumerate(lines, 1):
        yield read(number, line.strip(), chain)


def _lines(path: Path, encoding: str) -> Iterator[str]:
    """The lines with their ends, decoded one by one so that a fault has a place."""
    try:
        with path.open("rb") as file:
            start = file.read(2)
            if start in (b"\xff\xfe", b"\xfe\xff") and not encoding.lower().startswith("utf-16"):
                raise BulkFileError(f"{path}, line 1, column 1: the file is UTF-16 text: name the encoding")
        if encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32")):
            with path.open(encoding=encoding, newline="") as text:
                yield from text
            return
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                yield _decoded(path, number, raw, encoding if number == 1 else _plain(encoding))
    except UnicodeError as error:
        raise BulkFileError(f"{path}: the file is no {encoding} text: {error}") from error
    except LookupError as error:
        raise BulkFileError(f"encoding {encoding!r} is unknown") from error
    except OSError as error:
        raise BulkFileError(f"{path}: {error.strerror or error}") from error


def _plain(encoding: str) -> str:
    """A byte order mark stands at the start of the file only."""
    return "utf-8" if encoding.lower().replace("_", "-") == "utf-8-sig" else encoding


def _decoded(path: Path, number: int, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise BulkFileError(
            f"{path}, line {number}, column {error.start + 1}: byte 0x{raw[error.start]:02x} "
            f"is no {encoding} text: name the encoding, for example iso-8859-1"
        ) from error


def _header(line: str) -> tuple[str, dict[str, int]]:
    """The delimiter of a header line and the place of each known column; none if it is no header."""
    for delimiter in (",", ";", "\t"):
        cells = next(csv.reader([line.lstrip("\ufeff")], delimiter=delimiter), [])
        names = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in cells]
        columns = {name: names.index(name) for name in _COLUMNS if name in names}
        if "phone" in columns or "customer_id" in columns:
            return delimiter, columns
    return ",", {}


def _csv_rows(path: Path, lines: Iterable[str], chain: str | None) -> Iterator[Row]:
    lines = iter(lines)
    header = next(lines, "")
    delimiter, columns = _header(header)
    if not columns:
        found = header.strip()[:60]
        raise BulkFileError(
            f"{path}, line 1: the header {found!r} has no column phone and no column customer_id"
        )
    width = max(columns.values()) + 1
    reader = csv.reader(lines, delimiter=delimiter)
    line = 2
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BulkFileError(f"{path}, line {line}: {error}") from error
        if cells is None:
            return
        yield _csv_row(line, cells, columns, width, chain)
        line = 2 + reader.line_num


def _csv_row(
    line: int, cells: list[str], columns: dict[str, int], width: int, chain: str | None
) -> Row:
    if not any(cell.strip() for cell in cells):
        return Row(line, code="empty", text="the row is empty")
    cells += [""] * (width - len(cells))
    value = {name: cells[place].strip() for name, place in columns.items()}
    customer_id = value.get("customer_id") or None
    chain = value.get("chain") or chain
    phone = value.get("phone")
    if not phone:
        # Without a customer id as well it is the API that says no.
        return Row(line, customer_id=customer_id, chain=chain)
    return _phone_row(line, phone, customer_id, chain)


def _number_row(line: int, text: str, chain: str | None) -> Row:
    if not text:
        return Row(line, code="empty", text="the line is empty")
    return _phone_row(line, text, None, chain)


def _registry_row(line: int, text: str, chain: str | None) -> Row:
    if not text:
        return Row(line, code="empty", text="the line is empty")
    match = _REGISTRY.fullmatch(text)
    if match is None:
        wrong = f"{text[:60]!r} is not an area code of three digits, a comma and seven digits"
        return Row(line, phone=text[:_LONGEST_LINE], chain=chain, code="bad_row", text=wrong)
    return Row(line, phone=match[1] + match[2], chain=chain)


def _phone_row(line: int, text: str, customer_id: str | None, chain: str | None) -> Row:
    """A phone number without the separators that people write; OCS compares digits with digits."""
    phone = text.translate(_SEPARATORS)
    if _PHONE.fullmatch(phone):
        return Row(line, phone, customer_id, chain)
    wrong = f"{text[:60]!r} is no phone number: digits, *, # and a leading + are"
    return Row(line, text[:_LONGEST_LINE], customer_id, chain, code="bad_phone", text=wrong)
