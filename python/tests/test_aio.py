"""What only asyncio has: many requests at once, cancellation, and no threads for them."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine
from typing import Any

import pytest
from conftest import APP, DN, OCS

import commdn
from commdn import aio, requests


def run(main: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(main, 30))


def connect(simulator: commdn.Simulator) -> aio.Connecting:
    return aio.connect(simulator, dn=DN, app_dbid=APP, ocs_dbid=OCS)


def test_a_thousand_requests_at_once_start_no_thread(simulator: commdn.Simulator) -> None:
    simulator.add_fault("reorder", window=50, ms=5)

    async def main() -> None:
        async with connect(simulator) as session:
            before = threading.active_count()
            phones = [f"555{number:07}" for number in range(1000)]
            answers = await asyncio.gather(*(session.do_not_call(phone) for phone in phones))
            assert [answer.event.phone for answer in answers] == phones
            assert threading.active_count() == before

    run(main())


def test_cancelling_gives_the_request_up_and_leaves_the_session(simulator: commdn.Simulator) -> None:
    async def main() -> None:
        async with connect(simulator) as session:
            simulator.add_fault("silent", times=2)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await session.do_not_call("5551", as_is=True, timeout=None)
            future = session.submit(requests.do_not_call("5552", as_is=True), timeout=None)
            future.cancel()
            await asyncio.sleep(0)
            assert session.stats().open_requests == 0
            assert session.stats().withdrawn == 2
            assert (await session.do_not_call("5553", as_is=True)).event.phone == "5553"

    run(main())


def test_a_cancelled_wait_for_a_notice_loses_none(simulator: commdn.Simulator) -> None:
    async def main() -> None:
        async with connect(simulator) as session:
            while await session.next_notice(timeout=0.05) is not None:
                pass
            waiting = asyncio.create_task(session.next_notice(timeout=None))
            await asyncio.sleep(0.01)
            waiting.cancel()
            simulator.distribute(DN, {"GSW_CM_MessageType": 24, "GSW_CM_AttrCampaignID": 7})
            notice = await session.next_notice(timeout=5)
            assert notice is not None
            assert notice.event is not None
            assert notice.event.campaign == 7

    run(main())


def test_closing_ends_everything_that_waits(simulator: commdn.Simulator) -> None:
    async def main() -> None:
        simulator.add_fault("silent")
        async with connect(simulator) as session:
            calls = [asyncio.create_task(session.do_not_call(f"55{n}", as_is=True, timeout=None)) for n in range(5)]
            told = asyncio.create_task(_all(session))
            await asyncio.sleep(0.05)
            await session.close()
            for call in calls:
                with pytest.raises(commdn.CommDNClosed):
                    await call
            await told

    run(main())


async def _all(session: aio.Session) -> None:
    async for _ in session.notices():
        pass


def test_the_loop_goes_on_while_requests_wait(simulator: commdn.Simulator) -> None:
    async def main() -> None:
        simulator.add_fault("delay", ms=200)
        async with connect(simulator) as session:
            started = time.monotonic()
            call = asyncio.create_task(session.do_not_call("555", as_is=True))
            ticks = 0
            while not call.done():
                await asyncio.sleep(0.01)
                ticks += 1
            await call
            assert ticks > 5
            assert time.monotonic() - started < 5

    run(main())


def test_a_connection_that_is_cancelled_is_closed(simulator: commdn.Simulator) -> None:
    async def main() -> None:
        task = asyncio.ensure_future(_opened(simulator))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        for _ in range(100):
            await asyncio.sleep(0.02)
            if simulator.snapshot()["clients"] == []:
                return
        raise AssertionError(simulator.snapshot()["clients"])

    run(main())


async def _opened(simulator: commdn.Simulator) -> aio.Session:
    return await connect(simulator)


def test_a_stream_gives_every_outcome_and_never_has_more_open_than_its_window(simulator: commdn.Simulator) -> None:
    simulator.add_fault("reorder", window=10, ms=1)
    phones = [f"555{number:07}" for number in range(1000)]

    async def main() -> None:
        async with connect(simulator) as session:
            told = {}
            async for outcome in session.stream(requests.do_not_call().each(phone=iter(phones)), window=20):
                assert session.stats().open_requests <= 20
                told[outcome.tag] = outcome.result().event.phone
            assert [told[row] for row in range(1000)] == phones
            assert session.stats().submitted == 1000

    run(main())


def test_the_loop_goes_on_while_a_stream_is_read(simulator: commdn.Simulator) -> None:
    async def main() -> None:
        async with connect(simulator) as session:
            turns = 0

            async def count() -> None:
                nonlocal turns
                while True:
                    turns += 1
                    await asyncio.sleep(0)

            counting = asyncio.create_task(count())
            phones = (f"555{number:07}" for number in range(1000))
            async for outcome in session.stream(requests.do_not_call().each(phone=phones), window=10):
                assert outcome.ok
            counting.cancel()
            assert turns >= 100
            call = session.do_not_call("5551", as_is=True)
            outcomes = [outcome async for outcome in session.stream([requests.do_not_call("5552", as_is=True)])]
            assert (await call).event.phone == "5551"
            assert [outcome.ok for outcome in outcomes] == [True]

    run(main())


def test_a_stream_that_is_cancelled_or_left_gives_up_what_is_open(simulator: commdn.Simulator) -> None:
    async def main() -> None:
        async with connect(simulator) as session:
            simulator.add_fault("silent", times=5)
            batch = [requests.do_not_call(f"555{number}", as_is=True) for number in range(5)]

            async def read() -> None:
                async for _ in session.stream(batch, timeout=None):
                    raise AssertionError("nobody answers")

            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await read()
            assert (session.stats().open_requests, session.stats().withdrawn) == (0, 5)
            stream = session.stream([requests.do_not_call("1", as_is=True), requests.do_not_call()], window=2)
            async for outcome in stream:
                assert isinstance(outcome.error, commdn.CommDNInvalidRequest)
                break
            await stream.aclose()
            assert session.stats().open_requests == 0
            assert (await session.do_not_call("5553", as_is=True)).event.phone == "5553"

    run(main())


def test_a_stream_ends_with_its_session(simulator: commdn.Simulator) -> None:
    async def main() -> None:
        simulator.add_fault("silent")
        async with connect(simulator) as session:
            batch = [requests.do_not_call(f"555{number}", as_is=True) for number in range(3)]
            told: list[object] = []

            async def read() -> None:
                async for outcome in session.stream(batch, window=2, timeout=None):
                    told.append(type(outcome.error))

            reading = asyncio.create_task(read())
            while session.stats().open_requests < 2:
                await asyncio.sleep(0.01)
            await session.close()
            with pytest.raises(commdn.CommDNClosed):
                await reading
            assert told == [commdn.CommDNClosed] * 3

    run(main())
