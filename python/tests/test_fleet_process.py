"""What is done with a batch: on the simulator, with a store in memory; and what a worker consumes, on a clock of the test."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from conftest import OCS, open_session

import commdn
from commdn.fleet import Batch, FleetStoreError, Item, Limits, Processor, Verdict
from commdn.fleet.keeper import Keeper, Standing, own_lanes
from commdn.fleet.pace import Pace
from commdn.fleet.sites import Site
from commdn.fleet.store import Ended, Store
from commdn.fleet.worker import site_at_start


class Memory(Store):
    """A store that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__("")
        self.outcomes: dict[str, Ended] = {}
        self.claims: set[str] = set()
        self.commits = 0
        self.losses = 0
        self.locked: set[str] = set()

    def stubbornly(self, job: Callable[[], Any], *, until: Callable[[], bool] = lambda: False) -> Any:
        return super().stubbornly(job, until=until)

    def _maybe_lost(self) -> None:
        if self.losses:
            self.losses -= 1
            raise FleetStoreError("the store is away", retryable=True)

    def known(self, keys: Sequence[str]) -> set[str]:
        self._maybe_lost()
        return {key for key in keys if key in self.outcomes}

    def record(self, site: str, queue: str, job: str | None, worker: str, ended: Iterable[Ended]) -> int:
        self._maybe_lost()
        self.commits += 1
        found = list(ended)
        fresh = [one for one in found if one.item.key not in self.outcomes]
        self.outcomes |= {one.item.key: one for one in fresh}
        return len(fresh)

    def claim(self, key: str, worker: str) -> bool:
        is_new = key not in self.claims
        self.claims.add(key)
        return is_new

    def unclaim(self, key: str, worker: str) -> None:
        self.claims.discard(key)

    @contextmanager
    def lane(self, name: str, until: Callable[[], bool]) -> Iterator[bool]:
        while name in self.locked:
            if until():
                yield False
                return
            time.sleep(0.005)
        self.locked.add(name)
        try:
            yield True
        finally:
            self.locked.discard(name)

    def kinds(self) -> dict[str, str]:
        return {key: ended.kind for key, ended in self.outcomes.items()}


@dataclass
class Doors:
    """A gate that the test opens and closes."""

    opened: bool = True
    held: dict[str, float] = field(default_factory=dict)

    def is_open(self, key: str) -> bool:
        return self.opened

    def hold(self, key: str, until: float) -> None:
        self.held[key] = until


@dataclass
class Bench:
    """A processor with all that it needs."""

    session: commdn.Session
    store: Memory = field(default_factory=Memory)
    gate: Doors = field(default_factory=Doors)
    limits: Limits = field(default_factory=lambda: Limits(timeout=5.0, hold=0.5))

    def process(self, rows: Sequence[Item], key: str = "bulk.0", rate: float | None = None, **more: Any) -> Verdict:
        processor = Processor("east", self.store, self.session, self.gate, worker="w1", limits=self.limits)
        return processor.process(Batch(site="east", rows=tuple(rows), **more), key, Pace(rate))


@pytest.fixture
def bench(session: commdn.Session) -> Bench:
    return Bench(session)


def numbers(count: int, **more: Any) -> list[Item]:
    return [Item(key=f"k{n}", phone=f"555{n:07}", **more) for n in range(count)]


def test_every_row_of_a_batch_has_one_outcome_and_is_on_the_list(bench: Bench, simulator: commdn.Simulator) -> None:
    rows = [*numbers(300), Item(key="bad", phone="no number"), Item(key="none"), Item(key="odd", phone="1", campaign=3)]
    assert bench.process(rows) is Verdict.DONE
    kinds = bench.store.kinds()
    assert {kinds[f"k{n}"] for n in range(300)} == {"acknowledged"}
    assert kinds["bad"] == kinds["none"] == kinds["odd"] == "refused"
    assert bench.store.commits == 1 and len(simulator.do_not_call(OCS)["phones"]) == 300


def test_rows_that_have_an_outcome_are_not_sent_again(bench: Bench) -> None:
    bench.process(numbers(10))
    submitted = bench.session.stats().submitted
    assert bench.process(numbers(10)) is Verdict.DONE
    assert bench.session.stats().submitted == submitted and bench.store.commits == 1


def test_a_customers_rows_arrive_in_order(simulator: commdn.Simulator) -> None:
    simulator.add_fault("delay", ms=1, max_ms=30)
    simulator.observe()
    rows = [Item(key=str(n), phone=f"555{n:07}", customer_id=f"c{n % 3}") for n in range(12)]
    with open_session(simulator) as session:
        assert Bench(session).process(rows) is Verdict.DONE
    seen = [entry["text"] for entry in simulator.take_observed() if "received CM_ReqDoNotCall" in entry["text"]]
    for customer in range(3):
        mine = [n for text in seen for n in range(customer, 12, 3) if f"555{n:07}" in text]
        assert mine == sorted(mine) and len(mine) == 4


def test_a_closed_gate_sends_nothing_and_a_lost_store_is_waited_for(bench: Bench) -> None:
    bench.gate.opened = False
    assert bench.process(numbers(5)) is Verdict.LATER
    assert bench.session.stats().submitted == 0
    bench.gate.opened = True
    bench.store.losses = 2
    assert bench.process(numbers(5)) is Verdict.DONE
    assert len(bench.store.outcomes) == 5


def test_a_gate_that_closes_on_the_way_records_what_was_sent_and_leaves_the_rest(bench: Bench) -> None:
    verdicts: list[Verdict] = []
    sending = threading.Thread(target=lambda: verdicts.append(bench.process(numbers(400), rate=400.0)))
    sending.start()
    while bench.session.stats().acknowledged < 20:
        time.sleep(0.005)
    bench.gate.opened = False
    sending.join(30)
    assert verdicts == [Verdict.LATER]
    recorded = len(bench.store.outcomes)
    assert 20 <= recorded < 400 and bench.session.stats().acknowledged == recorded
    bench.gate.opened = True
    assert bench.process(numbers(400)) is Verdict.DONE
    assert bench.session.stats().submitted == 400 and set(bench.store.kinds().values()) == {"acknowledged"}


def test_a_lanes_lock_is_waited_for(bench: Bench) -> None:
    bench.store.locked.add("commdn.east.bulk.0")
    verdicts: list[Verdict] = []
    waiting = threading.Thread(target=lambda: verdicts.append(bench.process(numbers(1))))
    waiting.start()
    assert bench.process(numbers(3), key="now") is Verdict.DONE
    assert not verdicts
    bench.store.locked.clear()
    waiting.join(30)
    assert verdicts == [Verdict.DONE]


def test_what_nobody_answers_is_asked_again_and_then_given_up(simulator: commdn.Simulator) -> None:
    simulator.add_fault("silent", times=1)
    with open_session(simulator) as session:
        bench = Bench(session, limits=Limits(timeout=0.2, max_age=30.0))
        assert bench.process(numbers(1)) is Verdict.DONE
        assert bench.store.outcomes["k0"].kind == "acknowledged" and bench.store.outcomes["k0"].attempts == 2
        simulator.add_fault("silent")
        bench = Bench(session, limits=Limits(timeout=0.1, max_age=0.3))
        assert bench.process(numbers(2)) is Verdict.DONE
        assert set(bench.store.kinds().values()) == {"gave_up"}


def test_what_another_worker_has_recorded_meanwhile_is_not_asked_again(simulator: commdn.Simulator) -> None:
    simulator.add_fault("silent")
    with open_session(simulator) as session:
        bench = Bench(session, limits=Limits(timeout=0.2, max_age=30.0))
        row = Item(key="twice", phone="5550000001")
        thread = threading.Thread(target=bench.process, args=([row], "now"))
        thread.start()
        until = time.monotonic() + 10
        while session.stats().submitted < 1 and time.monotonic() < until:
            time.sleep(0.01)
        # As the worker that has got the second copy of the message.
        bench.store.outcomes["twice"] = Ended(row, "acknowledged")
        thread.join(10)
        assert not thread.is_alive() and session.stats().submitted == 1
    assert bench.store.commits == 0


def test_a_batch_is_not_sent_outside_its_window(bench: Bench) -> None:
    now = time.time()
    assert bench.process(numbers(3), not_after=now - 1) is Verdict.DONE
    assert set(bench.store.kinds().values()) == {"expired"} and bench.session.stats().submitted == 0
    late = [Item(key="late", phone="5559999999")]
    assert bench.process(late, not_before=now + 3600) is Verdict.LATER
    assert bench.gate.held == {"bulk.0": now + 3600} and "late" not in bench.store.outcomes
    begun = time.time()
    assert bench.process(late, not_before=begun + 0.2) is Verdict.DONE
    assert time.time() >= begun + 0.2


LOAD = Item(
    key="load", type="load_campaign", campaign=1, group=10, dial_mode="predictive", optimize_by="busy_factor", optimize_goal=80
)  # fmt: skip


def test_a_campaign_request_is_claimed_and_carried_out_once(bench: Bench) -> None:
    status = Item(key="status", type="campaign_status", campaign=1, group=10)
    assert bench.process([LOAD, status], key="control") is Verdict.DONE
    assert bench.store.kinds() == {"load": "acknowledged", "status": "acknowledged"}
    assert bench.store.claims == {"load"} and bench.store.commits == 2


def test_a_claim_without_an_outcome_is_unknown_and_nothing_is_sent(bench: Bench) -> None:
    bench.store.claims.add("load")
    assert bench.process([LOAD], key="control") is Verdict.DONE
    assert bench.store.kinds() == {"load": "unknown"} and bench.session.stats().submitted == 0


def test_a_campaign_request_without_an_answer_is_unknown(simulator: commdn.Simulator) -> None:
    simulator.add_fault("silent")
    with open_session(simulator) as session:
        bench = Bench(session, limits=Limits(timeout=0.2))
        assert bench.process([LOAD], key="control") is Verdict.DONE
        assert bench.store.kinds() == {"load": "unknown"} and session.stats().submitted == 1


@dataclass
class Consumed:
    """What the engine was told."""

    calls: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)

    def consume(self, keys: frozenset[str], first: frozenset[str]) -> None:
        self.calls.append((keys, first))


@dataclass
class Link:
    status: str = "up"
    server: str = "ts1:3000"


@dataclass
class World:
    """A keeper, with a store, a session and a clock of the test."""

    site: Site = field(default_factory=lambda: Site(name="east", lanes=4, rate=100.0))
    names: tuple[str, ...] = ("w1", "w2")
    now: float = 1000.0
    link: Link = field(default_factory=Link)
    consumed: Consumed = field(default_factory=Consumed)
    is_lost: bool = False

    def __post_init__(self) -> None:
        self.keeper = Keeper(
            "w1", None, self.link, self.consumed, self.beat, clock=lambda: self.now, wall=lambda: self.now
        )

    def beat(self, status: str, server: str, active: list[int]) -> Standing:
        if self.is_lost:
            raise FleetStoreError("away", retryable=True)
        return Standing(self.site, tuple((name, None) for name in self.names))

    def turns(self, seconds: float) -> tuple[frozenset[str], frozenset[str]]:
        for _ in range(int(seconds * 2)):
            self.now += 0.5
            self.keeper.turn()
        return self.consumed.calls[-1]


ALL = frozenset({"bulk.0", "bulk.1", "bulk.2", "bulk.3", "now", "control"})


def test_a_worker_consumes_its_own_lanes_first_and_is_the_standby_of_others() -> None:
    world = World()
    assert world.turns(1) == (ALL, frozenset({"bulk.0", "bulk.2", "now", "control"}))
    assert world.keeper.is_open("bulk.3") and len(world.consumed.calls) == 1
    assert world.keeper.pace("bulk.1").take(100, 5.0)[0] < 100


def test_a_pause_and_a_lost_t_server_let_go_of_everything() -> None:
    world = World()
    world.turns(1)
    world.site = Site(name="east", lanes=4, paused=True)
    assert world.turns(1)[0] == frozenset() and not world.keeper.is_open("now")
    world.site = Site(name="east", lanes=4)
    assert world.turns(1)[0] == ALL
    world.link.status = "connecting"
    assert world.turns(4)[0] == ALL
    assert world.turns(3)[0] == frozenset()
    world.link.status = "up"
    assert world.turns(1)[0] == ALL


def test_outside_its_hours_only_bulk_waits_and_a_held_queue_comes_back() -> None:
    world = World(now=1_783_168_200.0)  # 2026-07-04 12:30 UTC
    world.site = Site(name="east", lanes=4, hours="13:00-14:00", zone="UTC")
    assert world.turns(1)[0] == frozenset({"now", "control"})
    world.now += 3600
    assert world.turns(1)[0] == ALL
    world.keeper.hold("bulk.2", world.now + 10)
    assert world.turns(1)[0] == ALL - {"bulk.2"}
    assert world.turns(12)[0] == ALL


def test_a_lost_store_changes_nothing() -> None:
    world = World()
    world.turns(1)
    world.is_lost = True
    world.turns(30)
    assert len(world.consumed.calls) == 1 and world.keeper.is_open("bulk.0")


def test_lanes_of_others_go_back_to_them_when_they_have_come_or_when_asked() -> None:
    world = World(names=("w1",))
    assert world.turns(1)[1] == ALL
    for lane in range(4):
        world.keeper.delivered(f"bulk.{lane}")
    world.names = ("w1", "w2")
    world.turns(4)
    assert len(world.consumed.calls) == 1
    assert world.turns(3) == (ALL, frozenset({"bulk.0", "bulk.2", "now", "control"}))
    world.keeper.delivered("bulk.3")
    world.turns(1)
    world.site = Site(name="east", lanes=4, balance=1)
    world.turns(1)
    assert len(world.consumed.calls) == 3


def test_lanes_that_one_was_told_are_nobody_elses() -> None:
    standing = Standing(Site(name="east", lanes=6), (("a", (4, 5, 9)), ("b", None), ("c", None)))
    assert own_lanes("a", (4, 5, 9), standing) == {4, 5}
    assert own_lanes("b", None, standing) == {0, 2} and own_lanes("c", None, standing) == {1, 3}


class Starting(Store):
    """A store that refuses connections at first."""

    def __init__(self, refusals: int) -> None:
        super().__init__("")
        self.refusals = refusals

    def execute(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        if self.refusals:
            self.refusals -= 1
            raise FleetStoreError("the database system is starting up", retryable=True)
        return [("east", 4, None, None, False, None, None, None, 0)]


def test_a_worker_waits_for_a_store_that_is_just_starting_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    assert site_at_start(Starting(refusals=2), "east").lanes == 4
    monkeypatch.setattr("commdn.fleet.worker._START_SECONDS", 0.05)
    with pytest.raises(FleetStoreError, match="starting up"):
        site_at_start(Starting(refusals=1000), "east")
