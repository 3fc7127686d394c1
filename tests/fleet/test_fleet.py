"""The fleet end to end on a real broker and database: what a site, a worker and a producer do to each other."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Fleet
from engines import Centre, free_ports, wait_until
from workers import peek, tail

from commdn.fleet import FleetBacklogFull, FleetBrokerError, FleetSiteError, Item, Producer
from commdn.fleet.dead import dead_letters, retry_dead, retry_open
from commdn.fleet.jobs import forget_old, to_retry
from commdn.fleet.message import TASK, new_id
from commdn.fleet.monitor import look, prometheus
from commdn.fleet.queues import Broker
from commdn.fleet.registry import set_paused, workers
from commdn.fleet.store import Store
from commdn.fleet.topology import exchange_of, queue_of

pytestmark = pytest.mark.timeout(600)
Numbers = Callable[[int], Path]


def outcomes(fleet: Fleet) -> int:
    store = fleet.store()
    try:
        return int(store.execute("SELECT count(*) FROM commdn.outcome WHERE site = %s", fleet.name)[0][0])
    finally:
        store.close()


def test_a_pause_stops_everything_and_resume_goes_on(fleet: Fleet, numbers: Numbers) -> None:
    fleet.init(rate=400.0)
    fleet.work()
    fleet.work()
    store = fleet.store()
    with fleet.producer() as producer:
        job = producer.submit_file(numbers(6_000), site=fleet.name)
        wait_until("first outcomes", lambda: outcomes(fleet) > 0)
        set_paused(store, fleet.name, True)
        names = [queue_of(fleet.name, key) for key in ("bulk.0", "bulk.1", "bulk.2", "bulk.3", "now", "control")]
        wait_until("no consumers", lambda: not any(consumers for _, consumers in producer.broker.depths(names).values()))
        # What was in hand is recorded within the deadline of its requests.
        wait_until("nothing held", lambda: not store.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"))
        before = outcomes(fleet)
        key = producer.submit(site=fleet.name, phone="5551230001")
        time.sleep(1)
        assert outcomes(fleet) == before < 6_000 and producer.outcome(key) is None
        fleet.init(rate=None)
        set_paused(store, fleet.name, False)
        assert job.wait(120) == {"acknowledged": 6_000} and producer.wait(key, 60).kind == "acknowledged"
    store.close()


@pytest.mark.parametrize("count", [1, 2, 4])
def test_the_rate_of_a_site_is_kept_by_any_number_of_workers(fleet: Fleet, numbers: Numbers, count: int) -> None:
    rate, seconds = 400.0, 8.0
    fleet.init(rate=rate)
    for _ in range(count):
        fleet.work()
    store = fleet.store()
    wait_until("workers", lambda: sum(one.is_live for one in workers(store, fleet.name)) == count)
    with fleet.producer() as producer:
        producer.submit_file(numbers(20_000), site=fleet.name)
        measured = steady_rate(fleet, seconds)
        assert abs(measured / rate - 1) < 0.05, f"{measured:.1f} a second, not {rate}"
        if count > 1:
            fleet.workers[0].kill()
            # The broker gives its lanes to others at once; a batch in hand begins anew.
            time.sleep(2)
            measured = steady_rate(fleet, seconds)
            assert abs(measured / rate - 1) < 0.05, f"{measured:.1f} a second after a kill, not {rate}"
    store.close()


def steady_rate(fleet: Fleet, seconds: float) -> float:
    """Requests that OCS received a second, while every lane has rows: by the simulator's own clock."""
    first = len(requests(fleet.centre))
    wait_until("more requests", lambda: len(requests(fleet.centre)) > first + 200)
    time.sleep(seconds)
    times = requests(fleet.centre)[first + 200 :]
    return (len(times) - 1) / (times[-1] - times[0])


def requests(centre: Centre) -> list[float]:
    """When OCS 101 has received requests, in seconds since the simulator's start."""
    with centre.logs[-1][1].open(encoding="utf-8") as log:
        # The last line may not be whole yet.
        found = [line for line in log if '"event":"request"' in line and line.endswith("}\n")]
    return [json.loads(line)["at"] for line in found]


def test_now_is_answered_while_bulk_runs(fleet: Fleet, numbers: Numbers) -> None:
    fleet.init(rate=200.0)
    fleet.work()
    fleet.work()
    with fleet.producer() as producer:
        job = producer.submit_file(numbers(20_000), site=fleet.name)
        wait_until("bulk", lambda: outcomes(fleet) > 0)
        took = []
        for n in range(100):
            begun = time.monotonic()
            producer.wait(producer.submit(site=fleet.name, phone=f"5559{n:06}"), 60)
            took.append(time.monotonic() - begun)
        assert sum(job.counts().values()) < 20_000, "bulk was over too soon to say anything"
    took.sort()
    told = {"median_ms": round(took[50] * 1000), "p99_ms": round(took[98] * 1000), "max_ms": round(took[-1] * 1000)}
    print(json.dumps(told))
    # A batch of this lane takes five seconds: nobody waits behind one.
    assert took[98] < 2.5, told


def test_a_backlog_over_its_limit_refuses_producers(fleet: Fleet, numbers: Numbers) -> None:
    fleet.init(lanes=1, max_bytes=100_000)
    with fleet.producer() as producer:
        path = numbers(10_000)
        with pytest.raises(FleetBacklogFull, match="limit"):
            producer.submit_file(path, site=fleet.name, job="backlog", full_for=0.5)
        fleet.work()
        # The same job goes on when there is room: nothing is lost, nothing twice.
        job = producer.submit_file(path, site=fleet.name, job="backlog", full_for=90)
        assert job.wait(120) == {"acknowledged": 10_000}


def test_what_is_no_batch_goes_to_the_dead_letters_and_stays_there(fleet: Fleet) -> None:
    fleet.init(lanes=1)
    worker = fleet.work()
    good = {"v": 1, "site": fleet.name, "rows": [{"key": new_id(), "type": "do_not_call", "phone": "5551110000"}]}
    headers = {"lang": "py", "task": TASK}
    cases = [
        ([[{**good, "v": 2}], {}, {}], headers),
        ([[{**good, "site": "other"}], {}, {}], headers),
        ([["text"], {}, {}], headers),
        ([[good], {}, {}], {"lang": "py", "task": "commdn.records.v2"}),
        ("no task at all", {}),
    ]
    with Broker(fleet.broker.url) as broker:
        before = len(dead_letters(broker))
        for body, more in cases:
            broker.send(body, exchange_of(fleet.name), "bulk.0", headers={**more, "id": new_id()} if more else {})
        wait_until("dead letters", lambda: len(dead_letters(broker)) == before + len(cases), 60)
        letters = [one for one in dead_letters(broker) if one.queue == queue_of(fleet.name, "bulk.0")]
        assert len(letters) == len(cases)
        # One is a batch, of another site: it is one that may be put back.
        assert sum(one.batch is None for one in letters) == len(cases) - 1
        with pytest.raises(FleetBrokerError, match="bound"):
            broker.send([[good], {}, {}], exchange_of(fleet.name), "bulk.7", headers=headers)
        with broker.dead(1000) as found:
            for one in found:
                one.take()
    with fleet.producer() as producer:
        assert producer.wait(producer.submit(site=fleet.name, phone="5551110001"), 60).kind == "acknowledged"
    assert worker.is_running, tail(worker.log)


def test_a_batch_that_kills_workers_is_put_aside_and_comes_back_in_rows_of_one(fleet: Fleet) -> None:
    fleet.init(lanes=1)
    with fleet.producer() as producer:
        rows = [Item(key=new_id(), phone=f"555222{n:04}") for n in range(5)]
        producer.publish_rows(fleet.name, rows)
        # As 21 workers that die over it.
        for _ in range(25):
            if not peek(fleet.broker.port, queue_of(fleet.name, "bulk.0"), 0.3):
                break
        wait_until("the dead letter", lambda: bool(_letters(fleet)), 30)
        (letter,) = _letters(fleet)
        assert letter.reason == "delivery_limit" and letter.batch is not None and len(letter.batch.rows) == 5
        assert retry_dead(producer) == (5, 0)
        assert not _letters(fleet)
        fleet.work()
        for row in rows:
            assert producer.wait(row.key, 60).kind == "acknowledged"


def _letters(fleet: Fleet) -> list[object]:
    with Broker(fleet.broker.url) as broker:
        return [one for one in dead_letters(broker) if one.queue.startswith(f"commdn.{fleet.name}.")]


def test_a_worker_without_t_server_stands_back_and_another_one_takes_over(fleet: Fleet, numbers: Numbers) -> None:
    fleet.init()
    (nobody,) = free_ports(1)
    fleet.work(f"127.0.0.1:{nobody}")
    fleet.work()
    with fleet.producer() as producer:
        job = producer.submit_file(numbers(3_000), site=fleet.name)
        assert job.wait(120) == {"acknowledged": 3_000}


def test_outcomes_that_are_open_are_retried_and_old_ones_forgotten(fleet: Fleet, numbers: Numbers) -> None:
    fleet.init()
    fleet.work()
    with fleet.producer() as producer:
        rows = [Item(key=new_id(), phone=f"555333{n:04}") for n in range(3)]
        producer.publish_rows(fleet.name, rows, job="late", not_after=time.time() - 1)
        for row in rows:
            assert producer.wait(row.key, 60).kind == "expired"
        assert len(to_retry(producer.store, fleet.name, 10)) == 3
        assert retry_open(producer, "late") == 3
        for row in rows:
            assert producer.wait(row.key, 60).kind == "acknowledged"
        assert retry_open(producer, "late") == 0
        job = producer.submit_file(numbers(10), site=fleet.name)
        job.wait(60)
        store = fleet.store()
        store.execute("UPDATE commdn.job SET ended = now() - interval '3 days' WHERE id = %s", job.id)
        jobs, ended = forget_old(store, 2)
        assert jobs == 1 and ended == 10
        store.close()


def test_a_campaign_request_is_carried_out_once_and_unknown_if_its_worker_died_over_it(fleet: Fleet) -> None:
    fleet.init()
    with fleet.producer() as producer:
        store = fleet.store()
        key = producer.submit("load_campaign", site=fleet.name, key="again", campaign=2, group=10, dial_mode="predictive",
                              optimize_by="busy_factor", optimize_goal=80)  # fmt: skip
        # As a worker that has claimed it, and died before it knew the answer.
        assert store.claim(key, "dead-worker")
        store.close()
        fleet.work()
        assert producer.wait(key, 60).kind == "unknown"
        for n in range(2):
            producer.submit("campaign_status", site=fleet.name, key=f"status-{n}", campaign=1, group=10)
        assert producer.wait("status-1", 60).kind == "acknowledged"


def test_gauges_tell_queues_outcomes_and_workers(fleet: Fleet, numbers: Numbers) -> None:
    fleet.init()
    fleet.work()
    with fleet.producer() as producer:
        producer.submit_file(numbers(100), site=fleet.name).wait(60)
        found = look(producer.store, producer.broker, fleet.name)
    text = prometheus(found)
    assert found.sites[0].count("acknowledged") == 100
    assert f'commdn_fleet_workers{{site="{fleet.name}",status="up"}} 1' in text
    assert f'commdn_fleet_queue_messages{{site="{fleet.name}",queue="now"}} 0' in text
    assert "commdn_fleet_dead_letters " in text
    for line in text.splitlines():
        assert line.startswith(("# HELP ", "# TYPE ", "commdn_fleet_")), line


def test_a_worker_that_is_asked_to_end_records_what_it_has_sent(fleet: Fleet, numbers: Numbers) -> None:
    fleet.init(rate=400.0)
    worker = fleet.work()
    with fleet.producer() as producer:
        job = producer.submit_file(numbers(6_000), site=fleet.name)
        wait_until("first outcomes", lambda: outcomes(fleet) > 0)
        assert worker.stop() == 0, tail(worker.log)
        before = outcomes(fleet)
        assert before < 6_000
        fleet.init(rate=None)
        fleet.work()
        assert job.wait(120) == {"acknowledged": 6_000}


def test_names_that_are_not_there_are_told(fleet: Fleet, numbers: Numbers) -> None:
    site = fleet.init()
    with fleet.producer() as producer:
        with pytest.raises(FleetSiteError, match="no site"):
            producer.submit(site="nowhere", phone="5551234567")
        with pytest.raises(FleetSiteError, match="no job"):
            producer.job("none")
        producer.submit_file(numbers(5), site=fleet.name, job=f"{fleet.name}-job")
        with pytest.raises(FleetSiteError, match="another input"):
            producer.submit_file(numbers(6), site=fleet.name, job=f"{fleet.name}-job")
    with pytest.raises(FleetSiteError, match="lanes"):
        fleet.init(lanes=site.lanes + 1)
    with pytest.raises(ConnectionError), Producer("amqp://u:p@127.0.0.1:1/", fleet.database.url) as producer:
        producer.submit(site=fleet.name, phone="5551234567")


def test_options_of_the_stores_url_stay_beside_what_a_lock_needs(fleet: Fleet) -> None:
    store = Store(f"{fleet.database.url}?options=-c%20statement_timeout%3D12345")
    told = store.execute("SELECT current_setting('statement_timeout'), current_setting('tcp_keepalives_idle')")
    store.close()
    assert told == [("12345ms", "10")]
