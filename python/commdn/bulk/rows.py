"""One row of a table: what to request, or why nothing is requested."""

from __future__ import annotations

from dataclasses import dataclass

from .._native import Request
from .._record import Record
from ..requests import do_not_call

__all__ = ["DELETED", "DUPLICATE", "EMPTY", "LONGEST_SHOWN", "SKIPPED", "Row", "shown"]

EMPTY = "empty"
DELETED = "deleted"
DUPLICATE = "duplicate"
SKIPPED = frozenset({EMPTY, DELETED})
"""Codes of rows that ask for nothing, which is no fault."""

LONGEST_SHOWN = 4_096
"""Characters of a cell that make no number, at most, in a result file."""


@dataclass(frozen=True, slots=True)
class Row(Record):
    """One request of a file: a line with several phone numbers makes several."""

    line: int
    """The line that it starts on, counted from 1."""
    phone: str | None = None
    customer_id: str | None = None
    chain: str | None = None
    code: str = ""
    """Why nothing is sent; empty if it is."""
    text: str = ""
    """The same for people."""
    part: int = 0
    """Which number of its line, counted from 0."""
    as_is: bool = False
    """Whether `phone` is sent unharmed, as a text."""

    def request(self) -> Request:
        """What is sent for it."""
        return do_not_call(
            self.phone, customer_id=self.customer_id, chain=self.chain, as_is=self.as_is
        )


def shown(text: str, most: int = 60) -> str:
    """A text in a message: quoted, and cut where it is long."""
    return repr(text if len(text) <= most else text[: most - 1] + "…")
