"""Requests to every OCS: who answered is told, and who should have is missed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_cli import run

import commdn

TOML = """
[[dn]]
number = "8001"
[[application]]
dbid = 20
name = "script"
[[ocs]]
dbid = 101
name = "OCS_East"
connections = [20]
[[ocs]]
dbid = 102
name = "OCS_West"
connections = [20]
"""
EVERY = ["--every-ocs", "--timeout", "1"]
COMMANDS = [["dnc", "add", "5551234567"], ["cancel", "5551234567", "--yes"]]


@pytest.fixture
def two() -> Iterator[tuple[commdn.Simulator, dict[str, str]]]:
    """A simulator with two OCS, and the environment to reach it."""
    with commdn.Simulator(toml=TOML) as simulator:
        yield simulator, {"COMMDN_SERVER": simulator.listen(), "COMMDN_DN": "8001", "COMMDN_APP_DBID": "20"}


@pytest.mark.parametrize("command", COMMANDS)
def test_who_answered_is_told_and_who_should_have_is_missed(
    two: tuple[commdn.Simulator, dict[str, str]], command: list[str]
) -> None:
    simulator, env = two
    both = run(*command, *EVERY, env=env)
    assert both.returncode == 0, both.stderr
    assert "2 OCS acknowledged: 101, 102. Others, if any, did not answer." in both.stdout
    assert run(*command, *EVERY, "--expect", "101,102", env=env).returncode == 0
    simulator.add_fault("silent", ocs=102)
    one = run(*command, *EVERY, env=env)
    assert one.returncode == 0
    assert "1 OCS acknowledged: 101. Others, if any, did not answer." in one.stdout
    missed = run(*command, *EVERY, "--expect", "101,102", env=env)
    assert missed.returncode == 4
    assert "1 OCS acknowledged: 101. OCS 102 did not answer." in missed.stdout
    document = json.loads(run(*command, *EVERY, "--json", env={**env, "COMMDN_EXPECT": "102"}).stdout)
    assert (document["acknowledged_by"], document["missing"]) == ([101], [102])
    assert document["message"]["number"] in (31, 33)
    simulator.add_fault("silent", ocs=101)
    nobody = run(*command, *EVERY, "--expect", "101,102", env=env)
    assert nobody.returncode == 4
    assert "OCS 101, 102 did not answer." in nobody.stdout


def test_the_settings_may_say_who_must_answer(
    tmp_path: Path, two: tuple[commdn.Simulator, dict[str, str]]
) -> None:
    simulator, env = two
    file = tmp_path / "site.toml"
    file.write_text("expect = [101, 102]\n")
    env = {**env, "COMMDN_CONFIG": str(file)}
    simulator.add_fault("silent", ocs=102)
    add = ["dnc", "add", "5551234567"]
    assert run(*add, *EVERY, env=env).returncode == 4
    assert run(*add, *EVERY, "--expect", "101", env=env).returncode == 0, "the option is before the settings"
    # They are about requests to every OCS.
    assert run(*add, "--ocs-dbid", "101", env={**env, "COMMDN_EXPECT": "102"}).returncode == 0
    file.write_text('expect = "101"\n')
    wrong = run(*add, *EVERY, env=env)
    assert (wrong.returncode, "[101, 102]" in wrong.stderr) == (2, True)


@pytest.mark.parametrize("expect", ["", "101,x", "0", "99999999999", "-1"])
def test_expect_takes_dbids_of_requests_to_every_ocs(expect: str) -> None:
    for every in (["--every-ocs"], []):
        ended = run("dnc", "add", "5551234567", "--server", "sim:", *every, f"--expect={expect}")
        assert (ended.returncode, "--expect" in ended.stderr) == (2, True), ended.stderr


@pytest.mark.timeout(90)
def test_with_an_outbox_each_ocs_that_must_answer_has_an_entry(
    tmp_path: Path, two: tuple[commdn.Simulator, dict[str, str]]
) -> None:
    simulator, env = two
    outbox = tmp_path / "o.db"
    add = ["dnc", "add", "5551234567", *EVERY, "--outbox", str(outbox)]
    simulator.add_fault("silent", ocs=102)
    first = run(*add, env=env)
    assert first.returncode == 0
    assert "1 OCS acknowledged: 101. Others may have" in first.stdout
    missed = run(*add, "--expect", "101,102", "--json", env=env)
    assert missed.returncode == 4
    document = json.loads(missed.stdout)
    assert (document["acknowledged_by"], document["missing"], len(document["entries"])) == ([101], [102], 3)
    assert "stays in" in missed.stderr
    assert not simulator.is_do_not_call(102, "5551234567")
    simulator.clear_faults()
    assert run("outbox", "drain", str(outbox), env=env).returncode == 0
    assert simulator.is_do_not_call(102, "5551234567")
    again = run(*add, "--expect", "101,102", env=env)
    assert (again.returncode, "2 OCS acknowledged: 101, 102.\n" in again.stdout) == (0, True), again.stderr
