"""`commdn cancel`: records out of the calling lists."""

from __future__ import annotations

from typing import Annotated

import typer

from .dnc_options import AsIs, ChainOption, NumberFormOption, Region, phone_to_send
from .output import Exit, print_answer
from .settings import Connection, with_connection

__all__ = ["cancel"]


@with_connection
def cancel(
    *,
    connection: Connection,
    phone: Annotated[str, typer.Argument(help="The phone number.", show_default=False)],
    customer_id: Annotated[str | None, typer.Option(help="The customer, besides.")] = None,
    campaign_name: Annotated[
        str | None, typer.Option(help="Only in the campaign of this name.")
    ] = None,
    chain: ChainOption = None,
    every_ocs: Annotated[
        bool, typer.Option("--every-ocs", help="Ask every OCS on the DN, and wait for all answers.")
    ] = False,
    as_is: AsIs = False,
    region: Region = None,
    number_form: NumberFormOption = "national",
) -> None:
    """Cancel the records of a phone number, in one campaign or in all."""
    phone = phone_to_send(phone, as_is=as_is, region=region, number_form=number_form)
    with connection.open() as session:
        answer = session.cancel_record(
            phone,
            customer_id=customer_id,
            campaign_name=campaign_name,
            chain=chain,
            target=0 if every_ocs else None,
            as_is=as_is,
            answers=None if every_ocs else 1,
        )
    print_answer(answer, as_json_line=connection.json)
    if any(event.is_refusal for event in answer.events):
        raise typer.Exit(Exit.REFUSED)
