"""Jobs in the store: files that are imported, how far they are, and what may be retried.

Owns the SQL of jobs, of what is retried and of retention.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from .errors import FleetSiteError
from .message import Item
from .store import Store

__all__ = [
    "EndedRow", "Job", "Retried", "count_outcomes", "find_job", "forget_old", "jobs", "make_job", "note_published",
    "outcome_of", "outcomes_in_order", "published", "put_aside", "retried", "to_retry", "waiting",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Job:
    """A file on its way through the fleet."""

    id: str
    site: str
    source: str
    digest: str
    rows: int
    """Rows that are sent: not those that the file itself rules out."""
    sent: int
    """Rows that were published so far."""
    state: str
    """`publishing`, `published`, `done`."""
    made: datetime
    ended: datetime | None

    @property
    def is_published(self) -> bool:
        """Whether the broker has all of it."""
        return self.state != "publishing"



def make_job(store: Store, name: str, site: str, source: str, digest: str, rows: int) -> Job:
    """Begin a job, or find the one that was interrupted.

    Raises: FleetSiteError if it is of another site or another file.
    """
    store.execute(
        """INSERT INTO commdn.job (id, site, source, digest, rows) VALUES (%s, %s, %s, %s, %s)
           ON CONFLICT (id) DO NOTHING""",
        name, site, source, digest, rows,
    )  # fmt: skip
    job = find_job(store, name)
    if (job.site, job.digest, job.rows) != (site, digest, rows):
        raise FleetSiteError(
            f"job {name} is of site {job.site} and of another input ({job.source}): resume with the same file, "
            "options and site"
        )
    return job


def find_job(store: Store, name: str) -> Job:
    """A job. Raises: FleetSiteError if there is none of that id."""
    rows = store.execute(
        "SELECT id, site, source, digest, rows, sent, state, made, ended FROM commdn.job WHERE id = %s", name
    )
    if not rows:
        raise FleetSiteError(f"there is no job {name!r}")
    return Job(*rows[0])


def jobs(store: Store, site: str | None = None, most: int = 50) -> list[Job]:
    """The youngest jobs, of one site or of all."""
    rows = store.execute(
        """SELECT id, site, source, digest, rows, sent, state, made, ended FROM commdn.job
           WHERE %s::text IS NULL OR site = %s ORDER BY made DESC LIMIT %s""",
        site, site, most,
    )  # fmt: skip
    return [Job(*row) for row in rows]


def note_published(store: Store, name: str, rows: int) -> None:
    """The broker has so many more rows of it."""
    store.execute("UPDATE commdn.job SET sent = sent + %s WHERE id = %s", rows, name)


def published(store: Store, name: str) -> None:
    """The broker has all of it."""
    store.execute("UPDATE commdn.job SET state = 'published', sent = rows WHERE id = %s AND state = 'publishing'", name)


def count_outcomes(store: Store, job: Job) -> dict[str, int]:
    """How many rows of a job ended how; a job whose rows all have ended is done."""
    rows = store.execute("SELECT kind, count(*) FROM commdn.outcome WHERE job = %s GROUP BY kind", job.id)
    found: dict[str, int] = dict(rows)
    if sum(found.values()) >= job.rows and job.state != "done":
        store.execute(
            "UPDATE commdn.job SET state = 'done', ended = now(), sent = rows WHERE id = %s AND state <> 'done'", job.id
        )
    return found


@dataclass(frozen=True, slots=True)
class EndedRow:
    """What a job's row became."""

    line: int
    part: int
    key: str
    kind: str
    code: str
    text: str


def outcomes_in_order(store: Store, name: str) -> Iterator[EndedRow]:
    """The outcomes of a job in the order of its lines, a few thousand in memory at a time."""
    with store.reading() as connection, connection.transaction():
        cursor = connection.cursor(f"job_{name}")
        cursor.itersize = 5_000
        cursor.execute(
            """SELECT line, coalesce(part, 0), key, kind, code, text FROM commdn.outcome
               WHERE job = %s AND line IS NOT NULL ORDER BY line, part""",
            (name,),
        )
        for row in cursor:
            yield EndedRow(*row)


def outcome_of(store: Store, key: str) -> EndedRow | None:
    """The outcome of one key; None if there is none yet."""
    rows = store.execute(
        "SELECT coalesce(line, 0), coalesce(part, 0), key, kind, code, text FROM commdn.outcome WHERE key = %s", key
    )
    return EndedRow(*rows[0]) if rows else None


@dataclass(frozen=True, slots=True)
class Retried:
    """A request whose outcome is open, or that waits to be published again."""

    key: str
    site: str
    job: str | None
    kind: str
    code: str
    text: str
    item: Item


def to_retry(store: Store, site: str | None, most: int) -> list[Retried]:
    """What ended without an answer: given up, unknown or expired; the oldest first."""
    rows = store.execute(
        """SELECT key, site, job, kind, code, text, request FROM commdn.outcome
           WHERE request IS NOT NULL AND (%s::text IS NULL OR site = %s) ORDER BY at LIMIT %s""",
        site, site, most,
    )  # fmt: skip
    return [
        Retried(key, of, job, kind, code, text, Item.read(request))
        for key, of, job, kind, code, text, request in rows
    ]


def put_aside(store: Store, name: str, kinds: Sequence[str]) -> int:
    """Take the open outcomes of a job or a key back, in order to publish their requests again; tells how many.

    They are kept until `retried` says that the broker has them: an interruption loses none.
    """
    with store.reading() as connection, connection.transaction():
        count = connection.execute(
            """WITH taken AS (
                   DELETE FROM commdn.outcome
                   WHERE (key = %s OR job = %s) AND request IS NOT NULL AND kind = ANY(%s)
                   RETURNING key, site, job, request)
               INSERT INTO commdn.retry (key, site, job, request) SELECT * FROM taken
               ON CONFLICT (key) DO NOTHING""",
            (name, name, list(kinds)),
        ).rowcount
        connection.execute(
            """DELETE FROM commdn.claim WHERE key IN (SELECT key FROM commdn.retry WHERE key = %s OR job = %s)""",
            (name, name),
        )
        connection.execute(
            "UPDATE commdn.job SET state = 'published', ended = NULL WHERE id = %s AND state = 'done' AND %s > 0",
            (name, count),
        )
    return count


def waiting(store: Store, name: str) -> list[tuple[str, str | None, Item]]:
    """What was put aside of a job or a key, and is not with the broker yet: site, job, request."""
    rows = store.execute("SELECT site, job, request FROM commdn.retry WHERE key = %s OR job = %s ORDER BY at", name, name)
    return [(row[0], row[1], Item.read(row[2])) for row in rows]


def retried(store: Store, keys: Sequence[str]) -> None:
    """The broker has them."""
    store.execute("DELETE FROM commdn.retry WHERE key = ANY(%s)", list(keys))


def forget_old(store: Store, days: float) -> tuple[int, int]:
    """Retention: remove jobs that were done so long ago, with their outcomes, and what belongs to no job.

    What may still be retried stays. Tells how many jobs and outcomes have gone.
    """
    with store.reading() as connection:
        old = connection.execute(
            "SELECT id FROM commdn.job WHERE state = 'done' AND ended < now() - make_interval(secs => %s)",
            (days * 86_400,),
        ).fetchall()
        outcomes = 0
        for (name,) in old:
            # One job at a time: short transactions.
            outcomes += connection.execute(
                "DELETE FROM commdn.outcome WHERE job = %s AND request IS NULL", (name,)
            ).rowcount
            connection.execute("DELETE FROM commdn.job WHERE id = %s", (name,))
        outcomes += connection.execute(
            """DELETE FROM commdn.outcome WHERE job IS NULL AND request IS NULL
               AND at < now() - make_interval(secs => %s)""",
            (days * 86_400,),
        ).rowcount
        connection.execute(
            """DELETE FROM commdn.claim c WHERE at < now() - make_interval(secs => %s)
               AND NOT EXISTS (SELECT FROM commdn.outcome o WHERE o.key = c.key)""",
            (days * 86_400,),
        )
    return len(old), outcomes
