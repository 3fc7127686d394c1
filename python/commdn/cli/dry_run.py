"""`--dry-run`: a request as it would be sent, printed as `commdn decode` prints it.

Connects to nothing and sends nothing.
"""

from __future__ import annotations

from typing import Annotated

import typer

from .._native import Request
from ..decode import decode_packed
from .settings import Connection

__all__ = ["DryRun", "show_request"]

DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the request and send nothing.")]


def show_request(connection: Connection, request: Request) -> None:
    """Print a request that keeps the rules of the API.

    Raises: CommDNInvalidRequest naming the attribute that does not.
    """
    from .decode import print_decoded

    user_data = request.user_data(
        origin=connection.app_dbid, target=connection.ocs_dbid, charset=connection.charset
    )
    found = decode_packed(user_data.pack(), charset=connection.charset)
    print_decoded(found, as_json=connection.json)
