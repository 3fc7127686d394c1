"""The options of reading a table: what the caller says about a file instead of leaving it to be
decided.

They are the same for an import, a check and the command line. What is contradictory or unknown in
itself is a `ValueError` here; what does not fit the file is told by whoever reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from ..phone import NumberForm
from ..records import Chain

__all__ = ["Form", "NumberForm", "Options", "ReadingOptions"]


class Form(StrEnum):
    """How a file is written."""

    CSV = "csv"
    """A table with a header."""
    NUMBERS = "numbers"
    """One phone number a line."""
    REGISTRY = "registry"
    """The national registry's flat file: area code and seven digits."""
    CHANGES = "changes"
    """The registry's change list: area code, seven digits, date, and A (added) or D (deleted)."""


class ReadingOptions(TypedDict, total=False):
    """How to read a file. What is left out is decided from the file, and told in `Reading`."""

    form: Form | str | None
    """How it is written."""
    encoding: str | None
    """Its encoding; otherwise its byte order mark tells, and without one it is UTF-8."""
    delimiter: str | None
    """One character between cells; otherwise comma, semicolon, tab or `|`."""
    phone_columns: Sequence[str]
    """Names of the columns with phone numbers, all of which are sent; otherwise known names are."""
    customer_column: str | None
    """Name of the column with customer ids."""
    chain_column: str | None
    """Name of the column with the scope, AllChain or RecordOnly."""
    chain: str | None
    """The scope for rows that name none."""
    as_is: bool
    """Send phone numbers as they are written, without checking them."""
    region: str | None
    """Where numbers without `+` are dialled, two letters such as US; needs `commdn[phone]`."""
    number_form: NumberForm
    """What numbers are written as, with `region`: digits, or `+` and digits (`e164`)."""


@dataclass(frozen=True, slots=True)
class Options:
    """`ReadingOptions`, checked and complete."""

    form: Form | None = None
    encoding: str | None = None
    delimiter: str | None = None
    phone_columns: tuple[str, ...] = ()
    customer_column: str | None = None
    chain_column: str | None = None
    chain: str | None = None
    as_is: bool = False
    region: str | None = None
    number_form: NumberForm = "national"

    @classmethod
    def of(cls, given: ReadingOptions) -> Options:
        """Check them. Raises: ValueError naming the option."""
        form = given.get("form")
        chosen = cls(
            form=None if form is None else Form(form),
            encoding=given.get("encoding"),
            delimiter=_delimiter(given.get("delimiter")),
            phone_columns=_names(given.get("phone_columns", ())),
            customer_column=given.get("customer_column"),
            chain_column=given.get("chain_column"),
            chain=_chain(given.get("chain")),
            as_is=given.get("as_is", False),
            region=given.get("region"),
            number_form=given.get("number_form", "national"),
        )
        if chosen.as_is and chosen.region is not None:
            raise ValueError("as_is sends numbers as they are written; region normalises them")
        if chosen.names_columns and chosen.form not in (None, Form.CSV):
            raise ValueError(f"columns are named, but the form {chosen.form} has no header")
        return chosen

    @property
    def names_columns(self) -> bool:
        """Whether a column is named."""
        return bool(self.phone_columns or self.customer_column or self.chain_column)


def _names(given: Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _delimiter(given: str | None) -> str | None:
    """The character; shells make it hard to type a tab, so it has a name as well."""
    named = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
    delimiter = None if given is None else named.get(given.lower(), given)
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n\0'):
        raise ValueError(f"delimiter {given!r} is not one character, such as ; or tab")
    return delimiter


def _chain(given: str | None) -> str | None:
    """The scope as OCS spells it."""
    if given is None:
        return None
    for chain in Chain:
        if given.strip().casefold() == chain.value.casefold():
            return chain.value
    raise ValueError(f"chain {given!r} is neither AllChain nor RecordOnly")
