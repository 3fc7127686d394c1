"""Arguments in every form that people give them in, and messages that name the one at fault."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from conftest import APP, DN, OCS, open_session

import commdn
from commdn import DialMode, GroupStatus, OptimizeBy, Outbox, Request, ScheduleItem, aio, requests

MODES: list[tuple[Any, DialMode]] = [
    (DialMode.PREDICT, DialMode.PREDICT),
    (1, DialMode.PREDICT),
    ("predict", DialMode.PREDICT),
    ("predictive", DialMode.PREDICT),
    ("Progressive", DialMode.PROGRESS),
    ("push-preview", DialMode.PUSH_PREVIEW),
    ("push preview", DialMode.PUSH_PREVIEW),
    ("PREDICT_AND_SEIZE", DialMode.PREDICT_AND_SEIZE),
    ("predictive-and-seize", DialMode.PREDICT_AND_SEIZE),
    (commdn.DialMode.POWER_GVP.field_name, DialMode.POWER_GVP),
    (42, DialMode(42)),
]


@pytest.mark.parametrize(("given", "mode"), MODES)
def test_a_mode_is_a_member_a_number_or_a_name(given: Any, mode: DialMode) -> None:
    request = requests.load_campaign(1, 10, dial_mode=given, optimize_by="busy-factor")
    assert (request.dial_mode, request.optimize_by) == (mode, OptimizeBy.BUSY_FACTOR)
    item = ScheduleItem(campaign=1, dial_mode=given, optimize_by="wait time")
    assert (item.dial_mode, item.optimize_by) == (mode, OptimizeBy.WAIT_TIME)


@pytest.mark.parametrize("kind", [commdn.MessageType, commdn.CmError, DialMode, OptimizeBy, GroupStatus])
def test_every_word_is_a_name_of_its_member(kind: type[DialMode]) -> None:
    for member in kind:
        for name in (member.word, member.word.upper(), member.name.lower(), str(member.field_name)):
            assert kind.from_name(name) is member
        assert kind.closest(f"{member.word}x") is not None


WRONG: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: requests.load_campaign(dial_mode="predictiv"), ValueError, "dial_mode: 'predictiv' is not a DialMode: did you mean predictive"),
    (lambda: requests.load_campaign(optimize_by="none"), ValueError, "optimize_by: 'none' is not a OptimizeBy: there are not-changed, busy-factor"),
    (lambda: requests.load_campaign(dial_mode=1.5), TypeError, "dial_mode: float is not a DialMode, an int or a name"),  # type: ignore[arg-type]
    (lambda: requests.load_campaign(dial_mode=2**40), ValueError, "dial_mode 1099511627776 does not fit"),
    (lambda: requests.load_campaign("x"), TypeError, "campaign: 'str' object cannot be"),  # type: ignore[arg-type]
    (lambda: requests.do_not_call(5.5), TypeError, "phone: float is not a str, nor an int of digits"),  # type: ignore[arg-type]
    (lambda: requests.do_not_call(True), TypeError, "phone: bool is not a str"),
    (lambda: requests.do_not_call(customer_id=b"x"), TypeError, "customer_id: bytes is not a str"),  # type: ignore[arg-type]
    (lambda: commdn.connect("sim:", dn=8.5, app_dbid=20), TypeError, "dn: float is not a str"),  # type: ignore[arg-type]
    (lambda: commdn.connect("sim:", dn=8001, app_dbid=20, connect_timeout="1"), TypeError, "connect_timeout: str is not a number of seconds or a timedelta"),  # type: ignore[arg-type]
    (lambda: commdn.connect("sim:", dn=8001, app_dbid=20, max_notices="1"), TypeError, "max_notices: "),  # type: ignore[arg-type]
    (lambda: commdn.connect("sim:", dn=8001, app_dbid=20, max_notices=-1), ValueError, "max_notices -1 is too small or too large"),
    (lambda: commdn.connect("sim:", dn=8001, app_dbid=20, close_timeout=timedelta(-1)), ValueError, "close_timeout -86400 is not a number of seconds"),
    (lambda: Outbox("x", lease="1"), TypeError, "lease: str is not a number of seconds"),  # type: ignore[arg-type]
    (lambda: Outbox("x", max_attempts=-1), ValueError, "max_attempts -1 is too small or too large"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "error", "words"), WRONG, ids=[words for _, _, words in WRONG])
def test_an_argument_that_makes_no_sense_is_named(
    call: Callable[[], object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        call()


def test_numbers_stand_for_their_digits() -> None:
    request = requests.do_not_call(5551234567, customer_id=42)
    assert (request.phone, request.customer_id) == ("5551234567", "42")
    assert request == Request(commdn.MessageType.REQ_DO_NOT_CALL, phone="5551234567", customer_id="42")
    made = requests.cancel_record().each(phone=[5551234567], customer_id=[7])
    assert [(row.phone, row.customer_id) for row in made] == [("5551234567", "7")]


def test_times_are_seconds_or_a_timedelta(simulator: commdn.Simulator, tmp_path: Any) -> None:
    second = timedelta(seconds=1)
    with commdn.connect(
        simulator, dn=int(DN), app_dbid=APP, ocs_dbid=OCS, request_timeout=timedelta(seconds=5),
        close_timeout=second, keep_alive=second, spin=timedelta(), reconnect_give_up=timedelta(hours=1),
    ) as session:  # fmt: skip
        assert session.dn == DN
        session.do_not_call("5551234567", timeout=second)
        assert session.submit(requests.do_not_call("5551234568")).wait(second)
        session.next_notice(timeout=timedelta(0))
        with Outbox(tmp_path / "o.db", lease=second * 15, backoff=(second, second * 2)) as outbox:
            outbox.attach(session)
            entry = outbox.submit(requests.do_not_call("5551234569"), max_age=timedelta(days=1))
            assert outbox.wait(entry, second * 5).kind == "acknowledged"
            outbox.purge(timedelta(0))
            outbox.detach(second)
        session.close(second)


def test_times_of_asyncio_are_the_same(simulator: commdn.Simulator) -> None:
    second = timedelta(seconds=1)

    async def run() -> None:
        connecting = aio.connect(simulator, dn=8001, app_dbid=APP, ocs_dbid=OCS, close_timeout=second)
        async with connecting as session:
            await session.do_not_call(5551234567, timeout=second)
            await session.next_notice(timeout=timedelta(0))
            with pytest.raises(TypeError, match="timeout: str"):
                await session.next_notice(timeout="1")  # type: ignore[arg-type]

    asyncio.run(run())


def test_a_word_is_what_the_simulator_gets(simulator: commdn.Simulator) -> None:
    with open_session(simulator) as session:
        session.load_campaign(1, 10, dial_mode="preview", optimize_by="busy-factor", optimize_goal=80)
        assert session.campaign_status(1, 10).event.dial_mode is DialMode.PREVIEW
