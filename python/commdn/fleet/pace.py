"""The pace of a lane: its share of the site's rate, kept without asking anybody.

A lane has one active consumer, so that each may send rate / lanes a second, and the sum is the
site's rate, whoever consumes which lanes. Time is an argument.
"""

from __future__ import annotations

import threading

__all__ = ["Pace"]

# A delay of the scheduler is made up for within so many seconds, a longer pause is not.
_CATCH_UP = 0.5


class Pace:
    """Says how many requests may be sent now. Any thread may use it."""

    def __init__(self, rate: float | None) -> None:
        self._lock = threading.Lock()
        self._pause = 0.0 if not rate else 1 / rate
        self._next = 0.0

    def change(self, rate: float | None) -> None:
        """Another rate from now on; None for none."""
        with self._lock:
            self._pause = 0.0 if not rate else 1 / rate

    def take(self, most: int, now: float) -> tuple[int, float]:
        """Take leave to send up to `most`; tells how many, and if none how long to wait."""
        with self._lock:
            if self._pause == 0.0:
                return most, 0.0
            self._next = max(self._next, now - _CATCH_UP)
            if self._next > now:
                return 0, self._next - now
            due = min(most, int((now - self._next) / self._pause) + 1)
            self._next += due * self._pause
            return due, 0.0
