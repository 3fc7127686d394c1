"""Options that several commands about do-not-call lists have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from .. import bulk
from ..phone import known_region, normalize_for_region, normalize_phone
from ..records import Chain
from .grouped import grouped
from .output import warn
from .panels import FILES, NUMBERS

__all__ = [
    "ChainColumn",
    "ChainOption",
    "CustomerColumn",
    "Dedupe",
    "Delimiter",
    "Encoding",
    "File",
    "FormOption",
    "OutboxOption",
    "PhoneColumns",
    "PhoneForm",
    "tell_reading",
    "with_phone_form",
    "with_reading",
    "wrong_options_named",
]

OutboxOption = Annotated[
    Path | None,
    typer.Option(
        envvar="COMMDN_OUTBOX", help="A file that keeps requests until they are answered."
    ),
]
ChainOption = Annotated[
    Chain | None, typer.Option(help="All records of a chain (what OCS does without it), or one.")
]
File = Annotated[
    Path,
    typer.Argument(
        help="The file; - is standard input. gzip and zip are unpacked.", show_default=False
    ),
]
FormOption = Annotated[
    bulk.Form | None, typer.Option(rich_help_panel=FILES, help="How it is written.  [default: seen from its first lines]")
]
Encoding = Annotated[
    str | None,
    typer.Option(rich_help_panel=FILES,         help="Character set of FILE.  [default: what its byte order mark tells, or utf-8]",
        show_default=False,
    ),
]
Delimiter = Annotated[
    str | None,
    typer.Option(rich_help_panel=FILES,         help="The character between cells; tab by name.  "
        "[default: , ; tab or |, as the header has it]",
        show_default=False,
    ),
]
PhoneColumns = Annotated[
    list[str] | None,
    typer.Option(
        "--phone-column", rich_help_panel=FILES,
        metavar="NAME",
        help="A column of phone numbers; may be given several times.  [default: known names]",
        show_default=False,
    ),
]
CustomerColumn = Annotated[
    str | None,
    typer.Option(rich_help_panel=FILES,         metavar="NAME",
        help="The column of customer ids.  [default: known names]",
        show_default=False,
    ),
]
ChainColumn = Annotated[
    str | None,
    typer.Option(rich_help_panel=FILES,         metavar="NAME",
        help="The column with AllChain or RecordOnly.  [default: chain]",
        show_default=False,
    ),
]
AsIs = Annotated[
    bool, typer.Option("--as-is", rich_help_panel=NUMBERS, help="Send numbers as they are written, without checking them.")
]
Region = Annotated[
    str | None,
    typer.Option(rich_help_panel=NUMBERS, 
        help="Normalise numbers dialled in this country, such as US.  [needs commdn[phone]]"
    ),
]
NumberFormOption = Annotated[
    str, typer.Option(rich_help_panel=NUMBERS, metavar="national|e164", help="What numbers are normalised to.")
]
Dedupe = Annotated[
    bool, typer.Option("--dedupe", rich_help_panel=NUMBERS, help="Send nothing that an earlier row asked for.")
]


def number_form_of(text: str) -> bulk.NumberForm:
    """The option's value. Raises: typer.BadParameter."""
    forms: dict[str, bulk.NumberForm] = {"national": "national", "e164": "e164"}
    if text in forms:
        return forms[text]
    raise typer.BadParameter(f"--number-form {text!r} is neither national nor e164")


@dataclass(frozen=True, slots=True)
class PhoneForm:
    """How a number that a command was given is sent."""

    as_is: bool
    region: str | None
    number_form: bulk.NumberForm

    def of(self, phone: str) -> str:
        """The number as it is sent, known before there is a connection.

        Raises: CommDNInvalidRequest for what is no number; typer.BadParameter.
        """
        if self.as_is:
            if self.region is not None:
                raise typer.BadParameter("--as-is sends the text that --region would change")
            return phone
        if self.region is None:
            return normalize_phone(phone)
        with wrong_options_named():
            known_region(self.region)
        return normalize_for_region(phone, self.region, self.number_form)


def _phone_options(
    as_is: AsIs = False, region: Region = None, number_form: NumberFormOption = "national"
) -> PhoneForm:
    return PhoneForm(as_is, region, number_form_of(number_form))


with_phone_form = grouped("phone_form", _phone_options)
"""Give a command the options of how its number is sent; it gets them as `phone_form`."""


def _reading_options(
    form: FormOption = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    phone_column: PhoneColumns = None,
    customer_column: CustomerColumn = None,
    chain_column: ChainColumn = None,
    as_is: AsIs = False,
    region: Region = None,
    number_form: NumberFormOption = "national",
) -> bulk.ReadingOptions:
    return {
        "form": form,
        "encoding": encoding,
        "delimiter": delimiter,
        "phone_columns": phone_column or (),
        "customer_column": customer_column,
        "chain_column": chain_column,
        "as_is": as_is,
        "region": region,
        "number_form": number_form_of(number_form),
    }


with_reading = grouped("reading", _reading_options)
"""Give a command the options of how a file is read; it gets them as `reading`."""


@contextmanager
def wrong_options_named() -> Iterator[None]:
    """Options that make no sense, and a missing library, are wrong usage."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "phonenumbers":
            raise
        raise typer.BadParameter(str(error)) from None
    except bulk.BulkFileError:
        raise
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def tell_reading(name: str, reading: bulk.Reading) -> None:
    """How a file was understood, on standard error."""
    for line in reading.describe():
        warn(f"{name}: {line}")
