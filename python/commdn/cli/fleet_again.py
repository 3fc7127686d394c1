"""`commdn fleet dead`, `retry` and `forget`: what did not end well, and what is old."""

from __future__ import annotations

from typing import Annotated

import typer

from .fleet_options import FleetAddress, with_fleet
from .output import Exit, print_json, print_rows, say
from .output_options import Json

__all__ = ["dead", "forget", "retry"]


@with_fleet
def dead(
    *,
    fleet: FleetAddress,
    site: Annotated[str | None, typer.Option(help="Only this site's open outcomes.", show_default=False)] = None,
    most: Annotated[int, typer.Option(min=1, help="How many of each, the oldest first.")] = 100,
    json: Json = False,
) -> None:
    """List dead letters, and outcomes that may be retried.

    A dead letter is a message that cannot be read as a batch, or that was delivered twenty times without an end.

    Example: commdn fleet dead
    """
    from ..fleet.dead import dead_letters
    from ..fleet.jobs import to_retry
    from ..fleet.queues import Broker
    from ..fleet.store import Store

    store = Store(fleet.store)
    try:
        again = to_retry(store, site, most)
        with Broker(fleet.broker) as broker:
            letters = dead_letters(broker, most)
    finally:
        store.close()
    if json:
        for letter in letters:
            print_json(
                {
                    "dead": letter.id, "queue": letter.queue, "reason": letter.reason, "task": letter.task,
                    "rows": None if letter.batch is None else len(letter.batch.rows), "fault": letter.fault or None,
                }
            )  # fmt: skip
        for one in again:
            print_json({"key": one.key, "site": one.site, "job": one.job, "kind": one.kind, "code": one.code, "text": one.text})
        return
    if letters:
        print_rows(
            ("dead letter", "queue", "reason", "rows", "fault"),
            [
                [one.id, one.queue, one.reason, "" if one.batch is None else str(len(one.batch.rows)), one.fault]
                for one in letters
            ],
        )
    if again:
        print_rows(
            ("key", "site", "job", "outcome", "why"),
            [[one.key, one.site, one.job or "", one.kind, one.text or one.code] for one in again],
        )
    if not letters and not again:
        say("There is nothing to retry.")


@with_fleet
def retry(
    *,
    fleet: FleetAddress,
    name: Annotated[
        str | None, typer.Argument(metavar="JOB|KEY", help="A job, or the key of one request.", show_default=False)
    ] = None,
    dead_letters: Annotated[
        bool, typer.Option("--dead", help="Put dead letters back, in messages of one row each.")
    ] = False,
    unknown: Annotated[
        bool,
        typer.Option(
            "--unknown", help="Requests that may have been carried out, too: ask for the campaign's status before."
        ),
    ] = False,
) -> None:
    """Send again what ended without an answer.

    Takes what was given up or has expired of a job, or one request by its key; what was acknowledged or refused stays as
    it is. Exit status 3 if there was nothing to retry, or if dead letters stay because they cannot be read.

    Example: commdn fleet retry --dead
    """
    from ..fleet.dead import retry_dead, retry_open
    from ..fleet.producer import Producer

    if (name is None) == (not dead_letters):
        raise typer.BadParameter("name a job or a key, or give --dead")
    with Producer(fleet.broker, fleet.store) as producer:
        if name is None:
            rows, stay = retry_dead(producer)
            say(f"{rows:,} rows of dead letters are sent again." if rows or not stay else "No dead letter is a batch.")
            if stay:
                say(f"{stay:,} dead letters are no batches of this version, and stay: see commdn fleet dead.")
                raise typer.Exit(Exit.REFUSED)
            return
        count = retry_open(producer, name, unknown=unknown)
    if not count:
        say(f"Nothing of {name} is to be retried.")
        raise typer.Exit(Exit.REFUSED)
    say(f"{count:,} requests of {name} are sent again.")


@with_fleet
def forget(
    *,
    fleet: FleetAddress,
    days: Annotated[float, typer.Option(min=1, help="Keep jobs that ended within so many days.")] = 90,
) -> None:
    """Remove jobs and outcomes that are older than the retention time.

    What may still be retried stays. Run it once a night.

    Example: commdn fleet forget --days 90
    """
    from ..fleet.jobs import forget_old
    from ..fleet.store import Store

    store = Store(fleet.store)
    try:
        jobs, outcomes = forget_old(store, days)
    finally:
        store.close()
    say(f"{jobs:,} jobs and {outcomes:,} outcomes were removed.")
