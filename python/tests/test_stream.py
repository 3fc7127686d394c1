"""Many requests of one iterable: their outcomes, the window, and everything that can go wrong on the way."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator

import pytest
from conftest import OCS, open_session

import commdn
from commdn import requests


def phones(count: int) -> list[str]:
    return [f"555{number:07}" for number in range(count)]


def test_every_row_has_its_outcome_and_no_more_are_open_than_the_window(
    simulator: commdn.Simulator, session: commdn.Session
) -> None:
    simulator.add_fault("reorder", window=10, ms=1)
    numbers = phones(500)
    rows = requests.do_not_call(chain=commdn.Chain.RECORD_ONLY).each(phone=numbers)
    told = {}
    for outcome in session.stream(rows, window=20):
        assert session.stats().open_requests <= 20
        request = outcome.request
        assert request is not None
        assert request.phone == numbers[outcome.tag] == outcome.result().event.phone
        assert request.chain == "RecordOnly"
        told[outcome.tag] = outcome.ok
    assert told == dict.fromkeys(range(500), True)
    assert simulator.do_not_call(OCS)["phones"] == numbers


def test_any_requests_can_be_streamed_and_each_may_be_refused(session: commdn.Session) -> None:
    rows = [
        requests.do_not_call("1", as_is=True),
        requests.do_not_call(),
        requests.campaign_status(1, 10),
        requests.campaign_status(77, 10),
        requests.cancel_record("2", as_is=True),
    ]
    outcomes = sorted(session.stream(rows), key=lambda outcome: outcome.tag)
    assert [outcome.request for outcome in outcomes] == rows
    assert [outcome.ok for outcome in outcomes] == [True, False, True, False, True]
    invalid = outcomes[1].error
    assert isinstance(invalid, commdn.CommDNInvalidRequest)
    assert invalid.attribute == "GSW_PHONE or GSW_CUSTOMER_ID"
    assert isinstance(outcomes[3].error, commdn.CommDNOcsRefused)
    assert [outcome.tag for outcome in session.stream(requests.do_not_call().each(phone=[None, "1", ""]))] != []


def test_no_rows_and_windows_of_one(session: commdn.Session) -> None:
    assert list(session.stream([])) == []
    rows = requests.do_not_call().each(phone=phones(10))
    assert [outcome.tag for outcome in session.stream(rows, window=1)] == list(range(10))


def test_what_the_iterable_raises_comes_after_the_outcomes_of_what_it_gave(session: commdn.Session) -> None:
    def rows() -> Iterator[commdn.Request]:
        yield from (requests.do_not_call(phone) for phone in phones(30))
        raise LookupError("row 31 is unreadable")

    told = []
    with pytest.raises(LookupError, match="row 31"):
        for outcome in session.stream(rows(), window=8):
            told.append((outcome.tag, outcome.ok))
    assert sorted(told) == [(row, True) for row in range(30)]

    with pytest.raises(TypeError, match="row 1 is str, not a Request"):
        list(session.stream([requests.do_not_call("1", as_is=True), "5551234567"]))  # type: ignore[list-item]

    def interrupted() -> Iterator[commdn.Request]:
        yield requests.do_not_call("1", as_is=True)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(session.stream(interrupted()))


def test_a_stream_that_is_dropped_gives_up_what_is_open(
    simulator: commdn.Simulator, session: commdn.Session
) -> None:
    simulator.add_fault("silent", times=3)
    stream = session.stream([requests.do_not_call(phone) for phone in [*phones(3), "1"]], timeout=None)
    assert next(stream).tag == 3
    assert session.stats().open_requests == 3
    del stream
    gc.collect()
    assert (session.stats().open_requests, session.stats().withdrawn) == (0, 3)


def test_rows_of_a_slow_source_are_sent_before_more_are_asked_for(
    simulator: commdn.Simulator, session: commdn.Session
) -> None:
    sent_before = []

    def rows() -> Iterator[commdn.Request]:
        for phone in phones(5):
            sent_before.append(session.stats().submitted)
            time.sleep(0.01)
            yield requests.do_not_call(phone)

    assert len(list(session.stream(rows()))) == 5
    assert sent_before == [0, 1, 2, 3, 4]


def test_rows_wait_where_the_session_has_no_room(simulator: commdn.Simulator) -> None:
    with open_session(simulator, max_open_requests=5) as session:
        rows = requests.do_not_call().each(phone=phones(50))
        outcomes = list(session.stream(rows, window=20))
        assert sorted(outcome.tag for outcome in outcomes) == list(range(50))
        assert all(outcome.ok for outcome in outcomes)
        simulator.add_fault("silent", times=5)
        held = [session.submit(requests.do_not_call(phone), timeout=None) for phone in phones(5)]
        (outcome,) = session.stream([requests.do_not_call("1", as_is=True)])
        assert isinstance(outcome.error, commdn.CommDNOverloaded)
        assert all(pending.cancel() for pending in held)


def test_rows_that_nobody_answers_end_at_their_timeout(simulator: commdn.Simulator, session: commdn.Session) -> None:
    simulator.add_fault("silent", times=3)
    rows = requests.do_not_call().each(phone=phones(6))
    outcomes = sorted(session.stream(rows, timeout=1), key=lambda outcome: outcome.tag)
    assert [type(outcome.error) for outcome in outcomes] == [commdn.CommDNNoAnswer] * 3 + [type(None)] * 3


def test_the_end_of_the_session_is_told_for_each_row_that_was_taken(
    simulator: commdn.Simulator, session: commdn.Session
) -> None:
    taken = []

    def rows() -> Iterator[commdn.Request]:
        for row, phone in enumerate(phones(100)):
            if row == 20:
                session.close()
            taken.append(row)
            yield requests.do_not_call(phone)

    told = {}
    with pytest.raises(commdn.CommDNClosed):
        for outcome in session.stream(rows(), window=10):
            told[outcome.tag] = outcome.ok
    assert sorted(told) == taken
    assert len(taken) < 40
    assert not any(told[row] for row in taken if row >= 20)


def test_a_stream_is_for_one_reader(session: commdn.Session) -> None:
    def rows() -> Iterator[commdn.Request]:
        next(stream)
        yield requests.do_not_call("1", as_is=True)

    stream = session.stream(rows())
    with pytest.raises(ValueError, match="in use"):
        next(stream)


def test_windows_and_columns_that_make_no_sense_are_refused(session: commdn.Session) -> None:
    for window in (0, 1_000_001):
        with pytest.raises(commdn.CommDNInvalidArgument, match=f"window {window}"):
            session.stream([], window=window)
    template = requests.do_not_call()
    with pytest.raises(commdn.CommDNInvalidArgument, match="needs phone, customer_id or both"):
        template.each()
    with pytest.raises(TypeError, match="phone is a str"):
        template.each(phone="5551234567")
    with pytest.raises(TypeError, match="row 1: phone: bytes is not a str, nor an int of digits"):
        list(template.each(phone=["1", b"2"]))  # type: ignore[list-item]
    with pytest.raises(ValueError, match="customer_id ends before the other column, at row 1"):
        list(template.each(phone=["1", "2"], customer_id=["C"]))
    with pytest.raises(ValueError, match="customer_id goes on after the other column, at row 1"):
        list(template.each(phone=["1"], customer_id=["C", "D"]))


def test_each_makes_the_requests_that_are_made_one_by_one() -> None:
    template = requests.cancel_record(campaign_name="Winter", target=0, extra={"why": "moved"})
    rows = list(template.each(phone=["1", None, "3"], customer_id=iter(["A", "B", None]), as_is=True))
    assert rows == [
        requests.cancel_record(
            phone, customer_id=customer, campaign_name="Winter", target=0, extra={"why": "moved"}, as_is=True
        )
        for phone, customer in [("1", "A"), (None, "B"), ("3", None)]
    ]
    assert list(requests.do_not_call().each(customer_id=[])) == []


def test_cells_of_tables_are_digits_or_missing_and_one_that_is_neither_is_a_row_with_an_error(
    session: commdn.Session,
) -> None:
    column = [5551230001, 5551230002.0, float("nan"), None, "5551230003", b"5", 1.5, 5551230004]
    customers = ["A", "B", "C", "D", None, "F", "G", "H"]
    rows = requests.do_not_call().each(phone=column, customer_id=customers)  # type: ignore[arg-type]
    ended = {row.tag: row for row in session.stream(rows, window=3)}
    assert [ended[row].ok for row in range(8)] == [True] * 5 + [False, False, True]
    sent = [request.phone for row in range(8) if (request := ended[row].request)]
    assert sent == ["5551230001", "5551230002", None, None, "5551230003", None, None, "5551230004"]
    error = ended[5].error
    assert isinstance(error, commdn.CommDNInvalidRequest)
    assert "row 5: phone: bytes" in error.message
    assert ended[6].to_dict()["kind"] == "invalid_request"
