"""`commdn dnc add`: one number or customer onto the do-not-call list."""

from __future__ import annotations

from typing import Annotated

import typer

from .. import requests
from .._native import Request
from .answers import EveryOcs, Expect, expected
from .broadcast import send
from .dnc_options import ChainOption, OutboxOption, PhoneForm, with_phone_form
from .dry_run import DryRun, show_request
from .durable import send_durably
from .settings import Connection, with_connection

__all__ = ["add"]


@with_connection
@with_phone_form
def add(
    *,
    connection: Connection,
    phone: Annotated[str | None, typer.Argument(help="The phone number.")] = None,
    customer_id: Annotated[
        str | None, typer.Option(help="Customer ID; the number may then be left out.")
    ] = None,
    chain: ChainOption = None,
    every_ocs: EveryOcs = False,
    expect: Expect = None,
    outbox: OutboxOption = None,
    phone_form: PhoneForm,
    dry_run: DryRun = False,
) -> None:
    """Put one phone number or customer on the do-not-call list.

    With --outbox the request is on the disk before it is sent: if nobody answers now, it is sent by
    the next import or drain with the same file. With --expect there is then an entry for each OCS that must answer.

    Example: commdn dnc add 5551234567
    """
    if phone is None and customer_id is None:
        raise typer.BadParameter("give a phone number, --customer-id, or both")
    if phone is not None:
        phone = phone_form.of(phone)
    must_answer = expected(connection, expect, every_ocs)

    def request_to(target: int | None) -> Request:
        return requests.do_not_call(
            phone, customer_id=customer_id, chain=chain, target=target, as_is=phone_form.as_is
        )

    request = request_to(0 if every_ocs else None)
    if dry_run:
        show_request(connection, request)
    elif outbox is None:
        send(connection, request, must_answer)
    else:
        # Each entry is sent until it is answered, so each OCS that must answer has one of its own.
        others = [request_to(ocs) for ocs in must_answer]
        send_durably(connection, outbox, [request, *others], must_answer)

