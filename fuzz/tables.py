"""Fuzz the reading of tables: bytes in, rows out, and none lost in silence.

    make fuzz-tables SECONDS_EACH=60     with coverage, by atheris
    python fuzz/tables.py FILE...        inputs that were found

What is checked: a file is an error that names it, or the rows that are sent, refused and skipped
are those that Python's own strict csv sees, each once. python/tests/test_bulk_fuzz.py runs the
committed inputs and changes of them.
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from corpus import inputs

CORPUS = inputs("tables")


def check(data: bytes, folder: Path) -> bool:
    """Read a file of these bytes; tells whether it made sense. Raises: AssertionError if a row was
    lost.
    """
    from commdn import bulk

    path = folder / "input"
    path.write_bytes(data)
    try:
        with bulk.open_table(path) as table:
            rows = list(table.rows())
            content = table.source.reader().read()
            told = table.reading
            assert table.total == len(rows), "the count is that of the rows"
    except bulk.BulkFileError as error:
        assert str(path) in str(error), "the error names the file"
        assert "\n" not in str(error), "the error is one line"
        return False
    text = content.decode(told.encoding).removeprefix("\ufeff")
    seen = list(csv.reader(io.StringIO(text, newline=""), delimiter=told.delimiter, strict=True))
    before = 0 if told.header_line is None else len(told.passed_over) + 1
    starts = list(dict.fromkeys(row.line for row in rows))
    assert len(starts) == len(seen) - before, (
        f"{len(seen)} records, {before} before the rows, {len(starts)} read"
    )
    assert starts == sorted(starts), "rows come in order"
    records = dict(zip(starts, seen[before:], strict=True))
    for row in rows:
        check_row(row, records[row.line])
    return True


def check_row(row: object, cells: list[str]) -> None:
    """A row is sent, or says why not; what is sent is in its record."""
    code, text = row.code, row.text  # type: ignore[attr-defined]
    phone, customer = row.phone, row.customer_id  # type: ignore[attr-defined]
    if code:
        assert text, "a row that is not sent says why"
        assert code != "empty" or not any(cell.strip() for cell in cells), "an empty row is empty"
        return
    assert phone or customer, "a request is about somebody"
    assert not phone or phone.isascii(), "a phone number is ASCII"
    whole = "".join(cells)
    assert all(digit in whole for digit in (phone or "").strip("+")), "no digit is made up"
    assert customer is None or customer in whole, "no customer is made up"


def main() -> None:
    """Fuzz, or run the inputs that are named."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [Path(argument) for argument in sys.argv[1:] if Path(argument).is_file()]
        if files:
            for file in files:
                print(f"{file}: {'rows' if check(file.read_bytes(), folder) else 'an error'}")
            return
        import atheris

        with atheris.instrument_imports(include=["commdn.bulk"]):
            import commdn.bulk  # noqa: F401
        atheris.Setup(sys.argv, lambda data: check(data, folder) and None)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
