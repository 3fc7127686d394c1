"""Do-not-call numbers in bulk: files in, one outcome for every row out.

    with commdn.connect(...) as session:
        summary = commdn.bulk.import_file(session, "numbers.txt", result="numbers.result.csv")

A row that makes no sense is refused with its own code and the run goes on; a row whose answer
did not come is unanswered, never lost. Memory does not grow with the file.
"""

from __future__ import annotations

from .durable import import_rows_durably, outbox_beside
from .errors import BulkError, BulkFileError, BulkWriteError
from .importer import Progress, check_file, import_file, import_rows
from .outcome import Outcome, Status, Summary
from .results import ResultFile, summarize_results
from .rows import Form, Row, detect_form, read_rows
from .stages import NumberForm, deduplicated, normalized

__all__ = [
    "BulkError",
    "BulkFileError",
    "BulkWriteError",
    "Form",
    "NumberForm",
    "Outcome",
    "Progress",
    "ResultFile",
    "Row",
    "Status",
    "Summary",
    "check_file",
    "deduplicated",
    "detect_form",
    "import_file",
    "import_rows",
    "import_rows_durably",
    "normalized",
    "outbox_beside",
    "read_rows",
    "summarize_results",
]
