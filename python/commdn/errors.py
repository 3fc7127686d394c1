"""The exceptions of this package.

Every error is a `CommDNError`; where Python has a class for the case (`TimeoutError`,
`ConnectionError`, `ValueError`), the error is one of these too. `retryable` tells whether the
same call may do better later, and repeating it does no harm. Messages are one line that a terminal
only shows, whatever texts of servers and files they quote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from .text import escape

if TYPE_CHECKING:
    from ._native import Event, Request

__all__ = [
    "CommDNClosed",
    "CommDNConnectError",
    "CommDNDisconnected",
    "CommDNError",
    "CommDNForked",
    "CommDNInternalError",
    "CommDNInvalidArgument",
    "CommDNInvalidRequest",
    "CommDNListError",
    "CommDNLoginRefused",
    "CommDNNoAnswer",
    "CommDNOcsRefused",
    "CommDNOutboxFull",
    "CommDNOutcomeUnknown",
    "CommDNOverloaded",
    "CommDNProtocolError",
    "CommDNRefused",
    "CommDNRegistrationRefused",
    "CommDNStorageError",
    "CommDNTServerRefused",
    "CommDNTimeout",
    "CommDNTlsError",
    "CommDNWaitTimeout",
]


class CommDNError(Exception):
    """Base of every error of this package."""

    kind: ClassVar[str] = "error"
    """Name of the kind of error, the same in every language of this library."""

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
        self.retryable = retryable
        """Whether the same call may do better later, and repeating it does no harm."""

    @property
    def message(self) -> str:
        """What went wrong, for people to read."""
        return str(self)


class CommDNInvalidArgument(CommDNError, ValueError):
    """An argument makes no sense."""

    kind = "invalid_argument"


class CommDNInvalidRequest(CommDNError, ValueError):
    """The request breaks a rule of the API; `attribute` names the culprit, and nothing was sent."""

    kind = "invalid_request"


class CommDNListError(CommDNError, ValueError):
    """A list cannot be read (`offset` tells where) or written (`attribute` tells the keys down to it)."""

    kind = "invalid_list"


class CommDNOverloaded(CommDNError):
    """A limit on open requests or unsent bytes is reached; nothing was sent."""

    kind = "overloaded"


class CommDNClosed(CommDNError):
    """The session is closed, or the request was given up."""

    kind = "closed"


class CommDNForked(CommDNError):
    """The session belongs to the process that this one was forked from: open another one."""

    kind = "forked"


class CommDNTimeout(CommDNError, TimeoutError):
    """Something did not come in time."""

    kind = "timeout"


class CommDNWaitTimeout(CommDNTimeout):
    """The call waited long enough; what it waited for may still come."""

    kind = "wait_timeout"


class CommDNNoAnswer(CommDNTimeout):
    """No OCS answered the request in time; the message tells which settings to check."""

    kind = "no_answer"


class CommDNConnectError(CommDNError, ConnectionError):
    """The connection could not be opened."""

    kind = "connect"


class CommDNTlsError(CommDNConnectError):
    """The connection cannot be made secure; the message names the certificate, file or version at fault."""

    kind = "tls"


class CommDNDisconnected(CommDNError, ConnectionError):
    """The connection was lost; a request that was open may be repeated safely."""

    kind = "disconnected"


class CommDNOutcomeUnknown(CommDNDisconnected):
    """The connection was lost, and whether OCS acted on the request is not known."""

    kind = "outcome_unknown"


class CommDNProtocolError(CommDNError, ConnectionError):
    """The peer breaks the link protocol."""

    kind = "protocol"


class CommDNRefused(CommDNError):
    """A server said no; `code` is its error number."""

    kind = "refused"


class CommDNLoginRefused(CommDNRefused):
    """T-Server does not accept the application or its password."""

    kind = "login_refused"


class CommDNRegistrationRefused(CommDNRefused):
    """T-Server does not register the DN."""

    kind = "registration_refused"


class CommDNTServerRefused(CommDNRefused):
    """T-Server refused to distribute the request."""

    kind = "tserver_refused"


class CommDNOcsRefused(CommDNRefused):
    """OCS refused the request; `event` is its answer, `code` one of `commdn.CmError`."""

    kind = "ocs_refused"


class CommDNOutboxFull(CommDNError):
    """The outbox holds as much as it may; nothing was stored."""

    kind = "outbox_full"


class CommDNStorageError(CommDNError, OSError):
    """The outbox's file cannot be used, read or written; the message names it."""

    kind = "storage"


class CommDNInternalError(CommDNError):
    """A fault of this library: please report it."""

    kind = "internal"
