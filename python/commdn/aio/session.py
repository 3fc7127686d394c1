"""The session for asyncio.

Owns what belongs to the event loop: futures, what is done with news, and the requests of a turn of
the loop, which go out together. Waits and rules are the core's.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterable
from types import TracebackType
from typing import Any, Literal, Self

from .. import _native
from .._generated.aio_methods import RequestMethods
from .._generated.options import ConnectOptions
from .._native import Answer, Completion, Request, Submission
from .._session_state import SessionState, dbid_of
from ..directory import Directory
from ..errors import CommDNClosed, CommDNError, CommDNNoAnswer
from ..records import Notice
from ..session import Session as BlockingSession
from ..session import _next_notice, open_native
from ..simulator import Simulator
from ..site import with_site
from ..tls import TLS
from ..typing import Seconds, Timeout
from .readiness import watch
from .threads import apart, limit_of

__all__ = ["Session", "connect"]

_BATCH = 1000


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
    logger: logging.Logger | None = None,
    directory: Directory | None = None,
) -> Connecting:
    """Connect to T-Server, introduce the application, and register the communication DN.

    `async with connect(...) as session:`, or `await` it. Cancelling it, or a time limit around it,
    ends the attempt at once.

    `address` is `host:port`, or `tls://host:port` with TLS and the options `tls`, or several with
    commas between, the primary and its backups; `exec:COMMAND` for a program that is started and
    speaks the link protocol on standard input and output; `sim:` for a simulator that lives as long as the
    session, `sim:PATH` for one with a configuration file, or a `Simulator`. `app_dbid` is the DBID
    of this application.

    Times are seconds or a `timedelta`; None is for ever, for `keep_alive` never.
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
    return Connecting(address, dn, app_dbid, options)
# end of connect


class Connecting:
    """A session that is not open yet."""

    def __init__(
        self, address: str | Simulator, dn: str | int, app_dbid: int | str, options: ConnectOptions
    ) -> None:
        self._address = address
        self._dn = dn
        self._directory = options.get("directory")
        self._app_dbid: int = dbid_of(self._directory, "application", app_dbid)
        self._options = options
        self._session: Session | None = None

    def __await__(self) -> Generator[Any, None, Session]:
        return self._open().__await__()

    async def _open(self) -> Session:
        cancel = _native.ConnectCancel()

        def opened() -> _native.Session:
            return open_native(self._address, self._dn, self._app_dbid, self._options, True, cancel)

        close_timeout = self._options.get("close_timeout", 2.0)
        return Session(
            await apart(opened, lambda late: late.close(close_timeout), cancel.cancel),
            dn=self._dn,
            app_dbid=self._app_dbid,
            close_timeout=close_timeout,
            directory=self._directory,
        )

    async def __aenter__(self) -> Session:
        self._session = await self._open()
        return self._session

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()


class Session(SessionState, RequestMethods):
    """A registered connection to a communication DN, made by `connect`; for one event loop."""

    def __init__(
        self,
        native: _native.Session,
        *,
        dn: str | int,
        app_dbid: int,
        close_timeout: Seconds | None,
        directory: Directory | None = None,
    ) -> None:
        self._native = native
        self._directory = directory
        self._dn = str(dn)
        self._app_dbid = app_dbid
        # Owns the life of the session: closed at exit, and a warning if nobody closed it.
        self._blocking = BlockingSession(
            native, dn=dn, app_dbid=app_dbid, close_timeout=close_timeout
        )
        self._loop = asyncio.get_running_loop()
        self._completions = native.completions()
        self._next_tag = 0
        self._answers: dict[int, asyncio.Future[Answer]] = {}
        self._waiters: deque[asyncio.Future[Notice]] = deque()
        self._streams: list[asyncio.Future[None]] = []
        self._closed = False
        self._holding = False
        self._stop_watching = watch(self._loop, native, self._on_news)

    def __repr__(self) -> str:
        return f"<aio.Session {self.server} dn={self.dn!r} app_dbid={self.app_dbid}>"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the session: open requests end with `CommDNClosed`, every waiter wakes.

        Cancelling it only ends the wait: the session closes all the same.
        """
        if not self._closed:
            self._closed = True
            self._release()
            try:
                await apart(self._blocking.close)
            finally:
                # Also if it was cancelled: the session closes all the same.
                self._stop_watching()
                self._on_news()
                self._end(CommDNClosed("the session is closed"))

    def submit(
        self, request: Request, *, timeout: Timeout = ..., answers: int | None = 1
    ) -> asyncio.Future[Answer]:
        """Send a request and go on; await its outcome, or cancel it to give the request up.

        See `commdn.Session.call` for `timeout`, `answers`, and what is raised.
        """
        tag, submission, future = self._start(request, timeout, answers)

        def ended(future: asyncio.Future[Answer]) -> None:
            if future.cancelled():
                self._withdraw(tag, submission)

        future.add_done_callback(ended)
        return future

    async def call(
        self, request: Request, *, timeout: Timeout = ..., answers: int | None = 1
    ) -> Answer:
        """Send a request and wait for its answer.

        See `commdn.Session.call` for `timeout`, `answers`, and what is raised. Cancelling gives
        the request up; it may have reached OCS.
        """
        tag, submission, future = self._start(request, timeout, answers)
        try:
            return await future
        except asyncio.CancelledError:
            self._withdraw(tag, submission)
            raise

    async def stream(
        self,
        requests: Iterable[Request],
        *,
        window: int = 256,
        timeout: Timeout = ...,
        answers: int | None = 1,
    ) -> AsyncGenerator[Completion, None]:
        """Send requests, `window` of them open at a time, and give their outcomes as they come.

        As `commdn.Session.stream`, which tells what an outcome is and what is raised. The outcomes of one
        read are given without a turn of the event loop between them, and no future is made for a request:
        the quickest way to send many. Ending the iteration, or cancelling its task, gives up what is open.
        """
        stream = self._native.stream(requests, window, timeout, answers)
        try:
            while (batch := stream.advance()) is not None:
                for completion in batch:
                    yield completion
                if batch:
                    # Others have their turn, however quickly outcomes come.
                    await asyncio.sleep(0)
                else:
                    news: asyncio.Future[None] = self._loop.create_future()
                    self._streams.append(news)
                    await news
        finally:
            stream.close()

    def _start(
        self, request: Request, timeout: Timeout, answers: int | None
    ) -> tuple[int, Submission, asyncio.Future[Answer]]:
        """Send a request, together with all others of this turn of the loop."""
        if not self._holding:
            self._native.hold()
            self._holding = True
            self._loop.call_soon(self._release)
        tag = self._next_tag
        submission = self._completions.submit_to_withdraw(
            tag, request, timeout=timeout, answers=answers
        )
        self._next_tag = tag + 1
        future: asyncio.Future[Answer] = self._loop.create_future()
        self._answers[tag] = future
        return tag, submission, future

    def _release(self) -> None:
        """The requests of a turn of the loop go out."""
        if self._holding:
            self._holding = False
            self._native.release()

    async def next_notice(self, *, timeout: Timeout = ...) -> Notice | None:
        """The next notice; None if none came in time.

        Raises: CommDNClosed, CommDNDisconnected, once no notice is left.
        """
        future: asyncio.Future[Notice] = self._loop.create_future()
        self._waiters.append(future)
        self._feed()
        try:
            async with asyncio.timeout(limit_of(timeout, self._native.request_timeout)):
                return await future
        except TimeoutError as error:
            if isinstance(error, CommDNError):
                raise
            return None

    async def notices(self, *, timeout: Timeout = None) -> AsyncIterator[Notice]:
        """The notices as they come, until none came for `timeout` seconds or the session is closed.

        Raises: CommDNDisconnected when the connection is lost, after the notice that says so.
        """
        while True:
            try:
                notice = await self.next_notice(timeout=timeout)
            except CommDNClosed:
                return
            if notice is None:
                return
            yield notice

    def _withdraw(self, tag: int, submission: Submission) -> None:
        """A caller does not wait any more."""
        if self._answers.pop(tag, None) is not None:
            try:
                self._completions.withdraw(submission)
            except CommDNError:
                # The session is gone, and the request with it.
                pass

    def _on_news(self) -> None:
        """The file descriptor became readable: take what is new."""
        self._native.clear_news()
        for stream in self._streams:
            if not stream.done():
                stream.set_result(None)
        self._streams.clear()
        while batch := self._completions.take(_BATCH, 0):
            for completion in batch:
                future = self._answers.pop(completion.tag, None)
                if future is None or future.done():
                    continue
                if completion.ok:
                    future.set_result(completion.result())
                else:
                    future.set_exception(completion.error or CommDNError("no outcome"))
        self._feed()

    def _feed(self) -> None:
        """Give notices to those who wait for them, and to nobody else."""
        while self._waiters:
            if self._waiters[0].done():
                self._waiters.popleft()
                continue
            try:
                notice = _next_notice(self._native, 0)
            except CommDNError as error:
                self._end_waiters(error)
                return
            if notice is None:
                return
            self._waiters.popleft().set_result(notice)

    def _end(self, error: CommDNError) -> None:
        """Nothing comes any more."""
        for future in self._answers.values():
            if not future.done():
                future.set_exception(error)
        self._answers.clear()
        self._end_waiters(error)

    def _end_waiters(self, error: CommDNError) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_exception(error)
        self._waiters.clear()
