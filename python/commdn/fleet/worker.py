"""The worker: Celery consumes the queues, `process` does the work, the keeper says what is consumed.

One process is one session, one T-Server client, on threads: one for each lane and three for `now`
and `control`, so that a desktop's request never waits behind a batch. Of each queue one message at a
time is in hand, which keeps a lane's order; it is acknowledged when its outcomes are committed.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from types import FrameType
from typing import Any

from celery import Celery
from celery.exceptions import Reject
from celery.worker import WorkController, state
from kombu import Exchange, Queue

from ..session import Session
from .consumption import ANSWER_SECONDS, HEARTBEAT_SECONDS, CeleryConsumption, QueueConsumer
from .errors import FleetError, FleetMessageError, FleetStoreError
from .keeper import Keeper, Standing
from .message import TASK, Batch
from .process import Limits, Processor, Verdict
from .queues import connection_arguments
from .registry import beat, find_site, leave
from .sites import Site
from .store import Store
from .topology import exchange_of, queues_of

__all__ = ["WorkerOptions", "make_app", "run_worker"]

_log = logging.getLogger("commdn.fleet")
_THREADS_BESIDE_LANES = 3
_AGAIN_SECONDS = 1.0
_END_SECONDS = 30.0
_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """What a worker is told."""

    broker: str
    store: str
    site: str
    connect: Callable[[], Session]
    """Opens the session, in the background."""
    lanes: tuple[int, ...] | None = None
    """The lanes that it owns; None: its share of them."""
    name: str | None = None
    """Its name, unlike all others; None: made of the host's name and the process."""
    limits: Limits = Limits()
    stand_back: float = 5.0


def make_app(broker: str, site: Site) -> Celery:
    """The Celery application of a site's workers: nothing is declared, nothing is returned."""
    arguments = connection_arguments(broker)
    app = Celery(f"commdn.{site.name}", broker=arguments["url"], backend=None, set_as_current=False)
    exchange = Exchange(exchange_of(site.name), type="direct", durable=True, no_declare=True)
    queues = [
        Queue(
            name, exchange=exchange, routing_key=key, no_declare=True, queue_arguments={"x-queue-type": "quorum"}
        )
        for key, name in queues_of(site.name, site.lanes).items()
    ]
    app.conf.update(
        task_queues=queues,
        task_default_queue=queues[0].name,
        task_create_missing_queues=False,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_track_started=False,
        accept_content=["json"],
        task_serializer="json",
        worker_prefetch_multiplier=1,
        # Prefetch is each consumer's own then: quorum queues know no other.
        worker_detect_quorum_queues=True,
        # Otherwise more than one message of a lane is in hand after a lost connection.
        worker_enable_prefetch_count_reduction=False,
        worker_enable_remote_control=True,
        worker_send_task_events=True,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_heartbeat=HEARTBEAT_SECONDS,
        broker_transport_options={"read_timeout": ANSWER_SECONDS},
        broker_use_ssl=arguments.get("ssl"),
        event_queue_exclusive=True,
        control_queue_exclusive=True,
    )
    return app


class _TakenBack(logging.Filter):
    """Tells in a line that a message cannot be acknowledged any more: it comes again, and its outcomes are found."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno == logging.CRITICAL and str(record.msg).startswith(("Couldn't ack", "Couldn't reject")):
            record.levelno, record.levelname, record.exc_info = logging.INFO, "INFO", None
        return True


class _Worker:
    """A worker on its way."""

    def __init__(self, options: WorkerOptions, store: Store, site: Site, session: Session) -> None:
        self.options = options
        self.store = store
        self.session = session
        self.name = options.name or f"{site.name}-{socket.gethostname()}-{os.getpid()}"
        self.app = make_app(options.broker, site)
        self.controller: Any = None
        self.processor: Processor
        self.consumption = CeleryConsumption(self.app, site.name)
        self.keeper = Keeper(
            self.name, options.lanes, session, self.consumption, self._beat, stand_back=options.stand_back
        )
        self.processor = Processor(
            site.name, store, session, self.keeper, worker=self.name, limits=options.limits
        )
        self.threads = site.lanes + _THREADS_BESIDE_LANES
        self._over = threading.Event()
        self._ended = threading.Event()
        self._busy = 0
        self._lock = threading.Lock()
        handle = self._handle

        @self.app.task(name=TASK, bind=True, acks_late=True, ignore_result=True, reject_on_worker_lost=True)
        def records(task: Any, batch: Any) -> None:
            handle(batch, str(task.request.delivery_info.get("routing_key")))

    def _beat(self, status: str, server: str, active: list[int]) -> Standing:
        options = self.options
        return beat(
            self.store, options.site, self.name, options.lanes, status, server, active, self.processor.sent
        )

    def _handle(self, given: Any, key: str) -> None:
        """Process a message. What is raised decides its fate: nothing: acknowledged; Reject: returned, or dead."""
        try:
            batch = Batch.read(given)
            if batch.site != self.options.site:
                raise FleetMessageError(f"site {batch.site!r} is not {self.options.site!r}, whose queue it came from")
        except FleetMessageError as error:
            _log.error("a message goes to the dead letters: %s", error)
            raise Reject(str(error), requeue=False) from None
        with self._lock:
            self._busy += 1
        self.keeper.delivered(key)
        try:
            verdict = self.processor.process(batch, key, self.keeper.pace(key))
        except FleetError as error:
            if not error.retryable:
                _log.error("a batch goes to the dead letters: %s", error)
                raise Reject(str(error), requeue=False) from None
            verdict = Verdict.LATER
        except Exception as error:
            _log.exception("a batch goes to the dead letters")
            raise Reject(type(error).__name__, requeue=False) from None
        finally:
            with self._lock:
                self._busy -= 1
        if verdict is Verdict.LATER:
            # Its connection has been cut, as a rule: then the broker has it back already.
            self._over.wait(_AGAIN_SECONDS)
            raise Reject("later", requeue=True)

    def run(self) -> None:
        """Work until a signal comes."""
        self.controller = WorkController(
            app=self.app,
            hostname=f"commdn@{self.name}",
            pool_cls="threads",
            concurrency=self.threads,
            consumer_cls=partial(QueueConsumer, self.consumption),
            without_gossip=True,
            without_mingle=True,
            optimization="fair",
            loglevel="INFO",
        )
        logging.getLogger("celery.worker.request").addFilter(_TakenBack())
        keeping = threading.Thread(target=self._keep, name="commdn-keeper", daemon=True)
        before = {number: signal.signal(number, self._end) for number in (signal.SIGTERM, signal.SIGINT)}
        keeping.start()
        try:
            self.controller.start()
        finally:
            self._over.set()
            self._ended.set()
            keeping.join(_END_SECONDS)
            for number, handler in before.items():
                signal.signal(number, handler)
            with suppress(FleetError):
                leave(self.store, self.name)

    def _end(self, number: int, _: FrameType | None) -> None:
        if self._over.is_set():
            # A second signal: what is in hand is the broker's again.
            raise SystemExit(128 + number)
        self._over.set()

    def _keep(self) -> None:
        while not self._over.wait(0.5):
            try:
                self.keeper.turn()
            except Exception:
                _log.exception("the keeper")
        self.keeper.stop()
        until = time.monotonic() + _END_SECONDS
        while self._busy and time.monotonic() < until:
            time.sleep(0.02)
        # Again and again: one that is just starting sets it back.
        while not self._ended.wait(0.2):
            setattr(state, "should_stop", 0)  # noqa: B010
            consumer = getattr(self.controller, "consumer", None)
            if consumer is not None:
                consumer.call_soon(lambda: None)


def site_at_start(store: Store, name: str) -> Site:
    """The site; a store that is just starting, as after a power failure, is waited for."""
    until = time.monotonic() + _START_SECONDS

    def look() -> Site:
        try:
            return find_site(store, name)
        except FleetStoreError as error:
            _log.warning("the store does not answer: %s", error)
            raise

    return store.stubbornly(look, until=lambda: time.monotonic() > until)


def run_worker(options: WorkerOptions) -> None:
    """Process a site's requests until SIGTERM or SIGINT; what is in hand then is recorded or given back.

    For the main thread. Raises: FleetSiteError, FleetBrokerError for wrong options, FleetStoreError if the store does
    not answer for a minute at the start; later both broker and store are waited for.
    """
    connection_arguments(options.broker)
    store = Store(options.store)
    try:
        site = site_at_start(store, options.site)
        with options.connect() as session:
            _Worker(options, store, site, session).run()
    finally:
        store.close()
