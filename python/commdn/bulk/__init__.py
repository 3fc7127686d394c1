"""Do-not-call numbers in bulk: files in, one outcome for every row out.

    with commdn.connect(...) as session:
        summary = commdn.bulk.import_file(session, "numbers.txt", result="numbers.result.csv")

A file is read strictly: how it was understood is told in `Summary.reading`, and what is not certain
is an error with its line. A row that makes no sense is refused with its own code and the run goes
on; a row whose answer did not come is unanswered, never lost. Memory does not grow with the file.
"""

from __future__ import annotations

from .durable import import_rows_durably, outbox_beside
from .errors import BulkError, BulkFileError, BulkWriteError
from .frames import RowsLike, rows_of
from .importer import Progress, check_file, import_file
from .options import Form, NumberForm, ReadingOptions
from .outcome import Outcome, Status, Summary
from .results import ResultFile, summarize_results
from .rows import Row
from .run import RunState, run_state
from .stages import deduplicated, normalized
from .table import Reading, Table, open_table
from .window import import_rows

__all__ = [
    "BulkError",
    "BulkFileError",
    "BulkWriteError",
    "Form",
    "NumberForm",
    "Outcome",
    "Progress",
    "Reading",
    "ReadingOptions",
    "ResultFile",
    "Row",
    "RowsLike",
    "RunState",
    "Status",
    "Summary",
    "Table",
    "check_file",
    "deduplicated",
    "import_file",
    "import_rows",
    "import_rows_durably",
    "normalized",
    "open_table",
    "outbox_beside",
    "rows_of",
    "run_state",
    "summarize_results",
]
