"""`commdn dnc import` and `commdn dnc check`: a file of numbers, sent or only read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .. import bulk
from ..errors import CommDNError
from ..outbox import Outbox
from .dnc_options import (
    ChainOption,
    Dedupe,
    File,
    tell_reading,
    with_reading,
    wrong_options_named,
)
from .dnc_status import Standing, exit_by, report
from .ending import Ended
from .fleet_import import fleet_import_of, import_over_fleet
from .fleet_options import (
    FLEET,
    BrokerFileOption,
    BrokerOption,
    SiteOption,
    StoreFileOption,
    StoreOption,
    address_of,
    has_password,
    without_server_over_fleet,
)
from .output import error_console
from .output_options import Json
from .settings import Connection, with_connection
from .status import Exit

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["check", "import_"]


@with_reading
def check(
    *,
    file: File,
    reading: bulk.ReadingOptions,
    dedupe: Dedupe = False,
    json: Json = False,
) -> None:
    """Check every row of a file as import reads it, without connecting.

    Example: commdn dnc check numbers.csv
    """
    _check(file, reading, dedupe, json)


def _check(file: Path, reading: bulk.ReadingOptions, dedupe: bool, json: bool) -> None:
    """Read all rows and tell what is wrong with them.

    Raises: typer.Exit if a row is wrong.
    """
    with wrong_options_named():
        summary = bulk.check_file(file, **reading, dedupe=dedupe)
    if not json and summary.reading is not None:
        tell_reading(str(file), summary.reading)
    report(summary, None, json)
    if summary.refused:
        raise typer.Exit(Exit.REFUSED)


@without_server_over_fleet
@with_connection
@with_reading
def import_(
    *,
    connection: Connection,
    file: File,
    reading: bulk.ReadingOptions,
    result: Annotated[
        Path | None, typer.Option(help="The result file.  [default: FILE.result.csv]")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace a result file that is there.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where the result file of an earlier run ends.")
    ] = False,
    window: Annotated[int, typer.Option(min=1, help="How many requests are open at a time.")] = 256,
    rate: Annotated[
        float | None, typer.Option(min=0.001, help="Requests a second at most.")
    ] = None,
    retries: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="How often an unanswered request is sent again.  "
            "[default: the outbox's rules; never with --no-outbox]",
        ),
    ] = None,
    chain: ChainOption = None,
    dedupe: Dedupe = False,
    raw_cells: Annotated[
        bool,
        typer.Option(
            "--raw-cells",
            help="Do not guard cells of the result that a spreadsheet takes for formulas.",
        ),
    ] = False,
    outbox: Annotated[
        Path | None,
        typer.Option(
            envvar="COMMDN_OUTBOX",
            help="The file that keeps requests until they are answered.  "
            "[default: RESULT.outbox, removed when nothing is left in it]",
        ),
    ] = None,
    no_outbox: Annotated[
        bool, typer.Option("--no-outbox", help="Send rows without keeping them in a file.")
    ] = False,
    fleet_site: SiteOption = None,
    broker: BrokerOption = None,
    broker_file: BrokerFileOption = None,
    store: StoreOption = None,
    store_file: StoreFileOption = None,
    wait: Annotated[
        bool,
        typer.Option("--wait", rich_help_panel=FLEET, help="Over a fleet: wait until every row has an outcome."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check the rows as commdn dnc check does, and send nothing.")
    ] = False,
) -> None:
    """Put all numbers of a file on the do-not-call list.

    The file is a table with a header (columns phone, customer_id, chain and other names that
    exports use), one number a line, or the national registry's flat file (area code,seven digits)
    or change list. How it is understood is told before anything is sent. The result file has one
    row for every number: acknowledged, refused with code and text, skipped, or unanswered. An
    import that was interrupted is completed by the same command with --resume.

    Every row is in an outbox on the disk before it is sent, and is sent again until it is answered;
    whatever is interrupted, it is acknowledged, or still in that file, or reported. With
    --no-outbox a row that nobody answers is unanswered, and sent again by --resume only.

    With --broker, --store and --site (or --fleet-site) the workers of a fleet send the rows, and this needs no T-Server.
    Without --wait it ends when the broker has every row; --resume --wait completes the result file.

    Example: commdn dnc import numbers.csv
    """
    if dry_run:
        _check(file, reading, dedupe, connection.json)
        return
    # What the environment names for every command, --no-outbox sets aside.
    if no_outbox and outbox is not None and str(outbox) != os.environ.get("COMMDN_OUTBOX"):
        raise typer.BadParameter("--no-outbox does without the file that --outbox names")
    if overwrite and resume:
        raise typer.BadParameter("--resume goes on with the result file that --overwrite replaces")
    unfit = {"--rate": rate is not None, "--retries": retries is not None, "--no-outbox": no_outbox}
    over = fleet_import_of(address_of(broker, broker_file, store, store_file), fleet_site or connection.site, wait, unfit)
    target = result if result is not None else _result_beside(file)
    if target.is_file() and not (overwrite or resume):
        raise typer.BadParameter(
            f"{target} already exists. --resume continues that import, --overwrite starts again."
        )
    with ExitStack() as stack:
        with wrong_options_named():
            reading["chain"] = chain
            opened = bulk.open_table(file, **reading)
        table = stack.enter_context(opened)
        if not connection.json:
            tell_reading(str(file), table.reading)
        session = None if over is not None else stack.enter_context(connection.open())
        bar = stack.enter_context(_bar(connection.json))
        task = bar.add_task(file.name, total=table.total)

        def advance(state: bulk.Progress) -> None:
            bar.update(task, completed=state.summary.rows, total=state.total)

        with _cut_off_told(target, connection.json):
            if over is not None or session is None:
                assert over is not None
                summary = import_over_fleet(
                    over,
                    table,
                    target,
                    overwrite=overwrite,
                    resume=resume,
                    dedupe=dedupe,
                    raw_cells=raw_cells,
                    progress=lambda done, _: bar.update(task, completed=done),
                    command=_going_on(sys.argv[1:]),
                )
            else:
                summary = bulk.import_file(
                    session,
                    table,
                    result=target,
                    overwrite=overwrite,
                    resume=resume,
                    raw_cells=raw_cells,
                    window=window,
                    rate=rate,
                    retries=retries,
                    dedupe=dedupe,
                    outbox=None if no_outbox else _outbox(connection, outbox, target, window, stack),
                    progress=advance,
                    command=_going_on(sys.argv[1:]),
                )
    report(summary, target, connection.json)
    if summary.unanswered and target.is_file():
        Standing.of(target, None).tell()
    exit_by(summary)


def _result_beside(file: Path) -> Path:
    """The result file of an input that is a file; anything else has no place beside it."""
    if str(file) != "-" and (file.is_file() or not file.exists()):
        return file.with_name(file.name + ".result.csv")
    raise typer.BadParameter(f"{file} is not a file: name the result file with --result")


def _outbox(
    connection: Connection, path: Path | None, target: Path, window: int, stack: ExitStack
) -> Outbox | AbstractContextManager[Outbox]:
    """The outbox that was named, or what makes one beside the result file."""
    if path is None:
        return bulk.outbox_beside(
            target, window=window, request_timeout=connection.timeout, charset=connection.charset
        )
    named = Outbox(
        path,
        window=window,
        request_timeout=connection.timeout,
        keep_answers=False,
        charset=connection.charset,
    )
    return stack.enter_context(named)


def _going_on(arguments: list[str]) -> list[str]:
    """The command that goes on with the import that these arguments began; passwords are not kept.
    """
    kept: list[str] = []
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name == "--password":
            if not equals:
                next(words, None)
        elif name in ("--broker", "--store"):
            value = value if equals else next(words, "")
            if not has_password(value):
                kept += [name, value]
        elif word != "--overwrite":
            kept.append(word)
    return ["commdn", *kept, *(() if "--resume" in kept else ("--resume",))]


@contextmanager
def _cut_off_told(target: Path, json: bool) -> Iterator[None]:
    """Tell what an import leaves that is cut off: by Ctrl-C, by a signal, or because a file cannot
    be written.
    """
    try:
        yield
    except (KeyboardInterrupt, Ended):
        if not target.is_file():
            raise
        # By now everything is closed, and what waits is on the disk.
        standing = Standing.of(target, None)
        if json:
            standing.print_json()
        else:
            standing.tell()
        raise typer.Exit(Exit.UNANSWERED) from None
    except (bulk.BulkWriteError, CommDNError):
        if not json and bulk.run_state(target) is not None:
            Standing.of(target, None).tell()
        raise


def _bar(quiet: bool) -> Progress:
    """A bar on standard error, if that is a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    where = error_console()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=where,
        disable=quiet or not where.is_terminal,
    )
