"""A broker, a database and a simulator for all tests of this folder, and a site for each test."""

from __future__ import annotations

import itertools
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "python" / "tests")]

from engines import RABBIT, Broker, Centre, Database, make_certificates  # noqa: E402
from isolation import isolate  # noqa: E402
from workers import Worker, make_site  # noqa: E402

from commdn.fleet import Producer  # noqa: E402
from commdn.fleet.sites import Site  # noqa: E402
from commdn.fleet.store import Store  # noqa: E402

isolate()
_numbers = itertools.count(1)
_Engine = TypeVar("_Engine", Broker, Database, Centre)


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    # Not pytest's own: another session's end would remove it under the servers.
    with tempfile.TemporaryDirectory(prefix="commdn-fleet-") as made:
        yield Path(made)


@contextmanager
def _running(made: _Engine) -> Iterator[_Engine]:
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def certificates(folder: Path) -> Path:
    """Those of the broker, the database and their clients."""
    made = folder / "certificates"
    make_certificates(made)
    return made


@pytest.fixture(scope="session")
def broker(folder: Path, certificates: Path) -> Iterator[Broker]:
    assert (RABBIT / "rabbitmq-server").exists(), "no RabbitMQ: tests/fleet/install.sh"
    with _running(Broker(folder / "broker", certificates)) as made:
        yield made


@pytest.fixture(scope="session")
def database(folder: Path, certificates: Path) -> Iterator[Database]:
    with _running(Database(folder / "database", certificates)) as made:
        yield made


@pytest.fixture(scope="session")
def centre(folder: Path) -> Iterator[Centre]:
    with _running(Centre(folder / "centre")) as made:
        yield made


class Fleet:
    """A site of its own, with workers that end with the test."""

    def __init__(self, folder: Path, broker: Broker, database: Database, centre: Centre) -> None:
        self.folder, self.broker, self.database, self.centre = folder, broker, database, centre
        self.name = f"t{next(_numbers)}"
        self.workers: list[Worker] = []

    def init(self, max_bytes: int = 1 << 28, **settings: object) -> Site:
        """Make the site."""
        site = Site(**{"name": self.name, "lanes": 4, **settings})  # type: ignore[arg-type]
        make_site(self.broker.url, self.database.url, site, max_bytes)
        return site

    def work(self, server: str | None = None, *broken: str) -> Worker:
        """Start a worker."""
        worker = Worker(
            self.folder, f"{self.name}-{len(self.workers)}", self.broker.url, self.database.url, self.name,
            server or self.centre.address, *broken,
        )  # fmt: skip
        worker.start()
        self.workers.append(worker)
        return worker

    def producer(self) -> Producer:
        """A producer."""
        return Producer(self.broker.url, self.database.url)

    def store(self) -> Store:
        """The store."""
        return Store(self.database.url)


@pytest.fixture
def fleet(folder: Path, broker: Broker, database: Database, centre: Centre) -> Iterator[Fleet]:
    made = Fleet(folder / f"test-{next(_numbers)}", broker, database, centre)
    made.folder.mkdir()
    yield made
    for worker in made.workers:
        worker.kill()


@pytest.fixture
def numbers(fleet: Fleet) -> Callable[[int], Path]:
    """Makes a file of so many numbers."""

    def make(count: int) -> Path:
        path = fleet.folder / f"numbers-{count}.txt"
        first = next(_numbers) * 100_000
        path.write_text("".join(f"55{first + n:08}\n" for n in range(count)))
        return path

    return make
