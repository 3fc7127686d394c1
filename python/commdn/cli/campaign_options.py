"""What commands about one campaign have in common: its arguments, and that one OCS controls it."""

from __future__ import annotations

from typing import Annotated

import typer

from .completion import names_of
from .inputs import MOST_INT32, whole
from .names import OMITTED, named
from .settings import Connection

__all__ = ["Campaign", "Group", "dbid", "one_ocs"]


def dbid(text: str | int) -> int:
    """A DBID as it is typed, or as an option has it by default.

    Raises: typer.BadParameter.
    """
    found = whole(str(text), least=1)
    if found is None:
        raise typer.BadParameter(f"{text!r} is not a DBID, a number from 1 to {MOST_INT32}")
    return found


Campaign = Annotated[
    int,
    typer.Argument(
        metavar="CAMPAIGN",
        help="The campaign: its name or DBID.",
        show_default=False,
        parser=named("campaign"),
        autocompletion=names_of("campaign"),
    ),
]
Group = Annotated[
    int,
    typer.Argument(
        metavar="GROUP",
        help="The group that it dials for: name or DBID. May be left out where the campaign's name tells it.",
        show_default=False,
        default_factory=lambda: OMITTED,
        parser=named("group"),
        autocompletion=names_of("group"),
    ),
]


def one_ocs(connection: Connection) -> None:
    """Raises: typer.BadParameter if the settings name no OCS, or every one."""
    if connection.ocs_dbid == 0:
        raise typer.BadParameter("Campaign commands go to one OCS: give --ocs-dbid (0 means all)")
