"""`commdn decode` and `decode_log`: what is kept of logs, and what is told of the messages around."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import VECTORS
from test_cli import run

import commdn
from commdn.decode import Decoded, Masked, Unread, decode_log, decode_stream

HEAD = "\tAttributeUserData\t[100] 00 03 01 00..\n\t\t'GSW_CM_MessageType'\t32\n"
TAIL = "\t\t'GSW_CM_AttrOriginAppID'\t20\n"
SDK_HEAD = "AttributeUserData [bstr] = KVList: \n\t'GSW_CM_MessageType' [int] = 32\n"
SDK_TAIL = "\t'GSW_CM_AttrOriginAppID' [int] = 20\n"


def only(log: str | bytes, charset: str = "utf-8") -> Decoded:
    lists = decode_log(log, charset=charset)
    assert len(lists) == 1, lists
    return lists[0]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("\t\t'k'\t(null)\n", "(null)"),
        ("\t\t'k'\t4294967295\n", "-1 on the wire"),
        ("\t\t'k'\t99999999999\n", "range"),
        ("\t\t'k'\tx y z\n", "x y z"),
        ("\t\t'k'(bin)\t0g\n", "0g"),
        ("\t\t'k\n", "not a key-value pair"),
        ("\t\t'k'\t'cut\n", "does not end"),
    ],
)
def test_one_pair_that_cannot_be_read_is_a_fault_beside_the_message(line: str, words: str) -> None:
    found = only(HEAD + line + TAIL)
    assert isinstance(found.request, commdn.Request)
    assert found.user_data["GSW_CM_AttrOriginAppID"] == 20
    assert found.faults[0].line == 3
    assert words in str(found.faults[0])
    ended = run("decode", stdin=HEAD + line + TAIL)
    assert ended.returncode == 3
    assert "CM_ReqDoNotCall" in ended.stdout
    assert "origin=20" in ended.stdout
    assert "line 3" in ended.stdout


@pytest.mark.parametrize("tag", ["[long]", "[float]", "[double]", "[java.util.Date]", "[whatever]"])
def test_types_of_the_sdk_that_no_list_has_are_kept_as_they_stand(tag: str) -> None:
    log = f"{SDK_HEAD}\t'x' {tag} = 5\n{SDK_TAIL}"
    found = only(log)
    assert found.request is not None
    assert found.unknown == ("x",)
    assert dict(found.pairs)["x"] == Unread(f"{tag} = 5")
    ended = run("decode", "--json", stdin=log)
    assert ended.returncode == 3
    document = json.loads(ended.stdout)
    assert document["message"]["origin"] == 20
    assert document["unknown"] == ["x"]
    assert document["faults"][0]["line"] == 3
    assert ["x", {"unknown": f"{tag} = 5"}] in document["user_data"]


@pytest.mark.parametrize("mask", ["*", "****", "**********", "******4567", "555*******", "[output supressed]"])
def test_what_is_masked_is_called_masked_and_is_nobodys_phone(mask: str) -> None:
    log = (
        "\tAttributeUserData\t[134] 00 03 01 00..\n\t\t'GSW_CM_MessageType'\t32\n"
        "\t\t'GSW_CM_AttrOriginAppID'\t20\n"
        f"\t\t'GSW_CM_AttrProperties'(list) 'do_not_call'(list) 'GSW_PHONE'\t'{mask}'\n"
    )
    found = only(log)
    assert found.request is not None
    assert found.request.phone is None
    assert found.masked == ("GSW_CM_AttrProperties/do_not_call/GSW_PHONE",)
    assert dict(dict(dict(found.pairs)["GSW_CM_AttrProperties"])["do_not_call"])["GSW_PHONE"] == Masked(mask)
    ended = run("decode", stdin=log)
    assert ended.returncode == 0
    assert "masked" in ended.stdout
    assert "phone=" not in ended.stdout
    document = json.loads(run("decode", "--json", stdin=log).stdout)
    assert document["masked"] == ["GSW_PHONE"]
    assert "phone" not in document["message"]


@pytest.mark.parametrize("mask", ["[output suppressed]", "[output supressed]"])
def test_a_mask_of_the_sdk_takes_no_other_pair_with_it(mask: str) -> None:
    ended = run("decode", stdin=f"{SDK_HEAD}\t'Pin' {mask}\n{SDK_TAIL}")
    assert ended.returncode == 0
    assert "origin=20" in ended.stdout
    assert "masked in the log: Pin" in ended.stdout


def test_a_list_that_the_log_cuts_is_kept_up_to_there() -> None:
    log = f"{HEAD}{TAIL}\t\t'GSW_CM_AttrProperties'(list) 'do_not_call'(list) 'GSW_PHONE'\t'55512"
    for end in ("", "\n12:00:02 message EventACK\n\tAttributeThisDN\t'8899'\n"):
        found = only(log + end)
        assert found.request is not None
        assert found.request.phone is None
        assert len(found.faults) == 1
    short = only(HEAD)
    assert "3 pairs" in short.faults[0].text


@pytest.mark.parametrize(
    "prefix",
    ["{n}:", "logs/a.log:{n}:", "Nov 30 14:20:{n} host ocs[1]: ", "2026-11-30T14:20:05.{n}Z stdout F ", "> ",
     ">> ", "   {n} ", "   {n}\t", "14:20:05.{n} "],
)  # fmt: skip
def test_lists_behind_what_other_programs_put_before_each_line(prefix: str, tmp_path: Path) -> None:
    lines = (HEAD.replace("00 03", "00 02") + TAIL + "\tAttributeThisDN\t'8899'\n").splitlines()
    log = tmp_path / "a.log"
    text = "".join(f"{prefix.format(n=n)}{line}\r\n" for n, line in enumerate(lines, 98 if "14:20" not in prefix else 10))
    log.write_text(text, encoding="utf-8", newline="")
    ended = run("decode", str(log))
    assert ended.returncode == 0, ended.stdout
    assert "CM_ReqDoNotCall" in ended.stdout
    assert "origin=20" in ended.stdout
    assert "DN 8899" in ended.stdout


def test_lists_in_the_json_documents_of_containers_and_behind_escapes_of_syslog(
    tmp_path: Path,
) -> None:
    lines = (HEAD.replace("00 03", "00 02") + TAIL + "\tAttributeThisDN\t'8899'\n").splitlines()
    packed = {
        "docker": [json.dumps({"log": line + "\n", "stream": "stdout"}) for line in lines],
        "journald": [json.dumps({"_PID": "7", "MESSAGE": line}) for line in lines],
        "fluentd": ["2026-11-30 14:20:05 +0000 ocs: " + json.dumps({"message": line}) for line in lines],
        "rsyslog": ["Nov 30 14:20:05 host ts: " + line.replace("\t", "#011") for line in lines],
        "rsyslog, one line": ["Nov 30 14:20:05 host ts: x#012" + "#012".join(lines).replace("\t", "#011")],
    }
    log = tmp_path / "a.log"
    for name, text in packed.items():
        log.write_text("\n".join(text) + "\n", encoding="utf-8")
        ended = run("decode", str(log))
        assert ended.returncode == 0, (name, ended.stdout, ended.stderr)
        assert "CM_ReqDoNotCall" in ended.stdout, name
        assert "origin=20" in ended.stdout, name
        assert "DN 8899" in ended.stdout, name


def test_logs_in_gzip_are_unpacked_and_other_archives_are_named(tmp_path: Path) -> None:
    text = (HEAD.replace("00 03", "00 02") + TAIL).encode()
    log = tmp_path / "a.log"
    for packed in (gzip.compress(text), gzip.compress(text[:40]) + gzip.compress(text[40:])):
        log.write_bytes(packed)
        ended = run("decode", str(log))
        assert (ended.returncode, "origin=20" in ended.stdout) == (0, True), ended.stderr
    for content, words in (
        (gzip.compress(text)[:-9], "cut off"),
        (gzip.compress(text)[:-8] + bytes(8), "damaged"),
        (bz2.compress(text), "bzip2"),
        (b"PK\x03\x04rest", "a zip file"),
    ):
        log.write_bytes(content)
        ended = run("decode", str(log))
        assert ended.returncode == 2, words
        assert words in ended.stderr


def test_utf_16_logs_are_read_with_and_without_a_mark(tmp_path: Path) -> None:
    text = HEAD.replace("00 03", "00 02") + TAIL + "\t\t'n'\t'ü'\n"
    for encoding, mark in (("utf-16-le", ""), ("utf-16-le", "\ufeff"), ("utf-16-be", "\ufeff"), ("utf-8-sig", "")):
        log = tmp_path / "a.log"
        log.write_bytes((mark + text).encode(encoding))
        ended = run("decode", str(log))
        assert ended.returncode == 0, (encoding, ended.stdout, ended.stderr)
        assert "CM_ReqDoNotCall" in ended.stdout
        if encoding.startswith("utf-16"):
            assert run("decode", "--charset", encoding, str(log)).stdout == ended.stdout


def test_a_charset_that_nobody_knows_is_refused_with_some_that_are_known(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text(HEAD + TAIL, encoding="utf-8")
    ended = run("decode", "--charset", "ebcdic", str(log))
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "windows-125" in ended.stderr
    for charset in ("ebcdic", "utf-16"):
        with pytest.raises(commdn.CommDNInvalidArgument, match=charset):
            commdn.KVList({}, charset=charset)


@pytest.mark.parametrize(
    ("charset", "text", "packed"),
    [
        ("cp949", "김철수", b"\xb1\xe8\xc3\xb6\xbc\xf6"),
        ("shift_jis", "表ソ", b"\x95\x5c\x83\x5c"),
        ("windows-1251", "Иван", b"\xc8\xe2\xe0\xed"),
        ("cp1252", "10 €", b"10 \x80"),
        ("gbk", "電話", b"\xeb\x8a\xd4\x92"),
    ],
)
def test_lists_are_written_and_read_in_the_charset_of_the_site(charset: str, text: str, packed: bytes) -> None:
    kv = commdn.KVList({"n": text}, charset=charset)
    assert kv.pack().endswith(packed)
    assert commdn.unpack(kv.pack(), charset=charset) == {"n": text}
    with pytest.raises(commdn.CommDNListError, match="U|cannot be written|'😀'"):
        commdn.KVList({"n": "😀"}, charset=charset)
    # Bytes that are no text in it are kept, and written back.
    broken = commdn.KVList({"n": "ab\udcffc"}, charset=charset)
    assert broken.pack().endswith(b"ab\xffc")
    if charset not in {"windows-1251", "cp1252"}:
        again = commdn.KVList.unpack(broken.pack(), charset=charset)
        assert commdn.KVList(again.to_dict(), charset=charset).pack() == broken.pack()
    request = commdn.requests.do_not_call(customer_id=text).user_data(origin=20, charset=charset)
    assert packed in request.pack()
    with commdn.connect("sim:", dn="8001", app_dbid=20, ocs_dbid=101, charset=charset) as session:
        assert session.do_not_call(customer_id=text).event.customer_id == text


def test_the_message_around_a_list_is_told_in_text_and_json() -> None:
    plain = run("decode", "--utc", str(VECTORS / "log_tserver.txt")).stdout
    assert "12:00:01.118 (local time), RequestDistributeUserEvent (48), received from [36]" in plain
    assert "2023-11-14T22:20:01.156000Z, EventUserEvent (96), sent to [36]" in plain
    assert "DN 8899, event sequence 501" in plain
    lines = run("decode", "--json", "--utc", str(VECTORS / "log_sdk.txt")).stdout.splitlines()
    logs: list[dict[str, Any]] = [json.loads(line)["log"] for line in lines]
    assert logs[0] == {
        "name": "RequestDistributeUserEvent",
        "number": 48,
        "direction": "sent",
        "peer": "tcp://ts.example.com:3000",
        "dn": "8899",
        "reference_id": 17,
        "event_sequence_number": None,
        "time": None,
        "logged_time": "2025-01-07 13:14:26,572",
    }
    assert (logs[1]["time"], logs[1]["direction"]) == ("2025-01-07T12:14:26.573000Z", "received")
    local = json.loads(run("decode", "--json", str(VECTORS / "log_sdk.txt")).stdout.splitlines()[1])
    assert local["log"]["time"][-6] in "+-"


def test_a_time_with_a_zone_is_one_and_a_time_without_is_not_guessed() -> None:
    log = f"2026-11-30T14:20:05.611+01:00 message EventUserEvent\n{HEAD}{TAIL}"
    around = only(log).around
    assert around is not None
    assert around.time is not None
    assert around.time.isoformat() == "2026-11-30T14:20:05.611000+01:00"
    zoneless = only(log.replace("+01:00", "")).around
    assert zoneless is not None
    assert zoneless.time is None
    assert zoneless.logged_time == "2026-11-30T14:20:05.611"


def test_a_charset_of_a_site_reads_the_log_and_packs_the_list(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    # The second byte of each of these is a backslash or a quote's neighbour in ASCII.
    text = "AttributeUserData\t[1] 00 02 00 00..\n\t\t'GSW_CM_MessageType'\t33\n\t\t'名前'\t'表ソ能'\n"
    log.write_bytes(text.encode("shift_jis"))
    ended = run("decode", "--charset", "shift_jis", str(log))
    assert ended.returncode == 0
    assert "CM_EvDoNotCallProcessed" in ended.stdout
    found = only(log.read_bytes(), charset="sjis")
    assert found.user_data.pack().endswith("表ソ能".encode("shift_jis"))
    # Read in another charset, what is lost is named.
    lost = run("decode", str(log))
    assert lost.returncode == 3
    assert "not UTF-8 text" in lost.stdout


def test_a_log_is_read_in_pieces_and_memory_stays_flat() -> None:
    message = (VECTORS / "log_tserver.txt").read_bytes()

    def pieces() -> Iterator[bytes]:
        for _ in range(2_000):
            yield message

    count = 0
    tracemalloc.start()
    for found in decode_stream(pieces()):
        count += found.message is not None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 2_000 * 3
    assert peak < 8 << 20
    lines = io.StringIO((VECTORS / "log_sdk.txt").read_text(encoding="utf-8"))
    assert len(list(decode_stream(lines))) == 2
