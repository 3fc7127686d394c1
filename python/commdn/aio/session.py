"""The session for asyncio.

Owns what belongs to the event loop: futures, the file descriptor that tells of news, and the
requests of a turn of the loop, which go out together. Waits and rules are the core's.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Generator, Iterable
from types import TracebackType
from typing import Any, Literal, Self, Unpack

from .. import _native
from .._native import Answer, Completion, Request, Submission
from ..calls import Calls
from ..errors import CommDNClosed, CommDNError
from ..records import Notice, SessionStats
from ..session import Session as BlockingSession
from ..session import _next_notice, log_to
from ..simulator import Simulator
from ..typing import ConnectOptions, Timeout
from .threads import apart

__all__ = ["Session", "connect"]

_BATCH = 1000


def connect(
    address: str | Simulator, *, dn: str, app_dbid: int, **options: Unpack[ConnectOptions]
) -> Connecting:
    """Connect, introduce the application, and register the DN: `async with connect(...)` or `await`.

    The options are those of `commdn.connect`, and so is what is raised. Cancelling it, or a time limit around it,
    ends the attempt at once.
    """
    return Connecting(address, dn, app_dbid, options)


class Connecting:
    """A session that is not open yet."""

    def __init__(
        self, address: str | Simulator, dn: str, app_dbid: int, options: ConnectOptions
    ) -> None:
        self._address = address
        self._dn = dn
        self._app_dbid = app_dbid
        self._options = options
        self._session: Session | None = None

    def __await__(self) -> Generator[Any, None, Session]:
        return self._open().__await__()

    async def _open(self) -> Session:
        address = self._address
        native = address._native if isinstance(address, Simulator) else address

        cancel = _native.ConnectCancel()

        def opened() -> _native.Session:
            options: dict[str, Any] = dict(self._options)
            options["log"] = log_to(options.pop("logger", None))
            if (tls := self._options.get("tls")) is not None:
                options["tls"] = tls._native()
            return _native.Session.connect(
                native, self._dn, self._app_dbid, True, cancel, **options
            )

        close_timeout = self._options.get("close_timeout", 2.0)
        return Session(
            await apart(opened, lambda late: late.close(close_timeout), cancel.cancel),
            dn=self._dn,
            app_dbid=self._app_dbid,
            close_timeout=close_timeout,
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


class Session(Calls[Coroutine[Any, Any, Answer]]):
    """A registered connection to a communication DN, made by `connect`; for one event loop."""

    def __init__(
        self, native: _native.Session, *, dn: str, app_dbid: int, close_timeout: float
    ) -> None:
        self._native = native
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
        self._loop.add_reader(native.fileno(), self._on_news)

    @property
    def dn(self) -> str:
        """The communication DN."""
        return self._blocking.dn

    @property
    def app_dbid(self) -> int:
        """DBID of this application."""
        return self._blocking.app_dbid

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

    def stats(self) -> SessionStats:
        """Its counters."""
        return self._blocking.stats()

    def __repr__(self) -> str:
        return f"<aio.Session {self.place} dn={self.dn!r} app_dbid={self.app_dbid}>"

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
                self._loop.remove_reader(self._native.fileno())
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
        limit = self._native.request_timeout if timeout is ... else timeout
        try:
            async with asyncio.timeout(limit):
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
