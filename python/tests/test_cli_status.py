"""The exit status of every command, held against one table."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_cli import MAIN, PLAIN, run

import commdn
from commdn import _native
from commdn.cli.app import root
from commdn.cli.status import _BY_KIND, Exit, table_of_statuses

SEQUENCE = 'group = 10\n[[item]]\ncampaign = 1\ndial_mode = "predict"\noptimize_by = "busy-factor"\noptimize_goal = 80\n'

PACKED = commdn.requests.do_not_call("5551230001").user_data(origin=20, target=101).pack().hex()

# A command that connects, with arguments that make sense: whatever the server does, the status follows from it.
CONNECTED: dict[str, list[str]] = {
    "dnc add": ["5551230001"],
    "dnc import": ["numbers.txt", "--overwrite", "--no-outbox"],
    "cancel": ["5550100", "--yes"],
    "campaign load": ["1", "10", "--mode", "predict"],
    "campaign start": ["1", "10"],
    "campaign mode": ["1", "10", "--mode", "predict", "--yes"],
    "campaign stop": ["1", "10"],
    "campaign unload": ["1", "10"],
    "campaign force-unload": ["1", "10", "--yes"],
    "campaign complete": ["1", "10", "--yes"],
    "campaign status": ["1", "10"],
    "sequence load": ["s.toml"],
    "sequence start": ["s.toml"],
    "sequence stop": ["s.toml"],
    "sequence unload": ["s.toml"],
    "sequence status": ["s.toml"],
    "outbox drain": ["o.db", "--wait", "1.5"],
    "watch": ["--for", "0.1", "--ask", "1:10"],
    "doctor": [],
}
# Of commands that do not connect: arguments that are fine, and some that are not.
LOCAL: dict[str, tuple[list[str], list[list[str]]]] = {
    "dnc check": (["numbers.txt"], [["none.txt"], ["."], ["bytes.txt"]]),
    "dnc status": (["r.csv"], [["none.csv"], ["numbers.txt"], ["."]]),
    "sequence check": (["s.toml"], [["none.toml"], ["."], ["bytes.txt"], ["deep.json"], ["wide.toml"]]),
    "outbox list": (["o.db"], [["none.db"], ["o.db", "--filter", "some"]]),
    "outbox show": (["o.db", "1"], [["none.db", "1"], ["o.db", "7"], ["o.db", "0"], ["o.db", "9" * 30]]),
    "outbox stats": (["o.db"], [["none.db"]]),
    "outbox retry": (["o.db", "--dead"], [["o.db"], ["none.db", "--dead"], ["o.db", "9" * 30]]),
    "outbox cancel": (["o.db", "1"], [["o.db", "9" * 30], ["none.db", "1"]]),
    "outbox export": (["o.db", "out.csv"], [["o.db", "no/such/folder.csv"], ["o.db", "o.db"], ["none.db", "x"]]),
    "outbox purge": (["o.db", "--days", "400", "--yes"], [["o.db", "--days", "x"], ["o.db", "--days", "0"], ["none.db", "--days", "1"]]),
    "decode": ([PACKED], [["--charset"]]),
    "help": (["campaign", "load"], [["campain"]]),
    "site add": (["paris", "--config", "c.toml", "--server", "sim:"], [["b", "--config", "c.toml"], ["p", "--password", "x"]]),
    "site list": (["--config", "c.toml"], [["--config", "bytes.txt"]]),
    "site use": (["b", "--config", "c.toml"], [["rome", "--config", "c.toml"], ["b", "--config", "bytes.txt"]]),
    "config show": (["--config", "c.toml"], [["--config", "none.toml"], ["--config", "bytes.txt"]]),
}
# They run until they are told to end.
ENDLESS = {"sim", "campaign run"}
# They have tests of their own, which have what they need: test_cli_sites, test_cli_directory, test_explain, test_fleet_process.
ELSEWHERE = ("directory", "explain", "fleet", "site test", "worker")


# Over what Python reads as a number.
LONG = "9" * 5_000

SIMULATED = {"COMMDN_SERVER": "sim:", "COMMDN_DN": "8001", "COMMDN_APP_DBID": "20", "COMMDN_OCS_DBID": "101"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files of the table, and standing in it."""
    (tmp_path / "numbers.txt").write_text("5551230001\n")
    (tmp_path / "bytes.txt").write_bytes(b"a = \xff\n")
    (tmp_path / "deep.json").write_text("[" * 200_000)
    (tmp_path / "wide.toml").write_text(SEQUENCE.replace("campaign = 1", "campaign = 99999999999"))
    (tmp_path / "s.toml").write_text(SEQUENCE)
    (tmp_path / "c.toml").write_text("[site.b]\nserver = 'sim:'\n")
    (tmp_path / "r.csv").write_text(
        "line,phone,customer_id,status,code,text\n1,5551230001,,acknowledged,,\n"
    )
    with commdn.Outbox(tmp_path / "o.db", max_attempts=1) as outbox:
        outbox.submit(commdn.requests.do_not_call("5551230009"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def centre() -> Iterator[tuple[commdn.Simulator, dict[str, str]]]:
    with commdn.Simulator() as simulator:
        yield simulator, {
            "COMMDN_SERVER": simulator.listen(),
            "COMMDN_DN": "8001",
            "COMMDN_APP_DBID": "20",
            "COMMDN_OCS_DBID": "101",
        }


def leaves(command: Any, path: str = "") -> Iterator[str]:
    for name, inner in getattr(command, "commands", {}).items():
        yield from leaves(inner, f"{path} {name}".strip())
    if not getattr(command, "commands", None):
        yield path


def ended(command: str, *arguments: str, env: dict[str, str] | None = None) -> tuple[int, str]:
    found = run(*command.split(), *arguments, env=env)
    assert "Traceback" not in found.stderr, found.stderr
    return found.returncode, found.stderr


def test_every_command_is_in_the_table() -> None:
    found = {path for path in leaves(root()) if not path.startswith(ELSEWHERE)}
    assert found == CONNECTED.keys() | LOCAL.keys() | ENDLESS


def test_every_kind_of_error_has_its_status() -> None:
    assert {name for name, _ in _native.error_kinds()} == _BY_KIND.keys()


def test_help_and_documentation_print_the_table() -> None:
    words = table_of_statuses()
    assert all(f"{int(status)} {status.meaning}" in words for status in Exit)
    assert words in re.sub(r"\s+", " ", run("--help", env={"COLUMNS": "200"}).stdout)
    page = Path(__file__).resolve().parents[1] / "docs" / "command-line.md"
    text = page.read_text(encoding="utf-8")
    for status in Exit:
        assert f"| {int(status)} | {status.meaning} |" in text, status


@pytest.mark.parametrize("command", CONNECTED)
def test_what_the_server_does_is_told_by_the_status(
    command: str, here: Path, centre: tuple[commdn.Simulator, dict[str, str]]
) -> None:
    simulator, env = centre
    arguments = CONNECTED[command]
    assert ended(command, *arguments, "--nope", env=env)[0] == Exit.USAGE
    assert ended(command, *arguments, "--server", "::1", env=env)[0] == Exit.USAGE
    nowhere = {**env, "COMMDN_SERVER": "127.0.0.1:1"}
    assert ended(command, *arguments, env=nowhere)[0] == Exit.FAILED
    simulator.add_fault("refuse_registration")
    status, words = ended(command, *arguments, env=env)
    assert status == Exit.FAILED, words
    simulator.clear_faults()
    simulator.add_fault("silent")
    status, words = ended(command, *arguments, "--timeout", "0.2", env=env)
    assert status == Exit.UNANSWERED, words
    simulator.clear_faults()
    with commdn.Outbox(here / "o.db", max_attempts=1) as outbox:
        outbox.submit(commdn.requests.do_not_call("5551230010"))
    simulator.add_fault("refuse_request")
    status, words = ended(command, *arguments, env=env)
    # An outbox does not take T-Server's no for an answer: the entry stays.
    assert status == (Exit.UNANSWERED if command == "outbox drain" else Exit.REFUSED), words


@pytest.mark.parametrize("command", LOCAL)
def test_wrong_input_is_told_from_what_is_fine(command: str, here: Path) -> None:
    fine, wrong = LOCAL[command]
    status, words = ended(command, *fine)
    assert status == Exit.OK, words
    for arguments in [*wrong, ["--nope"]]:
        status, words = ended(command, *arguments)
        assert status == Exit.USAGE, (arguments, words)
        assert words.startswith("commdn: ") and words.count("\n") == 1, words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["campaign", "load", "1", "10", "--mode", "predict", "--goal", "-5"], "--goal -5"),
        (["campaign", "load", "1", "10", "--mode", "predict", "--goal", "99999999999"], "--goal"),
        (["campaign", "status", "1", "10", "--ocs-dbid", "0"], "--ocs-dbid"),
        (["campaign", "status", "2147483648", "10"], "campaign"),
        (["dnc", "add", "5551230001", "--app-dbid", "4294967295"], "--app-dbid"),
        (["dnc", "add", "5551230001", "--app-dbid", "0"], "--app-dbid"),
        (["dnc", "add", "5551230001", "--every-ocs", "--expect", LONG], "--expect"),
        (["campaign", "status", LONG, "10"], "is not a DBID"),
        (["campaign", "load", "1", "10", "--mode", LONG], "dialling mode is a number from 0"),
        (["campaign", "start", "1", "10", "--optimize-by", LONG, "--goal", "2"], "method is a number from 0"),
        (["campaign", "start", "1", "10", "--general", f"{LONG}:1"], "priority:records"),
        (["watch", "--ask", "2147483648:1"], "--ask '2147483648:1'"),
        (["watch", "--ask", f"1:{LONG}"], "--ask"),
        (["watch", "--ask", "0:1"], "--ask '0:1'"),
        (["watch", "--ask", "\u0663:1"], "is not a DBID"),
        (["doctor", "--campaign", "0"], "--campaign"),
        (["doctor", "--group", "-1"], "--group"),
        (["dnc", "add", "5551230001", "--timeout", "nan"], "--timeout"),
        (["dnc", "add", "5551230001", "--connect-timeout", "inf"], "--connect-timeout"),
        (["dnc", "add", "5551230001", "--charset", "nonsense"], "nonsense"),
        (["dnc", "add", "5551230001", "--server", "tserver:70000"], "70000"),
        (["dnc", "add", "5551230001", "--server", "udp://tserver:1"], "scheme"),
    ],
)
def test_what_is_wrong_before_it_is_sent_is_wrong_usage(arguments: list[str], words: str) -> None:
    status, told = ended(arguments[0], *arguments[1:], env=SIMULATED)
    assert (status, told.count("\n")) == (Exit.USAGE, 1), told
    assert words.lower() in told.lower(), told


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, Exit.TERMINATED), (signal.SIGINT, Exit.INTERRUPTED), (signal.SIGHUP, Exit.HUNG_UP)],
)
def test_a_signal_ends_a_command_properly(
    number: signal.Signals, status: Exit, here: Path, centre: tuple[commdn.Simulator, dict[str, str]]
) -> None:
    simulator, env = centre
    simulator.add_fault("silent")
    command = [*MAIN, "dnc", "add", "5551230001", "--timeout", "60"]
    with subprocess.Popen(command, env={**PLAIN, **env}, stderr=subprocess.PIPE) as running:
        until = time.monotonic() + 20
        while not simulator.snapshot()["clients"]:
            assert time.monotonic() < until
            time.sleep(0.02)
        time.sleep(0.2)
        running.send_signal(number)
        _, told = running.communicate(timeout=10)
    assert (running.returncode, told) == (status, b"")
    until = time.monotonic() + 5
    while simulator.snapshot()["clients"]:
        assert time.monotonic() < until, "the connection was not closed"
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, Exit.TERMINATED), (signal.SIGINT, Exit.INTERRUPTED)]
)
def test_a_signal_that_comes_in_a_finalizer_is_not_lost(number: signal.Signals, status: Exit) -> None:
    code = (
        "import os, signal, time\n"
        "from commdn.cli import ending\n"
        "class Finalized:\n"
        "    def __del__(self):\n"
        f"        os.kill(os.getpid(), {int(number)})\n"
        "        time.sleep(1)\n"
        "def command():\n"
        "    Finalized()\n"
        "    time.sleep(30)\n"
        "ending.listen_for_signals(); ending.report_lost_failures(); ending.run_to_the_end(command)"
    )
    found = subprocess.run([MAIN[0], "-c", code], capture_output=True, env=PLAIN, timeout=20, check=False)
    assert (found.returncode, found.stderr) == (status, b"")


def test_a_fault_of_the_program_is_one_line_and_with_debugging_a_traceback() -> None:
    code = (
        "import commdn.cli.doctor as d, commdn.cli.app as a\n"
        "d._examine = None\n"
        "import sys; sys.argv = ['commdn', 'doctor', '--server', 'sim:']\n"
        "a.run()"
    )
    for debug in (False, True):
        env = {**PLAIN, **({"COMMDN_DEBUG": "1"} if debug else {})}
        command = [MAIN[0], "-c", code]
        found = subprocess.run(command, capture_output=True, text=True, env=env, timeout=20, check=False)
        assert found.returncode == Exit.FAILED
        assert ("Traceback" in found.stderr) == debug
        assert "commdn: internal error: TypeError" in found.stderr.splitlines()[-1]
