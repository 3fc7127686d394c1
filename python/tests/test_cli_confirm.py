"""What cannot be taken back is asked about on a terminal, and needs --yes elsewhere; --dry-run sends nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from terminal import on_terminal
from test_cli import run
from test_cli_campaign import Centre, centre, told

import commdn
from commdn import GroupStatus, requests

__all__ = ["centre"]

ENDINGS = {
    "force-unload": (["campaign", "force-unload", "1", "10"], ["campaign 1 of group 10", "active, preview"]),
    "complete": (["campaign", "complete", "1", "10"], ["campaign 1 of group 10", "active, preview"]),
    "cancel": (["cancel", "5550100"], ["5550100 in all campaigns of OCS 101"]),
    "cancel of every": (["cancel", "5550100", "--every-ocs", "--timeout", "0.5"], ["all campaigns of every OCS"]),
}


def loaded(simulator: commdn.Simulator) -> tuple[GroupStatus | None, int]:
    """The campaign's status, and how many records of 5550100 are cancelled."""
    with commdn.connect(simulator, dn="8001", app_dbid=20, ocs_dbid=101) as session:
        status = session.campaign_status(1, 10).status
    records = simulator.records(101, "5550100")
    return status, sum(record["status"] == "cancelled" for record in records)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", ENDINGS)
def test_it_asks_naming_what_is_hit(centre: Centre, name: str) -> None:
    simulator, env = centre
    command, named = ENDINGS[name]
    assert run("campaign", "load", "1", "10", "--mode", "preview", env=env).returncode == 0
    before = loaded(simulator)
    silent = run(*command, env=env)
    assert (silent.returncode, silent.stdout, "--yes" in silent.stderr) == (2, "", True)
    declined = on_terminal(*command, env=env, answer="n")
    assert declined.status == 1, declined.text
    for words in named:
        assert words in told(declined.text)
    assert on_terminal(*command, env=env, answer="").status == 1, "no is what Enter says"
    ended = on_terminal(*command, env=env, answer="\x04")
    assert (ended.status, "nothing was done" in ended.text) == (1, True), "the end of input says no"
    assert loaded(simulator) == before
    agreed = on_terminal(*command, env=env, answer="y")
    assert agreed.status == 0, agreed.text
    assert loaded(simulator) != before


def test_yes_stands_for_the_answer_and_one_campaign_needs_none(centre: Centre) -> None:
    simulator, env = centre
    assert run("campaign", "load", "1", "10", "--mode", "preview", env=env).returncode == 0
    assert run("cancel", "5550100", "--campaign-name", "Spring", env=env).returncode == 0
    assert run("cancel", "5550100", "--yes", env=env).returncode == 0
    assert run("campaign", "force-unload", "1", "10", "--yes", env=env).returncode == 0
    assert loaded(simulator)[0] is GroupStatus.NOT_LOADED


def test_a_purge_asks_and_counts_what_it_would_forget(tmp_path: Path) -> None:
    path = tmp_path / "o.db"
    with commdn.Outbox(path) as outbox:
        for number in range(3):
            outbox.submit(requests.do_not_call(f"555000000{number}"))
        outbox.cancel(1)
        outbox.cancel(2)
    purge = ["outbox", "purge", str(path), "--days", "0"]
    silent = run(*purge)
    assert (silent.returncode, "--yes" in silent.stderr) == (2, True)
    dry = run(*purge, "--dry-run")
    assert (dry.returncode, "would forget 2 entries (2 cancelled" in told(dry.stdout)) == (0, True)
    declined = on_terminal(*purge, answer="n")
    assert (declined.status, "Forget 2 entries (2 cancelled" in told(declined.text)) == (1, True)
    assert "2 entries are forgotten" in on_terminal(*purge, answer="y").text
    assert "0 entries are forgotten" in run(*purge, "--yes").stdout


SEQUENCE = '{"group": 10, "item": [{"campaign": 1, "dial_mode": "preview"}]}'

DRY = [
    (["campaign", "load", "1", "10", "--mode", "preview"], 7, {"dial_mode": 3, "optimize_by": 1, "optimize_goal": 80}),
    (["campaign", "start", "1", "10"], 9, {"dial_mode": 0, "optimize_by": 0, "optimize_goal": 0}),
    (["campaign", "mode", "1", "10", "--mode", "progressive"], 11, {"dial_mode": 2, "optimize_by": 0}),
    (["campaign", "stop", "1", "10"], 10, {}),
    (["campaign", "unload", "1", "10"], 8, {}),
    (["campaign", "force-unload", "1", "10"], 29, {}),
    (["campaign", "complete", "1", "10"], 36, {}),
    (["campaign", "status", "1", "10"], 12, {}),
    (["cancel", "5550100"], 30, {"phone": "5550100"}),
    (["dnc", "add", "5550100", "--every-ocs"], 32, {"phone": "5550100", "target": 0}),
    (["sequence", "start", "FILE"], 9, {"campaign": 0, "group": 10}),
]


@pytest.mark.parametrize(("command", "number", "facts"), DRY)
def test_a_dry_run_prints_the_request_as_decode_does_and_sends_nothing(
    tmp_path: Path, command: list[str], number: int, facts: dict[str, object]
) -> None:
    file = tmp_path / "s.json"
    file.write_text(SEQUENCE)
    command = [str(file) if part == "FILE" else part for part in command]
    # Nobody listens there.
    nowhere = {"COMMDN_SERVER": "127.0.0.1:1", "COMMDN_DN": "8001", "COMMDN_APP_DBID": "20", "COMMDN_OCS_DBID": "101"}
    ended = run(*command, "--dry-run", "--json", env=nowhere)
    assert (ended.returncode, ended.stderr) == (0, "")
    document = json.loads(ended.stdout)
    message = document["message"]
    assert (document["kind"], message["message"]["number"], message["origin"]) == ("request", number, 20)
    for name, value in facts.items():
        found = message[name]
        assert (found["number"] if isinstance(found, dict) else found) == value, name
    plain = run(*command, "--dry-run", env=nowhere)
    assert plain.stdout.startswith(f"request {message['message']['name']} ({number})")


def test_a_dry_run_names_what_breaks_a_rule() -> None:
    ended = run("dnc", "add", "5" * 65, "--dry-run", "--server", "sim:")
    assert (ended.returncode in (2, 3), "GSW_PHONE" in ended.stderr, ended.stdout) == (True, True, "")
