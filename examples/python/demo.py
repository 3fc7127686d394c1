"""The demo behind `make demo`: a bulk import and a campaign's life, against the embedded simulator.

Generates a file of 20,000 numbers in the national registry's form, some of them invalid,
imports it, and checks that the summary adds up. Then loads, starts, stops and unloads a campaign,
printing the notifications as they come. Ends with status 0 only if every check held.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

import commdn
from commdn import bulk

ROWS = 20_000
SEED = 2
DN, APPLICATION, OCS = "8001", 20, 101
CAMPAIGN, GROUP = 1, 10
# Shorter and longer than seven digits, letters, no comma, nothing at all.
BROKEN = ("555,12345", "555,123456789", "555,12E4567", "5551234567", "55,51234567")

failures: list[str] = []


def check(what: str, held: bool) -> None:
    """Print a check; a failed one makes the demo fail."""
    print(f"  {'ok  ' if held else 'FAIL'}  {what}")
    if not held:
        failures.append(what)


def write_registry(path: Path) -> tuple[list[str], int]:
    """Write the file; tell the valid phone numbers and how many rows are invalid."""
    dice = random.Random(SEED)
    valid: list[str] = []
    invalid = 0
    with path.open("w", encoding="ascii") as file:
        for _ in range(ROWS):
            if dice.random() < 0.01:
                invalid += 1
                file.write(dice.choice(BROKEN) + "\n")
            else:
                area, number = "555", f"{dice.randrange(10**7):07}"
                valid.append(area + number)
                file.write(f"{area},{number}\n")
    return valid, invalid


def import_registry(session: commdn.Session, simulator: commdn.Simulator, folder: Path) -> None:
    """Import the file and check its outcome against the file and the simulator."""
    source, result = folder / "registry.txt", folder / "registry.result.csv"
    valid, invalid = write_registry(source)
    print(f"Import of {ROWS:,} rows in registry form, {invalid} of them invalid")
    summary = bulk.import_file(session, source, result=result)
    rate = summary.rows / summary.seconds
    print(f"  {summary.rows:,} rows in {summary.seconds:.1f} s ({rate:,.0f} a second)")
    print(f"  {summary.acknowledged:,} acknowledged, {summary.refused:,} refused, "
          f"{summary.unanswered:,} unanswered")
    ended = summary.acknowledged + summary.refused + summary.unanswered
    check("acknowledged + refused + unanswered = rows read", ended == summary.rows == ROWS)
    check("exactly the invalid rows are refused", summary.refused == invalid)
    check("no row is unanswered", summary.unanswered == 0)

    with result.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    statuses = Counter(row["status"] for row in rows)
    check("the result file has one row for every row, in order",
          [int(row["line"]) for row in rows] == list(range(1, ROWS + 1)))
    check("the result file and the summary agree",
          statuses["acknowledged"] == summary.acknowledged and statuses["refused"] == summary.refused)
    acknowledged = [row["phone"] for row in rows if row["status"] == "acknowledged"]
    check("the acknowledged numbers are the file's valid ones", acknowledged == valid)
    listed = set(simulator.do_not_call(OCS)["phones"])
    check("each acknowledged number is on the simulator's do-not-call list", listed >= set(acknowledged))
    check("and no other number is", listed == set(valid))


def show_notices(session: commdn.Session, until: commdn.GroupStatus | None = None) -> bool:
    """Print notifications as they come; tell whether the campaign got to a status."""
    for notice in session.notices(timeout=10 if until is not None else 0.3):
        event = notice.event
        if event is None:
            continue
        status = event.status.field_name if event.status is not None else "-"
        print(f"    <- {event.message_type.field_name}: campaign {event.campaign}, "
              f"group {event.group}, {status}")
        if until is not None and event.status == until:
            return True
    return until is None


def run_campaign(session: commdn.Session) -> None:
    """Load, start, stop and unload a campaign."""
    print(f"Life of campaign {CAMPAIGN} in group {GROUP}")
    dialing = commdn.requests.Dialing(
        dial_mode=commdn.DialMode.PREDICT,
        optimize_by=commdn.OptimizeBy.BUSY_FACTOR,
        optimize_goal=80,
    )
    status = commdn.GroupStatus
    steps = (
        ("load", commdn.requests.load_campaign(CAMPAIGN, GROUP, **dialing), status.ACTIVE),
        ("start", commdn.requests.start_dialing(CAMPAIGN, GROUP, **dialing), status.RUNNING),
        ("stop", commdn.requests.stop_dialing(CAMPAIGN, GROUP), status.ACTIVE),
        ("unload", commdn.requests.unload_campaign(CAMPAIGN, GROUP), status.NOT_LOADED),
    )
    for name, request, expected in steps:
        answer = session.call(request)
        print(f"  -> {name}: {answer.message_type.field_name}")
        check(f"{name}: the notifications tell {expected.field_name}", show_notices(session, expected))


def main() -> int:
    """Run the demo; the exit status."""
    with commdn.Simulator() as simulator, tempfile.TemporaryDirectory() as folder:
        with commdn.connect(simulator, dn=DN, app_dbid=APPLICATION, ocs_dbid=OCS) as session:
            import_registry(session, simulator, Path(folder))
            run_campaign(session)
    if failures:
        print(f"{len(failures)} checks failed")
        return 1
    print("every check held")
    return 0


if __name__ == "__main__":
    sys.exit(main())
