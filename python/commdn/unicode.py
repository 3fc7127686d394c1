"""Text that a list carries as UTF-16 (type 4) instead of a string (type 0)."""

from __future__ import annotations


class Unicode(str):
    """A text that is, or shall be, a unicode value of a `KVList`; otherwise it is a `str`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Unicode({super().__repr__()})"
