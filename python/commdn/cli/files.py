"""Small text files that people write: settings and sequences, in TOML or JSON.

Owns how they are read, whatever an editor has made of them, and errors that name file, line and what to do.
"""

from __future__ import annotations

import codecs
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import typer

__all__ = ["line_of", "read_json", "read_text", "read_toml"]

_MOST_BYTES = 16 << 20
# What begins a text in these charsets; UTF-32's begins with UTF-16's.
_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_TOML_PLACE = re.compile(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL)


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, or in what its byte order mark tells.

    Raises: typer.BadParameter naming the file, and the line where there is one.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if len(raw) > _MOST_BYTES:
        raise typer.BadParameter(f"{path}: over {_MOST_BYTES >> 20} MiB, which is too long for a file of this kind")
    mark, charset = next(((mark, name) for mark, name in _MARKS if raw.startswith(mark)), (b"", "utf-8"))
    body = raw[len(mark) :]
    try:
        text = body.decode(charset)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        wrong = body[error.start : error.start + 1].hex()
        raise typer.BadParameter(
            f"{path}, line {line}: byte 0x{wrong} is not {charset.upper()}: save the file as UTF-8"
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise typer.BadParameter(f"{path}, line {line}: this is not text in UTF-8: save the file as UTF-8")
    return text


def read_toml(path: Path) -> tuple[dict[str, Any], str]:
    """The tables of a TOML file, and its text.

    Raises: typer.BadParameter naming file, line and column.
    """
    text = read_text(path)
    try:
        # Old Macs' line ends; TOML knows the others.
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        found = _TOML_PLACE.match(str(error))
        what = found[1] if found else str(error)
        place = f", line {found[2]}, column {found[3]}" if found and found[2] else ", at its end" if found else ""
        raise typer.BadParameter(f"{path}{place}: {what}") from None
    except RecursionError:
        raise typer.BadParameter(f"{path}: values within values, too deep to be read") from None
    except ValueError as error:
        raise typer.BadParameter(f"{path}: {error}") from None


def read_json(path: Path) -> tuple[Any, str]:
    """The value of a JSON file, and its text.

    Raises: typer.BadParameter naming file, line and column.
    """
    text = read_text(path)
    try:
        return json.loads(text, object_pairs_hook=_each_once), text
    except json.JSONDecodeError as error:
        raise typer.BadParameter(f"{path}, line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise typer.BadParameter(f"{path}: values within values, too deep to be read") from None
    except ValueError as error:
        raise typer.BadParameter(f"{path}: {error}") from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, in which a key that stands twice does not set the first aside."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice in one object")
        found[key] = value
    return found


def line_of(text: str, key: str) -> str:
    """Where a key of the text is set, as `, line 3`; nothing if that cannot be told."""
    name = re.escape(key)
    pattern = rf"^[ \t{{,]*\[?\[?[ \t]*(?:{name}|\"{name}\"|'{name}')[ \t]*[=\]:.]"
    found = re.search(pattern, text, re.MULTILINE)
    return "" if found is None else f", line {text.count(chr(10), 0, found.end()) + 1}"
