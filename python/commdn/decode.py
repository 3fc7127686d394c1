"""Bytes and log excerpts as typed messages.

The forms are those of T-Server and URS, of OCS, and of the vendor's SDK. Values that a log
filter replaced by `****` stay masked and are named; nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from . import _native
from ._native import Event, KVList, Request

__all__ = ["Decoded", "Fault", "decode_log", "decode_packed"]

Protocol: TypeAlias = Literal["commdn", "desktop", "other"]


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
    """The list, without the pairs whose values are masked."""
    masked: tuple[str, ...] = ()
    """The keys down to each masked value, with `/` between them."""
    line: int | None = None
    """The line it starts on, counted from 1."""
    form: str | None = None
    """How it was written: `tserver`, `ocs` or `sdk`."""
    attribute: str | None = None
    """The name on its header line, such as `AttributeUserData`."""
    logged_size: int | None = None
    """The packed size in bytes that the header tells."""
    first_bytes: bytes = b""
    """The first packed bytes that the header tells."""
    size_agrees: bool | None = None
    """Whether the list has the logged size; None where that cannot be told."""
    pairs: list[tuple[str, Any]] = field(default_factory=list)
    """The pairs as they stood there; a masked value is None."""

    @property
    def message(self) -> Request | Event | None:
        """The request or the event."""
        return self.request or self.event


@dataclass(frozen=True, slots=True)
class Fault:
    """A place in a log that looks like a list and cannot be read as one."""

    line: int | None
    text: str


def decode_packed(data: bytes | bytearray | memoryview, *, charset: str = "utf-8") -> Decoded:
    """Decode a packed list.

    Raises: CommDNListError with the offset of the first fault.
    """
    return Decoded(**_native.decode_packed(data, charset))


def decode_log(text: str, *, charset: str = "utf-8") -> list[Decoded | Fault]:
    """Decode every list of a log excerpt, in order; lines that belong to none are skipped."""
    return [_decoded(found) for found in _native.decode_text(text, charset)]


def _decoded(found: dict[str, Any]) -> Decoded | Fault:
    if "fault" in found:
        return Fault(found.get("line"), found["fault"])
    found["masked"] = tuple(found["masked"])
    return Decoded(**found)
