"""The same behaviour over the blocking and the asyncio session.

Each test is written once, against names that both have; `Both` waits where it must.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import APP, DN, OCS

import commdn
from commdn import aio, requests

DIALING = requests.Dialing(
    dial_mode=commdn.DialMode.PREDICT, optimize_by=commdn.OptimizeBy.BUSY_FACTOR, optimize_goal=80
)
Open = Callable[..., "Both"]


class Both:
    """A session of either kind, used as a blocking one."""

    def __init__(self, session: Any, runner: asyncio.Runner | None) -> None:
        self.session = session
        self._runner = runner

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self.session, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            if self._runner is None:
                return method(*args, **kwargs)

            async def run() -> Any:
                result = method(*args, **kwargs)
                return await result if inspect.isawaitable(result) else result

            return self._runner.run(run())

        return call

    def notices(self, *, timeout: float) -> list[commdn.Notice]:
        """All notices until none came for a while."""
        if self._runner is None:
            return list(self.session.notices(timeout=timeout))

        async def run() -> list[commdn.Notice]:
            return [notice async for notice in self.session.notices(timeout=timeout)]

        return self._runner.run(run())


@pytest.fixture(params=["blocking", "asyncio"])
def open_both(request: pytest.FixtureRequest, simulator: commdn.Simulator) -> Iterator[Open]:
    opened: list[Both] = []
    runner = asyncio.Runner() if request.param == "asyncio" else None

    def opener(**options: Any) -> Both:
        settings: dict[str, Any] = {"dn": DN, "app_dbid": APP, "ocs_dbid": OCS, **options}
        if runner is None:
            both = Both(commdn.connect(simulator, **settings), None)
        else:
            async def connect() -> aio.Session:
                return await aio.connect(simulator, **settings)

            both = Both(runner.run(connect()), runner)
        opened.append(both)
        return both

    yield opener
    for both in opened:
        both.close()
    if runner is not None:
        runner.close()


def test_both_kinds_have_the_same_names_and_parameters() -> None:
    only_blocking = {"completions"}
    names = {name for name in vars(commdn.Session) if not name.startswith("_")}
    assert names - only_blocking == {name for name in vars(aio.Session) if not name.startswith("_")}
    for name in names - only_blocking - {"close", "submit"}:
        blocking, other = getattr(commdn.Session, name), getattr(aio.Session, name)
        if callable(blocking):
            assert inspect.signature(blocking).parameters == inspect.signature(other).parameters, name


def test_requests_are_acknowledged(open_both: Open, simulator: commdn.Simulator) -> None:
    session = open_both()
    assert session.do_not_call("5551234567").event.phone == "5551234567"
    assert simulator.is_do_not_call(OCS, "5551234567")
    assert session.load_campaign(1, 10, **DIALING).status is commdn.GroupStatus.ACTIVE
    assert session.start_dialing(1, 10, **DIALING).status is commdn.GroupStatus.RUNNING
    assert session.set_dialing_mode(1, 10, **DIALING).event.optimize_goal == 80
    assert session.campaign_status(1, 10).status is commdn.GroupStatus.RUNNING
    assert session.cancel_record("5550100").event.phone == "5550100"
    assert session.stop_dialing(1, 10).event.campaign == 1
    assert session.unload_campaign(1, 10).event.campaign == 1
    session.load_campaign(2, 10, **DIALING)
    session.start_dialing(2, 10, **DIALING)
    session.complete_campaign(2, 10)
    session.load_campaign(1, 11, **DIALING)
    session.force_unload_campaign(1, 11)
    assert session.stats().acknowledged == 13


def test_refusals_and_faults_are_the_same_errors(open_both: Open, simulator: commdn.Simulator) -> None:
    session = open_both()
    with pytest.raises(commdn.CommDNOcsRefused) as refused:
        session.stop_dialing(1, 10)
    assert refused.value.code == commdn.CmError.CAMPAIGN_NOT_LOADED
    with pytest.raises(commdn.CommDNInvalidRequest, match="GSW_PHONE"):
        session.do_not_call()
    simulator.add_fault("refuse_request", times=1)
    with pytest.raises(commdn.CommDNTServerRefused):
        session.do_not_call("555", as_is=True)
    simulator.add_fault("silent")
    with pytest.raises(commdn.CommDNNoAnswer, match="outbound_contact_server"):
        session.do_not_call("555", as_is=True, timeout=0.05)
    assert session.stats().open_requests == 0


def test_notices_come_in_order(open_both: Open) -> None:
    session = open_both()
    session.load_campaign(1, 10, **DIALING)
    session.start_dialing(1, 10, **DIALING)
    seen = [notice.event.status for notice in session.notices(timeout=2) if notice.event]
    assert seen[:2] == [commdn.GroupStatus.ACTIVE, commdn.GroupStatus.RUNNING]
    assert session.next_notice(timeout=0.01) is None


def test_a_lost_connection_is_told(open_both: Open, simulator: commdn.Simulator) -> None:
    session = open_both(reconnect=False)
    simulator.cut()
    kinds = []
    with pytest.raises(commdn.CommDNDisconnected):
        while (notice := session.next_notice(timeout=5)) is not None:
            kinds.append(notice.kind)
    assert commdn.NoticeKind.DISCONNECTED in kinds
    with pytest.raises(commdn.CommDNDisconnected):
        session.do_not_call("555", as_is=True)


def test_a_closed_session_says_so(open_both: Open) -> None:
    session = open_both()
    session.close()
    session.close()
    with pytest.raises(commdn.CommDNClosed):
        session.do_not_call("555", as_is=True)
    # What came before the end is still handed out.
    with pytest.raises(commdn.CommDNClosed):
        while session.next_notice(timeout=1) is not None:
            pass


def test_what_cannot_connect_is_the_same_error(open_both: Open) -> None:
    with pytest.raises(commdn.CommDNInvalidArgument, match="app_dbid"):
        open_both(app_dbid=0)
