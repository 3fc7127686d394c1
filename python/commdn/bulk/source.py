"""The bytes of an input: a file, a pipe, standard input, or the one member of a gzip or zip file.

What cannot be read twice, or is compressed, is first copied to a temporary file that has no name
and that nobody else can open. What the bytes mean is not known here.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import struct
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from .. import _system
from .closing import Closing
from .errors import BulkError, BulkFileError, BulkWriteError
from .rows import shown

__all__ = ["Source"]

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_CHUNK = 1 << 18
# Lists of numbers shrink to a fifth or a tenth; gzip cannot do better than a thousandth.
MOST_UNPACKED_BYTES = 4 << 30
_MOST_TIMES = 200
_ANY_TIMES_BELOW = 64 << 20
# What the libraries raise for bytes that are no gzip or zip file; a place out of range is an
# OSError.
_DAMAGE = (
    EOFError, OSError, ValueError, RuntimeError, LookupError, OverflowError,
    struct.error, zlib.error, zipfile.BadZipFile,
)  # fmt: skip


class Source(Closing):
    """An input that can be read as often as needed. Close it, or use it with `with`."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Open it; blocks until a pipe has ended.

        Raises: BulkFileError if it cannot be read; BulkWriteError if there is no room for a copy.
        """
        text = os.fspath(path)
        self.name = "standard input" if text == "-" else text
        self.compression: str | None = None
        """How it was compressed, with the name of the member of a zip file."""
        self._file = self._opened(text)
        try:
            self._file = self._unpacked(self._file)
        except BaseException:
            self._file.close()
            raise
        self._before = self._state()

    def reader(self, start: int = 0) -> io.BufferedReader:
        """Its bytes from `start` on; several may be read at a time."""
        return io.BufferedReader(_Reader(self._file, start), _CHUNK)

    def head(self, count: int) -> bytes:
        """The first bytes."""
        with _faults(self.name):
            return _system.read_at(self._file.fileno(), count, 0)

    def is_file(self, path: str | os.PathLike[str]) -> bool:
        """Whether that is the very file."""
        try:
            other = os.stat(path)
        except OSError:
            return False
        mine = os.fstat(self._file.fileno())
        return (mine.st_dev, mine.st_ino) == (other.st_dev, other.st_ino)

    def check_unchanged(self) -> None:
        """See that nobody has written to it since it was opened.

        Raises: BulkFileError if somebody has: what was decided may not hold for what was read.
        """
        if self._state() != self._before:
            raise BulkFileError(f"{self.name}: the file was changed while it was being read")

    def close(self) -> None:
        """Let go of it."""
        self._file.close()

    def _state(self) -> tuple[int, int]:
        found = os.fstat(self._file.fileno())
        return found.st_size, found.st_mtime_ns

    def _opened(self, text: str) -> IO[bytes]:
        if text == "-":
            if sys.stdin is None:
                raise BulkFileError("standard input is closed")
            return self._copied(sys.stdin.buffer, None)
        with _faults(self.name):
            try:
                file = open(text, "rb", buffering=0)
            except ValueError as error:
                raise BulkFileError(f"{text!r}: {error}") from None
        found = os.fstat(file.fileno())
        # What the system makes up while it is read has no size.
        if stat.S_ISREG(found.st_mode) and found.st_size:
            return file
        with file:
            return self._copied(file, None)

    def _unpacked(self, file: IO[bytes]) -> IO[bytes]:
        """The content, if it is compressed; told by its first bytes, whatever its name is."""
        head = _system.read_at(file.fileno(), 4, 0)
        size = os.fstat(file.fileno()).st_size
        if head.startswith(_GZIP):
            self.compression = "gzip"
            with file, self._damage(), gzip.GzipFile(fileobj=_Reader(file, 0)) as packed:
                return self._copied(packed, size)
        if not head.startswith(_ZIP):
            return file
        with file, self._damage(), zipfile.ZipFile(io.BufferedReader(_Reader(file, 0))) as archive:
            member = self._only_member(archive)
            self.compression = f"zip, {shown(member.filename)}"
            with archive.open(member) as packed:
                return self._copied(packed, size)

    def _only_member(self, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
        names = {info.filename for info in archive.infolist()}
        if "[Content_Types].xml" in names or "mimetype" in names:
            raise BulkFileError(
                f"{self.name}: this is a workbook or an office document: save it as CSV"
            )
        members = [
            info
            for info in archive.infolist()
            if not info.filename.endswith("/") and not _is_of_folder(info.filename)
        ]
        if len(members) != 1:
            listed = ", ".join(shown(info.filename) for info in members[:5]) or "none"
            raise BulkFileError(
                f"{self.name}: the zip file must hold one file, not {len(members)}: {listed}"
            )
        if members[0].flag_bits & 1:
            raise BulkFileError(
                f"{self.name}: the zip file is locked with a password: unpack it first"
            )
        return members[0]

    @contextmanager
    def _damage(self) -> Iterator[None]:
        """Name what is wrong with compressed bytes."""
        try:
            yield
        except BulkError:
            raise
        except _DAMAGE as error:
            kind = (self.compression or "zip").split(",")[0]
            raise BulkFileError(
                f"{self.name}: the {kind} file is damaged or cut off: {shown(str(error), 100)}"
            ) from error

    def _copied(self, source: IO[bytes] | gzip.GzipFile, packed_bytes: int | None) -> IO[bytes]:
        """A copy without a name; `packed_bytes` is how long the compressed form is."""
        spool = _temporary()
        count = 0
        try:
            while True:
                with _faults(self.name):
                    chunk = source.read(_CHUNK)
                if not chunk:
                    break
                count += len(chunk)
                if packed_bytes is not None:
                    self._check_size(count, packed_bytes)
                _written(spool, chunk)
        except BaseException:
            spool.close()
            raise
        return spool

    def _check_size(self, count: int, packed_bytes: int) -> None:
        over = count > _ANY_TIMES_BELOW and count > _MOST_TIMES * packed_bytes
        if over or count > MOST_UNPACKED_BYTES:
            raise BulkFileError(
                f"{self.name}: {packed_bytes:,} bytes unpack to more than {count:,}, "
                "which no list does"
            )


class _Reader(io.RawIOBase):
    """Reads a file at a place of its own."""

    def __init__(self, file: IO[bytes], start: int) -> None:
        self._file = file
        self._at = start

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at}.get(whence)
        if base is None:
            base = os.fstat(self._file.fileno()).st_size
        self._at = base + offset
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = _system.read_at(self._file.fileno(), len(buffer), self._at)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def _is_of_folder(name: str) -> bool:
    """Whether a member of a zip file is what a desktop keeps of a folder."""
    last = name.rpartition("/")[2]
    of_folder = (".DS_Store", "Thumbs.db", "desktop.ini")
    return name.startswith("__MACOSX/") or last.startswith("._") or last in of_folder


@contextmanager
def _faults(name: str) -> Iterator[None]:
    """What the system says about reading, as an error that names the file."""
    try:
        yield
    except (gzip.BadGzipFile, BulkError):
        raise
    except IsADirectoryError as error:
        raise BulkFileError(f"{name}: this is a folder, not a file") from error
    except OSError as error:
        raise BulkFileError(f"{name}: {error.strerror or error}") from error


def _temporary() -> IO[bytes]:
    try:
        return tempfile.TemporaryFile(buffering=0)
    except OSError as error:
        raise BulkWriteError(f"{tempfile.gettempdir()}: {error.strerror or error}") from error


def _written(spool: IO[bytes], chunk: bytes) -> None:
    left = memoryview(chunk)
    try:
        while left:
            left = left[spool.write(left) :]
    except OSError as error:
        raise BulkWriteError(f"{tempfile.gettempdir()}: {error.strerror or error}") from error
