"""An import that is cut off says how many of how many, what waits where, and the command that goes
on.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import OCS
from test_cli import PLAIN, run

import commdn

ROWS = 2_000
RUN = "import commdn.cli; commdn.cli.main()"


@pytest.fixture
def server() -> Iterator[tuple[commdn.Simulator, dict[str, str]]]:
    with commdn.Simulator() as simulator:
        yield simulator, {
            "COMMDN_SERVER": simulator.listen(), "COMMDN_DN": "8001", "COMMDN_APP_DBID": "20",
            "COMMDN_OCS_DBID": "101",
        }  # fmt: skip


def cut_off(
    folder: Path,
    simulator: commdn.Simulator,
    env: dict[str, str],
    number: signal.Signals,
    *options: str,
) -> tuple[subprocess.CompletedProcess[str], Path]:
    """An import that gets a signal when some rows are in its result file, and OCS answers no more.
    """
    source, result = folder / "numbers.txt", folder / "r.csv"
    source.write_text("".join(f"555{row:07}\n" for row in range(ROWS)))
    # What a shell has told to be ignored in the background is not.
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); " + RUN
    command = [
        sys.executable,
        "-c",
        code,
        "dnc",
        "import",
        str(source),
        "--result",
        str(result),
        "--rate",
        "200",
        *options,
    ]
    pipes = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "text": True,
        "env": {**PLAIN, **env},
    }
    with subprocess.Popen(command, **pipes) as importing:  # type: ignore[call-overload]
        until = time.monotonic() + 20
        while not (result.exists() and result.read_bytes().count(b"\n") > 20):
            assert importing.poll() is None and time.monotonic() < until
            time.sleep(0.01)
        simulator.add_fault("silent")
        running = run("dnc", "status", str(result))
        assert (running.returncode, "is running" in running.stdout) == (4, True), running.stdout
        importing.send_signal(number)
        out, errors = importing.communicate(timeout=20)
        return subprocess.CompletedProcess(command, importing.returncode, out, errors), result


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name
)
@pytest.mark.parametrize("options", [(), ("--no-outbox",)], ids=["outbox", "no outbox"])
def test_an_import_that_is_cut_off_tells_what_is_left_and_how_to_go_on(
    tmp_path: Path,
    server: tuple[commdn.Simulator, dict[str, str]],
    number: signal.Signals,
    options: tuple[str, ...],
) -> None:
    simulator, env = server
    ended, result = cut_off(tmp_path, simulator, env, number, *options)
    assert (ended.returncode, "Traceback" in ended.stderr) == (4, False), ended.stderr
    told = run("dnc", "status", str(result))
    assert told.returncode == 4
    as_json = json.loads(run("dnc", "status", str(result), "--json").stdout)
    assert (as_json["total"], as_json["complete"], as_json["running"]) == (ROWS, False, False)
    assert 20 <= as_json["acknowledged"] < ROWS
    for text in (ended.stderr, told.stdout):
        assert re.search(
            rf"the import was cut off: {as_json['acknowledged']:,} of 2,000 rows have an answer",
            text,
        )
        assert "every row" not in text
    if not options:
        assert as_json["outbox"]["unfinished"] > 0
        waits = f"{as_json['outbox']['unfinished']:,} requests wait in {result}.outbox"
        assert waits in ended.stderr and waits in told.stdout
    command = re.search(r"go on with: (commdn .*)", told.stdout)
    assert command is not None and command[1] == as_json["go_on"]
    simulator.clear_faults()
    words = shlex.split(command[1])
    again = run(*[word for word in words[1:] if word not in ("--rate", "200")], env=env)
    assert again.returncode == 0, again.stderr
    assert run("dnc", "status", str(result)).returncode == 0
    assert len(simulator.do_not_call(OCS)["phones"]) == ROWS
    assert sorted(path.name for path in tmp_path.iterdir()) == ["numbers.txt", "r.csv"]


def test_an_import_that_is_killed_is_told_of_by_status(
    tmp_path: Path, server: tuple[commdn.Simulator, dict[str, str]]
) -> None:
    _, result = cut_off(tmp_path, *server, signal.SIGKILL, "--password", "S3cret")
    told = run("dnc", "status", str(result))
    assert told.returncode == 4 and "the import was cut off" in told.stdout
    assert "--resume" in told.stdout
    kept = "".join(path.read_text(errors="replace") for path in tmp_path.iterdir())
    assert "S3cret" not in kept


def test_a_session_that_ends_leaves_rows_in_the_outbox_and_says_so(
    tmp_path: Path, server: tuple[commdn.Simulator, dict[str, str]]
) -> None:
    simulator, env = server
    source, result = tmp_path / "numbers.txt", tmp_path / "r.csv"
    source.write_text("5551230001\n5551230002\n")
    simulator.add_fault("silent")
    options = ["--timeout", "0.1", "--retries", "0", "--result", str(result)]
    ended = run("dnc", "import", str(source), *options, env=env)
    assert ended.returncode == 4, ended.stderr
    told = run("dnc", "status", str(result))
    assert told.returncode == 4
    for text in (ended.stderr, told.stdout):
        assert "0 of 2 rows have an answer" in text
        assert f"2 requests were given up, and are kept in {result}.outbox" in text
        assert re.search("go on with: commdn dnc import .* --resume", text)
    simulator.clear_faults()
    assert run("dnc", "import", str(source), *options, "--resume", env=env).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["numbers.txt", "r.csv"]


def test_what_a_result_file_alone_leaves_open_is_told(tmp_path: Path) -> None:
    result = tmp_path / "r.csv"
    rows = "1,5551230001,,acknowledged,,\n2,5551230002,,unanswered,no_answer,x\n"
    result.write_text("line,phone,customer_id,status,code,text\n" + rows)
    told = run("dnc", "status", str(result))
    assert told.returncode == 4
    assert (
        "1 of 2 rows have an answer" in told.stdout
        and "the same command and --resume" in told.stdout
    )
    assert os.listdir(tmp_path) == ["r.csv"]
