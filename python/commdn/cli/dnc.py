"""`commdn dnc`: one number, or a file of them, onto the do-not-call list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from .. import bulk
from ..records import Chain
from .output import Exit, console, error_console, print_answer, print_json
from .settings import Connection, with_connection

__all__ = ["app"]

app = typer.Typer(help="Put numbers on the do-not-call list.", no_args_is_help=True, rich_markup_mode=None)

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
) -> None:
    """Put one phone number or customer on the do-not-call list."""
    if phone is None and customer_id is None:
        raise typer.BadParameter("give a phone number, --customer-id, or both")
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


@app.command("import")
@with_connection
def import_(
    *,
    connection: Connection,
    file: Annotated[Path, typer.Argument(help="The file.", show_default=False)],
    form: Annotated[
        bulk.Form | None, typer.Option(help="How it is written; told by its first lines otherwise.")
    ] = None,
    result: Annotated[
        Path | None, typer.Option(help="The result file.  [default: FILE.result.csv]")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace a result file that is there.")
    ] = False,
    window: Annotated[int, typer.Option(min=1, help="How many requests are open at a time.")] = 256,
    encoding: Annotated[str, typer.Option(help="Of the file.")] = "utf-8-sig",
    chain: ChainOption = None,
) -> None:
    """Put all numbers of a file on the do-not-call list.

    The file is CSV with a header (phone, customer_id or both, optionally chain), one number a
    line, or the national registry's flat file (area code,seven digits). The result file has
    one row for every row: acknowledged, refused with code and text, or unanswered.
    """
    target = result if result is not None else file.with_name(file.name + ".result.csv")
    with connection.open() as session, _bar(connection.json) as bar:
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
            window=window,
            progress=advance,
        )
    _report(summary, target, connection.json)
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


def _report(summary: bulk.Summary, target: Path, json: bool) -> None:
    if json:
        print_json(
            {
                "rows": summary.rows,
                "acknowledged": summary.acknowledged,
                "refused": summary.refused,
                "unanswered": summary.unanswered,
                "codes": dict(summary.codes),
                "seconds": round(summary.seconds, 3),
                "result": str(target),
            }
        )
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("rows", f"{summary.rows:,}")
    table.add_row("acknowledged", f"{summary.acknowledged:,}")
    table.add_row("refused", f"{summary.refused:,}")
    table.add_row("unanswered", f"{summary.unanswered:,}")
    for code, count in summary.codes.most_common():
        table.add_row(f"  {code}", f"{count:,}")
    out = console()
    out.print(table)
    out.print(f"{summary.seconds:.1f} s; every row's outcome is in {target}", markup=False)
