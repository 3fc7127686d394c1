"""What may go wrong with the files of an import: with the input, or with what is written.

Faults of single rows are not errors: they are told in the row.
"""

from __future__ import annotations

__all__ = ["BulkError", "BulkFileError", "BulkWriteError"]


class BulkError(Exception):
    """Base of the errors about files; the message names the file."""


class BulkFileError(BulkError, ValueError):
    """The input makes no sense, or the files that were named do not fit: nothing was sent.

    The message names the file, with line and column where there are any.
    """


class BulkWriteError(BulkError, OSError):
    """A file cannot be written, as on a full disk. An import that ended so can be resumed."""
