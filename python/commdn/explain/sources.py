"""Logs as bytes: files, gzip files, standard input, and bytes at hand.

Owns opening and unpacking; each log can be read more than once. Of a damaged or cut gzip file the
readable part is read, and the damage told.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from .._gunzip import MAGIC, GunzipError, gunzip

__all__ = ["Source"]

_PIECE = 1 << 16
_HEAD = 512


@dataclass(slots=True)
class Source:
    """One log."""

    name: str
    path: Path | None = None
    data: bytes | None = None
    damage: str | None = None
    """What is wrong with the file itself."""
    _spool: BinaryIO | None = field(default=None, repr=False)

    @classmethod
    def of(cls, log: str | os.PathLike[str] | bytes | BinaryIO, name: str | None = None) -> Source:
        """A path, the bytes of a log, or an open binary file, which is copied aside."""
        if isinstance(log, bytes):
            return cls(name or "log", data=log)
        if isinstance(log, (str, os.PathLike)):
            path = Path(log)
            return cls(name or path.name, path=path)
        spool = tempfile.TemporaryFile()
        while piece := log.read(_PIECE):
            spool.write(piece)
        return cls(name or "standard input", _spool=spool)

    def head(self) -> bytes:
        """The first bytes of a file, packed as they are, if that can be read."""
        try:
            if self.path is not None and stat.S_ISREG(self.path.stat().st_mode):
                with self.path.open("rb") as file:
                    return file.read(_HEAD)
        except (OSError, ValueError):
            # Told when it is read.
            return b""
        return b""

    def pieces(self) -> Iterator[bytes]:
        """The log from its start, unpacked.

        Raises: OSError if the file cannot be read.
        """
        self.damage = None
        if self.data is not None:
            yield from self._unpacked(iter([self.data]))
        elif self._spool is not None:
            self._spool.seek(0)
            yield from self._unpacked(_read(self._spool))
        elif self.path is not None:
            with self.path.open("rb") as file:
                yield from self._unpacked(_read(file))

    def _unpacked(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        first = next(pieces, b"")
        if not first.startswith(MAGIC):
            yield first
            yield from pieces
            return
        try:
            yield from gunzip(chain((first,), pieces))
        except GunzipError as error:
            self.damage = f"the gzip file is {error}; what comes before was read"


def _read(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
