"""The store: what became of every request, in PostgreSQL.

Owns all SQL and the connections, one for each thread. A key has one outcome: it is the primary key,
and the first one that is committed stays. A lane's lock keeps a worker that has lost its broker, but
not its work, from sending beside the one that has taken over. Nothing here knows of a broker.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from typing import Any, LiteralString, TypeVar

import psycopg

from .errors import FleetStoreError
from .message import Item

__all__ = ["Ended", "Kind", "Store"]

_T = TypeVar("_T")
_LONGEST_TEXT = 500
_LOCK_SECONDS = 0.1
_AGAIN_SECONDS = (0.1, 5.0)
# A peer that has gone without a word gives its lane's lock back after half a minute. Not by the option `options` of the
# connection: pools refuse it, and the operator's own would be lost.
_KEEPALIVE: LiteralString = """
    SELECT set_config(name, value, false)
    FROM (VALUES ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '4'))
         AS wanted (name, value)"""
RECORD: LiteralString = """
    WITH recorded AS (
        INSERT INTO commdn.outcome
            (key, job, line, part, site, type, kind, code, text, attempts, worker, request)
        SELECT * FROM unnest(
            %s::text[], %s::text[], %s::bigint[], %s::int[], %s::text[], %s::text[], %s::text[],
            %s::text[], %s::text[], %s::int[], %s::text[], %s::json[])
        ON CONFLICT (key) DO NOTHING
        RETURNING kind),
    counted AS (
        INSERT INTO commdn.tally (site, queue, kind, count)
        SELECT %s, %s, kind, count(*) FROM recorded GROUP BY kind
        ON CONFLICT (site, queue, kind) DO UPDATE SET count = tally.count + excluded.count)
    SELECT count(*) FROM recorded"""


class Kind:
    """How a request may have ended."""

    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    GAVE_UP = "gave_up"
    """Nobody answered for too long; it may be retried."""
    UNKNOWN = "unknown"
    """It may not be repeated, and nobody knows whether it was carried out."""
    EXPIRED = "expired"
    """Its time was over before it was sent."""

    ALL = (ACKNOWLEDGED, REFUSED, GAVE_UP, UNKNOWN, EXPIRED)
    OPEN = frozenset({GAVE_UP, UNKNOWN, EXPIRED})
    """What keeps its request, to be looked at and retried."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The outcome of a request."""

    item: Item
    kind: str
    code: str = ""
    text: str = ""
    attempts: int = 0


class Store:
    """The database of a fleet. Every thread has a connection of its own; `close` ends them all."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._local = threading.local()
        self._lock = threading.Lock()
        self._all: list[psycopg.Connection[tuple[Any, ...]]] = []

    def __repr__(self) -> str:
        # The DSN may hold a password.
        return "<Store>"

    def close(self) -> None:
        """End every connection."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
        self._local = threading.local()

    def connection(self) -> psycopg.Connection[tuple[Any, ...]]:
        """This thread's connection, in autocommit mode. Raises: FleetStoreError."""
        found: psycopg.Connection[tuple[Any, ...]] | None = getattr(self._local, "connection", None)
        if found is not None and not found.closed and not found.broken:
            return found
        try:
            found = _connected(self._dsn)
        except (psycopg.Error, ValueError) as error:
            # What libpq says names host, port and role, never the password.
            raise FleetStoreError(f"the store cannot be reached: {_line(error)}", retryable=True) from error
        self._local.connection = found
        with self._lock:
            self._all = [one for one in self._all if not one.closed]
            self._all.append(found)
        return found

    @contextmanager
    def reading(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        """A connection whose errors are those of a fleet. Raises: FleetStoreError."""
        try:
            yield self.connection()
        except psycopg.errors.UndefinedTable as error:
            raise FleetStoreError("the store has no tables of a fleet: run commdn fleet init") from error
        except psycopg.Error as error:
            lost = isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError))
            raise FleetStoreError(f"the store: {_line(error)}", retryable=lost) from error

    def execute(self, statement: LiteralString, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement; its rows, if it has any. Raises: FleetStoreError."""
        with self.reading() as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description is not None else []

    def stubbornly(self, job: Callable[[], _T], *, until: Callable[[], bool] = lambda: False) -> _T:
        """Do what needs the store until it has worked: its loss is waited out.

        Raises: FleetStoreError that does not come from a lost connection, or after `until` is true.
        """
        pause = _AGAIN_SECONDS[0]
        while True:
            try:
                return job()
            except FleetStoreError as error:
                if not error.retryable or until():
                    raise
            time.sleep(pause)
            pause = min(2 * pause, _AGAIN_SECONDS[1])

    def make_tables(self) -> None:
        """Make what is not there yet."""
        text = resources.files("commdn.fleet").joinpath("tables.sql").read_text("utf-8")
        with self.reading() as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('commdn:init', 0))")
            for statement in text.split("\n--\n"):
                # The package's own text.
                connection.execute(statement)  # pyright: ignore[reportArgumentType,reportCallIssue]

    def known(self, keys: Sequence[str]) -> set[str]:
        """Those of the keys that have an outcome."""
        rows = self.execute("SELECT key FROM commdn.outcome WHERE key = ANY(%s)", list(keys))
        return {row[0] for row in rows}

    def record(self, site: str, queue: str, job: str | None, worker: str, ended: Iterable[Ended]) -> int:
        """Commit outcomes of a queue's rows, all or none; tells how many keys had none before."""
        found = list(ended)
        if not found:
            return 0
        items = [one.item for one in found]
        columns = (
            [item.key for item in items],
            [job] * len(found),
            [item.line for item in items],
            [item.part for item in items],
            [site] * len(found),
            [item.type for item in items],
            [one.kind for one in found],
            [one.code for one in found],
            [_storable(one.text)[:_LONGEST_TEXT] for one in found],
            [one.attempts for one in found],
            [worker] * len(found),
            [json.dumps(one.item.to_dict()) if one.kind in Kind.OPEN else None for one in found],
        )
        with self.reading() as connection:
            row = connection.execute(RECORD, (*columns, site, queue)).fetchone()
            return 0 if row is None else int(row[0])

    def claim(self, key: str, worker: str) -> bool:
        """Commit that a request which may not be repeated is about to be sent; False if it was claimed before."""
        rows = self.execute(
            "INSERT INTO commdn.claim (key, worker) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING key", key, worker
        )
        return bool(rows)

    def unclaim(self, key: str, worker: str) -> None:
        """It was not sent after all."""
        self.execute("DELETE FROM commdn.claim WHERE key = %s AND worker = %s", key, worker)

    @contextmanager
    def lane(self, name: str, until: Callable[[], bool]) -> Iterator[bool]:
        """Hold a lane's lock, which one worker of all can; False if `until` became true before that."""
        yes = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
        while not self.stubbornly(lambda: self.execute(yes, f"commdn:{name}"), until=until)[0][0]:
            if until():
                yield False
                return
            time.sleep(_LOCK_SECONDS)
        try:
            yield True
        finally:
            try:
                self.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", f"commdn:{name}")
            except FleetStoreError:
                # The lock ended with the connection.
                pass


def _connected(dsn: str) -> psycopg.Connection[tuple[Any, ...]]:
    found = psycopg.connect(dsn, autocommit=True, application_name="commdn-fleet", connect_timeout=10)
    try:
        found.execute(_KEEPALIVE)
    except psycopg.Error:
        found.close()
        raise
    return found


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


def _storable(text: str) -> str:
    """PostgreSQL's texts are UTF-8 without NUL."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
