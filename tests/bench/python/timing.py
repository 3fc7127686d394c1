"""Paired timing: ours and the peer take turns, so that what disturbs one disturbs the other.

Owns the clock, the pinning and the form of a row. A row is one JSON object on one line of stdout; its ratio is the
median of the ratios of neighbouring samples, so a slow second spoils one pair only.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import time
from collections.abc import Callable
from itertools import repeat

SAMPLE_SECONDS = 0.003
UNROLLED = 10
QUICK = os.environ.get("BENCH_QUICK") == "1"
CORE = int(os.environ.get("BENCH_CORE") or max(os.sched_getaffinity(0)))


def pin() -> None:
    """Keep this process, and what it starts, on one core."""
    os.sched_setaffinity(0, {CORE})


def settle() -> None:
    """What lives until now is not looked at by the collector again."""
    gc.collect()
    gc.freeze()
    gc.disable()


class Side:
    """One expression, timed in a loop that calls it `UNROLLED` times a turn."""

    def __init__(self, expression: str, names: dict[str, object]) -> None:
        body = "\n        ".join([expression] * UNROLLED)
        source = f"def run(turns, clock):\n    start = clock()\n    for _ in turns:\n        {body}\n    return clock() - start"
        # Names are arguments' defaults: as fast to read as in a caller's function.
        names = dict(names)
        arguments = "".join(f", {name}={name}" for name in names)
        source = source.replace("(turns, clock)", f"(turns, clock{arguments})")
        exec(compile(source, expression, "exec"), names)
        self._run: Callable[..., int] = names["run"]  # type: ignore[assignment]
        self._turns = 1
        while self._once() < SAMPLE_SECONDS * 1e9:
            self._turns *= 2

    def _once(self) -> int:
        return self._run(repeat(None, self._turns), time.thread_time_ns)

    def sample(self) -> float:
        """Nanoseconds of one call."""
        return self._once() / self._turns / UNROLLED


def pairs(ours: Callable[[], float], peer: Callable[[], float], count: int) -> tuple[list[float], list[float]]:
    """`count` samples of each, in turns; which goes first changes from pair to pair."""
    mine: list[float] = []
    theirs: list[float] = []
    for turn in range(count):
        if turn % 2:
            theirs.append(peer())
            mine.append(ours())
        else:
            mine.append(ours())
            theirs.append(peer())
    return mine, theirs


def row(
    id: str,
    measure: str,
    peer_name: str,
    mine: list[float],
    theirs: list[float],
    goal: str | None,
    *,
    unit: str = "ns",
    as_long: bool = False,
    rate: bool = False,
) -> None:
    """Print one row: how many times as fast, or how many times `as_long`, which a goal `<= x` says as well.

    Samples are times, or rates.
    """
    inverse = not (rate or as_long or (goal or "").startswith("<="))
    ratios = sorted(b / a if inverse else a / b for a, b in zip(mine, theirs, strict=True))
    middle = statistics.median(ratios)
    quarter = len(ratios) // 4
    print(
        json.dumps(
            {
                "id": id,
                "measure": measure,
                "ours": round(statistics.median(mine), 2),
                "peer_name": peer_name,
                "peer": round(statistics.median(theirs), 2),
                "unit": unit,
                "ratio": round(middle, 3),
                "goal": goal,
                "spread": round((ratios[-1 - quarter] - ratios[quarter]) / middle, 3),
            }
        ),
        flush=True,
    )


def compare(
    id: str, measure: str, ours: Side, peer_name: str, peer: Side, goal: str | None, *, as_long: bool = False
) -> None:
    """Time two expressions in pairs and print the row."""
    count = 15 if QUICK else 61
    row(id, measure, peer_name, *pairs(ours.sample, peer.sample, count), goal, as_long=as_long)


def no_peer(id: str, measure: str, peer_name: str, goal: str, why: str) -> None:
    """Print a row whose peer cannot be run here."""
    missing = {"ours": None, "peer": None, "unit": "ns", "ratio": None, "spread": None}
    named = {"id": id, "measure": measure, "peer_name": peer_name, "goal": goal, "note": why}
    print(json.dumps(named | missing), flush=True)
