"""Bulk: the three forms, what is wrong with rows and files, and that every row gets its row."""

from __future__ import annotations

import csv
import threading
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Unpack

import pytest
from conftest import OCS, open_session

import commdn
from commdn import bulk
from commdn.bulk import Status


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def results(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(path: Path, **options: Unpack[bulk.ReadingOptions]) -> list[bulk.Row]:
    """The rows of a file that makes sense."""
    with bulk.open_table(path, **options) as table:
        rows = list(table.rows())
        assert table.total == len(rows)
        return rows


def test_rows_know_their_lines_columns_and_faults(tmp_path: Path) -> None:
    text = 'chain,phone,customer_id\n,5551230001,\nRecordOnly,,c2\n,"call\nme",\n,call me,c3\n,,\n,5551230006\nx,5551230007,\n'
    rows = rows_of(written(tmp_path / "in", text), chain="allchain")
    assert [(r.line, r.phone, r.customer_id, r.chain, r.code) for r in rows] == [
        (2, "5551230001", None, "AllChain", ""),
        (3, None, "c2", "RecordOnly", ""),
        (4, "call\nme", None, "AllChain", "bad_phone"),
        (6, "call me", "c3", "AllChain", "bad_phone"),
        (7, None, None, None, "empty"),
        (8, ",5551230006", None, "AllChain", "bad_row"),
        (9, "x,5551230007,", None, "AllChain", "bad_chain"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "no lines"),
        (" \n\n", "no lines"),
        ("phone,name\n", "no rows"),
        ("name,street\na,b\n", "line 1: the header .*: 'name', 'street'"),
        (b"5551234567\n555\xe9\n", "line 2, column 4: byte 0xe9 is not utf-8 text.*--encoding windows-1252"),
    ],
)
def test_a_file_that_makes_no_sense_is_an_error_with_its_place(
    tmp_path: Path, session: commdn.Session, text: str | bytes, names: str
) -> None:
    path, target = written(tmp_path / "in", text), tmp_path / "out"
    with pytest.raises(bulk.BulkFileError, match=names):
        bulk.import_file(session, path, result=target)
    assert sorted(tmp_path.iterdir()) == [path]
    assert session.stats().submitted == 0, "nothing is half done"


def test_missing_columns_files_and_encodings_are_errors(tmp_path: Path, session: commdn.Session) -> None:
    path = written(tmp_path / "in", "5551230001\n")
    with pytest.raises(bulk.BulkFileError, match="line 1: the header has no column .*: '5551230001'"):
        bulk.import_file(session, path, form="csv")
    with pytest.raises(bulk.BulkFileError, match="No such file"):
        bulk.import_file(session, tmp_path / "nowhere")
    with pytest.raises(bulk.BulkFileError, match="klingon"):
        bulk.import_file(session, path, encoding="klingon")
    with pytest.raises(bulk.BulkFileError, match="is the input file"):
        bulk.import_file(session, path, result=path)
    target = written(tmp_path / "out", "precious")
    with pytest.raises(bulk.BulkFileError, match="already exists"):
        bulk.import_file(session, path, result=target)
    assert target.read_text() == "precious"
    bulk.import_file(session, path, result=target, overwrite=True)
    assert len(results(target)) == 1


def test_every_row_has_its_row_in_order_and_the_summary_adds_up(
    tmp_path: Path, simulator: commdn.Simulator, session: commdn.Session
) -> None:
    simulator.add_fault("reorder", window=40, ms=5)
    simulator.add_fault("refuse_request", times=1)
    good = [f"555{number:07}" for number in range(500)]
    bad = ["nonsense", "", "5" * 65]
    path = written(tmp_path / "in", "\n".join(good[:250] + bad + good[250:]) + "\n")
    seen: list[bulk.Progress] = []
    target = tmp_path / "out"
    summary = bulk.import_file(session, path, form="numbers", result=target, window=32, progress=seen.append)
    assert (summary.rows, summary.acknowledged, summary.refused, summary.unanswered) == (503, 499, 3, 0)
    assert summary.adds_up and summary.skipped == 1
    assert summary.seconds > 0
    rows = results(target)
    assert [int(row["line"]) for row in rows] == list(range(1, 504))
    codes = {row["line"]: row["code"] for row in rows if row["code"]}
    assert {"251": "bad_phone", "252": "empty", "253": "bad_phone"}.items() <= codes.items()
    assert len([code for code in codes.values() if code.startswith("tserver_")]) == 1
    assert all(row["text"] for row in rows if row["status"] != "acknowledged")
    listed = set(simulator.do_not_call(OCS)["phones"])
    assert listed == {row["phone"] for row in rows if row["status"] == "acknowledged"}
    assert (seen[-1].summary.rows, seen[-1].total) == (503, 503)


def test_a_silent_ocs_leaves_rows_unanswered(tmp_path: Path, simulator: commdn.Simulator) -> None:
    simulator.add_fault("silent", times=3)
    path = written(tmp_path / "in", "".join(f"555123000{n}\n" for n in range(4)))
    with open_session(simulator) as session:
        summary = bulk.import_file(session, path, window=1, timeout=0.05)
    assert (summary.acknowledged, summary.unanswered) == (1, 3)
    assert summary.codes == {"no_answer": 3}


@pytest.mark.parametrize("reconnect", [False, True])
def test_a_lost_connection_leaves_the_rest_unanswered_unless_it_is_replaced(
    simulator: commdn.Simulator, tmp_path: Path, reconnect: bool
) -> None:
    with open_session(simulator, reconnect=reconnect, reconnect_delay=0.01) as session:
        is_cut_while_importing(simulator, session, tmp_path, lost=not reconnect)


def is_cut_while_importing(
    simulator: commdn.Simulator, session: commdn.Session, tmp_path: Path, lost: bool
) -> None:
    path = written(tmp_path / "in", "".join(f"555{number:07}\n" for number in range(20_000)))

    def cut() -> None:
        while session.stats().acknowledged < 500:
            time.sleep(0.001)
        simulator.cut()

    cutter = threading.Thread(target=cut)
    cutter.start()
    target = tmp_path / "out"
    summary = bulk.import_file(session, path, result=target)
    cutter.join(5)
    assert summary.adds_up
    assert summary.rows == 20_000
    assert summary.acknowledged >= 500
    assert (summary.unanswered > 0) == lost
    rows = results(target)
    assert [int(row["line"]) for row in rows] == list(range(1, 20_001))
    listed = set(simulator.do_not_call(OCS)["phones"])
    assert {r["phone"] for r in rows if r["status"] == "acknowledged"} <= listed
    codes = {r["code"] for r in rows if r["status"] == "unanswered"}
    assert codes == ({"disconnected"} if lost else set())


def test_a_session_that_is_closed_meanwhile_ends_the_import(session: commdn.Session) -> None:
    def rows() -> list[bulk.Row]:
        return [bulk.Row(line, f"555{line:07}") for line in range(1, 1001)]

    outcomes = bulk.import_rows(session, rows(), window=10)
    first = next(outcomes)
    session.close()
    rest = list(outcomes)
    assert first.status is Status.ACKNOWLEDGED
    assert len(rest) == 999
    assert rest[-1].status is Status.UNANSWERED
    assert rest[-1].code == "closed"


def test_a_slow_row_does_not_let_memory_grow(simulator: commdn.Simulator) -> None:
    """The first row waits for its time limit while the others are answered."""
    simulator.add_fault("silent", times=1)
    taken = 0

    def rows() -> Iterator[bulk.Row]:
        nonlocal taken
        for line in range(1, 20_001):
            taken = line
            yield bulk.Row(line, f"555{line:07}")

    with open_session(simulator) as session:
        outcomes = bulk.import_rows(session, rows(), window=8, timeout=1)
        first = next(outcomes)
        assert first.status is Status.UNANSWERED
        assert taken <= 16 * 8 + 1
        tracemalloc.start()
        for _ in range(2000):
            next(outcomes)
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(10_000):
            next(outcomes)
        grown = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
    assert grown < 200_000


def test_a_window_of_none_is_an_error(session: commdn.Session) -> None:
    with pytest.raises(ValueError, match="window 0"):
        list(bulk.import_rows(session, [], window=0))
