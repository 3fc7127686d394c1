"""Options that several commands about do-not-call lists have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from .. import bulk
from ..phone import known_region, normalize_for_region, normalize_phone
from ..records import Chain
from .output import warn

__all__ = [
    "AsIs",
    "ChainColumn",
    "ChainOption",
    "CustomerColumn",
    "Dedupe",
    "Delimiter",
    "Encoding",
    "File",
    "FormOption",
    "NumberFormOption",
    "OutboxOption",
    "PhoneColumns",
    "Region",
    "number_form_of",
    "phone_to_send",
    "tell_reading",
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
    bulk.Form | None, typer.Option(help="How it is written.  [default: told by its first lines]")
]
Encoding = Annotated[
    str | None,
    typer.Option(
        help="Its encoding.  [default: what its byte order mark tells, or utf-8]",
        show_default=False,
    ),
]
Delimiter = Annotated[
    str | None,
    typer.Option(
        help="The character between cells; tab by name.  "
        "[default: , ; tab or |, told by the header]",
        show_default=False,
    ),
]
PhoneColumns = Annotated[
    list[str] | None,
    typer.Option(
        "--phone-column",
        metavar="NAME",
        help="A column of phone numbers; may be given several times.  [default: known names]",
        show_default=False,
    ),
]
CustomerColumn = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The column of customer ids.  [default: known names]",
        show_default=False,
    ),
]
ChainColumn = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The column with AllChain or RecordOnly.  [default: chain]",
        show_default=False,
    ),
]
AsIs = Annotated[
    bool, typer.Option("--as-is", help="Send numbers as they are written, without checking them.")
]
Region = Annotated[
    str | None,
    typer.Option(
        help="Normalise numbers dialled in this country, such as US.  [needs commdn[phone]]"
    ),
]
NumberFormOption = Annotated[
    str, typer.Option(metavar="national|e164", help="What numbers are normalised to.")
]
Dedupe = Annotated[
    bool, typer.Option("--dedupe", help="Send nothing that an earlier row asked for.")
]


def number_form_of(text: str) -> bulk.NumberForm:
    """The option's value. Raises: typer.BadParameter."""
    forms: dict[str, bulk.NumberForm] = {"national": "national", "e164": "e164"}
    if text in forms:
        return forms[text]
    raise typer.BadParameter(f"--number-form {text!r} is neither national nor e164")


def phone_to_send(phone: str, *, as_is: bool, region: str | None, number_form: str) -> str:
    """The number that a command was given as it is sent, known before there is a connection.

    Raises: CommDNInvalidRequest for what is no number; typer.BadParameter.
    """
    form = number_form_of(number_form)
    if as_is:
        if region is not None:
            raise typer.BadParameter("--as-is sends the text that --region would change")
        return phone
    if region is None:
        return normalize_phone(phone)
    with wrong_options_named():
        known_region(region)
    return normalize_for_region(phone, region, form)


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
