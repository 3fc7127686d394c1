"""Names for what many functions take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from types import EllipsisType
from typing import Any, Literal, TypeAlias

__all__ = ["Buffer", "Duplicates", "ListPrefix", "PairsLike", "Seconds", "Timeout", "UnicodeLength"]

PairsLike: TypeAlias = Mapping[str, Any] | Iterable[tuple[str, Any]]
"""A nested dict, or pairs: what a `KVList` is made of.

Values are str, int, bytes-like, `Unicode`, `KVList`, or again a dict or a list of pairs.
"""

Seconds: TypeAlias = float | timedelta
"""Seconds as a number, or a `timedelta`."""

Timeout: TypeAlias = Seconds | None | EllipsisType
"""Seconds; omitted (`...`) is the session's `request_timeout`, None is for ever."""

Buffer: TypeAlias = bytes | bytearray | memoryview
"""Packed bytes."""

Duplicates: TypeAlias = Literal["first", "list"]
"""A key that occurs several times: its first value, or a list of all of them."""

ListPrefix: TypeAlias = Literal["length32", "two_lengths16"]
"""The four bytes before a nested list: one length, or two."""

UnicodeLength: TypeAlias = Literal["bytes", "units"]
"""What the length of a unicode value counts."""
