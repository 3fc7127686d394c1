"""Asking before something is done that cannot be taken back.

Owns when a question is asked, and what stands for the answer: on a terminal a question, elsewhere `--yes`. Commands that
ask say what is hit in their own words. Nothing is sent from here.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..text import escape
from .output import Exit, warn

__all__ = ["Yes", "confirm", "on_terminal", "refuse_without_terminal"]

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]


def on_terminal() -> bool:
    """Whether there is somebody to ask."""
    try:
        return sys.stdin is not None and sys.stdin.isatty()
    except ValueError:
        # It is closed.
        return False


def refuse_without_terminal(action: str, yes: bool) -> None:
    """End with wrong usage where `confirm` could not ask; for commands that are sure to ask, before they connect.

    Raises: typer.BadParameter.
    """
    if not yes and not on_terminal():
        raise typer.BadParameter(f"{action}: there is no terminal to ask on, so this needs --yes")


def confirm(action: str, yes: bool, *, tell: bool = False) -> None:
    """Ask whether to go on with `action`, a sentence without its full stop.

    With `yes` nothing is asked, and with `tell` the sentence is printed all the same.

    Raises: typer.BadParameter if there is no terminal; typer.Exit if the answer is no.
    """
    refuse_without_terminal(action, yes)
    if yes and tell:
        warn(action)
    if not yes and not _agreed(action):
        warn("nothing was done")
        raise typer.Exit(Exit.FAILED)


def _agreed(action: str) -> bool:
    """The answer; the end of input is none."""
    try:
        return typer.confirm(f"{escape(action)}. Go on?", err=True)
    except typer.Abort as error:
        # The question is the last line that was begun.
        sys.stderr.write("\n")
        if isinstance(error.__context__, EOFError):
            return False
        warn("nothing was done")
        raise
