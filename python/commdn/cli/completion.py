"""Completion of what is typed: commands, modes, names of the site's campaigns, sites."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

__all__ = ["items", "names_of", "words_of"]


def items(named: Iterable[tuple[str, str]]) -> list[Any]:
    """Values with their explanations, as the shell's completion takes them."""
    from typer import core

    item: Any = vars(core)["CompletionItem"]
    return [item(value, help=text) for value, text in named]


def names_of(kind: str) -> Callable[[str], list[tuple[str, str]]]:
    """Completes names of a kind: those of the site that is chosen on the line or by the environment."""

    def complete(incomplete: str) -> list[tuple[str, str]]:
        from .settings import names_for_completion

        known = names_for_completion().known(kind)
        return [(name, "") for name in known if name.lower().startswith(incomplete.lower())]

    return complete


def words_of(kind: Iterable[Any]) -> Callable[[str], list[tuple[str, str]]]:
    """Completes the words of an enumeration: `predictive`, `push-preview`."""

    def complete(incomplete: str) -> list[tuple[str, str]]:
        words = [member.word for member in kind if member]
        return [(word, "") for word in words if word.startswith(incomplete.lower().replace("_", "-"))]

    return complete
