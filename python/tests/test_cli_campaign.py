"""Campaign commands: what is not given stays, what is typed is understood or refused by name."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from terminal import on_terminal
from test_cli import run

import commdn
from commdn import DialMode, OptimizeBy
from commdn.cli.app import root

Centre = tuple[commdn.Simulator, dict[str, str]]


@pytest.fixture
def centre() -> Iterator[Centre]:
    """A simulator over TCP, and the environment to reach it."""
    with commdn.Simulator() as simulator:
        where = {"COMMDN_DN": "8001", "COMMDN_APP_DBID": "20", "COMMDN_OCS_DBID": "101"}
        yield simulator, {**where, "COMMDN_SERVER": simulator.listen()}


def how(simulator: commdn.Simulator) -> tuple[DialMode | None, OptimizeBy | None, int | None]:
    with commdn.connect(simulator, dn="8001", app_dbid=20, ocs_dbid=101) as session:
        event = session.campaign_status(1, 10).event
        return event.dial_mode, event.optimize_by, event.optimize_goal


def told(text: str) -> str:
    """What is told, without the line ends of a terminal or a box."""
    return re.sub(r"[\s│]+", " ", text)


def test_start_and_mode_leave_alone_what_they_are_not_given(centre: Centre) -> None:
    simulator, env = centre
    load = ["--mode", "preview", "--optimize-by", "overdial-rate", "--goal", "7"]
    assert run("campaign", "load", "1", "10", *load, env=env).returncode == 0
    started = run("campaign", "start", "1", "10", env=env)
    assert (started.returncode, started.stderr) == (0, "")
    assert how(simulator) == (DialMode.PREVIEW, OptimizeBy.OVERDIAL_RATE, 7)
    assert run("campaign", "mode", "1", "10", "--goal", "9", env=env).returncode == 0
    assert how(simulator) == (DialMode.PREVIEW, OptimizeBy.OVERDIAL_RATE, 9)
    change = ["--optimize-by", "wait-time", "--goal", "120"]
    assert run("campaign", "mode", "1", "10", *change, env=env).returncode == 0
    assert how(simulator) == (DialMode.PREVIEW, OptimizeBy.WAIT_TIME, 120)
    # The goal is now one of seconds.
    assert run("campaign", "mode", "1", "10", "--goal", "200", env=env).returncode == 0
    assert run("campaign", "mode", "1", "10", "--auto-completion", env=env).returncode == 0
    assert how(simulator) == (DialMode.PREVIEW, OptimizeBy.WAIT_TIME, 200)


@pytest.mark.parametrize("command", ["start", "mode"])
def test_a_change_of_mode_is_told_and_agreed_to(centre: Centre, command: str) -> None:
    simulator, env = centre
    assert run("campaign", "load", "1", "10", "--mode", "preview", env=env).returncode == 0
    if command == "mode":
        assert run("campaign", "start", "1", "10", env=env).returncode == 0
    change = ["campaign", command, "1", "10", "--mode", "predictive"]
    refused = run(*change, env=env)
    assert refused.returncode == 2
    assert "preview -> predictive" in told(refused.stderr)
    assert "--yes" in refused.stderr
    declined = on_terminal(*change, env=env, answer="n")
    assert (declined.status, "preview -> predictive" in declined.text) == (1, True)
    assert "nothing was done" in declined.text
    assert how(simulator)[0] is DialMode.PREVIEW
    agreed = on_terminal(*change, env=env, answer="y")
    assert agreed.status == 0, agreed.text
    assert how(simulator)[0] is DialMode.PREDICT
    # The mode that it has is no change.
    if command == "mode":
        assert run(*change, env=env).returncode == 0
    back = run("campaign", "mode", "1", "10", "--mode", "preview", "--yes", env=env)
    assert (back.returncode, "predictive -> preview" in back.stderr) == (0, True)
    assert how(simulator)[0] is DialMode.PREVIEW


def test_load_demands_a_mode() -> None:
    ended = run("campaign", "load", "1", "10", "--server", "sim:")
    assert (ended.returncode, "--mode" in ended.stderr) == (2, True)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["load", "1", "10", "--mode", "predict", "--goal", "-5"], "--goal -5: a percentage from 0 to 100."),
        (["load", "1", "10", "--mode", "predict", "--goal", "101"], "--goal 101: a percentage from 0 to 100."),
        (["load", "1", "10", "--mode", "predict", "--goal", "99999999999"], "99999999999"),
        (["start", "1", "10", "--goal", "-1"], "--goal -1: a percentage from 0 to 100."),
        (["mode", "1", "10", "--optimize-by", "wait-time", "--goal", "-1"], "--goal -1: a number from 0"),
        (["load", "1", "10", "--mode", "preview", "--optimize-by", "wait-time"], "wait-time needs --goal"),
        (["start", "1", "10", "--optimize-by", "busy-factor"], "busy-factor needs --goal"),
        (["load", "1", "10", "--mode", "predictiv"], "Did you mean predictive?"),
        (["load", "1", "10", "--mode", "progresive"], "Did you mean progressive?"),
        (["load", "1", "10", "--mode", "zzz"], "push-preview, progressive-gvp"),
        (["load", "1", "10", "--mode", "99999999999"], "99999999999"),
        (["mode", "1", "10", "--optimize-by", "busy", "--goal", "1"], "Did you mean busy-factor?"),
        (["mode", "1", "10"], "nothing to change"),
        (["status", "2147483648", "10"], "2147483648"),
        (["status", "0", "10"], "'0' is not a DBID"),
        (["status", "Spring", "10"], "'Spring' is not a DBID"),
        (["stop", "1", "1e1"], "'1e1' is not a DBID"),
        (["start", "1", "10", "--general", "1:99999999999"], "priority:records"),
        (["start", "1", "10", "--ocs-dbid", "0"], "--ocs-dbid"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_sent(options: list[str], words: str) -> None:
    ended = run("campaign", *options, "--server", "sim:")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert words in told(ended.stderr), ended.stderr


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("predictive", DialMode.PREDICT),
        ("Progressive", DialMode.PROGRESS),
        ("predict", DialMode.PREDICT),
        ("CFGDMPreview", DialMode.PREVIEW),
        ("push preview", DialMode.PUSH_PREVIEW),
        ("predictive-and-seize", DialMode.PREDICT_AND_SEIZE),
        ("POWER_GVP", DialMode.POWER_GVP),
        ("42", DialMode(42)),
    ],
)
def test_modes_have_many_spellings(text: str, mode: DialMode) -> None:
    from commdn.cli.dialing import number_or_name, words

    assert number_or_name(DialMode, text) is mode or number_or_name(DialMode, text) == mode
    if mode.known:
        assert number_or_name(DialMode, words(mode)) is mode


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if getattr(command, "commands", None):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def test_what_operators_type_has_an_example_that_could_be_typed() -> None:
    found = dict(commands(root()))
    ours = [path for path in found if path[0] in ("campaign", "sequence", "cancel", "watch")]
    assert len(ours) >= 16
    for path in ours:
        command = found[path]
        example = command.help.partition("Example: ")[2].splitlines()[0]
        assert example.startswith(" ".join(["commdn", *path])), path
        words = shlex.split(example)[1 + len(path) :]
        # Every option is one of the command's; a value that is wrong is told by the parser.
        command.make_context(path[-1], words, resilient_parsing=False)
