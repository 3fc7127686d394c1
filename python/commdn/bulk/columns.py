"""The columns of a table that has a header: which are used for what, and which are left out.

Whatever may hold a phone number is used or makes the file an error: none is left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .errors import BulkFileError
from .header import (
    Role,
    folded,
    is_dnc_flag,
    is_fax,
    is_like_area,
    is_like_change,
    is_like_phone,
    is_permission,
    role_of,
)
from .number import is_number
from .options import Options
from .records import Record
from .rows import shown

__all__ = ["ADDED", "NAME_PHONES", "REMOVED", "TELLING", "Columns", "change_of", "plan", "roles_of"]

ADDED = frozenset({"a", "add", "added", "addition", "i", "insert", "inserted", "active", "new"})
REMOVED = frozenset(
    {"d", "del", "delete", "deleted", "deletion", "r", "remove", "removed", "removal"}
)
_STATES = frozenset({"active", "new"})
# Signs are changes where a column has nothing else; updates are neither of the two.
_SIGNS = frozenset({"+", "-"})
_UPDATED = frozenset({"u", "upd", "update", "updated"})
_NO = frozenset({"n", "no", "false", "f", "0", "nein", "non"})
_YES = frozenset({"y", "yes", "true", "t", "1", "ja", "oui", "si", "sí", "x", "on"})
_MAY = frozenset({"opted in", "opted-in", "opt in", "opt-in", "optin", "subscribed"})
TELLING = ADDED | REMOVED | _SIGNS | _UPDATED | _NO | _YES | _MAY
"""Words that may tell what a row means, as they are compared."""
# Which option settles it, for the command line and for Python.
NAME_PHONES = "name the column of phone numbers (--phone-column NAME, or phone_columns)"
_WRITTEN_AS_PHONE = re.compile(r"[+(]\s?\d|\d{3}[-. ]\d{3}[-. ]\d{4}$")


@dataclass(frozen=True, slots=True)
class Columns:
    """The places of the columns that are used."""

    header: Record
    phones: tuple[int, ...] = ()
    customer: int | None = None
    chain: int | None = None
    area: int | None = None
    country: int | None = None
    change: int | None = None
    ignored: tuple[str, ...] = field(default=())
    """Names of the columns that are not used."""

    def name(self, place: int | None) -> str | None:
        """The name of a column as the file has it."""
        return None if place is None else self.header.cells[place].strip()

    def is_other_header(self, cells: Sequence[str]) -> bool:
        """Whether the cells are those of the header in another order, as in files that were joined."""
        if not self.phones or len(cells) < self.width:
            return False
        if any(map(str.isdigit, cells[self.phones[0]])):
            return False
        names = [folded(cell) for cell in cells[: self.width]]
        known = [folded(cell) for cell in self.header.cells[: self.width]]
        return names != known and sorted(names) == sorted(known)

    @property
    def width(self) -> int:
        """How many cells a row has: trailing ones without a name do not count."""
        cells = self.header.cells
        return max((place + 1 for place, cell in enumerate(cells) if cell.strip()), default=0)


def roles_of(cells: Sequence[str], options: Options) -> dict[int, Role]:
    """What the columns of a header are for; named ones before known ones.

    Empty unless there is a phone number or a customer id, and every column that was named.
    """
    roles = {place: role for place, cell in enumerate(cells) if (role := role_of(cell)) is not None}
    named = (
        (options.phone_columns, Role.PHONE),
        ((options.customer_column,), Role.CUSTOMER),
        ((options.chain_column,), Role.CHAIN),
    )
    for names, role in named:
        wanted = [name for name in names if name is not None]
        if not wanted:
            continue
        roles = {place: known for place, known in roles.items() if known is not role}
        if role is Role.PHONE:
            # Whoever names several says that numbers are in them, and nowhere else; beside one
            # an area code is still put before what lacks it.
            parts = {Role.COUNTRY, Role.LOCAL} | ({Role.AREA} if len(wanted) > 1 else set())
            roles = {place: known for place, known in roles.items() if known not in parts}
        for name in wanted:
            places = places_of(cells, name)
            if not places:
                return {}
            roles |= dict.fromkeys(places, role)
    roles = _with_local_numbers(roles)
    return roles if {Role.PHONE, Role.CUSTOMER} & set(roles.values()) else {}


def places_of(cells: Sequence[str], name: str) -> list[int]:
    """Where a column of that name is: as it is written, or else without case and punctuation."""
    exact = [place for place, cell in enumerate(cells) if cell.strip() == name.strip()]
    return exact or [
        place for place, cell in enumerate(cells) if folded(cell) == folded(name) != ""
    ]


def _with_local_numbers(roles: dict[int, Role]) -> dict[int, Role]:
    """A local number is the phone number where an area code stands beside it and no other number
    does.
    """
    known = set(roles.values())
    use = Role.AREA in known and Role.PHONE not in known
    found = {
        place: Role.PHONE if use and role is Role.LOCAL else role for place, role in roles.items()
    }
    return {place: role for place, role in found.items() if role is not Role.LOCAL}


def plan(
    name: str,
    header: Record,
    sample: Sequence[Record],
    options: Options,
    number: Callable[[str], str],
) -> Columns:
    """Say what each column of a header is for; `sample` is the first rows, `number` reads one.

    Raises: BulkFileError if several columns are for one thing, or one that is not known holds
    numbers.
    """
    where = f"{name}, line {header.line}"
    roles = roles_of(header.cells, options)
    phones = [place for place, role in roles.items() if role is Role.PHONE]
    one: dict[Role, int] = {}
    for role in (Role.CUSTOMER, Role.CHAIN, Role.AREA, Role.COUNTRY, Role.CHANGE):
        places = [place for place, found in roles.items() if found is role]
        if role is Role.CHANGE:
            places = _of_changes(header, places, set(roles), sample)
        if len(places) > 1:
            raise _several(where, header, role, places)
        if places and (phones or role not in (Role.AREA, Role.COUNTRY)):
            one[role] = places[0]
    if len(phones) > 1 and Role.AREA in one:
        raise BulkFileError(
            f"{where}: one column {_listed(header, [one[Role.AREA]])} and several of phone numbers "
            f"({_listed(header, phones)}): {NAME_PHONES}, if it holds whole numbers"
        )
    used = {*phones, *one.values()}
    if not options.phone_columns:
        _check_others(where, header, sample, used, number)
        if Role.AREA not in one:
            _check_area(where, header, sample, phones, used)
        _check_flags(where, header, sample, used)
    names = (cell.strip() for place, cell in enumerate(header.cells) if place not in used)
    ignored = tuple(name for name in names if name)
    return Columns(
        header,
        tuple(sorted(phones)),
        one.get(Role.CUSTOMER),
        one.get(Role.CHAIN),
        one.get(Role.AREA),
        one.get(Role.COUNTRY),
        one.get(Role.CHANGE),
        ignored,
    )


def _of_changes(
    header: Record, named: list[int], known: set[int], sample: Sequence[Record]
) -> list[int]:
    """The columns that say of each row that it was added or deleted.

    A name that is known for it does not suffice: `action` may mean anything. One that is not known
    is found by its values: a deletion that is sent is a wrong number on the list.
    """
    found = []
    for place, cell in enumerate(header.cells):
        values = _values(place, sample, str.casefold)
        of_changes = bool(values) and values <= ADDED | REMOVED
        both = not values.isdisjoint(ADDED) and not values.isdisjoint(REMOVED)
        of_changes = of_changes or values == _SIGNS
        if place in named:
            certain = of_changes or not values.isdisjoint(REMOVED)
        else:
            # `New` and `Active` alone are states of customers.
            plain = of_changes and values.isdisjoint(_STATES) and is_like_change(cell)
            updates = both and values <= ADDED | REMOVED | _UPDATED
            certain = place not in known and (updates or plain)
        if certain:
            found.append(place)
    return found


def change_of(cell: str) -> frozenset[str] | None:
    """ADDED or REMOVED, as a cell of a column of changes says; None for anything else."""
    word = {"+": "add", "-": "delete"}.get(cell.strip(), cell.strip().casefold())
    return next((words for words in (ADDED, REMOVED) if word in words), None)


def _values(
    place: int, sample: Sequence[Record], read: Callable[[str], str] = str
) -> set[str]:
    """What stands in a column, empty cells left out."""
    cells = (record.cells[place].strip() for record in sample if place < len(record.cells))
    return {read(cell) for cell in cells if cell}


def _check_area(
    where: str,
    header: Record,
    sample: Sequence[Record],
    phones: Sequence[int],
    used: set[int],
) -> None:
    """See that numbers without area code have none in a column that is not used."""
    local = [record for record in sample if _is_local(record, phones)]
    digits = {len(re.sub(r"[^0-9]", "", v)) for place in phones for v in _values(place, sample)}
    only_seven = digits & set(range(5, 16)) == {7}
    for place, cell in enumerate(header.cells):
        values = set() if place in used else _values(place, local)
        is_code = is_like_area(cell) and all(
            re.fullmatch(r"\(?0?[0-9]{2,5}\)?", value) for value in values
        )
        is_nanp = only_seven and all(re.fullmatch(r"[2-9][0-9]{2}", value) for value in values)
        if values and (is_code or is_nanp):
            raise BulkFileError(
                f"{where}: numbers in {_listed(header, phones)} have no area code, as in line "
                f"{local[0].line}, and {_called(header, place)} may hold it: call it area_code in "
                f"the header, or {NAME_PHONES} if it does not"
            )


def _is_local(record: Record, phones: Sequence[int]) -> bool:
    """Whether a number of a record has no area code."""
    cells = (record.cells[place].strip() for place in phones if place < len(record.cells))
    return any(cell[:1] != "+" and 5 <= len(re.sub(r"[^0-9]", "", cell)) <= 8 for cell in cells)


def _check_flags(where: str, header: Record, sample: Sequence[Record], used: set[int]) -> None:
    """See that no column says of some numbers that they are not to be on the list."""
    for place, cell in enumerate(header.cells):
        if place in used or not cell.strip():
            continue
        flag, permission = is_dnc_flag(cell), is_permission(cell)
        found = [(record.line, _at(record, place)) for record in sample if any(record.cells)]
        marked = any(value.casefold() in _YES for _, value in found)
        for line, value in found:
            word = value.casefold()
            against = (
                word in _MAY
                or (flag and (word in _NO or (marked and not word)))
                or (permission and word in _YES)
            )
            if against:
                raise BulkFileError(
                    f"{where}: the column {shown(cell.strip())} says {shown(value)} in line "
                    f"{line}, and every row of a file is put on the list: leave such rows "
                    f"out, or {NAME_PHONES} to send all of them"
                )


def _at(record: Record, place: int) -> str:
    return record.cells[place].strip() if place < len(record.cells) else ""


def _several(where: str, header: Record, role: Role, places: list[int]) -> BulkFileError:
    words = f"{where}: several columns are known as {role}: {_listed(header, places)}"
    if role in (Role.CUSTOMER, Role.CHAIN):
        option = "customer_column" if role is Role.CUSTOMER else "chain_column"
        flag = "--" + option.replace("_", "-")
        return BulkFileError(f"{words}: name the one that is meant ({flag} NAME, or {option})")
    return BulkFileError(f"{words}: {NAME_PHONES}, if it holds whole numbers")


def _check_others(
    where: str,
    header: Record,
    sample: Sequence[Record],
    used: set[int],
    number: Callable[[str], str],
) -> None:
    """See that no other column looks like one of phone numbers, by its name or by how its values
    are written.
    """
    for place, cell in enumerate(header.cells):
        if place in used or is_fax(cell):
            continue
        is_like = not cell.strip() or is_like_phone(cell)
        for record in sample:
            value = record.cells[place].strip() if place < len(record.cells) else ""
            if (is_like or _WRITTEN_AS_PHONE.match(value)) and is_number(value, number):
                raise BulkFileError(
                    f"{where}: {_called(header, place)} is not known, and may hold phone numbers, "
                    f"such as {shown(value)} in line {record.line}: {NAME_PHONES}, "
                    "several times for several"
                )


def _called(header: Record, place: int) -> str:
    name = header.cells[place].strip()
    return f"the column {shown(name)}" if name else f"column {place + 1}, which has no name,"


def _listed(header: Record, places: Sequence[int]) -> str:
    return ", ".join(shown(header.cells[place].strip()) for place in places)
