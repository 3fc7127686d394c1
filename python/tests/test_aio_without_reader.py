"""The asyncio session in a loop that watches no descriptors, as that of Windows."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from conftest import APP, DN, OCS

import commdn
from commdn import aio
from commdn.errors import CommDNClosed


class Loop(asyncio.SelectorEventLoop):
    """Without `add_reader`; what asyncio itself needs is there."""

    def add_reader(self, fd: Any, callback: Callable[..., Any], *args: Any) -> None:
        raise NotImplementedError


def run(main: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(asyncio.wait_for(main, 30))


def listeners() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "commdn-news"]


def test_many_requests_and_notices_share_one_thread_that_ends_with_the_session(
    simulator: commdn.Simulator,
) -> None:
    async def main() -> None:
        async with (
            aio.connect(simulator, dn=DN, app_dbid=APP, ocs_dbid=OCS) as session,
            aio.connect(simulator, dn=DN, app_dbid=21, ocs_dbid=OCS) as other,
        ):
            assert len(listeners()) == 2
            phones = [f"555{number:07}" for number in range(500)]
            answers = await asyncio.gather(*(session.do_not_call(phone) for phone in phones))
            assert [answer.event.phone for answer in answers] == phones
            await session.load_campaign(
                1, 10, dial_mode=commdn.DialMode.PREDICT, optimize_by=commdn.OptimizeBy.BUSY_FACTOR, optimize_goal=80
            )
            while (notice := await other.next_notice(timeout=20)) is not None:
                if notice.event is not None and notice.event.campaign == 1:
                    break
            assert notice is not None
        assert not listeners()

    run(main())


def test_a_close_wakes_who_waits(simulator: commdn.Simulator) -> None:
    async def main() -> None:
        session = await aio.connect(simulator, dn=DN, app_dbid=APP, ocs_dbid=OCS)
        simulator.add_fault("silent", times=1)
        waiting = session.submit(commdn.requests.do_not_call("5551", as_is=True), timeout=None)
        await session.close()
        with pytest.raises(CommDNClosed):
            await waiting
        assert not listeners()

    run(main())


def test_a_loop_that_ends_before_the_session_is_no_fault(simulator: commdn.Simulator) -> None:
    async def main() -> aio.Session:
        return await aio.connect(simulator, dn=DN, app_dbid=APP, ocs_dbid=OCS)

    with asyncio.Runner(loop_factory=Loop) as runner:
        session = runner.run(main())
    # News, which its thread takes to a loop that is closed.
    session._native.raise_news()
    for thread in threading.enumerate():
        if thread.name == "commdn-news":
            thread.join(20)
            assert not thread.is_alive()
    session._blocking.close()
