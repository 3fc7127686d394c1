"""The result file: one row for every row of the input, in its order.

It is also the point from which an interrupted import goes on: what stands in it before the first
row without an answer has ended, everything after is sent again, which does no harm.
"""

from __future__ import annotations

import csv
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .closing import Closing
from .errors import BulkFileError
from .files import is_regular, lock, open_private, sync, sync_folder, writing
from .outcome import Outcome, Status, Summary
from .rows import Row

__all__ = ["Ended", "ResultFile", "ends_within_a_row", "summarize_results"]

COLUMNS = ("line", "phone", "customer_id", "status", "code", "text")
_HEADER = (",".join(COLUMNS) + "\n").encode()
_ENDED = frozenset({Status.ACKNOWLEDGED, Status.REFUSED, Status.DUPLICATE, Status.SKIPPED})
# What spreadsheets take for a formula, however many quotes were put before it; a number is none.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]+")


def guarded(cell: str) -> str:
    """A text that a spreadsheet shows and does not run as a formula: `'` before what would be one.
    """
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


@dataclass(frozen=True, slots=True)
class Ended:
    """A row of a result file that need not be sent again."""

    line: int
    phone: str
    customer_id: str
    status: Status
    code: str

    def is_of(self, row: Row) -> bool:
        """Whether it is the outcome of that row, guarded against spreadsheets or not."""
        phone, customer_id = row.phone or "", row.customer_id or ""
        return (
            self.line == row.line
            and self.phone in (phone, guarded(phone))
            and self.customer_id in (customer_id, guarded(customer_id))
        )


class ResultFile(Closing):
    """A CSV file with the columns line, phone, customer_id, status, code and text.

    It is made for its owner only, and locked: no other import writes to it. An existing file is not
    overwritten unless `overwrite` says so: it may be the only proof of an earlier run. With
    `resume` it is gone on with: see `ended`. Cells that a spreadsheet would run as formulas get a
    `'` in front, unless `raw_cells`.

    Raises: BulkFileError if it is there already, in use, or no result file; BulkWriteError if it
    cannot be written.
    """

    def __init__(
        self, path: Path, *, overwrite: bool = False, resume: bool = False, raw_cells: bool = False
    ) -> None:
        self.path = path
        self.is_new = False
        """Whether this made the file."""
        self._file = self._opened(overwrite, resume)
        # csv quotes the line ends of the dialect only: `_Encoded` writes LF instead of both.
        self._writer = csv.writer(_Encoded(self._file), lineterminator="\r\n")
        self._cell = str if raw_cells else guarded

    def _opened(self, overwrite: bool, resume: bool) -> IO[bytes]:
        with writing(self.path):
            there = self.path.exists()
            keep = resume and there
            file = open_private(
                self.path, os.O_CREAT if overwrite or keep else os.O_CREAT | os.O_EXCL
            )
            self.is_new = not there
            try:
                lock(file, self.path)
                if keep:
                    self._check_header(file)
                    return file
                if is_regular(file):
                    file.truncate()
                file.write(_HEADER)
                file.flush()
                sync_folder(self.path)
            except BaseException:
                file.close()
                raise
            return file

    def _check_header(self, file: IO[bytes]) -> None:
        """See that it is a result file, perhaps one that was interrupted before its first row."""
        if not is_regular(file):
            raise BulkFileError(f"{self.path}: this is not a file that can be read again")
        start = file.read(len(_HEADER))
        if not _HEADER.startswith(start):
            raise BulkFileError(f"{self.path}: this is not a result file")
        if start != _HEADER:
            file.seek(0)
            file.truncate()
            file.write(_HEADER)

    def ended(self) -> Iterator[Ended]:
        """The rows that have ended, to be read to the end; writing then goes on behind them.

        The first unanswered row and all after it are cut off, and so is a row that was
        being written when the import was interrupted.
        """
        with writing(self.path):
            end = self._file.tell()
            record = b""
            for raw in self._file:
                record += raw
                # A line end within quotes is part of a value.
                if record.count(b'"') % 2 or not raw.endswith(b"\n"):
                    continue
                ended = _read(record)
                if ended is None:
                    break
                yield ended
                end += len(record)
                record = b""
            self._file.seek(end)
            self._file.truncate()

    def write(self, outcome: Outcome) -> None:
        """Append one row. Raises: BulkWriteError."""
        row, cell = outcome.row, self._cell
        cells = (
            row.line,
            cell(row.phone or ""),
            cell(row.customer_id or ""),
            outcome.status,
            outcome.code,
            cell(outcome.text),
        )
        with writing(self.path):
            self._writer.writerow(cells)

    def flush(self) -> None:
        """Let others see what was written. Raises: BulkWriteError."""
        with writing(self.path):
            self._file.flush()

    def sync(self) -> None:
        """Put on the disk what was written. Raises: BulkWriteError."""
        with writing(self.path):
            sync(self._file)

    def discard(self) -> None:
        """Remove the file if this made it: an import that could not begin is in nobody's way."""
        if not self.is_new:
            return
        if os.name == "nt":
            # Windows removes no file that is open.
            self._file.close()
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Put on the disk what was written, and let go of the file. Raises: BulkWriteError."""
        if self._file.closed:
            return
        try:
            self.sync()
        finally:
            with writing(self.path):
                self._file.close()


def _read(record: bytes) -> Ended | None:
    """A whole row; None if it is unanswered, or no row of a result file."""
    text = record.decode("utf-8", "surrogateescape")
    try:
        line, phone, customer_id, status, code, _ = next(csv.reader([text]))
        ended = Ended(int(line), phone, customer_id, Status(status), code)
    except (ValueError, csv.Error):
        return None
    return ended if ended.status in _ENDED else None


class _Encoded:
    """What `csv` writes, as UTF-8 with LF; surrogates stand for bytes that were no text."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        line = text.removesuffix("\r\n") + "\n"
        return self._file.write(line.encode("utf-8", "surrogateescape"))


def ends_within_a_row(path: Path) -> bool:
    """Whether a result file ends before the line of a row does: it is being written, or was cut."""
    try:
        with path.open("rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode) or not file.seek(0, os.SEEK_END):
                return False
            file.seek(-1, os.SEEK_END)
            return file.read(1) != b"\n"
    except OSError as error:
        raise BulkFileError(f"{path}: {error.strerror or error}") from error


def summarize_results(path: Path) -> Summary:
    """Tell how the rows of a result file ended, also while it is being written.

    Raises: BulkFileError if it cannot be read, or is no result file.
    """
    summary = Summary()
    try:
        with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
            if file.readline() != _HEADER.decode():
                raise BulkFileError(f"{path}: this is not a result file")
            short = False
            for cells in csv.reader(file):
                if short:
                    raise BulkFileError(f"{path}, row {summary.rows + 1}: a part of it is missing")
                if len(cells) != len(COLUMNS):
                    # The row that is being written.
                    short = True
                    continue
                summary.count(Status(cells[3]), cells[4])
    except BulkFileError:
        raise
    except OSError as error:
        raise BulkFileError(f"{path}: {error.strerror or error}") from error
    except (csv.Error, ValueError) as error:
        raise BulkFileError(f"{path}, row {summary.rows + 1}: {error}") from error
    return summary
