#!/usr/bin/env python3
"""Run the bench programs, collect their rows, judge them, and draw the plots.

`make bench` sets up the environment and calls this. A program prints one JSON object per line
(README.md says which); every other line goes to stderr. The rows go to `target/bench.json`, the
plots to `docs/bench/`, or beside the rows (`target/bench-plots`) if not all rows were run, or quickly. A row's goal
is checked here and nowhere else.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
RUST_TARGET = TARGET / "bench"
RUST = ["cargo", "build", "--release", "--quiet", "--manifest-path", str(HERE / "Cargo.toml")]


@dataclasses.dataclass(frozen=True)
class Program:
    """A program and the rows that it prints."""

    name: str
    ids: tuple[str, ...]
    command: tuple[str, ...]
    build: tuple[str, ...] = ()
    """Run before, once for equal ones."""
    pinned: bool = True
    """Run on one core; programs that need two pin their own threads."""


def rust(name: str, *ids: str, build: tuple[str, ...] = tuple(RUST)) -> Program:
    """A binary of `rust/src/bin`."""
    return Program(name, ids, (str(RUST_TARGET / "release" / name),), build)


# The servers of the peers come before what talks to them.
SERVERS = ("tests/bench/servers.sh",)
C = ("tests/bench/c/build.sh",)
PYTHON = (*SERVERS, "tests/bench/python/build.sh", sys.executable)
FLEET = ("tests/bench/python/fleet.sh", sys.executable)


def storing(name: str, *ids: str) -> Program:
    """A bench of `tests/rust`: with the outbox, and with the simulator, which needs no core of its own."""
    command = ("cargo", "bench", "--quiet", "--locked", "-p", "commdn-tests", "--bench", name)
    build = (*command, "--no-run")
    command_here = ("env", f"CARGO_TARGET_DIR={RUST_TARGET}", *command)
    return Program(name, ids, command_here, build, pinned=False)


PROGRAMS = [
    rust("codec", "R1", "R2", "R3", "R4", "R5"),
    rust("growth", "G1", "G2", "M1"),
    rust("session", "S1", "S2", "S3", "S4", build=(*SERVERS, *RUST)),
    rust("idle", "M1"),
    storing("outbox", "B1", "D2"),
    storing("growth", "G3", "G4", "G5"),
    storing("bridge", "X2"),
    Program("c", ("C1", "C2", "C3"), (str(RUST_TARGET / "c" / "codec"),), C),
    Program("c callers", ("S4",), (str(RUST_TARGET / "c" / "callers"), str(RUST_TARGET / "release" / "responder")), C),
    Program("python codec", ("P1", "P2", "P3"), (sys.executable, "tests/bench/python/codec.py"), PYTHON),
    Program("python sessions", ("S4", "S5", "S6", "S7"), (sys.executable, "tests/bench/python/sessions.py"), PYTHON),
    Program("python start", ("T1", "T2"), (sys.executable, "tests/bench/python/start.py"), PYTHON, pinned=False),
    Program("native sessions", ("S8", "T3", "X1"), (sys.executable, "tests/bench/python/native.py"), (*SERVERS, *C)),
    Program("python imports", ("D1", "D3", "M2"), (sys.executable, "tests/bench/python/imports.py"), PYTHON, pinned=False),
    Program("fleet", ("F1",), (sys.executable, "tests/bench/python/fleet.py"), FLEET, pinned=False),
    Program("instructions", ("R6",), (sys.executable, "tests/bench/instructions.py"), pinned=False),
    Program("library size", ("M1",), ("tests/bench/c/size.sh", str(RUST_TARGET)), C),
]


def main() -> int:
    options = arguments()
    wanted = {row.strip().upper() for row in options.only.split(",") if row.strip()}
    unknown = wanted - {row for program in PROGRAMS for row in program.ids}
    if unknown:
        print(f"no program has the rows {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    rows, plots, failed, built, unbuilt = [], [], [], set(), set()
    for program in PROGRAMS:
        if wanted and not wanted & set(program.ids):
            continue
        if program.build and program.build not in built:
            environment = os.environ | {"CARGO_TARGET_DIR": str(RUST_TARGET)}
            built.add(program.build)
            if subprocess.run(program.build, cwd=ROOT, env=environment).returncode != 0:
                print(f"{program.name} cannot be built: {' '.join(program.build)}", file=sys.stderr)
                unbuilt.add(program.build)
        if program.build in unbuilt:
            failed.append(program.name)
            continue
        started = time.monotonic()
        ended_well = run(program, wanted, options, rows, plots)
        print(f"{program.name}: {time.monotonic() - started:.0f} s", file=sys.stderr)
        if not ended_well:
            failed.append(program.name)
    for row in rows:
        row["met"] = judge(row)
        row["quick"] = options.quick
    rows.sort(key=lambda row: row["id"])
    print_table(rows)
    partial = bool(wanted)
    save(rows, plots, partial)
    if not options.no_plots:
        import plots as drawing

        # What is committed is of one whole run.
        committed = not (partial or options.quick or failed)
        drawing.draw(rows, plots, ROOT / "docs" / "bench" if committed else TARGET / "bench-plots", partial)
    for name in failed:
        print(f"the program {name} failed; its rows are incomplete", file=sys.stderr)
    return 1 if failed else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", default="", help="the rows to run, for example R1,R2")
    parser.add_argument("--quick", action="store_true", help="fewer samples, all rows in two minutes")
    parser.add_argument("--no-plots", action="store_true", help="draw nothing")
    parser.add_argument("--core", type=int, help="the core to run on (default: the last one allowed)")
    return parser.parse_args()


def run(program: Program, wanted: set[str], options: argparse.Namespace, rows: list, plots: list) -> bool:
    """Run one program; its objects are appended to `rows` and `plots`."""
    core = options.core if options.core is not None else max(os.sched_getaffinity(0))
    environment = os.environ | {
        "BENCH_QUICK": "1" if options.quick else "",
        "BENCH_ONLY": ",".join(sorted(wanted & set(program.ids))),
        "BENCH_CORE": str(core),
    }
    pin = (lambda: os.sched_setaffinity(0, {core})) if program.pinned else None
    try:
        child = subprocess.Popen(
            program.command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, preexec_fn=pin
        )
    except OSError as error:
        print(f"{program.name} does not start: {error}", file=sys.stderr)
        return False
    for line in child.stdout:
        found = parse(line)
        if found is None:
            sys.stderr.write(line)
        elif "plot" in found:
            plots.append(found)
        else:
            rows.append(found)
            print(f"  {found['id']} {found['measure']}", file=sys.stderr)
    return child.wait() == 0


def parse(line: str) -> dict | None:
    """The row or plot on that line, if it is one."""
    if not line.startswith("{"):
        return None
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if "plot" in found or {"id", "measure"} <= found.keys() else None


def judge(row: dict) -> bool | None:
    """Whether the ratio keeps the goal; None without a goal or without a ratio."""
    if row.get("goal") is None or row.get("ratio") is None:
        return None
    relation, bound = row["goal"].split()
    return {"<=": row["ratio"] <= float(bound), ">=": row["ratio"] >= float(bound)}[relation]


def print_table(rows: list[dict]) -> None:
    """The rows with goal and verdict."""

    def number(value: float | None) -> str:
        if value is None:
            return "-"
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"

    verdicts = {True: "met", False: "MISSED", None: "-"}
    lines = [("id", "measure", "ours", "peer", "unit", "ratio", "goal", "verdict", "spread")]
    for row in rows:
        peer = f"{number(row.get('peer'))} {row.get('peer_name') or ''}".strip()
        ratio = "-" if row.get("ratio") is None else f"{row['ratio']:.3f}"
        spread = "-" if row.get("spread") is None else f"{row['spread']:.1%}"
        verdict = "no peer" if row.get("note") and row.get("ratio") is None else verdicts[row["met"]]
        lines.append(
            (row["id"], row["measure"], number(row.get("ours")), peer, row.get("unit") or "", ratio,
             row.get("goal") or "-", verdict, spread)
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    for row in rows:
        if row.get("note"):
            print(f"{row['id']} {row['measure']}: {row['note']}")
    missed = sum(row["met"] is False for row in rows)
    print(f"{sum(row['met'] is True for row in rows)} goals met, {missed} missed")


def save(rows: list[dict], plots: list[dict], partial: bool) -> None:
    """Write `target/bench.json`; a partial run replaces only the rows that it ran."""
    path = TARGET / "bench.json"
    if partial and path.exists():
        kept = json.loads(path.read_text())
        ids = {row["id"] for row in rows}
        rows = [row for row in kept["rows"] if row["id"] not in ids] + rows
        names = {plot["plot"] for plot in plots}
        plots = [plot for plot in kept["plots"] if plot["plot"] not in names] + plots
        rows.sort(key=lambda row: row["id"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"rows": rows, "plots": plots}, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
