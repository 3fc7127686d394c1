"""`commdn.explain` on the simulator's logs with faults on, beside what the simulator itself knows.

The simulator ties each answer to its request when it makes it; the log has only what messages echo.
"""

from __future__ import annotations

import io
import json
import logging
import os
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import DN, OCS

import commdn
from commdn.explain import State, explain
from commdn.explain.text import lines

SEEDS = int(os.environ.get("EXPLAIN_SEEDS", "2"))
DEMO = Path(__file__).resolve().parents[2] / "sim" / "src" / "cli" / "template.toml"
KINDS: list[str] = [
    "drop", "delay", "duplicate", "reorder", "wrong_correlation", "silent", "refuse_request", "refuse_registration",
    "partial", "garbage", "cut", "unknown_application", "mixed",
]  # fmt: skip
UNANSWERED = (State.UNANSWERED, State.REFUSED_BY_TSERVER)


def some_request(chance: random.Random, number: int) -> commdn.Request:
    """One of the kinds of request, with facts that may be those of others."""
    match chance.randrange(6):
        case 0:
            return commdn.requests.do_not_call(f"5551{number % 7:06d}")
        case 1:
            return commdn.requests.cancel_record(f"5550{number:06d}")
        case 2:
            return commdn.requests.campaign_status(1, 10)
        case 3:
            return commdn.requests.load_campaign(1, 10, dial_mode=1, optimize_by=1, optimize_goal=80)
        case 4:
            return commdn.requests.unload_campaign(1, 10)
        case _:
            return commdn.requests.do_not_call(customer_id=f"C-{number}")


def add_faults(simulator: commdn.Simulator, kind: str) -> None:
    if kind == "mixed":
        for each in ("drop", "duplicate", "silent", "wrong_correlation", "refuse_request"):
            simulator.add_fault(each, rate=0.1)  # type: ignore[arg-type]
    elif kind == "delay":
        simulator.add_fault("delay", rate=0.5, ms=2, max_ms=20)
    elif kind != "unknown_application":
        simulator.add_fault(kind, rate=0.3)  # type: ignore[arg-type]


def day(
    kind: str, seed: int, *, echo: bool = True, sink: logging.Logger | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the simulator knows of the requests of a day with such faults, and its log."""
    chance = random.Random(seed)
    toml = DEMO.read_text(encoding="utf-8").replace("seed = 1\n", f"seed = {seed}\n", 1)
    toml = toml.replace("echo_reference_id = true", f"echo_reference_id = {str(echo).lower()}")
    application = 99 if kind == "unknown_application" and seed % 2 else 20
    with commdn.Simulator(toml=toml, virtual_clock=True) as simulator:
        simulator.observe()
        options: dict[str, Any] = {"request_timeout": 0.5, "reconnect_delay": 0.01}
        if sink is not None:
            options["logger"] = sink
        with commdn.connect(simulator, dn=DN, app_dbid=application, ocs_dbid=OCS, **options) as session:
            add_faults(simulator, kind)
            waiting = []
            for number in range(24):
                try:
                    waiting.append(session.submit(some_request(chance, number)))
                except commdn.CommDNError:
                    continue
            for pending in waiting:
                try:
                    pending.wait()
                except commdn.CommDNError:
                    continue
            # Nothing more comes: what faults still hold would be told to nobody.
            return simulator.fates(), simulator.take_observed()


def text_log(entries: list[dict[str, Any]]) -> bytes:
    return "".join(entry["text"] + "\n" for entry in entries).encode()


def json_log(entries: list[dict[str, Any]]) -> bytes:
    documents = ({key: value for key, value in entry.items() if key != "text"} for entry in entries)
    return "".join(json.dumps(document) + "\n" for document in documents).encode()


@pytest.mark.parametrize("kind", KINDS)
def test_every_unanswered_request_is_found_and_none_invented(kind: str) -> None:
    found = 0
    for seed in range(1, SEEDS + 1):
        fates, entries = day(kind, seed)
        # A request that is sent again on the next connection counts by its last time.
        known = {(fate["origin"], fate["reference"]): fate["answers"] for fate in fates}
        unanswered = {key for key, answers in known.items() if not answers}
        refused = {(fate["origin"], fate["reference"]) for fate in fates if fate["refused"]}
        for log in (text_log(entries), json_log(entries)):
            explanation = explain(log)
            told = {}
            for trace in sorted(explanation.traces(), key=lambda trace: trace.number):
                told[trace.facts.origin, trace.facts.reference] = trace
            assert told.keys() == known.keys(), (kind, seed)
            open_ = {key for key, trace in told.items() if trace.state in UNANSWERED}
            assert open_ == unanswered, (kind, seed, open_ ^ unanswered)
            by_tserver = {key for key, trace in told.items() if trace.state is State.REFUSED_BY_TSERVER}
            assert by_tserver <= refused, (kind, seed)
            for key in open_:
                verdict = told[key].verdict
                assert verdict is not None
                assert verdict.code in reasons(kind), (kind, seed, verdict)
        found += len(unanswered)
    if kind in ("delay", "duplicate", "reorder", "refuse_registration"):
        assert found == 0
    elif kind != "unknown_application":
        assert found > 0


def reasons(kind: str) -> set[str]:
    """The verdicts that are right for a kind of fault."""
    match kind:
        case "refuse_request":
            return {"refused-by-tserver"}
        case "unknown_application":
            return {"ocs-ignored"}
        case "mixed":
            return {"fault", "refused-by-tserver"}
        case "cut" | "garbage" | "partial":
            return {"fault", "connection-lost", "refused-by-tserver", "log-ends", "answer-lost", "lost", "ocs-silent"}
        case _:
            return {"fault"}


def test_without_reference_ids_as_many_of_each_kind_are_found() -> None:
    for kind in ("drop", "silent", "wrong_correlation"):
        for seed in range(1, SEEDS + 1):
            fates, entries = day(kind, seed, echo=False)
            known = Counter(fate["message"] for fate in fates if not fate["answers"])
            told = Counter(
                trace.facts.message for trace in explain(text_log(entries)).traces() if trace.state in UNANSWERED
            )
            assert told == known, (kind, seed)


def test_a_masked_log_without_reference_ids_invents_nothing() -> None:
    fates, entries = day("drop", 3, echo=False)
    masked = re.sub(rb"(?<=phone )\d+|(?<=customer id )C-\d+|(?<=')(?:555\d+|C-\d+)(?=')", b"****", text_log(entries))
    assert b"5551" not in masked
    known = sum(not fate["answers"] for fate in fates)
    states = Counter(trace.state for trace in explain(masked).traces())
    assert states[State.UNANSWERED] <= known <= states[State.UNANSWERED] + states[State.UNDETERMINED]


def test_the_log_of_a_session_and_that_of_the_simulator_together() -> None:
    lines_ = io.StringIO()
    logger = logging.getLogger("test.explain")
    logger.setLevel(logging.DEBUG)
    handler = logging.StreamHandler(lines_)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(handler)
    try:
        fates, entries = day("drop", 5, sink=logger)
    finally:
        logger.removeHandler(handler)
    session = lines_.getvalue().encode()
    known = {fate["reference"] for fate in fates if not fate["answers"]}
    assert known
    alone = {trace.facts.reference: trace for trace in explain(session).traces()}
    assert {reference for reference, trace in alone.items() if trace.state in UNANSWERED} == known
    explanation = explain(session, text_log(entries))
    both = {trace.facts.reference: trace for trace in explanation.traces()}
    assert both.keys() == alone.keys()
    assert {reference for reference, trace in both.items() if trace.state in UNANSWERED} == known
    for trace in both.values():
        assert {hop.place.role for hop in trace.hops} >= {"client", "tserver"}
        if trace.state in UNANSWERED:
            assert trace.verdict is not None
            assert trace.verdict.code == "fault"
    told = "\n".join(lines(explanation))
    assert "fault on demand: drop" in told
    assert "session: not answered, T-Server had acknowledged it" in told
