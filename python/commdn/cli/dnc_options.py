"""Options that several commands about do-not-call lists have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..records import Chain

__all__ = ["ChainOption", "OutboxOption"]

OutboxOption = Annotated[
    Path | None,
    typer.Option(
        envvar="COMMDN_OUTBOX", help="A file that keeps requests until they are answered."
    ),
]
ChainOption = Annotated[
    Chain | None, typer.Option(help="All records of a chain (what OCS does without it), or one.")
]
