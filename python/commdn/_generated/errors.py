"""An exception class for each kind of error.

Printed by `cargo xtask api` from core/src/description: change that, and run it.
"""

from __future__ import annotations

from .._error import CommDNError, CommDNRefused, CommDNTimeout

__all__ = [
    "CommDNClosed",
    "CommDNConnectError",
    "CommDNDirectoryError",
    "CommDNDisconnected",
    "CommDNForked",
    "CommDNInternalError",
    "CommDNInvalidArgument",
    "CommDNInvalidRequest",
    "CommDNListError",
    "CommDNLoginRefused",
    "CommDNNameAmbiguous",
    "CommDNNameUnknown",
    "CommDNNoAnswer",
    "CommDNOcsRefused",
    "CommDNOutboxFull",
    "CommDNOutcomeUnknown",
    "CommDNOverloaded",
    "CommDNProtocolError",
    "CommDNRegistrationRefused",
    "CommDNStorageError",
    "CommDNTServerRefused",
    "CommDNTlsError",
    "CommDNWaitTimeout",
]


class CommDNInvalidArgument(CommDNError, ValueError):
    """An argument is invalid."""

    kind = "invalid_argument"


class CommDNInvalidRequest(CommDNError, ValueError):
    """The request breaks a rule of the API; nothing was sent. `attribute` names the culprit."""

    kind = "invalid_request"


class CommDNListError(CommDNError, ValueError):
    """A TKVList cannot be read or written."""

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


class CommDNWaitTimeout(CommDNTimeout):
    """The wait timed out; the result may still arrive."""

    kind = "wait_timeout"


class CommDNConnectError(CommDNError, ConnectionError):
    """The connection could not be opened."""

    kind = "connect"


class CommDNTlsError(CommDNConnectError):
    """The TLS handshake failed; the message names the certificate, file or version at fault, or
    says that the peer does not speak TLS.
    """

    kind = "tls"


class CommDNLoginRefused(CommDNRefused):
    """The server rejected the application or its password; `code` is the server's error number."""

    kind = "login_refused"


class CommDNRegistrationRefused(CommDNRefused):
    """The server did not register the DN; `code` is its error number."""

    kind = "registration_refused"


class CommDNDisconnected(CommDNError, ConnectionError):
    """The connection was lost; a request that was open may be repeated safely."""

    kind = "disconnected"


class CommDNOutcomeUnknown(CommDNDisconnected):
    """The connection was lost, and it is not known whether OCS acted on the request."""

    kind = "outcome_unknown"


class CommDNProtocolError(CommDNError, ConnectionError):
    """The peer violated the link protocol."""

    kind = "protocol"


class CommDNTServerRefused(CommDNRefused):
    """T-Server refused to distribute the request; `code` is its error number."""

    kind = "tserver_refused"


class CommDNOcsRefused(CommDNRefused):
    """OCS refused the request: `event` is its answer, `code` its number."""

    kind = "ocs_refused"


class CommDNNoAnswer(CommDNTimeout):
    """No OCS answered the request in time; the message says what to check."""

    kind = "no_answer"


class CommDNOutboxFull(CommDNError):
    """The outbox is full; nothing was stored."""

    kind = "outbox_full"


class CommDNStorageError(CommDNError, OSError):
    """The file of an outbox or a directory cannot be read or written; the message names it."""

    kind = "storage"


class CommDNNameUnknown(CommDNError, LookupError):
    """No object of the directory has that name; `candidates` has similar ones."""

    kind = "name_unknown"


class CommDNNameAmbiguous(CommDNError, LookupError):
    """Several objects of the directory have that name; `candidates` tells them apart."""

    kind = "name_ambiguous"


class CommDNDirectoryError(CommDNError, ValueError):
    """A file is not a directory, or an object in it makes no sense; the message names the place."""

    kind = "invalid_directory"


class CommDNInternalError(CommDNError):
    """A bug in this library: please report it."""

    kind = "internal"
