"""Rows that are in memory: mappings, a mapping of columns, or a DataFrame of any library.

Owns what a missing value looks like, and that a cell which is neither text nor a whole number is a row
that is refused, not the end of an import. Knows no library of DataFrames: whatever has columns will do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple, TypeAlias, Unpack

from .customer import BAD_CUSTOMER, customer_id
from .header import Role, role_of
from .number import number_reader
from .options import Options, ReadingOptions
from .rows import EMPTY, LONGEST_SHOWN, Row, shown

__all__ = ["RowsLike", "as_rows", "rows_of"]

RowsLike: TypeAlias = Iterable[Row] | Iterable[Mapping[str, Any]] | Mapping[str, Iterable[Any]] | Any
"""`Row`s, mappings of column names to cells, or columns: a mapping of them, or a DataFrame."""

# Whole numbers below this are exact as floats, which a table with missing values makes of them.
_EXACT = 1 << 53


class _Columns(NamedTuple):
    phones: tuple[str, ...]
    customer: str | None
    chain: str | None


def rows_of(data: RowsLike, **options: Unpack[ReadingOptions]) -> Iterator[Row]:
    """The rows of mappings, of a mapping of columns, or of a DataFrame of pandas, polars or Arrow.

    Columns are known by the names that files have for them, or named: `phone_columns`,
    `customer_column`, `chain_column`. A missing value (None, NaN) is an empty cell. A row's `line` is
    its number, from 1. `Row`s are given as they are.
    Raises: ValueError if no column is known, or an option makes no sense.
    """
    chosen = Options.of(options)
    found = iter(_records(data))
    first = next(found, None)
    if first is None:
        return
    rest = chain((first,), found)
    if isinstance(first, Row):
        yield from rest
        return
    columns = _columns(list(map(str, first)), chosen)
    number = number_reader(chosen)
    for line, record in enumerate(rest, 1):
        for row in _rows(line, record, columns, chosen.chain, number):
            yield replace(row, as_is=True) if chosen.as_is else row


def as_rows(data: RowsLike) -> Iterator[Row]:
    """The rows of whatever an import is given; see `rows_of`."""
    return rows_of(data)


def _records(data: Any) -> Any:
    """One mapping for each row; what is given row by row stays as it is."""
    names = getattr(data, "column_names", None)
    if names is None:
        names = data if isinstance(data, Mapping) else getattr(data, "columns", None)
    if names is None:
        return data
    columns = {str(name): _cells(data[name]) for name in names}
    return (dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True))


def _cells(column: Any) -> Any:
    # Arrow's own cells are objects of its own.
    to_list = getattr(column, "to_pylist", None)
    return column if to_list is None else to_list()


def _columns(names: list[str], options: Options) -> _Columns:
    roles = [(name, role_of(name)) for name in names]

    def known(role: Role) -> tuple[str, ...]:
        return tuple(name for name, found in roles if found is role)

    customers, scopes = known(Role.CUSTOMER), known(Role.CHAIN)
    for option, several in (("customer_column", customers), ("chain_column", scopes)):
        if len(several) > 1 and getattr(options, option) is None:
            raise ValueError(f"several columns may be the {option}: {', '.join(several)}: name it")
    columns = _Columns(
        options.phone_columns or known(Role.PHONE),
        options.customer_column or (customers[0] if len(customers) == 1 else None),
        options.chain_column or (scopes[0] if len(scopes) == 1 else None),
    )
    asked = (*columns.phones, columns.customer, columns.chain)
    if missing := [name for name in asked if name is not None and name not in names]:
        raise ValueError(f"there is no column {shown(missing[0])}: there are {', '.join(names)}")
    if not columns.phones and columns.customer is None:
        raise ValueError(f"no column of {', '.join(names)} is known: name phone_columns")
    return columns


def _rows(
    line: int,
    record: Mapping[str, Any],
    columns: _Columns,
    scope: str | None,
    number: Callable[[str], str],
) -> Iterator[Row]:
    """The rows of one record: one for each phone number, or one without."""
    try:
        cell = None if columns.customer is None else _text(record.get(columns.customer))
        given = None if columns.chain is None else _text(record.get(columns.chain))
    except TypeError as error:
        yield Row(line, code="bad_row", text=str(error))
        return
    try:
        customer = None if cell is None else customer_id(cell)
    except ValueError as error:
        yield Row(line, code=BAD_CUSTOMER, text=str(error))
        return
    told = given or scope
    empty = True
    for part, name in enumerate(columns.phones):
        cell = record.get(name)
        try:
            text = _text(cell)
            if text is not None:
                empty = False
                yield Row(line, number(text), customer, told, part=part)
        except (TypeError, ValueError) as error:
            empty = False
            wrong = str(cell)[:LONGEST_SHOWN]
            yield Row(line, wrong, customer, told, code="bad_phone", text=str(error), part=part)
    if empty and customer is not None:
        yield Row(line, None, customer, told)
    elif empty:
        yield Row(line, code=EMPTY, text="the row is empty")


def _text(cell: Any) -> str | None:
    """The text of a cell; None if it is empty."""
    if isinstance(cell, str):
        return cell.strip() or None
    if cell is None or type(cell).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(cell, float):
        if cell != cell:
            return None
        if cell.is_integer() and abs(cell) < _EXACT:
            return str(int(cell))
    elif not isinstance(cell, bool) and hasattr(cell, "__index__"):
        return str(cell.__index__())
    raise TypeError(f"{shown(str(cell))} is {type(cell).__name__}, not a text or a whole number")
