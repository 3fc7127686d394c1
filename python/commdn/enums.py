"""The numbers of the API as enumerations.

A number without a name is kept as a member of its own, never refused: `DialMode(42)` is
`<DialMode.UNKNOWN_42: 42>`. Every member has a `word`, as people type it, and `from_name` reads it.
"""

from __future__ import annotations

from ._generated.enums import CmError, DialMode, GroupStatus, MessageType, OptimizeBy

__all__ = ["CmError", "DialMode", "GroupStatus", "MessageType", "OptimizeBy"]
