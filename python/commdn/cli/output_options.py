"""The options for what is printed, the same in every command that has them."""

from __future__ import annotations

from typing import Annotated

import typer

from .panels import OUTPUT

__all__ = ["Json", "Raw", "Utc", "Verbose"]

Json = Annotated[bool, typer.Option("--json", rich_help_panel=OUTPUT, help="Print JSON.")]
Raw = Annotated[
    bool, typer.Option("--raw", rich_help_panel=OUTPUT, help="Print the protocol's own words and numbers.")
]
Utc = Annotated[
    bool,
    typer.Option("--utc", rich_help_panel=OUTPUT, help="Print times in UTC; in the local zone otherwise."),
]
Verbose = Annotated[
    int,
    typer.Option(
        "-v",
        "--verbose",
        count=True,
        rich_help_panel=OUTPUT,
        help="Tell on standard error what is sent and received; twice for every step.",
    ),
]
