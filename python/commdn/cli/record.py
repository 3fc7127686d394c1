"""`commdn cancel`: records out of the calling lists."""

from __future__ import annotations

from typing import Annotated

import typer

from .. import requests
from .answers import EveryOcs, Expect, expected
from .broadcast import send
from .confirm import Yes, confirm
from .dnc_options import ChainOption, PhoneForm, with_phone_form
from .dry_run import DryRun, show_request
from .settings import Connection, with_connection

__all__ = ["cancel"]


@with_connection
@with_phone_form
def cancel(
    *,
    connection: Connection,
    phone: Annotated[str, typer.Argument(help="The phone number.", show_default=False)],
    customer_id: Annotated[
        str | None, typer.Option(help="Customer ID, in addition to the number.")
    ] = None,
    campaign_name: Annotated[
        str | None, typer.Option(help="Only in the campaign of this name.")
    ] = None,
    chain: ChainOption = None,
    every_ocs: EveryOcs = False,
    expect: Expect = None,
    phone_form: PhoneForm,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Cancel the records of a phone number, in one campaign or in all.

    In all campaigns, without --campaign-name, it asks first on a terminal, and needs --yes elsewhere.

    Example: commdn cancel 5551234567 --campaign-name Spring
    """
    phone = phone_form.of(phone)
    must_answer = expected(connection, expect, every_ocs)
    request = requests.cancel_record(
        phone,
        customer_id=customer_id,
        campaign_name=campaign_name,
        chain=chain,
        target=0 if every_ocs else None,
        as_is=phone_form.as_is,
    )
    if dry_run:
        show_request(connection, request)
        return
    if campaign_name is None:
        whose = phone if customer_id is None else f"{phone} and customer {customer_id}"
        where = "every OCS" if every_ocs or connection.ocs_dbid == 0 else f"OCS {connection.ocs_dbid}"
        confirm(f"Cancel the records of {whose} in all campaigns of {where}", yes)
    send(connection, request, must_answer)
