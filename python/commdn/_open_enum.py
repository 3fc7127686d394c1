"""The base of the API's enumerations: names of the field, words, and numbers without a name."""

from __future__ import annotations

from enum import IntEnum
from typing import Self

from . import _native

__all__ = ["OpenEnum"]

# What people say for a member: dialling modes are adjectives everywhere but in the API.
_SPOKEN = {"predictive": "predict", "progressive": "progress"}


class OpenEnum(IntEnum):
    """An enumeration that keeps numbers it has no name for."""

    def __init_subclass__(cls) -> None:
        # Where people find it, in pickles too.
        if cls.__module__.startswith("commdn._"):
            cls.__module__ = "commdn.enums"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_ = f"UNKNOWN_{value}".replace("-", "MINUS_")
        member._value_ = value
        return member

    @property
    def known(self) -> bool:
        """Whether the number has a name."""
        return self._value_ in type(self)._value2member_map_

    @property
    def field_name(self) -> str | None:
        """Its name in the field, for example `CM_ReqDoNotCall`; None for an unknown number."""
        return _names(type(self).__name__).get(self._value_)

    @property
    def word(self) -> str:
        """The member as people type it: `predictive`, `push-preview`, `busy-factor`."""
        first, *rest = self.name.lower().split("_")
        spoken = {plain: word for word, plain in _SPOKEN.items()}
        return "-".join([spoken.get(first, first), *rest])

    @classmethod
    def from_name(cls, name: str) -> Self:
        """The member of a name: the field's, another spelling of it, the member's own, or its word.

        Upper and lower case are the same, and so are `_`, `-` and a blank.
        Raises: ValueError if no member has that name; the message has the closest one.
        """
        number = _native.enum_number(cls.__name__, name)
        if number is None:
            first, *rest = name.strip().lower().replace("-", "_").replace(" ", "_").split("_")
            label = "_".join([_SPOKEN.get(first, first), *rest]).upper()
            number = _native.enum_number(cls.__name__, label)
        if number is None:
            close = cls.closest(name)
            guess = f"did you mean {close.word}" if close else f"there are {cls._all_words()}"
            raise ValueError(f"{name!r} is not a {cls.__name__}: {guess}")
        return cls(number)

    @classmethod
    def _all_words(cls) -> str:
        return ", ".join(member.word for member in cls)

    @classmethod
    def closest(cls, name: str) -> Self | None:
        """The member that may be meant by a name that none has."""
        from difflib import get_close_matches

        known = {member.name.lower().replace("_", "-"): member for member in cls}
        known |= {member.word: member for member in cls}
        asked = name.strip().lower().replace("_", "-").replace(" ", "-")
        begun = [word for word in known if asked and word.startswith(asked)]
        close = get_close_matches(asked, known, n=1) or begun
        return known[close[0]] if close else None


_NAMES: dict[str, dict[int, str]] = {}


def _names(name: str) -> dict[int, str]:
    """The names in the field of one enumeration, from the core's table."""
    names = _NAMES.get(name)
    if names is None:
        names = {number: field for number, _, field, _, _ in _native.enum_table(name)}
        _NAMES[name] = names
    return names
