"""Files that are no lists, told by their first bytes, and what to do with each."""

from __future__ import annotations

__all__ = ["binary_kind", "not_a_list"]

_BINARY: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document: save the list as CSV"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old workbook or office document: save it as CSV"),
    (b"PK\x03\x04", "a zip file: unpack it first"),
    (b"PK\x05\x06", "an empty zip file"),
    (b"\x1f\x8b", "a gzip file within another: unpack it first"),
    (b"BZh", "compressed with bzip2: unpack it first"),
    (b"\xfd7zXZ\x00", "compressed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd: unpack it first"),
    (b"\x1f\x9d", "compressed with compress: unpack it first"),
    (b"\x1f\xa0", "compressed with compress: unpack it first"),
    (b"\x04\x22\x4d\x18", "compressed with lz4: unpack it first"),
    (b"LZIP", "compressed with lzip: unpack it first"),
    (b"]\x00\x00", "compressed with lzma: unpack it first"),
    (b"x\x01", "compressed with zlib: unpack it first"),
    (b"x\x9c", "compressed with zlib: unpack it first"),
    (b"x\xda", "compressed with zlib: unpack it first"),
    (b"MSCF\x00", "a cabinet file: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive: unpack it first"),
    (b"SQLite format 3\x00", "an SQLite database: export the list as CSV"),
    (b"PAR1", "a Parquet file: export the list as CSV"),
    (b"ARROW1", "an Arrow file: export the list as CSV"),
    (b"Obj\x01", "an Avro file: export the list as CSV"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a rich text document: save it as plain text"),
)
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "a web page: save the list as CSV"),
    (b"<html", "a web page: save the list as CSV"),
    (b"<table", "a web page: save the list as CSV"),
    (b"<?xml", "XML: save the list as CSV"),
    (b"{", "JSON: export the list as CSV"),
    (b"[", "JSON: export the list as CSV"),
    (b"begin:vcard", "a file of vCards: export the list as CSV"),
)


def not_a_list(head: bytes) -> str | None:
    """What a file is that begins with these bytes, if that is no list of numbers."""
    if (kind := binary_kind(head)) is not None:
        return kind
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((kind for magic, kind in _MARKUP if plain.startswith(magic)), None)


def binary_kind(head: bytes) -> str | None:
    """What a file is that begins with these bytes, if that is no text."""
    for magic, kind in _BINARY:
        if head.startswith(magic):
            return kind
    return "a tar archive: unpack it first" if head[257:262] == b"ustar" else None
