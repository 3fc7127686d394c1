"""An import without an outbox: a window of open requests moves over the rows.

Outcomes come in any order and leave in the order of the rows. A row that waits long holds up
those behind it, so the window also has a length: at most `SPREAD` times `window` rows lie
between the oldest row without an outcome and the newest request, which bounds memory.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator

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
from ..session import Session
from ..typing import Timeout
from .frames import RowsLike, as_rows
from .outcome import Outcome, Status
from .rows import Row

__all__ = ["check_pace", "import_rows"]

SPREAD = 16
_LOST = (
    CommDNClosed,
    CommDNConnectError,
    CommDNDisconnected,
    CommDNForked,
    CommDNProtocolError,
)


def check_pace(window: int, rate: float | None) -> None:
    """See that a window and a rate make sense. Raises: ValueError."""
    if window < 1:
        raise ValueError(f"window {window} is less than 1")
    if rate is not None and not rate > 0:
        raise ValueError(f"rate {rate} is not above 0")


def import_rows(
    session: Session,
    rows: RowsLike,
    *,
    window: int = 256,
    rate: float | None = None,
    retries: int = 0,
    timeout: Timeout = ...,
) -> Iterator[Outcome]:
    """Request do-not-call for every row; exactly one outcome each, in the order of the rows.

    `rows` are `Row`s, or what `rows_of` makes rows of: mappings, columns, a DataFrame.
    Once the connection is lost, the remaining rows are unanswered.
    """
    check_pace(window, rate)
    return _Window(session.completions(), window, rate, retries, timeout).outcomes(as_rows(rows))


class _Window:
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
        request = row.request()
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
