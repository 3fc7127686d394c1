"""Names for what many functions take."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from types import EllipsisType
from typing import Any, Literal, TypeAlias, TypedDict

from .tls import TLS

__all__ = ["Buffer", "ConnectOptions", "Duplicates", "ListPrefix", "PairsLike", "Timeout", "UnicodeLength"]

PairsLike: TypeAlias = Mapping[str, Any] | Iterable[tuple[str, Any]]
"""A nested dict, or pairs: what a `KVList` is made of.

Values are str, int, bytes-like, `Unicode`, `KVList`, or again a dict or a list of pairs.
"""

Timeout: TypeAlias = float | None | EllipsisType
"""Seconds; omitted (`...`) is the session's `request_timeout`, None is for ever."""

Buffer: TypeAlias = bytes | bytearray | memoryview
"""Packed bytes."""

Duplicates: TypeAlias = Literal["first", "list"]
"""A key that occurs several times: its first value, or a list of all of them."""

ListPrefix: TypeAlias = Literal["length32", "two_lengths16"]
"""The four bytes before a nested list: one length, or two."""

UnicodeLength: TypeAlias = Literal["bytes", "units"]
"""What the length of a unicode value counts."""


class ConnectOptions(TypedDict, total=False):
    """The options of `commdn.connect` and `commdn.aio.connect`; `connect` tells what they mean."""

    ocs_dbid: int
    application: str
    password: str | None
    tls: TLS | None
    request_timeout: float | None
    connect_timeout: float | None
    write_timeout: float | None
    close_timeout: float
    spin: float
    keep_alive: float | None
    reconnect: bool
    reconnect_delay: float
    max_reconnect_delay: float
    reconnect_give_up: float | None
    connect_in_background: bool
    hold_requests: bool
    charset: str
    logger: logging.Logger | None
    log_personal_data: bool
    max_notices: int
    max_open_requests: int
    max_user_data_bytes: int
    send_reference_id: bool
    first_in_first_out: bool
    accept_partial_echo: bool
    accept_added_facts: bool
    cancel_without_phone: bool
    auto_completion_place: Literal["top_level", "properties"]
    list_prefix: ListPrefix
    unicode_length: UnicodeLength
