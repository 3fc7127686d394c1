"""Answers by what was asked, and messages as dicts, tables and pickles."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from conftest import OCS

import commdn
from commdn import Answer, Completion, KVList, Schedule, ScheduleItem, requests

DIALING: dict[str, Any] = {"dial_mode": "predict", "optimize_by": "busy-factor", "optimize_goal": 80}


def again(value: Any) -> Any:
    """The same out of a pickle, and out of a deep copy."""
    restored = pickle.loads(pickle.dumps(value))
    assert type(restored) is type(value)
    copied = copy.deepcopy(value)
    assert type(copied) is type(value)
    return restored


def test_an_answer_is_of_the_class_of_its_request(session: commdn.Session) -> None:
    record = session.do_not_call("5551234567", customer_id="C-1")
    assert isinstance(record, commdn.RecordAnswer)
    assert (record.phone, record.customer_id, record.campaign_name) == ("5551234567", "C-1", None)
    assert type(session.cancel_record("5551234567")) is commdn.RecordAnswer
    loaded = session.load_campaign(1, 10, **DIALING)
    assert type(loaded) is commdn.CampaignAnswer
    assert (loaded.campaign, loaded.group) == (1, 10)
    status = session.campaign_status(1, 10)
    assert isinstance(status, commdn.StatusAnswer)
    assert status.status is commdn.GroupStatus.ACTIVE
    assert (status.dial_mode, status.optimize_by, status.optimize_goal) == (
        commdn.DialMode.PREDICT, commdn.OptimizeBy.BUSY_FACTOR, 80,
    )  # fmt: skip
    for build in (session.start_dialing, session.stop_dialing, session.unload_campaign):
        assert type(build(1, 10)) is commdn.CampaignAnswer


def test_the_answer_of_a_sequence_has_its_items(session: commdn.Session) -> None:
    schedule = Schedule([ScheduleItem(campaign=1, **DIALING), ScheduleItem(campaign=2, **DIALING)])
    session.load_campaign(group=10, schedule=schedule)
    answer = session.campaign_status(group=10, schedule=schedule)
    assert isinstance(answer, commdn.SequenceAnswer)
    assert [item.campaign for item in answer.schedule.items] == [1, 2]
    assert all(item.status is not None for item in answer.schedule.items)
    told = answer.to_dict()["schedule"]["items"]
    assert [item["campaign"] for item in told] == [1, 2]


def test_what_the_manual_makes_mandatory_and_is_missing_is_an_error() -> None:
    pairs = [("GSW_CM_MessageType", int(commdn.MessageType.EV_CAMPAIGN_STATUS)), ("GSW_CM_AttrGroupID", 10)]
    answer = commdn._native._restore_answer([commdn.Event(KVList(pairs))])
    assert isinstance(answer, commdn.StatusAnswer)
    assert answer.group == 10
    for name in ("status", "dial_mode", "optimize_by", "optimize_goal"):
        with pytest.raises(commdn.CommDNProtocolError, match="EvCampaignStatus without"):
            getattr(answer, name)


def test_answers_events_outcomes_and_errors_pickle(session: commdn.Session) -> None:
    for answer in (
        session.do_not_call("5551234567"),
        session.do_not_call("5551234568", target=0, answers=None, timeout=1),
        session.load_campaign(1, 10, **DIALING),
        session.campaign_status(1, 10),
    ):
        assert again(answer) == answer
        assert again(answer).events == answer.events
        assert again(answer.event) == answer.event
    with pytest.raises(commdn.CommDNOcsRefused) as refused:
        session.start_dialing(7, 77)
    error = again(refused.value)
    assert (error.code, error.event, str(error)) == (
        refused.value.code, refused.value.event, str(refused.value),
    )  # fmt: skip
    assert error.to_dict()["event"]["error"] == error.code
    rows = requests.do_not_call().each(phone=["5551234567", "12"])
    for completion in session.stream(rows):
        restored: Completion = again(completion)
        assert (restored.tag, restored.ok, restored.request) == (
            completion.tag, completion.ok, completion.request,
        )  # fmt: skip
        assert restored.answer == completion.answer
        assert str(restored.error) == str(completion.error)
        assert restored.to_dict() == completion.to_dict()
        if completion.ok:
            assert again(restored).result() == completion.answer
        else:
            with pytest.raises(commdn.CommDNInvalidRequest):
                restored.result()


def test_a_message_is_a_dict_of_what_it_has(session: commdn.Session) -> None:
    event = session.do_not_call("5551234567").event
    told = event.to_dict()
    assert (told["message_type"], told["origin"], told["phone"]) == (event.message_type, OCS, "5551234567")
    assert "campaign" not in told
    request = requests.load_campaign(1, 10, **DIALING)
    assert request.to_dict() == {
        "message_type": commdn.MessageType.REQ_LOAD_CAMPAIGN, "campaign": 1, "group": 10,
        "dial_mode": 1, "optimize_by": 1, "optimize_goal": 80,
    }  # fmt: skip
    priority = commdn.DialingPriority(general=commdn.PriorityRule(1, 20))
    assert requests.load_campaign(1, 10, dialing_priority=priority).to_dict()["dialing_priority"] == {
        "general": {"priority": 1, "n_records": 20}
    }
    broadcast = session.do_not_call("5551234568", target=0, answers=None, timeout=1)
    others = broadcast.to_dict().get("others", [])
    assert [other["origin"] for other in others] == [other.origin for other in broadcast.others]
    assert session.stats().to_dict()["submitted"] == 2


def test_notebooks_show_tables_in_which_nothing_is_markup(session: commdn.Session) -> None:
    evil = "<script>alert(1)</script>\x1b[2J"
    answer: Answer = session.do_not_call("5551234567", customer_id=evil)
    shown = [
        answer, answer.event, answer.event.user_data, requests.do_not_call(customer_id=evil),
        KVList({"a": {"b": evil}}), commdn.DialingPriority(general=commdn.PriorityRule(1, 2)),
        *session.stream([requests.do_not_call("5551234568", customer_id=evil)]), session.stats(),
    ]  # fmt: skip
    for value in shown:
        html = value._repr_html_()
        assert html.startswith("<table>")
        assert "<script" not in html
        assert "\x1b" not in html
    assert "&lt;script&gt;" in answer._repr_html_()
    assert "EV_DO_NOT_CALL_PROCESSED" in answer._repr_html_()
