"""The import itself: a window of open requests moves over the rows.

Outcomes come in any order and leave in the order of the rows. A row that waits long holds up
those behind it, so the window also has a length: at most `SPREAD` times `window` rows lie
between the oldest row without an outcome and the newest request, which bounds memory.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from .._native import Completions
from ..errors import (
    CommDNClosed,
    CommDNConnectError,
    CommDNDisconnected,
    CommDNError,
    CommDNForked,
    CommDNOverloaded,
    CommDNProtocolError,
)
from ..requests import do_not_call
from ..session import Session
from ..typing import Timeout
from .outcome import Outcome, Status, Summary
from .results import ResultFile
from .rows import BulkFileError, Form, Row, count_rows, detect_form, read_rows

__all__ = ["Progress", "import_file", "import_rows"]

SPREAD = 16
_PROGRESS_SECONDS = 0.1
_LOST = (
    CommDNClosed,
    CommDNConnectError,
    CommDNDisconnected,
    CommDNForked,
    CommDNProtocolError,
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is."""

    summary: Summary
    total: int
    """Rows of the file."""


def import_file(
    session: Session,
    path: str | os.PathLike[str],
    *,
    form: Form | str | None = None,
    encoding: str = "utf-8-sig",
    chain: str | None = None,
    result: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
    window: int = 256,
    timeout: Timeout = ...,
    progress: Callable[[Progress], object] | None = None,
) -> Summary:
    """Request do-not-call for every row of a file.

    `form` is detected where it is not given. `result` is a file with one row for every row of the
    input. `window` is how many requests are open at a time, `timeout` how long each may take.
    The whole file is read once before anything is sent: a file that is no text sends nothing.

    Raises: BulkFileError for a file that cannot be read or written, naming line and column.
    """
    source = Path(path)
    form = detect_form(source, encoding) if form is None else Form(form)
    total = count_rows(source, form, encoding)
    rows = read_rows(source, form, encoding=encoding, chain=chain)
    summary = Summary()
    started = time.monotonic()
    with ExitStack() as stack:
        results = None
        if result is not None:
            target = Path(result)
            if target.exists() and target.samefile(source):
                raise BulkFileError(f"{target}: the result file is the input file")
            results = stack.enter_context(ResultFile(target, overwrite=overwrite))
        told = 0.0
        for outcome in import_rows(session, rows, window=window, timeout=timeout):
            summary.count(outcome)
            if results is not None:
                results.write(outcome)
            now = time.monotonic()
            summary.seconds = now - started
            if progress is not None and now - told >= _PROGRESS_SECONDS:
                told = now
                progress(Progress(summary, total))
    summary.seconds = time.monotonic() - started
    if progress is not None:
        progress(Progress(summary, summary.rows))
    return summary


def import_rows(
    session: Session, rows: Iterable[Row], *, window: int = 256, timeout: Timeout = ...
) -> Iterator[Outcome]:
    """Request do-not-call for every row; exactly one outcome each, in the order of the rows.

    Once the connection is lost, the remaining rows are unanswered.
    """
    if window < 1:
        raise ValueError(f"window {window} is less than 1")
    return _Run(session.completions(), window, timeout).outcomes(rows)


class _Run:
    """One import on its way."""

    def __init__(self, completions: Completions, window: int, timeout: Timeout) -> None:
        self._completions = completions
        self._window = window
        self._timeout = timeout
        self._open = 0
        self._lost: CommDNError | None = None
        # Rows in order; those that have ended have their outcome.
        self._rows: deque[Row | Outcome] = deque()
        self._first = 0

    def outcomes(self, rows: Iterable[Row]) -> Iterator[Outcome]:
        for row in rows:
            while self._open >= self._window or len(self._rows) >= SPREAD * self._window:
                self._take()
                yield from self._ended()
            self._start(row)
            yield from self._ended()
        while self._rows:
            self._take()
            yield from self._ended()

    def _start(self, row: Row) -> None:
        """Send the request of a row, or end the row at once."""
        if row.code:
            self._rows.append(Outcome(row, Status.REFUSED, row.code, row.text))
            return
        if self._lost is not None:
            self._rows.append(Outcome.of_error(row, self._lost))
            return
        request = do_not_call(row.phone, customer_id=row.customer_id, chain=row.chain)
        tag = self._first + len(self._rows)
        while True:
            try:
                self._completions.submit(tag, request, timeout=self._timeout)
            except CommDNOverloaded as error:
                # Somebody else uses the session too: our own answers make room.
                if self._open == 0:
                    self._rows.append(Outcome.of_error(row, error))
                    return
                self._take()
            except CommDNError as error:
                self._notice_loss(error)
                self._rows.append(Outcome.of_error(row, error))
                return
            else:
                self._open += 1
                self._rows.append(row)
                return

    def _take(self) -> None:
        """Wait for outcomes; each request has its own deadline, so some come."""
        if self._open == 0:
            return
        taken = self._completions.take(self._window, None)
        if not taken:
            self._give_up(CommDNClosed("the session ended before OCS answered"))
        for completion in taken:
            self._open -= 1
            place = completion.tag - self._first
            row = self._rows[place]
            assert isinstance(row, Row), "a request ends once"
            error = completion.error
            if error is None:
                self._rows[place] = Outcome(row, Status.ACKNOWLEDGED)
            else:
                self._notice_loss(error)
                self._rows[place] = Outcome.of_error(row, error)

    def _give_up(self, error: CommDNError) -> None:
        """No outcome comes any more."""
        self._lost = error
        self._open = 0
        for place, row in enumerate(self._rows):
            if isinstance(row, Row):
                self._rows[place] = Outcome.of_error(row, error)

    def _notice_loss(self, error: CommDNError) -> None:
        if isinstance(error, _LOST):
            self._lost = error

    def _ended(self) -> Iterator[Outcome]:
        """The outcomes that stand at the front."""
        while self._rows and isinstance(self._rows[0], Outcome):
            outcome = self._rows.popleft()
            assert isinstance(outcome, Outcome)
            self._first += 1
            yield outcome
