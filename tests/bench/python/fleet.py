"""Row F1: a file through the fleet, beside the same file sent directly; and growth with the number of workers.

Broker, database, simulators and workers are real processes of this machine (tests/fleet/engines.py); they share its
cores with what is measured. Fleet, direct import and durable import take turns over files of as many new numbers.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "fleet"))

from engines import Broker, Centre, Database, wait_until  # noqa: E402
from workers import Worker, make_site  # noqa: E402

from commdn.fleet import Producer  # noqa: E402
from commdn.fleet.registry import set_paused  # noqa: E402
from commdn.fleet.registry import workers as known_workers  # noqa: E402
from commdn.fleet.sites import Site  # noqa: E402
from commdn.fleet.store import Store  # noqa: E402

QUICK = os.environ.get("BENCH_QUICK") == "1"
ROWS = 20_000 if QUICK else 100_000
ROUNDS = 1 if QUICK else 3
LANES = 8
_numbers = iter(range(10**9))


def file_of(folder: Path, rows: int) -> Path:
    """A file of numbers that nobody has sent yet."""
    first = next(_numbers) * 1_000_000
    path = folder / f"{first}.txt"
    path.write_text("".join(f"5{first + n:010}\n" for n in range(rows)))
    return path


class Bench:
    """Everything that runs."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.broker, self.database = Broker(folder / "broker"), Database(folder / "database")
        stack.callback(self.database.stop)
        stack.callback(self.broker.stop)
        self.database.start()
        self.broker.start()
        self.centres = [Centre(folder / f"centre-{n}", quiet=True) for n in range(2)]
        for centre in self.centres:
            stack.callback(centre.stop)
            centre.start()

    def workers(self, site: str, count: int) -> list[Worker]:
        """So many workers for a site, which take turns at the two simulators, running."""
        make_site(self.broker.url, self.database.url, Site(name=site, lanes=LANES))
        started = [
            Worker(self.folder, f"{site}-{n}", self.broker.url, self.database.url, site, self.centres[n % 2].address)
            for n in range(count)
        ]
        for worker in started:
            self.stack.callback(worker.kill)
            worker.start()
        store = Store(self.database.url)
        wait_until("workers", lambda: sum(one.is_live for one in known_workers(store, site)) == count)
        store.close()
        # Lanes are shared some seconds after the last one has come.
        time.sleep(8)
        return started

    def prepared(self, site: str) -> float:
        """Rows a second of a site whose queues were filled while it was paused."""
        store = Store(self.database.url)
        set_paused(store, site, True)
        path = file_of(self.folder, ROWS)
        with Producer(self.broker.url, self.database.url) as producer:
            job = producer.submit_file(path, site=site)
            # Workers look twice a second.
            time.sleep(2)
            set_paused(store, site, False)
            wait_until("the first outcome", lambda: sum(job.counts().values()) > 0, 60)
            first, begun = sum(job.counts().values()), time.monotonic()
            job.wait(600)
            ended = time.monotonic()
        store.close()
        return (ROWS - first) / (ended - begun)

    def fleet(self, site: str, rows: int) -> float:
        """Rows a second, from the start of publishing to the last outcome."""
        path = file_of(self.folder, rows)
        with Producer(self.broker.url, self.database.url) as producer:
            begun = time.monotonic()
            producer.submit_file(path, site=site).wait(600)
            return rows / (time.monotonic() - begun)

    def direct(self, *options: str) -> float:
        """Rows a second of `commdn dnc import`."""
        path = file_of(self.folder, ROWS)
        command = [
            sys.executable, "-m", "commdn", "dnc", "import", str(path), "--server", self.centres[0].address,
            "--dn", "8001", "--app-dbid", "20", "--ocs-dbid", "101", *options,
        ]  # fmt: skip
        begun = time.monotonic()
        subprocess.run(command, check=True, capture_output=True)
        return ROWS / (time.monotonic() - begun)


def row(measure: str, ours: list[float], peer: list[float], peer_name: str, goal: str | None) -> None:
    """Print a row; the ratio is the median of the rounds'."""
    ratios = [mine / theirs for mine, theirs in zip(ours, peer, strict=True)]
    ratio = statistics.median(ratios)
    print(
        json.dumps(
            {
                "id": "F1", "measure": measure, "ours": statistics.median(ours), "peer_name": peer_name,
                "peer": statistics.median(peer), "unit": "rows/s", "ratio": ratio, "goal": goal,
                "spread": (max(ratios) - min(ratios)) / ratio,
            }
        ),
        flush=True,
    )  # fmt: skip


def main() -> None:
    """Print the rows and the plot."""
    with tempfile.TemporaryDirectory(prefix="commdn-fleet-") as name, ExitStack() as stack:
        bench = Bench(Path(name), stack)
        two = bench.workers("two", 2)
        bench.fleet("two", ROWS // 10)
        whole, direct, durable = [], [], []
        for _ in range(ROUNDS):
            whole.append(bench.fleet("two", ROWS))
            direct.append(bench.direct("--no-outbox"))
            durable.append(bench.direct())
        row("2 workers, publishing counted in", whole, direct, "dnc import --no-outbox", ">= 0.5")
        row("2 workers, publishing counted in", whole, durable, "dnc import, durable", None)
        published = [bench.prepared("two") for _ in range(ROUNDS)]
        row("2 workers, published before", published, direct, "dnc import --no-outbox", ">= 0.6")
        for worker in two:
            worker.stop()
        points = []
        for count in (1, 2, 4):
            started = bench.workers(f"grow{count}", count)
            bench.fleet(f"grow{count}", ROWS // 10)
            points.append([count, bench.fleet(f"grow{count}", ROWS)])
            for worker in started:
                worker.stop()
        print(
            json.dumps(
                {
                    "plot": "fleet-workers", "title": "A file through a fleet, two simulators, two cores for all",
                    "series": "fleet", "x": "workers", "y": "rows/s", "points": points,
                }
            )
        )  # fmt: skip


if __name__ == "__main__":
    main()
