"""Bulk, further: resume after kill -9, duplicates, normalised numbers, rate, retries, dry run."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
import tracemalloc
from pathlib import Path

import pytest
from conftest import OCS, open_session
from test_bulk import results, written
from test_cli import MAIN, run

import commdn
from commdn import bulk
from commdn.bulk import Status


@pytest.mark.timeout(120)
def test_an_import_killed_at_random_points_is_completed_by_resuming(tmp_path: Path) -> None:
    rows = 30_000
    dice = random.Random(5)
    lines = [f"555,{n:07}" if n % 50 else "555,12" for n in range(rows)]
    source = written(tmp_path / "registry.txt", "\n".join(lines) + "\n")
    target = tmp_path / "result.csv"
    with commdn.Simulator() as simulator:
        env = {
            **os.environ,
            "COMMDN_SERVER": simulator.listen(),
            "COMMDN_DN": "8001",
            "COMMDN_APP_DBID": "20",
            "COMMDN_OCS_DBID": "101",
        }
        command = [*MAIN, "dnc", "import", str(source), "--result", str(target), "--resume", "--json"]
        killed = 0
        for _ in range(4):
            with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as importing:
                until = time.monotonic() + 20
                before = target.stat().st_size if target.exists() else 0
                while time.monotonic() < until and importing.poll() is None:
                    if target.exists() and target.stat().st_size > before + 40_000:
                        break
                    time.sleep(0.002)
                time.sleep(dice.random() * 0.05)
                importing.send_signal(signal.SIGKILL)
                importing.wait()
                killed += importing.returncode == -signal.SIGKILL
        assert killed >= 2
        cut = target.read_bytes()[:-7]
        target.write_bytes(cut)
        ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
        assert ended.returncode == 3, ended.stderr
        listed = set(simulator.do_not_call(OCS)["phones"])
    outcomes = results(target)
    assert [int(row["line"]) for row in outcomes] == list(range(1, rows + 1))
    assert all((row["status"] == "acknowledged") == bool(n % 50) for n, row in enumerate(outcomes))
    assert {row["phone"] for row in outcomes if row["status"] == "acknowledged"} <= listed
    assert '"resumed": 0' not in ended.stdout


def test_unanswered_rows_are_sent_again_by_resuming(tmp_path: Path, simulator: commdn.Simulator) -> None:
    source = written(tmp_path / "in", "".join(f"555{n:07}\n" for n in range(100)))
    target = tmp_path / "out"
    simulator.add_fault("silent", rate=0.1)
    with open_session(simulator) as session:
        first = bulk.import_file(session, source, result=target, timeout=0.05)
        assert first.unanswered > 0
        simulator.clear_faults()
        again = bulk.import_file(session, source, result=target, resume=True)
        assert (again.rows, again.acknowledged, again.unanswered) == (100, 100, 0)
        assert again.resumed < 100
        third = bulk.import_file(session, source, result=target, resume=True)
        assert third.resumed == third.rows == 100
    assert [row["status"] for row in results(target)] == ["acknowledged"] * 100
    assert first.adds_up
    assert again.adds_up


def test_resuming_with_another_file_is_an_error(tmp_path: Path, session: commdn.Session) -> None:
    target = tmp_path / "out"
    bulk.import_file(session, written(tmp_path / "a", "5551230001\n5551230002\n"), result=target)
    proof = target.read_bytes()
    with pytest.raises(bulk.BulkFileError, match="line 2 is not of this input"):
        bulk.import_file(session, written(tmp_path / "b", "5551230001\n5551230003\n"), result=target, resume=True)
    with pytest.raises(bulk.BulkFileError, match="not a result file"):
        bulk.import_file(
            session,
            written(tmp_path / "a", "5551230001\n"),
            result=written(tmp_path / "x", "something else\n"),
            resume=True,
        )
    with pytest.raises(ValueError, match="needs a result file"):
        bulk.import_file(session, tmp_path / "a", resume=True)
    assert target.read_bytes() == proof


def test_values_with_line_ends_and_no_text_survive_resuming(tmp_path: Path, session: commdn.Session) -> None:
    text = 'phone,customer_id\n5551230001,"a\nb"\n5551230002,"say ""x"" \rc"\n"call\rme",=c\n'
    source, target = written(tmp_path / "in", text), tmp_path / "out"
    bulk.import_file(session, source, result=target)
    whole = target.read_bytes()
    for cut in range(len(whole)):
        target.write_bytes(whole[:cut])
        summary = bulk.import_file(session, source, result=target, resume=True)
        assert summary.adds_up
        assert summary.rows == 3
        assert target.read_bytes() == whole, cut


def test_no_number_is_sent_twice_with_dedupe(
    tmp_path: Path, simulator: commdn.Simulator, session: commdn.Session
) -> None:
    source = written(tmp_path / "in", "5551230001\n555-123-0001\n5551230002\nbad\nbad\n5551230001\n")
    target = tmp_path / "out"
    summary = bulk.import_file(session, source, form="numbers", result=target, dedupe=True)
    assert (summary.acknowledged, summary.duplicate, summary.refused) == (2, 2, 2)
    assert summary.adds_up
    assert session.stats().submitted == 2
    texts = {row["line"]: row["text"] for row in results(target) if row["status"] == "duplicate"}
    assert texts == {"2": "the same as line 1", "6": "the same as line 1"}


def test_numbers_are_normalised_by_region(tmp_path: Path) -> None:
    rows = [
        bulk.Row(1, "+12015550123"),
        bulk.Row(2, "2015550123"),
        bulk.Row(3, "12"),
        bulk.Row(4, None, "C-1"),
        bulk.Row(5, "x", code="bad_phone"),
    ]
    national = list(bulk.normalized(rows, "us"))
    assert [row.phone for row in national] == ["2015550123", "2015550123", "12", None, "x"]
    assert [row.code for row in national] == ["", "", "bad_phone", "", "bad_phone"]
    e164 = list(bulk.normalized(rows, "US", form="e164"))
    assert [row.phone for row in e164[:2]] == ["+12015550123"] * 2
    with pytest.raises(ValueError, match="ZZ"):
        bulk.normalized(rows, "ZZ")


def test_a_rate_is_kept_to(simulator: commdn.Simulator, session: commdn.Session) -> None:
    rows = [bulk.Row(line, f"555{line:07}") for line in range(1, 31)]
    started = time.monotonic()
    outcomes = list(bulk.import_rows(session, rows, rate=100))
    assert 0.25 < time.monotonic() - started < 5
    assert all(outcome.status is Status.ACKNOWLEDGED for outcome in outcomes)
    with pytest.raises(ValueError, match="rate 0"):
        list(bulk.import_rows(session, rows, rate=0))


def test_unanswered_requests_are_sent_again_with_retries(simulator: commdn.Simulator) -> None:
    simulator.add_fault("silent", times=3)
    rows = [bulk.Row(line, f"555{line:07}") for line in range(1, 4)]
    with open_session(simulator) as session:
        outcomes = list(bulk.import_rows(session, rows, timeout=0.1, retries=1))
        assert [outcome.status for outcome in outcomes] == [Status.ACKNOWLEDGED] * 3
        assert session.stats().submitted == 6
        simulator.add_fault("silent")
        last = list(bulk.import_rows(session, rows[:1], timeout=0.05, retries=2))
        assert last[0].status is Status.UNANSWERED
        assert session.stats().submitted == 9


def test_a_dry_run_checks_every_row_and_sends_nothing(tmp_path: Path) -> None:
    long = "5" * 65
    text = f"phone,customer_id,chain\n5551230001,,\n,,\n{long},,\n,c,HalfChain\n5551230001,,\n"
    source = written(tmp_path / "in", text)
    summary = bulk.check_file(source, dedupe=True)
    assert (summary.valid, summary.refused, summary.duplicate, summary.skipped) == (1, 2, 1, 1)
    assert summary.codes == {"empty": 1, "bad_phone": 1, "bad_chain": 1, "duplicate": 1}
    assert summary.adds_up
    ended = run("dnc", "check", str(source), "--dedupe")
    assert ended.returncode == 3
    assert "valid" in ended.stdout
    assert run("dnc", "check", str(source), "--region", "ZZ").returncode == 2
    assert run("dnc", "check", str(source), "--region", "US", "--number-form", "x").returncode == 2


SCOPES = ["", "AllChain", "RecordOnly"]


@pytest.mark.parametrize("first", SCOPES)
@pytest.mark.parametrize("second", SCOPES)
def test_dedupe_sends_what_asks_for_more(first: str, second: str) -> None:
    rows = [bulk.Row(line, "5551230001", None, chain or None) for line, chain in enumerate((first, second), 1)]
    kept = [row.code for row in bulk.deduplicated(rows)]
    asks_for_more = first == "RecordOnly" and second != "RecordOnly"
    assert kept == ["", "" if asks_for_more else "duplicate"]
    # Once all of the chain was asked for, nothing more can be.
    more = [bulk.Row(3, "5551230001", None, "AllChain"), bulk.Row(4, "5551230001", None, "RecordOnly")]
    assert [row.code for row in bulk.deduplicated([*rows, *more])][3] == "duplicate"


def test_dedupe_takes_a_phone_and_a_customer_of_that_phone_for_two_requests() -> None:
    asked = [("5551230001", None), ("5551230001", "C"), (None, "C"), ("5551230001", "D"), ("5551230001", "C")]
    rows = [bulk.Row(line, phone, customer) for line, (phone, customer) in enumerate(asked, 1)]
    assert [row.text for row in bulk.deduplicated(rows)] == ["", "", "", "", "the same as line 2"]


def test_dedupe_keeps_nothing_in_memory(tmp_path: Path) -> None:
    tracemalloc.start()
    rows = (bulk.Row(line, f"555{line:07}") for line in range(40_000))
    assert sum(1 for row in bulk.deduplicated(rows) if not row.code) == 40_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
