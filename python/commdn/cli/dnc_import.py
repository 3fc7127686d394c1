"""`commdn dnc import` and `commdn dnc check`: a file of numbers, sent or only read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from .. import bulk
from ..bulk.durable import outbox_path_beside
from ..outbox import Outbox
from .dnc_options import ChainOption
from .dnc_status import exit_by, report
from .output import Exit, error_console
from .settings import Connection, with_connection

__all__ = ["check", "import_"]

File = Annotated[Path, typer.Argument(help="The file.", show_default=False)]
FormOption = Annotated[
    bulk.Form | None, typer.Option(help="How it is written; told by its first lines otherwise.")
]
Encoding = Annotated[str, typer.Option(help="Of the file.")]
Region = Annotated[
    str | None,
    typer.Option(help="Normalise numbers dialled in this country, such as US.  [needs commdn[phone]]"),
]
NumberFormOption = Annotated[
    str, typer.Option(metavar="national|e164", help="What numbers are normalised to.")
]
Dedupe = Annotated[bool, typer.Option("--dedupe", help="Send no number twice.")]


def check(
    *,
    file: File,
    form: FormOption = None,
    encoding: Encoding = "utf-8-sig",
    region: Region = None,
    number_form: NumberFormOption = "national",
    dedupe: Dedupe = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read a file as import does and check every row, without connecting."""
    to_form = _number_form(number_form)
    with _library_named():
        summary = bulk.check_file(
            file, form=form, encoding=encoding, region=region, number_form=to_form, dedupe=dedupe
        )
    report(summary, None, json)
    if summary.refused:
        raise typer.Exit(Exit.REFUSED)


def _number_form(text: str) -> bulk.NumberForm:
    forms: dict[str, bulk.NumberForm] = {"national": "national", "e164": "e164"}
    if text in forms:
        return forms[text]
    raise typer.BadParameter(f"--number-form {text!r} is neither national nor e164")


@contextmanager
def _library_named() -> Iterator[None]:
    """A missing library or an unknown region is wrong usage."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "phonenumbers":
            raise
        raise typer.BadParameter(str(error)) from None
    except bulk.BulkFileError:
        raise
    except ValueError as error:
        if not str(error).startswith("region"):
            raise
        raise typer.BadParameter(str(error)) from None


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
            help="How often an unanswered request is sent again.  [default: the outbox's rules; never with --no-outbox]",
        ),
    ] = None,
    encoding: Encoding = "utf-8-sig",
    chain: ChainOption = None,
    region: Region = None,
    number_form: NumberFormOption = "national",
    dedupe: Dedupe = False,
    outbox: Annotated[
        Path | None,
        typer.Option(
            envvar="COMMDN_OUTBOX",
            help="The file that keeps requests until they are answered.  [default: RESULT.outbox, removed when nothing is left in it]",
        ),
    ] = None,
    no_outbox: Annotated[
        bool, typer.Option("--no-outbox", help="Send rows without keeping them in a file.")
    ] = False,
) -> None:
    """Put all numbers of a file on the do-not-call list.

    The file is CSV with a header (phone, customer_id or both, optionally chain), one number a
    line, or the national registry's flat file (area code,seven digits). The result file has
    one row for every row: acknowledged, refused with code and text, or unanswered.
    An import that was interrupted is completed by the same command with --resume.

    Every row is in an outbox on the disk before it is sent, and is sent again until it is answered;
    whatever is interrupted, it is acknowledged, or still in that file, or reported. With --no-outbox a
    row that nobody answers is unanswered, and sent again by --resume only.
    """
    to_form = _number_form(number_form)
    # What the environment names for every command, --no-outbox sets aside.
    if no_outbox and outbox is not None and str(outbox) != os.environ.get("COMMDN_OUTBOX"):
        raise typer.BadParameter("--no-outbox does without the file that --outbox names")
    if overwrite and resume:
        raise typer.BadParameter("--resume goes on with the result file that --overwrite replaces")
    target = result if result is not None else file.with_name(file.name + ".result.csv")
    with ExitStack() as stack:
        stack.enter_context(_library_named())
        session = stack.enter_context(connection.open())
        if no_outbox:
            store = None
        elif outbox is not None:
            kept = Outbox(
                outbox,
                window=window,
                request_timeout=connection.timeout,
                keep_answers=False,
                charset=connection.charset,
            )
            store = stack.enter_context(kept)
        else:
            own = bulk.outbox_beside(
                target, window=window, request_timeout=connection.timeout, charset=connection.charset
            )
            store = stack.enter_context(own)
        bar = stack.enter_context(_bar(connection.json))
        task = bar.add_task(file.name, total=None)

        def advance(state: bulk.Progress) -> None:
            bar.update(task, completed=state.summary.rows, total=state.total)

        summary = bulk.import_file(
            session,
            file,
            form=form,
            encoding=encoding,
            chain=chain,
            result=target,
            overwrite=overwrite,
            resume=resume,
            window=window,
            rate=rate,
            retries=retries,
            region=region,
            number_form=to_form,
            dedupe=dedupe,
            outbox=store,
            progress=advance,
        )
    report(summary, target, connection.json)
    if outbox is None and not no_outbox and (left := outbox_path_beside(target)).exists():
        text = f"commdn: requests are left in {left}: send them with --resume or commdn outbox drain"
        error_console().print(text, markup=False, highlight=False, soft_wrap=True)
    exit_by(summary)


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
