"""Text from outside, made fit to be shown: on a terminal, in a log line, in a spreadsheet's cell.

What is sent, stored or compared stays as it came; these are for what people read. The messages of
exceptions and log records of this package have been through `escape`.

The core decides what is escaped; it is imported when there is something to escape, because it needs
the exceptions, which need this module.
"""

from __future__ import annotations

__all__ = ["cell", "escape"]


def escape(text: str) -> str:
    """The text on one line, with an escape for each character that would do something instead of being seen.

    These are control characters, line ends, and the marks that change the direction of what stands
    around them. What is no character (a lone surrogate, as it stands for a byte of a file's name) is escaped, too.
    """
    if text.isprintable():
        return text
    from . import _native

    return _native.escape_text(_whole(text))


def cell(text: str) -> str:
    """The text as a cell of a CSV file that a spreadsheet may open: escaped, and a formula is a text.

    What begins with `= + - @`, a tab or a line end gets a `'` in front, numbers excepted: `+15551234567`, `-0.5`.
    """
    from . import _native

    return _native.neutral_cell(_whole(text))


def _whole(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
