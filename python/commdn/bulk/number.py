"""The rule by which the phone numbers of a file are read: the grammar, a region's, or none."""

from __future__ import annotations

from collections.abc import Callable

from ..phone import known_region, normalize_for_region, normalize_phone
from .options import Options

__all__ = ["is_number", "number_reader"]


def number_reader(options: Options) -> Callable[[str], str]:
    """What turns a cell into a phone number to be sent, or raises ValueError with the reason.

    Raises: ValueError for an unknown region; ModuleNotFoundError without `phonenumbers`
    where it is needed.
    """
    if options.as_is:
        return str
    if options.region is None:
        return normalize_phone
    _, region = known_region(options.region)
    form = options.number_form
    return lambda text: normalize_for_region(text, region, form)


def is_number(cell: str, number: Callable[[str], str]) -> bool:
    """Whether a cell reads as a phone number."""
    try:
        number(cell.strip())
    except ValueError:
        return False
    return True
