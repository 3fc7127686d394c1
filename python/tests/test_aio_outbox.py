"""The outbox in an event loop: what waits for the file does not hold the loop up, and nothing is lost."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from conftest import APP, DN, OCS

import commdn
from commdn import OutcomeKind, aio, requests


def run(main: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(main, 30))


def opened(tmp_path: Path) -> aio.Outbox:
    return aio.Outbox(tmp_path / "outbox.db", backoff=(0.01, 0.05))


def connect(simulator: commdn.Simulator) -> aio.Connecting:
    return aio.connect(simulator, dn=DN, app_dbid=APP, ocs_dbid=OCS)


def test_what_is_submitted_is_sent_and_told_to_all_who_wait(simulator: commdn.Simulator, tmp_path: Path) -> None:
    async def main() -> None:
        async with opened(tmp_path) as outbox:
            first = await outbox.submit(requests.do_not_call("5551", as_is=True), key="call 7")
            assert await outbox.submit(requests.do_not_call("5551", as_is=True), key="call 7") == first
            assert await outbox.find("call 7") == first
            assert await outbox.outcome(first) is None
            waiting = [asyncio.create_task(outbox.wait(first)) for _ in range(3)]
            numbers = [f"556{number}" for number in range(40)]
            many = await outbox.submit_many(requests.do_not_call(number, as_is=True) for number in numbers)
            async with connect(simulator) as session:
                await outbox.attach(session)
                assert outbox.is_attached
                assert {outcome.entry for outcome in await asyncio.gather(*waiting)} == {first}
                outcomes = await asyncio.gather(*(outbox.wait(entry) for entry in many))
                assert await outbox.wait_until_empty()
                await outbox.detach()
            assert [outcome.event.phone for outcome in outcomes if outcome.event] == numbers
            assert not outbox.is_attached
            assert (await outbox.stats()).acknowledged == 41
            assert {told.entry async for told in outbox.outcomes()} == {first, *many}
            assert [entry.id async for entry in outbox.entries()] == [first, *many]
            assert await outbox.export(tmp_path / "all.csv") == 41
        assert simulator.is_do_not_call(OCS, "5551")

    run(main())


LOCK = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
other.execute("ROLLBACK")
"""


def test_the_loop_goes_on_while_another_process_locks_the_file(tmp_path: Path) -> None:
    async def main() -> None:
        async with opened(tmp_path) as outbox:
            command = [sys.executable, "-c", LOCK, outbox.path]
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
                assert other.stdin is not None and other.stdout is not None
                assert other.stdout.readline() == b"locked\n"
                submitting = asyncio.create_task(outbox.submit(requests.do_not_call("1", as_is=True)))
                for _ in range(20):
                    await asyncio.sleep(0.005)
                assert not submitting.done()
                other.stdin.close()
                assert (await outbox.entry(await submitting)).request == requests.do_not_call("1", as_is=True)

    run(main())


def test_waits_end_in_time_when_cancelled_and_at_the_end_of_the_outbox(tmp_path: Path) -> None:
    async def main() -> None:
        async with opened(tmp_path) as outbox:
            entry = await outbox.submit(requests.do_not_call("1", as_is=True))
            with pytest.raises(commdn.CommDNWaitTimeout, match=f"entry {entry} "):
                await outbox.wait(entry, 0.05)
            assert not await outbox.wait_until_empty(0.05)
            with pytest.raises(commdn.CommDNInvalidArgument):
                await outbox.wait(entry + 1)
            cancelled = asyncio.create_task(outbox.wait(entry, None))
            patient = asyncio.create_task(outbox.wait(entry, None))
            await asyncio.sleep(0.05)
            cancelled.cancel()
            with pytest.raises(asyncio.CancelledError):
                await cancelled
            assert not patient.done()
            await outbox.close()
            with pytest.raises(commdn.CommDNClosed):
                await patient
            with pytest.raises(commdn.CommDNClosed):
                await outbox.stats()
            await outbox.close()

    run(main())


def test_entries_are_cancelled_retried_and_purged(tmp_path: Path) -> None:
    async def main() -> None:
        async with opened(tmp_path) as outbox:
            entry = await outbox.submit(requests.do_not_call("1", as_is=True), max_age=60, unordered=True)
            waiting = asyncio.create_task(outbox.wait(entry))
            await asyncio.sleep(0.02)
            await outbox.cancel(entry)
            assert (await waiting).kind is OutcomeKind.CANCELLED
            assert (await outbox.wait(entry)).kind is OutcomeKind.CANCELLED
            again = await outbox.retry(entry)
            assert (await outbox.entry(again)).request == requests.do_not_call("1", as_is=True)
            assert await outbox.retry_dead() == 0
            await outbox.cancel(again)
            assert await outbox.purge(0) >= 1

    run(main())


def test_a_file_that_is_no_outbox_is_named(tmp_path: Path) -> None:
    (tmp_path / "outbox.db").write_text("no database" * 100)

    async def main() -> None:
        with pytest.raises(commdn.CommDNStorageError, match=r"outbox\.db"):
            async with opened(tmp_path):
                raise AssertionError("it opened")

    run(main())
