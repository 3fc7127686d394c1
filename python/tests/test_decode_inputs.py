"""What `commdn decode` is given: files, hex, dumps, base64, and what is none of these."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from test_cli import run

import commdn
from commdn.dumps import DumpError, read_dump

PACKED = commdn.requests.do_not_call("5551234567").user_data(origin=20, target=101).pack()


def rows(data: bytes) -> list[tuple[int, bytes]]:
    return [(at, data[at : at + 16]) for at in range(0, len(data), 16)]


def shown(data: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 else "." for byte in data)


def pairs(data: bytes, size: int) -> str:
    return " ".join(data[at : at + size].hex() for at in range(0, len(data), size))


def words(data: bytes) -> str:
    return " ".join(f"{data[at] | data[at + 1] << 8:04x}" for at in range(0, len(data) - 1, 2))


END = len(PACKED)
ESCAPED = "".join(f"\\x{byte:02x}" for byte in PACKED)

DUMPS = {
    "Format-Hex": "\n           Path: C:\\a.bin\n\n           00 01 02 03\n\n"
    + "\n".join(f"{at:08X}   {row.hex(' ').upper():47}  {shown(row)}" for at, row in rows(PACKED)),
    "HxD": "Offset(h) 00 01 02 03\n\n"
    + "\n".join(f"{at:08X}  {row.hex(' ').upper():47}  {shown(row)}" for at, row in rows(PACKED)),
    "a debugger": "\n".join(f"0x{0x7FFE1000 + at:x}: {row.hex(' '):47}  {shown(row)}" for at, row in rows(PACKED)),
    "netty": "+--------+-----------+\n"
    + "\n".join(f"|{at:08x}| {row.hex(' '):47} |{shown(row):16}|" for at, row in rows(PACKED))
    + "\n+--------+-----------+\n",
    "a mail": "\n".join(f"> {at:08x}: {pairs(row, 2):39}  {shown(row)}" for at, row in rows(PACKED)),
    "a fence": "```\n"
    + "\n".join(f"{at:08x}: {pairs(row, 2):39}  {shown(row)}" for at, row in rows(PACKED))
    + "\n```\n",
    "certutil -encode": "-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(PACKED).decode() + "-----END CERTIFICATE-----\n",
    "SQL": f"X'{PACKED.hex().upper()}'",
    "Python": repr(PACKED),
    "od -Ax -tx1": "\n".join(f"{at:06x} {row.hex(' ')}" for at, row in rows(PACKED)) + f"\n{END:06x}\n",
    "od -tx1": "\n".join(f"{at:07o} {row.hex(' ')}" for at, row in rows(PACKED)) + f"\n{END:07o}\n",
    "od -Ad -tx1z": "\n".join(f"{at:07d} {row.hex(' '):47}  >{shown(row)}<" for at, row in rows(PACKED)),
    "od -An -tx1": "\n".join(f" {row.hex(' ')}" for _, row in rows(PACKED)),
    "xxd": "\n".join(f"{at:08x}: {pairs(row, 2):39}  {shown(row)}" for at, row in rows(PACKED)),
    "xxd -g1": "\n".join(f"{at:08x}: {row.hex(' '):47}  {shown(row)}" for at, row in rows(PACKED)),
    "xxd -p": "\n".join(PACKED[at : at + 30].hex() for at in range(0, END, 30)),
    "xxd -i": "unsigned char x[] = {\n  " + ", ".join(f"0x{b:02x}" for b in PACKED) + "\n};\nunsigned int x_len = 9;\n",
    "hexdump -C": "\n".join(
        f"{at:08x}  {row[:8].hex(' '):23}  {row[8:].hex(' '):23}  |{shown(row)}|" for at, row in rows(PACKED)
    )
    + f"\n{END:08x}\n",
    "Wireshark": "\n".join(f"{at:04x}   {row.hex(' '):47}   {shown(row)}" for at, row in rows(PACKED)),
    "Wireshark without text": "\n".join(f"{at:04x}   {row.hex(' ')}" for at, row in rows(PACKED)),
    "Wireshark escaped": "\n".join(f'"{ESCAPED[at : at + 64]}" \\' for at in range(0, len(ESCAPED), 64)),
    "tcpdump -X": "\n".join(f"\t0x{at:04x}:  {pairs(row, 2):39}  {shown(row)}" for at, row in rows(PACKED)),
    "hex with blanks": PACKED.hex(" "),
    "hex with commas": ", ".join(f"0x{byte:02X}" for byte in PACKED),
    "hex": PACKED.hex(),
    "HEX": "0x" + PACKED.hex().upper(),
    "base64": base64.b64encode(PACKED).decode(),
    "base64 in lines": base64.encodebytes(PACKED).decode(),
    "base64 for URLs": base64.urlsafe_b64encode(PACKED).decode().rstrip("="),
}


@pytest.mark.parametrize("name", sorted(DUMPS))
def test_a_dump_gives_its_bytes(name: str) -> None:
    assert read_dump(DUMPS[name])[0] == PACKED


def test_words_in_the_order_of_the_machine_are_tried_too() -> None:
    even = PACKED if len(PACKED) % 2 == 0 else commdn.pack({"a": "bc"})
    text = "\n".join(f"{at:07x} {words(row)}" for at, row in rows(even)) + f"\n{len(even):07x}\n"
    assert even in read_dump(text)


@pytest.mark.parametrize("data", [PACKED, PACKED + b"\x07"])
def test_the_last_word_of_an_odd_number_of_bytes_is_filled_up(data: bytes) -> None:
    text = ""
    for at, row in rows(data):
        text += f"{at:07x} {words(row + bytes(len(row) % 2))}\n"
    assert data in read_dump(f"{text}{len(data):07x}\n")


def test_a_spoilt_row_in_a_frame_is_not_left_out() -> None:
    lines = [f"> {at:08x}: {pairs(row, 2):39}  {shown(row)}" for at, row in rows(PACKED)]
    for spoilt in ("> 00000010: zz", "> something", ">"):
        text = "\n".join([lines[0], spoilt, *lines[2:]])
        try:
            assert PACKED not in read_dump(text) and all(len(data) >= len(PACKED) for data in read_dump(text))
        except DumpError:
            pass


def test_rows_that_a_tool_leaves_out_are_put_back() -> None:
    data = b"\x01" * 16 + b"\x02" * 64 + b"\x03" * 5
    text = (
        f"00000000  {data[:16].hex(' ')}\n00000010  {data[16:32].hex(' ')}\n*\n"
        f"00000050  {data[80:].hex(' ')}\n00000055\n"
    )
    assert read_dump(text) == [data]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("000000 00 03 01 00\n000020 05\n", "line 1"),
        ("00000000: 0003 0100\n00000004: 0005\n00000009: 07\n", "line 2"),
        ("000000 00 03 01 00\n000003 05\n", "line 1"),
    ],
)
def test_offsets_that_do_not_count_the_bytes_are_named(text: str, line: str) -> None:
    with pytest.raises(DumpError, match=f"{line}.*offset"):
        read_dump(text)
    ended = run("decode", stdin=text)
    assert ended.returncode == 2
    assert "offset" in ended.stderr


@pytest.mark.parametrize("text", ["", "hello world, this is a text", "12:00:01 message EventACK\n", "\t\t'a'\t1\n", "GSW"])
def test_what_is_no_dump_is_left_alone(text: str) -> None:
    assert read_dump(text) == []


@pytest.mark.parametrize("name", ["xxd", "hexdump -C", "od -Ax -tx1", "base64", "hex with blanks"])
def test_decode_reads_dumps_from_files_and_standard_input(name: str, tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        file = tmp_path / "dump.txt"
        file.write_text(DUMPS[name], encoding=encoding)
        ended = run("decode", str(file))
        assert ended.returncode == 0, ended.stderr
        assert ended.stdout.startswith("request CM_ReqDoNotCall (32)")
    assert "phone=5551234567" in run("decode", stdin=DUMPS[name]).stdout


def test_what_is_neither_a_file_nor_bytes_is_said_to_be_so(tmp_path: Path) -> None:
    cases = [
        ("nope.txt", "There is no file nope.txt, and it is neither hex nor base64."),
        ("nosuch.log", "There is no file nosuch.log"),
        ("logs/2026", "There is no file logs/2026"),
        ("deadbeef", "not a packed list"),
        (str(tmp_path), "is a folder"),
        ("0001 09 0001 61 0000", "at byte 2"),
    ]
    for given, said in cases:
        ended = run("decode", given)
        assert ended.returncode == 2, (given, ended.stderr)
        assert said in ended.stderr
        assert ended.stderr.count("\n") == 1
        assert ended.stdout == ""
    ended = run("decode", stdin="nothing here\n")
    assert ended.returncode == 2
    assert "no list" in ended.stderr


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    file.write_text("x", encoding="utf-8")
    # Also root may not look into a file as if it were a folder.
    ended = run("decode", str(file / "b.log"))
    assert ended.returncode == 2
    assert "b.log cannot be read: Not a directory" in ended.stderr
