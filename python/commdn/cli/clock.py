"""The clock and the signals of commands that run for hours.

The only place where they read the time and sleep: what they decide takes a `Clock`, and its tests one without time.
"""

from __future__ import annotations

import signal
import time
from types import FrameType, TracebackType
from typing import Protocol, Self

__all__ = ["Clock", "SystemClock"]

_SLICE = 0.2


class Clock(Protocol):
    """What time it is, and whether a signal has come."""

    @property
    def signal(self) -> int | None:
        """The first signal that asked to end."""
        ...

    def now(self) -> float:
        """Seconds since 1970 (UTC)."""
        ...

    def elapsed(self) -> float:
        """Seconds on a clock that nobody sets."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let time pass, whatever comes."""
        ...

    def wait(self, seconds: float) -> None:
        """Let time pass until a signal comes."""
        ...


class SystemClock:
    """The machine's clock. As a context it takes SIGINT, SIGTERM and SIGHUP, which then only set `signal`. For the
    main thread.
    """

    def __init__(self) -> None:
        self.signal: int | None = None
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # What nohup ignores stays ignored.
            if number is None or signal.getsignal(number) is signal.SIG_IGN:
                continue
            self._before[number] = signal.getsignal(number)
            signal.signal(number, self._come)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._before.clear()

    def _come(self, number: int, _: FrameType | None) -> None:
        if self.signal is None:
            self.signal = number

    def now(self) -> float:
        return time.time()

    def elapsed(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self.signal is None and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE))
