"""Who may read the files that commands make: their owner, whatever the umask."""

from __future__ import annotations

import fnmatch
import os
import stat
import subprocess
from pathlib import Path

import pytest
from test_cli import MAIN, PLAIN

import commdn

INPUTS = {"n.txt": "5551230001\n5551230002\n", "c.toml": 'server = "sim:"\n'}
SUBMIT = "dnc add 5551230001 --outbox o.db --server 127.0.0.1:1 --dn 8001 --app-dbid 20"
RUN = "campaign run 1 10 --from 00:00:00 --until 23:59:59 --tz UTC"
# Commands, and the files that they make; "*" is what is not known of a name.
MAKERS = [
    (SUBMIT, {"o.db"}),
    (f"{SUBMIT} && outbox export o.db e.csv && outbox drain o.db", {"o.db", "e.csv"}),
    (f"{SUBMIT} && outbox purge o.db --days 0 --yes", {"o.db"}),
    (RUN, {"commdn-run-*.lock"}),
    ("dnc import n.txt", {"n.txt.result.csv"}),
    ("dnc import n.txt --no-outbox --result r.csv", {"r.csv"}),
    ("dnc import n.txt --outbox o.db --result r.csv", {"o.db", "r.csv"}),
    ("dnc import n.txt --app-dbid 99 --timeout 0.1 --retries 0", {"n.txt.result.csv", "n.txt.result.csv.outbox"}),
]


def run_there(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """With everything open that a umask can open."""
    return subprocess.run(
        [*MAIN, *command.split()],
        capture_output=True, text=True, timeout=30, check=False, cwd=folder,
        env={**PLAIN, "COMMDN_SERVER": "sim:", "XDG_RUNTIME_DIR": str(folder)}, umask=0,
    )


def modes(folder: Path) -> dict[str, str]:
    return {
        file.name: oct(stat.S_IMODE(file.stat().st_mode))
        for file in folder.iterdir()
        if file.name not in INPUTS
    }


@pytest.mark.parametrize(("command", "made"), MAKERS)
def test_what_a_command_makes_is_for_its_owner_only(command: str, made: set[str], tmp_path: Path) -> None:
    for name, text in INPUTS.items():
        (tmp_path / name).write_text(text)
    told = [run_there(tmp_path, one).stderr for one in command.split(" && ")]
    assert not any("Traceback" in text for text in told), told
    there = modes(tmp_path)
    assert all(fnmatch.filter(there, pattern) for pattern in made), (there, told)
    assert set(there.values()) == {"0o600"}, there


def test_an_outbox_in_use_an_export_and_one_over_another_file(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with commdn.Outbox(tmp_path / "o.db") as outbox:
            outbox.submit(commdn.requests.do_not_call("5551230001"))
            outbox.export(tmp_path / "new.csv")
            (tmp_path / "old.csv").write_text("open to all")
            (tmp_path / "old.csv").chmod(0o666)
            outbox.export(tmp_path / "old.csv")
            there = modes(tmp_path)
    finally:
        os.umask(before)
    assert {"o.db", "o.db-wal", "o.db-shm", "new.csv", "old.csv"} <= there.keys()
    assert set(there.values()) == {"0o600"}, there


def test_an_outbox_that_others_can_read_is_told_of_once(tmp_path: Path) -> None:
    run_there(tmp_path, MAKERS[0][0])
    (tmp_path / "o.db").chmod(0o644)
    for command in ("outbox list o.db", "dnc add 5551230002 --outbox o.db", "outbox drain o.db"):
        told = run_there(tmp_path, command).stderr
        assert told.count("chmod 600 o.db") == 1, (command, told)
    (tmp_path / "o.db").chmod(0o600)
    assert "chmod" not in run_there(tmp_path, "outbox list o.db").stderr


def test_the_state_of_a_simulator_is_for_its_owner_only(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text(f"""
[storage]
path = "{tmp_path / "state.db"}"
[[dn]]
number = "8001"
[[application]]
dbid = 20
name = "commdn"
[[ocs]]
dbid = 101
name = "OCS"
connections = [20]
""")
    before = os.umask(0)
    try:
        with commdn.Simulator(config) as simulator:
            with commdn.connect(simulator, dn="8001", app_dbid=20, ocs_dbid=101) as session:
                session.do_not_call("5551230001")
            there = modes(tmp_path)
    finally:
        os.umask(before)
    assert "state.db" in there and set(there.values()) == {"0o600"}, there
