"""The outbox for asyncio: the same names as `commdn.Outbox`, to be awaited.

Owns how what may wait for the file is kept off the event loop: it runs on the loop's own threads. However
many tasks wait for outcomes, one look at the file serves them all.
"""

from __future__ import annotations

import asyncio
import functools
import os
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar, Unpack

from .._generated.options import OutboxOptions
from .._native import Request
from ..errors import CommDNClosed, CommDNError, CommDNWaitTimeout
from ..outbox import Filter, OutboxEntry, OutboxOutcome, OutboxStats
from ..outbox import Outbox as BlockingOutbox
from ..typing import Seconds, Timeout
from .session import Session
from .threads import apart, limit_of

__all__ = ["Outbox"]

_T = TypeVar("_T")
_PAGE = 500
_DEFAULT_WAIT = 10.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.1
"""Seconds between two looks for outcomes that somebody waits for."""


class Outbox:
    """Requests in a file, each kept until it has exactly one outcome; made by `async with Outbox(...)`.

    What is awaited runs on the event loop's threads and does not hold the loop up. Cancelling a task that
    submits leaves open whether the request is in the file: submit it again under its `key`.
    """

    def __init__(self, path: str | os.PathLike[str], **options: Unpack[OutboxOptions]) -> None:
        """The options are those of `commdn.Outbox`. The file is opened by `async with`."""
        self.path = os.fspath(path)
        """The file."""
        self._options = options
        self._outbox: BlockingOutbox | None = None
        self._waiting: dict[int, list[asyncio.Future[OutboxOutcome]]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Open the file. Raises: CommDNStorageError, which names the file."""
        opening = functools.partial(BlockingOutbox, self.path, **self._options)
        self._outbox = await apart(opening, BlockingOutbox.close)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop sending and let go of the file; whoever waits gets `CommDNClosed`. Closing twice is harmless."""
        outbox, self._outbox = self._outbox, None
        if self._looking is not None:
            self._looking.cancel()
        self._fail(CommDNClosed("the outbox is closed"))
        if outbox is not None:
            await apart(outbox.close)

    def _open(self) -> BlockingOutbox:
        if self._outbox is None:
            raise CommDNClosed("the outbox is not open: use `async with`")
        return self._outbox

    async def _run(self, work: Callable[..., _T], *args: Any, **options: Any) -> _T:
        """Run a method of the blocking outbox on one of the loop's threads."""
        return await apart(functools.partial(work, self._open(), *args, **options))

    async def submit(
        self,
        request: Request,
        *,
        key: str | None = None,
        order_key: str | None = None,
        unordered: bool = False,
        max_age: Seconds | None = None,
        max_attempts: int | None = None,
        answers: int | None = 1,
    ) -> int:
        """Put a request in; when this returns its number it is on the disk. See `commdn.Outbox.submit`."""
        return await self._run(
            BlockingOutbox.submit,
            request,
            key=key,
            order_key=order_key,
            unordered=unordered,
            max_age=max_age,
            max_attempts=max_attempts,
            answers=answers,
        )

    async def submit_many(
        self,
        requests: Iterable[Request],
        *,
        keys: Sequence[str | None] | None = None,
        unordered: bool = False,
        max_age: Seconds | None = None,
        max_attempts: int | None = None,
    ) -> list[int]:
        """Put requests in, all of them or none; cheaper than one by one. See `commdn.Outbox.submit_many`."""
        # Read here: an iterable may belong to the loop's thread.
        return await self._run(
            BlockingOutbox.submit_many,
            list(requests),
            keys=keys,
            unordered=unordered,
            max_age=max_age,
            max_attempts=max_attempts,
        )

    async def attach(self, session: Session) -> None:
        """Send what is in the outbox over `session`, on a thread of its own, until the session is over or `detach`.

        A session that is over is replaced at once.

        Raises: CommDNInvalidArgument if a session is attached that is not over; CommDNClosed if this one is over.
        """
        await self._run(BlockingOutbox.attach, session._blocking)

    async def detach(self, timeout: Seconds | None = None) -> None:
        """Stop sending; what is not answered within `timeout` seconds (default: `close_timeout`) goes back."""
        await self._run(BlockingOutbox.detach, timeout)

    @property
    def is_attached(self) -> bool:
        """Whether a session is attached that is not over."""
        return self._outbox is not None and self._outbox.is_attached

    @property
    def trouble(self) -> CommDNError | None:
        """Why the attached sender cannot use the file at the moment, a full disk for one; it tries again by itself."""
        return None if self._outbox is None else self._outbox.trouble

    async def outcome(self, entry: int) -> OutboxOutcome | None:
        """The outcome of an entry, None if it has none yet.

        Raises: CommDNInvalidArgument if there is no such entry.
        """
        return await self._run(BlockingOutbox.outcome, entry)

    async def wait(self, entry: int, timeout: Timeout = ...) -> OutboxOutcome:
        """The outcome of an entry, whichever process records it.

        Waits up to `timeout` seconds (omitted: 10; None: for ever). Any number of tasks may wait.
        Raises: CommDNWaitTimeout, CommDNClosed; CommDNInvalidArgument if there is no such entry.
        """
        future: asyncio.Future[OutboxOutcome] = asyncio.get_running_loop().create_future()
        # Before anything is looked at: what is recorded from now on is seen by the look at the entry or by `_look`.
        self._waiting.setdefault(entry, []).append(future)
        waiting = asyncio.timeout(limit_of(timeout, _DEFAULT_WAIT))
        try:
            cursor = (await self.stats()).last_cursor
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._look(cursor))
            if (outcome := await self.outcome(entry)) is not None:
                return outcome
            async with waiting:
                return await future
        except TimeoutError as error:
            if not waiting.expired():
                raise
            raise CommDNWaitTimeout(f"entry {entry} of the outbox has no outcome yet") from error
        finally:
            self._forget(entry, future)

    def _forget(self, entry: int, future: asyncio.Future[OutboxOutcome]) -> None:
        if not future.cancel() and not future.cancelled():
            future.exception()  # seen, also if nobody awaits it any more
        left = [other for other in self._waiting.get(entry, ()) if other is not future]
        if left:
            self._waiting[entry] = left
        else:
            self._waiting.pop(entry, None)

    async def _look(self, cursor: int) -> None:
        """Look for outcomes after `cursor` as long as somebody waits, often at first."""
        pause = _FIRST_PAUSE
        try:
            while self._waiting:
                page = await self._run(_page, cursor)
                for outcome in page:
                    cursor = outcome.cursor
                    for future in self._waiting.pop(outcome.entry, ()):
                        if not future.done():
                            future.set_result(outcome)
                if not page:
                    await asyncio.sleep(pause)
                pause = _FIRST_PAUSE if page else min(2 * pause, _LONGEST_PAUSE)
        except CommDNError as error:
            self._fail(error)

    def _fail(self, error: CommDNError) -> None:
        for futures in self._waiting.values():
            for future in futures:
                if not future.done():
                    future.set_exception(error)
        self._waiting.clear()

    async def wait_until_empty(self, timeout: Timeout = ...) -> bool:
        """Wait until no entry is without an outcome; tells whether that is so."""
        waiting = asyncio.timeout(limit_of(timeout, _DEFAULT_WAIT))
        pause = _FIRST_PAUSE
        try:
            async with waiting:
                while (await self.stats()).unfinished:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE)
            return True
        except TimeoutError:
            if not waiting.expired():
                raise
            return False

    async def outcomes(self, cursor: int = 0) -> AsyncGenerator[OutboxOutcome, None]:
        """The outcomes recorded after the one with that cursor, in the order of recording.

        Ends at the last one that is there: go on later with its cursor.
        """
        while page := await self._run(_page, cursor):
            for outcome in page:
                yield outcome
            cursor = page[-1].cursor

    async def entries(self, filter: Filter = "all") -> AsyncGenerator[OutboxEntry, None]:
        """The entries that `filter` means, by number."""
        after = 0
        while page := await self._run(BlockingOutbox._entries_page, filter, after, _PAGE):
            for entry in page:
                yield entry
            after = page[-1].id

    async def entry(self, entry: int) -> OutboxEntry:
        """One entry. Raises: CommDNInvalidArgument if there is no such entry."""
        return await self._run(BlockingOutbox.entry, entry)

    async def find(self, key: str) -> int | None:
        """The number of the entry that was submitted under `key`; after a retry of the one that repeats it."""
        return await self._run(BlockingOutbox.find, key)

    async def retry(self, entry: int) -> int:
        """Submit again what ended without an acknowledgement; see `commdn.Outbox.retry`."""
        return await self._run(BlockingOutbox.retry, entry)

    async def retry_dead(self) -> int:
        """Submit all dead letters again; tells how many."""
        return await self._run(BlockingOutbox.retry_dead)

    async def cancel(self, entry: int) -> None:
        """End an entry that nobody is sending, as cancelled; see `commdn.Outbox.cancel`."""
        await self._run(BlockingOutbox.cancel, entry)

    async def purge(self, age: Seconds, *, dead: bool = False) -> int:
        """Forget entries that ended more than `age` seconds ago; see `commdn.Outbox.purge`."""
        return await self._run(BlockingOutbox.purge, age, dead=dead)

    async def export(
        self, path: str | os.PathLike[str], filter: Filter = "all", *, as_is: bool = False
    ) -> int:
        """As `commdn.Outbox.export`."""
        return await self._run(BlockingOutbox.export, path, filter, as_is=as_is)

    async def stats(self) -> OutboxStats:
        """Counts."""
        return await self._run(BlockingOutbox.stats)

    def __repr__(self) -> str:
        state = "closed" if self._outbox is None else "attached" if self.is_attached else "open"
        return f"<aio.Outbox {self.path} {state}>"


def _page(outbox: BlockingOutbox, cursor: int) -> list[OutboxOutcome]:
    return outbox._outcomes_page(cursor, _PAGE)
