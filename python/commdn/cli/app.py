"""The application: the root of all commands, and the way from the process's start to its end."""

from __future__ import annotations

from typing import Annotated, Any

import typer
import typer.main

from . import ending, streams
from .status import table_of_statuses
from .tree import CommandGroup

__all__ = ["root", "run"]

_HELP = f"""Send requests to Genesys Outbound Contact (OCS) over its Communication DN API.

    Where to connect to comes from options, from variables (COMMDN_SERVER, COMMDN_DN, ...), or from a site in the settings
    file (commdn help connection). To try it without a contact centre, add --server sim:

    Exit status: {table_of_statuses()}.

    Example: commdn dnc add 5551234567 --server sim:
    """


class _Root(CommandGroup):
    """The first group, as typer makes it."""

    def __init__(self, **options: Any) -> None:
        ours = ("help", "params", "callback")
        super().__init__("", name="commdn", **{name: options[name] for name in ours})


def _version(wanted: bool) -> None:
    if wanted:
        from .._native import __version__

        print(f"commdn {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """The options of the root."""


def root() -> Any:
    """All commands, none of them loaded."""
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    app.callback(cls=_Root, help=_HELP)(_options)
    return typer.main.get_command(app)


def run() -> None:
    """Run the command line and end the process with its exit status."""
    streams.prepare()
    ending.listen_for_signals()
    ending.report_lost_failures()
    ending.run_to_the_end(lambda: root().main(prog_name="commdn", standalone_mode=False))
