"""Several workers of one host under one process: each is a process of its own, started again when it dies.

A worker is one session; more speed is more workers. They end with their supervisor, also if that is
killed.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

__all__ = ["supervise"]

_log = logging.getLogger("commdn.fleet")
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
# One that has lived so long did not fail at its start.
_SETTLED_SECONDS = 30.0
_LOOK_SECONDS = 0.1
_PR_SET_PDEATHSIG = 1


class _Child:
    """One worker, dead or alive."""

    def __init__(self, command: Sequence[str], number: int) -> None:
        self._command = [*command, "--name", f"{os.uname().nodename.lower()}-{os.getpid()}-{number}"]
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = _FIRST_PAUSE
        self._due = 0.0

    def look(self) -> None:
        """Start it if it does not run, at once the first time, then after growing pauses."""
        now = time.monotonic()
        if self._process is not None:
            status = self._process.poll()
            if status is None:
                return
            self._pause = _FIRST_PAUSE if now - self._started > _SETTLED_SECONDS else min(2 * self._pause, _LONGEST_PAUSE)
            self._due = now + self._pause
            _log.warning("worker %s has ended with status %s: another one follows in %.1f s", self._process.pid, status, self._pause)
            self._process = None
        if now >= self._due:
            # Its own group: a signal of the terminal is the supervisor's to pass on.
            self._process = subprocess.Popen(self._command, preexec_fn=_ends_with(os.getpid()), start_new_session=True)
            self._started = now

    def end(self, number: int) -> None:
        """Pass a signal on."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process is not None and self._process.poll() is None


def _ends_with(supervisor: int) -> Callable[[], None]:
    """For the child, before it becomes the worker: SIGTERM when the supervisor dies; on Linux only."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None

    def set_up() -> None:
        if library is not None:
            library.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            # It may have died before: then no signal comes.
            if os.getppid() != supervisor:
                os._exit(128 + signal.SIGTERM)

    return set_up


def supervise(command: Sequence[str], count: int) -> None:
    """Keep `count` workers running until SIGTERM or SIGINT; a second one kills them. For the main thread."""
    children = [_Child(command, number) for number in range(count)]
    ending = threading.Event()

    def end(number: int, _: FrameType | None) -> None:
        for child in children:
            child.end(signal.SIGKILL if ending.is_set() else signal.SIGTERM)
        ending.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        while not ending.wait(_LOOK_SECONDS):
            for child in children:
                child.look()
        while any(child.is_running for child in children):
            time.sleep(_LOOK_SECONDS)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
