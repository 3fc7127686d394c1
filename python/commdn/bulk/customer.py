"""The customer id of a cell: the text itself, without what spreadsheets and databases make of it.

Knows nothing of what ids look like; what a program has changed on its way is refused, not repaired.
"""

from __future__ import annotations

import re

from .rows import shown

__all__ = ["BAD_CUSTOMER", "customer_id"]

BAD_CUSTOMER = "bad_customer"

# What databases, spreadsheets and DataFrames write where there is nothing.
_NOTHING = frozenset(
    "null (null) [null] <null> nil \\n na n/a #n/a <na> nan nat none #value! #ref! #name? #null!".split()
)
_MARGINS = "".join(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202E), *range(0x2060, 0x2065), 0xAD, 0xFEFF))
)
_FORMULA = re.compile(r'="([^"]*)"')
# A spreadsheet's mark of digits that are text.
_APOSTROPHE = re.compile(r"'(?=[0-9])")
_DECIMAL = re.compile(r"[0-9]+\.0+")
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]+")


def customer_id(cell: str) -> str | None:
    """The id, or None where a cell has none.

    Raises: ValueError for a number that a spreadsheet has rounded or written with decimals.
    """
    text = cell.strip().strip(_MARGINS).strip()
    if found := _FORMULA.fullmatch(text):
        text = found[1].strip()
    if _APOSTROPHE.match(text):
        text = text[1:]
    if _ROUNDED.fullmatch(text):
        raise ValueError(
            f"the customer id {shown(text)} is in scientific notation: a spreadsheet has rounded it"
        )
    if _DECIMAL.fullmatch(text):
        raise ValueError(
            f"the customer id {shown(text)} has decimals, which a spreadsheet or a DataFrame has "
            "put behind a whole number: write it as text"
        )
    return None if text.casefold() in _NOTHING else text or None
