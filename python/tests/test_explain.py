"""`commdn.explain`: what logs tell of each request, several logs together, and what cannot be read."""

from __future__ import annotations

import gzip
import html.parser
import json
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import VECTORS
from test_cli import run

from commdn.explain import Explanation, Source, State, Trace, explain
from commdn.explain.document import documents
from commdn.explain.page import page
from commdn.explain.text import lines


def only(*logs: Any, **options: Any) -> tuple[Explanation, Trace]:
    explanation = explain(*logs, **options)
    traces = list(explanation.traces())
    assert len(traces) == 1, traces
    return explanation, traces[0]


def request(
    clock: str = "12:00:01.100", *, reference: int = 17, origin: int = 207, target: int = 112, message: int = 12
) -> str:
    return (
        f"{clock} Trc 04541 RequestDistributeUserEvent received from [36] (0000000b Desk 192.0.2.17:50122)\n"
        f"message RequestDistributeUserEvent\n\tAttributeReferenceID\t{reference}\n\tAttributeCommunicationDN\t'8899'\n"
        + data(message, origin, target, reference)
    )


def data(message: int, origin: int, target: int, reference: int | None, campaign: int = 101) -> str:
    pairs = f"\t\t'GSW_CM_MessageType'\t{message}\n\t\t'GSW_CM_AttrOriginAppID'\t{origin}\n\t\t'GSW_CM_AttrTargetAppID'\t{target}\n"
    if reference is not None:
        pairs += f"\t\t'GSW_CM_AttrReferenceID'\t{reference}\n"
    pairs += f"\t\t'GSW_CM_AttrCampaignID'\t{campaign}\n\t\t'GSW_CM_AttrGroupID'\t115\n"
    count = pairs.count("\n")
    return f"\tAttributeUserData\t[200] 00 {count:02x} 01 00..\n{pairs}"


def ack(clock: str = "12:00:01.101", reference: int = 17) -> str:
    return f"{clock} -- sent\nmessage EventACK\n\tAttributeReferenceID\t{reference}\n\tAttributeThisDN\t'8899'\n"


def refused(code: int, text: str, clock: str = "12:00:01.101", reference: int = 17) -> str:
    return (
        f"{clock} -- sent\nmessage EventError\n\tAttributeErrorMessage\t'{text}'\n\tAttributeErrorCode\t{code}\n"
        f"\tAttributeReferenceID\t{reference}\n"
    )


def event(
    clock: str = "12:00:01.140",
    *,
    message: int = 24,
    origin: int = 112,
    target: int = 207,
    reference: int | None = 17,
    campaign: int = 101,
) -> str:
    return (
        f"@{clock} [0] 8.1 distribute_user_event: message EventUserEvent\n"
        + data(message, origin, target, reference, campaign)
        + "\tAttributeThisDN\t'8899'\n"
    )


END = "12:10:00.000 the end\n"


def test_the_logs_of_real_servers_are_followed_as_far_as_they_tell() -> None:
    expected = {
        "tserver": {State.ANSWERED: 1},
        "ocs": {State.ANSWERED: 1},
        "sdk": {State.ANSWERED: 1},
        "urs": {},
        "desktop": {},
        "masked": {State.UNANSWERED: 3},
    }
    for name, states in expected.items():
        explanation = explain(VECTORS / f"log_{name}.txt")
        traces = list(explanation.traces())
        assert dict(explanation.totals) == states, name
        assert len(traces) == sum(states.values())
    _, trace = only(VECTORS / "log_tserver.txt")
    kinds = [(hop.what, hop.place.role, hop.place.way, hop.line) for hop in trace.all_hops()]
    assert kinds == [
        ("request", "tserver", "in", 11),
        ("ack", "tserver", "out", 20),
        ("request", "tserver", "out", 29),
        ("answer", "tserver", "out", 46),
    ]
    assert trace.answers[0].hops[-1].time == pytest.approx((trace.start or 0) + 0.038)


def test_a_request_is_followed_from_its_acknowledgement_to_the_answer_of_ocs() -> None:
    _, trace = only((request() + ack() + event() + END).encode())
    assert trace.state is State.ANSWERED
    assert trace.verdict is None
    assert trace.ack is not None
    assert trace.client == "36"
    assert trace.dn == "8899"


@pytest.mark.parametrize(
    ("log", "code", "words"),
    [
        (request() + ack() + END, "ocs-silent", "says nothing in these logs"),
        (request() + END + ack(reference=99), "not-acknowledged", "neither acknowledged nor refused"),
        (request() + ack(), "log-ends", "ends 1 ms after the request"),
        (request() + refused(59, "DN is not configured"), "refused-by-tserver", "DN is not configured (code 59)"),
        (request(message=12, target=0) + ack() + END, "target-zero", "names no OCS"),
        (request() + ack() + event(origin=101, target=30) + END, "wrong-target", "OCS 112 says nothing in these logs; 101 does"),
        (request() + ack() + event(target=208, reference=3) + END, "not-connected", "answers application 208, never application 207"),
        (request() + ack() + event(reference=18) + END, "other-facts", "reference 18 instead of 17"),
        (event("12:00:00.500", reference=3) + request() + ack() + END, "ocs-stopped", "says nothing after this request"),
        (
            request() + ack() + request("12:00:20.000", reference=18) + ack("12:00:20.001", 18) + event("12:00:20.100", reference=18) + END,
            "lost",
            "answers application 207 on this DN at other times",
        ),
        (request() + ack() + event("12:00:15.000") + END, "late", "later than 10 s"),
        (request() + ack() + event(message=27) + END, "refused", "error without a number"),
        (
            request() + ack() + "12:00:01.200 x\nmessage EventLinkDisconnected\n" + event("12:00:02.000", reference=3, target=208) + END,
            "no-service",
            "lost its link to the switch",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)  # fmt: skip
def test_the_reason_that_a_request_has_no_good_answer_is_named(log: str, code: str, words: str) -> None:
    traces = list(explain(log.encode()).traces())
    verdict = traces[0].verdict
    assert verdict is not None
    assert verdict.code == code, verdict
    assert words in verdict.text


def test_facts_that_the_log_hides_are_not_guessed() -> None:
    def dnc(clock: str, message: int, origin: int, target: int) -> str:
        pairs = (
            f"\t\t'GSW_CM_MessageType'\t{message}\n\t\t'GSW_CM_AttrOriginAppID'\t{origin}\n\t\t'GSW_CM_AttrTargetAppID'\t{target}\n"
            "\t\t'GSW_CM_AttrProperties'(list) 'do_not_call'(list) 'GSW_PHONE'\t'****'\n"
        )
        return f"{clock} x distribute_user_event: message EventUserEvent\n\tAttributeUserData\t[9] 00 04 01 00..\n{pairs}"

    log = dnc("12:00:01.000", 32, 207, 112) + dnc("12:00:01.100", 32, 207, 112) + dnc("12:00:01.200", 33, 112, 207) + END
    explanation = explain(log.encode())
    assert [trace.state for trace in explanation.traces()] == [State.UNDETERMINED, State.UNDETERMINED]


SDK = """2026-11-30 {clock} DEBUG [12] - {head}
'{name}' ('{number}')
message attributes:
AttributeReferenceID [int] = 17
AttributeCommunicationDN [str] = "8899"
AttributeUserData [bstr] = KVList:\x20
\t'GSW_CM_MessageType' [int] = {message}
\t'GSW_CM_AttrOriginAppID' [int] = {origin}
\t'GSW_CM_AttrTargetAppID' [int] = {target}
\t'GSW_CM_AttrReferenceID' [int] = 17
\t'GSW_CM_AttrCampaignID' [int] = 101
\t'GSW_CM_AttrGroupID' [int] = 115
"""


def sdk_log(*, answered: bool) -> str:
    log = SDK.format(
        clock="14:00:03.600", head="Sending message to TServer - tcp://ts:3000", name="RequestDistributeUserEvent", number=48,
        message=12, origin=207, target=112,
    )  # fmt: skip
    if answered:
        log += SDK.format(
            clock="14:00:03.700", head="Proxy got message from tcp://ts:3000", name="EventUserEvent", number=96, message=24,
            origin=112, target=207,
        )  # fmt: skip
    return log + "2026-11-30 14:05:00,000 DEBUG bye\n"


def test_several_logs_are_merged_and_their_clocks_compared() -> None:
    tserver, client = (request() + ack() + event() + END).encode(), sdk_log(answered=True).encode()
    for logs in ((tserver, client), (client, tserver)):
        explanation, trace = only(*(Source.of(log, f"log{n}") for n, log in enumerate(logs)))
        assert trace.state is State.ANSWERED
        assert len(trace.all_hops()) == 5
        second = explanation.logs[1]
        assert (second.how, second.common) == ("messages", 2)
    explanation, trace = only(Source.of(tserver, "ts.log"), Source.of(client, "sdk.log"))
    # 14:00:03.600 and .700 there are 12:00:01.100 and .140 here: 2 hours and 2.53 s.
    assert explanation.logs[1].offset % 86_400 == pytest.approx(86_400 - 7200 - 2.53)
    text = "\n".join(lines(explanation))
    assert "sdk.log: client (SDK)" in text
    assert "2 messages in common" in text
    given, _ = only(tserver, client, offsets={1: -7202.53 - 20787 * 86400.0})
    assert given.logs[1].how == "given"


def test_an_answer_that_tserver_sent_and_the_client_never_got_is_told() -> None:
    other = SDK.format(
        clock="14:00:09.000", head="Proxy got message from tcp://ts:3000", name="EventUserEvent", number=96, message=24,
        origin=112, target=300,
    )  # fmt: skip
    logs = (sdk_log(answered=False) + other).encode(), (request() + ack() + event() + END).encode()
    _, trace = only(*logs)
    assert trace.state is State.UNANSWERED
    assert trace.verdict is not None
    assert trace.verdict.code == "answer-lost"
    assert "OCS 112 answered" in trace.verdict.text


def test_the_log_of_a_bridge_tells_acknowledgements_and_refusals() -> None:
    def bridge(event: str, reference: int, **more: Any) -> str:
        told = {"timestamp": "2026-11-30T14:00:03.610000Z", "level": "DEBUG", "target": "commdn_bridge::journal"}
        return json.dumps({**told, "event": event, "client": 1, "reference": reference, **more}) + "\n"

    client = sdk_log(answered=False).replace("2026-11-30 14:00:03.600", "2026-11-30 14:00:03.600Z")
    log = bridge("request-accepted", 17, micros=900) + bridge("link-down", 0)
    _, trace = only(client.encode(), log.encode())
    assert trace.ack is not None
    assert trace.ack.source == 1
    refusal = bridge("request-refused", 17, code=59, text="DN is not configured")
    _, trace = only(client.encode(), refusal.encode())
    assert trace.state is State.REFUSED_BY_TSERVER
    assert trace.verdict is not None
    assert "code 59" in trace.verdict.text


def test_the_log_of_an_ocs_tells_whether_the_request_came_there() -> None:
    tserver = request("14:20:05.500") + ack("14:20:05.501") + "14:20:30.000 end\n"
    ocs = (VECTORS / "log_ocs.txt").read_text(encoding="utf-8")
    spans = ocs.replace("14:20:05.611", "14:20:01.000").replace("14:20:06.0", "14:20:40.0")
    traces = list(explain(tserver.encode(), spans.encode()).traces())
    verdicts = {trace.facts.message: trace.verdict for trace in traces}
    status = verdicts[12]
    assert status is not None
    assert status.code == "ocs-did-not-see"


def test_what_cannot_be_read_is_told_and_the_rest_is_explained(tmp_path: Path) -> None:
    log = request() + ack() + event() + END
    broken = request("12:00:03.000", reference=30).replace("'GSW_CM_AttrCampaignID'\t101", "'GSW_CM_AttrCampaignID'\t99999999999")
    noise = "\x00\x01\ufffd {\"event\": 5} 'x\n" * 50 + "9" * 100_000 + "\n"
    explanation = explain((log + broken + noise).encode("utf-8"))
    assert len(list(explanation.traces())) == 2
    assert explanation.logs[0].reading.not_understood.count >= 1
    text = "\n".join(lines(explanation))
    assert "could not be read" in text
    assert "range" in text
    for content in (gzip.compress(log.encode())[:-6], gzip.compress(log.encode())):
        file = tmp_path / "a.log.gz"
        file.write_bytes(content)
        explanation, trace = only(file)
        assert trace.state is State.ANSWERED
        damaged = explanation.logs[0].reading.not_understood.places
        assert bool(damaged) == (len(content) != len(gzip.compress(log.encode())))
    for encoding in ("utf-16", "utf-16-le", "utf-8-sig"):
        assert only(log.encode(encoding))[1].state is State.ANSWERED
    mixed = only(log.encode("utf-16"), Source.of(sdk_log(answered=True).encode()))
    assert mixed[1].state is State.ANSWERED
    assert list(explain(b"").traces()) == []
    with pytest.raises(ValueError, match="at least one log"):
        explain()


def test_a_log_of_any_size_is_read_in_flat_memory(tmp_path: Path) -> None:
    def grown(count: int) -> int:
        log = tmp_path / f"{count}.log"
        with log.open("w", encoding="utf-8") as file:
            for number in range(count):
                clock = f"{number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}"
                file.write(request(f"{clock}.100", reference=number + 1) + ack(f"{clock}.101", number + 1))
                file.write(event(f"{clock}.140", reference=number + 1))
        tracemalloc.start()
        explanation = explain(log)
        left: Iterator[Trace] = explanation.traces()
        total = sum(trace.state is State.ANSWERED for trace in left)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert total == count
        return peak

    from commdn import explain as package

    held, package._HELD = package._HELD, 50
    try:
        small, large = grown(120), grown(400)
    finally:
        package._HELD = held
    # Only the counts and the bounded marks for clocks grow.
    assert large < small + 2_000_000


class Page(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]
        if tag not in ("meta", "line", "polygon"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_by_itself_and_draws_every_request(tmp_path: Path) -> None:
    log = tmp_path / "<script>alert(1)<b>.log"
    log.write_text(request() + ack() + event() + request("12:00:30.000", reference=18) + END, encoding="utf-8")
    text = "".join(page(explain(log)))
    parsed = Page()
    parsed.feed(text)
    assert parsed.open == []
    assert parsed.links == []
    assert "script" not in parsed.tags
    assert parsed.tags.count("svg") == 2
    assert "no answer" in text
    assert text.index("unanswered</strong>") < text.index("answered</strong></summary><p class=\"verdict\">Answered")
    limited = "".join(page(explain(log), most=1))
    assert limited.count("<svg") == 1
    assert "no answer" in limited


def test_numbers_are_hidden_unless_they_are_asked_for() -> None:
    log = VECTORS / "log_tserver.txt"
    for shown in (False, True):
        explanation = explain(log)
        outputs = [
            "\n".join(lines(explanation, show_numbers=shown)),
            json.dumps(list(documents(explanation, show_numbers=shown))),
            "".join(page(explanation, show_numbers=shown)),
        ]
        for output in outputs:
            assert ("5551234567" in output) == shown
            assert ("C-000042" in output) == shown


def test_the_command_explains_in_text_json_and_html(tmp_path: Path) -> None:
    log = tmp_path / "ts.log"
    log.write_text(request() + ack() + event() + END, encoding="utf-8")
    ended = run("explain", str(log))
    assert ended.returncode == 0, ended.stderr
    assert "=> Answered by OCS 112 after 40 ms." in ended.stdout
    assert "1 request: 1 answered." in ended.stdout
    log.write_text(request() + ack() + END + request("12:11:00.000", reference=18) + refused(59, "No DN", "12:11:00.001", 18), encoding="utf-8")
    ended = run("explain", "--json", str(log))
    assert ended.returncode == 4
    found = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [document["kind"] for document in found] == ["request", "request", "summary"]
    assert found[0]["verdict"]["code"] == "ocs-silent"
    assert found[1]["state"] == "refused-by-T-Server"
    assert found[2]["states"]["unanswered"] == 1
    out = tmp_path / "report.html"
    ended = run("explain", str(log), "--html", str(out))
    assert "2 requests: 1 refused by T-Server, 1 unanswered." in ended.stdout
    assert out.read_text(encoding="utf-8").count("<svg") == 2
    piped = run("explain", "-", stdin=request() + ack() + event() + END)
    assert piped.returncode == 0
    assert "standard input" in piped.stdout
    brief = run("explain", "--brief", "--open", str(log))
    assert len(re.findall(r"^12:", brief.stdout, re.MULTILINE)) == 2
    for arguments in ([], ["--json"], ["--html", str(tmp_path / "none.html")]):
        nothing = run("explain", "-", *arguments, stdin="Spring: nothing happened.\n")
        assert (nothing.returncode, "no message of this API in standard input" in nothing.stderr) == (2, True)
    for arguments, words in (
        (["nope.log"], "nope.log"),
        ([str(tmp_path)], "is a folder"),
        ([str(log), "--offset", "other.log=3"], "--offset"),
        ([str(log), "--charset", "ebcdic"], "ebcdic"),
    ):
        ended = run("explain", *arguments)
        assert ended.returncode == 2, arguments
        assert words in ended.stderr


def test_a_page_is_not_written_over_a_log(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_bytes((VECTORS / "log_tserver.txt").read_bytes())
    link = tmp_path / "page.html"
    link.symlink_to(log)
    before = log.read_bytes()
    for target in (log, link):
        ended = run("explain", str(log), "--html", str(target))
        assert ended.returncode == 2
        assert "name another file for the page" in ended.stderr
        assert log.read_bytes() == before
    full = run("explain", str(log), "--html", "/dev/full")
    if sys.platform == "linux":
        assert (full.returncode, "/dev/full: No space left" in full.stderr) == (1, True)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--offset", "a.log=nan"], "--offset"),
        (["--offset", "a.log=inf"], "--offset"),
        (["--offset", "a.log=1e300"], "--offset"),
        (["--year", "0"], "--year"),
        (["--year", "10000"], "--year"),
    ],
)
def test_options_out_of_range_are_refused(tmp_path: Path, options: list[str], words: str) -> None:
    log = tmp_path / "a.log"
    log.write_bytes((VECTORS / "log_tserver.txt").read_bytes())
    ended = run("explain", str(log), *options)
    assert ended.returncode == 2
    assert words in ended.stderr and ended.stderr.count("\n") == 1


def test_archives_and_a_closed_standard_input_are_named(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    for content, words in ((b"PK\x03\x04rest", "a zip file"), (b"BZh91AY", "bzip2")):
        log.write_bytes(content)
        ended = run("explain", str(log))
        assert ended.returncode == 2
        assert f"{log} is" in ended.stderr and words in ended.stderr
    for command in ("explain", "decode"):
        closed = subprocess.run(
            [sys.executable, "-c", f"import os, sys; os.close(0); os.execv(sys.executable, {[sys.executable, '-m', 'commdn', command, '-']!r})"],
            capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
        assert (closed.returncode, closed.stderr) == (2, "commdn: standard input is closed\n")
