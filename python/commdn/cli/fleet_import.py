"""`commdn dnc import --broker ... --store ...`: the same import, by way of a fleet.

The rows go to the broker, workers send them, and the result file is written from the store. What is
kept beside the result file names the job, so that --resume finds it again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import typer

from .. import bulk
from ..bulk.run import Run

if TYPE_CHECKING:
    from .fleet_options import FleetAddress

__all__ = ["FleetImport", "fleet_import_of", "import_over_fleet"]


@dataclass(frozen=True, slots=True)
class FleetImport:
    """How a file goes through a fleet."""

    address: FleetAddress
    site: str
    wait: bool
    """Whether to wait for every outcome; otherwise the result file tells what is known so far."""


def import_over_fleet(
    how: FleetImport,
    table: bulk.Table,
    target: Path,
    *,
    overwrite: bool,
    resume: bool,
    dedupe: bool,
    raw_cells: bool,
    progress: Callable[[int, int], object],
    command: list[str],
) -> bulk.Summary:
    """Publish every row, wait if told so, and write the result file.

    Raises: FleetError, BulkError; after both the same with `resume` goes on, with the same job.
    """
    from ..fleet.export import outcomes_of
    from ..fleet.producer import Producer

    if resume and target.exists() and bulk.run_state(target) is None:
        # Every row has an answer.
        return bulk.summarize_results(target)
    if table.source.is_file(target):
        raise bulk.BulkFileError(f"{target}: the result file is the input file")
    started = monotonic()
    summary = bulk.Summary(reading=table.reading)
    # It is written anew at the end; what it says of an earlier attempt is in the store as well.
    with bulk.ResultFile(target, overwrite=overwrite or resume, raw_cells=raw_cells) as results:
        run = Run(target, resume=resume)
        with Producer(how.address.broker, how.address.store) as producer:
            try:
                producer.site(how.site)
            except BaseException:
                if results.is_new:
                    run.forget()
                    results.discard()
                raise
            run.begin(table.total, None, command)
            job = producer.submit_file(
                table, site=how.site, job=run.name, dedupe=dedupe, progress=lambda rows: progress(0, rows)
            )
            interrupted: BaseException | None = None
            if how.wait:
                try:
                    job.wait(progress=lambda rows: progress(rows, rows))
                except BaseException as error:
                    # What is known by now is told all the same.
                    interrupted = error
            for outcome in outcomes_of(producer.store, job.id, table, dedupe=dedupe):
                results.write(outcome)
                summary.count(outcome.status, outcome.code)
        results.sync()
        if interrupted is not None:
            raise interrupted
        run.end(is_done=not summary.unanswered)
    summary.seconds = monotonic() - started
    return summary


def fleet_import_of(
    address: FleetAddress | None, site: str | None, wait: bool, unfit: dict[str, bool]
) -> FleetImport | None:
    """How to go through a fleet, if the options say so; None if they do not.

    `unfit` are options that a fleet has no use for, and whether they were given. Raises: typer.BadParameter.
    """
    from .fleet_options import is_given, needs_fleet

    if address is None:
        if wait or is_given("--fleet-site"):
            raise typer.BadParameter("--fleet-site and --wait are for a fleet: give --broker and --store, too")
        return None
    if site is None:
        # What the environment names for every command is no wish of this one.
        if wait or is_given("--broker") or is_given("--store"):
            raise typer.BadParameter("a fleet has sites: give --site or --fleet-site")
        return None
    given = next((name for name, is_given in unfit.items() if is_given), None)
    if given is not None:
        raise typer.BadParameter(f"{given} is the workers' and the site's: leave it out with --broker")
    needs_fleet()
    return FleetImport(address, site, wait)
