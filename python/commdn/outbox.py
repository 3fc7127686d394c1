"""The outbox: requests in a file, each kept until it has exactly one outcome.

    with commdn.Outbox("requests.db") as outbox, commdn.connect(...) as session:
        outbox.attach(session)
        entry = outbox.submit(commdn.requests.do_not_call("5551234567"))
        print(outbox.wait(entry).kind)

What `submit` has returned for is on the disk: it is acknowledged, or still in the file, or
reported. Several processes may share a file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, NamedTuple, Self, TypeAlias

from . import _native
from ._generated.numbers import EntryState, OutcomeKind
from ._native import Event, Request
from .enums import MessageType
from .errors import CommDNClosed, CommDNError
from .session import Session
from .typing import Seconds, Timeout

__all__ = ["EntryState", "Outbox", "OutboxEntry", "OutboxOutcome", "OutboxStats", "OutcomeKind"]

Filter: TypeAlias = Literal[
    "all",
    "unfinished",
    "dead",
    "acknowledged",
    "refused",
    "unknown",
    "gave_up",
    "expired",
    "cancelled",
]
"""Which entries are meant: all, those without an outcome, dead letters, or those with an outcome."""

_PAGE = 500


class OutboxOutcome(NamedTuple):
    """The recorded outcome of an entry: final, and the only one."""

    cursor: int
    """Its place in the order in which outcomes were recorded, for `Outbox.outcomes`."""
    entry: int
    """The number of its entry."""
    key: str | None
    """The key that the entry was submitted under."""
    kind: OutcomeKind
    """How it ended."""
    event: Event | None
    """The event that acknowledged the request, if it is kept."""
    error: CommDNError | None
    """Why it was not acknowledged."""
    attempts: int
    """How often it was sent, or may have been."""
    time: float
    """When it was recorded, in seconds since 1970 UTC."""
    retried_as: int | None
    """The entry that repeats it, after a retry."""

    @property
    def ok(self) -> bool:
        """Whether OCS has acknowledged it."""
        return self.kind is OutcomeKind.ACKNOWLEDGED


class OutboxEntry(NamedTuple):
    """An entry with all that is known of it. Times are seconds since 1970 UTC."""

    id: int
    state: EntryState
    message_type: MessageType
    request: Request | None
    """The request; None if the file is damaged."""
    key: str | None
    attempts: int
    created: float
    next_try: float | None
    """When it is tried next, of a waiting entry."""
    expires: float | None
    outcome: OutboxOutcome | None
    """Its outcome, of a finished entry."""


@dataclass(frozen=True, slots=True)
class OutboxStats:
    """Counts of an outbox; those of outcomes are over the file's life."""

    unfinished: int
    """Entries without an outcome."""
    unfinished_bytes: int
    claimed: int
    """Entries that a process is sending."""
    dead: int
    """Dead letters that were not retried."""
    last_entry: int
    """The number of the newest entry."""
    last_cursor: int
    """The cursor of the newest outcome."""
    acknowledged: int
    refused: int
    unknown: int
    gave_up: int
    expired: int
    cancelled: int


def _outcome(parts: _native._OutcomeParts) -> OutboxOutcome:
    cursor, entry, key, kind, event, error, attempts, time, retried_as = parts
    return OutboxOutcome(
        cursor, entry, key, OutcomeKind(kind), event, error, attempts, time, retried_as
    )


def _entry(parts: _native._EntryParts) -> OutboxEntry:
    number, state, message_type, request, key, attempts, created, next_try, expires, outcome = parts
    ended = None if outcome is None else _outcome(outcome)
    return OutboxEntry(
        number, EntryState(state), message_type, request, key, attempts, created, next_try, expires, ended
    )


class Outbox:
    """Requests in a file, each kept until it has exactly one outcome.

    Every method may be called by any number of threads at a time; waits release the GIL and
    notice Ctrl-C within 50 ms. Calls may wait for other processes that write to the file, up to
    `busy_timeout`. `with` stops sending at its end.
    """

    # generated: options
    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        max_entries: int = 1_000_000,
        max_bytes: int = 1_073_741_824,
        busy_timeout: Seconds = 10.0,
        close_timeout: Seconds = 2.0,
        poll_interval: Seconds = 0.1,
        request_timeout: Seconds | None = None,
        window: int = 256,
        max_attempts: int = 100,
        max_age: Seconds | None = 604800.0,
        lease: Seconds = 15.0,
        keep_answers: bool = True,
        backoff: tuple[Seconds, Seconds] = (1.0, 300.0),
        retryable_refusals: Iterable[int] = (),
        charset: str = "utf-8",
        cancel_without_phone: bool = False,
        max_user_data_bytes: int = 16_000,
    ) -> None:
        """Open the file, making it, readable for its owner only, if there is none.

        Times are seconds or a `timedelta`. The options that a session has as well are those of the
        sessions that will send: what is submitted is checked against them.

        `max_entries`: Maximum number of entries without an outcome. Default 1,000,000.
        `max_bytes`: Maximum number of bytes of requests without an outcome. Default 1 GiB.
        `busy_timeout`: Time that a call waits for another process to release the file, at most
            24 days. Default 10 s.
        `close_timeout`: Time that closing an attached outbox waits for requests in flight, at
            most 24 days. Default 2 s.
        `poll_interval`: Interval of checking the file for changes by other processes, at least
            1 ms. Default 100 ms.
        `request_timeout`: Time limit for the answer to one attempt. Default: the session's.
        `window`: Maximum number of requests in flight, 1 or more. Default 256.
        `max_attempts`: Attempts after which an entry is given up, 1 or more; a submit may set
            another number. Default 100. With the default backoff, 100 attempts take eight hours
            without an answer. Time without a connection does not count.
        `max_age`: Age at which an entry is given up; a submit may set another. Default 7 days.
        `lease`: Time without a sign of life after which another process takes over a sender's
            entries, 30 ms or more. Default 15 s.
        `keep_answers`: Keep the events that acknowledge requests; refusals are always kept.
            Default True.
        `backoff`: Pause after a failed attempt; it doubles with each attempt, and half of it
            is random. Default 1 s. Above 0, and not above the longest pause. No pause is shorter
            than 100 ms. Longest pause between two attempts, above 0. Default 300 s.
        `retryable_refusals`: OCS refusals that are temporary: the entry is repeated as if
            there had been no answer. Default: none: a refusal is final.
        `charset`: Charset of strings and keys, by name: `UTF-8`, `ISO-8859-1`, `windows-1251`,
            `shift_jis`, `cp949` and others. Default `utf-8`. Names are those of the WHATWG Encoding
            Standard, of Windows and of Python, compared without case and punctuation. UTF-16 is
            refused: strings are bytes.
        `cancel_without_phone`: Accept a record cancellation without a phone number; the manual
            makes it mandatory. Default False.
        `max_user_data_bytes`: Maximum size of packed user data in a request. The default is
            T-Server's; the format allows 65,535. Default 16,000.

        Raises: CommDNStorageError, which names the file: it cannot be opened, or is no outbox.
        """
        self._native = _native.Outbox.open(
            os.fspath(path),
            max_entries=max_entries,
            max_bytes=max_bytes,
            busy_timeout=busy_timeout,
            close_timeout=close_timeout,
            poll_interval=poll_interval,
            request_timeout=request_timeout,
            window=window,
            max_attempts=max_attempts,
            max_age=max_age,
            lease=lease,
            keep_answers=keep_answers,
            backoff=backoff,
            retryable_refusals=retryable_refusals,
            charset=charset,
            cancel_without_phone=cancel_without_phone,
            max_user_data_bytes=max_user_data_bytes,
        )
        self._begin(path, close_timeout)
    # end of options

    def _begin(self, path: str | os.PathLike[str], close_timeout: Seconds) -> None:
        self._close_timeout = close_timeout
        self._process = os.getpid()
        self._closed = False
        self.path = os.fspath(path)
        """The file."""

    def _open(self) -> _native.Outbox:
        if self._closed:
            raise CommDNClosed("the outbox is closed")
        return self._native

    def submit(
        self,
        request: Request,
        *,
        key: str | None = None,
        order_key: str | None = None,
        unordered: bool = False,
        max_age: Seconds | None = None,
        max_attempts: int | None = None,
        answers: int | None = 1,
    ) -> int:
        """Put a request in; when this returns its number it is on the disk.

        Submitting twice under one `key` submits once: the second call gives the first one's number.
        Requests of one customer (customer id, else phone; for campaign requests campaign and
        group) or with one `order_key` are sent one after the other, unless `unordered`.
        `max_age` and `max_attempts` replace the outbox's; `answers` is for requests to every OCS, None
        for all that come.

        Raises: CommDNInvalidRequest, CommDNOutboxFull, CommDNStorageError, CommDNForked: nothing
        was put in.
        """
        options = (order_key, unordered, max_age, max_attempts, 0 if answers is None else answers)
        return self._open().submit_many([request], None if key is None else [key], options)[0]

    def submit_many(
        self,
        requests: Iterable[Request],
        *,
        keys: Sequence[str | None] | None = None,
        unordered: bool = False,
        max_age: Seconds | None = None,
        max_attempts: int | None = None,
    ) -> list[int]:
        """Put requests in, all of them or none; when this returns their numbers they are on the disk.

        `keys` has one for each. Raises: as `submit`.
        """
        options = (None, unordered, max_age, max_attempts, 1)
        return self._open().submit_many(list(requests), None if keys is None else list(keys), options)

    def attach(self, session: Session) -> None:
        """Send what is in the outbox over `session`, on a thread of its own, until the session is over or `detach`.

        A session that is over is replaced at once.

        Raises: CommDNInvalidArgument if a session is attached that is not over; CommDNClosed if this one is over.
        """
        self._open().attach(session._native)

    def detach(self, timeout: Seconds | None = None) -> None:
        """Stop sending; what is not answered within `timeout` seconds (default: `close_timeout`) goes back.

        Raises: CommDNWaitTimeout if the file is locked for longer.
        """
        self._open().detach(self._close_timeout if timeout is None else timeout)

    @property
    def is_attached(self) -> bool:
        """Whether a session is attached that is not over."""
        return not self._closed and self._native.is_attached

    @property
    def trouble(self) -> CommDNError | None:
        """Why the attached sender cannot use the file at the moment, a full disk for one; it tries again by itself."""
        return None if self._closed else self._native.trouble

    def outcome(self, entry: int) -> OutboxOutcome | None:
        """The outcome of an entry, None if it has none yet.

        Raises: CommDNInvalidArgument if there is no such entry.
        """
        parts = self._open().outcome(entry)
        return None if parts is None else _outcome(parts)

    def wait(self, entry: int, timeout: Timeout = ...) -> OutboxOutcome:
        """The outcome of an entry, whichever process records it.

        Blocks up to `timeout` seconds (omitted: 10; None: for ever).
        Raises: CommDNWaitTimeout; CommDNInvalidArgument if there is no such entry.
        """
        return _outcome(self._open().wait(entry, timeout))

    def wait_until_empty(self, timeout: Timeout = ...) -> bool:
        """Wait until no entry is without an outcome; tells whether that is so."""
        return self._open().wait_until_empty(timeout)

    def outcomes(self, cursor: int = 0) -> Iterator[OutboxOutcome]:
        """The outcomes recorded after the one with that cursor, in the order of recording.

        Ends at the last one that is there: go on later with its cursor.
        """
        while page := self._outcomes_page(cursor, _PAGE):
            yield from page
            cursor = page[-1].cursor

    def _outcomes_page(self, cursor: int, limit: int) -> list[OutboxOutcome]:
        return [_outcome(parts) for parts in self._open().outcomes(cursor, limit)]

    def entries(self, filter: Filter = "all") -> Iterator[OutboxEntry]:
        """The entries that `filter` means, by number."""
        after = 0
        while page := self._entries_page(filter, after, _PAGE):
            yield from page
            after = page[-1].id

    def _entries_page(self, filter: Filter, after: int, limit: int) -> list[OutboxEntry]:
        return [_entry(parts) for parts in self._open().list_entries(filter, after, limit)]

    def entry(self, entry: int) -> OutboxEntry:
        """One entry. Raises: CommDNInvalidArgument if there is no such entry."""
        return _entry(self._open().entry(entry))

    def find(self, key: str) -> int | None:
        """The number of the entry that was submitted under `key`; after a retry of the one that repeats it."""
        return self._open().find(key)

    def retry(self, entry: int) -> int:
        """Submit again what ended without an acknowledgement; gives the new entry, which has the old one's key.

        Raises: CommDNInvalidArgument if it is unfinished, was acknowledged or retried before.
        """
        return self._open().retry(entry)

    def retry_dead(self) -> int:
        """Submit all dead letters again; tells how many."""
        return self._open().retry_dead()

    def cancel(self, entry: int) -> None:
        """End an entry that nobody is sending, as cancelled.

        Raises: CommDNInvalidArgument if it is being sent or has its outcome.
        """
        self._open().cancel(entry)

    def purge(self, age: Seconds, *, dead: bool = False) -> int:
        """Forget entries that ended more than `age` seconds ago, with their keys; tells how many.

        Dead letters that were not retried stay, unless `dead`.
        """
        return self._open().purge(age, dead)

    def export(
        self, path: str | os.PathLike[str], filter: Filter = "all", *, as_is: bool = False
    ) -> int:
        """Write entries to a file, as CSV with a header; tells how many.

        The file is for its owner only. Cells are written by `commdn.text.cell`, so that a spreadsheet
        calculates none of them; with `as_is` they are written as they came.
        Raises: CommDNInvalidArgument if the file cannot be made; CommDNStorageError if the disk is full.
        """
        return self._open().export(filter, os.fspath(path), as_is)

    def stats(self) -> OutboxStats:
        """Counts."""
        return OutboxStats(**self._open().stats())

    def close(self) -> None:
        """Stop sending and let go of the file. Closing twice is harmless."""
        if self._closed or os.getpid() != self._process:
            return
        self._native.close(self._close_timeout)
        self._closed = True

    def remove(self) -> bool:
        """Close it, and remove its file if nothing in it is to be sent or retried; tells whether it did.

        A file that another process, or another `Outbox` of this one, has open stays as well.
        """
        native = self._open()
        native.detach(self._close_timeout)
        self._closed = True
        try:
            return native.remove()
        finally:
            native.close(self._close_timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self._closed else "attached" if self.is_attached else "open"
        return f"<Outbox {self.path} {state}>"
