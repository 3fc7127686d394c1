"""What the small records of this package share: they become dicts, and tables in notebooks.

Records are classes of named fields. Knows none of them.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Record", "plain"]


class Record:
    """A record of named fields, as a dict and as a table."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """The fields that have a value, by name; what is nested is a dict again."""
        found = ((name, getattr(self, name)) for name in _fields(self))
        return {name: plain(value) for name, value in found if value is not None}

    def _repr_html_(self) -> str:
        from ._html import table

        return table(type(self).__name__, self.to_dict().items())


def _fields(record: object) -> tuple[str, ...]:
    kind: Any = type(record)
    return tuple(getattr(kind, "__dataclass_fields__", ())) or kind._fields


def plain(value: Any) -> Any:
    """A value in which every record and every message is a dict."""
    if isinstance(value, tuple) and not hasattr(value, "_fields") or isinstance(value, list):
        return [plain(one) for one in value]
    to_dict = getattr(value, "to_dict", None)
    return value if to_dict is None else to_dict()
