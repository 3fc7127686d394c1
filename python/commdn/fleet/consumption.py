"""Which queues Celery's consumer has, and how it comes by them and leaves them.

Owns the order of consuming: one queue after the other, each within a time. A broker may have a queue that it does not
serve: RabbitMQ 3.10, killed right after a queue was made, starts it without a leader and answers nobody who asks for
it, nor on the channel that has asked. Such a queue is left alone, longer each time, and the others go on.
"""

from __future__ import annotations

import logging
import socket
import threading
from contextlib import suppress
from typing import Any

from celery import Celery
from celery.worker.consumer import Consumer

from .topology import queue_of

__all__ = ["ANSWER_SECONDS", "HEARTBEAT_SECONDS", "CeleryConsumption", "QueueConsumer"]

_log = logging.getLogger("commdn.fleet")
HEARTBEAT_SECONDS = 30
"""After twice that without a sign of life a connection is given up. Half of it is between two signs."""
ANSWER_SECONDS = 10
"""How long the broker may say nothing while its answer is waited for; less than between two signs of life, or that would
never be."""
_STANDBY_SECONDS = 2.0
_ALONE_SECONDS = (60.0, 3600.0)


class CeleryConsumption:
    """What the keeper wants, done with Celery's consumer, which must be a `QueueConsumer` of this."""

    def __init__(self, app: Celery, site: str) -> None:
        self._app = app
        self._site = site
        self._consumer: Any = None
        self._turn = 0
        self._current: frozenset[str] = frozenset()
        self._unserved: frozenset[str] = frozenset()
        self._alone: dict[str, float] = {}
        # Of what is selected Celery consumes all at once, and does not tell which of them the broker does not serve.
        vars(app.amqp.queues)["_consume_from"] = {}

    def consume(self, keys: frozenset[str], first: frozenset[str]) -> None:
        """As `Consumption.consume` says: by a new connection, which gives everything back."""
        self._turn += 1
        turn = self._turn
        names = frozenset(queue_of(self._site, key) for key in first)
        if self._current <= names:
            # Nothing is to be given back.
            self._add(turn, names)
        else:
            # What is consumed when the connection is there again.
            self._current = names
            self._cut()
        rest = {queue_of(self._site, key) for key in keys} - names
        if rest:
            _later(_STANDBY_SECONDS, self._add, turn, rest)

    def ready(self, consumer: Any) -> None:
        """Celery has connected, and consumes nothing yet; on its own thread."""
        self._consumer = consumer
        self._consume_all(self._turn)

    def _add(self, turn: int, names: frozenset[str] | set[str]) -> None:
        """Consume more, on Celery's own thread."""
        if turn != self._turn:
            return
        self._current |= names
        if self._consumer is not None:
            self._consumer.call_soon(self._consume_all, turn)

    def _consume_all(self, turn: int) -> None:
        consumer = self._consumer
        queues = getattr(consumer, "task_consumer", None)
        if turn != self._turn or queues is None:
            # What is wanted is consumed once the connection is there again.
            return
        for name in sorted(self._current - self._unserved):
            if queues.consuming_from(name):
                continue
            try:
                queues.add_queue(self._app.amqp.queues[name])
                queues.consume()
            except TimeoutError:
                self._leave_alone(name)
                # What it gives for that queue after all would go to nobody.
                self._cut()
                return
            except (*consumer.connection_errors, *consumer.channel_errors):
                # Celery finds the same, and connects again.
                return

    def _leave_alone(self, name: str) -> None:
        first, longest = _ALONE_SECONDS
        seconds = self._alone[name] = min(2 * self._alone.get(name, first / 2), longest)
        _log.error(
            "the broker does not answer for the queue %s: it is left alone for %.0f s, the others go on; if that stays so,"
            " it has no leader, and must be deleted and made again with commdn fleet init",
            name, seconds,
        )  # fmt: skip
        self._unserved |= {name}
        _later(seconds, self._try_again, name)

    def _try_again(self, name: str) -> None:
        self._unserved -= {name}
        self._add(self._turn, frozenset())

    def _cut(self) -> None:
        """End the connection as a broken network would: Celery connects again."""
        with suppress(OSError, AttributeError):
            # That of TLS would take its state away from the thread that reads, which then fails at what is no loss to
            # Celery.
            socket.socket.shutdown(self._consumer.connection.connection.transport.sock, socket.SHUT_RDWR)


def _later(seconds: float, work: Any, *arguments: Any) -> None:
    timer = threading.Timer(seconds, work, arguments)
    timer.daemon = True
    timer.start()


class QueueConsumer(Consumer):
    """Celery's consumer, with one message of each queue in hand, and without delayed delivery."""

    class Blueprint(Consumer.Blueprint):  # type: ignore[misc,valid-type]
        """Its parts."""

        default_steps = {
            "celery.worker.consumer.connection:Connection",
            "celery.worker.consumer.events:Events",
            "celery.worker.consumer.heart:Heart",
            "celery.worker.consumer.control:Control",
            "celery.worker.consumer.tasks:Tasks",
            "celery.worker.consumer.consumer:Evloop",
        }

    def __init__(self, consumption: CeleryConsumption, *given: Any, **named: Any) -> None:
        named["initial_prefetch_count"] = 1
        self._consumption = consumption
        super().__init__(*given, **named)

    def on_ready(self) -> None:
        """Celery calls it with each new connection, before it waits for messages."""
        super().on_ready()
        self._consumption.ready(self)
