"""The messages that every codec bench reads and writes, as the trees that Python programs have."""

from __future__ import annotations

import json
import pathlib
from typing import Any

_FILE = pathlib.Path(__file__).resolve().parents[2] / "vectors" / "messages.json"


def message(name: str) -> tuple[dict[str, Any], bytes]:
    """The tree and the packed bytes of `dnc` or `seq`."""
    entry = json.loads(_FILE.read_text())[name]
    return _tree(entry["tree"]), bytes.fromhex(entry["packed"])


def _tree(pairs: list[list[Any]]) -> dict[str, Any]:
    return {key: _tree(value) if kind == "list" else value for key, kind, value in pairs}
