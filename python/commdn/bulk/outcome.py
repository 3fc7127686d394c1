"""What became of a row, and of all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from .._record import Record
from ..enums import CmError
from ..errors import (
    CommDNError,
    CommDNInvalidRequest,
    CommDNOcsRefused,
    CommDNTServerRefused,
)
from .rows import DUPLICATE, SKIPPED, Row
from .table import Reading

__all__ = ["Outcome", "Status", "Summary"]


class Status(StrEnum):
    """How a row ended."""

    ACKNOWLEDGED = "acknowledged"
    """OCS has put it on its list."""
    REFUSED = "refused"
    """OCS, T-Server or the rules of the API said no; repeating it as it is does not help."""
    UNANSWERED = "unanswered"
    """Nobody answered: it may or may not be on the list. Import it again."""
    DUPLICATE = "duplicate"
    """An earlier row asks for as much; only with `dedupe`."""
    SKIPPED = "skipped"
    """It asks for nothing: an empty line, or a number that the registry has deleted."""
    VALID = "valid"
    """It would be sent; only of `check_file`."""


@dataclass(frozen=True, slots=True)
class Outcome(Record):
    """How one row ended, and why."""

    row: Row
    status: Status
    code: str = ""
    """What kind of refusal or failure; empty when acknowledged."""
    text: str = ""
    """The same for people."""

    @classmethod
    def of_fault(cls, row: Row) -> Outcome:
        """The outcome of a row that is not sent."""
        if row.code in SKIPPED:
            return cls(row, Status.SKIPPED, row.code, row.text)
        status = Status.DUPLICATE if row.code == DUPLICATE else Status.REFUSED
        return cls(row, status, row.code, row.text)

    @classmethod
    def of_error(cls, row: Row, error: CommDNError) -> Outcome:
        """The outcome of a row whose request failed."""
        if isinstance(error, CommDNOcsRefused):
            return cls(row, Status.REFUSED, _ocs_code(error.code), str(error))
        if isinstance(error, CommDNTServerRefused):
            return cls(row, Status.REFUSED, f"tserver_{error.code}", str(error))
        if isinstance(error, CommDNInvalidRequest):
            return cls(row, Status.REFUSED, error.kind, str(error))
        return cls(row, Status.UNANSWERED, error.kind, str(error))


def _ocs_code(code: int | None) -> str:
    if code is None:
        return "ocs_refused"
    return CmError(code).field_name or str(code)


@dataclass(slots=True)
class Summary(Record):
    """How many rows ended how; they add up to `rows`."""

    rows: int = 0
    acknowledged: int = 0
    refused: int = 0
    unanswered: int = 0
    duplicate: int = 0
    skipped: int = 0
    valid: int = 0
    resumed: int = 0
    """How many of the rows had ended in an earlier run."""
    seconds: float = 0.0
    """How long it took."""
    codes: Counter[str] = field(default_factory=Counter)
    """How often each code occurred."""
    reading: Reading | None = None
    """How the file was understood; None if only its result file was read."""

    def __str__(self) -> str:
        """One line for each count that is not 0, and one for each code."""
        counts = {name.value: getattr(self, name.value) for name in Status}
        told = {"rows": self.rows, **counts, "resumed": self.resumed}
        lines = [f"{name:<14}{count:>10,}" for name, count in told.items() if count]
        lines += [f"  {code:<24}{count:>10,}" for code, count in sorted(self.codes.items())]
        return "\n".join(lines)

    def count(self, status: Status, code: str) -> None:
        """Add one row."""
        self.rows += 1
        setattr(self, status.value, getattr(self, status.value) + 1)
        if code:
            self.codes[code] += 1

    @property
    def adds_up(self) -> bool:
        """Whether every row has exactly one outcome."""
        sent = self.acknowledged + self.refused + self.unanswered
        return sent + self.duplicate + self.skipped + self.valid == self.rows
