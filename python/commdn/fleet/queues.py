"""The broker as a fleet uses it, over kombu: declaring, publishing with confirms, looking.

The one place beside the worker that knows the library. URLs are amqp://user:password@host:port/vhost
or amqps://; errors never show the password.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit, urlunsplit

import kombu
from amqp import exceptions as amqp_errors
from kombu import exceptions as kombu_errors

from .errors import FleetBacklogFull, FleetBrokerError
from .message import TASK, Batch, new_id
from .topology import DEAD, EVENTS, declared, exchange_of

__all__ = ["Broker", "DeadMessage", "connection_arguments"]

_CONFIRM_SECONDS = 60.0
_FAULTS = (
    OSError, amqp_errors.AMQPError, kombu_errors.KombuError, kombu_errors.OperationalError, ssl.SSLError,
)  # fmt: skip


def connection_arguments(url: str) -> dict[str, Any]:
    """What kombu and Celery connect with; `cafile`, `certfile`, `keyfile` behind `?` are the files of TLS.

    Raises: FleetBrokerError for what is no URL of a broker.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("amqp", "amqps") or not parts.hostname:
        raise FleetBrokerError("the broker's URL is not amqp://user:password@host:port/vhost, or amqps://")
    plain = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
    found: dict[str, Any] = {"url": plain.replace("amqps://", "amqp://", 1)}
    if parts.scheme == "amqps":
        query = parse_qs(parts.query)
        files = {"cafile": "ca_certs", "certfile": "certfile", "keyfile": "keyfile"}
        given = {name: query[key][0] for key, name in files.items() if key in query}
        found["ssl"] = {"cert_reqs": ssl.CERT_REQUIRED, "server_hostname": parts.hostname, **given}
    return found


class Broker:
    """A connection to the broker. For one thread; use it with `with`, or close it."""

    def __init__(self, url: str) -> None:
        self.url = url
        """With its password: not to be shown."""
        self._arguments = connection_arguments(url)
        self._connection = self._made()
        self._channel: Any = None
        self._returned: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _made(self) -> kombu.Connection:
        return kombu.Connection(
            self._arguments["url"],
            ssl=self._arguments.get("ssl", False),
            connect_timeout=10,
            heartbeat=0,
            transport_options={"confirm_publish": True},
        )

    def close(self) -> None:
        """End the connection."""
        self._channel = None
        with suppress(*_FAULTS):
            self._connection.release()

    @contextmanager
    def _open(self) -> Iterator[Any]:
        """The channel. Raises: FleetBrokerError."""
        try:
            if self._channel is None:
                self._channel = self._connection.channel()
                self._channel.events["basic_return"].add(self._note_returned)
            yield self._channel
        except amqp_errors.MessageNacked as error:
            raise FleetBacklogFull("a queue is at its limit: the broker refuses the message", retryable=True) from error
        except _FAULTS as error:
            self._forget()
            raise FleetBrokerError(f"the broker: {_line(error)}", retryable=_is_loss(error)) from error

    def _forget(self) -> None:
        """The next call connects again."""
        self._channel = None
        with suppress(*_FAULTS):
            self._connection.release()
        self._connection = self._made()

    def _note_returned(self, *given: Any) -> None:
        self._returned.append(str(given[1]) if len(given) > 1 else "unroutable")

    def declare(self, site: str, lanes: int, max_bytes: int) -> None:
        """Declare the exchanges and queues of a site; harmless if they are there as wanted."""
        with self._open() as channel:
            channel.exchange_declare(EVENTS, "topic", durable=True, auto_delete=False)
            for one in declared(site, lanes, max_bytes):
                channel.exchange_declare(one.exchange, one.exchange_type, durable=True, auto_delete=False)
                channel.queue_declare(one.name, durable=True, auto_delete=False, arguments=one.arguments)
                channel.queue_bind(one.name, one.exchange, one.routing_key)

    def publish(self, batch: Batch, key: str) -> None:
        """Hand a batch over: it is on the broker's disk when this returns.

        Raises: FleetBacklogFull, FleetBrokerError.
        """
        headers = {
            "lang": "py",
            "task": TASK,
            "id": new_id(),
            "argsrepr": f"({len(batch.rows)} rows)",
            "kwargsrepr": "",
        }
        self.send([[batch.to_dict()], {}, {}], exchange_of(batch.site), key, headers=headers)

    def send(self, body: Any, exchange: str, key: str, **properties: Any) -> None:
        """Publish JSON, persistent, with a confirm, and to at least one queue.

        Raises: FleetBacklogFull, FleetBrokerError.
        """
        with self._open() as channel:
            self._returned.clear()
            producer = kombu.Producer(channel, serializer="json", auto_declare=False)
            producer.publish(
                body,
                exchange=exchange,
                routing_key=key,
                mandatory=properties.pop("mandatory", True),
                delivery_mode=2,
                timeout=_CONFIRM_SECONDS,
                **properties,
            )
            if self._returned:
                raise FleetBrokerError(f"no queue is bound to {exchange} with {key}: run commdn fleet init")

    def depths(self, names: list[str]) -> dict[str, tuple[int, int]]:
        """Messages that are ready, and consumers, of each queue that is there."""
        found: dict[str, tuple[int, int]] = {}
        for name in names:
            try:
                with self._open() as channel:
                    told = channel.queue_declare(name, passive=True)
            except FleetBrokerError as error:
                if isinstance(error.__cause__, amqp_errors.NotFound):
                    continue
                raise
            found[name] = (told.message_count, told.consumer_count)
        return found

    @contextmanager
    def dead(self, most: int) -> Iterator[list[DeadMessage]]:
        """The dead letters, the oldest first. Those that are not taken by the end stay.

        Raises: FleetBrokerError.
        """
        found: list[DeadMessage] = []
        with self._open() as channel:
            while len(found) < most and (message := channel.basic_get(DEAD)) is not None:
                found.append(DeadMessage(channel, message))
        try:
            yield found
        finally:
            with self._open():
                for one in found:
                    one.leave()


class DeadMessage:
    """One dead letter, in hand."""

    def __init__(self, channel: Any, message: Any) -> None:
        self.body = message.body
        self.headers: dict[str, Any] = dict(message.headers or {})
        self._channel = channel
        self._tag: int | None = message.delivery_tag

    def take(self) -> None:
        """Remove it."""
        if self._tag is not None:
            self._channel.basic_ack(self._tag)
            self._tag = None

    def leave(self) -> None:
        """Give it back, if it was not taken."""
        if self._tag is not None:
            self._channel.basic_reject(self._tag, requeue=True)
            self._tag = None


def _is_loss(error: BaseException) -> bool:
    return isinstance(error, (OSError, amqp_errors.RecoverableConnectionError, kombu_errors.OperationalError))


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
