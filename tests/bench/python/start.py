"""T1, T2: what starting costs: short commands, and the import, as whole processes.

Each sample is the processor's time of a process, user and system, so that what else runs counts little.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable

from timing import QUICK, pairs, pin, row

WANTED = set(filter(None, os.environ.get("BENCH_ONLY", "").split(",")))
COUNT = 7 if QUICK else 31


def process(*arguments: str) -> Callable[[], float]:
    """Runs Python so, and tells its milliseconds."""

    def sample() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    return sample


def compare(id: str, measure: str, ours: Callable[[], float], peer_name: str, peer: Callable[[], float], goal: str) -> None:
    """Print the row of two processes."""
    ours(), peer()
    row(id, measure, peer_name, *pairs(ours, peer, COUNT), goal, unit="ms")


def main() -> None:
    pin()
    command = ("-c", "import sys; sys.argv[0] = 'commdn'; from commdn.cli import main; main()")
    nothing = process("-c", "pass")
    if not WANTED or "T1" in WANTED:
        compare("T1", "commdn --version", process(*command, "--version"), "python -c pass", nothing, "<= 5")
        add = process(*command, "dnc", "add", "5551234567", "--server", "sim:")
        compare("T1", "commdn dnc add --server sim:", add, "python -c pass", nothing, "<= 9")
    if not WANTED or "T2" in WANTED:
        compare("T2", "import commdn", process("-c", "import commdn"), "import sqlite3", process("-c", "import sqlite3"), "<= 2")


if __name__ == "__main__":
    main()
