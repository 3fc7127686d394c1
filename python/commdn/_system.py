"""What differs between systems for files: flags, locks, reading at a place.

Owns nothing else: which files there are and what locks mean is decided where they are used.
"""

from __future__ import annotations

import os
import sys

__all__ = ["OPEN_FLAGS", "lock", "read_at", "sync_folder"]

if sys.platform == "win32":
    import msvcrt
    import threading

    # Bytes as they are; child processes never inherit it.
    OPEN_FLAGS = os.O_BINARY | os.O_NOINHERIT
    # One byte behind the end of every file: a lock keeps others from reading what it covers.
    _LOCKED_BYTE = 1 << 40
    _seeking = threading.Lock()

    def lock(descriptor: int, *, shared: bool = False) -> None:
        """Lock the file until it is closed. Raises: BlockingIOError if another one has the lock."""
        # These locks cannot be shared; whoever only looks has it for a moment.
        del shared
        with _seeking:
            place = os.lseek(descriptor, 0, os.SEEK_CUR)
            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except OSError as error:
                raise BlockingIOError(error.errno, "the file is locked") from error
            finally:
                os.lseek(descriptor, place, os.SEEK_SET)

    def read_at(descriptor: int, count: int, place: int) -> bytes:
        """The bytes at a place; those that are there if they are fewer."""
        with _seeking:
            os.lseek(descriptor, place, os.SEEK_SET)
            return os.read(descriptor, count)

    def sync_folder(path: str | os.PathLike[str]) -> None:
        """Nothing: the system writes names with the files, and opens no folders."""

else:
    import fcntl

    # Child processes never inherit it.
    OPEN_FLAGS = os.O_CLOEXEC

    def lock(descriptor: int, *, shared: bool = False) -> None:
        """Lock the file until it is closed. Raises: BlockingIOError if another one has the lock."""
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)

    def read_at(descriptor: int, count: int, place: int) -> bytes:
        """The bytes at a place; those that are there if they are fewer."""
        return os.pread(descriptor, count, place)

    def sync_folder(path: str | os.PathLike[str]) -> None:
        """Put the names in a folder on the disk."""
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
