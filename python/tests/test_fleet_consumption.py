"""What a worker consumes, and what it does about a queue that the broker does not serve."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("celery")

from commdn.fleet import consumption
from commdn.fleet.consumption import CeleryConsumption
from commdn.fleet.sites import Site
from commdn.fleet.worker import make_app

SITE = Site(name="east", lanes=2)
LANES = frozenset({"bulk.0", "bulk.1"})


class Queues:
    """Celery's consumer of queues: those in `silent` are not answered for."""

    def __init__(self, silent: set[str]) -> None:
        self.silent = silent
        self.added: list[str] = []
        self.active: list[str] = []

    def consuming_from(self, name: str) -> bool:
        return name in self.active

    def add_queue(self, queue: Any) -> None:
        self.added.append(queue.name)

    def consume(self) -> None:
        for name in self.added:
            if name in self.silent:
                raise TimeoutError
            if name not in self.active:
                self.active.append(name)


class Worker:
    """Celery's side: connects again when it is cut, and runs at once what it is to do soon."""

    connection_errors = (ConnectionError,)
    channel_errors = ()

    def __init__(self, consumption: CeleryConsumption, silent: set[str]) -> None:
        self.consumption = consumption
        self.silent = silent
        self.cuts = 0
        self.connection = SimpleNamespace(connection=SimpleNamespace(transport=SimpleNamespace(sock=None)))
        self.connect()

    def connect(self) -> None:
        self.task_consumer = Queues(self.silent)
        self.consumption.ready(self)

    def call_soon(self, work: Callable[..., None], *arguments: Any) -> None:
        work(*arguments)

    @property
    def keys(self) -> list[str]:
        return [name.removeprefix("commdn.east.") for name in self.task_consumer.active]


@pytest.fixture(name="later")
def _later(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, Callable[[], None]]]:
    """What is to be done later, in place of timers."""
    found: list[tuple[float, Callable[[], None]]] = []

    def later(seconds: float, work: Callable[..., None], *arguments: Any) -> None:
        found.append((seconds, lambda: work(*arguments)))

    monkeypatch.setattr(consumption, "_later", later)
    return found


@pytest.fixture(name="made")
def _made(monkeypatch: pytest.MonkeyPatch) -> Callable[[set[str]], tuple[CeleryConsumption, Worker]]:
    def make(silent: set[str]) -> tuple[CeleryConsumption, Worker]:
        kept = CeleryConsumption(make_app("amqp://127.0.0.1//", SITE), SITE.name)
        worker = Worker(kept, silent)

        def cut(_: CeleryConsumption) -> None:
            worker.cuts += 1

        monkeypatch.setattr(CeleryConsumption, "_cut", cut)
        return kept, worker

    return make


Made = Callable[[set[str]], tuple[CeleryConsumption, Worker]]
Later = list[tuple[float, Callable[[], None]]]


def test_nothing_is_consumed_before_it_is_wanted_then_the_own_lanes_first(made: Made, later: Later) -> None:
    kept, worker = made(set())
    assert worker.keys == []
    kept.consume(LANES | {"now", "control"}, frozenset({"bulk.1", "now", "control"}))
    assert worker.keys == ["bulk.1", "control", "now"]
    (_, add_rest), *others = later
    add_rest()
    assert worker.keys == ["bulk.1", "control", "now", "bulk.0"] and not others and worker.cuts == 0
    # A new connection has all of them at once.
    worker.connect()
    assert worker.keys == ["bulk.0", "bulk.1", "control", "now"]


def test_what_is_not_wanted_any_more_is_left_by_a_cut(made: Made, later: Later) -> None:
    kept, worker = made(set())
    kept.consume(LANES, LANES)
    kept.consume(frozenset({"bulk.0"}), frozenset({"bulk.0"}))
    assert worker.cuts == 1
    worker.connect()
    assert worker.keys == ["bulk.0"] and not later
    # What a turn that is over had planned is not done.
    kept.consume(LANES, frozenset({"bulk.0"}))
    kept.consume(frozenset(), frozenset())
    worker.connect()
    for _, work in later:
        work()
    assert worker.keys == []


def test_a_queue_that_the_broker_does_not_serve_is_left_alone_and_the_others_go_on(
    made: Made, later: Later, caplog: pytest.LogCaptureFixture
) -> None:
    kept, worker = made({"commdn.east.control"})
    kept.consume(LANES | {"control", "now"}, LANES | {"control", "now"})
    assert worker.cuts == 1 and "the queue commdn.east.control" in caplog.text
    worker.connect()
    assert worker.keys == ["bulk.0", "bulk.1", "now"] and worker.cuts == 1
    # Later, and later again.
    for expected in (60.0, 120.0, 240.0):
        seconds, try_again = later.pop()
        assert seconds == expected and not later
        try_again()
        assert worker.cuts == 2
        worker.cuts = 1
        worker.connect()
        assert worker.keys == ["bulk.0", "bulk.1", "now"]
    worker.silent.clear()
    later.pop()[1]()
    assert worker.keys == ["bulk.0", "bulk.1", "now", "control"] and worker.cuts == 1


def test_a_lost_connection_is_celerys_to_see(made: Made, later: Later) -> None:
    kept, worker = made(set())

    def lost() -> None:
        raise ConnectionResetError

    worker.task_consumer.consume = lost  # type: ignore[method-assign]
    kept.consume(LANES, LANES)
    assert worker.cuts == 0 and not later
    worker.connect()
    assert worker.keys == ["bulk.0", "bulk.1"]
