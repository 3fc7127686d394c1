"""The names and properties of exchanges and queues: the one place that knows them.

    commdn.SITE          direct exchange: routing keys bulk.0 ... bulk.N-1, now, control
    commdn.SITE.bulk.0   quorum queues; lanes and control have a single active consumer
    commdn.dead          fanout exchange and queue for what nobody can process
    commdn.events        topic exchange: SITE.OCS.GROUP.KIND

Every site has an exchange of its own, so that the right to publish to one is not the right to
publish to all. Declaring is `init`'s; workers and producers find what is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = [
    "CONTROL_KEY", "DEAD", "EVENTS", "NOW_KEY", "Declared", "declared", "exchange_of", "lane_key", "queue_of",
    "queues_of",
]  # fmt: skip

DEAD = "commdn.dead"
EVENTS = "commdn.events"
NOW_KEY = "now"
CONTROL_KEY = "control"
DELIVERY_LIMIT = 20
DEAD_BYTES = 1 << 30


def exchange_of(site: str) -> str:
    """The exchange that a site's requests are published to."""
    return f"commdn.{site}"


def lane_key(lane: int) -> str:
    """The routing key of a bulk lane."""
    return f"bulk.{lane}"


def queue_of(site: str, key: str) -> str:
    """The queue that a routing key leads to."""
    return f"{exchange_of(site)}.{key}"


def queues_of(site: str, lanes: int) -> dict[str, str]:
    """The queues of a site by routing key: the lanes, then now and control."""
    keys = [*(lane_key(lane) for lane in range(lanes)), NOW_KEY, CONTROL_KEY]
    return {key: queue_of(site, key) for key in keys}


@dataclass(frozen=True, slots=True)
class Declared:
    """A queue as it is declared."""

    name: str
    exchange: str
    exchange_type: str
    routing_key: str
    arguments: dict[str, Any]


def declared(site: str, lanes: int, max_bytes: int) -> Iterator[Declared]:
    """The queues of a site, and the one for dead letters; each holds `max_bytes` of messages at most."""
    quorum = {"x-queue-type": "quorum"}
    yield Declared(DEAD, DEAD, "fanout", "", {**quorum, "x-max-length-bytes": DEAD_BYTES, "x-overflow": "reject-publish"})
    for key, name in queues_of(site, lanes).items():
        arguments = {
            **quorum,
            "x-dead-letter-exchange": DEAD,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-max-length-bytes": max_bytes,
        }
        if key != NOW_KEY:
            arguments["x-single-active-consumer"] = True
        yield Declared(name, exchange_of(site), "direct", key, arguments)
