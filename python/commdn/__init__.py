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

# As checkers know it; the module `typing` takes longer to load than all of this.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import bulk, enums, errors, records, requests, unicode  # noqa: F401
    from ._native import (
        Answer,
        CampaignAnswer,
        Completion,
        Completions,
        Event,
        KVList,
        Pending,
        RecordAnswer,
        Request,
        SequenceAnswer,
        StatusAnswer,
        __version__,
        pack,
        unpack,
    )
    from .decode import Decoded, decode_log, decode_packed, decode_stream
    from .directory import Directory, DirectoryChange, DirectoryObject
    from .enums import CmError, DialMode, GroupStatus, MessageType, OptimizeBy
    from .errors import (
        # generated: error imports
        CommDNClosed,
        CommDNConnectError,
        CommDNDirectoryError,
        CommDNDisconnected,
        CommDNError,
        CommDNForked,
        CommDNInternalError,
        CommDNInvalidArgument,
        CommDNInvalidRequest,
        CommDNListError,
        CommDNLoginRefused,
        CommDNNameAmbiguous,
        CommDNNameUnknown,
        CommDNNoAnswer,
        CommDNOcsRefused,
        CommDNOutboxFull,
        CommDNOutcomeUnknown,
        CommDNOverloaded,
        CommDNProtocolError,
        CommDNRefused,
        CommDNRegistrationRefused,
        CommDNStorageError,
        CommDNTServerRefused,
        CommDNTimeout,
        CommDNTlsError,
        CommDNWaitTimeout,
        # end of error imports
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
    from .site import Site
    from .tls import TLS
    from .unicode import Unicode

__all__ = [
    "TLS",
    "Answer",
    "CampaignAnswer",
    "Chain",
    "CmError",
    # generated: error names
    "CommDNClosed",
    "CommDNConnectError",
    "CommDNDirectoryError",
    "CommDNDisconnected",
    "CommDNError",
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
    "CommDNRefused",
    "CommDNRegistrationRefused",
    "CommDNStorageError",
    "CommDNTServerRefused",
    "CommDNTimeout",
    "CommDNTlsError",
    "CommDNWaitTimeout",
    # end of error names
    "Completion",
    "Completions",
    "Decoded",
    "DialMode",
    "DialingPriority",
    "Directory",
    "DirectoryChange",
    "DirectoryObject",
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
    "RecordAnswer",
    "Request",
    "Schedule",
    "ScheduleItem",
    "SequenceAnswer",
    "Session",
    "SessionStats",
    "Simulator",
    "Site",
    "StatusAnswer",
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

# Where a name is, if not in `_native`: nothing is loaded before it is used.
_PLACES = {
    **dict.fromkeys(("Decoded", "decode_log", "decode_packed", "decode_stream"), "decode"),
    **dict.fromkeys(("Directory", "DirectoryChange", "DirectoryObject"), "directory"),
    **dict.fromkeys(("CmError", "DialMode", "GroupStatus", "MessageType", "OptimizeBy"), "enums"),
    **dict.fromkeys(("from_json", "to_json"), "kvjson"),
    **dict.fromkeys(("EntryState", "Outbox", "OutboxEntry", "OutboxOutcome", "OutboxStats", "OutcomeKind"), "outbox"),
    **dict.fromkeys(("normalize_for_region", "normalize_phone"), "phone"),
    **dict.fromkeys(("Chain", "DialingPriority", "Notice", "NoticeKind", "PriorityRule"), "records"),
    **dict.fromkeys(("Schedule", "ScheduleItem", "SessionStats"), "records"),
    **dict.fromkeys(("Session", "connect"), "session"),
    "Simulator": "simulator",
    "Site": "site",
    "TLS": "tls",
    "Unicode": "unicode",
}
_MODULES = frozenset(
    ("bulk", "decode", "directory", "enums", "errors", "kvjson", "outbox", "phone", "records", "requests")
    + ("session", "simulator", "site", "text", "tls", "unicode")
)

if not TYPE_CHECKING:
    # A checker that saw it would take every name for one of the package.
    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name in _MODULES:
            return import_module(f".{name}", __name__)
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        place = "errors" if name.startswith("CommDN") else _PLACES.get(name, "_native")
        found = getattr(import_module(f".{place}", __name__), name)
        globals()[name] = found
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__, *_MODULES})
