"""An import through an outbox: rows are on the disk before they are sent.

Rows go into the outbox in batches, its sender drains it, and outcomes leave in the order of the
rows. Each row has a key, of the run, its line and what is in it: what an interrupted import had put
in is found again, not put in twice. Memory is bounded as in `importer`.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .._native import Request
from ..errors import CommDNClosed, CommDNError, CommDNOutboxFull
from ..outbox import Outbox, OutboxOutcome, OutcomeKind
from .errors import BulkFileError
from .frames import RowsLike, as_rows
from .outcome import Outcome, Status
from .rows import Row
from .run import Run

__all__ = ["import_rows_durably", "outbox_beside", "outbox_path_beside"]

IN_OUTBOX = "in_outbox"
_BATCH = 1_000
_SPREAD = 16
_LOOK_SECONDS = 0.005
# What a disk is given to have room again before an import ends, to be resumed.
_TROUBLE_SECONDS = 3.0


def outbox_path_beside(result: Path) -> Path:
    """The outbox of an import whose result file that is."""
    return result.with_name(result.name + ".outbox")


@contextmanager
def outbox_beside(
    result: Path, *, window: int = 256, request_timeout: float | None = None, charset: str = "utf-8"
) -> Iterator[Outbox]:
    """An outbox for one import, in a file beside its result file: its name and `.outbox`.

    The file is removed when the import has ended and left nothing in it to be sent or retried.
    Otherwise it stays, for a resumed import or whoever drains it. Nobody else should submit to it.
    Give it to `import_file` without `with`: it is opened when no other import has the result file.

    Raises: BulkFileError if the result is no file, so that nothing can be beside it.
    """
    if result.exists() and not result.is_file():
        raise BulkFileError(f"{result} is not a file: name an outbox, or do without one")
    path = outbox_path_beside(result)
    ended = False
    outbox = Outbox(
        path, window=window, request_timeout=request_timeout, keep_answers=False, charset=charset
    )
    with outbox:
        try:
            yield outbox
            ended = True
        finally:
            # What an interrupted import has sent is found by its key when it is resumed.
            if ended or not outbox.stats().last_entry:
                outbox.remove()


def import_rows_durably(
    outbox: Outbox,
    rows: RowsLike,
    *,
    run: Run | None = None,
    window: int = 256,
    rate: float | None = None,
    max_attempts: int | None = None,
) -> Iterator[Outcome]:
    """Request do-not-call for every row by way of `outbox`; exactly one outcome each, in the order
    of the rows, which are as those of `import_rows`.

    A session must be attached to the outbox. If it ends, the remaining rows are put into the
    outbox all the same, and told as unanswered with the code `in_outbox`: whoever drains the outbox
    next sends them.
    """
    run = run or Run(None, resume=False)
    return _Durable(outbox, run, window, rate, max_attempts).outcomes(as_rows(rows))


class _Durable:
    """One import on its way."""

    def __init__(
        self, outbox: Outbox, run: Run, window: int, rate: float | None, max_attempts: int | None
    ) -> None:
        self._outbox = outbox
        self._run = run
        self._max_attempts = max_attempts
        self._batch_rows = _BATCH if rate is None else max(1, min(_BATCH, int(rate / 10)))
        self._most = max(_SPREAD * window, 4 * _BATCH)
        self._pause = 0.0 if rate is None else 1 / rate
        self._next_start = time.monotonic()
        stats = outbox.stats()
        self._cursor = stats.last_cursor
        # Entries up to here may have had their outcome before.
        self._known = stats.last_entry
        # Rows in order; those that have ended have their outcome.
        self._rows: deque[Row | Outcome] = deque()
        self._first = 0
        self._open: dict[int, int] = {}
        self._batch: list[tuple[int, Row, Request]] = []

    def outcomes(self, rows: Iterable[Row]) -> Iterator[Outcome]:
        for row in rows:
            self._add(row)
            if len(self._batch) >= self._batch_rows:
                self._submit()
                self._take()
            while len(self._rows) >= self._most:
                self._submit()
                self._wait()
                yield from self._ended()
            yield from self._ended()
        self._submit()
        while self._rows:
            yield from self._ended()
            if self._rows:
                self._wait()

    def _add(self, row: Row) -> None:
        """Put a row into the batch, or end it at once."""
        if row.code:
            self._rows.append(Outcome.of_fault(row))
            return
        request = row.request()
        try:
            # Any sender will do: the rules about the row are checked.
            request.user_data(origin=1)
        except CommDNError as error:
            self._rows.append(Outcome.of_error(row, error))
            return
        self._batch.append((self._first + len(self._rows), row, request))
        self._rows.append(row)

    def _submit(self) -> None:
        """Put the batch into the outbox."""
        if not self._batch:
            return
        batch, self._batch = self._batch, []
        self._wait_for_turn(len(batch))
        keys = [self._run.key(row) for _, row, _ in batch]
        while True:
            try:
                entries = self._outbox.submit_many(
                    [request for _, _, request in batch],
                    keys=keys,
                    max_attempts=self._max_attempts,
                )
                break
            except CommDNOutboxFull:
                # What ends makes room, unless nothing is being sent.
                if not self._outbox.is_attached:
                    raise
                self._take()
                time.sleep(_LOOK_SECONDS)
        for (place, _, _), entry in zip(batch, entries, strict=True):
            self._open[entry] = place
            if entry <= self._known and (before := self._outbox.outcome(entry)) is not None:
                self._settle_again(before)

    def _wait_for_turn(self, count: int) -> None:
        """Keep to the rate."""
        if self._pause == 0.0:
            return
        while (left := self._next_start - time.monotonic()) > 0:
            self._take()
            time.sleep(min(left, _LOOK_SECONDS))
        now = time.monotonic()
        self._next_start = max(self._next_start, now - self._pause) + count * self._pause

    def _take(self) -> bool:
        """Take the outcomes that are there; tells whether there were any."""
        taken = False
        for outcome in self._outbox.outcomes(self._cursor):
            self._cursor = outcome.cursor
            taken = True
            self._settle(outcome)
        return taken

    def _wait(self) -> None:
        """Wait until something is taken, or nothing can come.

        Raises: CommDNStorageError if the outbox's disk is full for long, or its file has gone.
        """
        since: float | None = None
        while not self._take():
            trouble = self._outbox.trouble
            since = None if trouble is None else since or time.monotonic()
            if trouble is not None and since is not None and time.monotonic() - since > _TROUBLE_SECONDS:
                raise trouble
            if not self._outbox.is_attached and not self._take():
                self._leave()
                return
            time.sleep(_LOOK_SECONDS)

    def _settle(self, outcome: OutboxOutcome) -> None:
        place = self._open.pop(outcome.entry, None)
        if place is None:
            # Of somebody else.
            return
        row = self._rows[place - self._first]
        assert isinstance(row, Row), "an entry has one outcome"
        self._rows[place - self._first] = _of(row, outcome)

    def _settle_again(self, before: OutboxOutcome) -> None:
        """What an interrupted import had an answer for; what it gave up is sent again."""
        if before.ok or before.kind is OutcomeKind.REFUSED:
            self._settle(before)
            return
        self._open[self._outbox.retry(before.entry)] = self._open.pop(before.entry)

    def _leave(self) -> None:
        """Nobody sends any more: what is open stays in the outbox."""
        self._submit()
        text = "it is in the outbox and will be sent when the outbox is drained"
        for place in self._open.values():
            row = self._rows[place - self._first]
            assert isinstance(row, Row)
            self._rows[place - self._first] = Outcome(row, Status.UNANSWERED, IN_OUTBOX, text)
        self._open.clear()

    def _ended(self) -> Iterator[Outcome]:
        """The outcomes that stand at the front."""
        while self._rows and isinstance(self._rows[0], Outcome):
            outcome = self._rows.popleft()
            assert isinstance(outcome, Outcome)
            self._first += 1
            yield outcome


def _of(row: Row, outcome: OutboxOutcome) -> Outcome:
    """A row's outcome by that of its entry."""
    if outcome.ok:
        return Outcome(row, Status.ACKNOWLEDGED)
    error = outcome.error or CommDNClosed("its outcome has no reason")
    if outcome.kind is OutcomeKind.REFUSED:
        return Outcome.of_error(row, error)
    return Outcome(row, Status.UNANSWERED, outcome.kind.value, str(error))
