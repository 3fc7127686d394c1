"""TLS to broker and store: as docs/fleet-security.md writes the URLs, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Fleet
from engines import wait_until
from workers import Worker, tail

from commdn.fleet import FleetBrokerError, FleetStoreError, Producer
from commdn.fleet.queues import Broker as Queues
from commdn.fleet.registry import set_paused
from commdn.fleet.store import Store
from commdn.fleet.topology import queues_of

pytestmark = pytest.mark.timeout(600)


def broker_url(fleet: Fleet, certificates: Path, host: str = "127.0.0.1", **more: str) -> str:
    files = {"cafile": certificates / "ca.pem", "certfile": certificates / "client.pem", "keyfile": certificates / "client.key"}
    query = "&".join(f"{name}={path}" for name, path in (files | more).items() if path)
    return f"amqps://guest:guest@{host}:{fleet.broker.tls_port}//?{query}"


def store_url(fleet: Fleet, certificates: Path, host: str = "127.0.0.1") -> str:
    return f"postgresql://fleet@{host}:{fleet.database.port}/postgres?sslmode=verify-full&sslrootcert={certificates / 'ca.pem'}"


def test_a_job_is_paused_and_carried_out_over_tls(fleet: Fleet, certificates: Path) -> None:
    fleet.init(rate=400.0)
    broker, dsn = broker_url(fleet, certificates), store_url(fleet, certificates)
    worker = Worker(fleet.folder, fleet.name, broker, dsn, fleet.name, fleet.centre.address)
    fleet.workers.append(worker)
    worker.start()
    path = fleet.folder / "numbers.txt"
    path.write_text("".join(f"5554{n:06}\n" for n in range(3_000)))
    with Producer(broker, dsn) as producer:
        told = producer.store.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        assert told == [(True,)]
        job = producer.submit_file(path, site=fleet.name)
        wait_until("first outcomes", lambda: sum(job.counts().values()) > 0, 60)
        # A cut of the connection, which gives everything back, and a new one.
        set_paused(producer.store, fleet.name, True)
        names = list(queues_of(fleet.name, 4).values())
        wait_until("no consumers", lambda: not any(held for _, held in producer.broker.depths(names).values()), 60)
        fleet.init(rate=None)
        set_paused(producer.store, fleet.name, False)
        assert job.wait(120) == {"acknowledged": 3_000}, tail(worker.log)
    assert worker.stop() == 0, tail(worker.log)
    assert "CRITICAL" not in worker.log.read_text(), "a pause is no fault"


@pytest.mark.parametrize("fault", ["unknown authority", "another name", "no certificate of the client"])
def test_a_broker_that_is_not_trusted_or_does_not_trust_is_told(fleet: Fleet, certificates: Path, fault: str) -> None:
    urls = {
        "unknown authority": broker_url(fleet, certificates, cafile=""),
        "another name": broker_url(fleet, certificates, "127.0.0.2"),
        "no certificate of the client": broker_url(fleet, certificates, certfile="", keyfile=""),
    }
    with Queues(broker_url(fleet, certificates)) as trusted:
        assert trusted.depths(["commdn.dead"]).keys() <= {"commdn.dead"}
    with pytest.raises(FleetBrokerError) as told, Queues(urls[fault]) as queues:
        queues.depths(["commdn.dead"])
    assert "guest" not in str(told.value)
    if fault != "no certificate of the client":
        assert "certificate verify failed" in str(told.value)


def test_a_store_of_another_name_is_refused(fleet: Fleet, certificates: Path) -> None:
    trusted, other = Store(store_url(fleet, certificates)), Store(store_url(fleet, certificates, "127.0.0.2"))
    assert trusted.execute("SELECT 1") == [(1,)]
    with pytest.raises(FleetStoreError, match="127.0.0.2"):
        other.execute("SELECT 1")
    trusted.close()
