"""Client for the Communication DN (CommDN) API of Genesys Outbound Contact.

    import commdn

    with commdn.connect("sim:", dn="8001", app_dbid=20, ocs_dbid=101) as session:
        print(session.do_not_call("5551234567").event)

`connect` opens a `Session`, which has a method for every request; `requests` builds them for
`Session.stream`, `Session.submit` and `Session.completions`. `KVList` is the TKVList, `pack` and `unpack` convert
it from and to nested dicts. `bulk` imports files, `decode` reads logs, `Simulator` plays the
contact centre. `commdn.aio` is the same for asyncio, `commdn.testing` for pytest.
"""

from __future__ import annotations

import logging

# Before `_native`, which builds their objects.
from . import enums, errors, records, unicode  # noqa: F401, I001
from . import bulk, requests
from ._native import (
    Answer,
    Completion,
    Completions,
    Event,
    KVList,
    Pending,
    Request,
    __version__,
    pack,
    unpack,
)
from .decode import Decoded, decode_log, decode_packed, decode_stream
from .enums import CmError, DialMode, GroupStatus, MessageType, OptimizeBy
from .errors import (
    CommDNClosed,
    CommDNConnectError,
    CommDNDisconnected,
    CommDNError,
    CommDNForked,
    CommDNInternalError,
    CommDNInvalidArgument,
    CommDNInvalidRequest,
    CommDNListError,
    CommDNLoginRefused,
    CommDNNoAnswer,
    CommDNOcsRefused,
    CommDNOutboxFull,
    CommDNOutcomeUnknown,
    CommDNOverloaded,
    CommDNProtocolError,
    CommDNRefused,
    CommDNRegistrationRefused,
    CommDNStorageError,
    CommDNTimeout,
    CommDNTlsError,
    CommDNTServerRefused,
    CommDNWaitTimeout,
)
from .kvjson import from_json, to_json
from .outbox import EntryState, Outbox, OutboxEntry, OutboxOutcome, OutboxStats, OutcomeKind
from .phone import normalize_for_region, normalize_phone
from .records import (
    Chain,
    DialingPriority,
    Notice,
    NoticeKind,
    PriorityRule,
    Schedule,
    ScheduleItem,
    SessionStats,
)
from .session import Session, connect
from .simulator import Simulator
from .tls import TLS
from .unicode import Unicode

# As every library: what is logged goes nowhere until the application says where.
logging.getLogger("commdn").addHandler(logging.NullHandler())

__all__ = [
    "TLS",
    "Answer",
    "Chain",
    "CmError",
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
    "Completion",
    "Completions",
    "Decoded",
    "DialMode",
    "DialingPriority",
    "EntryState",
    "Event",
    "GroupStatus",
    "KVList",
    "MessageType",
    "Notice",
    "NoticeKind",
    "OptimizeBy",
    "Outbox",
    "OutboxEntry",
    "OutboxOutcome",
    "OutboxStats",
    "OutcomeKind",
    "Pending",
    "PriorityRule",
    "Request",
    "Schedule",
    "ScheduleItem",
    "Session",
    "SessionStats",
    "Simulator",
    "Unicode",
    "__version__",
    "bulk",
    "connect",
    "decode_log",
    "decode_packed",
    "decode_stream",
    "from_json",
    "normalize_for_region",
    "normalize_phone",
    "pack",
    "requests",
    "to_json",
    "unpack",
]
