"""`commdn dnc`: one number, or a file of them, onto the do-not-call list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .. import requests
from .._native import Request
from ..errors import CommDNConnectError, CommDNWaitTimeout
from ..outbox import Outbox, OutcomeKind
from . import dnc_import, dnc_status
from .dnc_options import AsIs, ChainOption, NumberFormOption, OutboxOption, Region, phone_to_send
from .output import Exit, console, error_console, print_answer, print_json
from .private import warn_of_readers
from .settings import Connection, with_connection

__all__ = ["app"]

app = typer.Typer(help="Put numbers on the do-not-call list.", no_args_is_help=True, rich_markup_mode=None)

# Until an outcome is on the disk.
_RECORDING_SECONDS = 5.0


@app.command()
@with_connection
def add(
    *,
    connection: Connection,
    phone: Annotated[str | None, typer.Argument(help="The phone number.")] = None,
    customer_id: Annotated[str | None, typer.Option(help="The customer, besides or instead.")] = None,
    chain: ChainOption = None,
    every_ocs: Annotated[
        bool, typer.Option("--every-ocs", help="Ask every OCS on the DN, and wait for all answers.")
    ] = False,
    outbox: OutboxOption = None,
    as_is: AsIs = False,
    region: Region = None,
    number_form: NumberFormOption = "national",
) -> None:
    """Put one phone number or customer on the do-not-call list.

    With --outbox the request is on the disk before it is sent: if nobody answers now, it is sent by
    the next import or drain with the same file.
    """
    if phone is None and customer_id is None:
        raise typer.BadParameter("give a phone number, --customer-id, or both")
    if phone is not None:
        phone = phone_to_send(phone, as_is=as_is, region=region, number_form=number_form)
    if outbox is not None:
        target = 0 if every_ocs else None
        request = requests.do_not_call(
            phone, customer_id=customer_id, chain=chain, target=target, as_is=as_is
        )
        return _add_durably(connection, outbox, request, every_ocs)
    with connection.open() as session:
        answer = session.do_not_call(
            phone,
            customer_id=customer_id,
            chain=chain,
            target=0 if every_ocs else None,
            as_is=as_is,
            answers=None if every_ocs else 1,
        )
    print_answer(answer, as_json_line=connection.json)
    if any(event.is_refusal for event in answer.events):
        raise typer.Exit(Exit.REFUSED)


def _add_durably(connection: Connection, path: Path, request: Request, every_ocs: bool) -> None:
    """Put a request into an outbox, and wait for its outcome if there is a connection."""
    warn_of_readers(path)
    with Outbox(path, request_timeout=connection.timeout) as outbox:
        entry = outbox.submit(request, answers=None if every_ocs else 1)
        try:
            with connection.open() as session:
                outbox.attach(session)
                # All answers are collected until the timeout; then the outcome is recorded.
                outcome = outbox.wait(entry, connection.timeout + _RECORDING_SECONDS)
        except (CommDNConnectError, CommDNWaitTimeout) as error:
            text = f"commdn: entry {entry} stays in {path}: {error}"
            error_console().print(text, markup=False, highlight=False, soft_wrap=True)
            raise typer.Exit(Exit.UNANSWERED) from None
    if connection.json:
        print_json({"entry": entry, "outcome": outcome.kind.value, "error": _text(outcome.error)})
    else:
        why = f": {outcome.error}" if outcome.error else ""
        console().print(f"entry {entry} {outcome.kind.value}{why}", markup=False)
    if outcome.kind is OutcomeKind.REFUSED:
        raise typer.Exit(Exit.REFUSED)
    if not outcome.ok:
        raise typer.Exit(Exit.UNANSWERED)


def _text(error: object) -> str | None:
    return None if error is None else str(error)


app.command()(dnc_import.check)
app.command("import")(dnc_import.import_)
app.command()(dnc_status.status)
