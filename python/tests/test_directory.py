"""The directory: names and DBIDs from files and servers, lookups, and sessions that take names."""

from __future__ import annotations

import os
import pickle
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import commdn
from commdn.directory import KINDS, Connection

TWO_TENANTS = """
[[tenant]]
dbid = 1
name = "Berlin"
[[tenant]]
dbid = 2
name = "Paris"
[[application]]
dbid = 20
name = "desktop"
[[ocs]]
dbid = 101
name = "OCS_1"
connections = [20]
[[dn]]
number = "8001"
[[campaign]]
dbid = 1
name = "Spring"
[[campaign]]
dbid = 2
name = "Spring"
tenant = 2
[[group]]
dbid = 10
name = "Sales"
campaigns = [1, 2]
"""


def test_all_of_a_server_is_fetched() -> None:
    with commdn.Simulator() as simulator:
        directory = commdn.Directory.fetch(simulator)
        over_tcp = commdn.Directory.fetch(simulator.listen())
    assert directory.changes(over_tcp) == []
    assert {one.kind for one in directory} == set(KINDS) - {"place_group"}
    ocs = directory.ocs("OCS_1")
    assert (ocs.dbid, ocs.is_ocs, ocs.is_enabled, ocs.tenants) == (101, True, True, (1,))
    assert [one.server for one in ocs.connections] == [1, 20, 21]
    assert directory.application("TServer").is_tserver
    dn = directory.look_up("dn", "8001")
    assert (dn.dn_type, dn.switch, dn.tenant) == ("CFGCommDN", 1, 1)
    assert directory.source is not None
    assert directory.fetched is not None
    assert datetime.now(UTC) - directory.fetched < timedelta(minutes=10)


def test_only_what_is_asked_for_is_fetched() -> None:
    with commdn.Simulator(toml=TWO_TENANTS) as simulator:
        names = commdn.Directory.fetch(simulator, kinds=["campaign"], tenant=2)
    assert [(one.dbid, one.name) for one in names] == [(2, "Spring")]
    with pytest.raises(commdn.CommDNInvalidArgument, match="'cat' is none of|\"cat\" is none of"):
        commdn.Directory.fetch("sim:", kinds=["cat"])


def test_a_session_takes_names_for_dbids() -> None:
    with commdn.Simulator() as simulator:
        directory = commdn.Directory.fetch(simulator)
        with commdn.connect(
            simulator, dn="8001", app_dbid="desktop", ocs_dbid="OCS_1", directory=directory
        ) as session:
            assert session.app_dbid == 20
            assert session.directory is directory
            session.load_campaign("spring", "sales", dial_mode="preview", optimize_by="busy_factor", optimize_goal=80)
            event = session.campaign_status("Spring", "Sales").event
            assert (event.campaign, event.group) == (1, 10)
            told = {one.attribute: str(one) for one in directory.describe(event)}
            assert told["campaign"] == "Spring (1)"
            assert told["origin"] == "OCS_1 (101)"
            with pytest.raises(commdn.CommDNNameUnknown, match="did you mean Spring") as raised:
                session.campaign_status("Sprng", "Sales")
            assert raised.value.candidates == ("Spring",)
            assert pickle.loads(pickle.dumps(raised.value)).message == raised.value.message
            with pytest.raises(commdn.CommDNOcsRefused) as refused:
                session.stop_dialing("Unassigned", "Sales")
            assert str(directory.describe(refused.value)[0]) == "OCS_1 (101)"


def test_a_name_without_a_directory_says_what_is_missing() -> None:
    with commdn.connect("sim:", dn="8001", app_dbid=20, ocs_dbid=101) as session:
        with pytest.raises(commdn.CommDNInvalidArgument, match="'spring' is a name, and the session has no directory"):
            session.campaign_status("spring", 10)
        with pytest.raises(commdn.CommDNOcsRefused):
            session.campaign_status("1", "99")


async def _aio() -> None:
    with commdn.Simulator() as simulator:
        directory = commdn.Directory.fetch(simulator)
        from commdn import aio

        async with aio.connect(simulator, dn="8001", app_dbid="desktop", ocs_dbid="OCS_1", directory=directory) as session:
            answer = await session.campaign_status("spring", "sales")
            assert answer.event.campaign == 1


def test_names_in_asyncio() -> None:
    import asyncio

    asyncio.run(_aio())


def test_two_tenants_with_one_name_are_told_apart() -> None:
    with commdn.Simulator(toml=TWO_TENANTS) as simulator:
        directory = commdn.Directory.fetch(simulator)
    with pytest.raises(commdn.CommDNNameAmbiguous, match="is one of 2: write Berlin/Spring") as raised:
        directory.look_up("campaign", "spring")
    assert raised.value.candidates == ("Berlin/Spring", "Paris/Spring")
    assert [directory.resolve("campaign", name) for name in raised.value.candidates] == [1, 2]
    assert directory.campaign("Spring", "Paris").dbid == 2
    assert directory.unique_name("campaign", 2) == "Paris/Spring"
    assert isinstance(raised.value, LookupError)
    assert raised.value.to_dict()["candidates"] == ["Berlin/Spring", "Paris/Spring"]


def test_a_local_copy_keeps_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    with commdn.Simulator() as simulator:
        count = commdn.Directory.fetch_to(path, simulator)
        now = commdn.Directory.fetch(simulator)
    copy = commdn.Directory.load(path)
    assert (len(copy), copy.changes(now)) == (count, [])
    assert copy.source == now.source
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = commdn.Directory.parse(copy.to_json())
    assert again.changes(copy) == []


def test_a_local_copy_is_written_over_nothing_else(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("precious")
    places = {"not a local copy of a directory": notes, "a folder": tmp_path}
    if sys.platform != "win32":
        places["a device"] = Path(os.devnull)
    for what, place in places.items():
        with pytest.raises(commdn.CommDNInvalidArgument, match=f"is {what}"):
            commdn.Directory.parse("[]").store(place)
        with pytest.raises(commdn.CommDNInvalidArgument, match=f"is {what}"):
            commdn.Directory.fetch_to(place, "sim:")
    assert notes.read_text() == "precious"


def test_a_renamed_campaign_is_a_change(tmp_path: Path) -> None:
    before = commdn.Directory.parse("type,name,dbid\ncampaign,Spring,1\ncampaign,Autumn,2\n")
    after = commdn.Directory.parse("type,name,dbid\ncampaign,Summer,1\ngroup,Sales,10\n".replace("group", "agent_group"))
    changes = before.changes(after)
    told = [(one.change, one.kind, one.dbid, one.name, one.earlier_name) for one in changes]
    assert told == [
        ("renamed", "campaign", 1, "Summer", "Spring"),
        ("removed", "campaign", 2, "Autumn", None),
        ("added", "agent_group", 10, "Sales", None),
    ]
    assert str(changes[0]) == "campaign Summer (1): renamed, was Spring"


def test_a_file_that_is_wrong_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("type,name,dbid\ncampaign,Spring,one\n")
    with pytest.raises(commdn.CommDNDirectoryError, match=r"names.csv, line 2: dbid .one. is not a number"):
        commdn.Directory.load(file)
    with pytest.raises(commdn.CommDNStorageError, match="none.csv"):
        commdn.Directory.load(tmp_path / "none.csv")


def test_an_object_has_what_a_file_tells_of_it() -> None:
    text = """[{"type": "application", "name": "OCS", "dbid": 101, "application_type": "CFGCMServer",
        "connections": [20, {"server": 102, "protocol": "addp", "local_timeout_seconds": 10}],
        "options": {"default": {"outbound_contact_server": "true"}}, "state": "disabled"}]"""
    ocs = commdn.Directory.parse(text).look_up("ocs", 101)
    assert ocs.connections == (Connection(20), Connection(102, "addp", 10))
    assert [one.has_addp for one in ocs.connections] == [False, True]
    assert ocs.option("DEFAULT", "outbound_contact_server") == "true"
    assert (ocs.option("default", "none"), ocs.is_enabled) == (None, False)
    assert str(ocs) == "OCS (101)"


def test_a_server_that_cannot_be_reached_is_named() -> None:
    with pytest.raises(commdn.CommDNConnectError, match="127.0.0.1:1"):
        commdn.Directory.fetch("127.0.0.1:1", connect_timeout=5)


def test_a_wrong_password_is_a_refused_login() -> None:
    guarded = '[[application]]\ndbid = 20\nname = "guarded"\npassword = "right"\n'
    with commdn.Simulator(toml=guarded) as simulator:
        with pytest.raises(commdn.CommDNLoginRefused, match="password of application 'guarded' is wrong"):
            commdn.Directory.fetch(simulator, application="guarded", password="wrong")
        assert len(commdn.Directory.fetch(simulator, application="guarded", password="right")) == 4


FETCHING = """
import resource, sys
import commdn

def most() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

commdn.Directory.fetch_to(sys.argv[2], sys.argv[1], kinds=["tenant"])
before = most()
count = commdn.Directory.fetch_to(sys.argv[2], sys.argv[1], connect_timeout=60, answer_timeout=120)
print(count, most() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory in KiB")
@pytest.mark.timeout(300)
def test_a_fetch_of_100_000_objects_into_a_copy_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    campaigns = "".join(f'[[campaign]]\ndbid = {dbid}\nname = "Campaign {dbid:06}"\n' for dbid in range(1, 100_001))
    with commdn.Simulator(toml=campaigns) as simulator:
        address = simulator.listen()
        copy = tmp_path / "copy.db"
        ended = subprocess.run(
            [sys.executable, "-c", FETCHING, address, str(copy)], check=True, capture_output=True, text=True
        )
    count, grown_kib = map(int, ended.stdout.split())
    assert count > 100_000
    assert grown_kib < 8 * 1024, f"{grown_kib} KiB for {count} objects"
    assert commdn.Directory.load(copy).resolve("campaign", "campaign 099999") == 99_999
