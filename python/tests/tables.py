"""What tests of table reading share: a file of some bytes, and its rows."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

from commdn import bulk


def written(folder: Path, content: str | bytes, name: str = "in") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows_of(path: Path, **options: Unpack[bulk.ReadingOptions]) -> list[bulk.Row]:
    """The rows of a file that makes sense."""
    with bulk.open_table(path, **options) as table:
        rows = list(table.rows())
        assert table.total == len(rows)
        return rows


def sent(
    folder: Path, content: str | bytes, **options: Unpack[bulk.ReadingOptions]
) -> list[str | None]:
    """The phone numbers that a file of that content asks for."""
    return [row.phone for row in rows_of(written(folder, content), **options) if not row.code]


def reading_of(
    folder: Path, content: str | bytes, **options: Unpack[bulk.ReadingOptions]
) -> bulk.Reading:
    """How a file of that content is understood."""
    with bulk.open_table(written(folder, content), **options) as table:
        return table.reading
