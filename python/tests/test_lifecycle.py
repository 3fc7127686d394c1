"""Threads, Ctrl-C, fork, exit: each with a hard limit, the last three in processes of their own."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time

import pytest
from conftest import OCS

import commdn
from commdn import requests

HEAD = """
import os, signal, socket, sys, threading, time
import commdn
from commdn import requests
def connect(**options):
    return commdn.connect("sim:", dn="8001", app_dbid=20, ocs_dbid=101, **options)
"""


def run(code: str, *, limit: float = 20) -> subprocess.CompletedProcess[str]:
    """Run a program that must end by itself."""
    source = HEAD + textwrap.dedent(code)
    command = [sys.executable, "-X", "faulthandler", "-c", source]
    return subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)


@pytest.mark.timeout(60)
def test_fifty_threads_share_a_session(simulator: commdn.Simulator, session: commdn.Session) -> None:
    wrong: list[object] = []

    def work(worker: int) -> None:
        for number in range(20):
            phone = f"555{worker:03}{number:04}"
            if session.do_not_call(phone).event.phone != phone:
                wrong.append(phone)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    assert wrong == []
    assert len(simulator.do_not_call(OCS)["phones"]) == 1000


WAITS = {
    "call": "session.do_not_call('555', as_is=True, timeout=None)",
    "pending": "session.submit(requests.do_not_call('555', as_is=True), timeout=None).wait()",
    "completions": "c = session.completions(); c.submit(1, requests.do_not_call('555', as_is=True), timeout=None); c.next(None)",
    "stream": "next(session.stream([requests.do_not_call('555', as_is=True)], timeout=None))",
    "notice": "[n for n in session.notices()]",
    "connect": "commdn.connect(listener(0), dn='8001', app_dbid=20)",
    "login": "commdn.connect(listener(9), dn='8001', app_dbid=20)",
}


@pytest.mark.parametrize("wait", WAITS)
@pytest.mark.timeout(60)
def test_ctrl_c_ends_every_wait_within_100_ms(wait: str) -> None:
    code = f"""
    # Started in the background of a shell, a program inherits that it ignores the signal.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    simulator = commdn.Simulator()
    simulator.add_fault("silent")
    session = commdn.connect(simulator, dn="8001", app_dbid=20, ocs_dbid=101)
    sent, kept = [], []
    def listener(backlog):
        # Nobody accepts: with no room in the backlog not even the connection comes about.
        kept.append(socket.create_server(("127.0.0.1", 0), backlog=backlog))
        address = kept[0].getsockname()
        for _ in range(0 if backlog else 4):
            kept.append(socket.socket())
            kept[-1].setblocking(False)
            kept[-1].connect_ex(address)
        return "127.0.0.1:%d" % address[1]
    def interrupt():
        time.sleep(0.4)
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)
    threading.Thread(target=interrupt).start()
    try:
        {WAITS[wait]}
    except KeyboardInterrupt:
        late = time.monotonic() - sent[0]
        print("interrupted", late)
        session.submit(requests.do_not_call("556", as_is=True)).cancel()
        session.close()
        sys.exit(0 if late < 0.1 else 5)
    sys.exit(7)
    """
    for _ in range(3):
        ended = run(code)
        if ended.returncode != 5:
            break
    assert ended.returncode == 0, (ended.returncode, ended.stdout, ended.stderr)


@pytest.mark.timeout(60)
def test_a_forked_child_is_told_and_ends_and_the_parent_goes_on() -> None:
    ended = run(
        """
        session = connect()
        pending = session.submit(requests.do_not_call("5551", as_is=True))
        for number in range(10):
            child = os.fork()
            if child == 0:
                try:
                    session.do_not_call("5552", as_is=True)
                except commdn.CommDNForked as error:
                    print("forked:", error, flush=True)
                else:
                    os._exit(9)
                # What is the parent's goes before, while or after the child's own threads run.
                if number % 3 == 0:
                    del pending, session
                with connect() as own:
                    own.do_not_call("5553", as_is=True)
                    if number % 3 == 1:
                        del pending, session
                sys.exit(0)
            _, status = os.waitpid(child, 0)
            if status:
                sys.exit(os.waitstatus_to_exitcode(status))
        pending.wait(5)
        session.do_not_call("5554", as_is=True)
        session.close()
        """
    )
    assert ended.returncode == 0, (ended.returncode, ended.stdout, ended.stderr)
    assert ended.stdout.count("forked:") == 10


@pytest.mark.parametrize(
    "live",
    [
        "session = connect()",
        "session = connect(on_notice=print); session.do_not_call('555', as_is=True)",
        "session = connect(); p = session.submit(requests.do_not_call('5', as_is=True))",
        "session = connect(); t = threading.Thread(target=lambda: list(session.notices()), daemon=True); t.start()",
        "session = connect(); ts = [threading.Thread(target=lambda: session.next_notice(timeout=None), daemon=True)"
        " for _ in range(20)]; [t.start() for t in ts]",
        "simulator = commdn.Simulator(); simulator.listen()",
        "session = connect(); raise SystemExit(0)",
    ],
)
@pytest.mark.timeout(60)
def test_exit_with_a_live_session_neither_hangs_nor_crashes(live: str) -> None:
    started = time.monotonic()
    ended = run(live, limit=15)
    assert time.monotonic() - started < 10
    assert ended.returncode in (0, 1), (ended.returncode, ended.stderr)
    assert "Fatal" not in ended.stderr
    assert "panicked" not in ended.stderr
    lines = [line for line in ended.stderr.splitlines() if "CommDNClosed" in line]
    assert ended.returncode == 0 or lines


@pytest.mark.timeout(30)
def test_waits_let_other_threads_run(simulator: commdn.Simulator, session: commdn.Session) -> None:
    simulator.add_fault("silent")
    pending = session.submit(requests.do_not_call("555", as_is=True), timeout=None)
    waiting = threading.Thread(target=lambda: pytest.raises(commdn.CommDNError, pending.wait))
    waiting.start()
    counted = 0
    until = time.monotonic() + 0.3
    while time.monotonic() < until:
        counted += 1
    assert counted > 10_000
    pending.cancel()
    waiting.join(5)
    assert not waiting.is_alive()


