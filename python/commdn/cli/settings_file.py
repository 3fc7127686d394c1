"""The file of connection settings: `server = "tserver:3000"`, one key for each option.

Owns which keys there are and what may stand behind each; errors name file, line and key, and never a password.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from .files import line_of, read_toml
from .inputs import MOST_INT32, MOST_NUMBER

__all__ = ["SettingsFile"]

_SECRET = frozenset({"password"})


class SettingsFile:
    """The settings of a file; without one, none.

    Raises: typer.BadParameter if it cannot be read, or has a key that is not in `keys`.
    """

    def __init__(self, path: Path | None, keys: Iterable[str]) -> None:
        self._path = path
        self._values: dict[str, object] = {}
        self._text = ""
        if path is None:
            return
        self._values, self._text = read_toml(path)
        known = sorted(keys)
        for key in self._values:
            if key not in known:
                raise typer.BadParameter(f"{self._place(key)}: unknown key {key!r}. Keys: {', '.join(known)}")

    def text(self, key: str, given: str | None) -> str | None:
        """The option, if it was given, or else the file's text."""
        value = self._values.get(key) if given is None else given
        if value is None or isinstance(value, str):
            return value
        raise self._wrong(key, value, "a text in quotes")

    def path(self, key: str, given: Path | None) -> Path | None:
        """The same for the name of a file, which is relative to the folder of the settings."""
        if given is not None:
            return given
        text = self.text(key, None)
        if text is None or self._path is None:
            return None
        return self._path.parent / text

    def whole(self, key: str, given: int | None, least: int = 0) -> int | None:
        """The same for a whole number of 32 bits."""
        value = self._values.get(key) if given is None else given
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= MOST_INT32:
            return value
        raise self._wrong(key, value, f"a whole number from {least} to {MOST_INT32}")

    def number(self, key: str, given: float | None, default: float, least: float = 0) -> float:
        """The same for a number of seconds."""
        value = self._values.get(key, default) if given is None else given
        if isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= MOST_NUMBER:
            return float(value)
        raise self._wrong(key, value, f"a number of seconds from {least:g} to {MOST_NUMBER:,.0f}")

    def dbids(self, key: str) -> tuple[int, ...]:
        """A list of DBIDs, each once; none without the key."""
        value = self._values.get(key, [])
        if isinstance(value, list) and all(type(dbid) is int and 0 < dbid <= MOST_INT32 for dbid in value):
            return tuple(dict.fromkeys(value))
        raise self._wrong(key, value, "a list of DBIDs, such as [101, 102]")

    def _place(self, key: str) -> str:
        return f"{self._path}{line_of(self._text, key)}"

    def _wrong(self, key: str, value: object, kind: str) -> typer.BadParameter:
        shown = "" if key in _SECRET else f" {value!r}"
        if key not in self._values:
            return typer.BadParameter(f"{key}{shown} is not {kind}")
        return typer.BadParameter(f"{self._place(key)}: {key}{shown} is not {kind}")
