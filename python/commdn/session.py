"""The session: one registered connection to a communication DN.

Owns the life of sessions in Python: what is still open is closed when the interpreter exits.
Waits and rules are the core's.
"""

from __future__ import annotations

import atexit
import logging
import os
import sys
import threading
import warnings
import weakref
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Literal, Self

from . import _native
from ._generated.methods import RequestMethods
from ._generated.options import ConnectOptions
from ._native import Answer, Completion, Completions, Pending, Request
from ._session_state import SessionState, dbid_of
from .directory import Directory
from .errors import CommDNClosed, CommDNError, CommDNForked, CommDNWaitTimeout
from .records import Notice, NoticeKind
from .simulator import Simulator
from .site import with_site
from .tls import TLS
from .typing import Seconds, Timeout

__all__ = ["Session", "connect"]

_live: weakref.WeakSet[Session] = weakref.WeakSet()

# As every library: what is logged goes nowhere until the application says where.
logging.getLogger("commdn").addHandler(logging.NullHandler())


@with_site
# generated: connect
def connect(
    address: str | Simulator,
    *,
    dn: str | int,
    app_dbid: int | str,
    tls: TLS | None = None,
    application: str = "commdn",
    password: str | None = None,
    ocs_dbid: int | str = 0,
    connect_timeout: Seconds | None = 10.0,
    request_timeout: Seconds | None = 10.0,
    write_timeout: Seconds | None = 10.0,
    close_timeout: Seconds | None = 2.0,
    spin: Seconds = 0.0,
    connect_in_background: bool = False,
    hold_requests: bool = True,
    max_open_requests: int = 131_072,
    max_unsent_bytes: int = 16_777_216,
    max_notices: int = 10_000,
    max_frame_bytes: int = 131_072,
    send_reference_id: bool = True,
    first_in_first_out: bool = False,
    accept_partial_echo: bool = False,
    accept_added_facts: bool = False,
    log_personal_data: bool = False,
    keep_alive: Seconds | None = 10.0,
    reconnect: bool = True,
    reconnect_delay: Seconds = 0.25,
    max_reconnect_delay: Seconds = 20.0,
    reconnect_give_up: Seconds | None = None,
    charset: str = "utf-8",
    list_prefix: Literal["length32", "two_lengths16"] = "length32",
    unicode_length: Literal["bytes", "units"] = "bytes",
    auto_completion_place: Literal["top_level", "properties"] = "top_level",
    cancel_without_phone: bool = False,
    max_user_data_bytes: int = 16_000,
    on_notice: Callable[[Notice], object] | None = None,
    logger: logging.Logger | None = None,
    directory: Directory | None = None,
) -> Session:
    """Connect to T-Server, introduce the application, and register the communication DN.

    Blocks up to `connect_timeout` for each server; the GIL is released, Ctrl-C works.

    `address` is `host:port`, or `tls://host:port` with TLS and the options `tls`, or several with
    commas between, the primary and its backups; `exec:COMMAND` for a program that is started and
    speaks the link protocol on standard input and output; `sim:` for a simulator that lives as long as the
    session, `sim:PATH` for one with a configuration file, or a `Simulator`. `app_dbid` is the DBID
    of this application.

    Times are seconds or a `timedelta`; None is for ever, for `keep_alive` never.
    `on_notice` is called with every notice, on a thread of its own, instead of queueing them; it
    may use the session.
    `logger` gets the session's log lines (default: the logger `commdn`); its level is looked at
    here, once, so that what nobody reads costs nothing.
    With a `directory` names stand for DBIDs: of this application, of OCS, and of campaigns and groups
    in the session's methods.

    A lost connection is replaced. Requests wait for the next one up to their timeout; do-not-call,
    cancel and status requests that were on their way are sent again, others raise
    CommDNOutcomeUnknown.

    `application`: Application name sent to T-Server. Default `commdn`.
    `password`: Password of the application. Default: none.
    `ocs_dbid`: DBID of the OCS to ask when a request does not name one. Default 0: every OCS
        on the DN, allowed for do-not-call and cancel requests only.
    `connect_timeout`: Time limit for opening the connection to one server and registering the
        DN. Default 10 s.
    `request_timeout`: Time limit for the answer to a request; a call may set another. Default
        10 s.
    `write_timeout`: Time without progress in sending after which the connection is closed.
        Default 10 s.
    `close_timeout`: Time limit for closing the session. Default 2 s.
    `spin`: Time that a thread waiting for an answer polls the connection before it sleeps.
        Default 0. Polling avoids waking a thread, which takes longer than the rest of a call to a
        nearby server, but uses a whole core while a call waits. It suits few callers, fast answers
        and spare cores. At most one thread polls at a time; none does while more than four wait, or
        for a notice. The time starts again whenever something is received. Deadlines and closing
        are not affected.
    `connect_in_background`: Return at once, and connect in the background. Default False. For
        programs that start before their servers: `NoticeKind.CONNECTED` reports the connection,
        `Session.trouble` why there is none yet.
    `hold_requests`: Hold requests while there is no connection, up to their timeout; if off,
        they fail immediately with `CommDNDisconnected`. Default True.
    `max_open_requests`: Maximum number of open requests; each takes less than 1 KiB. Default
        131,072.
    `max_unsent_bytes`: Maximum number of unsent bytes; a request beyond it is refused. Default
        16 MiB.
    `max_notices`: Maximum number of queued notices; beyond it the oldest are dropped and
        counted. Default 10,000.
    `max_frame_bytes`: Maximum size of a received frame. Default 131,072.
    `send_reference_id`: Send `GSW_CM_AttrReferenceID` with each request; if off, ids in
        answers are ignored. Default True.
    `first_in_first_out`: Match an answer that fits several different requests with the oldest
        of them; if off, such an answer completes none and becomes a notice. Default False.
    `accept_partial_echo`: Accept an answer with only one of the request's phone number and
        customer; if off, such an answer may be a late one to another request, and becomes a notice.
        Default False.
    `accept_added_facts`: Accept an answer with a phone number, customer or campaign name that
        its request does not have; if off, such an answer belongs to another request or to none, and
        becomes a notice. Default False.
    `log_personal_data`: Show phone numbers and customer ids in log lines; if off, they are
        masked as `****`. Default False.
    `keep_alive`: Interval of keep-alive frames on an idle connection, from both sides; 0 for
        none. Default 10 s.
    `reconnect`: Replace a lost connection; without it a session ends with its connection.
        Default True.
    `reconnect_delay`: The delay after the first round over all servers; it doubles from round
        to round. Default 250 ms. Above 0, and not above the longest delay. A server is tried at
        most every 100 ms.
    `max_reconnect_delay`: The longest delay between two rounds over all servers, above 0.
        Default 20 s.
    `reconnect_give_up`: End a session that had no connection for so long. Default: never.
    `charset`: Charset of strings and keys, by name: `UTF-8`, `ISO-8859-1`, `windows-1251`,
        `shift_jis`, `cp949` and others. Default `utf-8`. Names are those of the WHATWG Encoding
        Standard, of Windows and of Python, compared without case and punctuation. UTF-16 is
        refused: strings are bytes.
    `list_prefix`: Format of the length of nested lists when written; both are read. Default
        `length32`.
    `unicode_length`: Unit of the length of a unicode value. Default `bytes`.
    `auto_completion_place`: Position of `GSW_AUTO_COMPLETION` when written; both are read.
        Default `top_level`.
    `cancel_without_phone`: Accept a record cancellation without a phone number; the manual
        makes it mandatory. Default False.
    `max_user_data_bytes`: Maximum size of packed user data in a request. The default is
        T-Server's; the format allows 65,535. Default 16,000.

    Raises: CommDNConnectError, CommDNTlsError, CommDNLoginRefused, CommDNRegistrationRefused,
    CommDNProtocolError, CommDNInvalidArgument, CommDNNameUnknown, CommDNNameAmbiguous.
    """
    options: ConnectOptions = {
        "tls": tls,
        "application": application,
        "password": password,
        "ocs_dbid": ocs_dbid,
        "connect_timeout": connect_timeout,
        "request_timeout": request_timeout,
        "write_timeout": write_timeout,
        "close_timeout": close_timeout,
        "spin": spin,
        "connect_in_background": connect_in_background,
        "hold_requests": hold_requests,
        "max_open_requests": max_open_requests,
        "max_unsent_bytes": max_unsent_bytes,
        "max_notices": max_notices,
        "max_frame_bytes": max_frame_bytes,
        "send_reference_id": send_reference_id,
        "first_in_first_out": first_in_first_out,
        "accept_partial_echo": accept_partial_echo,
        "accept_added_facts": accept_added_facts,
        "log_personal_data": log_personal_data,
        "keep_alive": keep_alive,
        "reconnect": reconnect,
        "reconnect_delay": reconnect_delay,
        "max_reconnect_delay": max_reconnect_delay,
        "reconnect_give_up": reconnect_give_up,
        "charset": charset,
        "list_prefix": list_prefix,
        "unicode_length": unicode_length,
        "auto_completion_place": auto_completion_place,
        "cancel_without_phone": cancel_without_phone,
        "max_user_data_bytes": max_user_data_bytes,
        "logger": logger,
        "directory": directory,
    }
    return open_session(address, dn, app_dbid, options, on_notice)
# end of connect


def open_session(
    address: str | Simulator,
    dn: str | int,
    app_dbid: int | str,
    options: ConnectOptions,
    on_notice: Callable[[Notice], object] | None,
) -> Session:
    """Connect as `connect` says."""
    directory = options.get("directory")
    own = dbid_of(directory, "application", app_dbid)
    native = open_native(address, dn, own, options)
    close_timeout = options.get("close_timeout", 2.0)
    return Session(
        native,
        dn=dn,
        app_dbid=own,
        close_timeout=close_timeout,
        on_notice=on_notice,
        directory=directory,
    )


def open_native(
    address: str | Simulator,
    dn: str | int,
    app_dbid: int | str,
    options: ConnectOptions,
    news: bool = False,
    cancel: _native.ConnectCancel | None = None,
) -> _native.Session:
    """The native session of these options."""
    given: dict[str, Any] = dict(options)
    directory = given.pop("directory", None)
    if directory is not None:
        given["directory"] = directory._native
    if "ocs_dbid" in given:
        given["ocs_dbid"] = dbid_of(directory, "ocs", given["ocs_dbid"])
    given["log"] = log_to(given.pop("logger", None))
    if (tls := options.get("tls")) is not None:
        given["tls"] = tls._native()
    where = address._native if isinstance(address, Simulator) else address
    own = dbid_of(directory, "application", app_dbid)
    return _native.Session.connect(where, dn, own, news, cancel, **given)


def log_to(logger: logging.Logger | None) -> tuple[Callable[..., None], int]:
    """Where log lines go, and from which level on."""
    chosen = logging.getLogger("commdn") if logger is None else logger
    return chosen.log, chosen.getEffectiveLevel()


class Session(SessionState, RequestMethods):
    """A registered connection to a communication DN, made by `connect`.

    Every method may be called by any number of threads at a time. Waits release the GIL and
    notice Ctrl-C within 50 ms. `with` closes it; sessions still open at exit are closed then.
    """

    def __init__(
        self,
        native: _native.Session,
        *,
        dn: str | int,
        app_dbid: int,
        close_timeout: Seconds | None = 2.0,
        on_notice: Callable[[Notice], object] | None = None,
        directory: Directory | None = None,
    ) -> None:
        self._native = native
        self._directory = directory
        self._dn = str(dn)
        self._app_dbid = app_dbid
        self._close_timeout = close_timeout
        self._process = os.getpid()
        self._closed = False
        self._dispatcher: threading.Thread | None = None
        _live.add(self)
        if on_notice is not None:
            self._dispatcher = threading.Thread(
                target=_dispatch, args=(native, on_notice), name="commdn-notices", daemon=True
            )
            self._dispatcher.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._process == os.getpid():
            self.close()

    def __repr__(self) -> str:
        state = "over" if self.is_over else "open"
        return f"<Session {self.server} dn={self._dn!r} app_dbid={self._app_dbid} {state}>"

    def __del__(self) -> None:
        # `_closed` is missing if `__init__` did not get that far.
        if not getattr(self, "_closed", True) and self._process == os.getpid():
            warnings.warn(
                f"session with {self._native.server} was not closed: use `with commdn.connect(...)`",
                ResourceWarning,
                source=self,
                stacklevel=2,
            )

    def close(self, timeout: Seconds | None = None) -> None:
        """Close the session: open requests end with `CommDNClosed`, every waiter wakes.

        Blocks up to `timeout` seconds (omitted: the session's `close_timeout`). Closing twice
        is harmless, and so is closing from `on_notice`.
        Raises: CommDNForked.
        """
        limit = self._close_timeout if timeout is None else timeout
        try:
            self._native.close(limit)
        except CommDNWaitTimeout:
            # It is closed; a thread that is still busy ends by itself.
            pass
        self._closed = True
        _live.discard(self)
        dispatcher = self._dispatcher
        if dispatcher is not None and dispatcher is not threading.current_thread():
            dispatcher.join(None if limit is None else _native.seconds(limit, "timeout"))

    def call(
        self, request: Request, *, timeout: Timeout = ..., answers: int | None = 1
    ) -> Answer:
        """Send a request and wait for its answer.

        `timeout` is until the request is given up. `answers` is how many answers complete a request
        to every OCS (target 0); None collects all that come until the timeout.

        Raises: CommDNInvalidRequest, CommDNOverloaded (nothing was sent); CommDNOcsRefused,
        CommDNTServerRefused, CommDNNoAnswer, CommDNDisconnected, CommDNOutcomeUnknown,
        CommDNClosed.
        """
        return self._native.call(request, timeout, answers)

    def submit(
        self, request: Request, *, timeout: Timeout = ..., answers: int | None = 1
    ) -> Pending:
        """Send a request and go on; its outcome can be waited for.

        `timeout` is until the request is given up. Does not wait for an answer.
        Raises: CommDNInvalidRequest, CommDNOverloaded, CommDNDisconnected, CommDNClosed.
        """
        return self._native.submit(request, timeout, answers)

    def stream(
        self,
        requests: Iterable[Request],
        *,
        window: int = 256,
        timeout: Timeout = ...,
        answers: int | None = 1,
    ) -> Iterator[Completion]:
        """Send requests, `window` of them open at a time, and give their outcomes as they come.

        Takes from `requests` only what there is room for, and sends it in one piece; `Request.each`
        makes requests for many phone numbers at little cost. An outcome's `tag` is the place of its
        `request` in the iterable. One that is refused, even for breaking the rules of the API, is an outcome
        with an `error`. What `requests` raises comes after the outcomes of what it gave before, and so does
        CommDNClosed once the session has ended. Dropping the iterator gives up what is open.

        Blocks while no outcome is there; the GIL is released, Ctrl-C works. For one thread.
        Raises: CommDNInvalidArgument; TypeError for what is no request.
        """
        return self._native.stream(requests, window, timeout, answers)

    def completions(self) -> Completions:
        """A queue for the outcomes of many requests: what a bulk job needs."""
        return self._native.completions()

    def next_notice(self, *, timeout: Timeout = ...) -> Notice | None:
        """The next notice; None if none came in time.

        Notices that came before the session ended are still handed out.
        Raises: CommDNClosed, CommDNDisconnected, once no notice is left; ValueError if
        `on_notice` takes the notices.
        """
        if self._dispatcher is not None:
            raise ValueError("the session's on_notice takes the notices")
        return _next_notice(self._native, timeout)

    def notices(self, *, timeout: Timeout = None) -> Iterator[Notice]:
        """The notices as they come, until none came for `timeout` seconds or the session is closed.

        Raises: CommDNDisconnected when the connection is lost, after the notice that says so.
        """
        while True:
            try:
                notice = self.next_notice(timeout=timeout)
            except CommDNClosed:
                return
            if notice is None:
                return
            yield notice


def _next_notice(native: _native.Session, timeout: Timeout) -> Notice | None:
    parts = native.next_notice(timeout)
    if parts is None:
        return None
    kind, event, link_up, error = parts
    return Notice(NoticeKind(kind), event, link_up, error)


def _dispatch(native: _native.Session, callback: Callable[[Notice], object]) -> None:
    """Hand notices to a callback until the session has ended."""
    while True:
        try:
            notice = _next_notice(native, None)
        except CommDNError:
            return
        if notice is not None:
            try:
                callback(notice)
            except Exception:
                # As with any thread: told by `threading.excepthook`, and the next notice comes.
                threading.excepthook(threading.ExceptHookArgs(_raised()))


def _raised() -> tuple[Any, Any, Any, threading.Thread]:
    kind, value, traceback = sys.exc_info()
    return kind, value, traceback, threading.current_thread()


def _close_all() -> None:
    """At exit: close what is open, and let threads leave their waits before Python goes."""
    for session in list(_live):
        try:
            session.close()
        except CommDNForked:
            session._closed = True
    _native.quiesce(1.0)


atexit.register(_close_all)
