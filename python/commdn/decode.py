"""Bytes and logs as typed messages.

The forms are those of T-Server and URS, of OCS, and of the vendor's SDK. What could be read of
a list is kept, and its faults beside it. What a log filter left of a value is called masked and
what cannot be read is kept as it stood; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias

from . import _native
from ._native import Event, KVList, Request

__all__ = [
    "Around",
    "Decoded",
    "Fault",
    "Masked",
    "Unread",
    "decode_log",
    "decode_packed",
    "decode_stream",
]

Protocol: TypeAlias = Literal["commdn", "desktop", "other"]

_ZONED = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:?\d\d)")


@dataclass(frozen=True, slots=True)
class Masked:
    """What a log filter left of a value, such as `****` or `******4567`. Not a text: it is nobody's phone."""

    text: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A value that could not be read, as it stood in the log: `(null)`, `[long] = 5`."""

    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a log that could not be read."""

    line: int
    """Counted from 1."""
    column: int | None
    """In characters, counted from 1; None where the whole line is meant."""
    text: str
    """What is wrong."""

    def __str__(self) -> str:
        place = f"line {self.line}" if self.column is None else f"line {self.line}, column {self.column}"
        return f"{place}: {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a log tells of the message that a list stands in; None where it does not tell."""

    message: str | None = None
    """Its name, such as `EventUserEvent`."""
    number: int | None = None
    """T-Library's number of it."""
    direction: Literal["received", "sent"] | None = None
    """As the program that wrote the log sees it."""
    peer: str | None = None
    """Who is at the other end, as it stands in the log."""
    dn: str | None = None
    """`AttributeThisDN`, or else the communication DN."""
    reference_id: int | None = None
    """`AttributeReferenceID`."""
    sequence_number: int | None = None
    """`AttributeEventSequenceNumber`."""
    seconds: int | None = None
    """`AttributeTimeinSecs`: seconds since 1970, UTC."""
    microseconds: int | None = None
    """`AttributeTimeinuSecs`."""
    logged_time: str | None = None
    """The time of the log's own line as it stands there."""
    error_code: int | None = None
    """`AttributeErrorCode`."""
    error_message: str | None = None
    """`AttributeErrorMessage`."""

    @property
    def time(self) -> datetime | None:
        """When it was, with a zone; None if the log tells no zone. A zone is never guessed."""
        if self.seconds is not None:
            try:
                start = datetime.fromtimestamp(self.seconds, UTC)
            except (OverflowError, OSError, ValueError):
                return None
            return start + timedelta(microseconds=self.microseconds or 0)
        zoned = _ZONED.fullmatch(self.logged_time or "")
        if zoned is None:
            return None
        day, clock, fraction, zone = zoned.groups()
        text = f"{day}T{clock}.{(fraction or '0')[:6]:0<6}{zone}"
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """One list, and what it turned out to be."""

    protocol: Protocol
    """`commdn`, `desktop` (the agent-desktop protocol, another one on the same carrier), or `other`."""
    request: Request | None = None
    """The request, if it is one."""
    event: Event | None = None
    """The answer or notification, if it is one."""
    user_data: KVList
    """The list, without the pairs that are masked or could not be read."""
    masked: tuple[str, ...] = ()
    """The keys down to each masked value, with `/` between them."""
    unknown: tuple[str, ...] = ()
    """The same for values that could not be read."""
    faults: tuple[Fault, ...] = ()
    """What could not be read, and why."""
    around: Around | None = None
    """The message that it stands in; None if the log tells nothing of one."""
    line: int | None = None
    """The line it starts on, counted from 1."""
    last_line: int | None = None
    """The line it ends on."""
    form: str | None = None
    """How it was written: `tserver`, `ocs` or `sdk`."""
    attribute: str | None = None
    """The name on its header line, such as `AttributeUserData`."""
    logged_size: int | None = None
    """The packed size in bytes that the header tells."""
    first_bytes: bytes = b""
    """The first packed bytes that the header tells."""
    size_agrees: bool | None = None
    """Whether the list has the logged size and first bytes; None where that cannot be told."""
    pairs: list[tuple[str, Any]] = field(default_factory=list)
    """The pairs as they stood there, `Masked` and `Unread` values included."""

    @property
    def message(self) -> Request | Event | None:
        """The request or the event."""
        return self.request or self.event


def decode_packed(data: bytes | bytearray | memoryview, *, charset: str = "utf-8") -> Decoded:
    """Decode a packed list.

    Raises: CommDNListError with the offset of the first fault.
    """
    return Decoded(**_native.decode_packed(data, charset))


def decode_log(log: str | bytes, *, charset: str = "utf-8") -> list[Decoded]:
    """Decode every list of a log, in order; lines that belong to none are skipped.

    `charset` is that of the lists' strings, and of the log if it comes as bytes without a byte order
    mark; UTF-16 is told by its mark or its pattern.
    """
    return list(decode_stream([log], charset=charset))


def decode_stream(pieces: Iterable[str | bytes], *, charset: str = "utf-8") -> Iterator[Decoded]:
    """Decode a log that comes in pieces, all of one type: an open file, for example.

    Of a log of any size only the message that is being read is held.
    """
    reader: _native.LogReader | None = None
    for piece in pieces:
        is_text = isinstance(piece, str)
        if reader is None:
            reader = _native.LogReader(charset, is_text)
        data = piece.encode("utf-8", "replace") if isinstance(piece, str) else piece
        yield from map(_decoded, reader.feed(data))
    if reader is not None:
        yield from map(_decoded, reader.finish())


def _decoded(found: dict[str, Any]) -> Decoded:
    around = found["around"]
    found["around"] = None if around is None else Around(**around)
    found["faults"] = tuple(Fault(*fault) for fault in found["faults"])
    found["masked"] = tuple(found["masked"])
    found["unknown"] = tuple(found["unknown"])
    return Decoded(**found)
