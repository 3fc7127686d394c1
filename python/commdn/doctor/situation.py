"""Situation: who wants to talk to whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from ..directory import Directory
from ..typing import Seconds

__all__ = ["Situation"]


@dataclass(slots=True)
class Situation:
    """What a program is configured to do, beside the configuration of the contact centre."""

    dn: str
    """The communication DN that it registers."""
    app_dbid: int
    """The DBID that it gives as its own."""
    ocs_dbid: int = 0
    """The OCS that it asks; 0 for every OCS on the DN."""
    application: str | None = None
    """The name with which it logs in at T-Server."""
    campaign: int | None = None
    group: int | None = None
    servers: tuple[str, ...] = ()
    """The addresses that it connects to, the primary first."""
    keep_alive: Seconds | None = None
    """How often its connection is watched; 0 for never, None if that is not told."""
    directory: Directory | None = field(default=None, repr=False)
    """The configuration of the contact centre."""

    def use(self, directory: Directory) -> Self:
        """The same with a directory."""
        self.directory = directory
        return self
