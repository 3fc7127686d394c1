"""Result files: who may read them, two imports at a time, spreadsheets, full disks, and what is on
the disk when.
"""

from __future__ import annotations

import csv
import gc
import json
import os
import stat
import subprocess
from pathlib import Path

import pytest
from conftest import OCS, open_session
from tables import written
from test_bulk import results
from test_cli import MAIN, PLAIN, run

import commdn
from commdn import bulk
from commdn.bulk import files
from commdn.bulk.results import guarded


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_whatever_an_import_makes_is_for_its_owner_only(tmp_path: Path) -> None:
    source, target = written(tmp_path, "5551230001\n"), tmp_path / "out"
    before = os.umask(0)
    try:
        with commdn.Simulator() as simulator, open_session(simulator, app_dbid=99) as session:
            outbox = bulk.outbox_beside(target, request_timeout=0.05)
            summary = bulk.import_file(session, source, result=target, outbox=outbox, retries=0)
    finally:
        os.umask(before)
    assert summary.unanswered == 1
    made = [path for path in tmp_path.iterdir() if path != source]
    assert {path.name for path in made} >= {"out", "out.outbox", "out.run"}
    assert {mode(path) for path in made} == {0o600}


def test_two_imports_do_not_write_one_result_file(tmp_path: Path, session: commdn.Session) -> None:
    source, target = written(tmp_path, "5551230001\n5551230002\n"), tmp_path / "out"
    second: list[str] = []

    def meanwhile(_: bulk.Progress) -> None:
        if second:
            return
        for options in ({"resume": True}, {"overwrite": True}):
            outbox = bulk.outbox_beside(target)
            with pytest.raises(bulk.BulkFileError, match="another import is writing") as found:
                bulk.import_file(session, source, result=target, outbox=outbox, **options)  # type: ignore[arg-type]
            second.append(str(found.value))
        state = bulk.run_state(target)
        assert state is not None and (state.is_running, state.has_ended, state.total) == (
            True,
            False,
            2,
        )

    outbox = bulk.outbox_beside(target)
    summary = bulk.import_file(session, source, result=target, outbox=outbox, progress=meanwhile)
    assert (summary.acknowledged, len(second)) == (2, 2)
    assert [row["status"] for row in results(target)] == ["acknowledged"] * 2
    # The errors that were looked at still know the outbox.
    gc.collect()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


@pytest.mark.parametrize(
    ("cell", "right"),
    [
        ("=1+1", "'=1+1"), ("+c", "'+c"), ("-c", "'-c"), ("@SUM(1)", "'@SUM(1)"), ("\tx", "'\tx"), ("\rx", "'\rx"),
        ("'=x", "''=x"), ("+15551234567", "+15551234567"), ("-5", "-5"), ("+1*2", "'+1*2"), ("x=1", "x=1"), ("", ""),
        ("'x", "'x"), ("+", "'+"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_takes_for_a_formula_is_guarded(cell: str, right: str) -> None:
    assert guarded(cell) == right


def test_guarded_results_are_resumed_and_raw_ones_too(
    tmp_path: Path, session: commdn.Session
) -> None:
    text = 'phone,customer_id\n5551230001,=1+1\n5551230002,"\'=x"\n=cmd|calc,c\n+15551230004,@x\n'
    source = written(tmp_path, text)
    for raw in (False, True):
        target = tmp_path / f"out{raw}"
        bulk.import_file(session, source, result=target, raw_cells=raw)
        rows = results(target)
        assert [row["customer_id"] for row in rows] == (
            ["=1+1", "'=x", "c", "@x"] if raw else ["'=1+1", "''=x", "c", "'@x"]
        )
        assert [row["phone"] for row in rows][2:] == [
            "=cmd|calc" if raw else "'=cmd|calc",
            "+15551230004",
        ]
        for other in (False, True):
            again = bulk.import_file(session, source, result=target, resume=True, raw_cells=other)
            assert (again.rows, again.resumed) == (4, 4)


def test_a_result_file_that_cannot_grow_is_told_and_the_import_goes_on_later(
    tmp_path: Path,
) -> None:
    source, target = tmp_path / "numbers.txt", tmp_path / "r.csv"
    source.write_text("".join(f"555{number:07}\n" for number in range(3_000)))
    with commdn.Simulator() as simulator:
        env = {
            **PLAIN, "COMMDN_SERVER": simulator.listen(), "COMMDN_DN": "8001", "COMMDN_APP_DBID": "20",
            "COMMDN_OCS_DBID": "101",
        }  # fmt: skip
        command = [*MAIN, "dnc", "import", str(source), "--result", str(target), "--no-outbox"]
        limited = ["bash", "-c", 'ulimit -f 40; exec "$@"', "-", *command]
        ended = subprocess.run(
            limited, capture_output=True, text=True, env=env, timeout=30, check=False
        )
        assert ended.returncode == 1, ended.stderr
        assert (
            f"commdn: {target}: File too large" in ended.stderr and "Traceback" not in ended.stderr
        )
        assert "of 3,000 rows have an answer" in ended.stderr and "--resume" in ended.stderr
        stands = run("dnc", "status", str(target))
        assert stands.returncode == 4 and "cut off" in stands.stdout
        again = run(
            "dnc",
            "import",
            str(source),
            "--result",
            str(target),
            "--no-outbox",
            "--resume",
            env=env,
        )
        assert again.returncode == 0, again.stderr
        assert len(simulator.do_not_call(OCS)["phones"]) == 3_000
    with target.open(newline="") as file:
        assert [int(row["line"]) for row in csv.DictReader(file)] == list(range(1, 3_001))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["numbers.txt", "r.csv"]


def test_a_device_is_full_in_one_line_and_nothing_is_made_beside_it(tmp_path: Path) -> None:
    source = written(tmp_path, "5551230001\n")
    options = ["--result", "/dev/full", "--overwrite", "--server", "sim:"]
    ended = run("dnc", "import", str(source), *options, "--no-outbox")
    assert (ended.returncode, "commdn: /dev/full: No space left on device" in ended.stderr) == (
        1,
        True,
    )
    beside = run("dnc", "import", str(source), *options)
    assert beside.returncode in (1, 2) and "Traceback" not in beside.stderr
    assert not Path("/dev/full.run").exists() and not Path("/dev/full.outbox").exists()


def test_results_are_on_the_disk_before_anything_is_removed(
    tmp_path: Path, session: commdn.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = written(tmp_path, "5551230001\n5551230002\n"), tmp_path / "out"
    synced: list[tuple[int, bool, bool]] = []
    sync = os.fsync

    def noted(descriptor: int) -> None:
        sync(descriptor)
        if os.fstat(descriptor).st_ino == target.stat().st_ino:
            there = (tmp_path / "out.outbox").exists(), (tmp_path / "out.run").exists()
            synced.append((len(results(target)), *there))

    monkeypatch.setattr(files.os, "fsync", noted)
    bulk.import_file(session, source, result=target, outbox=bulk.outbox_beside(target))
    assert (2, True, True) in synced
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_a_damaged_run_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    target = tmp_path / "r.csv"
    target.write_text("line,phone,customer_id,status,code,text\n")
    for text in ("{", "[]", json.dumps({"name": "x"}), "0123abcd"):
        (tmp_path / "r.csv.run").write_text(text)
        ended = run("dnc", "status", str(target))
        assert ended.returncode == 2 and "r.csv.run" in ended.stderr, ended.stderr


def test_a_result_file_that_was_cut_is_not_told_to_be_whole(
    tmp_path: Path, session: commdn.Session
) -> None:
    source = written(tmp_path, "".join(f"555123{n:04}\n" for n in range(20)))
    target = tmp_path / "out"
    bulk.import_file(session, source, result=target)
    assert run("dnc", "status", str(target)).returncode == 0
    whole = target.read_bytes()
    target.write_bytes(whole[:-9])
    ended = run("dnc", "status", str(target))
    assert ended.returncode == 4
    assert "cut off: 19 of" in ended.stdout and "every row" not in ended.stdout
    lines = whole.splitlines(keepends=True)
    target.write_bytes(b"".join([*lines[:5], lines[5][:9] + b"\n", *lines[6:]]))
    broken = run("dnc", "status", str(target))
    assert broken.returncode == 2
    assert "row 5: a part of it is missing" in broken.stderr
