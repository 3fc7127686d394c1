"""`commdn directory`: a local copy, and commands that take names from it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_cli import run
from test_directory import TWO_TENANTS

import commdn

Centre = tuple[commdn.Simulator, dict[str, str]]


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """A simulator over TCP, the environment to reach it, and a folder for data."""
    with commdn.Simulator() as simulator:
        yield simulator, _environment(simulator, tmp_path)


def _environment(simulator: commdn.Simulator, folder: Path) -> dict[str, str]:
    return {
        "COMMDN_SERVER": simulator.listen(),
        "COMMDN_DN": "8001",
        "COMMDN_APP_DBID": "20",
        "COMMDN_OCS_DBID": "101",
        "XDG_DATA_HOME": str(folder),
        "LOCALAPPDATA": str(folder),
    }


def test_a_campaign_is_started_by_its_name(centre: Centre, tmp_path: Path) -> None:
    _, env = centre
    # Whoever fetches the names may not know the DBIDs yet.
    only_server = {key: env[key] for key in ("COMMDN_SERVER", "XDG_DATA_HOME", "LOCALAPPDATA")}
    fetched = run("directory", "fetch", env=only_server)
    assert (fetched.returncode, fetched.stderr) == (0, "")
    copy = tmp_path / "commdn" / "directory.db"
    assert str(copy) in fetched.stdout
    if sys.platform != "win32":
        assert copy.stat().st_mode & 0o777 == 0o600
    loaded = run("campaign", "load", "spring", "sales", "--mode", "predictive", env=env)
    assert (loaded.returncode, loaded.stderr) == (0, "")
    started = run("campaign", "start", "spring", "sales", env=env)
    assert (started.returncode, started.stderr) == (0, "")
    assert run("campaign", "status", "1", "10", env=env).returncode == 0


def test_a_name_that_finds_none_or_several_is_told_with_what_may_be_meant(tmp_path: Path) -> None:
    with commdn.Simulator(toml=TWO_TENANTS) as simulator:
        env = _environment(simulator, tmp_path)
        assert run("directory", "fetch", env=env).returncode == 0
        several = run("directory", "find", "campaign", "spring", env=env)
        assert several.returncode == 2
        told = " ".join(several.stderr.split())
        assert "Berlin/Spring (1)" in told and "Paris/Spring (2)" in told
        none = run("directory", "find", "group", "Sails", env=env)
        assert none.returncode == 2
        assert "did you mean Sales (10)?" in " ".join(none.stderr.split())
        one = run("directory", "find", "campaign", "paris/spring", "--json", env=env)
        assert json.loads(one.stdout)["dbid"] == 2
        status = run("campaign", "status", "paris/spring", "sales", env=env)
        assert (status.returncode, status.stderr) == (0, "")


def test_a_part_of_a_name_finds_all_that_have_it(centre: Centre) -> None:
    _, env = centre
    assert run("directory", "fetch", env=env).returncode == 0
    found = json.loads(run("directory", "find", "SPRING", "--json", env=env).stdout)
    assert {"campaign", "campaign_group"} <= {one["kind"] for one in found}
    assert all("spring" in one["name"].casefold() for one in found)
    assert found[0]["name"].casefold() == "spring"
    one = run("directory", "find", "sprin", env=env)
    assert (one.returncode, one.stderr) == (0, "")
    none = run("directory", "find", "sprng", env=env)
    assert (none.returncode, "did you mean spring?" in none.stderr.lower()) == (2, True)
    many = run("directory", "find", "campaign", "spring", "sales", env=env)
    assert (many.returncode, "there are 3 words" in many.stderr) == (2, True)


def test_a_renamed_campaign_is_shown_by_diff(centre: Centre, tmp_path: Path) -> None:
    _, env = centre
    old = tmp_path / "old.csv"
    old.write_text("type,name,dbid\ncampaign,Winter,1\ncampaign,Autumn,2\n")
    assert run("directory", "import", str(old), env=env).returncode == 0
    diff = run("directory", "diff", env=env)
    assert diff.returncode == 0
    assert ["campaign", "1", "Spring", "renamed, was Winter"] in [line.split("\t") for line in diff.stdout.splitlines()]
    assert run("directory", "fetch", env=env).returncode == 0
    assert run("directory", "diff", env=env).stdout == "Nothing has changed.\n"
    dry = run("directory", "import", str(old), "--dry-run", env=env).stdout
    assert "renamed, was Spring" in dry
    assert run("directory", "diff", env=env).stdout == "Nothing has changed.\n"


def test_show_tells_the_age_and_the_objects(centre: Centre) -> None:
    _, env = centre
    missing = run("directory", "show", env=env)
    assert missing.returncode == 2
    assert "commdn directory fetch" in " ".join(missing.stderr.split())
    run("directory", "fetch", env=env)
    shown = run("directory", "show", env=env).stdout
    assert "fetched" in shown.splitlines()[0] and "ago" in shown.splitlines()[0]
    rows = [line.split("\t") for line in run("directory", "show", "campaigns", env=env).stdout.splitlines()]
    assert rows[1] == ["1", "Spring", "Environment", ""]
    known = json.loads(run("directory", "show", "--json", env=env).stdout)
    assert len(known["objects"]) > 10
    assert run("directory", "show", "cats", env=env).returncode == 2


def test_a_fetch_that_fails_leaves_the_old_copy(centre: Centre) -> None:
    _, env = centre
    run("directory", "fetch", env=env)
    failed = run("directory", "fetch", "--server", "127.0.0.1:1", "--connect-timeout", "5", env=env)
    assert failed.returncode == 1
    assert run("directory", "find", "campaign", "spring", env=env).returncode == 0


def test_a_sequence_file_may_have_names(centre: Centre, tmp_path: Path) -> None:
    _, env = centre
    file = tmp_path / "spring.toml"
    file.write_text('group = "sales"\n[[item]]\ncampaign = "spring"\ndial_mode = "predictive"\noptimize_by = "busy-factor"\noptimize_goal = 80\n')
    unknown = run("sequence", "check", str(file), env=env)
    assert unknown.returncode == 2
    assert "item 1: campaign: 'spring'" in " ".join(unknown.stderr.split())
    assert run("directory", "fetch", env=env).returncode == 0
    checked = run("sequence", "check", str(file), "--json", env=env)
    assert checked.returncode == 0
    told = json.loads(checked.stdout)
    assert (told["group"], told["schedule"]["items"][0]["campaign"]) == (10, 1)
    loaded = run("sequence", "load", str(file), env=env)
    assert (loaded.returncode, loaded.stderr) == (0, "")


def test_a_copy_is_written_over_nothing_but_a_copy(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("type,name,dbid\ncampaign,Spring,1\n")
    notes = tmp_path / "notes.txt"
    notes.write_text("precious")
    for place in (names, notes, tmp_path):
        before = place.read_bytes() if place.is_file() else b""
        for command in (["import", str(names)], ["fetch", "--server", "sim:"]):
            ended = run("directory", *command, "--directory", str(place))
            assert ended.returncode == 2, ended.stdout
            assert str(place) in ended.stderr.replace("\n", "")
        assert (place.read_bytes() if place.is_file() else b"") == before
    copy = tmp_path / "copy.db"
    for count in (1, 2):
        names.write_text("type,name,dbid\n" + "".join(f"campaign,C{n},{n + 1}\n" for n in range(count)))
        ended = run("directory", "import", str(names), "--directory", str(copy))
        assert (ended.returncode, ended.stdout[:1]) == (0, str(count)), ended.stderr
