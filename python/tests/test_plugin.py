"""The pytest plugin: its own fixtures, and a user's test file that fails and passes as it should."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import commdn
from commdn import requests
from commdn.testing import ContactCentre

DIALING = requests.Dialing(
    dial_mode=commdn.DialMode.PREDICT, optimize_by=commdn.OptimizeBy.BUSY_FACTOR, optimize_goal=80
)


def test_what_ocs_received_can_be_asserted(
    contact_centre: ContactCentre, commdn_session: commdn.Session
) -> None:
    contact_centre.assert_nothing_received()
    commdn_session.do_not_call("5551234567")
    commdn_session.do_not_call("5551234568", chain="RecordOnly")
    kind = commdn.MessageType.REQ_DO_NOT_CALL
    first = contact_centre.assert_received(kind, phone="5551234567", times=1)
    assert (first.origin, first.target) == (20, 101)
    assert len(contact_centre.received(kind)) == 2
    with pytest.raises(AssertionError, match="did not receive.*'999'"):
        contact_centre.assert_received(kind, phone="999")
    with pytest.raises(AssertionError, match="1 times, not 2"):
        contact_centre.assert_received(kind, chain="RecordOnly", times=2)
    with pytest.raises(AssertionError, match="5551234567"):
        contact_centre.assert_nothing_received()


def test_the_clock_stands_still_until_it_is_advanced(
    contact_centre: ContactCentre, commdn_session: commdn.Session
) -> None:
    item = commdn.ScheduleItem(
        campaign=1,
        dial_mode=commdn.DialMode.PREDICT,
        optimize_by=commdn.OptimizeBy.BUSY_FACTOR,
        optimize_goal=80,
        sleep_before_next_start=10,
    )
    commdn_session.load_campaign(1, 10, **DIALING)
    commdn_session.start_dialing(1, 10, **DIALING)
    assert contact_centre.now() == contact_centre.now()
    before = contact_centre.now()
    contact_centre.advance(90)
    assert contact_centre.now() == before + 90
    assert item.sleep_before_next_start == 10


def test_a_users_test_file_runs_with_the_plugin(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(
        """
import commdn, pytest

def test_passes(contact_centre, commdn_session):
    contact_centre.add_fault("silent", times=1)
    with pytest.raises(commdn.CommDNNoAnswer):
        commdn_session.do_not_call("555", as_is=True, timeout=0.05)
    commdn_session.do_not_call("555", as_is=True)
    contact_centre.assert_received(commdn.MessageType.REQ_DO_NOT_CALL, phone="555")

def test_fails(contact_centre):
    contact_centre.assert_received(commdn.MessageType.REQ_DO_NOT_CALL)

class TestOwn:
    @pytest.fixture
    def commdn_toml(self):
        return "[[dn]]\\nnumber = '77'\\n"

    def test_other_dn(self, contact_centre):
        assert contact_centre.distribute("77", {"x": 1})
        assert not contact_centre.distribute("8001", {"x": 1})
"""
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=50, check=False, cwd=tmp_path)
    assert ended.returncode == 1
    assert "2 passed" in ended.stdout, ended.stdout
    assert "1 failed" in ended.stdout
    assert "OCS did not receive" in ended.stdout
