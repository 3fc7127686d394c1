"""Consoles with colours and columns, on which text from outside is only shown.

A pipe has no width: nothing is cut or wrapped there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from ..text import escape

__all__ = ["errors", "output"]

# Of a console that is no terminal: no line is as long.
_NO_WIDTH = 1 << 20


class _Console(Console):
    """A console that shows characters instead of obeying them, whoever has put them into what is printed."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            if segment.control is None and not segment.text.isprintable():
                lines = segment.text.split("\n")
                yield Segment("\n".join(map(escape, lines)), segment.style)
            else:
                yield segment


def output() -> Console:
    """Standard output."""
    return _made(sys.stdout, soft_wrap=True, highlight=False)


def errors() -> Console:
    """Standard error."""
    return _made(sys.stderr)


def _made(stream: Any, **options: Any) -> Console:
    width = None if stream.isatty() else _NO_WIDTH
    return _Console(file=stream, width=width, emoji=False, **options)
