"""`make demo-fleet`: two sites, three workers, 100,000 rows; a worker and the broker are killed on the way.

Everything is started here: RabbitMQ, PostgreSQL and two simulators, on loopback, with their data in a
temporary folder.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from audit import Audit, Sent, judge
from engines import Broker, Centre, Database, wait_until
from workers import Worker, make_site

from commdn import bulk
from commdn.fleet import FleetError, Producer
from commdn.fleet.message import new_id
from commdn.fleet.monitor import look
from commdn.fleet.producer import items_of
from commdn.fleet.queues import Broker as Queues
from commdn.fleet.sites import Site as FleetSite
from commdn.fleet.store import Store
from commdn.fleet.topology import DEAD

LANES = 4


@dataclass
class Site:
    """A contact centre with its file of numbers."""

    name: str
    centre: Centre
    file: Path
    rows: int
    job: str = field(default_factory=new_id)
    order: dict[str, list[str]] = field(default_factory=dict)

    def write(self) -> None:
        """Customers with five numbers each, mixed."""
        customers = self.rows // 5
        with self.file.open("w", encoding="ascii") as out:
            out.write("phone,customer_id\n")
            for number in range(self.rows):
                phone, customer = f"555{number:07}", f"{self.name}-{number % customers}"
                self.order.setdefault(customer, []).append(phone)
                out.write(f"{phone},{customer}\n")


def say(started: float, text: str) -> None:
    print(f"{time.monotonic() - started:6.1f} s  {text}", flush=True)


def main() -> int:
    """The exit status is 0 if the audit holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="commdn-fleet-") as name, ExitStack() as stack:
        folder = Path(name)
        broker, database = Broker(folder / "broker"), Database(folder / "database")
        stack.callback(database.stop)
        stack.callback(broker.stop)
        say(started, "starting PostgreSQL and RabbitMQ")
        database.start()
        broker.start()
        sites = [
            Site("east", Centre(folder / "east"), folder / "east.csv", rows * 3 // 5),
            Site("west", Centre(folder / "west"), folder / "west.csv", rows - rows * 3 // 5),
        ]
        workers: list[Worker] = []
        for site in sites:
            site.write()
            stack.callback(site.centre.stop)
            site.centre.start()
            make_site(broker.url, database.url, FleetSite(name=site.name, lanes=LANES))
        for number, site in enumerate((sites[0], sites[0], sites[1])):
            worker = Worker(folder, f"{site.name}-{number}", broker.url, database.url, site.name, site.centre.address)
            stack.callback(worker.kill)
            worker.start()
            workers.append(worker)
        say(started, "two simulated sites and three workers are running")
        producing = [threading.Thread(target=publish, args=(broker, database, site), daemon=True) for site in sites]
        for thread in producing:
            thread.start()
        store = Store(database.url)
        stack.callback(store.close)
        begun = time.monotonic()
        wait_until("a quarter", lambda: outcomes(store) >= rows // 4, 600)
        say(started, f"{outcomes(store):,} rows have an outcome: kill -9 of a worker")
        workers[0].kill()
        workers[0].start()
        wait_until("half", lambda: outcomes(store) >= rows // 2, 600)
        say(started, f"{outcomes(store):,} rows have an outcome: kill -9 of the broker")
        broker.kill()
        broker.start()
        say(started, "the broker is back")
        wait_until("all", lambda: outcomes(store) >= rows and not any(t.is_alive() for t in producing), 600)
        took = time.monotonic() - begun
        say(started, f"{rows:,} rows in {took:.1f} s: {rows / took:,.0f} a second, faults included")
        with Queues(broker.url) as queues:
            fleet = look(store, queues)
            dead = queues.depths([DEAD])[DEAD][0]
        for worker in workers:
            worker.stop()
        total = Audit()
        for site in sites:
            site.centre.stop()
            total.add(audit(database, site))
        total.dead, total.left = dead, sum(state.waiting for state in fleet.sites)
    outcomes_found = total.rows - total.lost
    print(
        f"\naudit: {total.rows:,} rows, {outcomes_found:,} outcomes, {total.lost} lost, {total.twice} double,"
        f" {total.disorder} out of order, {total.unkept} not on the list, {total.left} left in queues,"
        f" {total.dead} dead letters, {total.repeated:,} requests sent again"
    )
    print("every promise was kept" if total.holds else f"FAILED: {total.faults()}")
    return 0 if total.holds else 1


def publish(broker: Broker, database: Database, site: Site) -> None:
    """As `commdn dnc import`, and with --resume until the broker has all of it."""
    while True:
        try:
            with Producer(broker.url, database.url) as producer:
                producer.submit_file(site.file, site=site.name, job=site.job)
            return
        except FleetError:
            time.sleep(0.5)


def outcomes(store: Store) -> int:
    """Rows with an outcome."""
    rows = store.stubbornly(lambda: store.execute("SELECT coalesce(sum(count), 0)::bigint FROM commdn.tally"))
    return int(rows[0][0])


def audit(database: Database, site: Site) -> Audit:
    """What became of a site's rows, by those who took no part."""
    with bulk.open_table(site.file) as table:
        keys = {str(item.phone): item.key for item in items_of(table, site.job, False)}
    # The store is never killed here, so no worker loses its lane's lock.
    sent = Sent(site.job, keys, site.order, kills=[])
    return judge(database.url, sent, site.centre.folder / "sim.db", site.centre.logs)


if __name__ == "__main__":
    sys.exit(main())
