"""A contact centre in this process: T-Server and OCS, to try things on and to test against.

    with commdn.Simulator() as simulator:
        with commdn.connect(simulator, dn="8001", app_dbid=20, ocs_dbid=101) as session:
            session.do_not_call("5551234567")
        assert simulator.is_do_not_call(101, "5551234567")
"""

from __future__ import annotations

import json
import os
from types import TracebackType
from typing import Any, Literal, Self, TypedDict

from . import _native
from ._native import KVList
from .typing import PairsLike, Seconds

__all__ = ["DoNotCallList", "FaultKind", "Simulator"]

FaultKind = Literal[
    "drop",
    "delay",
    "duplicate",
    "reorder",
    "wrong_correlation",
    "partial",
    "garbage",
    "cut",
    "refuse_registration",
    "refuse_request",
    "silent",
]


class DoNotCallList(TypedDict):
    """The do-not-call list of an OCS."""

    phones: list[str]
    customers: list[str]


class Simulator:
    """A simulated contact centre; without arguments the demo one.

    The demo has DN 8001, OCS 101, applications 20 and 21, campaigns 1 and 2, groups 10 and 11.
    `path` names a TOML file, `toml` is the text of one. With `virtual_clock` the contact centre's
    time stands still until `advance`. Every method may be called by any thread.
    Raises: CommDNInvalidArgument naming the line and the key of a wrong configuration.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        toml: str | None = None,
        virtual_clock: bool = False,
    ) -> None:
        if path is not None and toml is not None:
            raise ValueError("give path or toml, not both")
        self._native = _native.Simulator(
            None if path is None else os.fspath(path), toml, virtual_clock
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def listen(self, address: str = "127.0.0.1:0") -> str:
        """Let clients of the network connect; tells the address, where port 0 is any.

        `tls://host:port` listens with TLS, as the table `[tls]` of the configuration says.
        """
        return self._native.listen(address)

    def stop(self) -> None:
        """End all connections and threads, now."""
        self._native.stop()

    @property
    def failure(self) -> str | None:
        """What ended the simulator by itself, if something did."""
        return self._native.failure()

    def snapshot(self) -> dict[str, Any]:
        """Everything at this moment: clients, OCS, campaign groups, counters, faults."""
        snapshot: dict[str, Any] = json.loads(self._native.snapshot())
        return snapshot

    def log(self, limit: int = 100) -> list[dict[str, Any]]:
        """The last log entries, the oldest first; `text` is the readable form.

        Messages are not among them: see `observe`.
        """
        return [_entry(entry, text) for entry, text in self._native.log(limit)]

    def observe(self, capacity: int = 100_000) -> None:
        """Keep the last `capacity` things that happen, messages included; 0 ends it."""
        self._native.observe(capacity)

    def take_observed(self) -> list[dict[str, Any]]:
        """What `observe` has kept, the oldest first, as `log` tells it; it is kept no longer."""
        return [_entry(entry, text) for entry, text in self._native.take_observed()]

    def fates(self) -> list[dict[str, Any]]:
        """What became of each request since `observe`, as the simulator itself knows it.

        For each: `reference`, `message` and `origin` (numbers), whether T-Server `refused` it, and
        the number of `answers` that reached the client that asked. For tests of what reads logs.
        """
        fates: list[dict[str, Any]] = json.loads(self._native.fates())
        return fates

    def do_not_call(self, ocs: int) -> DoNotCallList:
        """The do-not-call list of an OCS.

        Raises: KeyError if there is no such OCS.
        """
        view: DoNotCallList | None = json.loads(self._native.do_not_call(ocs))
        if view is None:
            raise KeyError(ocs)
        return view

    def is_do_not_call(self, ocs: int, phone: str) -> bool:
        """Whether a phone number, in any notation, is on the do-not-call list of an OCS."""
        return self._native.is_do_not_call(ocs, phone)

    def records(
        self, ocs: int, phone: str | None = None, *, limit: int = 1000
    ) -> list[dict[str, Any]]:
        """The records of an OCS with a phone number in any notation, or the first `limit` of all."""
        records: list[dict[str, Any]] = json.loads(self._native.records(ocs, phone, limit))
        return records

    def campaign_group(self, ocs: int, campaign: int, group: int) -> dict[str, Any] | None:
        """A campaign group of an OCS; None if there is none."""
        view: dict[str, Any] | None = json.loads(self._native.campaign_group(ocs, campaign, group))
        return view

    def now(self) -> float:
        """The contact centre's time, in seconds since its clock's start."""
        return self._native.now()

    def advance(self, seconds: Seconds) -> None:
        """Let the contact centre's time pass, besides what passes by itself."""
        self._native.advance(seconds)

    def add_fault(
        self,
        kind: FaultKind,
        *,
        rate: float = 1.0,
        times: int | None = None,
        ocs: int | None = None,
        among: Literal["all", "answers", "notifications"] = "all",
        ms: int | None = None,
        max_ms: int | None = None,
        window: int | None = None,
    ) -> None:
        """Put a fault in force, beside those that are: what goes wrong, how often, for whom.

        Raises: CommDNInvalidArgument naming what does not fit together.
        """
        rule = {
            "kind": kind,
            "rate": rate,
            "times": times,
            "ocs": ocs,
            "among": among,
            "ms": ms,
            "max_ms": max_ms,
            "window": window,
        }
        self._native.add_fault(json.dumps({k: v for k, v in rule.items() if v is not None}))

    def clear_faults(self) -> None:
        """End all faults; what they hold leaves."""
        self._native.clear_faults()

    def cut(self, application: str | None = None) -> int:
        """End connections: all, or those of one application; tells how many."""
        return self._native.cut(application)

    def set_link(self, up: bool) -> None:
        """T-Server's link to the switch comes or goes."""
        self._native.set_link(up)

    def set_service(self, dn: str, up: bool) -> bool:
        """A DN goes out of service or comes back. Tells whether there is such a DN."""
        return self._native.set_service(dn, up)

    def unregister_all(self, dn: str) -> int | None:
        """Take the registrations of a DN from its clients. Tells how many; None: no such DN."""
        return self._native.unregister_all(dn)

    def restart_ocs(self, dbid: int) -> bool:
        """Restart an OCS: nothing is loaded any more. Tells whether there is such an OCS."""
        return self._native.restart_ocs(dbid)

    def distribute(self, dn: str, user_data: KVList | PairsLike) -> bool:
        """Distribute user data on a DN as another application would; tells whether there is such a DN."""
        if not isinstance(user_data, KVList):
            user_data = KVList(user_data)
        return self._native.distribute(dn, user_data)


def _entry(entry: str, text: str) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(entry)
    return {**fields, "text": text}
