"""Workers as processes that can be killed, and the producer that is interrupted and resumed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pika

from commdn.fleet.queues import Broker as Queues
from commdn.fleet.registry import save_site
from commdn.fleet.sites import Site
from commdn.fleet.store import Store

HERE = Path(__file__).resolve().parent


def make_site(broker: str, dsn: str, site: Site, max_bytes: int = 1 << 28) -> None:
    """What `commdn fleet init` does."""
    store = Store(dsn)
    store.make_tables()
    save_site(store, site)
    store.close()
    with Queues(broker) as queues:
        queues.declare(site.name, site.lanes, max_bytes)


class Worker:
    """One worker."""

    def __init__(self, folder: Path, name: str, broker: str, store: str, site: str, server: str, *broken: str) -> None:
        self.name = name
        self.log = folder / f"worker-{name}.log"
        self._command = [sys.executable, str(HERE / "worker.py"), broker, store, site, server, name, *broken]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self, seconds: float = 60.0) -> int:
        """SIGTERM, and its status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(seconds)
        finally:
            self.kill()


def peek(port: int, queue: str, seconds: float = 5.0) -> list[tuple[bytes, dict[str, object]]]:
    """The messages of a queue, as a consumer sees them that dies before it acknowledges any: they stay."""
    found: list[tuple[bytes, dict[str, object]]] = []
    with pika.BlockingConnection(pika.URLParameters(f"amqp://guest:guest@127.0.0.1:{port}/%2F")) as connection:
        channel = connection.channel()
        for method, properties, body in channel.consume(queue, inactivity_timeout=seconds):
            if method is None:
                break
            found.append((body, dict(properties.headers or {})))
            # What else is there comes at once.
            seconds = 0.2
            if not channel.get_waiting_message_count():
                connection.process_data_events(seconds)
                if not channel.get_waiting_message_count():
                    break
    return found


def tail(path: Path, lines: int = 30) -> str:
    """The end of a log."""
    return os.linesep.join(path.read_text(errors="replace").splitlines()[-lines:])
