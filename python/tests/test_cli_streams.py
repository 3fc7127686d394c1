"""Standard output and standard error that are full, closed, or know few characters."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from test_cli import MAIN, PLAIN, run

import commdn
from commdn.cli.status import Exit

PACKED = commdn.requests.do_not_call("5551230001").user_data(origin=20, target=101).pack().hex()
FULL = pytest.mark.parametrize("redirection", ["> /dev/full", ">&-", "| true"])


def shell(command: str, **env: str) -> tuple[int, str, str]:
    """A line of bash in which `commdn` is the command line; the status is that of its first part."""
    words = " ".join(f"'{word}'" for word in MAIN)
    script = f"commdn() {{ {words} \"$@\"; }}; {command}\nexit ${{PIPESTATUS[0]}}"
    found = subprocess.run(
        ["bash", "-c", script], capture_output=True, timeout=30, check=False, env={**PLAIN, "COMMDN_SERVER": "sim:", **env}
    )
    told = found.stderr.decode("utf-8", "replace")
    assert "Traceback" not in told and "Exception ignored" not in told, told
    return found.returncode, found.stdout.decode("utf-8", "replace"), told


@FULL
@pytest.mark.parametrize("form", ["", "--json"])
def test_what_was_acknowledged_is_told_where_the_result_cannot_be_printed(redirection: str, form: str) -> None:
    status, _, told = shell(f"commdn dnc add 5551230001 {form} {redirection}")
    assert status == Exit.UNPRINTED
    last = told.splitlines()[-1]
    assert last.startswith("commdn: acknowledged, but the result could not be printed: "), told
    assert told.count("\n") == 2, "that, and what is told of sim:"


@pytest.mark.parametrize("command", ["dnc add 5551230001 --outbox o.db", "dnc import n.txt", "campaign status 1 10"])
def test_other_commands_tell_so_too(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "n.txt").write_text("5551230001\n5551230002\n")
    status, _, told = shell(f"commdn {command} > /dev/full")
    assert status == Exit.UNPRINTED
    assert re.search(r"acknowledged, but the result could not be printed: No space left", told), told


@pytest.mark.parametrize("command", [f"decode {PACKED}", "--help", "--version", "sequence check s.toml --json"])
def test_a_full_disk_is_told_where_nothing_was_sent(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.toml").write_text("[[item]]\ncampaign = 1\n")
    status, _, told = shell(f"commdn {command} > /dev/full")
    assert (status, told) == (Exit.UNPRINTED, "commdn: the result could not be printed: No space left on device\n")


def test_a_reader_that_has_enough_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with commdn.Outbox(tmp_path / "o.db") as outbox:
        for number in range(3_000):
            outbox.submit(commdn.requests.do_not_call(f"555{number:07}"))
    status, printed, told = shell("commdn outbox list o.db | head -n 1")
    assert (status, printed.count("\n"), told) == (Exit.UNREAD, 1, "")


def test_a_full_standard_error_changes_nothing() -> None:
    assert shell("commdn dnc add 5551230001 2> /dev/full")[0] == Exit.OK
    assert shell("commdn dnc add 5551230001 2>&-")[0] == Exit.OK
    assert shell("commdn dnc add 2> /dev/full")[0] == Exit.USAGE
    assert shell("commdn dnc add 5551230001 > /dev/full 2> /dev/full")[0] == Exit.UNPRINTED


def test_a_pipe_that_does_not_block_gets_everything(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with commdn.Outbox(tmp_path / "o.db") as outbox:
        for number in range(2_000):
            outbox.submit(commdn.requests.do_not_call(f"555{number:07}"))
    command = [*MAIN, "outbox", "list", str(tmp_path / "o.db"), "--json"]
    with subprocess.Popen(command, stdout=writer, env=PLAIN) as running:
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            lines = pipe.read().splitlines()
        assert running.wait(20) == 0
    assert [json.loads(line)["id"] for line in lines] == list(range(1, 2_001))


@pytest.mark.parametrize("charset", ["cp1252", "ascii", "latin-1", "utf-8", "cp949"])
@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_a_character_that_the_stream_lacks_is_an_escape(charset: str, locale: str) -> None:
    customer = "김철수 漢 é"
    env = {"PYTHONIOENCODING": charset, "LC_ALL": locale, "COMMDN_SERVER": "sim:"}
    for form in ([], ["--raw"], ["--json"]):
        found = subprocess.run(
            [*MAIN, "dnc", "add", "--customer-id", customer, *form],
            capture_output=True, timeout=20, check=False, env={**PLAIN, **env},
        )
        assert found.returncode == Exit.OK, found.stderr
        printed = found.stdout.decode(charset)
        if form == ["--json"]:
            assert json.loads(printed)["customer_id"] == customer
        elif charset == "utf-8":
            assert customer in printed
        else:
            assert ("customer_id=" if form else "is on the do-not-call list") in printed
    wrong = subprocess.run(
        [*MAIN, "campaign", "load", "1", "10", "--mode", customer],
        capture_output=True, timeout=20, check=False, env={**PLAIN, **env},
    )
    assert wrong.returncode == Exit.USAGE and b"Traceback" not in wrong.stderr


def test_bytes_that_are_no_text_are_wrong_usage_or_taken_in_their_charset() -> None:
    for options in ("--customer-id $'M\\xfcller'", "5551230001 --dn $'80\\xfc'", "5551230001 --application $'\\xfc'"):
        status, _, told = shell(f"commdn dnc add {options}")
        option = options.split(" $")[0].split()[-1]
        assert status == Exit.USAGE and option in told and "surrogate" not in told, told
    for options in ("--tls-ca $'\\xfc.pem'", "--charset $'\\xfc'", "--tls-minimum-version $'1.\\xfc'"):
        status, _, told = shell(f"commdn dnc add 5551230001 {options}")
        assert status == Exit.USAGE and options.split()[0] in told and told.count("\n") == 1, told
    status, _, told = shell("commdn sim --listen $'\\xfc:1'")
    assert status == Exit.USAGE and "--listen" in told, told
    status, _, told = shell("COMMDN_PASSWORD=$'S3cr3t\\xfc' commdn dnc add 5551230001")
    assert status == Exit.USAGE and "COMMDN_PASSWORD" in told and "S3cr3t" not in told
    with commdn.Simulator() as simulator:
        simulator.observe()
        where = {"COMMDN_SERVER": simulator.listen(), "COMMDN_DN": "8001", "COMMDN_APP_DBID": "20"}
        shell("commdn dnc add --customer-id $'M\\xfcller' --charset iso-8859-1 --ocs-dbid 101 --timeout 0.3", **where)
        requests = [entry for entry in simulator.take_observed() if entry["event"] == "request"]
    assert len(requests) == 1 and "ller" in requests[0]["user_data"], "the byte went out as it was"


def test_utf_8_is_text_in_the_locale_c_as_well() -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    status, out, told = shell("commdn dnc add --customer-id Müller김 --dry-run", **plain)
    assert (status, "customer_id=M\\xfcller\\uae40" in out) == (Exit.OK, True), (out, told)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (f"timeout = {'9' * 400}", "line 2: timeout 9"),
        ("timeout = 1e300", "line 2: timeout 1e300"),
        ("timeout = nan", "line 2: timeout nan"),
        ("connect_timeout = 0", "line 2: connect_timeout 0"),
        (f"app_dbid = {'9' * 400}", "line 2: app_dbid 9"),
        ("app_dbid = 0", "line 2: app_dbid 0"),
        ("ocs_dbid = 2147483648", "line 2: ocs_dbid 2147483648"),
        (f"expect = [{'9' * 400}]", "line 2: expect"),
        (f"timeout = {'9' * 5_000}", "c.toml"),
    ],
)
def test_a_setting_out_of_range_is_told_with_its_line(line: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(f'server = "sim:"\n{line}\n')
    found = run("dnc", "add", "5551230001", "--config", str(tmp_path / "c.toml"))
    assert (found.returncode, found.stderr.count("\n")) == (Exit.USAGE, 1), found.stderr
    assert words in found.stderr, found.stderr


def test_of_a_list_of_servers_the_simulator_is_told_of() -> None:
    status, _, told = shell("commdn dnc add 5551230001 --server 127.0.0.1:1,sim: --dn 8001 --app-dbid 20 --ocs-dbid 101")
    assert (status, "simulated" in told) == (Exit.OK, True), told


def test_a_name_of_a_file_may_be_any_bytes(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/M\xfcller.txt")
    Path(name).write_text("5551230001\n")
    found = subprocess.run(
        [*MAIN, "dnc", "import", name], capture_output=True, timeout=30, check=False, env={**PLAIN, "COMMDN_SERVER": "sim:"}
    )
    assert found.returncode == Exit.OK, found.stderr
    assert os.path.exists(name + ".result.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_files_of_every_editor_are_read(encoding: str, tmp_path: Path) -> None:
    settings, sequence, document = tmp_path / "c.toml", tmp_path / "s.toml", tmp_path / "s.json"
    settings.write_text('server = "sim:"\r\ndn = "8001"\r\n', encoding=encoding)
    sequence.write_text('description = "é"\n[[item]]\ncampaign = 1\n', encoding=encoding)
    document.write_text('{"description": "é", "item": [{"campaign": 1}]}', encoding=encoding)
    assert run("dnc", "add", "5551230001", "--config", str(settings)).returncode == 0
    for file in (sequence, document):
        found = run("sequence", "check", str(file), "--json")
        assert json.loads(found.stdout)["schedule"]["description"] == "é", found.stderr


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("s.toml", b"[[item]]\ncampaign = 1\n\xff = 1\n", "s.toml, line 3: byte 0xff is not UTF-8"),
        ("s.toml", b"[[item]]\ncampaign = \n", "s.toml, line 2, column 12: "),
        ("s.toml", b"[[item]]\ncampaign = 99999999999\n", "item 1: campaign 99999999999 is not a number from 1 to 2147483647"),
        ("s.toml", b"a\0=\0", "line 1: this is not text in UTF-8"),
        ("s.json", b'{"item": [}', "s.json, line 1, column 11: "),
        ("s.json", b'{"item": [{"campaign": 1}],\n "grup": 1}', "s.json, line 2: key 'grup' is unknown"),
        ("s.json", b'{"group": 10, "item": [{"campaign": 1}], "group": 11}', "the key 'group' stands twice"),
        ("s.json", b'{"item": [{"campaign": 1, "campaign": 2}]}', "the key 'campaign' stands twice"),
        ("s.json", b'{"item": [{"campaign": 1}], "description": "\\ud800"}', "description has what is not a character"),
        ("s.json", b"[" * 200_000, "too deep"),
        ("s.json", b'{"item": [{"campaign": ' + b"9" * 5_000 + b"}]}", "s.json"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_place(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    found = run("sequence", "check", str(tmp_path / name))
    assert found.returncode == Exit.USAGE and found.stderr.count("\n") == 1, found.stderr
    assert words in found.stderr, found.stderr


def test_a_lone_surrogate_of_a_json_file_is_wrong_input(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    file.write_text('{"description": "\\ud800", "group": 10, "item": [{"campaign": 1}]}')
    found = run("sequence", "load", str(file), "--server", "sim:")
    assert found.returncode == Exit.USAGE and "Traceback" not in found.stderr
    assert run("sequence", "check", str(file)).returncode in (Exit.OK, Exit.USAGE)


def test_a_pipe_has_no_width(tmp_path: Path) -> None:
    customer = "customer-" + "0123456789-" * 5
    with commdn.Outbox(tmp_path / "o.db") as outbox:
        outbox.submit(commdn.requests.do_not_call("5551234567", customer_id=customer))
    for command in (["list"], ["list", "--json"], ["show"]):
        number = ["1"] if command == ["show"] else []
        found = run("outbox", command[0], str(tmp_path / "o.db"), *number, *command[1:], env={"COLUMNS": "40"})
        assert customer in found.stdout, found.stdout
    header, row = run("outbox", "list", str(tmp_path / "o.db")).stdout.splitlines()
    assert header.split("\t")[:2] == ["entry", "state"]
    assert row.split("\t")[:2] == ["1", "waiting"]


def test_an_interrupt_while_modules_are_loaded_is_no_traceback() -> None:
    code = (
        "import sys, builtins\n"
        "class Stop:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'typer': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop())\n"
        "from commdn.cli import main; main()"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=False)
    assert (found.returncode, found.stderr) == (Exit.INTERRUPTED, "")
