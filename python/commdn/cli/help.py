"""`commdn help`: the page of a command, or the options that all connecting commands have."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from .commands import COMMANDS, entry
from .did_you_mean import guess
from .panels import CONNECTION

__all__ = ["help_"]


def help_(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="COMMAND", help="The command, as campaign load; or connection.", show_default=False),
    ] = None,
) -> None:
    """Show the help of a command.

    `commdn help connection` shows the options for the connection, which all connecting commands have.

    Example: commdn help campaign load
    """
    from .tree import find

    path = " ".join(words or [])
    root = ctx.find_root()
    if not path:
        typer.echo(root.get_help())
        return
    if path == CONNECTION.lower():
        typer.echo(_connection(root))
        return
    if entry(path) is None:
        known = [one.path for one in COMMANDS]
        raise typer.BadParameter(f"there is no command {path!r}.{guess(path, known)}")
    command = find(path.split())
    parent: Any = root
    for name in path.split()[:-1]:
        parent = typer.Context(find([name]), info_name=name, parent=parent)
    typer.echo(command.get_help(command.context_class(command, info_name=command.name, parent=parent)))


def _connection(root: Any) -> str:
    """The options of the connection, from a command that has them."""
    from .pages import page_of
    from .tree import find

    command = find(["dnc", "add"])
    ctx = command.context_class(command, info_name="dnc add", parent=root)
    formatter = ctx.make_formatter()
    formatter.write_text(_TEXT)
    with formatter.section(CONNECTION):
        formatter.write_dl([(row.name, row.text) for row in page_of(command, ctx).options[CONNECTION]], col_max=26)
    return str(formatter.getvalue()).rstrip("\n")


_TEXT = (
    "Options of every command that connects. Each is also a key of a site in the settings file and, where one is"
    " named in brackets, an environment variable. An option wins over the variable, the variable over the site."
)
