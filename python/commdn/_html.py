"""Tables for notebooks: what `_repr_html_` gives. Imported only where one is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from html import escape
from typing import Any

from .text import escape as shown

__all__ = ["table"]


def table(title: str, pairs: Iterable[tuple[str, Any]]) -> str:
    """A table of names and values under a title; what is nested is a table within."""
    rows = "".join(
        f"<tr><th style='text-align:left'>{_text(name)}</th>"
        f"<td style='text-align:left'>{_cell(value)}</td></tr>"
        for name, value in pairs
    )
    return f"<table><caption>{_text(title)}</caption>{rows}</table>"


def _cell(value: Any) -> str:
    if isinstance(value, Enum):
        return _text(f"{value.name} ({value.value})" if isinstance(value, int) else value.value)
    if isinstance(value, dict):
        return table("", value.items())
    if isinstance(value, (list, tuple)):
        return "".join(f"<div>{_cell(one)}</div>" for one in value)
    pairs = getattr(value, "pairs", None)
    return _text(value) if pairs is None else table("", pairs())


def _text(value: object) -> str:
    return escape(shown(str(value)))
