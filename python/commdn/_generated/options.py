"""The options of sessions and outboxes, as typed dicts.

Printed by `cargo xtask api` from core/src/description: change that, and run it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Literal, TypedDict

from ..directory import Directory
from ..tls import TLS
from ..typing import Seconds

__all__ = ["ConnectOptions", "OutboxOptions"]


class ConnectOptions(TypedDict, total=False):
    """The options of `commdn.connect` and `commdn.aio.connect`. Times are seconds; None is for ever."""

    tls: TLS | None
    """How the connection to a `tls://` address is secured."""
    logger: logging.Logger | None
    """Gets the session's log lines. Default: the logger `commdn`."""
    directory: Directory | None
    """Makes DBIDs of the names that requests, `app_dbid` and `ocs_dbid` have."""
    application: str
    """Application name sent to T-Server. Default `commdn`."""
    password: str | None
    """Password of the application. Default: none."""
    ocs_dbid: int | str
    """DBID of the OCS to ask when a request does not name one. Default 0: every OCS on the DN,
    allowed for do-not-call and cancel requests only.
    """
    connect_timeout: Seconds | None
    """Time limit for opening the connection to one server and registering the DN. Default 10 s."""
    request_timeout: Seconds | None
    """Time limit for the answer to a request; a call may set another. Default 10 s."""
    write_timeout: Seconds | None
    """Time without progress in sending after which the connection is closed. Default 10 s."""
    close_timeout: Seconds | None
    """Time limit for closing the session. Default 2 s."""
    spin: Seconds
    """Time that a thread waiting for an answer polls the connection before it sleeps. Default 0.

    Polling avoids waking a thread, which takes longer than the rest of a call to a nearby server,
    but uses a whole core while a call waits. It suits few callers, fast answers and spare cores. At
    most one thread polls at a time; none does while more than four wait, or for a notice. The time
    starts again whenever something is received. Deadlines and closing are not affected.
    """
    connect_in_background: bool
    """Return at once, and connect in the background. Default False.

    For programs that start before their servers: `NoticeKind.CONNECTED` reports the connection,
    `Session.trouble` why there is none yet.
    """
    hold_requests: bool
    """Hold requests while there is no connection, up to their timeout; if off, they fail
    immediately with `CommDNDisconnected`. Default True.
    """
    max_open_requests: int
    """Maximum number of open requests; each takes less than 1 KiB. Default 131,072."""
    max_unsent_bytes: int
    """Maximum number of unsent bytes; a request beyond it is refused. Default 16 MiB."""
    max_notices: int
    """Maximum number of queued notices; beyond it the oldest are dropped and counted. Default
    10,000.
    """
    max_frame_bytes: int
    """Maximum size of a received frame. Default 131,072."""
    send_reference_id: bool
    """Send `GSW_CM_AttrReferenceID` with each request; if off, ids in answers are ignored. Default
    True.
    """
    first_in_first_out: bool
    """Match an answer that fits several different requests with the oldest of them; if off, such
    an answer completes none and becomes a notice. Default False.
    """
    accept_partial_echo: bool
    """Accept an answer with only one of the request's phone number and customer; if off, such an
    answer may be a late one to another request, and becomes a notice. Default False.
    """
    accept_added_facts: bool
    """Accept an answer with a phone number, customer or campaign name that its request does not
    have; if off, such an answer belongs to another request or to none, and becomes a notice.
    Default False.
    """
    log_personal_data: bool
    """Show phone numbers and customer ids in log lines; if off, they are masked as `****`. Default
    False.
    """
    keep_alive: Seconds | None
    """Interval of keep-alive frames on an idle connection, from both sides; 0 for none. Default 10
    s.
    """
    reconnect: bool
    """Replace a lost connection; without it a session ends with its connection. Default True."""
    reconnect_delay: Seconds
    """The delay after the first round over all servers; it doubles from round to round. Default
    250 ms.

    Above 0, and not above the longest delay. A server is tried at most every 100 ms.
    """
    max_reconnect_delay: Seconds
    """The longest delay between two rounds over all servers, above 0. Default 20 s."""
    reconnect_give_up: Seconds | None
    """End a session that had no connection for so long. Default: never."""
    charset: str
    """Charset of strings and keys, by name: `UTF-8`, `ISO-8859-1`, `windows-1251`, `shift_jis`,
    `cp949` and others. Default `utf-8`.

    Names are those of the WHATWG Encoding Standard, of Windows and of Python, compared without
    case and punctuation. UTF-16 is refused: strings are bytes.
    """
    list_prefix: Literal["length32", "two_lengths16"]
    """Format of the length of nested lists when written; both are read. Default `length32`."""
    unicode_length: Literal["bytes", "units"]
    """Unit of the length of a unicode value. Default `bytes`."""
    auto_completion_place: Literal["top_level", "properties"]
    """Position of `GSW_AUTO_COMPLETION` when written; both are read. Default `top_level`."""
    cancel_without_phone: bool
    """Accept a record cancellation without a phone number; the manual makes it mandatory. Default
    False.
    """
    max_user_data_bytes: int
    """Maximum size of packed user data in a request. The default is T-Server's; the format allows
    65,535. Default 16,000.
    """


class OutboxOptions(TypedDict, total=False):
    """The options of `commdn.Outbox` and `commdn.aio.Outbox`. Times are seconds."""

    max_entries: int
    """Maximum number of entries without an outcome. Default 1,000,000."""
    max_bytes: int
    """Maximum number of bytes of requests without an outcome. Default 1 GiB."""
    busy_timeout: Seconds
    """Time that a call waits for another process to release the file, at most 24 days. Default 10
    s.
    """
    close_timeout: Seconds
    """Time that closing an attached outbox waits for requests in flight, at most 24 days. Default
    2 s.
    """
    poll_interval: Seconds
    """Interval of checking the file for changes by other processes, at least 1 ms. Default 100 ms.
    """
    request_timeout: Seconds | None
    """Time limit for the answer to one attempt. Default: the session's."""
    window: int
    """Maximum number of requests in flight, 1 or more. Default 256."""
    max_attempts: int
    """Attempts after which an entry is given up, 1 or more; a submit may set another number.
    Default 100.

    With the default backoff, 100 attempts take eight hours without an answer. Time without a
    connection does not count.
    """
    max_age: Seconds | None
    """Age at which an entry is given up; a submit may set another. Default 7 days."""
    lease: Seconds
    """Time without a sign of life after which another process takes over a sender's entries, 30 ms
    or more. Default 15 s.
    """
    keep_answers: bool
    """Keep the events that acknowledge requests; refusals are always kept. Default True."""
    backoff: tuple[Seconds, Seconds]
    """Pause after a failed attempt; it doubles with each attempt, and half of it is random.
    Default 1 s.

    Above 0, and not above the longest pause. No pause is shorter than 100 ms.

    Longest pause between two attempts, above 0. Default 300 s.
    """
    retryable_refusals: Iterable[int]
    """OCS refusals that are temporary: the entry is repeated as if there had been no answer.
    Default: none: a refusal is final.
    """
    charset: str
    """Charset of strings and keys, by name: `UTF-8`, `ISO-8859-1`, `windows-1251`, `shift_jis`,
    `cp949` and others. Default `utf-8`.

    Names are those of the WHATWG Encoding Standard, of Windows and of Python, compared without
    case and punctuation. UTF-16 is refused: strings are bytes.
    """
    cancel_without_phone: bool
    """Accept a record cancellation without a phone number; the manual makes it mandatory. Default
    False.
    """
    max_user_data_bytes: int
    """Maximum size of packed user data in a request. The default is T-Server's; the format allows
    65,535. Default 16,000.
    """
