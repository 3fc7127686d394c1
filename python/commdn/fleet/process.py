"""What is done with a batch, whatever has delivered it: nothing here knows of Celery or of a broker.

    1. take the lane's lock, and skip the rows that have an outcome;
    2. send the others at the lane's pace, a customer's rows one after the other;
    3. ask again, with growing pauses, what nobody answered and nobody else has recorded meanwhile;
    4. commit all outcomes in one transaction.

The caller acknowledges the message after that, never before. What cannot be repeated is claimed in
the store before it is sent: a claim without an outcome is `unknown`, and nothing is sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from .._native import Completion, Completions, Request
from ..bulk.outcome import Outcome, Status
from ..bulk.rows import Row
from ..errors import CommDNClosed, CommDNError, CommDNOverloaded
from .errors import FleetStoreError
from .message import Batch, Item
from .pace import Pace
from .store import Ended, Kind, Store
from .topology import CONTROL_KEY, NOW_KEY, queue_of

__all__ = ["Gate", "Limits", "Processor", "Sender", "Verdict", "waves"]


_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_LOOK_SECONDS = 0.1


class Verdict(Enum):
    """What is to become of the message."""

    DONE = "done"
    """Every row has an outcome in the store: acknowledge it."""
    LATER = "later"
    """Some rows have none, and none may be sent now: give it back, unchanged."""


class Sender(Protocol):
    """What is needed of a session."""

    def completions(self) -> Completions:
        """A queue for outcomes."""
        ...


class Gate(Protocol):
    """Whether requests may be sent now; asked before every few of them."""

    def is_open(self, key: str) -> bool:
        """False: what is not sent yet is left for later."""
        ...

    def hold(self, key: str, until: float) -> None:
        """Leave that queue alone until a time, in seconds since 1970."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How much and how long."""

    window: int = 256
    """Requests of one batch that are open at a time."""
    timeout: float | None = None
    """Until a request is asked again; None for the session's."""
    max_age: float = 900.0
    """Until a row that nobody answers is given up; less than the broker's consumer_timeout."""
    hold: float = 60.0
    """How long a batch is kept whose time has not come, before its queue is left alone."""


class Processor:
    """Processes batches of one site over one session; any number of threads may call it."""

    def __init__(
        self, site: str, store: Store, sender: Sender, gate: Gate, *, worker: str, limits: Limits | None = None
    ) -> None:
        self.site = site
        self._store = store
        self._sender = sender
        self._gate = gate
        self._worker = worker
        self._limits = limits or Limits()
        self.sent = 0
        """Requests that were sent, repeated ones included."""
        self.known = 0
        """Rows that had an outcome when they were delivered."""

    def process(self, batch: Batch, key: str, pace: Pace) -> Verdict:
        """Bring a batch to its end: from the queue of that routing key, at that pace.

        Blocks as long as it takes; a lost store is waited for. Raises: FleetStoreError for what a
        repetition does not mend.
        """
        closed = self._closed(key)
        if closed():
            return Verdict.LATER
        with self._ordered(key, closed) as held:
            if not held:
                return Verdict.LATER
            rows = self._unknown_rows(batch, closed)
            if rows and batch.not_before is not None and time.time() < batch.not_before:
                if not self._wait_for(batch.not_before, key, closed):
                    return Verdict.LATER
            return self._send(batch, rows, key, pace, closed)

    def _closed(self, key: str) -> Callable[[], bool]:
        return lambda: not self._gate.is_open(key)

    @contextmanager
    def _ordered(self, key: str, closed: Callable[[], bool]) -> Iterator[bool]:
        """The lock of a queue whose messages are processed one after the other."""
        if key == NOW_KEY:
            yield True
            return
        with self._store.lane(queue_of(self.site, key), closed) as held:
            yield held

    def _unknown_rows(self, batch: Batch, closed: Callable[[], bool]) -> list[Item]:
        keys = [item.key for item in batch.rows]
        done = self._store.stubbornly(lambda: self._store.known(keys), until=closed)
        self.known += len(done)
        return [item for item in batch.rows if item.key not in done]

    def _wait_for(self, moment: float, key: str, closed: Callable[[], bool]) -> bool:
        """Wait until a time has come; False if that takes too long, or the gate is closed."""
        if moment - time.time() > self._limits.hold:
            self._gate.hold(key, moment)
            return False
        while (left := moment - time.time()) > 0:
            if closed():
                return False
            time.sleep(min(left, _LOOK_SECONDS))
        return True

    def _send(
        self, batch: Batch, rows: list[Item], key: str, pace: Pace, closed: Callable[[], bool]
    ) -> Verdict:
        ended: list[Ended] = []
        whole = True
        control = key == CONTROL_KEY or any(item.is_control for item in rows)
        for wave in ([[item] for item in rows] if control else waves(rows)):
            if control:
                found, whole = self._send_control(wave[0], batch, pace, closed)
                # Each on its own: what comes after it may take long.
                self._commit(batch, key, found)
            else:
                found, whole = self._wave(wave, batch, pace, closed)
                ended += found
            if not whole:
                break
        self._commit(batch, key, ended)
        return Verdict.DONE if whole else Verdict.LATER

    def _commit(self, batch: Batch, key: str, ended: Sequence[Ended]) -> None:
        if ended:
            # Whatever the gate says: what was sent is recorded.
            self._store.stubbornly(lambda: self._store.record(self.site, key, batch.job, self._worker, ended))

    def _send_control(
        self, item: Item, batch: Batch, pace: Pace, closed: Callable[[], bool]
    ) -> tuple[list[Ended], bool]:
        """One request by itself; no outcome if it was not sent and may be sent later."""
        if self._is_repeat_safe(item):
            return self._wave([item], batch, pace, closed)
        if not self._store.stubbornly(lambda: self._store.claim(item.key, self._worker), until=closed):
            text = "a worker that has claimed it has left no outcome: ask for the status"
            return [Ended(item, Kind.UNKNOWN, "claimed", text)], True
        found, whole = _Wave(self, [item], batch, pace, closed, once=True).run()
        if not found:
            self._store.stubbornly(lambda: self._store.unclaim(item.key, self._worker))
        return found, whole

    def _is_repeat_safe(self, item: Item) -> bool:
        try:
            return item.request().repeat_safe
        except (CommDNError, ValueError):
            # It is refused, and not sent.
            return True

    def _wave(
        self, items: list[Item], batch: Batch, pace: Pace, closed: Callable[[], bool]
    ) -> tuple[list[Ended], bool]:
        return _Wave(self, items, batch, pace, closed, once=False).run()

    def without_outcome(self, rows: list[_Open]) -> list[_Open]:
        """Those that are still to be sent: of a message that is there twice, another worker may have sent them."""
        try:
            done = self._store.known([row.item.key for row in rows])
        except FleetStoreError:
            # The first outcome that is committed stays in any case.
            return rows
        self.known += len(done)
        return [row for row in rows if row.item.key not in done]

    @property
    def limits(self) -> Limits:
        """How much and how long."""
        return self._limits

    def completions(self) -> Completions:
        """A queue for outcomes."""
        return self._sender.completions()


def waves(rows: Sequence[Item]) -> list[list[Item]]:
    """The rows in as few parts as there are of the busiest customer, who is once in each: his rows stay in order."""
    found: list[list[Item]] = []
    seen: dict[str, int] = {}
    for item in rows:
        place = seen.get(item.customer, 0)
        seen[item.customer] = place + 1
        if place == len(found):
            found.append([])
        found[place].append(item)
    return found


@dataclass(slots=True)
class _Open:
    """A row on its way."""

    item: Item
    attempts: int = 0
    pause: float = _FIRST_PAUSE
    due: float = 0.0


class _Wave:
    """Rows of different customers, sent together."""

    def __init__(
        self, processor: Processor, items: list[Item], batch: Batch, pace: Pace, closed: Callable[[], bool], *, once: bool
    ) -> None:
        self._processor = processor
        self._limits = processor.limits
        self._batch = batch
        self._pace = pace
        self._closed = closed
        self._once = once
        self._waiting = [_Open(item) for item in reversed(items)]
        self._again: list[_Open] = []
        self._open: dict[int, _Open] = {}
        self._ended: list[Ended] = []
        self._tag = 0
        self._give_up = time.monotonic() + self._limits.max_age

    def run(self) -> tuple[list[Ended], bool]:
        """Send them; the outcomes that they have, and whether none is left, which is so unless the gate was closed."""
        queue = self._processor.completions()
        while self._waiting or self._again or self._open:
            is_closed = self._closed()
            if is_closed and not self._open:
                break
            wait = _LOOK_SECONDS if is_closed else self._submit(queue)
            self._take(queue, wait)
        return self._ended, not self._waiting and not self._again

    def _submit(self, queue: Completions) -> float:
        """Send what may be sent; how long nothing more can be."""
        now = time.monotonic()
        if due_again := [row for row in self._again if row.due <= now]:
            self._again = [row for row in self._again if row.due > now]
            self._waiting += self._processor.without_outcome(due_again)
        room = min(self._limits.window - len(self._open), len(self._waiting))
        if room <= 0:
            return _LOOK_SECONDS
        if self._is_late():
            return 0.0
        due, wait = self._pace.take(room, now)
        if due == 0:
            return min(wait, _LOOK_SECONDS)
        self._submit_many(queue, [self._waiting.pop() for _ in range(due)])
        return 0.0

    def _is_late(self) -> bool:
        """End what is not sent yet if the time of the batch is over."""
        limit = self._batch.not_after
        if limit is None or time.time() <= limit:
            return False
        for row in [*self._waiting, *self._again]:
            if row.attempts == 0:
                self._end(row, Kind.EXPIRED, "not_after", "the time in which it may be sent was over")
            else:
                self._end(row, Kind.GAVE_UP, "not_after", "nobody answered before the time was over")
        self._waiting.clear()
        self._again.clear()
        return True

    def _submit_many(self, queue: Completions, rows: list[_Open]) -> None:
        """Send rows, or end those that break a rule."""
        made: list[tuple[_Open, Request]] = []
        for row in rows:
            try:
                made.append((row, row.item.request()))
            except CommDNError as error:
                self._judge(row, error)
            except ValueError as error:
                self._end(row, Kind.REFUSED, "bad_request", str(error))
        timeout = self._limits.timeout or ...
        while made:
            try:
                # Repeating is for this, which asks the store first: a session might do it when another worker, which has
                # a second copy of the message, has recorded the outcome.
                count = queue.submit_many(self._tag, [request for _, request in made], timeout=timeout, once=True)
            except CommDNOverloaded:
                # Others use the session too; nothing was sent.
                self._waiting += [row for row, _ in reversed(made)]
                return
            except CommDNError as error:
                self._judge(made.pop(0)[0], error)
                continue
            for place, (row, _) in enumerate(made[:count]):
                row.attempts += 1
                self._open[self._tag + place] = row
            self._tag += count
            self._processor.sent += count
            del made[:count]

    def _take(self, queue: Completions, wait: float) -> None:
        if not self._open:
            if wait:
                time.sleep(wait)
            return
        taken: list[Completion] = queue.take(self._limits.window, max(wait, 0.001))
        for completion in taken:
            row = self._open.pop(completion.tag)
            if completion.error is None:
                self._end(row, Kind.ACKNOWLEDGED)
            else:
                self._judge(row, completion.error)

    def _judge(self, row: _Open, error: CommDNError) -> None:
        told = Outcome.of_error(Row(0), error)
        if told.status is Status.REFUSED:
            self._end(row, Kind.REFUSED, told.code, told.text)
        elif self._once and row.attempts and not error.retryable:
            self._end(row, Kind.UNKNOWN, told.code, told.text)
        elif isinstance(error, CommDNClosed) or time.monotonic() < self._give_up:
            # A session that is over is the worker's end: its gate is closed, or will be.
            row.due = time.monotonic() + row.pause
            row.pause = min(2 * row.pause, _LONGEST_PAUSE)
            self._again.append(row)
        else:
            self._end(row, Kind.GAVE_UP, told.code, told.text)

    def _end(self, row: _Open, kind: str, code: str = "", text: str = "") -> None:
        self._ended.append(Ended(row.item, kind, code, text, row.attempts))
