"""Deadlines under signals, and waits that are given up: each in a process of its own that is killed if it hangs."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

HARD_LIMIT = 60.0
"""Seconds after which a program is killed."""

PRELUDE = """
import asyncio, os, signal, socket, sys, threading, time
import commdn, commdn.requests
from commdn import aio

def place(**options):
    return dict(dn="8001", app_dbid=20, ocs_dbid=101, **options)

def mute():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(16)
    return listener, f"127.0.0.1:{listener.getsockname()[1]}"

def full():
    listener, address = mute()
    listener.listen(0)
    fill = []
    for _ in range(8):
        one = socket.socket()
        one.setblocking(False)
        one.connect_ex(listener.getsockname())
        fill.append(one)
    time.sleep(0.2)
    return (listener, fill), address

def threads():
    return len(os.listdir("/proc/self/task"))

def descriptors():
    return len(os.listdir("/proc/self/fd"))

def settles(count, wanted, patience=5):
    end = time.monotonic() + patience
    while count() > wanted:
        assert time.monotonic() < end, (count(), wanted)
        time.sleep(0.02)
"""


def run(program: str) -> None:
    code = PRELUDE + textwrap.dedent(program)
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", code],
        capture_output=True,
        text=True,
        timeout=HARD_LIMIT,
    )
    assert done.returncode == 0, done.stdout + done.stderr


SIGNALLED = """
ran, gaps = 0, []
def handler(*_):
    global ran, last
    now = time.monotonic()
    gaps.append(now - last)
    last = now
    ran += 1

signal.signal(signal.SIGALRM, handler)
last = time.monotonic()
signal.setitimer(signal.ITIMER_REAL, {period}, {period})
began = time.monotonic()
try:
    {wait}
except {error}:
    pass
else:
    raise AssertionError("it did not end by its time")
took = time.monotonic() - began
signal.setitimer(signal.ITIMER_REAL, 0)
assert 0.95 <= took < 8, took
# Handlers run while it waits: every 50 ms, with room for a busy machine.
assert ran >= 5 and sorted(gaps)[len(gaps) // 2] < 0.2, (ran, gaps)
"""


@pytest.mark.parametrize("period", [0.01, 0.001], ids=["100 Hz", "1 kHz"])
@pytest.mark.parametrize("keep_alive", ["None", "10.0"], ids=["no keep-alive", "keep-alive"])
def test_signals_prolong_no_call(period: float, keep_alive: str) -> None:
    wait = SIGNALLED.format(
        period=period,
        wait='session.do_not_call("5551234567", timeout=1)',
        error="commdn.CommDNNoAnswer",
    )
    run(f"""
simulator = commdn.Simulator()
address = simulator.listen("127.0.0.1:0")
with commdn.connect(address, keep_alive={keep_alive}, **place()) as session:
    simulator.add_fault("silent")
{textwrap.indent(wait, "    ")}
""")


@pytest.mark.parametrize("period", [0.01, 0.001], ids=["100 Hz", "1 kHz"])
@pytest.mark.parametrize("kind", ["mute", "full"])
@pytest.mark.parametrize("scheme", ["", "tls://"], ids=["tcp", "tls"])
def test_signals_prolong_no_connecting(period: float, kind: str, scheme: str) -> None:
    wait = SIGNALLED.format(
        period=period,
        wait=f"commdn.connect('{scheme}' + address, connect_timeout=1, reconnect=False, **place())",
        error="commdn.CommDNError",
    )
    run(f"kept, address = {kind}()\n{wait}")


@pytest.mark.parametrize("period", [0.01, 0.001], ids=["100 Hz", "1 kHz"])
@pytest.mark.parametrize("wait", ["next_notice", "pending", "outbox"])
def test_signals_prolong_no_other_wait(period: float, wait: str) -> None:
    call = {
        "next_notice": "if session.next_notice(timeout=1) is None: raise TimeoutError",
        "pending": 'session.submit(dnc, timeout=30).wait(timeout=1)',
        "outbox": "outbox.wait(number, timeout=1)",
    }[wait]
    body = SIGNALLED.format(period=period, wait=call, error="(commdn.CommDNError, TimeoutError)")
    run(f"""
import tempfile
dnc = commdn.requests.do_not_call("5551234567")
simulator = commdn.Simulator()
address = simulator.listen("127.0.0.1:0")
folder = tempfile.TemporaryDirectory()
with commdn.connect(address, **place()) as session, commdn.Outbox(folder.name + "/o.db") as outbox:
    number = outbox.submit(commdn.requests.do_not_call("5551234568"))
    simulator.add_fault("silent")
    while session.next_notice(timeout=0.2) is not None:
        pass
{textwrap.indent(body, "    ")}
""")


@pytest.mark.parametrize("kind", ["mute", "full"])
@pytest.mark.parametrize("scheme", ["", "tls://"], ids=["tcp", "tls"])
def test_ctrl_c_ends_connecting_at_once_and_leaves_nothing(kind: str, scheme: str) -> None:
    run(f"""
        kept, address = {kind}()
        before = threads(), descriptors()
        main = threading.get_native_id()
        def interrupt():
            time.sleep(0.3)
            global at
            at = time.monotonic()
            os.kill(os.getpid(), signal.SIGINT)
        helper = threading.Thread(target=interrupt)
        helper.start()
        try:
            commdn.connect("{scheme}" + address, connect_timeout=50, **place())
        except KeyboardInterrupt:
            took = time.monotonic() - at
        else:
            raise AssertionError("it went on")
        helper.join()
        assert took < 10, took
        settles(threads, before[0])
        settles(descriptors, before[1])
    """)


@pytest.mark.parametrize("kind", ["mute", "full"])
@pytest.mark.parametrize("scheme", ["", "tls://"], ids=["tcp", "tls"])
@pytest.mark.parametrize("how", ["wait_for", "cancel"])
def test_a_cancelled_connect_lets_the_loop_go(kind: str, scheme: str, how: str) -> None:
    run(f"""
        kept, address = {kind}()
        async def main():
            for _ in range(3):
                connecting = aio.connect("{scheme}" + address, connect_timeout=50, **place())
                if "{how}" == "wait_for":
                    try:
                        await asyncio.wait_for(connecting, 0.2)
                    except TimeoutError:
                        continue
                else:
                    task = asyncio.ensure_future(connecting)
                    await asyncio.sleep(0.2)
                    task.cancel()
                    try:
                        await task
                    except asyncio.CancelledError:
                        continue
                raise AssertionError("it connected")
        asyncio.run(asyncio.sleep(0))
        before = descriptors()
        began = time.monotonic()
        asyncio.run(main())
        took = time.monotonic() - began
        assert took < 20, took
        settles(descriptors, before)
        # What is left is at most one idle thread for the next work.
        settles(lambda: sum(t.name == "commdn-aio" for t in threading.enumerate()), 3)
        settles(threads, len(threading.enumerate()))
    """)


def test_a_connect_that_is_cancelled_when_it_is_open_is_closed() -> None:
    run("""
        simulator = commdn.Simulator()
        address = simulator.listen("127.0.0.1:0")
        async def main():
            for pause in range(60):
                task = asyncio.ensure_future(aio.connect(address, **place()))
                await asyncio.sleep(pause / 2000)
                task.cancel()
                try:
                    session = await task
                except asyncio.CancelledError:
                    continue
                await session.close()
        asyncio.run(main())
        settles(lambda: len(simulator.snapshot()["clients"]), 0)
    """)


@pytest.mark.parametrize("what", ["close", "call"])
def test_what_else_is_cancelled_lets_go_at_once(what: str) -> None:
    run(f"""
        simulator = commdn.Simulator()
        address = simulator.listen("127.0.0.1:0")
        async def main():
            session = await aio.connect(address, request_timeout=50, close_timeout=30, **place())
            simulator.add_fault("silent")
            task = asyncio.ensure_future(session.do_not_call("5551234567"))
            await asyncio.sleep(0.2)
            if "{what}" == "close":
                closing = asyncio.ensure_future(session.close())
                await asyncio.sleep(0)
                closing.cancel()
                try:
                    await closing
                except asyncio.CancelledError:
                    pass
                try:
                    await task
                except (commdn.CommDNClosed, asyncio.CancelledError):
                    pass
            else:
                task.cancel()
                try:
                    await task
                except asyncio.CancelledError:
                    pass
                await session.close()
        began = time.monotonic()
        asyncio.run(main())
        took = time.monotonic() - began
        assert took < 20, took
        settles(lambda: len(simulator.snapshot()["clients"]), 0)
    """)


def test_an_outbox_whose_file_is_locked_does_not_hold_the_loop() -> None:
    run("""
        import sqlite3, tempfile
        folder = tempfile.TemporaryDirectory()
        path = folder.name + "/o.db"
        async def main():
            async with aio.Outbox(path, busy_timeout=20) as outbox:
                other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
                other.execute("BEGIN IMMEDIATE")
                task = asyncio.ensure_future(outbox.submit(commdn.requests.do_not_call("5551234567")))
                await asyncio.sleep(0.3)
                task.cancel()
                began = time.monotonic()
                try:
                    await task
                except asyncio.CancelledError:
                    pass
                assert time.monotonic() - began < 10
                other.execute("ROLLBACK")
                other.close()
        asyncio.run(main())
    """)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_the_command_sim_ends_in_order_at_a_signal_of_its_own_handlers(name: str) -> None:
    run(f"""
        import subprocess
        child = subprocess.Popen(
            [sys.executable, "-c", "import commdn.cli; commdn.cli.main()", "sim", "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, text=True,
        )
        address = child.stdout.readline().split()[-1]
        status = open(f"/proc/{{child.pid}}/status").read()
        caught = int(status.split("SigCgt:")[1].split()[0], 16)
        # Process 1 of a container has no default actions.
        assert caught & (1 << (signal.{name} - 1)), hex(caught)
        session = commdn.connect(address, **place())
        session.do_not_call("5551234567")
        child.send_signal(signal.{name})
        assert child.wait(10) == 0, child.returncode
        session.close()
    """)
