"""The fleet's message, lanes, pace, hours and names: what needs neither broker nor store."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft202012Validator

from commdn.fleet import Batch, FleetMessageError, FleetSiteError, Item, lane_of
from commdn.fleet.message import CONTROL, RECORDS, schema
from commdn.fleet.pace import Pace
from commdn.fleet.process import waves
from commdn.fleet.queues import connection_arguments
from commdn.fleet.sites import Site, check_site
from commdn.fleet.topology import DEAD, declared, queues_of

ROW = {"key": "8f:17:ab", "type": "do_not_call", "phone": "5551234567"}
BATCH: dict[str, Any] = {"v": 1, "site": "east", "job": "8f", "rows": [ROW]}


def changed(**changes: Any) -> dict[str, Any]:
    """The batch with other values; those that are `...` are left out."""
    found = {**copy.deepcopy(BATCH), **changes}
    return {name: value for name, value in found.items() if value is not ...}


def with_row(**changes: Any) -> dict[str, Any]:
    row = {**ROW, **changes}
    return changed(rows=[{name: value for name, value in row.items() if value is not ...}])


GOOD = [
    BATCH,
    changed(job=...),
    changed(job=None, not_before=1.5, not_after=2),
    with_row(customer_id="c1", chain="RecordOnly", as_is=True, line=3, part=0),
    with_row(type="load_campaign", phone=..., campaign=1, group=10, auto_completion=False, dial_mode="predictive"),
    with_row(type="cancel_record", target=101, campaign_name="Spring", phone=None),
    changed(rows=[{**ROW, "key": str(n)} for n in range(500)]),
]
BAD = [
    [], None, "text",
    changed(v=2), changed(v="1"), changed(v=True), changed(v=...), changed(site=...), changed(site="East"),
    changed(site=""), changed(site="a" * 41), changed(rows=...), changed(rows=[]), changed(rows="abc"),
    changed(rows=[{**ROW, "key": str(n)} for n in range(501)]), changed(job=""), changed(job=7),
    changed(not_before=-1), changed(not_after="now"), changed(not_after=True), changed(more=1),
    with_row(key=...), with_row(key=""), with_row(key="k" * 201), with_row(key=5), with_row(type=...),
    with_row(type="redial"), with_row(phone=5551234567), with_row(chain="Some"), with_row(as_is="yes"),
    with_row(campaign=-1), with_row(group=1 << 31), with_row(campaign="1"), with_row(line=1.5), with_row(more="x"),
    with_row(optimize_goal=True), changed(rows=[5]),
]  # fmt: skip


@pytest.mark.parametrize("given", GOOD, ids=range(len(GOOD)))
def test_what_the_schema_allows_is_read_and_written_the_same(given: dict[str, Any]) -> None:
    Draft202012Validator(schema()).validate(given)
    batch = Batch.read(given)
    written = batch.to_dict()
    Draft202012Validator(schema()).validate(written)
    assert Batch.read(written) == batch


@pytest.mark.parametrize("given", BAD, ids=range(len(BAD)))
def test_what_the_schema_forbids_is_refused_by_name(given: Any) -> None:
    assert list(Draft202012Validator(schema()).iter_errors(given))
    with pytest.raises(FleetMessageError) as caught:
        Batch.read(given)
    assert str(caught.value)


def test_two_rows_with_one_key_are_refused() -> None:
    with pytest.raises(FleetMessageError, match="two rows"):
        Batch.read(changed(rows=[ROW, ROW]))


def test_every_type_is_a_request_of_the_package() -> None:
    assert set(schema()["$defs"]["row"]["properties"]["type"]["enum"]) == RECORDS | CONTROL
    for kind in sorted(RECORDS):
        request = Item(key="k", type=kind, phone="5551234567", target=101).request()
        assert request.repeat_safe and request.target == 101
    for kind in sorted(CONTROL):
        request = Item(key="k", type=kind, campaign=1, group=10).request()
        assert request.campaign == 1 and request.group == 10
    with pytest.raises(ValueError, match="campaign"):
        Item(key="k", campaign=3, phone="5551234567", target=1).request()


def test_a_lane_is_the_crc_that_every_language_has() -> None:
    # As `python3 -c "import zlib; print(zlib.crc32(b'5551234567'))"` and zlib in C tell.
    assert lane_of("5551234567", None, 1 << 32) == 162_811_759
    assert lane_of("+1 (555) 123-4567", None, 8) == lane_of("15551234567", None, 8)
    assert lane_of("5551234567", "c1", 8) == lane_of(None, "c1", 8) == lane_of("999", "c1", 8)
    assert all(0 <= lane_of(str(n), None, 7) < 7 for n in range(100))
    assert lane_of(None, None, 5) == lane_of("", "", 5)


def test_a_customer_is_once_in_a_wave_and_his_rows_stay_in_order() -> None:
    names = "aabacb"
    rows = [Item(key=str(n), customer_id=name) for n, name in enumerate(names)]
    found = waves(rows)
    assert [[item.key for item in wave] for wave in found] == [["0", "2", "4"], ["1", "5"], ["3"]]
    for wave in found:
        assert len({item.customer for item in wave}) == len(wave)


def test_a_pace_keeps_its_rate_whatever_is_asked_at_once() -> None:
    pace, now, sent = Pace(100.0), 1000.0, 0
    for _ in range(10_000):
        count, wait = pace.take(37, now)
        sent += count
        now += wait if count == 0 else 0.001
    seconds = now - 1000.0
    assert abs(sent / seconds - 100.0) < 5.0
    # A pause is not made up for by more than half a second.
    assert sum(pace.take(1000, now + 60)[0] for _ in range(2)) <= 52


def test_without_a_rate_everything_may_be_sent() -> None:
    pace = Pace(None)
    assert pace.take(500, 1.0) == (500, 0.0)
    pace.change(10.0)
    assert pace.take(500, 2.0)[0] < 500


@pytest.mark.parametrize(
    ("hours", "days", "moment", "is_open"),
    [
        (None, None, "2026-07-04 03:00", True),
        ("08:00-20:00", None, "2026-07-04 07:59", False),
        ("08:00-20:00", None, "2026-07-04 08:00", True),
        ("08:00-20:00", None, "2026-07-04 20:00", False),
        ("08:00-20:00", "mon-fri", "2026-07-04 12:00", False),  # a Saturday
        ("08:00-24:00", "sat", "2026-07-04 23:59", True),
        ("22:00-06:00", "fri", "2026-07-03 23:00", True),
        ("22:00-06:00", "fri", "2026-07-04 05:00", True),
        ("22:00-06:00", "fri", "2026-07-04 23:00", False),
    ],
)
def test_hours_are_those_of_the_zone(hours: str | None, days: str | None, moment: str, is_open: bool) -> None:
    zone = ZoneInfo("Europe/Berlin")
    site = Site(name="east", lanes=1, hours=hours, days=days, zone="Europe/Berlin")
    check_site(site)
    assert site.is_open(datetime.fromisoformat(moment).replace(tzinfo=zone).timestamp()) is is_open


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "East"}, {"lanes": 0}, {"lanes": 257}, {"rate": 0.0}, {"now_rate": -1.0}, {"hours": "8-20", "zone": "UTC"},
        {"hours": "08:00-20:00"}, {"hours": "08:00-20:00", "zone": "Mars"}, {"days": "mon"},
        {"hours": "08:00-20:00", "zone": "UTC", "days": "someday"},
    ],
)  # fmt: skip
def test_a_site_that_makes_no_sense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(FleetSiteError):
        check_site(Site(**{"name": "east", "lanes": 4, **changes}))


def test_queues_are_quorum_queues_with_dead_letters_and_one_consumer_for_what_is_ordered() -> None:
    found = {one.name: one for one in declared("east", 3, 1000)}
    assert set(found) == {DEAD, *queues_of("east", 3).values()}
    for name, one in found.items():
        assert one.arguments["x-queue-type"] == "quorum" and one.arguments["x-overflow"] == "reject-publish"
        if name != DEAD:
            assert one.arguments["x-dead-letter-exchange"] == DEAD
            assert ("x-single-active-consumer" in one.arguments) is not name.endswith(".now")


def test_a_brokers_url_may_name_the_files_of_tls_and_errors_do_not_show_it() -> None:
    found = connection_arguments("amqps://u:secret@mq.example:5671/v?cafile=/ca.pem&certfile=/c.pem&keyfile=/k.pem")
    assert found["url"] == "amqp://u:secret@mq.example:5671/v"
    assert found["ssl"]["ca_certs"] == "/ca.pem" and found["ssl"]["server_hostname"] == "mq.example"
    with pytest.raises(ConnectionError) as caught:
        connection_arguments("http://u:secret@mq.example")
    assert "secret" not in str(caught.value)
