"""Windows of dialling, local times and spans: arithmetic without a clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import typer

from commdn.cli import moments
from commdn.cli.window import DayOff, Days, Hours, TooLate, days_of, holidays_of, time_of, window_at

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def hours(opens: str, closes: str) -> Hours:
    return Hours(time_of(opens), time_of(closes), BERLIN)


@pytest.mark.parametrize(
    ("opens", "closes", "now", "window"),
    [
        # Before, within, and to the second.
        ("08:00", "18:00", "2026-12-01T05:00+00:00", ("2026-12-01T08:00+01:00", "2026-12-01T18:00+01:00")),
        ("08:00", "18:00", "2026-12-01T17:59:59+01:00", ("2026-12-01T08:00+01:00", "2026-12-01T18:00+01:00")),
        # Over midnight: before midnight, after it, and by day before the next one.
        ("20:00", "02:00", "2026-12-01T23:00+01:00", ("2026-12-01T20:00+01:00", "2026-12-02T02:00+01:00")),
        ("20:00", "02:00", "2026-12-02T01:00+01:00", ("2026-12-01T20:00+01:00", "2026-12-02T02:00+01:00")),
        ("20:00", "02:00", "2026-12-02T02:00+01:00", ("2026-12-02T20:00+01:00", "2026-12-03T02:00+01:00")),
        ("18:00", "24:00", "2026-12-01T19:00+01:00", ("2026-12-01T18:00+01:00", "2026-12-02T00:00+01:00")),
        # Clocks go forward at 2 on 29 March, and back at 3 on 25 October.
        ("01:00", "08:00", "2026-03-29T00:30+01:00", ("2026-03-29T01:00+01:00", "2026-03-29T08:00+02:00")),
        ("02:30", "08:00", "2026-03-29T00:30+01:00", ("2026-03-29T03:00+02:00", "2026-03-29T08:00+02:00")),
        ("00:10", "02:30", "2026-03-29T00:30+01:00", ("2026-03-29T00:10+01:00", "2026-03-29T02:00+01:00")),
        ("02:30", "08:00", "2026-10-25T00:30+02:00", ("2026-10-25T02:30+01:00", "2026-10-25T08:00+01:00")),
        ("00:10", "02:30", "2026-10-25T00:30+02:00", ("2026-10-25T00:10+02:00", "2026-10-25T02:30+02:00")),
    ],
)
def test_a_window_is_in_its_zone_and_never_longer_than_the_clocks_say(
    opens: str, closes: str, now: str, window: tuple[str, str]
) -> None:
    found = window_at(at(now), hours(opens, closes), Days())
    assert (found.opens, found.closes) == tuple(at(text) for text in window)


@pytest.mark.parametrize(
    ("opens", "closes", "now", "words"),
    [
        ("08:00", "18:00", "2026-12-01T18:00+01:00", "closed at 18:00"),
        ("08:00", "18:00", "2026-12-01T23:59+01:00", "closed at 18:00"),
        ("02:10", "02:50", "2026-03-29T00:30+01:00", "put forward"),
    ],
)
def test_after_a_window_it_is_too_late(opens: str, closes: str, now: str, words: str) -> None:
    with pytest.raises(TooLate, match=words):
        window_at(at(now), hours(opens, closes), Days())


def test_days_off_open_no_window_but_do_not_close_the_one_of_the_night_before() -> None:
    days = Days(days_of("mon-fri"), holidays_of("2026-12-25 Christmas\n\n# to come:\n2026-12-28 # a Monday\n"))
    night, day = hours("20:00", "02:00"), hours("08:00", "18:00")
    saturday = "2026-12-05T01:00+01:00"
    assert window_at(at(saturday), night, days).closes == at("2026-12-05T02:00+01:00")
    for now, words in [
        (saturday, "Saturday"),
        ("2026-12-25T09:00+01:00", r"2026-12-25 is a holiday \(Christmas\)"),
        ("2026-12-28T09:00+01:00", "2026-12-28 is a holiday"),
    ]:
        with pytest.raises(DayOff, match=words):
            window_at(at(now), day, days)


def test_days_and_times_are_read_or_refused() -> None:
    assert days_of("mon-fri") == {0, 1, 2, 3, 4}
    assert days_of("Fri-Mon") == {4, 5, 6, 0}
    assert days_of("mon, wed,sat-sun") == {0, 2, 5, 6}
    assert holidays_of("2026-12-25\n") == {date(2026, 12, 25): ""}
    for wrong in ("", "mon-", "monday", "1-5"):
        with pytest.raises(ValueError):
            days_of(wrong)
    for wrong in ("8", "25:00", "08:00Z", "noon", "0800"):
        with pytest.raises(ValueError):
            time_of(wrong)
    with pytest.raises(ValueError, match="line 2: 'Christmas'"):
        holidays_of("2026-12-25\nChristmas\n")


def test_local_times_that_do_not_exist_or_come_twice_are_told_apart() -> None:
    assert moments.local(datetime(2026, 12, 1, 8), BERLIN) == datetime(2026, 12, 1, 7, tzinfo=UTC)
    with pytest.raises(moments.Missing):
        moments.local(datetime(2026, 3, 29, 2, 30), BERLIN)
    with pytest.raises(moments.Ambiguous, match=r"2026-10-25T02:30:00\+02:00 or 2026-10-25T02:30:00\+01:00"):
        moments.local(datetime(2026, 10, 25, 2, 30), BERLIN)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.6, "1 min"), (90, "1 min 30 s"), (122_400, "1 d 10 h"), (86_401, "1 d"), (3_600, "1 h")],
)
def test_spans_are_told_in_their_two_largest_units(seconds: float, words: str) -> None:
    assert moments.span(seconds) == words


def test_moments_are_shown_here_and_in_utc() -> None:
    assert moments.shown(at("2026-12-01T08:00+01:00"), BERLIN) == "2026-12-01 08:00 Europe/Berlin (07:00 UTC)"
    midnight = at("2026-12-01T00:30:05+01:00")
    assert moments.shown(midnight, BERLIN) == "2026-12-01 00:30:05 Europe/Berlin (2026-11-30 23:30:05 UTC)"
    assert moments.rfc3339(midnight, BERLIN) == "2026-12-01T00:30:05.000+01:00"


def test_spans_and_zones_are_read_or_refused() -> None:
    for text, seconds in [("10m", 600), ("90", 90), ("1h 30m", 5400), ("0.5s", 0.5), ("2d", 172_800), ("5 min", 300)]:
        assert moments.seconds_of(text, "--x") == seconds
    for wrong in ("", "0", "-5", "ten", "10x", "5 m x", "1e9"):
        with pytest.raises(typer.BadParameter, match="--x"):
            moments.seconds_of(wrong, "--x")
    with pytest.raises(typer.BadParameter, match=r"Did you mean Europe/Berlin\?"):
        moments.zone("Berlin")
    for wrong in ("", "../../etc/passwd", "/etc/localtime", "Europe"):
        with pytest.raises(typer.BadParameter, match="not a time zone"):
            moments.zone(wrong)
