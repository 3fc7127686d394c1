"""Help pages: how they are worded, that they fit a narrow terminal, and that each example runs as it is printed."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import VECTORS
from test_cli import MAIN, PLAIN, run

import commdn
from commdn.cli.commands import COMMANDS, SECTIONS, inside
from commdn.cli.pages import Page, page_of
from commdn.cli.tree import find

VERBS = set(
    "add cancel change check complete connect count decode dial directory end explain export fetch find follow forget give import"
    " go keep list load look make print process put read remove replay run send share show start stop submit turn unload watch work write".split()
)
TRANSLATED = re.compile(r"(?<!there )\bis no\b|\bare no\b(?! sites)|\bbesides\b|\btold by\b|\bno more than once\b", re.IGNORECASE)
LEAVES = [one.path for one in COMMANDS if one.where]


def page(path: str) -> Page:
    command: Any = find(path.split())
    ctx = command.context_class(command, info_name=f"commdn {path}")
    return page_of(command, ctx)


def test_the_table_of_commands_is_whole() -> None:
    assert [one.path for one in COMMANDS if one.where is None] == [one.path for one in COMMANDS if inside(one.path)]
    listed = [name for names in SECTIONS.values() for name in names]
    assert sorted(listed) == sorted(one.name for one in inside(""))


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.path)
def test_a_summary_is_short_and_begins_with_a_verb(one: Any) -> None:
    assert len(one.summary) <= 40 and not one.summary.endswith(".")
    assert one.summary.split()[0].lower().rstrip(",") in VERBS, one.summary
    assert not TRANSLATED.search(one.summary)


@pytest.mark.parametrize("path", LEAVES)
def test_a_page_begins_with_a_verb_and_has_an_example(path: str) -> None:
    found = page(path)
    assert found.paragraphs[0].split()[0].lower().rstrip(",") in VERBS, found.paragraphs[0]
    assert found.examples and all(example.startswith(f"commdn {path}") for example in found.examples), found.examples
    rows = [*found.arguments, *(row for rows in found.options.values() for row in rows)]
    for text in [*found.paragraphs, *(row.text for row in rows)]:
        assert not TRANSLATED.search(text), text
    assert all(row.text for row in rows), [row.name for row in rows if not row.text]


def test_pages_fit_a_terminal_of_60_columns() -> None:
    program = "from test_cli_help import LEAVES\nfrom commdn.cli.app import root\n" "for path in ['', *LEAVES]:\n" "    try: root().main([*path.split(), '-h'], prog_name='commdn', standalone_mode=False)\n" "    except SystemExit: pass\n"
    env = {**PLAIN, "COLUMNS": "60", "PYTHONPATH": str(Path(__file__).parent)}
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False, env=env)
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert len(lines) > 500
    # An example is printed as it is typed.
    too_long = [line for line in lines if len(line) > 60 and not line.startswith("  commdn ")]
    assert not too_long


def test_help_is_reached_by_every_way() -> None:
    one = run("campaign", "load", "--help").stdout
    assert run("campaign", "load", "-h").stdout == one
    assert run("help", "campaign", "load").stdout == one
    assert "Dialling:" in one and "--mode MODE" in one
    assert "--tls-ca" in run("help", "connection").stdout
    assert run("help").stdout == run("--help").stdout


def test_commands_modes_names_and_sites_are_completed(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("[site.berlin.campaign]\nspring = 1\nsummer = 2\n[site.paris]\n")
    env = {"COMMDN_CONFIG": str(tmp_path / "c.toml"), "_COMMDN_COMPLETE": "complete_bash"}
    for line, found in [
        ("commdn ca", ["cancel", "campaign"]),
        ("commdn campaign st", ["start", "stop", "status"]),
        ("commdn campaign load 1 10 --mode pre", ["preview", "predictive", "predictive-and-seize", "predictive-gvp"]),
        ("commdn campaign status --site berlin s", ["spring", "summer"]),
        ("commdn campaign status --site p", ["paris"]),
        ("commdn site use b", ["berlin"]),
    ]:
        words = line.split()
        ended = run(env={**env, "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)})
        assert sorted(ended.stdout.split()) == sorted(found), (line, ended.stdout, ended.stderr)


def test_the_reference_and_the_man_pages_are_current() -> None:
    script = Path(__file__).resolve().parents[1] / "scripts" / "cli_reference.py"
    ended = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, timeout=60, check=False, env=PLAIN
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


# What stands before an example, and what is put behind it so that it ends here.
LOADED = "campaign load 1 10 --mode preview"
BEFORE: dict[str, list[str]] = {
    "campaign start": [LOADED],
    "cancel": [LOADED],
    "campaign mode": [LOADED, "campaign start 1 10"],
    "campaign stop": [LOADED, "campaign start 1 10"],
    "campaign unload": [LOADED],
    "campaign force-unload": [LOADED],
    "campaign complete": [LOADED],
    "dnc status": ["dnc import numbers.csv"],
    "sequence start": ["sequence load spring.toml"],
    "sequence stop": ["sequence load spring.toml", "sequence start spring.toml"],
    "sequence unload": ["sequence load spring.toml"],
    "sequence status": ["sequence load spring.toml"],
    "directory show": ["directory fetch"],
    "directory find": ["directory fetch"],
    "directory diff": ["directory fetch"],
}
BEHIND = {"watch": ["--for", "0.2"], "campaign run": ["--dry-run"]}
# After the hours of its example it says so.
STATUSES = {"campaign run": {0, 2}}
ENDLESS = {"sim"}
# Their examples need a broker and a store: `make test-fleet` has both, here they are parsed.
NEEDS_BROKER = {path for path in LEAVES if path == "worker" or path.startswith("fleet ")}


@pytest.fixture
def centre() -> Iterator[str]:
    with commdn.Simulator() as simulator:
        yield simulator.listen()


@pytest.fixture
def place(tmp_path: Path, centre: str) -> tuple[Path, dict[str, str]]:
    """A folder with the files that examples name, and the environment of somebody who has set up a site."""
    (tmp_path / "numbers.csv").write_text("phone\n5551230001\n5551230002\n")
    (tmp_path / "spring.toml").write_text("description = 'spring'\ngroup = 10\n[[item]]\ncampaign = 1\ndial_mode = 'preview'\n")
    (tmp_path / "tserver.log").write_bytes((VECTORS / "log_tserver.txt").read_bytes())
    (tmp_path / "desktop.log").write_bytes((VECTORS / "log_sdk.txt").read_bytes())
    (tmp_path / "names.csv").write_text("type,name,dbid,tenant\ncampaign,spring,1,1\nagent_group,sales,10,1\n")
    config = tmp_path / "config.toml"
    config.write_text(f"default = 'berlin'\n[site.berlin]\nserver = '{centre}'\ndn = '8001'\napp_dbid = 20\nocs_dbid = 101\n")
    with commdn.Outbox(tmp_path / "requests.db") as outbox:
        outbox.submit(commdn.requests.do_not_call("5551230009"))
    env = {"COMMDN_CONFIG": str(config), "COMMDN_DIRECTORY": str(tmp_path / "directory.db"), "HOME": str(tmp_path)}
    return tmp_path, env


@pytest.mark.parametrize("path", LEAVES)
@pytest.mark.timeout(120)
def test_the_example_of_a_page_runs(path: str, place: tuple[Path, dict[str, str]]) -> None:
    if path in NEEDS_BROKER:
        for example in page(path).examples:
            words = shlex.split(example)[1 + len(path.split()) :]
            command: Any = find(path.split())
            command.make_context(path, words)
        return
    folder, env = place
    settings = {**PLAIN, **env}

    def ended(words: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*MAIN, *words], cwd=folder, env=settings, capture_output=True, text=True, timeout=60, check=False
        )

    for line in BEFORE.get(path, []):
        assert ended(line.split()).returncode == 0, line
    if path == "site add":
        (folder / "config.toml").unlink()
    for example in page(path).examples:
        words = [*shlex.split(example)[1:], *BEHIND.get(path, [])]
        if path in ENDLESS:
            with subprocess.Popen([*MAIN, *words], cwd=folder, env=settings, stdout=subprocess.PIPE, text=True) as running:
                assert running.stdout is not None
                assert running.stdout.readline().startswith("listening on")
                running.send_signal(signal.SIGTERM)
                assert running.wait(30) == 0
            continue
        found = ended(words)
        assert found.returncode in STATUSES.get(path, {0}), (example, found.stdout, found.stderr)
        assert found.returncode == 0 or "the window closed" in found.stderr, found.stderr
