"""D1, D3, M2: durable imports and requests, and memory that does not grow.

The contact centre is a process of its own, over TCP. D1 takes turns: the same number of new rows through the outbox and
without it, as whole processes. Its length is ROWS (100,000), M2's import MEMORY_ROWS (1,000,000; 10,000,000 takes some
minutes).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import timing

import commdn
from commdn import requests

WANTED = set(filter(None, os.environ.get("BENCH_ONLY", "").split(",")))
ROWS = int(os.environ.get("ROWS") or (20_000 if timing.QUICK else 100_000))
MEMORY_ROWS = int(os.environ.get("MEMORY_ROWS") or (100_000 if timing.QUICK else 1_000_000))
ROUNDS = 1 if timing.QUICK else 5
CALLS = 20_000 if timing.QUICK else 200_000
IDENTITY = ("--dn", "8001", "--app-dbid", "20", "--ocs-dbid", "101")
_first = count(1)


def wanted(row: str) -> bool:
    return not WANTED or row in WANTED


def numbers(folder: Path, rows: int) -> Path:
    """A file of numbers that nobody has sent yet."""
    first = next(_first) * 100_000_000
    path = folder / f"{first}.txt"
    with path.open("w", encoding="ascii") as file:
        file.writelines(f"5{first + number:010}\n" for number in range(rows))
    return path


def command(source: Path, server: str, *options: str) -> list[str]:
    return [sys.executable, "-m", "commdn", "dnc", "import", str(source), "--server", server, *IDENTITY, *options]


def imported(folder: Path, server: str, *options: str) -> Callable[[], float]:
    """Imports a file, and tells the rows a second of the whole process."""

    def sample() -> float:
        source = numbers(folder, ROWS)
        begun = time.monotonic()
        subprocess.run(command(source, server, *options), check=True, capture_output=True)
        return ROWS / (time.monotonic() - begun)

    return sample


def import_rate(folder: Path, server: str) -> None:
    """D1."""
    ours, peer = imported(folder, server), imported(folder, server, "--no-outbox")
    mine, theirs = timing.pairs(ours, peer, ROUNDS)
    timing.row("D1", f"durable import of {ROWS:,} rows", "--no-outbox", mine, theirs, ">= 0.85", unit="rows/s", rate=True)


def one_durable_request(folder: Path) -> None:
    """D3: one request that is on the disk when the call returns, against a file that grows by as much as a small one."""
    request = requests.do_not_call("5551234567")
    block = b"x" * 256
    with commdn.Outbox(folder / "one.db") as outbox, (folder / "appended").open("ab", buffering=0) as file:

        def ours() -> float:
            begun = time.perf_counter_ns()
            outbox.submit(request)
            return float(time.perf_counter_ns() - begun)

        def peer() -> float:
            begun = time.perf_counter_ns()
            file.write(block)
            os.fsync(file.fileno())
            return float(time.perf_counter_ns() - begun)

        timing.pairs(ours, peer, 20)
        mine, theirs = timing.pairs(ours, peer, 101 if timing.QUICK else 1001)
    timing.row("D3", "Outbox.submit, durable", "256 bytes appended, fsync", mine, theirs, "<= 1.3")


def resident(pid: int | str = "self") -> float:
    """The memory of a process, in MiB; 0 if it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:")), 0.0)


def calls_memory(server: str) -> None:
    """M2 of a process that calls."""
    with commdn.connect(server, dn="8001", app_dbid=20, ocs_dbid=101) as session:
        for _ in range(CALLS // 10):
            session.do_not_call("5551234567")
        early = resident()
        for _ in range(CALLS - CALLS // 10):
            session.do_not_call("5551234567")
        late = resident()
    grown(f"Python process after {CALLS:,} calls", early, late, f"after {CALLS // 10:,}")


def import_memory(folder: Path, server: str) -> None:
    """M2 of an import: the most in the last fifth of its time against the first."""
    seen = list(watched(command(numbers(folder, MEMORY_ROWS), server)))
    fifth = max(len(seen) // 5, 1)
    grown(f"dnc import of {MEMORY_ROWS:,} rows, the last fifth", max(seen[:fifth]), max(seen[-fifth:]), "the first fifth")


def watched(words: list[str]) -> Iterator[float]:
    """The memory of a process while it runs, twenty times a second."""
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            if now := resident(process.pid):
                yield now
            time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"the import ended with status {process.returncode}")


def grown(measure: str, early: float, late: float, peer_name: str) -> None:
    timing.row("M2", measure, peer_name, [late], [early], "<= 1.1", unit="MiB")


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name, subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as centre:  # fmt: skip
        assert centre.stdout is not None
        folder, server = Path(name), centre.stdout.readline().strip()
        if wanted("M2"):
            calls_memory(server)
            import_memory(folder, server)
        if wanted("D1"):
            import_rate(folder, server)
        if wanted("D3"):
            one_durable_request(folder)
        centre.communicate()


SERVER = "import commdn, sys; s = commdn.Simulator(); print(s.listen(), flush=True); sys.stdin.read()"

if __name__ == "__main__":
    main()
