"""Standard output and standard error of the command line.

Owns what may go wrong with them: a full disk, a closed pipe, a descriptor that is not open, a charset that lacks a
character. Writing to standard output either works or raises `CannotPrint`; standard error never fails: there
would be nobody to tell.
"""

from __future__ import annotations

import contextlib
import io
import os
import select
import sys
from typing import TYPE_CHECKING, BinaryIO, TextIO

import typer

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["CannotPrint", "prepare", "standard_input", "take_leave"]


def standard_input() -> BinaryIO:
    """The bytes of standard input. Raises: typer.BadParameter if it is closed."""
    if sys.stdin is None:
        raise typer.BadParameter("standard input is closed")
    return sys.stdin.buffer


class CannotPrint(Exception):
    """Standard output does not take what is written to it; `reason` is the system's error."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(reason.strerror or str(reason))
        self.reason = reason


class _Raw(io.FileIO):
    """A descriptor that waits where it would block, and tells failures apart from those of other files."""

    # Whether it has failed once: what is left in buffers then has nowhere to go.
    _failed = False
    _silent = False

    def write(self, data: ReadableBuffer, /) -> int:
        if self._failed:
            return memoryview(data).nbytes
        try:
            while (taken := super().write(data)) is None:
                # Somebody has made the descriptor non-blocking for all who share it.
                select.select([], [self], [])
            return taken
        except OSError as error:
            self._failed = True
            if self._silent:
                return memoryview(data).nbytes
            raise CannotPrint(error) from None


class _SilentRaw(_Raw):
    _silent = True


def prepare() -> None:
    """Put both streams into service; to be called before anything is written.

    A character that the stream's charset lacks is written as an escape, as in `\\u6f22`.
    """
    _fill_descriptors()
    sys.stdout = _stream(sys.stdout, 1, _Raw)
    sys.stderr = _stream(sys.stderr, 2, _SilentRaw)


def take_leave() -> None:
    """Write what is left in the buffers.

    Raises: CannotPrint. Whatever happens, the interpreter finds nothing left to write at its end.
    """
    sys.stderr.flush()
    sys.stdout.flush()


def _fill_descriptors() -> None:
    """A descriptor that is not open must not become a connection's: what is printed would go there."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The lowest free one is this one. It is open for reading only: writing to it fails.
            with contextlib.suppress(OSError):
                os.open(os.devnull, os.O_RDONLY)


def _stream(old: TextIO | None, number: int, kind: type[_Raw]) -> TextIO:
    encoding = getattr(old, "encoding", None) or "utf-8"
    if old is not None:
        with contextlib.suppress(OSError, ValueError):
            old.flush()
    if os.name == "nt" and isinstance(old, io.TextIOWrapper) and old.isatty():
        # A console of Windows has its own way to write.
        old.reconfigure(errors="backslashreplace")
        return old
    raw = kind(number, "wb", closefd=False)
    terminal = raw.isatty()
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=encoding,
        errors="backslashreplace",
        line_buffering=terminal or number == 2,
    )
