"""`--verbose`: the session's log on standard error."""

from __future__ import annotations

import logging
import sys
import time

from ..text import escape

__all__ = ["is_on", "set_level"]

_level = 0


def is_on() -> bool:
    """Whether somebody wants to know."""
    return _level > 0


class _Lines(logging.Formatter):
    """One line for each record, with its time and offset."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as `2026-12-01T08:00:00.123+01:00 info ...`."""
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(record.created))
        zone = time.strftime("%z", time.localtime(record.created))
        moment = f"{at}.{int(record.msecs):03}{zone[:3]}:{zone[3:]}"
        return f"{moment} {record.levelname.lower()} {escape(record.getMessage())}"


def set_level(verbose: int) -> None:
    """Log what sessions of this process do: 1 for each request and answer, 2 for every step."""
    global _level
    _level = verbose
    if verbose <= 0:
        return
    logger = logging.getLogger("commdn")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(logging.DEBUG if verbose == 1 else 5)
