"""From the cells of one record to its rows: what is requested, or why the record is refused by
itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..records import Chain
from .columns import ADDED, REMOVED, Columns, change_of
from .customer import BAD_CUSTOMER, customer_id
from .errors import BulkFileError
from .header import folded
from .layout import CHANGE_ROW, REGISTRY_ROW, Layout, has_shape
from .options import Form
from .records import Record
from .rows import DELETED, EMPTY, LONGEST_SHOWN, Row, shown

__all__ = ["Reader", "reader_of"]

_CHAINS = {folded(chain.value): chain.value for chain in Chain}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads records of one form."""

    delimiter: str
    chain: str | None
    """The scope of rows that name none."""
    number: Callable[[str], str]
    """Reads a phone number, or raises ValueError with the reason."""

    def rows(self, record: Record) -> Iterator[Row]:
        """The rows of a record: at least one."""
        if not any(cell.strip() for cell in record.cells):
            yield Row(record.line, code=EMPTY, text="the line is empty")
            return
        yield from self._filled(record)

    def _filled(self, record: Record) -> Iterator[Row]:
        raise AssertionError("a form says how")

    def _bad(self, record: Record, text: str, code: str = "bad_row") -> Row:
        whole = self.delimiter.join(record.cells).strip()[:LONGEST_SHOWN]
        return Row(record.line, phone=whole, chain=self.chain, code=code, text=text)

    def _phone(
        self, line: int, text: str, customer_id: str | None, chain: str | None, part: int = 0
    ) -> Row:
        try:
            return Row(line, self.number(text), customer_id, chain, part=part)
        except ValueError as error:
            wrong = text.strip()[:LONGEST_SHOWN]
            return Row(
                line, wrong, customer_id, chain, code="bad_phone", text=str(error), part=part
            )


class _Numbers(Reader):
    """One phone number a line."""

    __slots__ = ()

    def _filled(self, record: Record) -> Iterator[Row]:
        filled = [cell for cell in record.cells if cell.strip()]
        if len(filled) > 1 or not record.cells[0].strip():
            yield self._bad(
                record, f"{len(record.cells)} cells in a line that should be one phone number"
            )
        else:
            yield self._phone(record.line, filled[0], None, self.chain)


def _filled_cells(record: Record) -> list[str]:
    """The cells without empty ones at the end, which delimiters at the ends of lines make."""
    cells = [cell.strip() for cell in record.cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


class _Registry(Reader):
    """An area code and seven digits."""

    __slots__ = ()

    def _filled(self, record: Record) -> Iterator[Row]:
        cells = _filled_cells(record)
        if has_shape(cells, REGISTRY_ROW):
            yield Row(record.line, cells[0] + cells[1], chain=self.chain)
        else:
            whole = shown(self.delimiter.join(cells))
            yield self._bad(
                record, f"{whole} is not an area code of three digits and a number of seven"
            )


class _Changes(Reader):
    """An area code, seven digits, a date, and whether the number was added or deleted."""

    __slots__ = ()

    def _filled(self, record: Record) -> Iterator[Row]:
        cells = _filled_cells(record)
        if not has_shape(cells, CHANGE_ROW):
            whole = shown(self.delimiter.join(cells))
            yield self._bad(
                record, f"{whole} is not an area code, seven digits, a date, and A or D"
            )
        elif cells[3].casefold() in REMOVED:
            text = f"deleted from the registry on {cells[2]}"
            yield Row(record.line, cells[0] + cells[1], chain=self.chain, code=DELETED, text=text)
        else:
            yield Row(record.line, cells[0] + cells[1], chain=self.chain)


@dataclass(frozen=True, slots=True)
class _Table(Reader):
    """Cells under a header."""

    columns: Columns

    def _filled(self, record: Record) -> Iterator[Row]:
        columns, cells, width = self.columns, record.cells, self.columns.width
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            count = f"{len(cells)} cell{'' if len(cells) == 1 else 's'}"
            yield self._bad(record, f"{count} under a header of {width}")
            return
        chain = self.chain
        if columns.chain is not None and (scope := cells[columns.chain].strip()):
            chain = _CHAINS.get(folded(scope))
            if chain is None:
                yield self._bad(
                    record, f"chain {shown(scope)} is neither AllChain nor RecordOnly", "bad_chain"
                )
                return
        change = ADDED if columns.change is None else change_of(cells[columns.change])
        if change not in (ADDED, REMOVED):
            value = shown(cells[columns.change or 0].strip())
            yield self._bad(record, f"{columns.name(columns.change)} {value} is neither A nor D")
            return
        for row in self._numbers(record, chain):
            if change is REMOVED and row.code in ("", "bad_phone"):
                text = "it was deleted from the registry"
                row = Row(row.line, row.phone, row.customer_id, row.chain, DELETED, text, row.part)
            yield row

    def _numbers(self, record: Record, chain: str | None) -> Iterator[Row]:
        """A row for each number, or for the customer alone."""
        columns, cells = self.columns, record.cells
        try:
            customer = None if columns.customer is None else customer_id(cells[columns.customer])
        except ValueError as error:
            yield self._bad(record, str(error), BAD_CUSTOMER)
            return
        filled = [cells[place] for place in columns.phones if cells[place].strip()]
        if not filled and customer is None:
            wanted = (
                "phone number" if columns.customer is None else "phone number and no customer id"
            )
            yield self._bad(record, f"there is no {wanted}", "no_phone")
            return
        if not filled:
            yield Row(record.line, customer_id=customer, chain=chain)
        for part, cell in enumerate(filled):
            try:
                whole = self._whole(record, cell)
            except ValueError as error:
                yield Row(
                    record.line,
                    cell.strip()[:LONGEST_SHOWN],
                    customer,
                    chain,
                    "bad_phone",
                    str(error),
                    part,
                )
            else:
                yield self._phone(record.line, whole, customer, chain, part)

    def _whole(self, record: Record, cell: str) -> str:
        """A number with what stands of it in columns of its own. Raises: ValueError if that is not
        certain.
        """
        columns, cells = self.columns, record.cells
        if columns.area is not None:
            cell = _with_area(cell, cells[columns.area].strip())
        if columns.country is not None:
            cell = _with_country(cell, cells[columns.country].strip())
        return cell


def _digits(text: str) -> str:
    return "".join(character for character in text if character in "0123456789")


def _with_area(cell: str, area: str) -> str:
    """A number with its area code, which may be in it already."""
    cell, bare = cell.strip(), area.strip("()- ")
    digits, local = _digits(cell), not cell.startswith("+")
    if not bare:
        if local and len(digits) <= 8:
            raise ValueError(f"{shown(cell)} has no area code: the column of area codes is empty")
        return cell
    if not bare.isascii() or not bare.isdigit() or len(bare) > 6:
        raise ValueError(f"the area code {shown(area)} is not a few digits")
    if local and (
        (len(bare) == 3 and len(digits) == 7)
        or (bare.startswith("0") and 3 <= len(digits) <= 9 and not digits.startswith("0"))
    ):
        return f"{bare} {cell}"
    national = digits[len(digits) - 10 :] if len(digits) in (10, 11) else digits
    inside = digits.startswith(bare) if local else bare.lstrip("0") in digits[1:7]
    if len(bare) == 3 and national.startswith(bare) and (len(digits) == 10 or digits[:1] == "1"):
        inside = True
    if inside and len(digits) >= len(bare) + 5:
        return cell
    raise ValueError(
        f"whether the area code {bare} belongs before {shown(cell)} is not certain: "
        "write it in one cell"
    )


def _with_country(cell: str, country: str) -> str:
    """A number with its country's code, if that is one of digits; the letters of an address say
    nothing.
    """
    cell = cell.strip()
    bare = country.removeprefix("+").removeprefix("00").strip()
    if not bare.isascii() or not bare.isdigit():
        return cell
    digits = _digits(cell)
    if cell.startswith("+"):
        if digits.startswith(bare):
            return cell
        raise ValueError(f"{shown(cell)} does not begin with its country code {bare}")
    if bare == "1" and len(digits) == 11 and digits.startswith("1"):
        return cell
    if len(digits) < 7 or digits.startswith(("0", bare)):
        raise ValueError(
            f"whether the country code {bare} belongs before {shown(cell)} is not certain: "
            "write it in one cell with +"
        )
    return f"+{bare} {cell}"


def reader_of(layout: Layout, chain: str | None, number: Callable[[str], str]) -> Reader:
    """The reader for a form."""
    match layout.form:
        case Form.CSV:
            if layout.columns is None:
                raise BulkFileError("a table needs a header")
            return _Table(layout.delimiter, chain, number, layout.columns)
        case Form.NUMBERS:
            return _Numbers(layout.delimiter, chain, number)
        case Form.REGISTRY:
            return _Registry(layout.delimiter, chain, number)
        case Form.CHANGES:
            return _Changes(layout.delimiter, chain, number)
