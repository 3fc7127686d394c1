"""The outbox: what is submitted is acknowledged, or still there, or reported."""

from __future__ import annotations

import csv
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import OCS, open_session

import commdn
from commdn import EntryState, Outbox, OutcomeKind, requests
from commdn.bulk.run import Run


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Outbox(tmp_path / "outbox.db", backoff=(0.01, 0.05)) as opened:
        yield opened


def test_what_is_submitted_before_a_session_is_there_is_acknowledged_later(
    simulator: commdn.Simulator, outbox: Outbox
) -> None:
    entry = outbox.submit(requests.do_not_call("5551234567"), key="call 7")
    assert outbox.submit(requests.do_not_call("5551234567"), key="call 7") == entry
    assert outbox.outcome(entry) is None
    with pytest.raises(commdn.CommDNWaitTimeout):
        outbox.wait(entry, 0.01)
    with open_session(simulator) as session:
        outbox.attach(session)
        assert outbox.is_attached
        outcome = outbox.wait(entry)
        outbox.detach()
    assert not outbox.is_attached
    assert outcome.ok and outcome.kind is OutcomeKind.ACKNOWLEDGED
    assert (outcome.entry, outcome.key, outcome.attempts, outcome.error) == (entry, "call 7", 1, None)
    assert outcome.event is not None and outcome.event.phone == "5551234567"
    assert simulator.is_do_not_call(OCS, "5551234567")
    assert [told.entry for told in outbox.outcomes()] == [entry]
    assert list(outbox.outcomes(outcome.cursor)) == []
    assert outbox.find("call 7") == entry and outbox.find("call 8") is None


def test_an_entry_tells_all_that_is_known_of_it(outbox: Outbox) -> None:
    first = outbox.submit(requests.do_not_call("1", as_is=True, customer_id="C"), max_age=60)
    second = outbox.submit(requests.cancel_record("2", as_is=True, customer_id="C"))
    entries = list(outbox.entries("unfinished"))
    assert [entry.id for entry in entries] == [first, second]
    assert [entry.state for entry in entries] == [EntryState.WAITING, EntryState.BLOCKED]
    entry = outbox.entry(first)
    assert entry.request is not None and entry.request.phone == "1"
    assert entry.message_type is commdn.MessageType.REQ_DO_NOT_CALL
    assert entry.expires is not None and 59 < entry.expires - entry.created < 61
    assert entry.outcome is None and entry.next_try is not None
    with pytest.raises(commdn.CommDNInvalidArgument):
        outbox.entry(99)


def test_a_batch_is_put_in_whole_or_not_at_all(tmp_path: Path) -> None:
    with Outbox(tmp_path / "outbox.db", max_entries=3) as outbox:
        batch = [requests.do_not_call(str(number), as_is=True) for number in range(4)]
        with pytest.raises(commdn.CommDNOutboxFull, match="max_entries is 3") as caught:
            outbox.submit_many(batch)
        assert not caught.value.retryable
        assert outbox.stats().unfinished == 0
        assert outbox.submit_many(batch[:3], keys=["a", None, "c"]) == [1, 2, 3]
        assert outbox.find("c") == 3
        with pytest.raises(commdn.CommDNInvalidArgument, match="1 keys for 2 requests"):
            outbox.submit_many(batch[:2], keys=["a"])
        with pytest.raises(commdn.CommDNInvalidRequest):
            outbox.submit(requests.do_not_call())


def test_a_file_that_is_no_outbox_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no database, but of some length. " * 100, encoding="ascii")
    with pytest.raises(commdn.CommDNStorageError, match=r"notes\.txt") as caught:
        Outbox(path)
    assert isinstance(caught.value, OSError) and caught.value.kind == "storage"


def test_dead_letters_are_retried_and_waiting_ones_cancelled(
    simulator: commdn.Simulator, tmp_path: Path
) -> None:
    with (
        Outbox(tmp_path / "outbox.db", max_attempts=1, request_timeout=0.05, keep_answers=False) as outbox,
        open_session(simulator) as session,
    ):
        simulator.add_fault("silent")
        outbox.attach(session)
        with pytest.raises(commdn.CommDNInvalidArgument):
            outbox.attach(session)
        entry = outbox.submit(requests.do_not_call("5551234567"))
        outcome = outbox.wait(entry)
        assert outcome.kind is OutcomeKind.GAVE_UP and isinstance(outcome.error, commdn.CommDNNoAnswer)
        assert outbox.entry(entry).state is EntryState.DEAD and outbox.stats().dead == 1
        simulator.clear_faults()
        assert outbox.retry_dead() == 1
        assert outbox.wait_until_empty(5)
        outbox.detach()
        again = outbox.outcome(entry)
        assert again is not None and again.retried_as is not None
        retried = outbox.outcome(again.retried_as)
        assert retried is not None and retried.ok and retried.event is None
        waiting = outbox.submit(requests.do_not_call("1", as_is=True))
        outbox.cancel(waiting)
        with pytest.raises(commdn.CommDNInvalidArgument):
            outbox.cancel(waiting)
        assert outbox.retry(waiting) > waiting
        path = tmp_path / "all.csv"
        assert outbox.export(path) == 4
        with path.open(encoding="utf-8", newline="") as file:
            assert [row["state"] for row in csv.DictReader(file)] == ["done", "done", "done", "waiting"]
        assert outbox.purge(0) == 3
        stats = outbox.stats()
        assert (stats.unfinished, stats.acknowledged, stats.gave_up, stats.cancelled) == (1, 1, 1, 1)


def test_a_refusal_is_the_outcome_with_its_number(
    simulator: commdn.Simulator, session: commdn.Session, outbox: Outbox
) -> None:
    outbox.attach(session)
    outcome = outbox.wait(outbox.submit(requests.do_not_call("no number", as_is=True)))
    assert outcome.kind is OutcomeKind.REFUSED
    assert isinstance(outcome.error, commdn.CommDNOcsRefused)
    assert outcome.error.code == commdn.CmError.INVALID_PARAMETER and outcome.error.event is not None


def test_what_a_site_does_otherwise_is_an_option(simulator: commdn.Simulator, tmp_path: Path) -> None:
    by_customer = requests.cancel_record(customer_id="C-1")
    with Outbox(tmp_path / "default.db") as outbox, pytest.raises(commdn.CommDNInvalidRequest):
        outbox.submit(by_customer)
    with Outbox(tmp_path / "latin.db", charset="iso-8859-1", max_user_data_bytes=240) as outbox:
        outbox.submit(requests.do_not_call("1", as_is=True, customer_id="ß"))
        with pytest.raises(commdn.CommDNInvalidRequest):
            outbox.submit(requests.do_not_call("1", as_is=True, customer_id="日"))
        with pytest.raises(commdn.CommDNInvalidRequest, match="240"):
            outbox.submit(requests.do_not_call("1" * 60, as_is=True, customer_id="1" * 60))
    with Outbox(
        tmp_path / "outbox.db",
        backoff=(0.01, 0.02),
        max_attempts=2,
        poll_interval=0.01,
        cancel_without_phone=True,
        retryable_refusals=[commdn.CmError.INVALID_PARAMETER],
    ) as outbox:
        outbox.cancel(outbox.submit(by_customer))
        with open_session(simulator) as session:
            outbox.attach(session)
            outcome = outbox.wait(outbox.submit(requests.do_not_call("no number", as_is=True)))
        assert outcome.kind is OutcomeKind.GAVE_UP and outcome.attempts == 2


def fork(child: Callable[[], int]) -> int:
    """A forked process that ends with what `child` returns, and with 1 if that raises: it never comes back here."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        code = child()
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def exit_code(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def test_a_closed_outbox_says_so_and_a_fork_is_told_to_open_its_own(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db")

    def child() -> int:
        try:
            outbox.submit(requests.do_not_call("1", as_is=True))
        except commdn.CommDNForked:
            outbox.close()
            return 7
        return 2

    assert exit_code(fork(child)) == 7
    outbox.submit(requests.do_not_call("1", as_is=True))
    outbox.close()
    outbox.close()
    with pytest.raises(commdn.CommDNClosed):
        outbox.submit(requests.do_not_call("1", as_is=True))


def test_what_a_fork_submits_in_an_outbox_of_its_own_is_kept_when_the_parent_closes_its(tmp_path: Path) -> None:
    """SQLite's record of a file's locks is inherited, the locks are not: the child's first commits were lost."""
    path = tmp_path / "outbox.db"
    outbox = Outbox(path)
    outbox.submit(requests.do_not_call("1", as_is=True))
    to_child, to_parent = os.pipe(), os.pipe()

    def child() -> int:
        own = Outbox(path)
        own.submit(requests.do_not_call("2", as_is=True))
        os.write(to_parent[1], b"1")
        os.read(to_child[0], 1)
        own.submit(requests.do_not_call("3", as_is=True))
        os.kill(os.getpid(), signal.SIGKILL)
        return 2

    process = fork(child)
    # A child that ends early is read as the end of the file.
    os.close(to_parent[1])
    assert os.read(to_parent[0], 1) == b"1"
    outbox.close()
    del outbox
    os.write(to_child[1], b"1")
    assert exit_code(process) == -signal.SIGKILL
    for end in (*to_child, to_parent[0]):
        os.close(end)
    assert Outbox(path).stats().unfinished == 3


def test_a_fork_in_the_middle_of_things_opens_its_own_or_is_refused(tmp_path: Path) -> None:
    """Two threads of the parent submit without a pause meanwhile, which keeps nobody out of the file for long."""
    path = tmp_path / "outbox.db"
    outbox = Outbox(path, busy_timeout=30)
    stop = threading.Event()
    counts = []

    def submit() -> None:
        count = 0
        while not stop.is_set():
            outbox.submit(requests.do_not_call("1", as_is=True))
            count += 1
        counts.append(count)

    def child() -> int:
        try:
            Outbox(path, busy_timeout=30).submit(requests.do_not_call("2", as_is=True))
        except commdn.CommDNForked:
            return 7
        return 0

    threads = [threading.Thread(target=submit) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        codes = [exit_code(fork(child)) for _ in range(20)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert set(codes) <= {0, 7}
    assert outbox.stats().unfinished == sum(counts) + codes.count(0)


def rows_of(path: Path) -> list[commdn.bulk.Row]:
    with commdn.bulk.open_table(path) as table:
        return list(table.rows())


def numbers(path: Path, count: int) -> Path:
    path.write_text("".join(f"555{number:07}\n" for number in range(count)), encoding="ascii")
    return path


def result_lines(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["line"], row["status"]) for row in csv.DictReader(file)]


def test_an_import_through_an_outbox_has_one_outcome_for_each_row(
    simulator: commdn.Simulator, session: commdn.Session, outbox: Outbox, tmp_path: Path
) -> None:
    source = numbers(tmp_path / "numbers.txt", 2_500)
    with source.open("a", encoding="ascii") as file:
        file.write("no number\n")
    result = tmp_path / "result.csv"
    summary = commdn.bulk.import_file(session, source, form="numbers", result=result, outbox=outbox, window=64)
    assert (summary.acknowledged, summary.refused, summary.unanswered) == (2_500, 1, 0)
    assert [line for line, _ in result_lines(result)] == [str(line) for line in range(1, 2_502)]
    assert outbox.stats().acknowledged == 2_500 and not outbox.is_attached
    assert not (tmp_path / "result.csv.run").exists()
    assert len(simulator.do_not_call(OCS)["phones"]) == 2_500


def test_an_import_that_loses_its_session_is_resumed_without_sending_twice(
    simulator: commdn.Simulator, outbox: Outbox, tmp_path: Path
) -> None:
    source, result = numbers(tmp_path / "numbers.txt", 1_200), tmp_path / "result.csv"
    simulator.add_fault("silent")
    with open_session(simulator) as session:
        outbox.attach(session)
        outcomes = commdn.bulk.import_rows_durably(
            outbox, rows_of(source)
        )
        session.close()
        left = list(outcomes)
    assert {(outcome.status.value, outcome.code) for outcome in left} == {("unanswered", "in_outbox")}
    assert outbox.stats().unfinished == 1_200

    simulator.clear_faults()
    with open_session(simulator) as session:
        commdn.bulk.import_file(session, source, result=result, outbox=outbox)
        assert outbox.stats().unfinished == 0
    assert len(result_lines(result)) == 1_200


def test_a_resumed_import_finds_what_it_put_into_the_outbox(
    simulator: commdn.Simulator, outbox: Outbox, tmp_path: Path
) -> None:
    source, result = numbers(tmp_path / "numbers.txt", 300), tmp_path / "result.csv"
    with open_session(simulator) as session:
        session.close()
        with pytest.raises(commdn.CommDNClosed):
            commdn.bulk.import_file(session, source, result=result, outbox=outbox)
    # As if it had been killed when everything was in the outbox and nothing in the result file.
    run = Run(result, resume=True)
    rows = list(rows_of(source))
    outbox.submit_many([requests.do_not_call(row.phone) for row in rows], keys=[run.key(row) for row in rows])
    with open_session(simulator) as session:
        outbox.attach(session)
        assert outbox.wait_until_empty(5)
        outbox.detach()
        summary = commdn.bulk.import_file(session, source, result=result, resume=True, outbox=outbox)
    assert (summary.acknowledged, summary.rows) == (300, 300)
    assert outbox.stats().last_entry == 300, "nothing was put in twice"


def test_an_import_resumed_with_another_first_row_asks_for_every_number_of_the_file(
    simulator: commdn.Simulator, outbox: Outbox, tmp_path: Path
) -> None:
    source, result = numbers(tmp_path / "numbers.txt", 5), tmp_path / "result.csv"
    run = Run(result, resume=False)
    rows = list(rows_of(source))
    # Killed when everything was in the outbox and nothing in the result file.
    outbox.submit_many([requests.do_not_call(row.phone) for row in rows], keys=[run.key(row) for row in rows])
    source.write_text("5559999999\n" + source.read_text())
    with open_session(simulator) as session:
        summary = commdn.bulk.import_file(session, source, result=result, resume=True, outbox=outbox)
    assert (summary.acknowledged, summary.rows) == (6, 6)
    phones = simulator.do_not_call(OCS)["phones"]
    assert "5559999999" in phones and len(phones) == 6


def test_a_key_names_one_request(outbox: Outbox) -> None:
    first = outbox.submit(requests.do_not_call("5550001"), key="row 1")
    assert outbox.submit(requests.do_not_call("5550001"), key="row 1") == first
    with pytest.raises(commdn.CommDNError, match="another request"):
        outbox.submit(requests.do_not_call("5550002"), key="row 1")
    assert outbox.stats().unfinished == 1


def test_an_export_does_not_replace_the_outbox_and_is_for_its_owner(tmp_path: Path) -> None:
    path, target = tmp_path / "outbox.db", tmp_path / "list.csv"
    with Outbox(path) as outbox:
        outbox.submit(requests.do_not_call("5550001"))
        with pytest.raises(commdn.CommDNError, match="the outbox itself"):
            outbox.export(path)
        assert outbox.export(target) == 1
    if os.name == "posix":
        assert target.stat().st_mode & 0o777 == 0o600
    with Outbox(path) as outbox:
        assert outbox.stats().unfinished == 1
