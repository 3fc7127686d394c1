"""The audit after a round of faults: read from the database, the simulator's file and its log, by nobody who took part."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NamedTuple

import psycopg

_REFERENCE = re.compile(r"GSW_CM_AttrReferenceID +(\d+)")
_PHONE = re.compile(r"'GSW_PHONE' '([^']*)'")
# From an event to its outcome's commit. The times of events are those since the launch of their simulator, which are
# too early by what a process takes to start, never too late, however long this one was not scheduled.
_SLACK_SECONDS = 2.0
# A worker that has lost broker and store may end its batch without its lane's lock: docs/fleet.md, "Limits". Both have
# died while it had one batch in hand, and the batch ends soon after.
_BATCH_SECONDS = 10.0
_ZOMBIE_SECONDS = 30.0


@dataclass(slots=True)
class Audit:
    """What was found; `MUST_BE_ZERO` are those that must be 0."""

    rows: int = 0
    lost: int = 0
    """Rows without an outcome."""
    twice: int = 0
    """Keys with more than one outcome."""
    unkept: int = 0
    """Rows that are acknowledged, but are not on the list of OCS."""
    late: int = 0
    """Requests that OCS received after their outcome was recorded."""
    disorder: int = 0
    """Requests of a customer that came before an earlier one of his."""
    zombie: int = 0
    """The same, by two connections soon after the death of both broker and store: what is not promised."""
    left: int = 0
    """Messages in queues."""
    dead: int = 0
    """Dead letters."""
    not_ok: int = 0
    """Rows whose outcome is not `acknowledged`: none was given a reason."""
    repeated: int = 0
    """Requests that OCS received more than once: a worker or a connection died over them."""
    kills: int = 0
    seconds: float = 0.0

    MUST_BE_ZERO = ("lost", "twice", "unkept", "late", "disorder", "left", "dead", "not_ok")

    @property
    def holds(self) -> bool:
        """Whether every promise was kept."""
        return not any(getattr(self, name) for name in self.MUST_BE_ZERO)

    def faults(self) -> str:
        """What was not kept."""
        return ", ".join(f"{name} {getattr(self, name)}" for name in self.MUST_BE_ZERO if getattr(self, name))

    def add(self, other: Audit) -> None:
        """Sum up."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


def outcomes(dsn: str, job: str) -> tuple[dict[str, str], dict[str, float], int]:
    """Of a job: kind and time of commit by key, and how many keys are there more than once."""
    kinds: dict[str, str] = {}
    times: dict[str, float] = {}
    twice = 0
    with psycopg.connect(dsn) as connection:
        rows = connection.execute(
            "SELECT key, kind, extract(epoch FROM at)::float8 FROM commdn.outcome WHERE job = %s", (job,)
        )
        for key, kind, at in rows:
            twice += key in kinds
            kinds[key] = kind
            times[key] = min(at, times.get(key, at))
    return kinds, times, twice


def on_the_list(storage: Path) -> set[str]:
    """The phones on the list of OCS 101, from the file of a simulator that has ended."""
    with closing(sqlite3.connect(f"file:{storage}?mode=ro", uri=True)) as file:
        rows = file.execute("SELECT value FROM do_not_call WHERE ocs = 101 AND kind = 'phone'").fetchall()
        return {row[0] for row in rows} or {
            row[0] for row in file.execute("SELECT value FROM do_not_call WHERE ocs = 101").fetchall()
        }


class Received(NamedTuple):
    """A do-not-call request that OCS received."""

    at: float
    """Seconds since 1970."""
    phone: str
    client: tuple[int, int]
    """The run of the simulator, and its number of the connection that the request came by."""


def received(logs: Iterable[tuple[float, Path]]) -> list[Received]:
    """Each do-not-call request that OCS received; `logs` are of each run with its launch."""
    found: list[Received] = []
    for run, (started, path) in enumerate(logs):
        clients: dict[str, int] = {}
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                try:
                    entry = json.loads(line)
                except ValueError:
                    # The line that was being written.
                    continue
                data = entry.get("user_data", "")
                if entry.get("event") == "asked":
                    clients[str(entry["reference"])] = entry["client"]
                elif entry.get("event") == "request" and (phone := _PHONE.search(data)):
                    asked = _REFERENCE.search(data)
                    client = clients.get(asked[1], 0) if asked else 0
                    found.append(Received(started + entry["at"], phone[1], (run, client)))
    return found


@dataclass(frozen=True, slots=True)
class Sent:
    """What a round has sent, and whom it has killed meanwhile."""

    job: str
    keys: dict[str, str]
    """The key of each phone of the file."""
    order: dict[str, list[str]]
    """The phones of each customer, as the file has them."""
    kills: list[tuple[float, str]]
    """When, in seconds since 1970, and whom."""

    def is_of_zombies(self, at: float) -> bool:
        """Whether broker and store died shortly before, and one soon after the other."""
        brokers, stores = ([when for when, victim in self.kills if victim == kind] for kind in ("broker", "store"))
        return any(
            abs(broker - store) <= _BATCH_SECONDS and -_SLACK_SECONDS <= at - max(broker, store) <= _ZOMBIE_SECONDS
            for broker in brokers
            for store in stores
        )


def judge(dsn: str, sent: Sent, storage: Path, logs: list[tuple[float, Path]]) -> Audit:
    """What the store, the file of the simulator and its logs say of a round."""
    job, keys = sent.job, sent.keys
    kinds, times, twice = outcomes(dsn, job)
    listed = on_the_list(storage)
    seen = received(logs)
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    late = 0
    for place, (at, phone, _) in enumerate(seen):
        if phone not in keys:
            continue
        first.setdefault(phone, place)
        last[phone] = place
        committed = times.get(keys[phone])
        late += committed is not None and at > committed + _SLACK_SECONDS
    disorder = zombie = 0
    for phones in sent.order.values():
        known = [phone for phone in phones if phone in first]
        for before, after in zip(known, known[1:], strict=False):
            if first[after] < first[before] or last[after] < last[before]:
                # The earlier request that came late, by another connection, is what a zombie has sent.
                late_one, other = seen[last[before]], seen[first[after]]
                is_zombie = late_one.client != other.client and sent.is_of_zombies(late_one.at)
                zombie, disorder = zombie + is_zombie, disorder + (not is_zombie)
    ours = sum(one.phone in keys for one in seen)
    if not ours:
        raise AssertionError("the simulator's log has none of the requests: the audit has no witness")
    return Audit(
        rows=len(keys),
        lost=sum(key not in kinds for key in keys.values()),
        twice=twice,
        unkept=sum(kinds.get(key) == "acknowledged" and phone not in listed for phone, key in keys.items()),
        late=late,
        disorder=disorder,
        zombie=zombie,
        not_ok=sum(kind != "acknowledged" for kind in kinds.values()),
        repeated=ours - len(first),
    )
