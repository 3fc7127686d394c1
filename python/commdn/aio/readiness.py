"""Tell an event loop that a session has news.

Owns the choice of how: the loop watches the descriptor where it can. Where it cannot (Windows, whose
usual loop has no `add_reader` and whose descriptors are handles), a thread waits in its place, and
calls into the loop.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from typing import Protocol

__all__ = ["watch"]

# How long the thread waits in one turn. It is woken by news, and when it is to end.
_TURN_SECONDS = 3600.0


class _Source(Protocol):
    def fileno(self) -> int: ...
    def wait_news(self, seconds: float) -> bool: ...
    def raise_news(self) -> None: ...


def watch(loop: asyncio.AbstractEventLoop, source: _Source, on_news: Callable[[], None]) -> Callable[[], None]:
    """Call `on_news` in the loop whenever `source` has news, until what is returned is called."""
    if sys.platform != "win32":
        descriptor = source.fileno()
        try:
            loop.add_reader(descriptor, on_news)
        except NotImplementedError:
            pass
        else:

            def stop() -> None:
                loop.remove_reader(descriptor)

            return stop
    return _Listener(loop, source, on_news).stop


class _Listener:
    """The thread that waits in the loop's place."""

    def __init__(self, loop: asyncio.AbstractEventLoop, source: _Source, on_news: Callable[[], None]) -> None:
        self._loop = loop
        self._source = source
        self._on_news = on_news
        self._stopped = False
        # The news of one turn are taken before the next is waited for.
        self._taken = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, name="commdn-news", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; no more calls come."""
        self._stopped = True
        self._taken.release()
        self._source.raise_news()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped:
            if not self._source.wait_news(_TURN_SECONDS) or self._stopped:
                continue
            try:
                self._loop.call_soon_threadsafe(self._take)
            except RuntimeError:
                # The loop was closed before the session.
                return
            self._taken.acquire()

    def _take(self) -> None:
        try:
            if not self._stopped:
                self._on_news()
        finally:
            self._taken.release()
