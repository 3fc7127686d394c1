"""`commdn.doctor`: each misconfiguration of the simulator's configuration, and the verdict that names it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import pickle
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from doctor_table import ASKED, BASE, LIVE, TABLE, LiveRow, Row
from test_cli import run

import commdn
import commdn.aio
from commdn.doctor import Finding, Health, Situation, examine, silence
from commdn.doctor.live import converse
from commdn.doctor.report import document, page


def examined(directory: commdn.Directory, **asked: Any) -> list[Finding]:
    settings = {**ASKED, "servers": ("primary:3000", "backup:3000"), "keep_alive": 10.0, **asked}
    return list(examine(Situation(**settings).use(directory)))


def verdict(row: Row, found: list[Finding]) -> None:
    named = [one for one in found if one.code == row.code and row.words in one.text]
    assert named, (row, [str(one) for one in found if one.health is not Health.OK])
    assert all(one.advice for one in found if one.health is Health.BAD)
    assert named[0].health is not Health.OK


def test_nothing_is_wrong_with_a_right_configuration() -> None:
    with commdn.Simulator(toml=BASE) as simulator:
        found = examined(commdn.Directory.fetch(simulator))
    assert [one for one in found if one.health is Health.BAD] == []
    assert silence(found) is None
    assert {one.step for one in found} >= {"application", "ocs", "connections", "dn", "switch", "tserver", "tenant"}


@pytest.mark.parametrize("row", TABLE, ids=[f"{number}-{row}" for number, row in enumerate(TABLE)])
@pytest.mark.parametrize("carrier", ["sim", "tcp"])
def test_each_misconfiguration_has_its_verdict(row: Row, carrier: str, tmp_path: Path) -> None:
    file = tmp_path / "centre.toml"
    file.write_text(row.toml(), encoding="utf-8")
    if carrier == "sim":
        directory = commdn.Directory.fetch(f"sim:{file}")
    else:
        with commdn.Simulator(file) as simulator:
            directory = commdn.Directory.fetch(simulator.listen())
    verdict(row, examined(row.patched(directory), **row.asked))


@pytest.mark.parametrize("row", LIVE, ids=str)
@pytest.mark.parametrize("carrier", ["sim", "tcp"])
def test_what_only_a_connection_tells_has_its_verdict(row: LiveRow, carrier: str) -> None:
    with commdn.Simulator(toml=row.toml()) as simulator:
        address = simulator.listen() if carrier == "tcp" else simulator
        with talking(address) if row.others else contextlib.nullcontext():
            row.check(row.examine(address))


@contextlib.contextmanager
def talking(address: Any) -> Iterator[None]:
    """Another application that asks its OCS all the time."""
    over = threading.Event()

    def talk() -> None:
        with commdn.connect(address, dn="8001", app_dbid=21, ocs_dbid=101, application="other") as session:
            while not over.is_set():
                with contextlib.suppress(commdn.CommDNOcsRefused):
                    session.campaign_status(1, 10)

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_where_nothing_or_something_else_listens_is_told(tmp_path: Path) -> None:
    def steps(address: str, **options: Any) -> list[tuple[str, str]]:
        found = converse(
            Situation(**ASKED),
            lambda: commdn.connect(address, dn="8001", app_dbid=20, reconnect=False, connect_timeout=5, **options),
        )
        return [(one.step, one.code) for one in found]

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def answer() -> None:
            peer, _ = listener.accept()
            with peer:
                peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        web = threading.Thread(target=answer)
        web.start()
        assert steps(f"127.0.0.1:{port}") == [("server", "server-failed")]
        web.join()
    assert steps(f"127.0.0.1:{port}") == [("server", "server-failed")]
    with commdn.Simulator(toml=BASE) as simulator:
        assert steps(f"tls://{simulator.listen()}") == [("tls", "tls-failed")]


def test_every_verdict_of_the_documentation_has_a_row() -> None:
    text = (Path(__file__).parents[2] / "docs/doctor.md").read_text(encoding="utf-8")
    table = text.split("## What is checked")[1].split("## In Python")[0]
    rows = [line.split("|") for line in table.splitlines() if line.startswith("|")][2:]
    documented = {code.strip(" `") for row in rows for code in row[2].split(",")}
    tested = {row.code for row in TABLE} | {row.code for row in LIVE} | {"server-failed", "tls-failed", "charset"}
    assert documented == tested


def test_the_table_has_enough_rows_and_every_check_has_one() -> None:
    assert len(TABLE) >= 20
    assert len({row.code for row in TABLE}) >= 20


SILENT = [row for row in TABLE if row.silences]


@pytest.mark.parametrize("row", SILENT, ids=[f"{number}-{row}" for number, row in enumerate(SILENT)])
def test_the_error_of_a_session_without_an_answer_carries_the_verdict(row: Row) -> None:
    asked = {**ASKED, **row.asked}
    with commdn.Simulator(toml=row.toml()) as simulator:
        directory = commdn.Directory.fetch(simulator)
        options: dict[str, Any] = {name: asked[name] for name in ("dn", "app_dbid", "ocs_dbid", "application")}
        with commdn.connect(simulator, directory=directory, request_timeout=0.1, **options) as session:
            with pytest.raises(commdn.CommDNNoAnswer) as error:
                session.campaign_status(1, 10)
            assert row.words in str(error.value)
            assert "In Genesys Administrator" in str(error.value) or "Give the DBID" in str(error.value) or ":" in str(error.value)
        with commdn.connect(simulator, request_timeout=0.1, **options) as session:
            with pytest.raises(commdn.CommDNNoAnswer) as error:
                session.campaign_status(1, 10)
            assert row.words not in str(error.value)


@pytest.mark.parametrize(
    ("values", "used"),
    [
        (("true", "false", None), {"1"}),
        (("false", None, None), {"2", "3"}),
        ((None, None, None), {"1", "2", "3"}),
        (("true", "true", None), {"1", "2"}),
        (("false", "false", "false"), set()),
        (("TRUE", None, "undefined"), {"1"}),
        ((None, "", "undefined"), {"1", "2", "3"}),
    ],
)
def test_the_option_is_judged_over_all_dns_as_in_the_manuals_examples(
    values: tuple[str | None, ...], used: set[str]
) -> None:
    objects: list[dict[str, Any]] = [
        {"type": "tenant", "dbid": 1, "name": "T"},
        {"type": "switch", "dbid": 1, "name": "S", "tserver": 5},
        {"type": "application", "dbid": 5, "name": "TS", "application_type": "CFGTServer"},
        {"type": "application", "dbid": 101, "name": "OCS", "application_type": "CFGCMServer"},
        {"type": "application", "dbid": 20, "name": "script"},
    ]
    for number, value in enumerate(values, 1):
        one: dict[str, Any] = {"type": "dn", "dbid": number, "name": str(number), "switch": 1, "dn_type": "CFGCommDN"}
        if value is not None:
            one["options"] = {"OCS": {"outbound_contact_server": value}}
        objects.append(one)
    directory = commdn.Directory.parse(json.dumps(objects))
    for number in map(str, range(1, 4)):
        found = examined(directory, dn=number)
        steps = [one for one in found if one.step == "outbound_contact_server"]
        assert [one.health is Health.BAD for one in steps] == [number not in used], (number, steps)


def test_the_report_tells_what_was_checked_and_what_to_do() -> None:
    row = TABLE[0]
    with commdn.Simulator(toml=row.toml()) as simulator:
        site = Situation(**ASKED, servers=("ts:3000",)).use(commdn.Directory.fetch(simulator))
    found = list(examine(site))
    told = document(site, found, source="the server")
    assert [check["order"] for check in told["checks"]] == list(range(1, len(found) + 1))
    assert {"step", "state", "code", "text", "advice"} <= told["checks"][0].keys()
    assert "1 thing is wrong" in told["summary"]
    text = page(site, found, source="<b>the server</b>")
    assert "&lt;b&gt;the server&lt;/b&gt;" in text
    assert "<script" not in text
    assert "What to do" in text
    assert text.index("not-connected" if "not-connected" in text else "Neither has application") > 0


@pytest.mark.parametrize(
    ("toml", "step", "code", "words"),
    [
        ('charset = "utf-8"', "charset", "ok", "can be read as utf-8"),
        ('clock = { mode = "wall" }', "clock", "ok", "agree"),
        ('clock = { mode = "virtual", start = 1700000000 }', "clock", "clock-skew", "behind this machine's"),
    ],
)
def test_what_only_a_connection_tells(toml: str, step: str, code: str, words: str) -> None:
    configuration = BASE.replace('[clock]\nmode = "virtual"\n', "")
    configuration = f"{toml}\n{configuration}"
    site = Situation(**{**ASKED, "campaign": None, "group": None})
    with commdn.Simulator(toml=configuration) as simulator:
        found = list(
            converse(site, lambda: commdn.connect(simulator, dn="8001", app_dbid=20, ocs_dbid=101, application="script"))
        )
    assert [(one.code, words in one.text) for one in found if one.step == step] == [(code, True)], list(map(str, found))


def test_texts_in_another_charset_are_told() -> None:
    error = {
        "GSW_CM_MessageType": 27, "GSW_CM_AttrError": 8, "GSW_CM_AttrOriginAppID": 101, "GSW_CM_AttrTargetAppID": 20,
        "GSW_CM_AttrCampaignID": 1, "GSW_CM_AttrGroupID": 1, "GSW_CM_AttrErrorMessage": "группа не найдена",
    }  # fmt: skip
    site = Situation(**{**ASKED, "campaign": None, "group": None})
    with commdn.Simulator(toml=BASE) as simulator:
        simulator.add_fault("silent")

        def answer() -> None:
            while not simulator.snapshot()["ocs"][0]["counters"]["silenced"]:
                pass
            simulator.distribute("8001", commdn.KVList(error, charset="windows-1251"))

        ocs = threading.Thread(target=answer)
        ocs.start()
        found = list(converse(site, lambda: commdn.connect(simulator, dn="8001", app_dbid=20, ocs_dbid=101)))
        ocs.join()
    steps = {one.step: one for one in found}
    assert (steps["answer"].health, steps["charset"].code) == (Health.OK, "charset"), list(map(str, found))


def test_where_connecting_ends_is_told() -> None:
    site = Situation(**ASKED)
    with commdn.Simulator(toml=BASE) as simulator:
        for options, step in (
            ({"dn": "8009"}, "registration"),
            ({"dn": "8001", "app_dbid": 0}, "settings"),
        ):
            settings: dict[str, Any] = {"app_dbid": 20, "ocs_dbid": 101, **options}
            found = list(converse(site, lambda settings=settings: commdn.connect(simulator, **settings)))
            assert [(one.step, one.health) for one in found] == [(step, Health.BAD)]
    found = list(converse(site, lambda: commdn.connect("127.0.0.1:1", dn="8001", app_dbid=20, reconnect=False)))
    assert [one.step for one in found] == ["server"]


def test_the_command_examines_configuration_and_connection_and_writes_a_report(tmp_path: Path) -> None:
    for row in (TABLE[0], None):
        with commdn.Simulator(toml=BASE if row is None else row.toml()) as simulator:
            address = simulator.listen()
            arguments = [
                "doctor", "--server", address, "--dn", "8001", "--app-dbid", "20", "--ocs-dbid", "101", "--timeout", "0.5",
                "--application", "script",
            ]  # fmt: skip
            out = tmp_path / "report.html"
            ended = run(*arguments, "--report", str(out))
            assert ended.returncode == (0 if row is None else 4), ended.stdout + ended.stderr
            if row is not None:
                assert row.words in ended.stdout.replace("\n     ", " ")
                assert "because of this" in ended.stdout
                assert "Connections and add OCS_1" in out.read_text(encoding="utf-8")
            out = tmp_path / "report.json"
            run(*arguments, "--report", str(out))
            steps = [check["step"] for check in json.loads(out.read_text(encoding="utf-8"))["checks"]]
            assert steps[:3] == ["application", "ocs", "connections"]
            assert steps.index("answer") > steps.index("registration") > steps.index("dn")
            found = json.loads(run(*arguments, "--json").stdout)
            assert any(one["code"] == "not-connected" for one in found) == (row is not None)


def test_every_way_of_waiting_carries_the_verdict() -> None:
    """Calls, pending requests, queues, streams, and asyncio."""
    row = TABLE[0]
    request = commdn.requests.do_not_call(phone="5550100")
    with commdn.Simulator(toml=row.toml()) as simulator:
        options: dict[str, Any] = {name: ASKED[name] for name in ("dn", "app_dbid", "ocs_dbid", "application")}
        options |= {"directory": commdn.Directory.fetch(simulator), "request_timeout": 0.1}
        raised: list[BaseException | None] = []
        with commdn.connect(simulator, **options) as session:
            for wait in (session.call, lambda one: session.submit(one).wait()):
                with pytest.raises(commdn.CommDNNoAnswer) as error:
                    wait(request)
                raised.append(error.value)
            queue = session.completions()
            queue.submit(1, request)
            done = queue.next()
            assert done is not None
            raised.append(done.error)
            raised += [one.error for one in session.stream([request])]

        async def asked() -> None:
            async with commdn.aio.connect(simulator, **options) as session:
                for one in (session.call(request), session.submit(request)):
                    with pytest.raises(commdn.CommDNNoAnswer) as error:
                        await one
                    raised.append(error.value)
                raised.extend([one.error async for one in session.stream([request])])

        asyncio.run(asked())
    assert len(raised) == 7
    for one in raised:
        assert isinstance(one, commdn.CommDNNoAnswer)
        assert one.verdict == row.code
        assert row.words in str(one)
        assert one.to_dict()["verdict"] == row.code
        assert pickle.loads(pickle.dumps(one)).verdict == row.code


def test_a_command_without_an_answer_tells_the_reason_of_the_local_copy(tmp_path: Path) -> None:
    row = TABLE[0]
    with commdn.Simulator(toml=row.toml()) as simulator:
        address = simulator.listen()
        copy = tmp_path / "copy.db"
        commdn.Directory.fetch_to(copy, address)
        command = [
            "dnc", "add", "5550100", "--server", address, "--dn", "8001", "--app-dbid", "20", "--ocs-dbid", "101",
            "--timeout", "0.3",
        ]  # fmt: skip
        ended = run(*command, env={"COMMDN_DIRECTORY": str(copy)})
        assert ended.returncode == 4
        assert f"The local copy of the directory of tcp://{address}" in ended.stderr or f"of {address}" in ended.stderr
        assert row.words in ended.stderr
        assert row.words not in run(*command, env={"COMMDN_DIRECTORY": str(tmp_path / "none.db")}).stderr
