"""Rounds of faults: a file goes through a real broker, database, workers and simulator, which are killed at random.

    python tests/fleet/chaos.py --rounds 3 --rows 20000 --seed 1 [--broken early_ack no_conflict]

Each round has its own seed, site, job and simulator; broker and database serve all rounds. With
--broken workers follow that break a promise, and a round must find it.

One disorder is not a broken promise (docs/fleet.md, "Limits"), and is counted in a column of its own, `zombie`: a worker
that loses broker and store while it sends has no lock any more, and what it has on the way may come after a later
request of the same customer.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

from audit import Audit, Sent, judge
from engines import Broker, Centre, Database, wait_until
from workers import Worker, make_site, tail

from commdn import bulk
from commdn.fleet import Batch, FleetError, Item, Producer
from commdn.fleet.message import new_id
from commdn.fleet.producer import items_of
from commdn.fleet.queues import Broker as Queues
from commdn.fleet.sites import Site
from commdn.fleet.topology import DEAD, NOW_KEY, queues_of

LANES, WORKERS = 4, 3
VICTIMS = ("worker", "worker", "worker", "broker", "store", "simulator")
DEADLINE_SECONDS = 400.0
# What has not moved for so long has been lost: workers connect again within seconds.
STILL_SECONDS = 60.0
# Of builds that are broken on purpose: rounds until one finds it.
BROKEN_SEED, BROKEN_ROUNDS, BROKEN_ROWS = 900_000, 6, 5_000


class Round:
    """One round."""

    def __init__(self, folder: Path, broker: Broker, database: Database, seed: int, rows: int, broken: list[str]) -> None:
        self.folder = folder / f"round-{seed}"
        self.folder.mkdir()
        self.broker, self.database, self.rows = broker, database, rows
        self.dice = random.Random(seed)
        # Slow enough for every fault to come while rows are on their way.
        self.site = Site(name=f"s{seed}", lanes=LANES, rate=rows / 12)
        self.centre = Centre(self.folder / "centre")
        self.broken = broken
        self.job = new_id()
        self.workers = [
            Worker(self.folder, f"{self.site.name}-{n}", broker.url, database.url, self.site.name, self.centre.address, *broken)
            for n in range(WORKERS)
        ]
        self.kills: list[tuple[float, str]] = []
        self.file = self.folder / "rows.csv"
        self.order: dict[str, list[str]] = {}
        self.twice = [f"556{n:07}" for n in range(self.rows // 25)]
        self._write()

    def _write(self) -> None:
        """Customers with one to eight rows, mixed."""
        customers = [f"c{self.dice.randrange(self.rows // 4)}" for _ in range(self.rows)]
        with self.file.open("w", encoding="ascii") as out:
            out.write("phone,customer_id\n")
            for number, customer in enumerate(customers):
                phone = f"555{number:07}"
                out.write(f"{phone},{customer}\n")
                self.order.setdefault(customer, []).append(phone)

    def run(self) -> Audit:
        """Faults until every row has an outcome, then the audit."""
        started = time.monotonic()
        make_site(self.broker.url, self.database.url, self.site)
        with ExitStack() as stack:
            stack.callback(self.centre.stop)
            self.centre.start()
            for worker in self.workers:
                stack.callback(worker.kill)
                worker.start()
            producing = threading.Thread(target=self._produce, daemon=True)
            producing.start()
            self._disturb(producing)
            self._wait_for_empty_queues()
            for worker in self.workers:
                worker.stop()
            left, dead = self._left()
        with bulk.open_table(self.file) as table:
            keys = {str(item.phone): item.key for item in items_of(table, self.job, False)}
        keys |= {phone: f"{self.job}:now:{n}" for n, phone in enumerate(self.twice)}
        sent = Sent(self.job, keys, self.order, self.kills)
        found = judge(self.database.url, sent, self.centre.folder / "sim.db", self.centre.logs)
        found.left, found.dead, found.kills = left, dead, len(self.kills)
        found.seconds = time.monotonic() - started
        return found

    def _produce(self) -> None:
        """As `commdn dnc import`, and again with --resume until the broker has all of it."""
        while True:
            try:
                with Producer(self.broker.url, self.database.url) as producer:
                    producer.submit_file(self.file, site=self.site.name, job=self.job)
                    self._publish_twice(producer)
                return
            except FleetError:
                time.sleep(0.5)

    def _publish_twice(self, producer: Producer) -> None:
        """As a producer that got no confirm: the same keys in two messages, which two workers take at a time."""
        items = [Item(key=f"{self.job}:now:{n}", phone=phone) for n, phone in enumerate(self.twice)]
        for start in range(0, len(items), 10):
            batch = Batch(site=self.site.name, rows=tuple(items[start : start + 10]), job=self.job)
            producer.broker.publish(batch, NOW_KEY)
            producer.broker.publish(batch, NOW_KEY)

    def _disturb(self, producing: threading.Thread) -> None:
        """Kill, and start again, until the job is done; the last faults are mended."""
        until = time.monotonic() + DEADLINE_SECONDS
        victims = [*VICTIMS]
        self.dice.shuffle(victims)
        last, moved = -1, time.monotonic()
        while time.monotonic() < until:
            done = self._done()
            if done != last or producing.is_alive():
                last, moved = -1 if done is None else done, time.monotonic()
            elif time.monotonic() - moved > STILL_SECONDS:
                self._tell("nothing moves any more")
                return
            if done is not None and done >= self.rows + len(self.twice) and not producing.is_alive():
                return
            if not victims or done is None:
                time.sleep(0.2)
                continue
            # Spread over the job, whatever speed it has, from the first outcome on: a broker that is killed over the
            # making of queues may have some without a leader afterwards (docs/fleet.md, "Limits").
            if done < max(1, self.rows * (len(VICTIMS) - len(victims)) / (len(VICTIMS) + 1)):
                time.sleep(0.02)
                continue
            time.sleep(self.dice.random() * 0.3)
            self._kill(victims.pop())
            moved = time.monotonic()
        self._tell(f"not done within {DEADLINE_SECONDS:.0f} s")

    def _tell(self, fault: str) -> None:
        print(f"round {self.site.name}: {fault}; killed: {self.kills}", file=sys.stderr)
        for worker in self.workers:
            print(f"-- {worker.name}\n{tail(worker.log)}", file=sys.stderr)

    def _kill(self, victim: str) -> None:
        self.kills.append((time.time(), victim))
        if victim == "worker":
            worker = self.dice.choice(self.workers)
            worker.kill()
            time.sleep(self.dice.random())
            worker.start()
            return
        engines: dict[str, Broker | Database | Centre] = {
            "broker": self.broker, "store": self.database, "simulator": self.centre,
        }  # fmt: skip
        engine = engines[victim]
        engine.kill()
        time.sleep(self.dice.random() * 2)
        engine.start()

    def _done(self) -> int | None:
        """Rows with an outcome; None while the database is away."""
        import psycopg

        try:
            with psycopg.connect(self.database.url, connect_timeout=5) as connection:
                row = connection.execute("SELECT count(*) FROM commdn.outcome WHERE job = %s", (self.job,)).fetchone()
                return int(row[0]) if row else 0
        except psycopg.Error:
            return None

    def _wait_for_empty_queues(self) -> None:
        """What was published twice goes through, too."""
        names = list(queues_of(self.site.name, LANES).values())
        with Queues(self.broker.url) as queues:
            try:
                wait_until("empty queues", lambda: not any(ready for ready, _ in queues.depths(names).values()), 60)
            except TimeoutError:
                pass

    def _left(self) -> tuple[int, int]:
        """Messages in the queues and dead letters. Workers have ended: what they had in hand is back."""
        names = list(queues_of(self.site.name, LANES).values())
        with Queues(self.broker.url) as queues:
            left = sum(ready for ready, _ in queues.depths(names).values())
            dead = queues.depths([DEAD])[DEAD][0]
            with queues.dead(dead) as found:
                for one in found:
                    one.take()
        return left, dead


HEADINGS = (
    "rows", "kills", "lost", "twice", "unkept", "late", "disorder", "zombie", "left", "dead", "not_ok", "repeated", "seconds",
)  # fmt: skip


def row_of(name: str, audit: Audit) -> str:
    """A row of the table."""
    cells = [f"{getattr(audit, heading):,.0f}" for heading in HEADINGS]
    return "| " + " | ".join([name, *cells]) + " |"


def main() -> int:
    """The exit status is 0 if every round kept every promise, and every broken build that was asked for was found out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", nargs="*", choices=("early_ack", "no_conflict"), default=[])
    options = parser.parse_args()
    # An end from outside ends what was started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="commdn-fleet-") as name, ExitStack() as stack:
        folder = Path(name)
        broker, database = Broker(folder / "broker"), Database(folder / "database")
        stack.callback(database.stop)
        stack.callback(broker.stop)
        database.start()
        broker.start()
        print("| round | " + " | ".join(HEADINGS) + " |\n|" + "---|" * (len(HEADINGS) + 1), flush=True)
        total, bad = Audit(), 0
        for seed in range(options.seed, options.seed + options.rounds):
            audit = Round(folder, broker, database, seed, options.rows, []).run()
            print(row_of(str(seed), audit), flush=True)
            total.add(audit)
            if not audit.holds:
                bad += 1
                print(f"round {seed}: {audit.faults()}", file=sys.stderr, flush=True)
        print(row_of("all", total), flush=True)
        unfound = [kind for kind in options.broken if not is_found_out(folder, broker, database, kind)]
    print("every promise was kept" if not bad else f"{bad} ROUNDS FAILED")
    print(f"{total.zombie} requests came late from workers that had lost broker and store, which is not promised")
    for kind in unfound:
        print(f"THE BROKEN BUILD {kind} WAS NOT FOUND OUT")
    return 1 if bad or unfound else 0


def is_found_out(folder: Path, broker: Broker, database: Database, kind: str) -> bool:
    """Whether a round finds workers that break a promise; a row is lost only if a kill comes at the right moment."""
    for seed in range(BROKEN_SEED, BROKEN_SEED + BROKEN_ROUNDS):
        unlike = seed + (0 if kind == "early_ack" else BROKEN_ROUNDS)
        audit = Round(folder, broker, database, unlike, BROKEN_ROWS, [kind]).run()
        print(row_of(kind, audit), flush=True)
        if not audit.holds:
            print(f"the broken build {kind} was found out: {audit.faults()}", flush=True)
            return True
    return False


if __name__ == "__main__":
    sys.exit(main())
