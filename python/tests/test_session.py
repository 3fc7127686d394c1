"""The session against the embedded simulator: requests, answers, refusals, silence, notices."""

from __future__ import annotations

import pickle
import threading
import time
import warnings
from pathlib import Path

import pytest
from conftest import APP, DN, OCS, open_session

import commdn
from commdn import requests

DIALING = requests.Dialing(
    dial_mode=commdn.DialMode.PREDICT, optimize_by=commdn.OptimizeBy.BUSY_FACTOR, optimize_goal=80
)


def test_a_do_not_call_request_is_acknowledged_and_on_the_list(
    simulator: commdn.Simulator, session: commdn.Session
) -> None:
    answer = session.do_not_call("5551234567", chain=commdn.Chain.RECORD_ONLY)
    event = answer.event
    assert event.message_type is commdn.MessageType.EV_DO_NOT_CALL_PROCESSED
    assert (event.origin, event.target, event.phone) == (OCS, APP, "5551234567")
    assert answer.events == (event,)
    assert simulator.is_do_not_call(OCS, "5551234567")
    session.do_not_call(customer_id="C-1")
    assert simulator.do_not_call(OCS)["customers"] == ["C-1"]
    assert "CM_EvDoNotCallProcessed" in repr(answer)
    assert pickle.loads(pickle.dumps(event)) == event


def test_each_campaign_request_is_answered(session: commdn.Session) -> None:
    status = commdn.GroupStatus
    assert session.load_campaign(1, 10, **DIALING).status is status.ACTIVE
    assert session.start_dialing(1, 10, **DIALING).status is status.RUNNING
    changed = requests.Dialing(**{**DIALING, "optimize_goal": 70})
    goal = session.set_dialing_mode(1, 10, **changed).event.optimize_goal
    assert goal == 70
    assert session.campaign_status(1, 10).status is status.RUNNING
    assert session.stop_dialing(1, 10).message_type is commdn.MessageType.EV_DIALING_STOPPED
    assert session.unload_campaign(1, 10).message_type is commdn.MessageType.EV_CAMPAIGN_UNLOADED
    session.load_campaign(2, 10, **DIALING)
    session.start_dialing(2, 10, **DIALING)
    session.force_unload_campaign(2, 10)
    session.load_campaign(1, 11, **DIALING)
    session.start_dialing(1, 11, **DIALING)
    session.complete_campaign(1, 11)
    assert session.stats().acknowledged == session.stats().submitted == 12


def test_a_sequence_is_loaded_and_its_items_tell_their_status(session: commdn.Session) -> None:
    item = commdn.ScheduleItem(
        campaign=1,
        dial_mode=commdn.DialMode.PREDICT,
        optimize_by=commdn.OptimizeBy.BUSY_FACTOR,
        optimize_goal=80,
        stop_at_dials=10,
    )
    schedule = commdn.Schedule([item], description="Frühjahr")
    assert session.load_campaign(group=10, schedule=schedule).message_type is commdn.MessageType.EV_CAMPAIGN_LOADED
    told = session.campaign_status(group=10, schedule=schedule).event.schedule
    assert told is not None
    assert [entry.campaign for entry in told.items] == [1]
    assert told.items[0].status is not None


def test_cancelling_records_is_acknowledged(simulator: commdn.Simulator, session: commdn.Session) -> None:
    session.load_campaign(1, 10, **DIALING)
    session.cancel_record("5550100", campaign_name="Spring")
    records = simulator.records(OCS, "5550100")
    assert records
    assert all(record["status"] == "cancelled" for record in records), records


def test_ocs_refusal_carries_its_number_and_event(session: commdn.Session) -> None:
    with pytest.raises(commdn.CommDNOcsRefused, match="CAMPAIGN_NOT_LOADED") as caught:
        session.stop_dialing(1, 10)
    error = caught.value
    assert error.code == commdn.CmError.CAMPAIGN_NOT_LOADED
    assert error.event is not None
    assert error.event.error is commdn.CmError.CAMPAIGN_NOT_LOADED
    assert not error.retryable


@pytest.mark.parametrize(
    ("request_", "attribute"),
    [
        (requests.do_not_call(), "GSW_PHONE or GSW_CUSTOMER_ID"),
        (requests.do_not_call("5" * 65), "GSW_PHONE"),
        (requests.do_not_call("5", as_is=True, chain="HalfChain"), "GSW_CHAIN_ATTR"),
        (requests.load_campaign(1, 10), "GSW_CM_AttrDialMode"),
        (requests.stop_dialing(1, target=101), "GSW_CM_AttrGroupID"),
        (requests.stop_dialing(1, 10, target=0), "GSW_CM_AttrTargetAppID"),
        (requests.do_not_call("5", as_is=True, extra={"GSW_CM_MessageType": 1}), "GSW_CM_MessageType"),
        (requests.set_dialing_mode(
            1, 10, dial_mode=1, optimize_by=1, optimize_goal=101
        ), "GSW_CM_AttrOptimizeGoal"),
    ],
)
def test_a_request_that_breaks_a_rule_names_the_attribute(
    session: commdn.Session, request_: commdn.Request, attribute: str
) -> None:
    with pytest.raises(commdn.CommDNInvalidRequest, match=attribute) as caught:
        session.call(request_)
    assert caught.value.attribute == attribute
    assert session.stats().submitted == 0


def test_an_application_that_the_ocs_does_not_know_hears_nothing_and_is_told_what_to_check(
    simulator: commdn.Simulator,
) -> None:
    with open_session(simulator, app_dbid=99) as stranger:
        with pytest.raises(commdn.CommDNNoAnswer) as caught:
            stranger.do_not_call("555", as_is=True, timeout=0.1)
    for words in ("connection", "allow-list", "outbound_contact_server"):
        assert words in str(caught.value)
    assert isinstance(caught.value, TimeoutError)


def test_target_zero_collects_the_answers_of_every_ocs(session: commdn.Session) -> None:
    answer = session.do_not_call("5550001", target=0, answers=None, timeout=1)
    assert len(answer.events) == 1
    assert session.do_not_call("5550002", target=0).event.origin == OCS


def test_extra_pairs_travel_and_requests_read_back() -> None:
    request = requests.do_not_call("555", as_is=True, extra=[("site", "x"), ("site", "y")])
    user_data = request.user_data(origin=APP, target=OCS, reference_id=5)
    assert user_data.get_all("site") == ["x", "y"]
    assert user_data.at("GSW_CM_AttrProperties", "do_not_call", "GSW_PHONE") == "555"
    again = commdn.Request.read(user_data)
    assert again is not None
    assert (again.phone, again.extra, again.origin) == ("555", request.extra, APP)
    assert commdn.Request.read(commdn.KVList({"x": 1})) is None


def test_requests_compare_print_and_pickle() -> None:
    item = commdn.ScheduleItem(campaign=3, dial_mode=commdn.DialMode(42))
    priority = commdn.DialingPriority(general=commdn.PriorityRule(1, 20))
    request = requests.load_campaign(
        group=10, schedule=commdn.Schedule([item], start_time=7), dialing_priority=priority, extra={"a": 1}
    )
    again = pickle.loads(pickle.dumps(request))
    assert again == request
    assert hash(again) == hash(request)
    assert again.schedule == commdn.Schedule([item], start_time=7)
    assert again.dialing_priority == priority
    assert request != requests.load_campaign(group=11)
    assert "group=10" in repr(request)


def test_pending_keeps_its_outcome_and_waits_in_time(
    simulator: commdn.Simulator, session: commdn.Session
) -> None:
    pending = session.submit(requests.do_not_call("5550009"))
    first = pending.wait(5)
    assert pending.wait() is first
    assert pending.done()
    assert not pending.cancel()
    simulator.add_fault("silent")
    silent = session.submit(requests.do_not_call("5550010"), timeout=30)
    started = time.monotonic()
    with pytest.raises(commdn.CommDNWaitTimeout) as caught:
        silent.wait(0.12)
    assert 0.1 < time.monotonic() - started < 20
    assert caught.value.retryable
    assert not silent.done()
    assert silent.cancel()
    with pytest.raises(commdn.CommDNClosed, match="given up"):
        silent.wait()
    assert session.stats().open_requests == 0


def test_completions_bring_each_request_its_own_outcome(
    simulator: commdn.Simulator, session: commdn.Session
) -> None:
    simulator.add_fault("reorder", window=50, ms=5)
    completions = session.completions()
    for tag in range(1000):
        completions.submit(tag, requests.do_not_call(f"555{tag:07}"))
    phones: dict[int, str | None] = {}
    while len(phones) < 1000:
        for completion in completions.take(100, 5):
            phones[completion.tag] = completion.result().event.phone
    assert phones == {tag: f"555{tag:07}" for tag in range(1000)}
    assert completions.next(0) is None
    with pytest.raises(commdn.CommDNInvalidRequest):
        completions.submit(1, requests.do_not_call())


def test_many_requests_are_sent_in_one_piece_until_one_is_refused(session: commdn.Session) -> None:
    completions = session.completions()
    batch = [requests.do_not_call(f"555{number:07}") for number in range(300)]
    assert completions.submit_many(1000, batch) == 300
    assert completions.submit_many(2000, [batch[0], requests.do_not_call(), batch[1]]) == 1
    with pytest.raises(commdn.CommDNInvalidRequest):
        completions.submit_many(2001, [requests.do_not_call(), batch[1]])
    assert completions.submit_many(3000, []) == 0
    tags: list[int] = []
    while len(tags) < 301:
        tags += [completion.tag for completion in completions.take(1000, 5) if completion.ok]
    assert sorted(tags) == [*range(1000, 1300), 2000]
    assert session.do_not_call("5550000000").event.phone == "5550000000"


def test_completions_of_a_closed_session_come_to_an_end(session: commdn.Session) -> None:
    completions = session.completions()
    session.close()
    started = time.monotonic()
    assert completions.next(None) is None
    assert time.monotonic() - started < 20


def test_notices_come_in_order_and_end_with_the_session(session: commdn.Session) -> None:
    session.load_campaign(1, 10, **DIALING)
    session.start_dialing(1, 10, **DIALING)
    seen = [n.event.status for n in session.notices(timeout=2) if n.event is not None]
    assert seen[:2] == [commdn.GroupStatus.ACTIVE, commdn.GroupStatus.RUNNING]
    assert session.next_notice(timeout=0) is None
    threading.Timer(0.1, session.close).start()
    assert [n for n in session.notices() if n.kind is commdn.NoticeKind.SWITCH_LINK] == []


def test_a_callback_takes_the_notices_and_may_use_the_session(simulator: commdn.Simulator) -> None:
    told: list[commdn.GroupStatus | None] = []
    loaded = threading.Event()
    holder: list[commdn.Session] = []

    def on_notice(notice: commdn.Notice) -> None:
        if notice.event is not None:
            told.append(holder[0].campaign_status(1, 10).status)
            loaded.set()

    with open_session(simulator, on_notice=on_notice) as session:
        holder.append(session)
        session.load_campaign(1, 10, **DIALING)
        assert loaded.wait(5)
        with pytest.raises(ValueError, match="on_notice"):
            session.next_notice()
    assert told[0] is commdn.GroupStatus.ACTIVE


def test_a_lost_connection_ends_requests_and_tells(simulator: commdn.Simulator) -> None:
    with open_session(simulator, reconnect=False) as session:
        ends_with_its_connection(simulator, session)


def ends_with_its_connection(simulator: commdn.Simulator, session: commdn.Session) -> None:
    simulator.add_fault("silent")
    safe = session.submit(requests.do_not_call("555", as_is=True), timeout=30)
    unsafe = session.submit(requests.stop_dialing(1, 10), timeout=30)
    assert simulator.cut() == 1
    with pytest.raises(commdn.CommDNDisconnected) as caught:
        safe.wait()
    assert caught.value.retryable
    with pytest.raises(commdn.CommDNOutcomeUnknown) as unknown:
        unsafe.wait()
    assert unknown.value.status_query is not None
    assert unknown.value.status_query.campaign == 1
    kinds = []
    with pytest.raises(commdn.CommDNDisconnected):
        for notice in session.notices(timeout=5):
            kinds.append(notice.kind)
    assert commdn.NoticeKind.DISCONNECTED in kinds
    assert session.is_over
    with pytest.raises(commdn.CommDNDisconnected):
        session.do_not_call("555", as_is=True)


def test_a_lost_connection_is_replaced_and_a_safe_request_repeated(
    simulator: commdn.Simulator,
) -> None:
    with open_session(simulator, reconnect_delay=0.01) as session:
        simulator.add_fault("silent")
        safe = session.submit(requests.do_not_call("5551230000"), timeout=30)
        assert simulator.cut() == 1
        simulator.clear_faults()
        assert safe.wait().event.phone == "5551230000"
        assert session.status == "up" and session.trouble is None
        stats = session.stats()
        assert (stats.reconnects, stats.repeated) == (1, 1)
        kinds = [notice.kind for notice in session.notices(timeout=2)]
        assert commdn.NoticeKind.DISCONNECTED in kinds and commdn.NoticeKind.CONNECTED in kinds


def test_a_dn_out_of_service_holds_requests(simulator: commdn.Simulator) -> None:
    with open_session(simulator) as session:
        assert simulator.set_service("8001", False) and not simulator.set_service("4711", False)
        kinds = (notice.kind for notice in session.notices(timeout=5))
        assert commdn.NoticeKind.OUT_OF_SERVICE in kinds
        assert session.status == "out_of_service"
        assert "8001" in str(session.trouble)
        held = session.submit(requests.do_not_call("5551230001"), timeout=30)
        assert not held.done()
        assert simulator.set_service("8001", True)
        held.wait()
        assert simulator.unregister_all("8001") == 1
        # A request that is on its way before the session hears of it is T-Server's to refuse.
        kinds = (notice.kind for notice in session.notices(timeout=5))
        assert commdn.NoticeKind.REGISTERED in kinds
        session.do_not_call("5551230002")


def test_a_session_is_there_before_its_server() -> None:
    quick = {"reconnect_delay": 0.01, "max_reconnect_delay": 0.02}
    with commdn.connect(
        "127.0.0.1:1,127.0.0.1:2",
        dn="8001",
        app_dbid=20,
        ocs_dbid=101,
        connect_in_background=True,
        **quick,
    ) as session:
        with pytest.raises(commdn.CommDNDisconnected, match="not sent") as caught:
            session.do_not_call("555", as_is=True, timeout=0.3)
        assert "127.0.0.1:1" in str(caught.value) and "127.0.0.1:2" in str(caught.value)
        assert session.status == "connecting"
        assert session.trouble is not None


def test_spinning_gives_the_same_answers() -> None:
    with commdn.connect("sim:", dn="8001", app_dbid=20, ocs_dbid=101, spin=0.0002) as session:
        for _ in range(20):
            assert session.do_not_call("5551234567").event.phone == "5551234567"
    with pytest.raises(commdn.CommDNInvalidArgument, match="spin"):
        commdn.connect("sim:", dn="8001", app_dbid=20, ocs_dbid=101, spin=-1.0)


def test_closing_wakes_every_waiter_and_twice_is_harmless(
    simulator: commdn.Simulator, session: commdn.Session
) -> None:
    simulator.add_fault("silent")
    ended: list[type[BaseException]] = []

    def wait() -> None:
        try:
            session.do_not_call("555", as_is=True, timeout=None)
        except commdn.CommDNError as error:
            ended.append(type(error))

    threads = [threading.Thread(target=wait) for _ in range(8)]
    for thread in threads:
        thread.start()
    while session.stats().open_requests < 8:
        time.sleep(0.005)
    session.close()
    session.close()
    for thread in threads:
        thread.join(5)
    assert ended == [commdn.CommDNClosed] * 8
    with pytest.raises(commdn.CommDNClosed):
        session.do_not_call("555", as_is=True)


def test_tcp_and_a_configuration_file_work(tmp_path: Path) -> None:
    with commdn.Simulator() as simulator:
        address = simulator.listen()
        with commdn.connect(address, dn=DN, app_dbid=APP, ocs_dbid=OCS) as session:
            assert session.server == address
            session.do_not_call("5559999")
        assert simulator.is_do_not_call(OCS, "5559999")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[[dn]]\nnumbr = 5\n")
    with pytest.raises(commdn.CommDNInvalidArgument, match="numbr"):
        commdn.connect(f"sim:{wrong}", dn=DN, app_dbid=APP)


def test_what_cannot_connect_says_so(simulator: commdn.Simulator) -> None:
    with pytest.raises(commdn.CommDNConnectError, match="127.0.0.1:1") as caught:
        commdn.connect("127.0.0.1:1", dn=DN, app_dbid=APP)
    assert isinstance(caught.value, ConnectionError)
    with pytest.raises(commdn.CommDNInvalidArgument, match="no port"):
        commdn.connect("tserver", dn=DN, app_dbid=APP)
    with pytest.raises(commdn.CommDNInvalidArgument, match="app_dbid"):
        open_session(simulator, app_dbid=0)
    with pytest.raises(commdn.CommDNInvalidArgument, match="request_timeout"):
        open_session(simulator, request_timeout=-1)
    simulator.add_fault("refuse_registration")
    with pytest.raises(commdn.CommDNRegistrationRefused) as refused:
        open_session(simulator)
    assert refused.value.code is not None


def test_tserver_refusal_is_another_error_than_ocs_refusal(
    simulator: commdn.Simulator, session: commdn.Session
) -> None:
    simulator.add_fault("refuse_request", times=1)
    with pytest.raises(commdn.CommDNTServerRefused) as caught:
        session.do_not_call("555", as_is=True)
    assert caught.value.code is not None
    session.do_not_call("555", as_is=True)


def test_limits_on_open_requests_are_an_error(simulator: commdn.Simulator) -> None:
    simulator.add_fault("silent")
    with open_session(simulator, max_open_requests=1) as session:
        pending = session.submit(requests.do_not_call("555", as_is=True))
        with pytest.raises(commdn.CommDNOverloaded) as caught:
            session.submit(requests.do_not_call("556", as_is=True))
        assert caught.value.retryable
        pending.cancel()


def test_latin1_sites_get_and_send_latin1_bytes(simulator: commdn.Simulator) -> None:
    with open_session(simulator, charset="iso-8859-1") as session:
        event = commdn.KVList(
            {"GSW_CM_MessageType": 24, "GSW_CM_AttrErrorMessage": "läuft"}, charset="iso-8859-1"
        )
        simulator.distribute(DN, event)
        told = [n.event for n in session.notices(timeout=2) if n.event is not None]
        assert told[0].error_message == "läuft"
        request = requests.do_not_call(customer_id="Müller")
        assert b"M\xfcller" in request.user_data(origin=APP, charset="iso-8859-1").pack()
        with pytest.raises(commdn.CommDNInvalidRequest, match="GSW_CUSTOMER_ID is no text"):
            session.do_not_call(customer_id="Łódź")


def test_a_session_that_nobody_closed_warns(simulator: commdn.Simulator) -> None:
    session = open_session(simulator)
    with pytest.warns(ResourceWarning, match="not closed"):
        del session
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        open_session(simulator).close()


def test_distributed_events_of_others_are_notices_or_counted(
    simulator: commdn.Simulator, session: commdn.Session
) -> None:
    simulator.distribute(DN, {"GSW_AGENT_REQ_TYPE": "DoNotCall"})
    simulator.distribute(DN, {"GSW_CM_MessageType": 99, "GSW_CM_AttrTargetAppID": APP, "x": "y"})
    events = [notice.event for notice in session.notices(timeout=2) if notice.event is not None]
    assert [int(event.message_type) for event in events] == [99]
    assert events[0].user_data["x"] == "y"
    assert session.stats().desktop == 1
