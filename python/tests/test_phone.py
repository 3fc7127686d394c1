"""Phone numbers: the vectors of all languages, regions, and one entry for every notation of a number."""

from __future__ import annotations

import asyncio
import csv
import json
import pickle
from pathlib import Path

import pytest
from conftest import APP, DN, OCS, open_session, vector
from test_cli import run

import commdn
from commdn import aio, bulk, normalize_for_region, normalize_phone, requests
from commdn.testing import ContactCentre

VECTORS = vector("phone_numbers.json")
NUMBER = "5551234567"
NOTATIONS = ["(555) 123-4567", "555.123.4567", " 5551234567", "5551234567.0", "tel:555-123-4567", "555\u00a0123\u20114567"]


@pytest.mark.parametrize("entry", VECTORS["accepted"], ids=lambda entry: ascii(entry["text"]))
def test_a_notation_of_a_number_is_its_digits(entry: dict[str, str]) -> None:
    assert normalize_phone(entry["text"]) == entry["number"]
    assert requests.do_not_call(entry["text"]) == requests.do_not_call(entry["number"], as_is=True)


@pytest.mark.parametrize("entry", VECTORS["refused"], ids=lambda entry: ascii(entry["text"]))
def test_what_is_not_certainly_a_number_is_refused(entry: dict[str, str]) -> None:
    with pytest.raises(commdn.CommDNInvalidRequest) as caught:
        normalize_phone(entry["text"])
    assert caught.value.attribute == "GSW_PHONE"
    assert entry["reason"] in str(caught.value)
    with pytest.raises(commdn.CommDNInvalidRequest) as sent:
        requests.cancel_record(entry["text"]).user_data(origin=1, target=1)
    assert sent.value.attribute == "GSW_PHONE"


def test_half_of_a_pair_is_no_number() -> None:
    with pytest.raises(commdn.CommDNInvalidRequest):
        normalize_phone("5551234567\ud800")


def test_a_refused_number_reaches_neither_ocs_nor_the_outbox(tmp_path: Path) -> None:
    refused = requests.do_not_call("555-123-4567 x12", customer_id="C-1")
    with ContactCentre() as centre, centre.connect() as session, commdn.Outbox(tmp_path / "out") as outbox:
        for send in (session.call, session.submit, outbox.submit, lambda one: outbox.submit_many([one])):
            with pytest.raises(commdn.CommDNInvalidRequest, match="extension") as caught:
                send(refused)
            assert caught.value.attribute == "GSW_PHONE"
        (outcome,) = session.stream([refused])
        assert isinstance(outcome.error, commdn.CommDNInvalidRequest)
        assert outbox.stats().unfinished == 0
        centre.assert_nothing_received()


def test_a_text_is_sent_unharmed_as_it_is(simulator: commdn.Simulator, session: commdn.Session) -> None:
    for text in ("112", "(555) 123-4567", "*21*5551234#", "112 ..."):
        assert session.do_not_call(text, as_is=True).event.phone == text
        assert session.cancel_record(text, as_is=True).event.phone == text
        request = requests.do_not_call(text, as_is=True)
        assert request.as_is and request.phone == text
        assert pickle.loads(pickle.dumps(request)) == request
        assert list(requests.do_not_call().each(phone=[text], as_is=True)) == [request]
        assert commdn.Request.read(request.user_data(origin=1, target=1)).phone == text  # type: ignore[union-attr]
    assert simulator.do_not_call(OCS)["phones"] == ["*21*5551234#", "112", "112 ...", NUMBER]
    refused = pickle.loads(pickle.dumps(requests.do_not_call("112")))
    assert refused == requests.do_not_call("112") and not refused.as_is
    with pytest.raises(commdn.CommDNInvalidRequest, match="65 bytes"):
        session.do_not_call("1" * 65, as_is=True)


def _through_aio(simulator: commdn.Simulator) -> None:
    async def main() -> None:
        async with aio.connect(simulator, dn=DN, app_dbid=APP, ocs_dbid=OCS) as session:
            for text in NOTATIONS:
                await session.do_not_call(text)
            rows = requests.do_not_call().each(phone=NOTATIONS)
            assert all([outcome.ok async for outcome in session.stream(rows)])

    asyncio.run(main())


def _through_files(simulator: commdn.Simulator, folder: Path) -> None:
    source = folder / "in.csv"
    with source.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["phone"], *([text] for text in NOTATIONS)])
    with open_session(simulator) as session:
        for number, (as_is, region) in enumerate(((False, None), (True, None), (False, "US")), 1):
            result = folder / f"{number}.csv"
            summary = bulk.import_file(session, source, result=result, as_is=as_is, region=region)
            assert summary.acknowledged + summary.refused == len(NOTATIONS)
        rows = [bulk.Row(1, NOTATIONS[0]), bulk.Row(2, NOTATIONS[1], as_is=True)]
        assert [row.request().as_is for row in rows] == [False, True]


def test_every_way_in_gives_one_entry(simulator: commdn.Simulator, session: commdn.Session, tmp_path: Path) -> None:
    for text in NOTATIONS:
        assert session.do_not_call(text).event.phone == NUMBER
        session.do_not_call(text.strip(), as_is=True) if text[0] in "( 5" else None
    completions = session.completions()
    for tag, text in enumerate(NOTATIONS):
        completions.submit(tag, requests.do_not_call(text))
    assert all(completions.next().error is None for _ in NOTATIONS)  # type: ignore[union-attr]
    with commdn.Outbox(tmp_path / "out") as outbox:
        outbox.attach(session)
        assert all(outbox.wait(entry).ok for entry in outbox.submit_many(map(requests.do_not_call, NOTATIONS)))
    _through_aio(simulator)
    _through_files(simulator, tmp_path)
    env = {"COMMDN_SERVER": simulator.listen(), "COMMDN_DN": DN, "COMMDN_APP_DBID": str(APP), "COMMDN_OCS_DBID": str(OCS)}
    for extra in ([], ["--as-is"], ["--region", "US"], ["--outbox", str(tmp_path / "cli")]):
        assert run("dnc", "add", NOTATIONS[0], *extra, env=env).returncode == 0, extra
    for extra in ([], ["--no-outbox"], ["--as-is"], ["--region", "US"], ["--dedupe"]):
        target = tmp_path / "process.csv"
        ended = run("dnc", "import", str(tmp_path / "in.csv"), "--result", str(target), "--overwrite", *extra, env=env)
        assert ended.returncode in (0, 3), (extra, ended.stderr)
        with target.open(newline="", encoding="utf-8") as file:
            statuses = {row["status"] for row in csv.DictReader(file)}
        assert "acknowledged" in statuses and "unanswered" not in statuses, extra
    assert simulator.do_not_call(OCS)["phones"] == [NUMBER]
    assert all(simulator.is_do_not_call(OCS, text) for text in NOTATIONS)


def test_a_record_is_found_in_every_notation(simulator: commdn.Simulator, session: commdn.Session) -> None:
    session.do_not_call("555-0100", chain=commdn.Chain.RECORD_ONLY)
    session.cancel_record("555-0110", as_is=True, chain=commdn.Chain.RECORD_ONLY)
    assert simulator.records(OCS, "555 0100")[0]["status"] == "do_not_call"
    assert simulator.records(OCS, "5550110")[0]["status"] == "cancelled"


def test_received_requests_are_asserted_by_number() -> None:
    with ContactCentre() as centre, centre.connect() as session:
        session.do_not_call("(555) 123-4567")
        session.do_not_call("555-765-4321", as_is=True)
        kind = commdn.MessageType.REQ_DO_NOT_CALL
        centre.assert_received(kind, phone="555.123.4567", times=1)
        centre.assert_received(kind, phone="5557654321", times=1)
        with pytest.raises(AssertionError):
            centre.assert_received(kind, phone="5550000000")


@pytest.mark.parametrize(
    ("text", "region", "national", "e164"),
    [
        ("(555) 123-4567", "US", NUMBER, "+15551234567"),
        ("+442079460958", "US", "+442079460958", "+442079460958"),
        ("+13012345670", "DE", "+13012345670", "+13012345670"),
        ("(555) 123-4567 x123", "US", NUMBER, "+15551234567"),
        ("(555) 765-4321 ext. 12", "us", "5557654321", "+15557654321"),
        ("+44 020 7946 0958", "GB", "2079460958", "+442079460958"),
        ("(0)20 7946 0958", "GB", "2079460958", "+442079460958"),
        ("+39 06 1234567", "IT", "061234567", "+39061234567"),
        ("0044 20 7946 0958", "DE", "+442079460958", "+442079460958"),
    ],
)
def test_with_a_region_the_plan_is_the_librarys(text: str, region: str, national: str, e164: str) -> None:
    assert normalize_for_region(text, region) == national
    assert normalize_for_region(text, region, "e164") == e164


@pytest.mark.parametrize(
    ("text", "region", "reason"),
    [
        ("5551234", "US", "area code"),
        ("030 1234567", "US", "a zero that no number of US has"),
        ("55512345678", "US", "too many digits"),
        ("011 15 2345-6789", "AR", "digits that it lacks"),
        ("1-800-FLOWERS", "US", "letters"),
        ("030 1234567 20240115", "DE", "date"),
        ("+999123456789", "US", "Invalid|nobody has|no number"),
    ],
)
def test_with_a_region_doubts_are_refused(text: str, region: str, reason: str) -> None:
    with pytest.raises(commdn.CommDNInvalidRequest, match=reason) as caught:
        normalize_for_region(text, region)
    assert caught.value.attribute == "GSW_PHONE"


@pytest.mark.parametrize("command", [["dnc", "add"], ["cancel", "--yes"]], ids=["add", "cancel"])
@pytest.mark.parametrize(
    ("arguments", "sent"),
    [
        (["(555) 123-4567"], NUMBER),
        (["(555) 123-4567", "--as-is"], "(555) 123-4567"),
        (["+44 20 7946 0958", "--region", "US"], "+442079460958"),
        (["555-123-4567", "--region", "US", "--number-form", "e164"], "+15551234567"),
    ],
    ids=["digits", "as is", "abroad", "e164"],
)
def test_the_command_line_sends(command: list[str], arguments: list[str], sent: str) -> None:
    ended = run(*command, *arguments, "--json", env={"COMMDN_SERVER": "sim:"})
    assert json.loads(ended.stdout)["phone"] == sent


@pytest.mark.parametrize("command", [["dnc", "add"], ["cancel", "--yes"]], ids=["add", "cancel"])
def test_the_command_line_refuses_a_doubt(command: list[str]) -> None:
    doubt = run(*command, "555-123-4567 x12", env={"COMMDN_SERVER": "sim:"})
    assert doubt.returncode in (2, 3)
    assert "GSW_PHONE" in doubt.stderr
    assert "extension" in doubt.stderr
    both = run(*command, NUMBER, "--as-is", "--region", "US", env={"COMMDN_SERVER": "sim:"})
    assert both.returncode == 2
    assert "--as-is" in both.stderr
