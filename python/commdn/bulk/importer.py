"""An import of a file from its rows to its result file, and the check that sends nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

from ..errors import CommDNError
from ..outbox import Outbox
from ..session import Session
from ..typing import Timeout
from .durable import import_rows_durably
from .errors import BulkFileError
from .options import ReadingOptions
from .outcome import Outcome, Status, Summary
from .results import ResultFile
from .rows import Row
from .run import Run
from .stages import deduplicated
from .table import Table, open_table
from .window import check_pace, import_rows

__all__ = ["Progress", "check_file", "import_file"]

_PROGRESS_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is."""

    summary: Summary
    total: int
    """Rows of the file."""


def import_file(
    session: Session,
    path: str | os.PathLike[str] | Table,
    *,
    dedupe: bool = False,
    result: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
    resume: bool = False,
    raw_cells: bool = False,
    window: int = 256,
    rate: float | None = None,
    retries: int | None = None,
    timeout: Timeout = ...,
    outbox: Outbox | AbstractContextManager[Outbox] | None = None,
    progress: Callable[[Progress], object] | None = None,
    command: Sequence[str] = (),
    **reading: Unpack[ReadingOptions],
) -> Summary:
    """Request do-not-call for every row of a file: a path, `-` for standard input, or what
    `open_table` opened.

    What `reading` does not say about the file is decided from it (see `ReadingOptions`) and told in
    `Summary.reading`. The whole file is read once before anything is sent: one that makes no sense
    sends nothing. `dedupe` sends nothing that an earlier row asked for. `result` is a file with one
    row for every row of the input (`raw_cells`: without `'` before what spreadsheets take for
    formulas); with `resume` an interrupted import goes on where that file ends, and `command` is
    what is kept with it as the way to do so. `window` is how many requests are open at a time,
    `rate` how many are sent a second at most, `timeout` how long each may take, `retries` how often
    an unanswered one is sent again (None: never).

    With `outbox` every row is on the disk before it is sent, and sent again by the outbox's rules
    until it has an answer (with `retries` that often at most). What is under way at a time, and how
    long an answer is waited for, are the outbox's options. It is attached to `session` for the
    import, if it is not attached already. Rows that are not answered when the session ends stay in
    it.

    Raises: BulkFileError for a file that cannot be read, naming line and column, and for a result
    file that is there already or in use; BulkWriteError if the result cannot be written: the import
    can be resumed.
    """
    if resume and result is None:
        raise ValueError("resume needs a result file to go on with")
    check_pace(window, rate)
    with ExitStack() as stack:
        if isinstance(path, Table):
            if reading:
                late = next(iter(reading))
                raise ValueError(f"the table is open already, so {late} comes too late")
            table = path
        else:
            table = stack.enter_context(open_table(path, **reading))
        pace = _Pace(window, rate, retries, timeout)
        target = None if result is None else Path(result)
        importing = _Import(session, table, target, pace, progress)
        importing.rows = deduplicated(table.rows()) if dedupe else table.rows()
        importing.prepare(stack, outbox, overwrite, resume, raw_cells, command)
        return importing.run()


@dataclass(frozen=True, slots=True)
class _Pace:
    """How fast requests are sent, and how long they are waited for."""

    window: int
    rate: float | None
    retries: int | None
    timeout: Timeout


class _Import:
    """One import on its way."""

    def __init__(
        self,
        session: Session,
        table: Table,
        target: Path | None,
        pace: _Pace,
        progress: Callable[[Progress], object] | None,
    ) -> None:
        self._session = session
        self._table = table
        self._target = target
        self._pace = pace
        self._progress = progress
        self.rows: Iterator[Row] = iter(())
        self._results: ResultFile | None = None
        self._run: Run | None = None
        self._outbox: Outbox | None = None
        self._summary = Summary(reading=table.reading)

    def prepare(
        self,
        stack: ExitStack,
        outbox: Outbox | AbstractContextManager[Outbox] | None,
        overwrite: bool,
        resume: bool,
        raw_cells: bool,
        command: Sequence[str],
    ) -> None:
        """Open what is written. An import that cannot begin leaves no file behind."""
        try:
            if self._target is not None:
                if self._table.source.is_file(self._target):
                    raise BulkFileError(f"{self._target}: the result file is the input file")
                opened = ResultFile(
                    self._target, overwrite=overwrite, resume=resume, raw_cells=raw_cells
                )
                self._results = stack.enter_context(opened)
                if resume:
                    self._skip(self._results)
            if outbox is not None:
                self._outbox = outbox if isinstance(outbox, Outbox) else stack.enter_context(outbox)
            self._run = Run(self._target, resume=resume)
            path = None if self._outbox is None else self._outbox.path
            self._run.begin(self._table.total, path, command)
            if self._outbox is not None and not self._outbox.is_attached:
                self._outbox.attach(self._session)
                stack.callback(self._outbox.detach)
        except BaseException:
            self._abandon()
            raise

    def _abandon(self) -> None:
        if self._results is not None and self._results.is_new:
            if self._run is not None:
                self._run.forget()
            self._results.discard()

    def _skip(self, results: ResultFile) -> None:
        """Pass over the rows that have ended, and see that they are this file's."""
        for ended in results.ended():
            row = next(self.rows, None)
            if row is None or not ended.is_of(row):
                raise BulkFileError(
                    f"{results.path}: its row of line {ended.line} is not of this input: "
                    "resume with the same file and options"
                )
            self._summary.count(ended.status, ended.code)
            self._summary.resumed += 1

    def _outcomes(self) -> Iterator[Outcome]:
        pace = self._pace
        if self._outbox is None:
            return import_rows(
                self._session,
                self.rows,
                window=pace.window,
                rate=pace.rate,
                retries=pace.retries or 0,
                timeout=pace.timeout,
            )
        return import_rows_durably(
            self._outbox,
            self.rows,
            run=self._run,
            window=pace.window,
            rate=pace.rate,
            max_attempts=None if pace.retries is None else pace.retries + 1,
        )

    def run(self) -> Summary:
        """Send the rows and write their outcomes."""
        summary, results = self._summary, self._results
        started, told = time.monotonic(), 0.0
        for outcome in self._outcomes():
            summary.count(outcome.status, outcome.code)
            if results is not None:
                results.write(outcome)
            now = time.monotonic()
            summary.seconds = now - started
            if now - told >= _PROGRESS_SECONDS:
                told = now
                if results is not None:
                    results.flush()
                if self._progress is not None:
                    self._progress(Progress(summary, self._table.total))
        # Before anything is removed that an import would be resumed by.
        if results is not None:
            results.sync()
        if self._run is not None:
            self._run.end(is_done=self._outbox is None or not summary.unanswered)
        summary.seconds = time.monotonic() - started
        if self._progress is not None:
            self._progress(Progress(summary, summary.rows))
        return summary


def check_file(
    path: str | os.PathLike[str], *, dedupe: bool = False, **reading: Unpack[ReadingOptions]
) -> Summary:
    """Read a file as `import_file` does and check every row, without sending anything."""
    started = time.monotonic()
    with open_table(path, **reading) as table:
        summary = Summary(reading=table.reading)
        for row in deduplicated(table.rows()) if dedupe else table.rows():
            outcome = _checked(row)
            summary.count(outcome.status, outcome.code)
    summary.seconds = time.monotonic() - started
    return summary


def _checked(row: Row) -> Outcome:
    if row.code:
        return Outcome.of_fault(row)
    request = row.request()
    try:
        # Any sender will do: the rules about the row are checked.
        request.user_data(origin=1)
    except CommDNError as error:
        return Outcome.of_error(row, error)
    return Outcome(row, Status.VALID)
