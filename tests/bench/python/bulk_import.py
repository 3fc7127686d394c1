"""How fast an import is, and that its memory does not grow with the file.

    python tests/bench/python/bulk_import.py [ROWS] [--no-outbox]

The simulator runs in a process of its own, the import in another one, killed with SIGKILL at a
few random points and resumed; checks that every row has one outcome and prints the peak
memory of each run. Each row may have one entry of the outbox only; with --no-outbox they go without.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import commdn

KILLS = 3


def write_file(path: Path, rows: int) -> None:
    """Registry form, every hundredth row invalid."""
    with path.open("w", encoding="ascii") as file:
        for number in range(rows):
            file.write(f"555,{number:07}\n" if number % 100 else "555,12\n")


def peak_kib(pid: int) -> int:
    """The most memory that a running process has had, in KiB; 0 if it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def run_once(command: list[str], env: dict[str, str], kill_after: float | None) -> tuple[int, int]:
    """Run an import, killed after a while or to its end; its exit status and peak memory in KiB.

    The peak is read while the process runs: what the system tells of an ended one may be its parent's.
    """
    until = None if kill_after is None else time.monotonic() + kill_after
    peak = 0
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, peak_kib(process.pid))
            if until is not None and time.monotonic() >= until:
                process.send_signal(signal.SIGKILL)
                until = None
            time.sleep(0.05)
        return process.returncode, peak


def one_entry_each(store: Path, sent: int) -> bool:
    """Whether the outbox has as many entries as rows were sent, all acknowledged."""
    with commdn.Outbox(store) as outbox:
        stats = outbox.stats()
    print(f"{stats.last_entry:,} entries, {stats.acknowledged:,} acknowledged, {store.stat().st_size / 1e6:,.0f} MB")
    return stats.last_entry == stats.acknowledged == sent and stats.unfinished == 0


def main() -> int:
    """The bench; exit status 0 if every check held."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--no-outbox"]
    rows = int(arguments[0]) if arguments else 1_000_000
    durable = "--no-outbox" not in sys.argv[1:]
    dice = random.Random(3)
    with TemporaryDirectory() as folder, commdn.Simulator() as simulator:
        env = {
            **os.environ,
            "COMMDN_SERVER": simulator.listen(),
            "COMMDN_DN": "8001",
            "COMMDN_APP_DBID": "20",
            "COMMDN_OCS_DBID": "101",
        }
        ok, peaks = True, []
        for count in (rows // 10, rows):
            source, result = Path(folder) / f"{count}.txt", Path(folder) / f"{count}.csv"
            write_file(source, count)
            code = "from commdn.cli import main; main()"
            command = [sys.executable, "-c", code, "dnc", "import", str(source), "--resume", "--result", str(result)]
            store = Path(folder) / f"{count}.db"
            command += ["--outbox", str(store), "--window", "2048"] if durable else ["--no-outbox"]
            for _ in range(KILLS if count == rows else 0):
                after = 1 + dice.random() * 3
                status, peak = run_once(command, env, after)
                print(f"{count:>9,} rows: killed after {after:.1f} s, peak {peak:,} KiB")
            started = time.monotonic()
            status, peak = run_once(command, env, None)
            seconds = time.monotonic() - started
            peaks.append(peak)
            print(f"{count:>9,} rows: status {status} in {seconds:.1f} s, peak {peak:,} KiB")
            with result.open(encoding="utf-8") as file:
                lines = [line.split(",", 1)[0] for line in file][1:]
            if durable:
                ok &= one_entry_each(store, count - count // 100)
            ok &= status == 3 and lines == [str(number) for number in range(1, count + 1)]
        growth = peaks[1] / peaks[0]
        print(f"memory for ten times the rows: {growth:.2f} times")
        ok &= growth < 1.2
        listed = len(simulator.do_not_call(101)["phones"])
        print(f"{listed:,} numbers on the simulator's list")
        ok &= listed == rows - rows // 100
    print("every row has one outcome" if ok else "FAILED")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
