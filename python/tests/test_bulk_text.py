"""Encodings: what decides, what contradicts, and where a byte is that does not fit."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from tables import reading_of, rows_of, sent, written

from commdn import bulk

TEXT = "phone,name\n5551234567,Ä\n"
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@pytest.mark.parametrize("encoding", MARKS)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(
    tmp_path: Path, encoding: str
) -> None:
    content = MARKS[encoding] + TEXT.encode(encoding)
    assert sent(tmp_path, content) == ["5551234567"]
    reading = reading_of(tmp_path, content)
    assert (reading.encoding, reading.phone_columns) == (encoding, ("phone",))
    family = encoding.removesuffix("-le").removesuffix("-be")
    for spelling in (
        encoding,
        encoding.upper(),
        encoding.replace("-", "_"),
        family,
        family.replace("-", ""),
    ):
        assert sent(tmp_path, content, encoding=spelling) == ["5551234567"], spelling
    numbers = MARKS[encoding] + "5551230001\r\n5551230002\r\n".encode(encoding)
    assert sent(tmp_path, numbers, encoding=encoding) == ["5551230001", "5551230002"]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "cp949", "utf-16-be", "utf-8"])
def test_an_encoding_that_contradicts_the_mark_is_an_error(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, TEXT.encode("utf-16"))
    with pytest.raises(bulk.BulkFileError, match="byte order mark of utf-16-le, so it is not"):
        bulk.open_table(path, encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_without_a_mark_is_named_by_the_error_and_read_by_its_family(
    tmp_path: Path, encoding: str
) -> None:
    path = written(tmp_path, "phone,name\n5551234567,A\n".encode(encoding))
    with pytest.raises(bulk.BulkFileError, match=f"line 1, column .*looks like {encoding} text"):
        bulk.open_table(path)
    family = encoding[:6]
    assert [row.phone for row in rows_of(path, encoding=family)] == ["5551234567"]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("iso-8859-1", "Müller"),
        ("latin1", "Müller"),
        ("windows-1251", "Иван"),
        ("shift_jis", "山田"),
        ("cp949", "김"),
    ],
)
def test_site_encodings_are_read_where_they_are_named(
    tmp_path: Path, encoding: str, name: str
) -> None:
    path = written(tmp_path, f"customer_id\n{name}\n".encode(encoding))
    assert [row.customer_id for row in rows_of(path, encoding=encoding)] == [name]


@pytest.mark.parametrize(
    "name", ["klingon", "", "rot13", "hex", "zlib", "punycode", "unicode_escape", "a\0b", "ü"]
)
def test_what_is_no_encoding_of_files_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(bulk.BulkFileError, match="encoding"):
        bulk.open_table(written(tmp_path, TEXT), encoding=name)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"phone\n555\xe9\n", "line 2, column 4: byte 0xe9 is not utf-8 text.*--encoding windows-1252"),
        (b"phone,name\r5551234567,\x93x\r", "line 2, column 12: byte 0x93 .*--encoding windows-1252,"),
        (b"phone\r\n" + b"5551234567\r\n" * 9_000 + b"\xff", "line 9002, column 1: byte 0xff"),
        (b"phone,name\n5551234567,\xc3\xa9\xc3", "line 2, column 13: byte 0xc3"),
        (b"phone\n55\x0012\n", "line 2, column 3: a NUL character"),
    ],
)
def test_a_byte_that_does_not_fit_has_its_place(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(bulk.BulkFileError, match=words):
        bulk.open_table(written(tmp_path, content))


def test_a_line_that_never_ends_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(
        bulk.BulkFileError, match="line 2: the line is longer than 2,097,152 characters"
    ):
        bulk.open_table(written(tmp_path, b"phone\n" + b"5" * (3 << 20)))


@pytest.mark.parametrize(
    ("name", "codec"),
    [("utf16le", "utf-16-le"), ("UCS-2LE", "utf-16-le"), ("windows-31j", "cp932"),
     ("x-windows-949", "cp949"), ("windows-874", "cp874"), ("windows-1251", "cp1251")],
)  # fmt: skip
def test_names_that_other_programs_have_for_encodings(tmp_path: Path, name: str, codec: str) -> None:
    content = "phone,name\n5551234567,x\n".encode(codec)
    assert sent(tmp_path, content, encoding=name) == ["5551234567"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_wide_text_with_letters_that_are_no_ascii_is_named_by_the_error(
    tmp_path: Path, encoding: str
) -> None:
    path = written(tmp_path, "phone,name\n5551234567,Müller\n".encode(encoding))
    with pytest.raises(bulk.BulkFileError, match=f"line 2, .*--encoding {encoding}"):
        bulk.open_table(path)
