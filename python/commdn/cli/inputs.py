"""What every argument, option and variable must be before a command sees it.

Owns the rules that hold for all of them: whole numbers have 32 bits, other numbers are finite, texts are text. A command
need not check these, and cannot forget to.
"""

from __future__ import annotations

import contextlib
import functools
import math
import os
from collections.abc import Callable, Mapping
from typing import Any

import typer

__all__ = ["ENTRY", "MOST_INT32", "MOST_NUMBER", "Wrong", "check_number", "guard", "only_utf8", "texts", "whole"]

MOST_INT32 = 2**31 - 1
_LEAST_INT32 = -(2**31)
# About 30 years in seconds: no time or rate is meant to be longer.
MOST_NUMBER = 1e9
# No whole number of the API is longer; Python refuses to read those of thousands of digits.
_MOST_DIGITS = 20

ENTRY = "ENTRY"
"""The metavar of arguments that are numbers of outbox entries, which have 64 bits."""


def guard(command: Any) -> None:
    """Hold the arguments of a command, or of all commands of a group, to these rules."""
    for inner in getattr(command, "commands", {}).values():
        guard(inner)
    if command.callback is not None and not getattr(command, "commands", None):
        command.callback = _guarded(command, command.callback)


class Wrong(Exception):
    """A value is wrong; the guard of the command tells which option or argument it was given with."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name
        self.text = text


def _guarded(command: Any, callback: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(callback)
    def checked(*args: Any, **kwargs: Any) -> Any:
        wide = {param.name for param in command.params if param.metavar == ENTRY}
        try:
            for name, value in kwargs.items():
                for one in value if isinstance(value, (list, tuple)) else (value,):
                    check_number(name, one, wide=name in wide)
            # Commands that connect learn the charset from their settings, and call `texts` then.
            if "server" not in kwargs:
                kwargs = texts(kwargs, kwargs.get("charset") or "utf-8")
            return callback(*args, **kwargs)
        except Wrong as error:
            raise typer.BadParameter(error.text, param_hint=_hint(command, error.name)) from None

    return checked


def check_number(name: str, value: object, *, wide: bool = False) -> None:
    """Raises: Wrong, if the value is a number that the API has no room for."""
    if type(value) is int and not wide:
        if value > MOST_INT32:
            raise Wrong(name, f"{value} is over {MOST_INT32}, the largest number of the API")
        if value < _LEAST_INT32:
            raise Wrong(name, f"{value} is under {_LEAST_INT32}, the least number of the API")
    if isinstance(value, float) and not (math.isfinite(value) and abs(value) <= MOST_NUMBER):
        raise Wrong(name, f"{value} is not a number up to {MOST_NUMBER:,.0f}")


def whole(text: str, least: int = 0, most: int = MOST_INT32) -> int | None:
    """The whole number that a text is, in the digits 0 to 9; None if it is none from `least` to `most`."""
    if not (text.isascii() and text.isdecimal()):
        return None
    digits = text.lstrip("0") or "0"
    if len(digits) > _MOST_DIGITS or not least <= int(digits) <= most:
        return None
    return int(digits)


def _hint(command: Any, name: str) -> str:
    """How errors call a parameter: `'--customer-id'`, `'PHONE'`, and the variable that may have set it."""
    for param in command.params:
        if param.name == name:
            shown = param.opts[0] if param.param_type_name == "option" else (param.metavar or name.upper())
            variable = f" (or {param.envvar})" if isinstance(param.envvar, str) else ""
            return f"'{shown}'{variable}"
    return f"'{name}'"


def texts(values: Mapping[str, Any], charset: str) -> dict[str, Any]:
    """The values with every text as text: bytes that are not UTF-8 are taken in `charset`, if that is another.

    Names of files may be any bytes, and stay as they are.
    Raises: Wrong.
    """
    return {name: _text(name, value, charset) for name, value in values.items()}


def only_utf8(values: Mapping[str, str | None]) -> None:
    """Raises: Wrong, if one of the texts has bytes that are not UTF-8; for what no charset can tell."""
    for name, value in values.items():
        if value is not None and _has_bytes(value):
            raise Wrong(name, f"{value!r} has bytes that are not UTF-8")


def _text(name: str, value: Any, charset: str) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(_text(name, one, charset) for one in value)
    if type(value) is not str or not _has_bytes(value):
        return value
    try:
        raw = os.fsencode(value)
        # In the locale C a shell's UTF-8 comes as bytes.
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode("utf-8")
        if charset.lower().replace("_", "-") in ("utf-8", "utf8"):
            raise Wrong(name, "it has bytes that are not UTF-8: name their charset with --charset")
        return raw.decode(charset)
    except (LookupError, UnicodeError):
        raise Wrong(name, f"it has bytes that are not {charset}") from None


def _has_bytes(text: str) -> bool:
    """Whether the text has stand-ins for bytes that could not be read."""
    return not text.isascii() and any("\ud800" <= found <= "\udfff" for found in text)
