"""The local copy of the directory: where it is, how old it is, and the names in it.

Owns the path of the copy and when it is read: only when a command needs a name. What a name means is the core's matter.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import typer

from ..directory import Directory, DirectoryObject
from ..errors import CommDNError, CommDNNameUnknown

__all__ = ["LocalCopy", "age_in_words", "copy_at", "default_path"]


def default_path() -> Path:
    """Where the copy is: COMMDN_DIRECTORY, or `commdn/directory.db` in the user's folder for data."""
    given = os.environ.get("COMMDN_DIRECTORY")
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    else:
        base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "commdn" / "directory.db"


def copy_at(path: Path | None = None) -> LocalCopy | None:
    """The copy, if there is one; it is read when it is asked."""
    where = default_path() if path is None else path
    return LocalCopy(where) if where.is_file() else None


def age_in_words(fetched: datetime) -> str:
    """How long ago that was: `3 minutes`, `2 days`."""
    seconds = max(0, int((datetime.now(UTC) - fetched) / timedelta(seconds=1)))
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            number = seconds // size
            return f"{number} {name}{'' if number == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"


class LocalCopy:
    """Names for commands: a `NameSource`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def directory(self) -> Directory:
        """All of it.

        Raises: typer.BadParameter naming the file.
        """
        try:
            return Directory.load(self.path)
        except CommDNError as error:
            raise typer.BadParameter(f"{error} (the local copy of the directory; `commdn directory fetch` makes a new one)") from None

    def find(self, kind: str, name: str) -> DirectoryObject:
        """The one object that a DBID or a name means.

        Raises: typer.BadParameter with what may be meant.
        """
        try:
            return self.directory.look_up(kind, name)
        except CommDNNameUnknown as error:
            raise typer.BadParameter(f"{error}{self._age()}") from None
        except CommDNError as error:
            raise typer.BadParameter(str(error)) from None

    def dbid(self, kind: str, name: str) -> int | None:
        """The DBID of the one object of that name; None if there is none.

        Raises: typer.BadParameter with the candidates if there are several.
        """
        try:
            return self.directory.look_up(kind, name).dbid
        except CommDNNameUnknown:
            return None
        except CommDNError as error:
            raise typer.BadParameter(str(error)) from None

    def name(self, kind: str, dbid: int) -> str | None:
        """The name of an object."""
        return self.directory.name(kind, dbid)

    def names(self, kind: str) -> list[str]:
        """The names that there are, each of which finds one object."""
        found = (self.directory.unique_name(kind, one.dbid) for one in self.directory.objects(kind))
        return sorted(name for name in found if name is not None)

    def groups_of(self, campaign: int) -> list[int]:
        """The groups that a campaign is configured for."""
        pairs = self.directory.objects("campaign_group")
        return sorted({one.group for one in pairs if one.campaign == campaign and one.group is not None})

    def _age(self) -> str:
        fetched = self.directory.fetched
        if fetched is None:
            return ""
        return f" (the local copy is {age_in_words(fetched)} old: `commdn directory fetch` makes a new one)"
