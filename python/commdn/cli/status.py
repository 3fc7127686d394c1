"""The exit status of every command: what the numbers mean, and which error has which.

The one table of them: the help text and the documentation print it, the tests hold every command against it.
"""

from __future__ import annotations

from enum import IntEnum

from ..bulk import BulkFileError
from ..errors import CommDNError

__all__ = ["Exit", "of_writing", "status_of", "table_of_statuses"]


class Exit(IntEnum):
    """The exit status of every command."""

    meaning: str

    def __new__(cls, number: int, meaning: str) -> Exit:
        member = int.__new__(cls, number)
        member._value_ = number
        member.meaning = meaning
        return member

    OK = 0, "all acknowledged, or done"
    FAILED = 1, "could not run: no connection, a login or a DN refused, a disk"
    USAGE = 2, "wrong usage or wrong input; nothing was sent"
    REFUSED = 3, "some refused"
    UNANSWERED = 4, "some unanswered (wins over 3)"
    UNPRINTED = 5, "done, but the result could not be printed"
    HUNG_UP = 129, "ended by SIGHUP"
    INTERRUPTED = 130, "ended by Ctrl-C"
    UNREAD = 141, "ended because nobody reads the output any more"
    TERMINATED = 143, "ended by SIGTERM"


# Of every kind of error of the library.
_BY_KIND = {
    "invalid_argument": Exit.USAGE,
    "invalid_request": Exit.USAGE,
    "invalid_list": Exit.USAGE,
    "name_unknown": Exit.USAGE,
    "name_ambiguous": Exit.USAGE,
    "invalid_directory": Exit.USAGE,
    "connect": Exit.FAILED,
    "tls": Exit.FAILED,
    "login_refused": Exit.FAILED,
    "registration_refused": Exit.FAILED,
    "protocol": Exit.FAILED,
    "overloaded": Exit.FAILED,
    "outbox_full": Exit.FAILED,
    "storage": Exit.FAILED,
    "closed": Exit.FAILED,
    "forked": Exit.FAILED,
    "internal": Exit.FAILED,
    "tserver_refused": Exit.REFUSED,
    "ocs_refused": Exit.REFUSED,
    "wait_timeout": Exit.UNANSWERED,
    "no_answer": Exit.UNANSWERED,
    "disconnected": Exit.UNANSWERED,
    "outcome_unknown": Exit.UNANSWERED,
}


def status_of(error: BaseException) -> Exit:
    """The exit status of a command that ends with this error."""
    match error:
        case CommDNError():
            return _BY_KIND.get(error.kind, Exit.FAILED)
        case BulkFileError() | UnicodeError():
            return Exit.USAGE
        case _:
            return Exit.FAILED


def table_of_statuses() -> str:
    """All of them in words: `0 all acknowledged, 1 could not run, ...`."""
    return "; ".join(f"{int(status)} {status.meaning}" for status in Exit)


def of_writing(error: OSError) -> Exit:
    """The status of a file that cannot be written: a name that is wrong, or a disk that fails."""
    named_wrongly = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
    return Exit.USAGE if isinstance(error, named_wrongly) else Exit.FAILED
