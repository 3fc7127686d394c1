"""Names in place of numbers: how a campaign, a group, an OCS or an application is typed and told.

Owns the order in which a name is looked up: the site's aliases, then the directory. A parameter that takes a name is parsed by
`named`; once the connection's settings are known, `resolved` puts the DBIDs in, so commands see numbers only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import typer

from .did_you_mean import guess
from .inputs import MOST_INT32, whole

__all__ = ["OMITTED", "Alias", "Name", "NameSource", "Names", "group_of_campaign", "named", "resolved"]


@dataclass(frozen=True, slots=True)
class Name:
    """An object as it was typed."""

    kind: str
    """campaign, group, ocs or application."""
    text: str


OMITTED = Name("group", "")
"""A group that was left out: the campaign tells it."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that a site gives to a DBID."""

    dbid: int
    group: int | None = None
    """Of a campaign: the group that it is dialled for."""


class NameSource(Protocol):
    """Where names are looked up that the site does not have."""

    def dbid(self, kind: str, name: str) -> int | None:
        """The DBID of the one object of that name; None if there is none.

        Raises: typer.BadParameter with the candidates if there are several.
        """
        ...

    def name(self, kind: str, dbid: int) -> str | None:
        """The name of an object."""
        ...

    def names(self, kind: str) -> list[str]:
        """The names that there are, for suggestions and completion."""
        ...

    def groups_of(self, campaign: int) -> list[int]:
        """The groups that a campaign is assigned to."""
        ...


@dataclass(frozen=True, slots=True)
class Names:
    """The names that hold for one connection."""

    aliases: Mapping[str, Mapping[str, Alias]] = field(default_factory=dict)
    """By kind, then by name."""
    directory: NameSource | None = None
    origin: str = ""
    """Where the aliases stand, for messages."""

    def dbid(self, name: Name) -> int:
        """The DBID of a name.

        Raises: typer.BadParameter with what may be meant.
        """
        alias = self.alias(name)
        if alias is not None:
            return alias.dbid
        found = None if self.directory is None else self.directory.dbid(name.kind, name.text)
        if found is not None:
            return found
        known = self.known(name.kind)
        if known:
            shown = ", ".join(known[:8]) + (", ..." if len(known) > 8 else "")
            raise typer.BadParameter(
                f"{name.text!r} is not a DBID, and no {name.kind} has that name.{guess(name.text, known)} There are: {shown}"
            )
        raise typer.BadParameter(
            f"{name.text!r} is not a DBID, a number from 1 to {MOST_INT32}. Names come from"
            f" [site.NAME.{name.kind}.{name.text}] in the settings file or from a directory"
        )

    def alias(self, name: Name) -> Alias | None:
        """The site's alias of that name, in any case."""
        aliases = self.aliases.get(name.kind, {})
        by_lower = {known.lower(): alias for known, alias in aliases.items()}
        return aliases.get(name.text) or by_lower.get(name.text.lower())

    def known(self, kind: str) -> list[str]:
        """The names that there are."""
        more = [] if self.directory is None else self.directory.names(kind)
        return sorted({*self.aliases.get(kind, {}), *more})

    def label(self, kind: str, dbid: int | None) -> str:
        """An object in words: `spring (1)`, or `campaign 1` where it has no name."""
        for name, alias in self.aliases.get(kind, {}).items():
            if alias.dbid == dbid:
                return f"{name} ({dbid})"
        found = None if self.directory is None or dbid is None else self.directory.name(kind, dbid)
        return f"{found} ({dbid})" if found else f"{kind.replace('ocs', 'OCS')} {dbid}"


def named(kind: str, least: int = 1) -> Callable[[Any], Any]:
    """The parser of a parameter that takes a DBID or a name."""

    def parse(text: Any) -> Any:
        if isinstance(text, (int, Name)):
            return text
        stripped = str(text).strip()
        number = whole(stripped, least=least)
        if number is not None:
            return number
        if not stripped or stripped.lstrip("+-").isdecimal():
            raise typer.BadParameter(f"{text!r} is not a DBID, a number from {least} to {MOST_INT32}")
        return Name(kind, stripped)

    return parse


def resolved(names: Names, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a command's parameters with DBIDs in place of names."""
    found = dict(values)
    for key, value in values.items():
        if isinstance(value, Name) and value is not OMITTED:
            found[key] = names.dbid(value)
        elif isinstance(value, (list, tuple)) and any(isinstance(one, Name) for one in value):
            found[key] = type(value)(names.dbid(one) if isinstance(one, Name) else one for one in value)
    for key, value in values.items():
        if value is OMITTED:
            found[key] = group_of_campaign(names, values.get("campaign"), found.get("campaign"))
    return found


def group_of_campaign(names: Names, typed: Any, campaign: int | None) -> int:
    """The group of a campaign that was typed without one.

    Raises: typer.BadParameter if nothing tells it.
    """
    alias = names.alias(typed) if isinstance(typed, Name) else None
    if alias is not None and alias.group is not None:
        return alias.group
    groups = [] if names.directory is None or campaign is None else names.directory.groups_of(campaign)
    if len(groups) == 1:
        return groups[0]
    label = names.label("campaign", campaign)
    if groups:
        told = ", ".join(names.label("group", group) for group in groups)
        raise typer.BadParameter(f"{label} is dialled for several groups: give one of {told}")
    raise typer.BadParameter(f"{label}: for which group? Give GROUP behind the campaign, its DBID or name")
