"""The operator's commands: sequence files, watch, doctor."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from test_cli import MAIN, run

import commdn

# RFC 3339 with its offset.
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d"

SEQUENCE = """
description = "Spring, then autumn"
group = 10
start_time = 2030-03-01T08:00:00Z

[[item]]
campaign = 1
dial_mode = "predict"
optimize_by = "busy-factor"
optimize_goal = 80
stop_at_dials = 1000

[[item]]
campaign = 2
dial_mode = 3
optimize_by = "CFGOMWaitTime"
optimize_goal = 20
stop_at_time = "2030-03-02T08:00:00+01:00"
"""


@pytest.fixture
def server() -> Iterator[tuple[commdn.Simulator, dict[str, str]]]:
    """A simulator over TCP, and the environment to reach it."""
    with commdn.Simulator() as simulator:
        address = simulator.listen()
        yield simulator, {
            "COMMDN_SERVER": address,
            "COMMDN_DN": "8001",
            "COMMDN_APP_DBID": "20",
            "COMMDN_OCS_DBID": "101",
        }


def test_a_sequence_file_is_loaded_started_and_told(
    tmp_path: Path, server: tuple[commdn.Simulator, dict[str, str]]
) -> None:
    simulator, env = server
    file = tmp_path / "spring.toml"
    file.write_text(SEQUENCE)
    read = run("sequence", "check", str(file), "--json")
    document = json.loads(read.stdout)
    assert document["schedule"]["start_time"] == 1898582400
    assert document["schedule"]["items"][1]["optimize_by"] == {"number": 3, "name": "CFGOMWaitTime"}
    assert document["schedule"]["items"][1]["stop_at_time"] == 1898665200
    loaded = run("sequence", "load", str(file), env=env)
    assert loaded.returncode == 0, loaded.stderr
    status = run("sequence", "status", str(file), "--json", env=env)
    items = json.loads(status.stdout)["schedule"]["items"]
    assert [item["campaign"] for item in items] == [1, 2]
    for_people = run("sequence", "status", str(file), env=env)
    assert re.search(r"1\tcampaign 1\tpredictive", for_people.stdout), for_people.stdout
    assert simulator.snapshot()["ocs"][0]["sequences"]


def test_a_sequence_may_be_json_and_its_mistakes_are_named(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    file.write_text(json.dumps({"group": 10, "item": [{"campaign": 1, "dial_mode": "preview"}]}))
    assert run("sequence", "check", str(file)).returncode == 0
    for text, words in [
        ('{"item": [{"campaing": 1}]}', "item 1: key 'campaing' is unknown"),
        ('{"item": 5}', "no list of tables 'item'"),
        ('{"item": [{"campaign": "x"}]}', "campaign: 'x' is not a DBID"),
        ('{"item": [], "start_time": "soon"}', "'soon' is not a time"),
        ("{", "s.json"),
        ("[]", "not a table of keys"),
    ]:
        file.write_text(text)
        ended = run("sequence", "check", str(file))
        assert ended.returncode == 2
        assert words in re.sub(r"\s+", " ", ended.stderr), ended.stderr
    file.write_text('{"item": [{"campaign": 1}]}')
    assert "no group" in run("sequence", "load", str(file), "--server", "sim:").stderr


def test_doctor_finds_all_well_and_each_kind_of_trouble(
    server: tuple[commdn.Simulator, dict[str, str]],
) -> None:
    simulator, env = server

    def states(*arguments: str, **more: str) -> tuple[int, dict[str, str]]:
        ended = run("doctor", "--json", *arguments, env={**env, **more})
        assert "Traceback" not in ended.stderr, ended.stderr
        found = json.loads(ended.stdout)
        assert all(finding["advice"] for finding in found if finding["state"] != "ok")
        return ended.returncode, {finding["step"]: finding["state"] for finding in found}

    well = {"server": "ok", "login": "ok", "registration": "ok", "answer": "ok", "charset": "ok", "connections": "ok"}
    status, found = states()
    assert (status, found) == (0, found | well)
    status, found = states("--campaign", "999")
    assert (status, found["answer"], found["campaign"]) == (1, "ok", "bad"), "a refusal is an answer"
    status, found = states("--app-dbid", "99", "--timeout", "0.2")
    assert (status, found["answer"], found["application"]) == (4, "bad", "bad")
    assert states("--ocs-dbid", "0")[1]["answer"] == "open"
    assert states(COMMDN_SERVER="127.0.0.1:1") == (1, {"server": "bad"})
    assert states(COMMDN_SERVER="nonsense") == (2, {"settings": "bad"})
    simulator.add_fault("refuse_request", times=1)
    assert states()[1]["distribution"] == "bad"
    simulator.clear_faults()
    simulator.add_fault("refuse_registration", times=1)
    status, found = states()
    assert (status, found["registration"]) == (1, "bad")
    plain = run("doctor", env={**env, "COMMDN_APP_DBID": "99", "COMMDN_TIMEOUT": "0.2"})
    assert "FAIL" in plain.stdout
    assert "There is no application with DBID 99" in plain.stdout


def test_watch_prints_lines_in_a_pipe(server: tuple[commdn.Simulator, dict[str, str]]) -> None:
    simulator, env = server
    command = [*MAIN, "watch", "--ask", "1:10", "--for", "2", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **env}) as watching:
        assert watching.stdout is not None
        first = json.loads(watching.stdout.readline())
        assert first["event"]["campaign"] == 1
        assert datetime.fromisoformat(first["time"]).tzinfo is not None
        data = {"GSW_CM_MessageType": 24, "GSW_CM_AttrCampaignID": 77, "GSW_CM_AttrGroupID": 5}
        simulator.distribute("8001", {**data, "GSW_CM_AttrGroupCampStatus": 5})
        rest = [json.loads(line) for line in watching.stdout]
    assert watching.returncode == 0
    assert [line["event"]["campaign"] for line in rest if line["event"]] == [77]


def test_watch_tells_times_with_their_offset_and_in_utc_if_asked(
    server: tuple[commdn.Simulator, dict[str, str]],
) -> None:
    _, env = server
    arguments = ["watch", "--ask", "1:10", "--for", "0.2"]
    local = run(*arguments, env={**env, "TZ": "Asia/Kathmandu"})
    assert re.match(f"{TIME}  Campaign 1 for group 10: not loaded.", local.stdout), local.stdout
    assert "+05:45  " in local.stdout
    utc = run(*arguments, "--utc", env={**env, "TZ": "Asia/Kathmandu"})
    assert re.match(f"{TIME}  ", utc.stdout)
    assert "+00:00  " in utc.stdout


def test_watch_shows_a_refused_status_and_tells_in_its_status(
    server: tuple[commdn.Simulator, dict[str, str]],
) -> None:
    _, env = server
    ended = run("watch", "--ask", "1:10", "--ask", "9:9", "--for", "0.2", env=env)
    assert (ended.returncode, "OCS error" in ended.stdout) == (3, True), ended.stderr


@pytest.mark.parametrize("columns", ["100", "40"])
@pytest.mark.timeout(60)
def test_watch_is_a_table_on_a_terminal_however_narrow(
    server: tuple[commdn.Simulator, dict[str, str]], columns: str
) -> None:
    _, env = server
    shown = on_terminal(["watch", "--ask", "1:10", "--for", "1"], {**env, "COLUMNS": columns, "LINES": "30"})
    assert "Campaigns" in shown
    assert re.search(r"\d\d-\d\d[ T]\d\d:\d\d:\d\d", shown)
    assert re.search(r"[+-]\d\d:\d\d", shown), "its zone is told"
    assert "Notifications" in shown
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown)
    assert max(len(line) for line in plain.replace("\r", "\n").splitlines()) <= int(columns)


@pytest.mark.timeout(60)
def test_import_shows_a_bar_on_a_terminal_and_no_colour_is_kept(
    tmp_path: Path, server: tuple[commdn.Simulator, dict[str, str]]
) -> None:
    _, env = server
    source = tmp_path / "numbers.txt"
    source.write_text("".join(f"555,{number:07}\n" for number in range(3000)))
    shown = on_terminal(["dnc", "import", str(source)], {**env, "COLUMNS": "60"})
    assert "3000/3000" in shown
    colour = r"\x1b\[[0-9;]*3[0-9]"
    without = on_terminal(["dnc", "import", str(source), "--overwrite"], {**env, "NO_COLOR": "1"})
    assert re.search(colour, without) is None


def on_terminal(arguments: list[str], env: dict[str, str]) -> str:
    """What a command prints on a terminal."""
    ours, theirs = pty.openpty()
    command = [*MAIN, *arguments]
    settings = {**os.environ, "TERM": "xterm-256color", **env}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=theirs, env=settings) as running:
        os.close(theirs)
        shown = b""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            ready, _, _ = select.select([ours], [], [], 0.1)
            if ready:
                try:
                    chunk = os.read(ours, 65536)
                except OSError:
                    break
                if not chunk:
                    break
                shown += chunk
        assert running.wait(10) in (0, 3), shown.decode(errors="replace")
    os.close(ours)
    return shown.decode(errors="replace")


