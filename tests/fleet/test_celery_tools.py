"""What Celery's own tools see of a worker: the events that Flower reads, and the answers of `inspect`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from typing import Any

import pytest
from celery import Celery
from conftest import Fleet
from engines import wait_until

pytestmark = pytest.mark.timeout(600)


class Watcher:
    """Reads events as Flower does, on a thread of its own."""

    def __init__(self, broker: str) -> None:
        self.events: list[dict[str, Any]] = []
        self._app = Celery(broker=broker, set_as_current=False)
        self._app.conf.update(event_queue_exclusive=True)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        with self._app.connection() as connection:
            receiver = self._app.events.Receiver(connection, handlers={"*": self.events.append})
            while not self._over.is_set():
                try:
                    receiver.capture(limit=None, timeout=0.5, wakeup=False)
                except TimeoutError:
                    pass

    def types(self) -> set[str]:
        """The types of all events so far."""
        return {event["type"] for event in self.events}

    def stop(self) -> None:
        """End reading."""
        self._over.set()
        self._thread.join()


def test_events_and_answers_for_flower_are_there(fleet: Fleet) -> None:
    fleet.init(lanes=1)
    watcher = Watcher(fleet.broker.url)
    try:
        fleet.work()
        wait_until("a heartbeat", lambda: "worker-heartbeat" in watcher.types(), 60)
        with fleet.producer() as producer:
            key = producer.submit(site=fleet.name, phone="5551237777")
            assert producer.wait(key, 60).kind == "acknowledged"
        wait_until("the end of a task", lambda: "task-succeeded" in watcher.types(), 60)
    finally:
        watcher.stop()
    (received,) = (event for event in watcher.events if event["type"] == "task-received")
    assert received["name"] == "commdn.records.v1" and received["hostname"] == f"commdn@{fleet.name}-0"
    # Whoever may watch sees counts, no personal data.
    assert "5551237777" not in json.dumps(watcher.events)
    worker = f"commdn@{fleet.name}-0"
    # What Flower asks for, of one worker: the first answer is all.
    asking = Celery(broker=fleet.broker.url, set_as_current=False).control.inspect([worker], timeout=30, limit=1)
    assert asking.stats()[worker]["pool"]["max-concurrency"] == 4
    queues = {queue["name"] for queue in asking.active_queues()[worker]}
    assert queues == {f"commdn.{fleet.name}.{key}" for key in ("bulk.0", "now", "control")}
    assert asking.registered()[worker] == ["commdn.records.v1"]
    assert "guest:guest" not in json.dumps(asking.conf(), default=str)
    env = {**os.environ, "COMMDN_BROKER": fleet.broker.url}
    command = [sys.executable, "-m", "celery", "-A", "commdn.fleet.app", "inspect", "--json", "--timeout", "10", "ping"]
    ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert worker in json.loads(ended.stdout)
