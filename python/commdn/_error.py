"""The base of every exception of this package, and two that stand for several kinds.

Knows no kind of error: those are printed from the description, in `_generated.errors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from .text import escape

if TYPE_CHECKING:
    from ._native import Event, Request

__all__ = ["CommDNError", "CommDNRefused", "CommDNTimeout"]


class CommDNError(Exception):
    """Base of every error of this package."""

    kind: ClassVar[str] = "error"
    """Name of the kind of error, the same in every language of this library."""

    def __init_subclass__(cls) -> None:
        # Where people find it, in tracebacks and pickles.
        if cls.__module__.startswith("commdn._"):
            cls.__module__ = "commdn.errors"

    def __init__(
        self,
        message: str = "",
        *,
        code: int | None = None,
        attribute: str | None = None,
        offset: int | None = None,
        server_text: str | None = None,
        event: Event | None = None,
        status_query: Request | None = None,
        candidates: tuple[str, ...] = (),
        verdict: str | None = None,
        retryable: bool = False,
    ) -> None:
        super().__init__(escape(message))
        self.code = code
        """Error number of T-Server or of OCS, where one of them refused."""
        self.attribute = attribute
        """Key of the attribute at fault, where one is."""
        self.offset = offset
        """Byte of the packed list at fault, where one is."""
        self.server_text = server_text
        """The text of the server that refused, as it came; in the message it is escaped."""
        self.event = event
        """The event that refused the request, where OCS did."""
        self.status_query = status_query
        """The request whose answer tells whether OCS acted, where the outcome is unknown."""
        self.candidates = tuple(candidates)
        """Names that were meant, perhaps, where a name finds no single object: each finds one."""
        self.verdict = verdict
        """Why OCS did not answer, as a word of the doctor such as `not-connected`; None unless the session's directory
        tells. The message tells it in a sentence."""
        self.retryable = retryable
        """Whether the same call may do better later, and repeating it does no harm."""

    def to_dict(self) -> dict[str, Any]:
        """What it tells, by name: its kind and message, and what else it has."""
        from ._record import plain

        told = {"kind": self.kind, "message": self.message, "retryable": self.retryable}
        names = ("code", "attribute", "offset", "server_text", "event", "status_query", "verdict")
        if self.candidates:
            told["candidates"] = list(self.candidates)
        more = ((name, getattr(self, name)) for name in names)
        return told | {name: plain(value) for name, value in more if value is not None}

    @property
    def message(self) -> str:
        """What went wrong, for people to read."""
        return str(self)


class CommDNTimeout(CommDNError, TimeoutError):
    """Something did not come in time."""

    kind = "timeout"


class CommDNRefused(CommDNError):
    """A server said no; `code` is its error number."""

    kind = "refused"


CommDNError.__module__ = "commdn.errors"
