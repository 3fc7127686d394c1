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
from ._native import Answer, Completion, Completions, Pending, Request
from .calls import Calls
from .errors import CommDNClosed, CommDNError, CommDNForked, CommDNWaitTimeout
from .records import Notice, NoticeKind, SessionStats
from .simulator import Simulator
from .tls import TLS
from .typing import ListPrefix, Timeout, UnicodeLength

__all__ = ["Session", "connect"]

_live: weakref.WeakSet[Session] = weakref.WeakSet()


def connect(
    address: str | Simulator,
    *,
    dn: str,
    app_dbid: int,
    ocs_dbid: int = 0,
    application: str = "commdn",
    password: str | None = None,
    tls: TLS | None = None,
    request_timeout: float | None = 10.0,
    connect_timeout: float | None = 10.0,
    write_timeout: float | None = 10.0,
    close_timeout: float = 2.0,
    spin: float = 0.0,
    keep_alive: float | None = 10.0,
    reconnect: bool = True,
    reconnect_delay: float = 0.25,
    max_reconnect_delay: float = 20.0,
    reconnect_give_up: float | None = None,
    connect_in_background: bool = False,
    hold_requests: bool = True,
    charset: str = "utf-8",
    on_notice: Callable[[Notice], object] | None = None,
    logger: logging.Logger | None = None,
    log_personal_data: bool = False,
    max_notices: int = 10_000,
    max_open_requests: int = 131_072,
    max_user_data_bytes: int = 16_000,
    send_reference_id: bool = True,
    first_in_first_out: bool = False,
    accept_partial_echo: bool = False,
    accept_added_facts: bool = False,
    cancel_without_phone: bool = False,
    auto_completion_place: Literal["top_level", "properties"] = "top_level",
    list_prefix: ListPrefix = "length32",
    unicode_length: UnicodeLength = "bytes",
) -> Session:
    """Connect to T-Server, introduce the application, and register the communication DN.

    `address` is `host:port`, or `tls://host:port` with TLS and the options `tls`, or several with
    commas between, the primary and its backups; `sim:` for a simulator that lives as long as the session,
    `sim:PATH` for one with a configuration file, or a `Simulator`. `app_dbid` is the DBID of
    this application, `ocs_dbid` that of the OCS to ask; 0 asks every OCS on the DN, which is
    only allowed for do-not-call and cancel requests.

    Times are seconds; None is for ever, for `keep_alive` never. `on_notice` is called with
    every notice, on a thread of its own, instead of queueing them; it may use the session.
    `logger` gets the session's log lines (default: the logger `commdn`); its level is looked at
    here, once, so that what nobody reads costs nothing. Of what requests
    hold, phone numbers and customer ids are logged (at DEBUG), as `****` unless `log_personal_data`.
    `send_reference_id` and the options after it are for sites that differ: see the
    assumptions in the documentation.

    With `spin` a blocking call asks the connection again and again for so long before it sleeps. That saves
    the waking of its thread and costs a whole core meanwhile: for few callers, quick answers,
    and a core to spare. None spins while more than four wait, nor does asyncio.

    A lost connection is replaced, unless `reconnect` is False: after a round over all servers comes
    `reconnect_delay`, doubled from round to round up to `max_reconnect_delay`, until
    `reconnect_give_up`. Both are above 0 and the first is not longer than the longest; one server is
    tried every 100 ms at the most, whatever they are. Requests wait for it up to their timeout, unless `hold_requests` is False;
    do-not-call, cancel and status requests that were on their way are sent again, others raise
    CommDNOutcomeUnknown. With `connect_in_background` the session is there at once, whether or not
    its server is.

    Blocks up to `connect_timeout` for each server; the GIL is released, Ctrl-C works.
    Raises: CommDNConnectError, CommDNTlsError, CommDNLoginRefused, CommDNRegistrationRefused,
    CommDNProtocolError, CommDNInvalidArgument.
    """
    native = _native.Session.connect(
        address._native if isinstance(address, Simulator) else address,
        dn,
        app_dbid,
        False,
        ocs_dbid=ocs_dbid,
        application=application,
        password=password,
        tls=None if tls is None else tls._native(),
        request_timeout=request_timeout,
        connect_timeout=connect_timeout,
        write_timeout=write_timeout,
        close_timeout=close_timeout,
        spin=spin,
        keep_alive=keep_alive,
        reconnect=reconnect,
        reconnect_delay=reconnect_delay,
        max_reconnect_delay=max_reconnect_delay,
        reconnect_give_up=reconnect_give_up,
        connect_in_background=connect_in_background,
        hold_requests=hold_requests,
        charset=charset,
        log=log_to(logger),
        log_personal_data=log_personal_data,
        max_notices=max_notices,
        max_open_requests=max_open_requests,
        max_user_data_bytes=max_user_data_bytes,
        send_reference_id=send_reference_id,
        first_in_first_out=first_in_first_out,
        accept_partial_echo=accept_partial_echo,
        accept_added_facts=accept_added_facts,
        cancel_without_phone=cancel_without_phone,
        auto_completion_place=auto_completion_place,
        list_prefix=list_prefix,
        unicode_length=unicode_length,
    )
    return Session(native, dn=dn, app_dbid=app_dbid, close_timeout=close_timeout, on_notice=on_notice)


def log_to(logger: logging.Logger | None) -> tuple[Callable[..., None], int]:
    """Where log lines go, and from which level on."""
    chosen = logging.getLogger("commdn") if logger is None else logger
    return chosen.log, chosen.getEffectiveLevel()


class Session(Calls[Answer]):
    """A registered connection to a communication DN, made by `connect`.

    Every method may be called by any number of threads at a time. Waits release the GIL and
    notice Ctrl-C within 50 ms. `with` closes it; sessions still open at exit are closed then.
    """

    def __init__(
        self,
        native: _native.Session,
        *,
        dn: str,
        app_dbid: int,
        close_timeout: float = 2.0,
        on_notice: Callable[[Notice], object] | None = None,
    ) -> None:
        self._native = native
        self._dn = dn
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

    @property
    def dn(self) -> str:
        """The communication DN."""
        return self._dn

    @property
    def app_dbid(self) -> int:
        """DBID of this application."""
        return self._app_dbid

    @property
    def place(self) -> str:
        """Where it is connected to."""
        return self._native.place

    @property
    def is_over(self) -> bool:
        """Whether it is of no more use: closed, or its connection lost for good."""
        return self._native.is_over

    @property
    def status(self) -> Literal["connecting", "up", "out_of_service", "over"]:
        """How its connection fares; requests wait unless it is up."""
        return self._native.status

    @property
    def trouble(self) -> CommDNError | None:
        """Why it is not up: each attempt since the last connection, or why it is over."""
        return self._native.trouble

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
        return f"<Session {self.place} dn={self._dn!r} app_dbid={self._app_dbid} {state}>"

    def __del__(self) -> None:
        # `_closed` is missing if `__init__` did not get that far.
        if not getattr(self, "_closed", True) and self._process == os.getpid():
            warnings.warn(
                f"session with {self._native.place} was not closed: use `with commdn.connect(...)`",
                ResourceWarning,
                source=self,
                stacklevel=2,
            )

    def close(self, timeout: float | None = None) -> None:
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
            dispatcher.join(limit)

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

    def stats(self) -> SessionStats:
        """Its counters."""
        return SessionStats(**self._native.stats())


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
