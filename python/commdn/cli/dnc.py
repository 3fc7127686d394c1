"""`commdn dnc`: one number, or a file of them, onto the do-not-call list."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from .. import bulk, requests
from .._native import Request
from ..bulk.durable import outbox_path_beside
from ..errors import CommDNConnectError, CommDNWaitTimeout
from ..outbox import Outbox, OutcomeKind
from ..records import Chain
from .output import Exit, console, error_console, print_answer, print_json
from .outbox import report_stats, stats_json
from .settings import Connection, with_connection

__all__ = ["app"]

app = typer.Typer(help="Put numbers on the do-not-call list.", no_args_is_help=True, rich_markup_mode=None)

# Until an outcome is on the disk.
_RECORDING_SECONDS = 5.0

OutboxOption = Annotated[
    Path | None,
    typer.Option(
        envvar="COMMDN_OUTBOX", help="A file that keeps requests until they are answered."
    ),
]
ChainOption = Annotated[
    Chain | None, typer.Option(help="All records of a chain (what OCS does without it), or one.")
]


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
) -> None:
    """Put one phone number or customer on the do-not-call list.

    With --outbox the request is on the disk before it is sent: if nobody answers now, it is sent by
    the next import or drain with the same file.
    """
    if phone is None and customer_id is None:
        raise typer.BadParameter("give a phone number, --customer-id, or both")
    if outbox is not None:
        target = 0 if every_ocs else None
        request = requests.do_not_call(phone, customer_id=customer_id, chain=chain, target=target)
        return _add_durably(connection, outbox, request, every_ocs)
    with connection.open() as session:
        answer = session.do_not_call(
            phone,
            customer_id=customer_id,
            chain=chain,
            target=0 if every_ocs else None,
            answers=None if every_ocs else 1,
        )
    print_answer(answer, as_json_line=connection.json)
    if any(event.is_refusal for event in answer.events):
        raise typer.Exit(Exit.REFUSED)


def _add_durably(connection: Connection, path: Path, request: Request, every_ocs: bool) -> None:
    """Put a request into an outbox, and wait for its outcome if there is a connection."""
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


@app.command()
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
    _report(summary, None, json)
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


@app.command("import")
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
    _report(summary, target, connection.json)
    if outbox is None and not no_outbox and (left := outbox_path_beside(target)).exists():
        text = f"commdn: requests are left in {left}: send them with --resume or commdn outbox drain"
        error_console().print(text, markup=False, highlight=False, soft_wrap=True)
    _exit(summary)


@app.command()
def status(
    *,
    result: Annotated[Path, typer.Argument(help="The result file of an import.", show_default=False)],
    outbox: OutboxOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell how an import stands or ended, by its result file, without connecting.

    Tell about its outbox, too, if it has one. The exit status is that of the import.
    """
    summary = bulk.summarize_results(result)
    if outbox is None and (beside := outbox_path_beside(result)).exists():
        outbox = beside
    if outbox is None:
        _report(summary, result, json)
        _exit(summary)
        return
    if not outbox.exists():
        raise typer.BadParameter(f"there is no outbox {outbox}")
    with Outbox(outbox) as kept:
        stats = kept.stats()
    _report(summary, result, json, {"outbox": stats_json(stats)})
    if not json:
        report_stats(stats, outbox)
    _exit(summary)


def _exit(summary: bulk.Summary) -> None:
    """End with the status that tells the outcomes apart."""
    if summary.unanswered:
        raise typer.Exit(Exit.UNANSWERED)
    if summary.refused:
        raise typer.Exit(Exit.REFUSED)


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


def _report(
    summary: bulk.Summary, target: Path | None, json: bool, more: dict[str, object] | None = None
) -> None:
    if json:
        print_json(
            {
                **(more or {}),
                "rows": summary.rows,
                "acknowledged": summary.acknowledged,
                "refused": summary.refused,
                "unanswered": summary.unanswered,
                "duplicate": summary.duplicate,
                "valid": summary.valid,
                "resumed": summary.resumed,
                "codes": dict(summary.codes),
                "seconds": round(summary.seconds, 3),
                "result": None if target is None else str(target),
            }
        )
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("rows", f"{summary.rows:,}")
    told = ["acknowledged", "refused", "unanswered"] if target is not None else ["valid", "refused"]
    for name in [*told, *(name for name in ("duplicate", "resumed") if getattr(summary, name))]:
        table.add_row(name, f"{getattr(summary, name):,}")
    for code, count in summary.codes.most_common():
        table.add_row(f"  {code}", f"{count:,}")
    out = console()
    out.print(table)
    if target is not None:
        took = f"{summary.seconds:.1f} s; " if summary.seconds else ""
        out.print(f"{took}every row's outcome is in {target}", markup=False)
