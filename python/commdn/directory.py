"""Directory: the names of a contact centre's configuration, and their DBIDs.

    directory = commdn.Directory.fetch("sim:")
    with commdn.connect("sim:", dn="8001", app_dbid="desktop", ocs_dbid="OCS_1", directory=directory) as session:
        session.load_campaign("spring", "sales", dial_mode="preview")

Where it comes from is `fetch`'s and `load`'s matter; rules of names are the core's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, Self

from . import _native
from ._native import Event, Request
from .errors import CommDNError
from .simulator import Simulator
from .tls import TLS
from .typing import Seconds

__all__ = [
    "KINDS",
    "Connection",
    "Described",
    "Directory",
    "DirectoryChange",
    "DirectoryObject",
    "Noun",
]

KINDS = (
    "tenant",
    "switch",
    "application",
    "dn",
    "campaign",
    "agent_group",
    "place_group",
    "campaign_group",
    "calling_list",
)
"""Kinds of objects, in the order in which they are listed."""

Noun = Literal[
    "tenant",
    "switch",
    "application",
    "ocs",
    "dn",
    "campaign",
    "group",
    "agent_group",
    "place_group",
    "campaign_group",
    "calling_list",
]
"""What is looked up: a kind of object, `group` (of agents or places), or `ocs` (an application of that type)."""

_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Connection:
    """A server in an application's Connections."""

    server: int
    """DBID of the server's application."""
    protocol: str | None = None
    """For example `addp`."""
    local_timeout: int | None = None
    """ADDP: seconds of silence until the application polls."""
    remote_timeout: int | None = None
    """ADDP: seconds of silence until the server polls."""
    trace: str | None = None
    """What is traced, as the configuration spells it."""

    @property
    def has_addp(self) -> bool:
        """Whether the connection is watched by ADDP."""
        return (self.protocol or "").lower() == "addp"


@dataclass(frozen=True, slots=True)
class DirectoryObject:
    """One object of the configuration; what is not known of it is None, or empty."""

    kind: str
    """One of `KINDS`."""
    dbid: int
    """Unique among the objects of its kind."""
    name: str
    """Its name; of a DN its number."""
    tenant: int | None = None
    """DBID of its tenant."""
    state: str | None = None
    """`enabled` or `disabled`."""
    application_type: str | None = None
    """Type of an application as the Platform SDK names it: `CFGCMServer` is OCS, `CFGTServer` T-Server."""
    version: str | None = None
    """Version of an application."""
    is_server: bool | None = None
    """Whether an application is a server."""
    is_primary: bool | None = None
    """Whether a server is the primary one of its pair."""
    redundancy: str | None = None
    """Redundancy type of a server, as the configuration spells it."""
    backup: int | None = None
    """DBID of a server's backup."""
    host: int | None = None
    """DBID of a server's host."""
    port: str | None = None
    """Port of a server."""
    tenants: tuple[int, ...] = ()
    """DBIDs of an application's tenants."""
    connections: tuple[Connection, ...] = ()
    """The servers that an application connects to."""
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    """Options of an application or a DN: section, name, value."""
    tserver: int | None = None
    """DBID of a switch's T-Server."""
    dn_type: str | None = None
    """Type of a DN as the Platform SDK names it; `CFGCommDN`."""
    switch: int | None = None
    """DBID of a DN's switch."""
    lists: tuple[int, ...] = ()
    """DBIDs of a campaign's calling lists."""
    campaign: int | None = None
    """DBID of a campaign group's campaign."""
    group: int | None = None
    """DBID of a campaign group's group."""
    group_kind: str | None = None
    """Kind of a campaign group's group."""
    servers: tuple[int, ...] = ()
    """DBIDs of a campaign group's servers."""
    dial_mode: str | None = None
    """Dialling mode of a campaign group, as the configuration spells it."""
    optimize_by: str | None = None
    """Optimisation method of a campaign group, as the configuration spells it."""
    optimize_goal: int | None = None
    """Optimisation goal of a campaign group."""

    def __str__(self) -> str:
        return f"{self.name} ({self.dbid})"

    @property
    def is_enabled(self) -> bool:
        """Whether it is not known to be disabled."""
        return self.state != "disabled"

    @property
    def is_ocs(self) -> bool:
        """Whether it is an application of the type of OCS."""
        return self.kind == "application" and self.application_type == "CFGCMServer"

    @property
    def is_tserver(self) -> bool:
        """Whether it is an application of the type of T-Server."""
        return self.kind == "application" and self.application_type == "CFGTServer"

    def option(self, section: str, name: str) -> str | None:
        """The value of an option; names are compared without case."""
        for known, values in self.options.items():
            if known.lower() == section.lower():
                for key, value in values.items():
                    if key.lower() == name.lower():
                        return value
        return None


@dataclass(frozen=True, slots=True)
class DirectoryChange:
    """An object that differs in a later directory."""

    kind: str
    dbid: int
    name: str
    change: Literal["added", "removed", "renamed", "changed"]
    earlier_name: str | None
    """Of an object that was renamed."""
    fields: tuple[str, ...]
    """Of an object that changed: which fields."""
    text: str
    """The change as people read it."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Described:
    """A DBID of a message, and the name that it stands for."""

    attribute: str
    """`origin`, `target`, `campaign` or `group`."""
    dbid: int
    name: str | None
    """None if the directory does not have it."""

    def __str__(self) -> str:
        return str(self.dbid) if self.name is None else f"{self.name} ({self.dbid})"


class Directory:
    """Names and DBIDs of one contact centre; never changes, and any thread may use it.

    Made by `load`, `parse` or `fetch`. A name is looked up as it is written, then without regard to case, then as
    `tenant/name`; a text of digits is a DBID. One that finds no single object raises CommDNNameUnknown or
    CommDNNameAmbiguous, whose `candidates` are names that do.
    """

    __slots__ = ("_native",)

    def __init__(self, native: _native.Directory) -> None:
        self._native = native

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read a file: CSV, JSON, an export of mutagen (format RAW), or a local copy.

        Raises: CommDNStorageError if it cannot be read; CommDNDirectoryError naming what is wrong and where.
        """
        return cls(_native.Directory.load(path))

    @classmethod
    def parse(cls, text: str, place: str = "text") -> Self:
        """Read the text of a CSV or JSON file; `place` stands for the file's name in errors.

        Raises: CommDNDirectoryError.
        """
        return cls(_native.Directory.parse(text, place))

    @classmethod
    def fetch(
        cls,
        address: str | Simulator,
        *,
        application: str = "commdn",
        password: str | None = None,
        tls: TLS | None = None,
        connect_timeout: Seconds = 10.0,
        answer_timeout: Seconds = 30.0,
        kinds: Sequence[str] = KINDS,
        tenant: int | None = None,
    ) -> Self:
        """Read the configuration from a server that answers for Configuration Server.

        `address` is as for `commdn.connect`; no DN is registered. `password` is the application's, as T-Server knows it:
        the account of Configuration Server is set where the server runs. `tenant` leaves the objects of one tenant, by
        its DBID. Blocks until all objects have come, or none for `answer_timeout`; the GIL is released, Ctrl-C works.
        Raises: CommDNConnectError, CommDNLoginRefused, CommDNTServerRefused if the server does not read the
        configuration, CommDNWaitTimeout, CommDNProtocolError.
        """
        native, _ = _fetch(
            address, application, password, tls, connect_timeout, answer_timeout, kinds, tenant, None
        )
        assert native is not None
        return cls(native)

    @staticmethod
    def fetch_to(
        path: str | os.PathLike[str],
        address: str | Simulator,
        *,
        application: str = "commdn",
        password: str | None = None,
        tls: TLS | None = None,
        connect_timeout: Seconds = 10.0,
        answer_timeout: Seconds = 30.0,
        kinds: Sequence[str] = KINDS,
        tenant: int | None = None,
    ) -> int:
        """Fetch into a local copy, object by object, and tell how many: memory does not grow with their number.

        The copy is for its owner only, and takes the place of an earlier one once it is whole. See `fetch`.
        Raises: CommDNStorageError, too.
        """
        _, count = _fetch(
            address, application, password, tls, connect_timeout, answer_timeout, kinds, tenant, path
        )
        return count

    def __len__(self) -> int:
        return len(self._native)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[DirectoryObject]:
        return self.objects()

    def __repr__(self) -> str:
        return f"<Directory of {len(self)} objects>"

    @property
    def source(self) -> str | None:
        """The server that it was fetched from."""
        origin = self._native.origin
        return None if origin is None else origin[0]

    @property
    def fetched(self) -> datetime | None:
        """When it was fetched."""
        origin = self._native.origin
        return None if origin is None else datetime.fromtimestamp(origin[1], UTC)

    def objects(self, noun: str | None = None) -> Iterator[DirectoryObject]:
        """The objects that a noun stands for, or all."""
        start: int | None = 0
        while start is not None:
            page, start = self._native.page(noun, start, _PAGE)
            yield from map(_object, page)

    def look_up(self, noun: str, text: str | int) -> DirectoryObject:
        """The object that a DBID, a name or `tenant/name` means.

        Raises: CommDNNameUnknown, CommDNNameAmbiguous.
        """
        return _object(self._native.look_up(noun, str(text)))

    def find(self, noun: str, name: str, tenant: str | None = None) -> DirectoryObject:
        """The object with that name, digits or not; of a tenant, by name or DBID, if one is given.

        Raises: CommDNNameUnknown, CommDNNameAmbiguous.
        """
        return _object(self._native.find(noun, name, tenant))

    def resolve(self, noun: str, text: str | int) -> int:
        """The DBID that a text means; one in digits need not be in the directory.

        Raises: CommDNNameUnknown, CommDNNameAmbiguous.
        """
        return self._native.resolve(noun, str(text))

    def campaign(self, name: str, tenant: str | None = None) -> DirectoryObject:
        """The campaign with that name. Raises: as `find`."""
        return self.find("campaign", name, tenant)

    def group(self, name: str, tenant: str | None = None) -> DirectoryObject:
        """The agent group or place group with that name. Raises: as `find`."""
        return self.find("group", name, tenant)

    def application(self, name: str) -> DirectoryObject:
        """The application with that name. Raises: as `find`."""
        return self.find("application", name)

    def ocs(self, name: str) -> DirectoryObject:
        """The OCS with that name. Raises: as `find`."""
        return self.find("ocs", name)

    def get(self, noun: str, dbid: int) -> DirectoryObject | None:
        """The object with that DBID."""
        found = self._native.get(noun, dbid)
        return None if found is None else _object(found)

    def name(self, noun: str, dbid: int) -> str | None:
        """The name of the object with that DBID, for output."""
        return self._native.name(noun, dbid)

    def unique_name(self, noun: str, dbid: int) -> str | None:
        """The name that finds that object and no other one: `tenant/name` where its name does not do."""
        return self._native.unique_name(noun, dbid)

    def describe(self, message: Event | Request | CommDNError) -> list[Described]:
        """The DBIDs of an event, a request, or the event of an error, with their names."""
        if isinstance(message, CommDNError):
            if message.event is None:
                return []
            message = message.event
        return [Described(*one) for one in self._native.describe(message)]

    def changes(self, later: Directory) -> list[DirectoryChange]:
        """What has become of its objects in a later directory, by kind and DBID."""
        return [
            DirectoryChange(kind, dbid, name, change, earlier, tuple(fields), text)
            for (kind, dbid, name, change, earlier, fields), text in self._native.changes(later._native)
        ]

    def store(self, path: str | os.PathLike[str], source: str = "") -> None:
        """Write a local copy, in place of an earlier one; `source` tells where it comes from.

        Raises: CommDNInvalidArgument if something else than a local copy or an empty file is there, CommDNStorageError.
        """
        self._native.store(path, source or self.source or "")

    def to_json(self) -> str:
        """All of it, as `parse` reads it."""
        return self._native.to_json()


def _object(told: dict[str, Any]) -> DirectoryObject:
    if "connections" in told:
        told["connections"] = tuple(Connection(**one) for one in told["connections"])
    return DirectoryObject(**told)


def _fetch(
    address: str | Simulator,
    application: str,
    password: str | None,
    tls: TLS | None,
    connect_timeout: Seconds,
    answer_timeout: Seconds,
    kinds: Sequence[str],
    tenant: int | None,
    path: str | os.PathLike[str] | None,
) -> tuple[_native.Directory | None, int]:
    where = address._native if isinstance(address, Simulator) else address
    secured = None if tls is None else tls._native()
    return _native.Directory.fetch(
        where, application, password, secured, connect_timeout, answer_timeout, list(kinds), tenant, path
    )
