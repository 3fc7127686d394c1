"""`campaign run` and `campaign stop --until-confirmed`: what is started is stopped, on every way out."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from test_cli import MAIN, PLAIN, run

import commdn
from commdn import CmError, GroupStatus
from commdn.cli.shift import Ending, Shift
from commdn.cli.stopping import NotStopped, stop_until_confirmed
from commdn.cli.window import Window

OPENS, CLOSES = 1_000.0, 2_000.0


class FakeClock:
    """Time that passes when somebody waits."""

    def __init__(self, now: float = 0.0) -> None:
        self.at = now
        self.signal: int | None = None
        self.signal_at: float | None = None

    def now(self) -> float:
        return self.at

    def elapsed(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += seconds

    def wait(self, seconds: float) -> None:
        self.at += seconds
        if self.signal_at is not None and self.at >= self.signal_at:
            self.signal = signal.SIGTERM


class FakeSite:
    """A campaign whose answers are told beforehand: `stops` and `starts` are exceptions, or None for yes."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.log: list[tuple[str, float]] = []
        self.starts: list[Exception | None] = []
        self.stops: list[Exception | None] = []
        self.dialling = False
        self.losses = 0
        self.reachable = True
        self.up: Callable[[float], bool] = lambda _: True
        self.told: Callable[[float], GroupStatus | None] = lambda _: None

    @property
    def is_up(self) -> bool:
        return self.up(self.clock.at)

    def _call(self, name: str, outcomes: list[Exception | None]) -> None:
        self.log.append((name, self.clock.at))
        self.clock.at += 0.1
        outcome = outcomes.pop(0) if outcomes else None
        if outcome is not None:
            raise outcome

    def prepare(self, seconds: float) -> None:
        assert seconds > 0

    def start(self, seconds: float) -> None:
        assert seconds > 0
        self._call("start", self.starts)
        self.dialling = True

    def stop(self, seconds: float) -> None:
        self._call("stop", self.stops)
        self.dialling = False

    def status(self, seconds: float) -> commdn.Event:
        if not self.reachable:
            raise commdn.CommDNNoAnswer("silent")
        status = self.told(self.clock.at)
        if status is None:
            status = GroupStatus.RUNNING if self.dialling else GroupStatus.ACTIVE
        data = {"GSW_CM_MessageType": 24, "GSW_CM_AttrGroupCampStatus": int(status)}
        return commdn.Event(commdn.KVList(data))

    def news(self, seconds: float) -> GroupStatus | None:
        self.clock.wait(seconds)
        return self.told(self.clock.at)

    def names(self) -> list[str]:
        return [name for name, _ in self.log]


def refused(error: CmError) -> commdn.CommDNOcsRefused:
    return commdn.CommDNOcsRefused(f"refused {error}", code=int(error))


def shift(clock: FakeClock, site: FakeSite, told: list[str] | None = None) -> Shift:
    tell = (lambda _: None) if told is None else told.append
    return Shift(site, clock, Window(OPENS, CLOSES), tell, stop_within=600, lost_after=60)


def test_a_shift_dials_in_its_window_and_nowhere_else() -> None:
    clock = FakeClock()
    site = FakeSite(clock)
    assert shift(clock, site).run() is Ending.CLOSED
    (start, started), (stop, stopped) = site.log
    assert (start, stop) == ("start", "stop")
    assert OPENS <= started < OPENS + 1
    assert CLOSES <= stopped < CLOSES + 1


def test_a_shift_that_begins_too_late_starts_nothing() -> None:
    clock = FakeClock(CLOSES)
    site = FakeSite(clock)
    assert (shift(clock, site).run(), site.log) == (Ending.MISSED, [])


@pytest.mark.parametrize(("when", "names"), [(500, []), (1_500, ["start", "stop"])])
def test_a_signal_stops_what_was_started(when: float, names: list[str]) -> None:
    clock = FakeClock()
    clock.signal_at = when
    site = FakeSite(clock)
    assert (shift(clock, site).run(), site.names()) == (Ending.SIGNAL, names)
    assert clock.at < when + 60


def test_a_start_that_nobody_answers_is_repeated_and_what_may_dial_is_stopped() -> None:
    clock = FakeClock()
    site = FakeSite(clock)
    site.starts = [commdn.CommDNNoAnswer("silent"), commdn.CommDNDisconnected("lost"), refused(CmError.CAMPAIGN_ALREADY_STARTED)]
    assert shift(clock, site).run() is Ending.CLOSED
    assert site.names() == ["start", "start", "start", "stop"]
    # Nobody ever answers: no start after the window, and a stop all the same.
    clock = FakeClock()
    site = FakeSite(clock)
    site.starts = [commdn.CommDNNoAnswer("silent")] * 10_000
    assert shift(clock, site).run() is Ending.CLOSED
    assert site.names()[-1] == "stop"
    assert max(at for name, at in site.log if name == "start") < CLOSES


def test_a_start_that_is_refused_ends_the_shift_and_stops_nothing() -> None:
    clock = FakeClock()
    site = FakeSite(clock)
    site.starts = [refused(CmError.LICENSE_VIOLATION)]
    with pytest.raises(commdn.CommDNOcsRefused):
        shift(clock, site).run()
    assert site.names() == ["start"]
    # After one that may have been acted on, it stops.
    clock = FakeClock()
    site = FakeSite(clock)
    site.starts = [commdn.CommDNOutcomeUnknown("lost"), refused(CmError.LICENSE_VIOLATION)]
    with pytest.raises(commdn.CommDNOcsRefused):
        shift(clock, site).run()
    assert site.names() == ["start", "start", "stop"]


def test_an_error_of_any_kind_stops_first() -> None:
    clock = FakeClock()
    site = FakeSite(clock)

    def broken(_: float) -> GroupStatus | None:
        raise ZeroDivisionError

    site.told = broken
    with pytest.raises(ZeroDivisionError):
        shift(clock, site).run()
    assert site.names() == ["start", "stop"]


def test_a_connection_that_stays_lost_ends_the_shift_and_one_that_comes_back_does_not() -> None:
    clock = FakeClock()
    site, told = FakeSite(clock), list[str]()
    site.up = lambda now: not 1_200 < now < 1_230
    assert shift(clock, site, told).run() is Ending.CLOSED
    assert "connected again" in told
    clock = FakeClock()
    site = FakeSite(clock)
    site.up = lambda now: now < 1_200
    site.stops = [commdn.CommDNDisconnected("lost")] * 3
    site.reachable = False
    assert shift(clock, site).run() is Ending.LOST
    assert site.names() == ["start", "stop", "stop", "stop", "stop"]
    assert 1_260 <= clock.at < 1_300


def test_a_campaign_that_is_unloaded_ends_the_shift_unless_the_news_is_old() -> None:
    clock = FakeClock()
    site = FakeSite(clock)
    site.told = lambda now: GroupStatus.NOT_LOADED if now > 1_500 else None
    assert shift(clock, site).run() is Ending.UNLOADED
    clock = FakeClock()
    site, seen = FakeSite(clock), list[float]()

    def old(now: float) -> GroupStatus | None:
        seen.append(now)
        return GroupStatus.NOT_LOADED if len(seen) == 5 else None

    site.told = old
    assert shift(clock, site).run() is Ending.CLOSED


@pytest.mark.parametrize(
    ("stops", "attempts"),
    [
        ([None], 1),
        ([refused(CmError.CAMPAIGN_NOT_STARTED)], 1),
        ([refused(CmError.CAMPAIGN_NOT_LOADED)], 1),
        ([commdn.CommDNNoAnswer("x"), commdn.CommDNConnectError("x"), refused(CmError.PART_OF_SEQUENCE), None], 4),
    ],
)
def test_a_stop_is_repeated_until_it_is_certain(stops: list[Exception | None], attempts: int) -> None:
    site = FakeSite(FakeClock())
    site.dialling, site.stops = True, stops
    stop_until_confirmed(site, site.clock, 600, lambda _: None)
    assert len(site.log) == attempts


def test_a_status_confirms_a_stop_whose_answer_was_lost() -> None:
    site = FakeSite(FakeClock())
    site.stops = [commdn.CommDNOutcomeUnknown("lost")]
    assert stop_until_confirmed(site, site.clock, 600, lambda _: None).how == "its status says so"


def test_a_stop_that_nobody_confirms_is_not_believed() -> None:
    site = FakeSite(FakeClock())
    site.dialling, site.stops = True, [commdn.CommDNNoAnswer("silent")] * 1_000
    with pytest.raises(NotStopped, match=r"within 10 min \(\d+ attempts\); last: silent"):
        stop_until_confirmed(site, site.clock, 600, lambda _: None)
    assert 600 <= site.clock.at < 620
    assert 50 < len(site.log) < 80
    # A campaign that does not exist is told at once.
    site.stops = [refused(CmError.CAMPAIGN_NOT_FOUND)]
    with pytest.raises(commdn.CommDNOcsRefused):
        stop_until_confirmed(site, site.clock, 600, lambda _: None)


@pytest.fixture
def centre() -> Iterator[tuple[commdn.Simulator, dict[str, str]]]:
    """A simulator over TCP with campaign 1 of group 10 loaded, and the environment to reach it."""
    with commdn.Simulator() as simulator:
        where = {"COMMDN_DN": "8001", "COMMDN_APP_DBID": "20", "COMMDN_OCS_DBID": "101"}
        env = {**where, "COMMDN_SERVER": simulator.listen(), "COMMDN_TIMEOUT": "2"}
        assert run("campaign", "load", "1", "10", "--mode", "preview", env=env).returncode == 0
        yield simulator, env


def status_of(simulator: commdn.Simulator) -> GroupStatus | None:
    with commdn.connect(simulator, dn="8001", app_dbid=20, ocs_dbid=101) as session:
        return session.campaign_status(1, 10).status


def hours(start: float, end: float) -> list[str]:
    now = datetime.now(UTC)
    times = [(now + timedelta(seconds=seconds)).strftime("%H:%M:%S") for seconds in (start, end)]
    return ["--from", times[0], "--until", times[1], "--tz", "UTC"]


@contextmanager
def running(env: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A run as a process, which does not outlive a test that fails."""
    command = [*MAIN, "campaign", "run", "1", "10", *arguments, "--json"]
    pipe, settings = subprocess.PIPE, {**PLAIN, **env}
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=settings) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(ended: subprocess.Popen[str], words: str) -> list[str]:
    assert ended.stdout is not None
    seen = []
    for line in ended.stdout:
        seen.append(json.loads(line)["text"])
        if words in seen[-1]:
            return seen
    raise AssertionError((seen, ended.stderr and ended.stderr.read()))


@pytest.mark.timeout(120)
def test_run_waits_starts_as_loaded_and_stops(centre: tuple[commdn.Simulator, dict[str, str]]) -> None:
    simulator, env = centre
    with running(env, *hours(12, 17)) as shift_:
        wait_for(shift_, "dials from")
        assert status_of(simulator) is GroupStatus.ACTIVE
        wait_for(shift_, "started")
        assert status_of(simulator) is GroupStatus.RUNNING
        second = run("campaign", "run", "1", "10", *hours(-60, 600), env=env)
        assert (second.returncode, "has a run already" in second.stderr) == (1, True)
        out, err = shift_.communicate(timeout=20)
    assert (shift_.returncode, err) == (0, "")
    assert json.loads(out.splitlines()[-1])["text"] == "stopped: acknowledged"
    assert status_of(simulator) is GroupStatus.ACTIVE
    with commdn.connect(simulator, dn="8001", app_dbid=20, ocs_dbid=101) as session:
        assert session.campaign_status(1, 10).event.dial_mode is commdn.DialMode.PREVIEW


@pytest.mark.timeout(120)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_run_stops_on_signals(centre: tuple[commdn.Simulator, dict[str, str]], number: signal.Signals) -> None:
    simulator, env = centre
    with running(env, *hours(-60, 600)) as shift_:
        wait_for(shift_, "started")
        shift_.send_signal(number)
        _, err = shift_.communicate(timeout=20)
    assert (shift_.returncode, "ended early" in err) == (128 + number, True)
    assert status_of(simulator) is GroupStatus.ACTIVE


@pytest.mark.timeout(120)
def test_run_stops_when_its_reader_has_gone(centre: tuple[commdn.Simulator, dict[str, str]]) -> None:
    simulator, env = centre
    with running(env, *hours(-60, 600)) as shift_:
        wait_for(shift_, "started")
        assert shift_.stdout is not None
        shift_.stdout.close()
        shift_.send_signal(signal.SIGTERM)
        assert shift_.wait(20) == 128 + signal.SIGTERM
    assert status_of(simulator) is GroupStatus.ACTIVE


@pytest.mark.timeout(120)
def test_run_survives_a_cut_and_tells_loudly_when_it_cannot_stop(
    centre: tuple[commdn.Simulator, dict[str, str]],
) -> None:
    simulator, env = centre
    with running(env, *hours(-60, 600), "--lost-after", "1s", "--until-confirmed", "2s") as shift_:
        wait_for(shift_, "started")
        simulator.cut()
        wait_for(shift_, "connected again")
        assert status_of(simulator) is GroupStatus.RUNNING
        simulator.stop()
        _, err = shift_.communicate(timeout=40)
    assert shift_.returncode == 4
    assert "MAY STILL BE DIALLING" in err


@pytest.mark.timeout(120)
def test_run_loads_only_with_a_mode_and_only_in_the_window(
    centre: tuple[commdn.Simulator, dict[str, str]],
) -> None:
    simulator, env = centre
    assert run("campaign", "unload", "1", "10", env=env).returncode == 0
    now = hours(-60, 600)
    not_loaded = run("campaign", "run", "1", "10", *now, env=env)
    assert (not_loaded.returncode, "CAMPAIGN_NOT_LOADED" in not_loaded.stderr) == (3, True)
    late = run("campaign", "run", "1", "10", *hours(-60, -30), "--mode", "preview", env=env)
    assert (late.returncode, "closed at" in late.stderr) == (2, True)
    today = datetime.now(UTC).strftime("%a").lower()
    others = ",".join(day for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") if day != today)
    off = run("campaign", "run", "1", "10", *hours(-60, 600), "--mode", "preview", "--days", others, env=env)
    assert (off.returncode, "nothing is dialled today" in off.stdout) == (0, True)
    assert status_of(simulator) is GroupStatus.NOT_LOADED
    with running(env, *now, "--mode", "progressive") as shift_:
        assert "loaded" in wait_for(shift_, "started")
        shift_.send_signal(signal.SIGTERM)
        assert shift_.wait(20) == 128 + signal.SIGTERM
    changed = run("campaign", "run", "1", "10", *now, "--mode", "predictive", env=env)
    assert changed.returncode == 2
    assert "progressive -> predictive" in changed.stderr.replace("\n", " ")
    assert status_of(simulator) is GroupStatus.ACTIVE


def test_run_tells_what_is_wrong_with_its_options() -> None:
    base = ["campaign", "run", "1", "10", "--server", "sim:"]
    for options, words in [
        (["--from", "8", "--until", "18:00", "--tz", "UTC"], "--from '8'"),
        (["--from", "08:00", "--until", "08:00", "--tz", "UTC"], "both 08:00"),
        (["--from", "08:00", "--until", "18:00", "--tz", "Berlin"], "Europe/Berlin"),
        (["--from", "08:00", "--until", "18:00"], "--tz"),
        (["--from", "08:00", "--until", "18:00", "--tz", "UTC", "--days", "mo-fr"], "mon-fri"),
        (["--from", "08:00", "--until", "18:00", "--tz", "UTC", "--holidays", "/none"], "No such file"),
        (["--from", "08:00", "--until", "18:00", "--tz", "UTC", "--until-confirmed", "soon"], "--until-confirmed"),
    ]:
        ended = run(*base, *options)
        assert (ended.returncode, words in ended.stderr.replace("\n", " ")) == (2, True), (options, ended.stderr)


@pytest.mark.timeout(60)
def test_an_interrupted_stop_says_that_the_campaign_may_be_dialling() -> None:
    command = [*MAIN, "campaign", "stop", "1", "10", "--until-confirmed", "60s", "--server", "127.0.0.1:1"]
    where = {**PLAIN, "COMMDN_DN": "8001", "COMMDN_APP_DBID": "20", "COMMDN_OCS_DBID": "101"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=where) as stop:
        assert stop.stderr is not None
        assert "not stopped yet" in stop.stderr.readline()
        stop.send_signal(signal.SIGTERM)
        _, err = stop.communicate(timeout=20)
    assert (stop.returncode, "MAY STILL BE DIALLING" in err) == (143, True), err


@pytest.mark.timeout(120)
def test_stop_until_confirmed_goes_through_a_connection_that_comes_late(
    centre: tuple[commdn.Simulator, dict[str, str]],
) -> None:
    simulator, env = centre
    assert run("campaign", "start", "1", "10", env=env).returncode == 0
    simulator.add_fault("silent")
    command = [*MAIN, "campaign", "stop", "1", "10", "--until-confirmed", "60s"]
    quick = {**PLAIN, **env, "COMMDN_TIMEOUT": "0.3"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=quick) as stop:
        assert stop.stderr is not None
        assert "not stopped yet" in stop.stderr.readline()
        simulator.cut()
        simulator.clear_faults()
        _, err = stop.communicate(timeout=30)
    assert stop.returncode == 0, err
    assert status_of(simulator) is GroupStatus.ACTIVE
    again = run("campaign", "stop", "1", "10", "--until-confirmed", "5s", env=env)
    assert (again.returncode, "it was not dialling" in again.stdout) == (0, True)
    simulator.stop()
    never = run("campaign", "stop", "1", "10", "--until-confirmed", "1s", env=env)
    assert (never.returncode, "MAY STILL BE DIALLING" in never.stderr) == (4, True)
