"""S8, X1, T3: what C and C++ programs take, with servers that are started here.

S8 is a window of 256 requests with everything on one core; X1 the same against the simulator, which has a core with
redis-server, while the clients have the other one; T3 a whole process: library loaded, first session, end.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack

import servers
import timing

WANTED = set(filter(None, os.environ.get("BENCH_ONLY", "").split(",")))
PROGRAMS = servers.BINARIES.parent / "c"
WINDOW = "window of 256 from C++, requests a second"
COUNT = 31 if timing.QUICK else 151


def wanted(row: str) -> bool:
    return not WANTED or row in WANTED


def window(id: str, measure: str, goal: str, link: int, redis: int) -> None:
    """Print the row of the program `window`."""
    subprocess.run([PROGRAMS / "window", id, measure, goal, str(link), str(redis)], check=True)


def started(program: str, argument: str) -> Callable[[], float]:
    """Runs a program, and tells its milliseconds of wall time."""

    def sample() -> float:
        begun = time.perf_counter_ns()
        subprocess.run([PROGRAMS / program, argument], check=True)
        return (time.perf_counter_ns() - begun) / 1e6

    sample()
    return sample


def one_core() -> None:
    """S8 and T3: client and servers on one core."""
    with ExitStack() as stack:
        link = stack.enter_context(servers.responder())
        redis = stack.enter_context(servers.redis_server())
        if wanted("S8"):
            window("S8", WINDOW, ">= 1.5", link, redis)
        if wanted("T3"):
            ours, peer = started("start_commdn", f"127.0.0.1:{link}"), started("start_hiredis", str(redis))
            mine, theirs = timing.pairs(ours, peer, COUNT)
            timing.row("T3", "C program: library loaded, first session, end", "hiredis, PING", mine, theirs, "<= 1.3", unit="ms")


def simulator() -> None:
    """X1: the simulator and redis-server on this core, the client on another one."""
    measure = f"simulator on one core, {WINDOW}"
    others = set(range(os.cpu_count() or 1)) - {timing.CORE}
    if not others:
        timing.no_peer("X1", measure, "redis-server", ">= 0.5", "there is no second core for the client")
        return
    with ExitStack() as stack:
        link = stack.enter_context(servers.simulator())
        redis = stack.enter_context(servers.redis_server())
        os.sched_setaffinity(0, others)
        window("X1", measure, ">= 0.5", link, redis)


def main() -> None:
    timing.pin()
    try:
        if wanted("S8") or wanted("T3"):
            one_core()
        if wanted("X1"):
            simulator()
    except servers.Missing as why:
        for id, goal in (("S8", ">= 1.5"), ("T3", "<= 1.3"), ("X1", ">= 0.5")):
            if wanted(id):
                timing.no_peer(id, WINDOW, "hiredis", goal, str(why))


if __name__ == "__main__":
    main()
