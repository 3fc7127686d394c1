"""The producer: requests and files into a site's queues, and what became of them.

Owns batching by lanes and publishing in an order that loses nothing: the job's row, the batches, each
confirmed, then the job's end. A producer that dies is resumed: what is published twice has one key.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Self, Unpack

from .. import bulk
from ..bulk.run import Run
from ..errors import CommDNWaitTimeout
from .errors import FleetBacklogFull, FleetMessageError
from .jobs import (
    EndedRow,
    Job,
    count_outcomes,
    find_job,
    make_job,
    note_published,
    outcome_of,
    published,
)
from .lanes import lane_of
from .message import MOST_ROWS, Batch, Item, new_id
from .queues import Broker
from .registry import find_site
from .sites import Site
from .store import Store
from .topology import CONTROL_KEY, NOW_KEY, lane_key

__all__ = ["JobHandle", "Producer", "batch_rows", "items_of"]

_LOOK_SECONDS = 0.2
_BATCH_SECONDS = 5.0
_NOTE_ROWS = 20_000


class Producer:
    """Publishes for any number of sites. For one thread; use it with `with`, or close it.

    `broker` is amqp://user:password@host:port/vhost or amqps://, `store` a PostgreSQL URL or DSN.
    """

    def __init__(self, broker: str, store: str) -> None:
        self.store = Store(store)
        self.broker = Broker(broker)
        self._sites: dict[str, Site] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End both connections."""
        self.broker.close()
        self.store.close()

    def site(self, name: str) -> Site:
        """A site. Raises: FleetSiteError."""
        if name not in self._sites:
            self._sites[name] = find_site(self.store, name)
        return self._sites[name]

    def submit(
        self,
        type: str = "do_not_call",
        *,
        site: str,
        key: str | None = None,
        bulk: bool = False,
        not_before: float | None = None,
        not_after: float | None = None,
        **attributes: Any,
    ) -> str:
        """Hand one request over; gives its key, under which it has one outcome.

        `key` is the caller's name for it, such as a case number; without one it is made. A request
        about a campaign goes to `control`, one about a customer to `now`, or with `bulk` to his lane.
        When this returns, the broker has it on its disk.

        Raises: FleetMessageError, FleetSiteError, FleetBacklogFull, FleetBrokerError, FleetStoreError.
        """
        found = self.site(site)
        item = Item.read({"key": key or new_id(), "type": type, **attributes})
        batch = Batch(site=site, rows=(item,), not_before=not_before, not_after=not_after)
        self.broker.publish(Batch.read(batch.to_dict()), self.route(found, item, bulk=bulk))
        return item.key

    def route(self, site: Site, item: Item, *, bulk: bool) -> str:
        """The routing key for a request."""
        if item.is_control:
            return CONTROL_KEY
        return lane_key(lane_of(item.phone, item.customer_id, site.lanes)) if bulk else NOW_KEY

    def publish_rows(
        self,
        site: str,
        items: Iterable[Item],
        *,
        job: str | None = None,
        not_before: float | None = None,
        not_after: float | None = None,
        most: int | None = None,
        on_batch: Callable[[int], object] | None = None,
        full_for: float = 0.0,
    ) -> int:
        """Publish requests about customers to their lanes, in batches; tells how many.

        A lane at its limit is tried again for `full_for` seconds. Raises: FleetBacklogFull and the others.
        """
        found = self.site(site)
        most = most or batch_rows(found)
        lanes: list[list[Item]] = [[] for _ in range(found.lanes)]
        count = 0

        def publish(lane: int) -> None:
            rows, lanes[lane] = lanes[lane], []
            batch = Batch(site=site, rows=tuple(rows), job=job, not_before=not_before, not_after=not_after)
            self._publish_stubbornly(batch, lane_key(lane), full_for)
            if on_batch is not None:
                on_batch(len(rows))

        for item in items:
            if item.is_control:
                raise FleetMessageError(f"{item.key}: a request about a campaign is for control, not for a lane")
            lane = lane_of(item.phone, item.customer_id, found.lanes)
            lanes[lane].append(item)
            count += 1
            if len(lanes[lane]) >= most:
                publish(lane)
        for lane, rows in enumerate(lanes):
            if rows:
                publish(lane)
        return count

    def _publish_stubbornly(self, batch: Batch, key: str, full_for: float) -> None:
        until = time.monotonic() + full_for
        while True:
            try:
                self.broker.publish(batch, key)
                return
            except FleetBacklogFull as error:
                if time.monotonic() >= until:
                    raise FleetBacklogFull(
                        f"{batch.site}, {key}: the queue is at its limit and refuses messages;"
                        " go on with resume when the workers have caught up",
                        retryable=True,
                    ) from error
            time.sleep(_LOOK_SECONDS)

    def submit_file(
        self,
        path: str | os.PathLike[str] | bulk.Table,
        *,
        site: str,
        job: str | None = None,
        dedupe: bool = False,
        progress: Callable[[int], object] | None = None,
        full_for: float = 60.0,
        **reading: Unpack[bulk.ReadingOptions],
    ) -> JobHandle:
        """Publish do-not-call requests for every row of a file. Wait for its end with what this gives.

        `job` names one that was interrupted: what it had published is published again, with the same
        keys, unless the broker has all of it. Rows that make no sense are not sent.
        Raises: BulkFileError, FleetSiteError, FleetBacklogFull, FleetBrokerError, FleetStoreError.
        """
        table = path if isinstance(path, bulk.Table) else bulk.open_table(path, **reading)
        try:
            run = Run(None, resume=False)
            name = job or run.name
            count, digest = _look(table, dedupe)
            found = make_job(self.store, name, site, table.source.name, digest, count)
            if not found.is_published:
                self._publish_job(table, found, dedupe, progress, full_for)
        finally:
            if table is not path:
                table.close()
        return JobHandle(self.store, name)

    def _publish_job(
        self, table: bulk.Table, job: Job, dedupe: bool, progress: Callable[[int], object] | None, full_for: float
    ) -> None:
        done = noted = 0

        def note(rows: int) -> None:
            nonlocal done, noted
            done += rows
            if progress is not None:
                progress(done)
            if done - noted >= _NOTE_ROWS:
                note_published(self.store, job.id, done - noted)
                noted = done

        self.publish_rows(job.site, items_of(table, job.id, dedupe), job=job.id, on_batch=note, full_for=full_for)
        published(self.store, job.id)

    def outcome(self, key: str) -> EndedRow | None:
        """What became of a request; None if it has no outcome yet."""
        return outcome_of(self.store, key)

    def wait(self, key: str, timeout: float | None = None) -> EndedRow:
        """Wait for a request's outcome. Raises: CommDNWaitTimeout."""
        until = None if timeout is None else time.monotonic() + timeout
        while (found := self.outcome(key)) is None:
            if until is not None and time.monotonic() > until:
                raise CommDNWaitTimeout(f"{key} has no outcome yet", retryable=True)
            time.sleep(_LOOK_SECONDS / 10)
        return found

    def job(self, name: str) -> JobHandle:
        """A job by its id. Raises: FleetSiteError if there is none."""
        find_job(self.store, name)
        return JobHandle(self.store, name)


class JobHandle:
    """A job on its way."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self.id = name

    def __repr__(self) -> str:
        return f"<JobHandle {self.id}>"

    def state(self) -> Job:
        """How it stands."""
        return find_job(self._store, self.id)

    def counts(self) -> dict[str, int]:
        """How many rows ended how."""
        return count_outcomes(self._store, self.state())

    def wait(self, timeout: float | None = None, progress: Callable[[int], object] | None = None) -> dict[str, int]:
        """Wait until every row that is sent has an outcome. Raises: CommDNWaitTimeout, FleetStoreError."""
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            started = time.monotonic()
            job = self._store.stubbornly(self.state)
            counts = self._store.stubbornly(lambda: count_outcomes(self._store, job))
            if progress is not None:
                progress(sum(counts.values()))
            if sum(counts.values()) >= job.rows:
                return counts
            if until is not None and time.monotonic() > until:
                raise CommDNWaitTimeout(
                    f"job {self.id}: {sum(counts.values()):,} of {job.rows:,} rows have an outcome", retryable=True
                )
            # Counting millions takes its time: it is no more than a tenth of it.
            time.sleep(max(_LOOK_SECONDS, 9 * (time.monotonic() - started)))


def batch_rows(site: Site) -> int:
    """Rows of a message: as many as a lane sends in some seconds."""
    if site.rate is None:
        return MOST_ROWS
    return max(1, min(MOST_ROWS, int(site.rate / site.lanes * _BATCH_SECONDS)))


def rows_of(table: bulk.Table, dedupe: bool) -> Iterator[bulk.Row]:
    """The rows of a file."""
    return bulk.deduplicated(table.rows()) if dedupe else table.rows()


def items_of(table: bulk.Table, job: str, dedupe: bool) -> Iterator[Item]:
    """The requests of a file, with the keys of a job."""
    for row in rows_of(table, dedupe):
        if not row.code:
            yield item_of(row, job)


def item_of(row: bulk.Row, job: str) -> Item:
    """A row of a file as a request; its key is of the job, its line and what is in it."""
    return Item(
        key=Run.key_of(job, row),
        phone=row.phone,
        customer_id=row.customer_id,
        chain=row.chain,
        as_is=row.as_is,
        line=row.line,
        part=row.part,
    )


def _look(table: bulk.Table, dedupe: bool) -> tuple[int, str]:
    """How many rows are sent, and a digest of them."""
    count, digest = 0, hashlib.blake2b(digest_size=16)
    for row in rows_of(table, dedupe):
        if not row.code:
            count += 1
            digest.update(Run.key_of("", row).encode())
    return count, digest.hexdigest()
