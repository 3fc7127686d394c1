"""Bytes out of what tools print: hex, hex dumps with offsets, base64.

Offsets and the column of characters beside the bytes are no data: a dump whose offsets do not
count its bytes is refused with the line. What is neither is left alone.
"""

from __future__ import annotations

import base64
import binascii
import re
from itertools import pairwise

from .dump_frames import without_frame

__all__ = ["DumpError", "read_dump"]

_PLAIN = re.compile(r"(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s:,;-]*)+")
_WORDS = re.compile(r"(?:0x[0-9a-fA-F]{2}[\s,;]*)+")
_C_ARRAY = re.compile(r"\{([^{}]*)\}")
_ESCAPED = re.compile(r"""[\s"'b\\]*(?:\\x[0-9a-fA-F]{2}[\s"'\\]*?)+["'\s]*""")
_BASE64 = re.compile(r"[A-Za-z0-9+/_\s-]+={0,2}\s*")
_OFFSET = re.compile(r"\s*(?:0x)?([0-9a-fA-F]{4,16})(:|(?=\s|$))[ \t]*")
_GROUP = re.compile(r"([ \t]*)([0-9a-fA-F]+)(?=[ \t|]|$)")
_MOST_BYTES = 1 << 17


class DumpError(ValueError):
    """A dump with offsets that cannot be read: the text says which part."""


class _Row:
    """A line of a dump: its offset as it stands, and what stands behind it."""

    __slots__ = ("line", "offset", "rest", "squeezed")

    def __init__(self, line: int, offset: str, rest: str) -> None:
        self.line, self.offset, self.rest = line, offset, rest
        self.squeezed = False


def read_dump(text: str) -> list[bytes]:
    """The bytes that a text may stand for, the likeliest first; empty if it is no dump at all.

    There is more than one where a tool prints 16-bit words in the machine's order.
    Raises: DumpError for a dump with offsets that do not fit its bytes.
    """
    text = without_frame(text.lstrip("\ufeff").strip("\0 \t\r\n"))
    if not text:
        return []
    array = _C_ARRAY.search(text)
    if array is not None and _WORDS.fullmatch(array[1].strip()):
        return [_hex(array[1])]
    rows = _rows(text)
    if rows:
        return _with_offsets(rows)
    if _PLAIN.fullmatch(text) or _ESCAPED.fullmatch(text):
        return [_hex(text)]
    return _base64(text)


def _hex(text: str) -> bytes:
    return bytes.fromhex(re.sub(r"0x|\\x|[^0-9a-fA-F]|(?<=['\"])b|b(?=['\"])", "", text))


def _base64(text: str) -> list[bytes]:
    plain = re.sub(r"\s", "", text).replace("-", "+").replace("_", "/").rstrip("=")
    # Short words are base64 too; no list with a pair in it is as short.
    if not _BASE64.fullmatch(text) or len(plain) % 4 == 1 or len(plain) < 8 and "=" not in text:
        return []
    try:
        return [base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)]
    except binascii.Error:
        return []


def _rows(text: str) -> list[_Row]:
    """The lines of a dump with offsets; empty if the text is none."""
    rows: list[_Row] = []
    squeezed = False
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if line.strip() == "*" and rows:
            squeezed = True
            continue
        found = _OFFSET.match(line)
        if found is None:
            return []
        row = _Row(number, found[1], line[found.end() :])
        row.squeezed, squeezed = squeezed, False
        rows.append(row)
    # Lines of hex that happen to start with as many digits count nothing.
    if not rows or int(rows[0].offset, 16) != 0 or len(rows[0].offset) % 2 and len(rows) < 2:
        return []
    counted = len(rows) > 1 and int(rows[1].offset, 16) > 0
    looks_so = ":" in text.split()[0] or rows[0].rest and len(rows[0].offset) in (4, 6, 7, 8, 10, 16)
    steps = [int(b.offset, 16) > int(a.offset, 16) for a, b in pairwise(rows)]
    return rows if looks_so and (counted and all(steps) or len(rows) == 1) else []


def _with_offsets(rows: list[_Row]) -> list[bytes]:
    faults: list[DumpError] = []
    for base in (16, 8, 10):
        try:
            data = _counted(rows, base)
        except DumpError as error:
            faults.append(error)
            continue
        words = all(len(group) == 4 for row in rows for group in _groups(row.rest, len(row.rest))[:1])
        swapped = bytearray(data)
        if words:
            even = len(data) // 2 * 2
            swapped[0:even:2], swapped[1:even:2] = data[1:even:2], data[0:even:2]
        return [data] if bytes(swapped) == data else [data, bytes(swapped)]
    raise faults[0]


def _counted(rows: list[_Row], base: int) -> bytes:
    """The bytes of all rows, each as many as the next offset tells."""
    data = bytearray()
    width = None
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        start = _number(row, base)
        if row.squeezed and width and data and start > len(data):
            if start > _MOST_BYTES:
                raise DumpError(f"line {row.line}: a dump of more than {_MOST_BYTES} bytes")
            last = bytes(data[-width:])
            while len(data) < start:
                data += last
        if start != len(data):
            raise DumpError(
                f"line {row.line}: this is a dump with offsets, and offset {row.offset} does not fit: "
                f"{len(data)} bytes stand before it"
            )
        if after is None:
            # The last offset of od and hexdump has no bytes; the last row of others has its own.
            data += _row(row, None, width)
            continue
        count = None if after.squeezed else _number(after, base) - start
        found = _row(row, count, width)
        width = width or len(found)
        data += found
    return bytes(data)


def _number(row: _Row, base: int) -> int:
    try:
        return int(row.offset, base)
    except ValueError:
        raise DumpError(f"line {row.line}: {row.offset!r} is not an offset of base {base}") from None


def _groups(rest: str, end: int) -> list[str]:
    """The groups of hex digits that a row starts with."""
    groups, at = [], 0
    while (found := _GROUP.match(rest, at)) and found.end() <= end and len(found[2]) % 2 == 0:
        groups.append(found[2])
        at = found.end()
    return groups


def _row(row: _Row, count: int | None, width: int | None) -> bytes:
    """The bytes of one row: `count` of them, or as many as the characters beside them tell."""
    groups = _groups(row.rest, len(row.rest))
    if count is not None:
        return _told(row, groups, count)
    splits = [
        (bytes.fromhex("".join(groups[:taken])), _beside(row.rest, groups[:taken]))
        for taken in range(len(groups), -1, -1)
    ]
    splits = [(data, beside) for data, beside in splits if width is None or len(data) <= width]
    # Characters beside the bytes may look like hex themselves; those of no bytes tell nothing.
    fits = [data for data, beside in splits if data and beside and beside == _printed(data)]
    return fits[0] if fits else splits[0][0]


def _told(row: _Row, groups: list[str], count: int) -> bytes:
    """The bytes of a row that has `count` of them by the offset after it."""
    data = b""
    for taken, group in enumerate(groups):
        if len(data) == count:
            # Characters stand apart from the bytes.
            behind = _after(row.rest, groups[:taken])
            if not re.match(r" [^ ]", behind) or behind.strip() == _printed(data):
                return data
            break
        data += bytes.fromhex(group)
    if len(data) == count and "".join(groups).lower() == data.hex():
        return data
    stand = len("".join(groups)) // 2
    if stand == count + 1 and all(len(group) == 4 for group in groups):
        # The last word of an odd number of bytes is filled up; its byte is the low one.
        return bytes.fromhex("".join(groups[:-1]) + groups[-1][2:])
    raise DumpError(
        f"line {row.line}: this is a dump with offsets, and the next offset tells {count} bytes where "
        f"{stand} stand"
    )


def _beside(rest: str, groups: list[str]) -> str:
    """What stands beside the bytes of a row."""
    return _after(rest, groups).strip().strip("|")


def _after(rest: str, groups: list[str]) -> str:
    """A row behind its first groups."""
    at = 0
    for _ in groups:
        found = _GROUP.match(rest, at)
        assert found is not None
        at = found.end()
    return rest[at:]


def _printed(data: bytes) -> str:
    text = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in data)
    return text.strip().strip("|")
