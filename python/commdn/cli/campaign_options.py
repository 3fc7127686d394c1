"""What commands about one campaign have in common: its arguments, and that one OCS controls it."""

from __future__ import annotations

from typing import Annotated

import typer

from .inputs import MOST_INT32, whole
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
    int, typer.Argument(metavar="CAMPAIGN", help="DBID of the campaign.", show_default=False, parser=dbid)
]
Group = Annotated[
    int, typer.Argument(metavar="GROUP", help="DBID of the group.", show_default=False, parser=dbid)
]


def one_ocs(connection: Connection) -> None:
    """Raises: typer.BadParameter if the settings name no OCS, or every one."""
    if connection.ocs_dbid == 0:
        raise typer.BadParameter("campaigns are controlled by one OCS: give --ocs-dbid (0 means all)")
