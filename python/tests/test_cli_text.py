"""Text from outside is text: whatever a server, a file or a person puts into one, it is only shown."""

from __future__ import annotations

import csv
import json
import logging
import os
import pickle
import pty
import subprocess
from pathlib import Path

import pytest
from test_cli import MAIN, PLAIN, run

import commdn
from commdn.text import cell, escape

HOSTILE = "x\x1b[2J\x1b]0;t\x07\x9b\x7f\u202e\u2066\u2028\nlistening on 1.2.3.4:5\rcommdn: a"


def unfit(text: str) -> set[str]:
    """Characters that do something; a line's own end is none."""
    marks = set("\x7f\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    return {c for c in text if c != "\n" and (c < " " or "\x80" <= c <= "\x9f" or c in marks)}


def test_escaping_is_the_cores_and_takes_what_is_no_character() -> None:
    assert escape("plain é 漢") == "plain é 漢"
    assert escape("a\nb\x1b\u202e") == "a\\nb\\x1b\\u{202e}"
    assert escape("\ud800\x1b") == "\\ud800\\x1b"
    assert not unfit(escape(HOSTILE)) and "\n" not in escape(HOSTILE)
    assert [cell(text) for text in ("=1+1", "+15551234567", "-0.5", "@x", "\t=1")] == [
        "'=1+1", "+15551234567", "-0.5", "'@x", "'\\t=1",
    ]


def test_exceptions_of_the_package_are_one_line() -> None:
    for _, kind in commdn._native.error_kinds():
        error = kind(HOSTILE, code=1, server_text=HOSTILE)
        assert not unfit(str(error)) and "\n" not in str(error)
        assert error.server_text == HOSTILE and error.message == str(error)
        assert str(pickle.loads(pickle.dumps(error))) == str(error)


# Commands that show what is given to them, or what the server makes of it.
SHOWN = [
    ["dnc", "add", "--customer-id", HOSTILE],
    ["dnc", "add", "--customer-id", HOSTILE, "--json"],
    ["dnc", "add", HOSTILE],
    ["dnc", "add", "5551230001", "--dn", HOSTILE],
    ["dnc", "add", "5551230001", "--dn", HOSTILE, "--json"],
    ["dnc", "add", "5551230001", "--application", HOSTILE],
    ["dnc", "add", "5551230001", "--server", HOSTILE],
    ["dnc", "add", "5551230001", "--charset", HOSTILE],
    ["dnc", "add", "5551230001", "--config", HOSTILE],
    ["dnc", "add", "5551230001", "--tls-ca", HOSTILE, "--server", "tls://127.0.0.1:1"],
    ["dnc", "import", HOSTILE],
    ["dnc", "check", HOSTILE],
    ["dnc", "status", HOSTILE],
    ["cancel", "5550100", "--campaign-name", HOSTILE],
    ["campaign", "load", "1", "10", "--mode", HOSTILE],
    ["campaign", "load", "1", "10", "--general", HOSTILE],
    ["sequence", "check", "s.json"],
    ["sequence", "load", "s.json", "--group", "10"],
    ["sequence", "check", HOSTILE],
    ["outbox", "list", HOSTILE],
    ["outbox", "list", "o.db"],
    ["outbox", "list", "o.db", "--json"],
    ["outbox", "show", "o.db", "1"],
    ["outbox", "show", "o.db", "1", "--json"],
    ["outbox", "list", "o.db", "--filter", HOSTILE],
    ["outbox", "export", "o.db", HOSTILE + "/x"],
    ["decode", HOSTILE],
    ["decode", "packed"],
    ["decode", "packed", "--json"],
    ["doctor", "--dn", HOSTILE],
    ["doctor", "--dn", HOSTILE, "--json"],
    ["doctor", "--application", HOSTILE],
    ["watch", "--ask", HOSTILE],
    [HOSTILE],
    ["dnc", "add", "--" + HOSTILE],
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    item = {"campaign": 1, "dial_mode": 1, "optimize_by": 1, "optimize_goal": 80}
    (tmp_path / "s.json").write_text(json.dumps({"description": HOSTILE, "item": [item]}))
    request = commdn.requests.do_not_call(customer_id=HOSTILE)
    (tmp_path / "packed").write_text(request.user_data(origin=20, target=101).pack().hex())
    with commdn.Outbox(tmp_path / "o.db") as outbox:
        outbox.submit(request, key=HOSTILE)
    return tmp_path


@pytest.mark.parametrize("arguments", SHOWN, ids=lambda found: " ".join(found).replace(HOSTILE, "HOSTILE")[:40])
def test_no_command_writes_what_a_terminal_obeys(arguments: list[str], here: Path) -> None:
    found = subprocess.run(
        [*MAIN, *arguments], capture_output=True, timeout=30, check=False,
        env={**PLAIN, "COMMDN_SERVER": "sim:", "PYTHONIOENCODING": "utf-8"},
    )
    printed, told = found.stdout.decode(), found.stderr.decode()
    for text in (printed, told):
        assert not unfit(text.replace("\t", "")), text
        assert "Traceback" not in text
        # A line of its own would be taken for one of ours.
        assert not any(line.startswith(("listening",)) or line == "commdn: a" for line in text.splitlines()), text


def test_on_a_terminal_nothing_of_it_is_obeyed_either(here: Path) -> None:
    """Colours are ours; what is not ours has no escape left."""
    ours, theirs = pty.openpty()
    env = {**PLAIN, "COMMDN_SERVER": "sim:", "TERM": "xterm", "COLUMNS": "200"}
    for arguments in (["outbox", "list", "o.db"], ["dnc", "add", "--customer-id", HOSTILE]):
        with subprocess.Popen([*MAIN, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=env) as running:
            assert running.wait(30) == 0
        printed = os.read(ours, 1 << 16).decode("utf-8", "replace")
        assert "listening" in printed
        for sequence in ("\x1b[2J", "\x1b]0;", "\x07", "\u202e", "\x9b"):
            assert sequence not in printed, printed
    os.close(theirs)
    os.close(ours)


def test_log_records_are_one_line(caplog: pytest.LogCaptureFixture) -> None:
    with commdn.Simulator() as simulator, caplog.at_level(logging.DEBUG, logger="commdn"):
        with commdn.connect(
            simulator, dn="8001", app_dbid=20, ocs_dbid=101, application=HOSTILE, log_personal_data=True
        ) as session:
            session.do_not_call(customer_id=HOSTILE)
        with pytest.raises(commdn.CommDNError) as refused:
            commdn.connect(simulator, dn=HOSTILE, app_dbid=20)
    assert not unfit(str(refused.value))
    messages = [record.getMessage() for record in caplog.records if record.name == "commdn"]
    assert any("listening" in message for message in messages), messages
    assert not any(unfit(message) or "\n" in message for message in messages), messages


def test_a_clients_name_makes_no_line_of_the_simulators_log(tmp_path: Path) -> None:
    for options in ([], ["--json"]):
        command = [*MAIN, "sim", "--listen", "127.0.0.1:0", "--log", *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=PLAIN, encoding="utf-8") as simulator:
            assert simulator.stdout is not None
            first = simulator.stdout.readline()
            address = json.loads(first)["listening"] if options else first.split()[-1]
            with commdn.connect(address, dn="8001", app_dbid=20, ocs_dbid=101, application=HOSTILE) as session:
                session.do_not_call(customer_id=HOSTILE)
            lines = ""
            while "OCS 101 sent" not in lines and '"sent"' not in lines:
                lines += simulator.stdout.readline()
            simulator.terminate()
            lines += simulator.stdout.read()
        assert "1.2.3.4:5" in lines and not unfit(lines.replace("\t", "")), lines
        assert not any(line.startswith("listening") for line in lines.split("\n")), lines


def test_cells_of_an_export_are_neutral_unless_wanted_as_they_are(tmp_path: Path) -> None:
    customers = ["=cmd|'/c calc'!A1", "@SUM(1)", "+c", "-1+1", "+15551234567", HOSTILE]
    with commdn.Outbox(tmp_path / "o.db") as outbox:
        for customer in customers:
            outbox.submit(commdn.requests.do_not_call(customer_id=customer))
    for options, expected in ([], [cell(text) for text in customers]), (["--as-is"], customers):
        target = tmp_path / "out.csv"
        assert run("outbox", "export", str(tmp_path / "o.db"), str(target), *options).returncode == 0
        with target.open(newline="", encoding="utf-8") as file:
            assert [row["customer_id"] for row in csv.DictReader(file)] == expected


SECRET = "S3cr3t-pässword"


@pytest.mark.parametrize(
    ("options", "env", "content"),
    [
        (["--password", SECRET], {}, ""),
        ([], {"COMMDN_PASSWORD": SECRET}, ""),
        (["--password-file", "pw"], {}, ""),
        ([], {"COMMDN_PASSWORD_FILE": "pw"}, ""),
        (["--config", "c.toml"], {}, f'password = "{SECRET}"'),
        (["--config", "c.toml"], {}, f'password = ["{SECRET}"]'),
        (["--config", "c.toml"], {}, f'password = "{SECRET}'),
        (["--config", "c.toml"], {}, 'password_file = "pw"'),
    ],
)
@pytest.mark.parametrize("command", [["dnc", "add", "5551230001"], ["doctor", "--json"]])
def test_a_password_is_never_shown(
    command: list[str], options: list[str], env: dict[str, str], content: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pw").write_text(SECRET + "\n", encoding="utf-8")
    (tmp_path / "pw").chmod(0o600)
    (tmp_path / "c.toml").write_text(content, encoding="utf-8")
    with commdn.Simulator() as simulator:
        simulator.add_fault("refuse_registration")
        where = {"COMMDN_SERVER": simulator.listen(), "COMMDN_DN": "8001", "COMMDN_APP_DBID": "20"}
        found = run(*command, *options, env={**where, **env, "COMMDN_DEBUG": "1"})
    assert found.returncode in (1, 2)
    assert "S3cr3t" not in found.stdout + found.stderr, found.stderr
    assert ("every user of this machine can see" in found.stderr) == (options[:1] == ["--password"])


def test_a_password_comes_from_a_file_or_a_pipe_and_is_the_one_that_is_sent(tmp_path: Path) -> None:
    config = tmp_path / "centre.toml"
    config.write_text(
        '[tserver]\nonly_known_applications = true\n[[dn]]\nnumber = "8001"\n'
        f'[[application]]\ndbid = 20\nname = "commdn"\npassword = "{SECRET}"\n'
        '[[ocs]]\ndbid = 101\nname = "O"\nconnections = [20]\n',
        encoding="utf-8",
    )
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_text(SECRET + "\r\n", encoding="utf-8-sig")
    bad.write_text("another\n")
    for file in (good, bad):
        file.chmod(0o600)
    with commdn.Simulator(config) as simulator:
        env = {"COMMDN_SERVER": simulator.listen(), "COMMDN_DN": "8001", "COMMDN_APP_DBID": "20", "COMMDN_OCS_DBID": "101"}
        assert run("dnc", "add", "5551230001", "--password-file", str(good), env=env).returncode == 0
        assert run("dnc", "add", "5551230001", "--password-file", "-", env=env, stdin=SECRET + "\n").returncode == 0
        refused = run("dnc", "add", "5551230001", "--password-file", str(bad), env=env)
        assert refused.returncode == 1 and "another" not in refused.stderr
        asked = run("dnc", "add", "5551230001", "--ask-password", env=env, stdin="")
        assert asked.returncode == 2 and "needs a terminal" in asked.stderr
        good.chmod(0o644)
        assert "chmod 600" in run("dnc", "add", "5551230001", "--password-file", str(good), env=env).stderr
        ours, theirs = pty.openpty()
        command = [*MAIN, "dnc", "add", "5551230001", "--ask-password"]
        with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env={**PLAIN, **env}, start_new_session=True) as running:
            printed = b""
            while b"Password:" not in printed:
                printed += os.read(ours, 4096)
            os.write(ours, SECRET.encode() + b"\n")
            assert running.wait(30) == 0, os.read(ours, 4096)
        assert b"S3cr3t" not in os.read(ours, 1 << 16)
        os.close(theirs)
        os.close(ours)
