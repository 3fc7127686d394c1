"""Files that hold what customers have asked for: for their owner only, and told where others can read them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from .output import warn

__all__ = ["warn_of_readers"]

_told: set[Path] = set()


def warn_of_readers(file: Path) -> None:
    """Tell once if a file that is there can be read or changed by others; files that are made here cannot."""
    if os.name != "posix" or file in _told:
        return
    _told.add(file)
    try:
        found = file.stat()
    except OSError:
        return
    if stat.S_ISREG(found.st_mode) and found.st_mode & 0o077:
        warn(f"{file} is open to other users of this machine: chmod 600 {file}")
