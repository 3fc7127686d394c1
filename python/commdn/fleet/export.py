"""The result file of a job: the rows of its input, joined with the outcomes of the store, in one pass."""

from __future__ import annotations

from collections.abc import Iterator

from .. import bulk
from ..bulk import Outcome, Status
from .jobs import EndedRow, outcomes_in_order
from .producer import item_of, rows_of
from .store import Kind, Store

__all__ = ["IN_FLEET", "outcomes_of"]

IN_FLEET = "in_fleet"
"""Code of a row that is with the broker or a worker, and has no outcome yet."""
_STATUS = {Kind.ACKNOWLEDGED: Status.ACKNOWLEDGED, Kind.REFUSED: Status.REFUSED}


def outcomes_of(store: Store, job: str, table: bulk.Table, *, dedupe: bool = False) -> Iterator[Outcome]:
    """One outcome for every row of the input, in its order; a few thousand rows are in memory.

    Raises: FleetStoreError, BulkFileError.
    """
    ended = outcomes_in_order(store, job)
    current = next(ended, None)
    for row in rows_of(table, dedupe):
        if row.code:
            yield Outcome.of_fault(row)
            continue
        while current is not None and (current.line, current.part) < (row.line, row.part):
            current = next(ended, None)
        if current is not None and current.key == item_of(row, job).key:
            yield _of(row, current)
        else:
            text = "it is with the broker or a worker: resume the import to wait for its outcome"
            yield Outcome(row, Status.UNANSWERED, IN_FLEET, text)


def _of(row: bulk.Row, ended: EndedRow) -> Outcome:
    status = _STATUS.get(ended.kind, Status.UNANSWERED)
    code = ended.code if status is not Status.UNANSWERED else ended.kind
    text = ended.text if code == ended.code or not ended.code else f"{ended.code}: {ended.text}"
    return Outcome(row, status, code, text)
