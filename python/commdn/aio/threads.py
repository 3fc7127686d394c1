"""Threads for what blocks, which an event loop does not wait for.

Owns the threads and what becomes of work whose task was cancelled: it is taken back when it is done, on its own thread.
The loop's own executor will not do: `asyncio.run` and the interpreter's exit wait for it, however long it blocks.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from types import EllipsisType
from typing import Generic, TypeVar

from .. import _native
from ..typing import Timeout

__all__ = ["apart", "limit_of"]

_T = TypeVar("_T")
_MOST = 32
"""Threads at a time; more work waits."""
_IDLE = 10.0
"""Seconds after which a thread without work ends."""
_AT_EXIT = 2.0
"""Seconds that the interpreter's exit waits for work that goes on."""


def limit_of(timeout: Timeout, default: float) -> float | None:
    """How long `asyncio.timeout` is to wait for a `timeout` argument."""
    if timeout is None:
        return None
    return default if isinstance(timeout, EllipsisType) else _native.seconds(timeout, "timeout")


async def apart(
    work: Callable[[], _T],
    undo: Callable[[_T], object] | None = None,
    on_cancel: Callable[[], object] | None = None,
) -> _T:
    """Run what blocks on a thread of its own.

    A task that is cancelled goes on at once: `on_cancel` has the work end sooner if it can, and `undo` takes back
    its result when it is done.
    """
    loop = asyncio.get_running_loop()
    job = _Job(work, undo, loop)
    _threads.run(job.run)
    try:
        return await job.future
    except asyncio.CancelledError:
        if on_cancel is not None:
            on_cancel()
        job.abandon()
        raise


class _Job(Generic[_T]):
    """Work and the future of its result."""

    def __init__(
        self,
        work: Callable[[], _T],
        undo: Callable[[_T], object] | None,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self.future: asyncio.Future[_T] = loop.create_future()
        self._work = work
        self._undo = undo
        self._loop = loop
        self._lock = threading.Lock()
        self._abandoned = False
        self._results: list[_T] = []

    def run(self) -> None:
        """Do the work; on its thread."""
        try:
            result = self._work()
        except BaseException as error:
            self._tell(self._fail, error)
            return
        with self._lock:
            self._results.append(result)
            abandoned = self._abandoned
        if abandoned or not self._tell(self._succeed, result):
            self._take_back()

    def abandon(self) -> None:
        """Nobody waits for it any more; on the loop's thread."""
        with self._lock:
            self._abandoned = True
            over = bool(self._results)
        if over and self._undo is not None:
            _threads.run(self._take_back)

    def _take_back(self) -> None:
        with self._lock:
            results = self._results.copy()
            self._results.clear()
        if self._undo is not None:
            for result in results:
                self._undo(result)

    def _tell(self, settle: Callable[..., None], outcome: object) -> bool:
        try:
            self._loop.call_soon_threadsafe(settle, outcome)
        except RuntimeError:
            # The loop is closed.
            return False
        return True

    def _succeed(self, result: _T) -> None:
        if not self.future.done():
            self.future.set_result(result)

    def _fail(self, error: BaseException) -> None:
        if not self.future.done():
            self.future.set_exception(error)


class _Threads:
    """Daemon threads that take work from one queue."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[Callable[[], None]] = deque()
        self._threads = 0
        self._idle = 0

    def run(self, work: Callable[[], None]) -> None:
        """Have a thread do it, a new one if all are busy."""
        with self._changed:
            self._waiting.append(work)
            if self._idle < len(self._waiting) and self._threads < _MOST:
                thread = threading.Thread(target=self._serve, name="commdn-aio", daemon=True)
                self._threads += 1
                try:
                    thread.start()
                except BaseException:
                    self._threads -= 1
                    if not self._threads:
                        self._waiting.remove(work)
                        raise
            self._changed.notify()

    def _serve(self) -> None:
        while (work := self._next()) is not None:
            try:
                work()
            except Exception:
                # What could not be taken back, as with any thread: told by `threading.excepthook`.
                kind, value, traceback = sys.exc_info()
                thread = threading.current_thread()
                threading.excepthook(threading.ExceptHookArgs((kind, value, traceback, thread)))
            # Neither it nor its result is kept while nothing is to be done.
            del work

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            self._idle += 1
            there = self._changed.wait_for(lambda: self._waiting, _IDLE)
            self._idle -= 1
            if there:
                return self._waiting.popleft()
            self._threads -= 1
            return None

    def quiesce(self, limit: float) -> None:
        """Wait until nothing is being done, up to `limit` seconds."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            with self._changed:
                if self._idle == self._threads and not self._waiting:
                    return
            time.sleep(0.002)


_threads = _Threads()


def _afresh() -> None:
    """In a forked child there are no threads but the one that forked."""
    global _threads
    _threads = _Threads()


def _at_exit() -> None:
    _threads.quiesce(_AT_EXIT)


atexit.register(_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_afresh)
