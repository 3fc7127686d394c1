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
    CommDNNoAnswer,
    CommDNOverloaded,
    CommDNProtocolError,
)
from ..outbox import Outbox
from ..requests import do_not_call
from ..session import Session
from ..typing import Timeout
from .durable import Run, import_rows_durably
from .errors import BulkFileError
from .outcome import Outcome, Status, Summary
from .results import ResultFile
from .rows import Form, Row, count_rows, detect_form, read_rows
from .stages import NumberForm, deduplicated, normalized

__all__ = ["Progress", "check_file", "import_file", "import_rows"]

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


@dataclass(frozen=True, slots=True)
class _Source:
    """A file that was found to be readable."""

    path: Path
    form: Form
    encoding: str
    chain: str | None
    region: str | None
    number_form: NumberForm
    dedupe: bool
    total: int

    def rows(self) -> Iterator[Row]:
        """Its rows, normalised and marked as wanted."""
        rows = read_rows(self.path, self.form, encoding=self.encoding, chain=self.chain)
        if self.region is not None:
            rows = normalized(rows, self.region, form=self.number_form)
        if self.dedupe:
            rows = deduplicated(rows)
        return rows


def _source(
    path: str | os.PathLike[str],
    form: Form | str | None,
    encoding: str,
    chain: str | None,
    region: str | None,
    number_form: NumberForm,
    dedupe: bool,
) -> _Source:
    """Read the whole file once: one that is no text, or another form, sends nothing."""
    source = Path(path)
    form = detect_form(source, encoding) if form is None else Form(form)
    total = count_rows(source, form, encoding)
    return _Source(source, form, encoding, chain, region, number_form, dedupe, total)


def import_file(
    session: Session,
    path: str | os.PathLike[str],
    *,
    form: Form | str | None = None,
    encoding: str = "utf-8-sig",
    chain: str | None = None,
    region: str | None = None,
    number_form: NumberForm = "national",
    dedupe: bool = False,
    result: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
    resume: bool = False,
    window: int = 256,
    rate: float | None = None,
    retries: int | None = None,
    timeout: Timeout = ...,
    outbox: Outbox | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> Summary:
    """Request do-not-call for every row of a file.

    `form` is detected where it is not given. `region` normalises phone numbers to `number_form`
    (see `normalized`), `dedupe` sends none twice. `result` is a file with one row for every
    row of the input; with `resume` an interrupted import goes on where that file ends.
    `window` is how many requests are open at a time, `rate` how many are sent a second at most,
    `timeout` how long each may take, `retries` how often an unanswered one is sent again (None: never).
    The whole file is read once before anything is sent: a file that is no text sends nothing.

    With `outbox` every row is on the disk before it is sent, and sent again by the outbox's rules until it
    has an answer (with `retries` that often at most). What is under way at a time, and how long an
    answer is waited for, are the outbox's options. It is attached to `session` for the
    import, if it is not attached already. Rows that are not answered when the session ends stay in it.

    Raises: BulkFileError for a file that cannot be read or written, naming line and column.
    """
    source = _source(path, form, encoding, chain, region, number_form, dedupe)
    rows = source.rows()
    summary = Summary()
    started = time.monotonic()
    with ExitStack() as stack:
        results = None
        if result is not None:
            results = _results(stack, source, Path(result), overwrite, resume)
            if resume:
                _skip(results, rows, summary)
        elif resume:
            raise ValueError("resume needs a result file to go on with")
        run = None
        if outbox is None:
            outcomes = import_rows(
                session, rows, window=window, rate=rate, retries=retries or 0, timeout=timeout
            )
        else:
            _check(window, rate)
            run = Run(None if result is None else Path(result), resume=resume)
            if not outbox.is_attached:
                outbox.attach(session)
                stack.callback(outbox.detach)
            attempts = None if retries is None else retries + 1
            outcomes = import_rows_durably(
                outbox, rows, run=run, window=window, rate=rate, max_attempts=attempts
            )
        told = 0.0
        for outcome in outcomes:
            summary.count(outcome.status, outcome.code)
            if results is not None:
                results.write(outcome)
            now = time.monotonic()
            summary.seconds = now - started
            if progress is not None and now - told >= _PROGRESS_SECONDS:
                told = now
                progress(Progress(summary, source.total))
        if run is not None and not summary.unanswered:
            run.end()
    summary.seconds = time.monotonic() - started
    if progress is not None:
        progress(Progress(summary, summary.rows))
    return summary


def _check(window: int, rate: float | None) -> None:
    if window < 1:
        raise ValueError(f"window {window} is less than 1")
    if rate is not None and not rate > 0:
        raise ValueError(f"rate {rate} is not above 0")


def check_file(
    path: str | os.PathLike[str],
    *,
    form: Form | str | None = None,
    encoding: str = "utf-8-sig",
    chain: str | None = None,
    region: str | None = None,
    number_form: NumberForm = "national",
    dedupe: bool = False,
) -> Summary:
    """Read a file as `import_file` does and check every row, without sending anything."""
    source = _source(path, form, encoding, chain, region, number_form, dedupe)
    summary = Summary()
    started = time.monotonic()
    for row in source.rows():
        outcome = _checked(row)
        summary.count(outcome.status, outcome.code)
    summary.seconds = time.monotonic() - started
    return summary


def _checked(row: Row) -> Outcome:
    if row.code:
        return Outcome.of_fault(row)
    request = do_not_call(row.phone, customer_id=row.customer_id, chain=row.chain)
    try:
        # Any sender will do: the rules about the row are checked.
        request.user_data(origin=1)
    except CommDNError as error:
        return Outcome.of_error(row, error)
    return Outcome(row, Status.VALID)


def _results(
    stack: ExitStack, source: _Source, target: Path, overwrite: bool, resume: bool
) -> ResultFile:
    if target.exists() and target.samefile(source.path):
        raise BulkFileError(f"{target}: the result file is the input file")
    return stack.enter_context(ResultFile(target, overwrite=overwrite, resume=resume))


def _skip(results: ResultFile, rows: Iterator[Row], summary: Summary) -> None:
    """Pass over the rows that have ended, and see that they are this file's."""
    for ended in results.ended():
        row = next(rows, None)
        if row is None or not ended.is_of(row):
            raise BulkFileError(
                f"{results.path}: its row of line {ended.line} is not of this input: "
                "resume with the same file and options"
            )
        summary.count(ended.status, ended.code)
        summary.resumed += 1


def import_rows(
    session: Session,
    rows: Iterable[Row],
    *,
    window: int = 256,
    rate: float | None = None,
    retries: int = 0,
    timeout: Timeout = ...,
) -> Iterator[Outcome]:
    """Request do-not-call for every row; exactly one outcome each, in the order of the rows.

    Once the connection is lost, the remaining rows are unanswered.
    """
    _check(window, rate)
    return _Run(session.completions(), window, rate, retries, timeout).outcomes(rows)


class _Run:
    """One import on its way."""

    def __init__(
        self,
        completions: Completions,
        window: int,
        rate: float | None,
        retries: int,
        timeout: Timeout,
    ) -> None:
        self._completions = completions
        self._window = window
        self._pause = 0.0 if rate is None else 1 / rate
        self._next_start = time.monotonic()
        self._retries = retries
        # How often a row that is open was sent again.
        self._again: dict[int, int] = {}
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
            self._rows.append(Outcome.of_fault(row))
            return
        if self._lost is not None:
            self._rows.append(Outcome.of_error(row, self._lost))
            return
        place = len(self._rows)
        self._rows.append(row)
        self._wait_for_turn()
        self._send(place, row)

    def _wait_for_turn(self) -> None:
        """Keep to the rate, taking outcomes meanwhile."""
        if self._pause == 0.0:
            return
        while (left := self._next_start - time.monotonic()) > 0:
            if self._open:
                self._take(left)
            else:
                time.sleep(left)
        # A pause is not made up for by a burst.
        self._next_start = max(self._next_start, time.monotonic() - self._pause) + self._pause

    def _send(self, place: int, row: Row) -> None:
        request = do_not_call(row.phone, customer_id=row.customer_id, chain=row.chain)
        while True:
            try:
                self._completions.submit(self._first + place, request, timeout=self._timeout)
            except CommDNOverloaded as error:
                # Somebody else uses the session too: our own answers make room.
                if self._open == 0:
                    self._rows[place] = Outcome.of_error(row, error)
                    return
                self._take()
            except CommDNError as error:
                self._notice_loss(error)
                self._rows[place] = Outcome.of_error(row, error)
                return
            else:
                self._open += 1
                return

    def _take(self, timeout: float | None = None) -> None:
        """Wait for outcomes; each request has its own deadline, so some come."""
        if self._open == 0:
            return
        taken = self._completions.take(self._window, timeout)
        if not taken and timeout is None:
            self._give_up(CommDNClosed("the session ended before OCS answered"))
        for completion in taken:
            self._open -= 1
            tag = completion.tag
            place = tag - self._first
            row = self._rows[place]
            assert isinstance(row, Row), "a request ends once"
            error = completion.error
            if error is None:
                self._again.pop(tag, None)
                self._rows[place] = Outcome(row, Status.ACKNOWLEDGED)
            elif isinstance(error, CommDNNoAnswer) and self._again.get(tag, 0) < self._retries:
                self._again[tag] = self._again.get(tag, 0) + 1
                self._send(place, row)
            else:
                self._again.pop(tag, None)
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
