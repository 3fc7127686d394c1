"""Dead letters: messages that nobody could process, and putting things back.

A message is dead if it is no batch (unknown task, bad JSON, another version) or if it was delivered
twenty times without an end. Rows that OCS refuses are no dead letters: they have an outcome.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any

from .errors import FleetMessageError, FleetSiteError
from .jobs import put_aside, retried, waiting
from .lanes import lane_of
from .message import TASK, Batch
from .producer import Producer
from .queues import Broker, DeadMessage
from .registry import find_site
from .store import Kind
from .topology import CONTROL_KEY, NOW_KEY, exchange_of, lane_key

__all__ = ["DeadLetter", "dead_letters", "retry_dead", "retry_open"]

_log = logging.getLogger("commdn.fleet")
_MOST = 10_000
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One dead letter."""

    queue: str
    reason: str
    task: str
    id: str
    at: str
    batch: Batch | None
    """None if it is no batch that this version knows."""
    fault: str
    """Why it is none."""


def dead_letters(broker: Broker, most: int = _MOST) -> list[DeadLetter]:
    """Look at the dead letters; all of them stay."""
    with broker.dead(most) as found:
        return [_read(one) for one in found]


def _read(one: DeadMessage) -> DeadLetter:
    death = (one.headers.get("x-death") or [{}])[0]
    batch, fault = None, ""
    try:
        batch = _batch(one.body, one.headers)
    except FleetMessageError as error:
        fault = str(error)
    return DeadLetter(
        queue=str(death.get("queue", "")),
        reason=str(death.get("reason", "")),
        task=str(one.headers.get("task", ""))[:_SHOWN],
        id=str(one.headers.get("id", ""))[:_SHOWN],
        at=str(death.get("time", "")),
        batch=batch,
        fault=fault,
    )


def _batch(body: Any, headers: dict[str, Any]) -> Batch:
    if headers.get("task") != TASK:
        raise FleetMessageError(f"its task is {str(headers.get('task'))[:_SHOWN]!r}, not {TASK!r}")
    try:
        arguments = json.loads(body)[0]
    except (ValueError, LookupError, TypeError):
        raise FleetMessageError("its body is no JSON list of arguments") from None
    if not isinstance(arguments, list) or len(arguments) != 1:
        raise FleetMessageError("it does not have one argument")
    return Batch.read(arguments[0])


def retry_dead(producer: Producer, most: int = _MOST) -> tuple[int, int]:
    """Put dead letters back, in rows of one: what one row does to a worker is then that row's alone.

    Tells how many rows were put back, and how many letters stay because they are no batch.
    """
    rows = stay = 0
    # All are in hand before any is published: what dies again is not taken twice.
    with Broker(producer.broker.url) as reading, reading.dead(most) as found:
        for one in found:
            letter = _read(one)
            try:
                rows += _put_back(producer, letter)
                one.take()
            except (FleetMessageError, FleetSiteError) as error:
                _log.warning("dead letter %s stays: %s", letter.id, error)
                stay += 1
    return rows, stay


def _put_back(producer: Producer, letter: DeadLetter) -> int:
    """Publish the rows of a dead letter to the queue that it came from; tells how many.

    Raises: FleetMessageError if it is no batch; FleetSiteError if its site is not there.
    """
    batch = letter.batch
    if batch is None:
        raise FleetMessageError(letter.fault)
    producer.site(batch.site)
    prefix = f"{exchange_of(batch.site)}."
    key = letter.queue.removeprefix(prefix) if letter.queue.startswith(prefix) else NOW_KEY
    for item in batch.rows:
        one = Batch(
            site=batch.site, rows=(item,), job=batch.job, not_before=batch.not_before, not_after=batch.not_after
        )
        producer.broker.publish(one, key)
    return len(batch.rows)


def retry_open(producer: Producer, name: str, *, unknown: bool = False) -> int:
    """Publish again what has ended without an answer, of a job or of a key; tells how many.

    `unknown` takes requests that may have been carried out, too: ask for the campaign's status first.
    Raises: FleetError; an interruption loses nothing, the same call goes on.
    """
    kinds = [Kind.GAVE_UP, Kind.EXPIRED, *([Kind.UNKNOWN] if unknown else [])]
    put_aside(producer.store, name, kinds)
    count = 0
    for site, job, item in waiting(producer.store, name):
        lanes = find_site(producer.store, site).lanes
        key = CONTROL_KEY if item.is_control else lane_key(lane_of(item.phone, item.customer_id, lanes))
        producer.broker.publish(Batch(site=site, rows=(item,), job=job), key)
        retried(producer.store, [item.key])
        count += 1
    return count
