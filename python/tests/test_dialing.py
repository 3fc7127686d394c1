"""How a loaded campaign dials stays as it is wherever a request does not tell it."""

from __future__ import annotations

from typing import Any

import pytest

import commdn
from commdn import DialMode, OptimizeBy, requests

AS_LOADED = {"dial_mode": DialMode.PREVIEW, "optimize_by": OptimizeBy.OVERDIAL_RATE, "optimize_goal": 7}
KEYS = ("GSW_CM_AttrDialMode", "GSW_CM_AttrOptimizeBy", "GSW_CM_AttrOptimizeGoal")


@pytest.mark.parametrize("build", [requests.start_dialing, requests.set_dialing_mode])
@pytest.mark.parametrize(
    ("given", "numbers"),
    [
        ({}, (0, 0, 0)),
        ({"dial_mode": 2}, (2, 0, 0)),
        ({"optimize_by": 1, "optimize_goal": 90}, (0, 1, 90)),
        (AS_LOADED, (3, 2, 7)),
    ],
)
def test_what_is_not_given_is_sent_as_not_changed(build: Any, given: dict[str, Any], numbers: tuple[int, ...]) -> None:
    sent = build(1, 10, **given).user_data(origin=20, target=101)
    assert tuple(sent[key] for key in KEYS) == numbers


@pytest.mark.parametrize(("given", "missing"), [({"optimize_goal": 90}, KEYS[1]), ({"optimize_by": 1}, KEYS[2])])
def test_a_goal_and_its_method_go_together(
    session: commdn.Session, given: dict[str, Any], missing: str
) -> None:
    with pytest.raises(commdn.CommDNInvalidRequest) as caught:
        session.set_dialing_mode(1, 10, **given)
    assert caught.value.attribute == missing


def test_a_load_tells_how_to_dial(session: commdn.Session) -> None:
    with pytest.raises(commdn.CommDNInvalidRequest) as caught:
        session.load_campaign(1, 10)
    assert caught.value.attribute == KEYS[0]


def test_a_preview_campaign_that_is_started_stays_one(session: commdn.Session) -> None:
    def how() -> dict[str, Any]:
        event = session.campaign_status(1, 10).event
        return {name: getattr(event, name) for name in AS_LOADED}

    session.load_campaign(1, 10, **AS_LOADED)
    session.start_dialing(1, 10)
    assert how() == AS_LOADED
    session.set_dialing_mode(1, 10, optimize_by=OptimizeBy.WAIT_TIME, optimize_goal=30)
    assert how() == {**AS_LOADED, "optimize_by": OptimizeBy.WAIT_TIME, "optimize_goal": 30}
    session.set_dialing_mode(1, 10, dial_mode=DialMode.PROGRESS)
    assert how()["dial_mode"] is DialMode.PROGRESS
    assert how()["optimize_goal"] == 30
