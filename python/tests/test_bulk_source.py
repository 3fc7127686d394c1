"""The bytes of an input: pipes and standard input, compressed files, and what is no list at all."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import subprocess
import threading
import zipfile
import zlib
from pathlib import Path

import pytest
from tables import reading_of, rows_of, sent, written
from test_cli import MAIN, PLAIN, run

from commdn import bulk
from commdn.bulk import source

LIST = b"5551234567\n5551234568\n"
NUMBERS = ["5551234567", "5551234568"]


def zipped(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_a_fifo_is_read_whole(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo, 0o600)
    numbers = b"".join(b"555%07d\n" % number for number in range(20_000))
    writer = threading.Thread(target=fifo.write_bytes, args=(numbers,))
    writer.start()
    rows = rows_of(fifo)
    writer.join()
    assert len(rows) == 20_000 and rows[-1].phone == "5550019999"


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_standard_input_is_checked_and_imported(tmp_path: Path, name: str) -> None:
    checked = run("dnc", "check", name, "--json", stdin="phone\n5551234567\n")
    assert (checked.returncode, '"valid": 1' in checked.stdout) == (0, True), checked.stderr
    result = str(tmp_path / "r.csv")
    imported = run(
        "dnc", "import", name, "--result", result, "--server", "sim:", stdin="5551234567\n"
    )
    assert (imported.returncode, "acknowledged  1" in imported.stdout) == (0, True), imported.stderr
    assert "--result" in run("dnc", "import", name, "--server", "sim:", stdin="5551234567\n").stderr


def test_standard_input_that_holds_nothing_is_an_error() -> None:
    ended = run("dnc", "check", "-", stdin="")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "standard input: the file has no lines" in ended.stderr
    closed = subprocess.run(
        ["bash", "-c", 'exec "$@" <&-', "-", *MAIN, "dnc", "check", "-"],
        capture_output=True, text=True, env=PLAIN, timeout=30, check=False,
    )  # fmt: skip
    assert closed.returncode == 2 and "Traceback" not in closed.stderr, closed.stderr


def test_an_import_of_standard_input_is_resumed_with_the_same_input(tmp_path: Path) -> None:
    result = tmp_path / "r.csv"
    numbers = "".join(f"555{number:07}\n" for number in range(50))
    options = ["--result", str(result), "--server", "sim:", "--json"]
    assert run("dnc", "import", "-", *options, stdin=numbers).returncode == 0
    result.write_bytes(b"".join(result.read_bytes().splitlines(keepends=True)[:21]))
    again = run("dnc", "import", "-", *options, "--resume", stdin=numbers)
    assert (again.returncode, '"resumed": 20' in again.stdout) == (0, True), again.stderr
    other = run("dnc", "import", "-", *options, "--resume", stdin="5559999999\n")
    assert other.returncode == 2 and "not of this input" in other.stderr


def test_a_pipe_is_copied_to_a_file_that_nobody_else_can_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(source.tempfile, "tempdir", str(tmp_path))
    read, write = os.pipe()
    os.write(write, LIST)
    os.close(write)
    with bulk.open_table(f"/dev/fd/{read}") as table:
        assert [row.phone for row in table.rows()] == NUMBERS
        assert stat.S_IMODE(os.fstat(table.source._file.fileno()).st_mode) == 0o600
        assert list(tmp_path.iterdir()) == []
    os.close(read)


def test_no_room_for_a_copy_is_an_error_of_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    os.write(write, LIST)
    os.close(write)
    monkeypatch.setattr(source, "_temporary", lambda: open("/dev/full", "wb", buffering=0))
    with pytest.raises(bulk.BulkWriteError, match="No space left"):
        bulk.open_table(f"/dev/fd/{read}")
    os.close(read)


def test_compressed_lists_are_told_by_their_first_bytes(tmp_path: Path) -> None:
    assert sent(tmp_path, gzip.compress(LIST)) == NUMBERS
    assert sent(tmp_path, gzip.compress(LIST[:11]) + gzip.compress(LIST[11:])) == NUMBERS
    assert sent(tmp_path, zipped({"list.csv": LIST})) == NUMBERS
    assert sent(tmp_path, zipped({"list.csv": LIST, "__MACOSX/._list.csv": b"x"})) == NUMBERS
    assert reading_of(tmp_path, gzip.compress(LIST)).compression == "gzip"
    assert reading_of(tmp_path, zipped({"list.csv": LIST})).compression == "zip, 'list.csv'"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (gzip.compress(LIST)[:-6], "the gzip file is damaged or cut off"),
        (gzip.compress(LIST)[:15] + b"\0\0\0\0", "the gzip file is damaged"),
        (gzip.compress(LIST) + b"rest", "the gzip file is damaged"),
        (zipped({"a.csv": LIST})[:-30], "the zip file is damaged"),
        (zipped({"a.csv": LIST, "b.csv": LIST}), "must hold one file, not 2: 'a.csv', 'b.csv'"),
        (
            zipped({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}),
            "a workbook or an office document: save it as CSV",
        ),
        (gzip.compress(gzip.compress(LIST)), "gzip file within another"),
        (bz2.compress(LIST), "bzip2"),
        (lzma.compress(LIST), "xz"),
        (lzma.compress(LIST, format=lzma.FORMAT_ALONE), "lzma"),
        (zlib.compress(LIST), "zlib"),
        (b"\x1f\x9d\x90phone", "compress:"),
        (b"\x04\x22\x4d\x18phone", "lz4"),
        (b"MSCF\0\0\0\0", "a cabinet file"),
        (b"list.csv".ljust(257, b"\0") + b"ustar\x0000", "a tar archive"),
        (b"BEGIN:VCARD\r\nTEL;TYPE=CELL:+15551234567\r\n", "vCards"),
        (b"\x89PNG\r\n\x1a\n", "PNG picture"),
        (b"%PDF-1.7\n", "PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old workbook"),
        (b"SQLite format 3\0", "SQLite database"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "web page"),
        (b"  <table><tr>", "web page"),
        (b'<?xml version="1.0"?>', "XML"),
        (b'[{"phone": "5551234567"}]', "JSON"),
    ],
    # An archive tells when it was made, which would make another name of the test each time.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_list_is_said_to_be_what_it_is(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(bulk.BulkFileError) as found:
        bulk.open_table(path)
    assert words in str(found.value) and str(path) in str(found.value)
    assert "--encoding" not in str(found.value)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb"
    with gzip.open(path, "wb", compresslevel=9) as bomb:
        for _ in range(80):
            bomb.write(bytes(1 << 20))
    with pytest.raises(bulk.BulkFileError, match="unpack to more than"):
        bulk.open_table(path)


def test_folders_and_files_that_cannot_be_opened_are_one_line(tmp_path: Path) -> None:
    for name, words in (
        (str(tmp_path), "this is a folder"),
        (str(tmp_path / "none"), "No such file"),
    ):
        ended = run("dnc", "check", name)
        assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
        assert words in ended.stderr
    with pytest.raises(bulk.BulkFileError, match="null"):
        bulk.open_table("a\0b")


def test_a_file_that_changes_while_it_is_read_is_an_error(tmp_path: Path) -> None:
    path = written(tmp_path, LIST)
    with bulk.open_table(path) as table:
        rows = table.rows()
        next(rows)
        path.write_bytes(LIST + LIST)
        with pytest.raises(bulk.BulkFileError, match="was changed"):
            list(rows)


def test_what_desktops_keep_of_folders_is_no_list(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("lists/a.csv", "phone\n5551234567\n")
        for name in ("lists/.DS_Store", "lists/._a.csv", "Thumbs.db", "desktop.ini", "__MACOSX/x"):
            archive.writestr(name, "x")
    assert sent(tmp_path, packed.getvalue()) == ["5551234567"]
