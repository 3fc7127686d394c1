"""Lists as JSON, without loss.

A list whose keys differ is an object, one with duplicates an array of pairs. Bytes are
`{"$binary": base64}`, unicode values `{"$unicode": text}`; strings that are no text keep their
bytes as surrogate escapes.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from ._native import KVList
from .errors import CommDNListError
from .typing import PairsLike
from .unicode import Unicode

__all__ = ["from_json", "to_json"]


def to_json(source: KVList | PairsLike, *, indent: int | None = None) -> str:
    """A list as JSON."""
    kv = source if isinstance(source, KVList) else KVList(source)
    return json.dumps(_list(kv), indent=indent)


def from_json(text: str | bytes, *, charset: str = "utf-8") -> KVList:
    """A list from JSON: what `to_json` writes, or any object of strings, ints and objects.

    Raises: CommDNListError for what is no such JSON.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise CommDNListError(f"this is no JSON: {error}") from error
    return KVList(_pairs(data, ""), charset=charset)


def _list(kv: KVList) -> Any:
    pairs = [(key, _value(value)) for key, value in kv.pairs()]
    keys = {key for key, _ in pairs}
    # An object with a key of ours would read as a value.
    if len(keys) < len(pairs) or keys & {"$binary", "$unicode"}:
        return [list(pair) for pair in pairs]
    return dict(pairs)


def _value(value: Any) -> Any:
    if isinstance(value, KVList):
        return _list(value)
    if isinstance(value, bytes):
        return {"$binary": base64.b64encode(value).decode("ascii")}
    if isinstance(value, Unicode):
        return {"$unicode": str(value)}
    return value


def _pairs(data: Any, path: str) -> list[tuple[str, Any]]:
    if isinstance(data, dict):
        items: list[Any] = [list(item) for item in data.items()]
    elif isinstance(data, list):
        items = data
    else:
        raise CommDNListError(f"{path or 'the document'} is neither an object nor an array of pairs")
    pairs = []
    for item in items:
        if not (isinstance(item, list) and len(item) == 2 and isinstance(item[0], str)):
            raise CommDNListError(f"{path or 'the document'}: {item!r} is no pair of key and value")
        key, value = item
        pairs.append((key, _plain(value, f"{path}/{key}" if path else key)))
    return pairs


def _plain(value: Any, path: str) -> Any:
    if isinstance(value, dict) and len(value) == 1:
        if isinstance(text := value.get("$binary"), str):
            try:
                return base64.b64decode(text, validate=True)
            except binascii.Error as error:
                raise CommDNListError(f"{path}: {error}") from error
        if isinstance(text := value.get("$unicode"), str):
            return Unicode(text)
    if isinstance(value, (dict, list)):
        return _pairs(value, path)
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise CommDNListError(f"{path}: {value!r} is neither a string, an int, nor a list")
