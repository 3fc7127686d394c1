"""Who answered a request to every OCS on the DN, and who should have.

Owns the options for it, the sentence and the JSON that tell of it, and the exit status that follows.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated

import typer

from .._native import Event
from .inputs import whole
from .output import Exit
from .settings import Connection

__all__ = ["EveryOcs", "Expect", "Roll", "expected"]


EveryOcs = Annotated[
    bool, typer.Option("--every-ocs", help="Ask every OCS on the DN, and wait until the time-out for answers.")
]
Expect = Annotated[
    str | None,
    typer.Option(
        "--expect",
        metavar="DBID,...",
        envvar="COMMDN_EXPECT",
        help="The OCS that must answer --every-ocs, as 101,102; exit status 4 if one does not.",
    ),
]


def expected(connection: Connection, expect: str | None, every_ocs: bool) -> tuple[int, ...]:
    """The DBIDs that must answer: the option's or the variable's, else the settings'; none unless every OCS is asked.

    Raises: typer.BadParameter if they are no DBIDs, or if the option stands without --every-ocs.
    """
    if not every_ocs:
        # What the environment says is for those commands that ask every OCS.
        if expect is not None and expect != os.environ.get("COMMDN_EXPECT"):
            raise typer.BadParameter("--expect says who must answer --every-ocs: give both")
        return ()
    if expect is None:
        return connection.expect
    found: list[int] = []
    for part in expect.replace(",", " ").split():
        ocs = whole(part, least=1)
        if ocs is None:
            raise typer.BadParameter(f"--expect {part!r} is not the DBID of an OCS, as in --expect 101,102")
        found.append(ocs)
    if not found:
        raise typer.BadParameter("--expect names no OCS: give their DBIDs, as in --expect 101,102")
    return tuple(dict.fromkeys(found))


@dataclass(slots=True)
class Roll:
    """Who must answer, and who did."""

    expected: tuple[int, ...]
    acknowledged: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    only_first: bool = False
    """Whether further answers than these are not known of."""

    def take(self, events: Iterable[Event]) -> None:
        """Note who sent these answers."""
        for event in events:
            self.note(event.origin, refused=event.is_refusal)

    def note(self, ocs: int | None, *, refused: bool) -> None:
        """Note an answer."""
        found = self.refused if refused else self.acknowledged
        if ocs is not None and ocs not in found:
            found.append(ocs)

    @property
    def missing(self) -> list[int]:
        """Who must answer and did not."""
        return [ocs for ocs in self.expected if ocs not in self.acknowledged and ocs not in self.refused]

    def sentence(self) -> str:
        """All of it in words."""
        parts = [
            f"{len(found)} OCS {did}: {_names(found)}."
            for did, found in (("acknowledged", self.acknowledged), ("refused", self.refused))
            if found
        ]
        if self.missing:
            parts.append(f"OCS {_names(self.missing)} did not answer.")
        if self.only_first:
            parts.append("Others may have: an outbox keeps one answer, --expect asks for each.")
        elif not self.expected:
            parts.append("Others, if any, did not answer." if parts else "No OCS answered.")
        return " ".join(parts)

    def document(self) -> dict[str, list[int]]:
        """The same for JSON."""
        return {
            "acknowledged_by": sorted(self.acknowledged),
            "refused_by": sorted(self.refused),
            "missing": self.missing,
        }

    def status(self) -> Exit:
        """The exit status that it asks for."""
        if self.missing or not (self.acknowledged or self.refused):
            return Exit.UNANSWERED
        return Exit.REFUSED if self.refused else Exit.OK


def _names(dbids: list[int]) -> str:
    return ", ".join(str(dbid) for dbid in sorted(dbids))
