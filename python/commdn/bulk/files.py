"""Files that an import writes: for their owner only, locked while they are written, and put on the
disk.

Errors name the file; see `BulkFileError` and `BulkWriteError` for which is which.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from .. import _system
from .errors import BulkError, BulkFileError, BulkWriteError

__all__ = ["is_locked", "is_regular", "lock", "open_private", "sync", "sync_folder", "writing"]

# What the caller named wrongly, not what failed on the way.
_NAMED_WRONGLY = (FileNotFoundError, NotADirectoryError, IsADirectoryError)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the system says about writing, as an error that names the file."""
    try:
        yield
    except BulkError:
        raise
    except FileExistsError as error:
        raise BulkFileError(
            f"{path} already exists: resume continues that import, overwrite starts again"
        ) from error
    except _NAMED_WRONGLY as error:
        raise BulkFileError(f"{path}: {error.strerror or error}") from error
    except OSError as error:
        raise BulkWriteError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise BulkFileError(f"{str(path)!r}: {error}") from error


def open_private(path: Path, flags: int) -> IO[bytes]:
    """Open for reading and writing; a file that is made is its owner's only."""
    descriptor = os.open(path, os.O_RDWR | _system.OPEN_FLAGS | flags, 0o600)
    return os.fdopen(descriptor, "r+b" if stat.S_ISREG(os.fstat(descriptor).st_mode) else "wb")


def is_regular(file: IO[bytes]) -> bool:
    """Whether it is a file, not a device or a pipe."""
    return stat.S_ISREG(os.fstat(file.fileno()).st_mode)


def lock(file: IO[bytes], path: Path) -> None:
    """Keep other imports from the file until it is closed. Raises: BulkFileError if one has it."""
    try:
        _system.lock(file.fileno())
    except BlockingIOError as error:
        raise BulkFileError(f"{path}: another import is writing this result file") from error
    except OSError:
        # Devices, and file systems without locks.
        return


def is_locked(path: Path) -> bool:
    """Whether an import is writing the file."""
    with suppress(OSError), path.open("rb") as file:
        try:
            _system.lock(file.fileno(), shared=True)
        except BlockingIOError:
            return True
    return False


def sync(file: IO[bytes]) -> None:
    """Put on the disk what was written; what is no file has no disk."""
    file.flush()
    try:
        os.fsync(file.fileno())
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EROFS):
            raise


def sync_folder(path: Path) -> None:
    """Put the name of a file on the disk."""
    with suppress(OSError):
        _system.sync_folder(path.parent)
