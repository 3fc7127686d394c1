"""Times of sequences: a zone is told, or refused; check shows them in words."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from test_cli import run
from test_cli_campaign import told

import commdn

ITEM = '\n[[item]]\ncampaign = 1\ndial_mode = "predictive"\noptimize_by = "busy-factor"\noptimize_goal = 80\n'


def checked(tmp_path: Path, head: str, *options: str, item: str = ITEM) -> tuple[int, str, str]:
    file = tmp_path / "s.toml"
    file.write_text(head + item, encoding="utf-8")
    ended = run("sequence", "check", str(file), *options)
    return ended.returncode, told(ended.stdout), told(ended.stderr)


BERLIN = 'timezone = "Europe/Berlin"\n'
EIGHT = "2030-12-01T08:00:00"


@pytest.mark.parametrize(
    ("head", "options", "utc"),
    [
        (f"start_time = {EIGHT}+01:00\n", [], "2030-12-01T07:00:00"),
        (f"start_time = {EIGHT}Z\n", [], "2030-12-01T08:00:00"),
        (f'start_time = "{EIGHT}-06:00"\n', [], "2030-12-01T14:00:00"),
        (f"{BERLIN}start_time = {EIGHT}\n", [], "2030-12-01T07:00:00"),
        (f'{BERLIN}start_time = "2030-07-01 08:00"\n', [], "2030-07-01T06:00:00"),
        (f"start_time = {EIGHT}\n", ["--timezone", "America/Chicago"], "2030-12-01T14:00:00"),
        (f"{BERLIN}start_time = {EIGHT}\n", ["--timezone", "America/Chicago"], "2030-12-01T14:00:00"),
        (f"{BERLIN}start_time = {EIGHT}Z\n", [], "2030-12-01T08:00:00"),
        (f"{BERLIN}start_time = 2030-10-27T02:30:00+01:00\n", [], "2030-10-27T01:30:00"),
        ("start_time = 1922342400\n", [], "2030-12-01T08:00:00"),
    ],
)
def test_a_time_is_the_moment_that_its_zone_says(
    tmp_path: Path, head: str, options: list[str], utc: str
) -> None:
    status, out, err = checked(tmp_path, head, "--json", *options)
    assert (status, err) == (0, "")
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC).timestamp()
    assert json.loads(out)["schedule"]["start_time"] == moment


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (f"start_time = {EIGHT}\n", "has no time zone: write 2026-12-01T08:00:00+01:00"),
        (f'start_time = "{EIGHT}"\n', "--timezone"),
        ("start_time = 08:00:00\n", "lacks a date and zone"),
        ('start_time = "08:00"\n', "'08:00' lacks a date and zone: write 2026-12-01T08:00:00+01:00"),
        ("start_time = 2030-12-01\n", "lacks the time of the day"),
        (f'{BERLIN}start_time = "2030-12-01"\n', "lacks the time of the day"),
        ('start_time = "soon"\n', "'soon' is not a time"),
        ("start_time = 1.5\n", "is not a time"),
        ("start_time = 9999999999999\n", "start_time 9999999999999 is not a number from 0"),
        ("start_time = 2039-01-01T00:00:00Z\n", "is not a time from 1970-01-01 to 2038-01-19"),
        ("start_time = 1969-12-31T23:59:59Z\n", "is not a time from 1970-01-01 to 2038-01-19"),
        ('timezone = "Asia/Tokyo"\nstart_time = 0001-01-01T00:00:00\n', "is not a time from 1970-01-01"),
        ('timezone = "America/New_York"\nstart_time = 9999-12-31T23:59:59\n', "is not a time from 1970-01-01"),
        (f"{BERLIN}start_time = 2030-03-31T02:30:00\n", "does not exist in Europe/Berlin"),
        (f"{BERLIN}start_time = 2030-10-27T02:30:00\n", "comes twice in Europe/Berlin: write it with its offset"),
        (f'timezone = "Berlin"\nstart_time = {EIGHT}\n', "Did you mean Europe/Berlin?"),
        ("timezone = 1\n", "timezone 1 is not a text"),
        ("stop_at_dials = 5\n", "'stop_at_dials' belongs to an item, not to the sequence"),
        ("group = 0\n", "group 0 is not a number from 1"),
        ("group = 2147483648\n", "group 2147483648"),
    ],
)
def test_what_no_zone_or_calendar_knows_is_refused(tmp_path: Path, head: str, words: str) -> None:
    status, out, err = checked(tmp_path, head)
    assert (status, out) == (2, "")
    assert words in err, err


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (f"start_time = {EIGHT}Z", "'start_time' belongs to the sequence, not to an item; an item has campaign"),
        (f"stop_at_time = {EIGHT}", "item 1: stop_at_time '2030-12-01 08:00:00' has no time zone"),
        ("stop_at_dials = -1", "item 1: stop_at_dials -1"),
        ('stop_at_dials = "5"', "item 1: stop_at_dials '5' is not a whole number"),
        ("sleep_before_next_start = 2147483648", "item 1: sleep_before_next_start 2147483648"),
    ],
)
def test_what_is_wrong_with_an_item_is_told_by_its_number(tmp_path: Path, key: str, words: str) -> None:
    status, _, err = checked(tmp_path, "", item=f"{ITEM}{key}\n")
    assert (status, words in err) == (2, True), err
    broken = ITEM.replace("80", "101")
    assert checked(tmp_path, "", item=broken)[0] == 2
    assert "Did you mean predictive" in checked(tmp_path, "", item=ITEM.replace("predictive", "predictiv"))[2]


def test_check_tells_when_in_zone_in_utc_and_from_now(tmp_path: Path) -> None:
    start = datetime.now(ZoneInfo("Europe/Berlin")).replace(microsecond=0) + timedelta(days=1, hours=10, minutes=10)
    head = f'description = "Spring"\ngroup = 10\n{BERLIN}start_time = {start.isoformat()}\n'
    status, out, err = checked(tmp_path, head, item=f"{ITEM}stop_at_dials = 500\n")
    assert (status, err) == (0, "")
    utc = start.astimezone(UTC)
    assert out.startswith("Spring: group 10, 1 item starts ")
    assert f"{start:%Y-%m-%d %H:%M}" in out
    assert f"{utc:%H:%M}" in out and "UTC)" in out and "Europe/Berlin" in out
    assert "in 1 d 10 h" in out
    assert "1: campaign 1, predictive, busy-factor 80, stops after 500 dials" in out


def test_a_time_that_is_over_is_warned_of(tmp_path: Path) -> None:
    head = f"start_time = {int(time.time()) - 2 * 86_400 - 60}\n"
    status, out, err = checked(tmp_path, head)
    assert (status, "2 d ago" in out) == (0, True)
    assert "warning: start_time is in the past" in err


def test_a_datetime_without_a_zone_is_refused_by_the_records() -> None:
    aware = datetime(2030, 12, 1, 8, tzinfo=ZoneInfo("Europe/Berlin"))
    item = commdn.ScheduleItem(campaign=1, stop_at_time=aware)
    schedule = commdn.Schedule([item], start_time=aware)
    assert schedule.start_time == item.stop_at_time == int(aware.timestamp())
    assert commdn.requests.load_campaign(group=10, schedule=schedule).schedule == schedule
    with pytest.raises(ValueError, match="start_time 2030-12-01 08:00:00 has no time zone"):
        commdn.Schedule([item], start_time=aware.replace(tzinfo=None))
    with pytest.raises(ValueError, match="stop_at_time .* has no time zone"):
        commdn.ScheduleItem(campaign=1, stop_at_time=aware.replace(tzinfo=None))


def test_a_zone_that_is_none_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text("group = 10\ntimezone = 'Europe/Berlni'\n[[item]]\ncampaign = 1\n")
    ended = run("sequence", "check", str(path))
    assert ended.returncode == 2
    assert "line 2: timezone 'Europe/Berlni' is not a time zone" in " ".join(ended.stderr.split())
    given = run("sequence", "check", str(path), "--timezone", "x/y")
    assert given.returncode == 2 and "--timezone 'x/y'" in given.stderr
