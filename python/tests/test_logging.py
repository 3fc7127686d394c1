"""Log lines of a session, where Python's `logging` sends them."""

from __future__ import annotations

import asyncio
import logging

import pytest
from conftest import APP, DN, open_session

import commdn
from commdn import aio


def test_a_session_logs_to_its_own_logger_from_its_level_on(
    simulator: commdn.Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    mine = logging.getLogger("site.commdn")
    with caplog.at_level(logging.DEBUG, logger="site.commdn"):
        with open_session(simulator, logger=mine, password="secret") as session:
            session.do_not_call("5551234567")
    lines = [record for record in caplog.records if record.name == "site.commdn"]
    assert any("open" in line.getMessage() and line.levelno == logging.INFO for line in lines)
    assert any("CM_ReqDoNotCall" in line.getMessage() and line.levelno == logging.DEBUG for line in lines)
    assert not any("5551234567" in line.getMessage() or "secret" in line.getMessage() for line in lines)


def test_people_are_logged_as_asterisks_unless_a_site_asks_for_them(
    simulator: commdn.Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    for shown in (False, True):
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="commdn"):
            with open_session(simulator, log_personal_data=shown) as session:
                session.do_not_call("5551234567")
        text = "\n".join(record.getMessage() for record in caplog.records)
        assert ("phone 5551234567" in text) == shown
        assert ("phone ****" in text) != shown


def test_the_default_logger_is_silent_about_what_goes_well(
    simulator: commdn.Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    with open_session(simulator) as session:
        session.do_not_call("555", as_is=True)
    assert [record for record in caplog.records if record.name == "commdn"] == []


def test_lines_of_the_cores_own_threads_arrive(
    simulator: commdn.Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        async with aio.connect(simulator, dn=DN, app_dbid=APP, reconnect=False) as session:
            simulator.cut()
            with pytest.raises(commdn.CommDNDisconnected):
                while await session.next_notice(timeout=5) is not None:
                    pass

    with caplog.at_level(logging.INFO, logger="commdn"):
        asyncio.run(main())
    levels = {record.levelno for record in caplog.records if record.name == "commdn"}
    assert max(levels) >= logging.WARNING
