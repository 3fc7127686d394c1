"""Finding: what one check of the doctor found, and how to mend it.

Owns the value; a finding without advice needs nothing to be done. Texts quote names from outside: control
characters in them are escaped, so that a finding is one line.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ..text import escape

__all__ = ["Finding", "Health", "bad", "hint", "ok"]


class Health(Enum):
    """How a check ended."""

    OK = "ok"
    """As it should be."""
    BAD = "bad"
    """Wrong: requests fail, or are dropped in silence."""
    OPEN = "open"
    """It could not be told, or works but should be looked at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    step: str
    """What was checked, such as `connections`."""
    code: str
    """A word for programs, such as `not-connected`; `ok` if all is well."""
    health: Health
    text: str
    """What was found, in one sentence."""
    advice: str = ""
    """What to do, in Genesys Administrator or here."""
    silences: bool = False
    """Whether it makes OCS drop requests without a word."""

    def __str__(self) -> str:
        return f"{self.text} {self.advice}".strip()


def ok(step: str, text: str) -> Finding:
    """Nothing to be done."""
    return Finding(step, "ok", Health.OK, escape(text))


def bad(step: str, code: str, text: str, advice: str, *, silences: bool = False) -> Finding:
    """Something wrong."""
    return Finding(step, code, Health.BAD, escape(text), escape(advice), silences)


def hint(step: str, code: str, text: str, advice: str = "") -> Finding:
    """Something to look at, or that could not be told."""
    return Finding(step, code, Health.OPEN, escape(text), escape(advice))
