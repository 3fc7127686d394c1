"""The result file: one row for every row of the input, in its order."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import Self

from .outcome import Outcome
from .rows import BulkFileError

__all__ = ["ResultFile"]

COLUMNS = ("line", "phone", "customer_id", "status", "code", "text")


class ResultFile:
    """A CSV file with the columns line, phone, customer_id, status, code and text.

    An existing file is not overwritten unless `overwrite` says so: it may be the only proof
    of an earlier run.
    Raises: BulkFileError if it cannot be written.
    """

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        self.path = path
        try:
            self._file = path.open("w" if overwrite else "x", encoding="utf-8", newline="")
        except FileExistsError as error:
            raise BulkFileError(f"{path}: the result file is there already") from error
        except OSError as error:
            raise BulkFileError(f"{path}: {error.strerror or error}") from error
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(COLUMNS)

    def write(self, outcome: Outcome) -> None:
        """Append one row."""
        row = outcome.row
        self._writer.writerow(
            (row.line, row.phone, row.customer_id, outcome.status, outcome.code, outcome.text)
        )

    def flush(self) -> None:
        """Hand what was written to the system."""
        self._file.flush()

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
