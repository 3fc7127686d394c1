"""Commands as the parser sees them: loaded when they are needed, with a help page that people can read.

Owns the way from the table of commands to functions, and how a page of help looks. What a command takes is its function's
signature; `rich_help_panel` of an option names the group in which it is shown.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Any

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from . import inputs
from .commands import SECTIONS, Entry, entry, inside
from .pages import write_page
from .panels import CONNECTION

__all__ = ["Command", "CommandGroup", "command_of", "find", "group_of"]

# -h everywhere; nothing is wider than a page of text.
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Command(TyperCommand):
    """One command: its options in groups, with an example."""

    all_options = False
    """Whether the page shows the connection's options in full."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse, with the site's values where neither an option nor a variable is given."""
        if any(param.name == "site" and param.param_type_name == "option" for param in self.params):
            from .settings_map import put_under

            put_under(ctx)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        write_page(self, ctx, formatter, folded=() if self.all_options else (CONNECTION,))


class _Loading(Mapping[str, Any]):
    """The commands of a group by name; each is loaded when it is looked at."""

    def __init__(self, path: str) -> None:
        self._entries = {one.name: one for one in inside(path)}

    def __getitem__(self, name: str) -> Any:
        found = self._entries[name]
        return group_of(found) if found.where is None else command_of(found)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


class CommandGroup(TyperGroup):
    """A group of commands, of which it knows names and summaries only."""

    def __init__(self, path: str = "", **options: Any) -> None:
        commands: Any = _Loading(path)
        super().__init__(
            commands={},
            context_settings=_CONTEXT,
            no_args_is_help=True,
            rich_markup_mode=None,
            **options,
        )
        self.commands = commands
        self.path = path

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        write_page(self, ctx, formatter, commands=self._sections())

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Names of commands from the table; nothing is loaded."""
        from .completion import items

        named = [(one.name, one.summary) for one in inside(self.path) if one.name.startswith(incomplete)]
        return [*items(named), *super(TyperGroup, self).shell_complete(ctx, incomplete)]

    def _sections(self) -> dict[str, list[Entry]]:
        found = inside(self.path)
        if self.path:
            return {"Commands": found}
        by_name = {one.name: one for one in found}
        return {title: [by_name[name] for name in names] for title, names in SECTIONS.items()}


def group_of(found: Entry) -> CommandGroup:
    """The group of an entry."""
    text = f"{found.summary}."
    return CommandGroup(found.path, name=found.name, help=text, short_help=found.summary)


def command_of(found: Entry) -> Any:
    """The command of an entry, loaded."""
    assert found.where is not None
    module, _, function = found.where.partition(":")
    callback = getattr(importlib.import_module(f".{module}", __package__), function)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(found.name, cls=Command, short_help=found.summary, context_settings=_CONTEXT)(callback)
    command = typer.main.get_command(app)
    inputs.guard(command)
    return command


def find(path: list[str]) -> Any:
    """The command or group of these words.

    Raises: KeyError with the words that there are no command of.
    """
    typed = " ".join(path)
    found = entry(typed)
    if found is None:
        raise KeyError(typed)
    return group_of(found) if found.where is None else command_of(found)
