"""`commdn dnc import` and `commdn dnc check`: a file of numbers, sent or only read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from .. import bulk
from ..errors import CommDNError
from ..outbox import Outbox
from .dnc_options import (
    AsIs,
    ChainColumn,
    ChainOption,
    CustomerColumn,
    Dedupe,
    Delimiter,
    Encoding,
    File,
    FormOption,
    NumberFormOption,
    PhoneColumns,
    Region,
    number_form_of,
    tell_reading,
    wrong_options_named,
)
from .dnc_status import Standing, exit_by, report
from .ending import Ended
from .output import error_console
from .settings import Connection, with_connection
from .status import Exit

__all__ = ["check", "import_"]


def check(
    *,
    file: File,
    form: FormOption = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    phone_column: PhoneColumns = None,
    customer_column: CustomerColumn = None,
    chain_column: ChainColumn = None,
    as_is: AsIs = False,
    region: Region = None,
    number_form: NumberFormOption = "national",
    dedupe: Dedupe = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read a file as import does and check every row, without connecting."""
    to_form = number_form_of(number_form)
    with wrong_options_named():
        summary = bulk.check_file(
            file,
            form=form,
            encoding=encoding,
            delimiter=delimiter,
            phone_columns=phone_column or (),
            customer_column=customer_column,
            chain_column=chain_column,
            as_is=as_is,
            region=region,
            number_form=to_form,
            dedupe=dedupe,
        )
    if not json and summary.reading is not None:
        tell_reading(str(file), summary.reading)
    report(summary, None, json)
    if summary.refused:
        raise typer.Exit(Exit.REFUSED)


@with_connection
def import_(
    *,
    connection: Connection,
    file: File,
    form: FormOption = None,
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
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    phone_column: PhoneColumns = None,
    customer_column: CustomerColumn = None,
    chain_column: ChainColumn = None,
    chain: ChainOption = None,
    as_is: AsIs = False,
    region: Region = None,
    number_form: NumberFormOption = "national",
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
    """
    to_form = number_form_of(number_form)
    # What the environment names for every command, --no-outbox sets aside.
    if no_outbox and outbox is not None and str(outbox) != os.environ.get("COMMDN_OUTBOX"):
        raise typer.BadParameter("--no-outbox does without the file that --outbox names")
    if overwrite and resume:
        raise typer.BadParameter("--resume goes on with the result file that --overwrite replaces")
    target = result if result is not None else _result_beside(file)
    if target.is_file() and not (overwrite or resume):
        raise typer.BadParameter(
            f"{target} already exists. --resume continues that import, --overwrite starts again."
        )
    with ExitStack() as stack:
        with wrong_options_named():
            opened = bulk.open_table(
                file,
                form=form,
                encoding=encoding,
                delimiter=delimiter,
                phone_columns=phone_column or (),
                customer_column=customer_column,
                chain_column=chain_column,
                chain=chain,
                as_is=as_is,
                region=region,
                number_form=to_form,
            )
        table = stack.enter_context(opened)
        if not connection.json:
            tell_reading(str(file), table.reading)
        session = stack.enter_context(connection.open())
        bar = stack.enter_context(_bar(connection.json))
        task = bar.add_task(file.name, total=table.total)

        def advance(state: bulk.Progress) -> None:
            bar.update(task, completed=state.summary.rows, total=state.total)

        with _cut_off_told(target, connection.json):
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
        if word == "--password":
            next(words, None)
        elif word != "--overwrite" and not word.startswith("--password="):
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
    where = error_console()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=where,
        disable=quiet or not where.is_terminal,
    )
