"""The result file: one row for every row of the input, in its order.

It is also the point from which an interrupted import goes on: what stands in it before the first
row without an answer has ended, everything after is sent again, which does no harm.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from .errors import BulkFileError, BulkWriteError
from .outcome import Outcome, Status, Summary
from .rows import Row

__all__ = ["Ended", "ResultFile", "summarize_results"]

COLUMNS = ("line", "phone", "customer_id", "status", "code", "text")
_HEADER = (",".join(COLUMNS) + "\n").encode()
_ENDED = frozenset({Status.ACKNOWLEDGED, Status.REFUSED, Status.DUPLICATE})


@dataclass(frozen=True, slots=True)
class Ended:
    """A row of a result file that need not be sent again."""

    line: int
    phone: str
    customer_id: str
    status: Status
    code: str

    def is_of(self, row: Row) -> bool:
        """Whether it is the outcome of that row."""
        mine = (self.line, self.phone, self.customer_id)
        return mine == (row.line, row.phone or "", row.customer_id or "")


class ResultFile:
    """A CSV file with the columns line, phone, customer_id, status, code and text.

    An existing file is not overwritten unless `overwrite` says so: it may be the only proof
    of an earlier run. With `resume` it is gone on with: see `ended`.
    Raises: BulkFileError if it cannot be written, or is no result file.
    """

    def __init__(self, path: Path, *, overwrite: bool = False, resume: bool = False) -> None:
        self.path = path
        self._file = self._opened(overwrite, resume)
        self._writer = csv.writer(_Encoded(self._file), lineterminator="\n")

    def _opened(self, overwrite: bool, resume: bool) -> IO[bytes]:
        try:
            if resume and self.path.exists():
                file = self.path.open("r+b")
                start = file.read(len(_HEADER))
                if _HEADER.startswith(start):
                    if start != _HEADER:
                        # Interrupted before the first row.
                        file.seek(0)
                        file.truncate()
                        file.write(_HEADER)
                    return file
                file.close()
                raise BulkFileError(f"{self.path}: this is no result file")
            created = self.path.open("w+b" if overwrite else "x+b")
            created.write(_HEADER)
            return created
        except FileExistsError as error:
            raise BulkFileError(f"{self.path}: the result file is there already") from error
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            raise BulkFileError(f"{self.path}: {error.strerror or error}") from error
        except OSError as error:
            raise BulkWriteError(f"{self.path}: {error.strerror or error}") from error

    def ended(self) -> Iterator[Ended]:
        """The rows that have ended, to be read to the end; writing then goes on behind them.

        The first unanswered row and all after it are cut off, and so is a row that was
        being written when the import was interrupted.
        """
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
        """Append one row."""
        row = outcome.row
        self._writer.writerow(
            (row.line, row.phone, row.customer_id, outcome.status, outcome.code, outcome.text)
        )

    def close(self) -> None:
        """End the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _read(record: bytes) -> Ended | None:
    """A whole row; None if it is unanswered, or no row of a result file."""
    text = record.decode("utf-8", "surrogateescape")
    try:
        line, phone, customer_id, status, code, _ = next(csv.reader([text]))
        ended = Ended(int(line), phone, customer_id, Status(status), code)
    except ValueError:
        return None
    return ended if ended.status in _ENDED else None


class _Encoded:
    """What `csv` writes, as UTF-8; surrogates stand for bytes that were no text."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(text.encode("utf-8", "surrogateescape"))


def summarize_results(path: Path) -> Summary:
    """Tell how the rows of a result file ended, also while it is being written.

    Raises: BulkFileError if it cannot be read, or is no result file.
    """
    summary = Summary()
    try:
        with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
            if file.readline() != _HEADER.decode():
                raise BulkFileError(f"{path}: this is no result file")
            for cells in csv.reader(file):
                if len(cells) != len(COLUMNS):
                    # The row that is being written.
                    continue
                summary.count(Status(cells[3]), cells[4])
    except BulkFileError:
        raise
    except OSError as error:
        raise BulkFileError(f"{path}: {error.strerror or error}") from error
    except (csv.Error, ValueError) as error:
        raise BulkFileError(f"{path}, row {summary.rows + 1}: {error}") from error
    return summary
