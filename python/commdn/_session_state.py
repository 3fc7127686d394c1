"""What a session tells of itself, for threads and for asyncio alike."""

from __future__ import annotations

from typing import Any, Literal

from . import _native
from .directory import Directory
from .errors import CommDNError, CommDNInvalidArgument
from .records import SessionStats

__all__ = ["SessionState", "dbid_of"]


def dbid_of(directory: Directory | None, noun: str, value: Any) -> Any:
    """The DBID of a name; what is not a text stays what it is.

    Raises: CommDNInvalidArgument for a name without a directory; CommDNNameUnknown, CommDNNameAmbiguous.
    """
    if not isinstance(value, str):
        return value
    if directory is not None:
        return directory.resolve(noun, value)
    if value.isascii() and value.isdigit():
        return int(value)
    raise CommDNInvalidArgument(
        f"{noun} {value!r} is a name, and the session has no directory: give commdn.connect(directory=...)"
    )


class SessionState:
    """How a session fares, and what it has counted."""

    _native: _native.Session
    _dn: str
    _app_dbid: int
    _directory: Directory | None = None

    def _dbid(self, noun: str, value: Any) -> Any:
        """The DBID of a name, by the session's directory; a number stays what it is."""
        return dbid_of(self._directory, noun, value)

    @property
    def directory(self) -> Directory | None:
        """Where names are looked up, and what `describe` of events and errors is asked of."""
        return self._directory

    @property
    def dn(self) -> str:
        """The communication DN."""
        return self._dn

    @property
    def app_dbid(self) -> int:
        """DBID of this application."""
        return self._app_dbid

    @property
    def server(self) -> str:
        """Address of the server that it is connected to."""
        return self._native.server

    @property
    def is_over(self) -> bool:
        """Whether it is of no more use: closed, or its connection lost for good."""
        return self._native.is_over

    @property
    def status(self) -> Literal["connecting", "up", "out_of_service", "over"]:
        """How its connection fares; requests wait unless it is up."""
        return self._native.status

    @property
    def trouble(self) -> CommDNError | None:
        """Why it is not up: each attempt since the last connection, or why it is over."""
        return self._native.trouble

    def clock_ahead(self) -> float | None:
        """Seconds by which T-Server's clock is ahead of this machine's; negative if it is behind.

        By the first user event of the present connection that tells a time; None before one came.
        """
        return self._native.clock_ahead()

    def stats(self) -> SessionStats:
        """Its counters."""
        return SessionStats(**self._native.stats())
