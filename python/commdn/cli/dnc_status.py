"""`commdn dnc status`: how an import stands or ended; and the report that `import` ends with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from .. import bulk
from ..bulk.durable import outbox_path_beside
from ..outbox import Outbox
from .dnc_options import OutboxOption
from .outbox import report_stats, stats_json
from .output import Exit, console, print_json

__all__ = ["exit_by", "report", "status"]


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
        report(summary, result, json)
        exit_by(summary)
        return
    if not outbox.exists():
        raise typer.BadParameter(f"there is no outbox {outbox}")
    with Outbox(outbox) as kept:
        stats = kept.stats()
    report(summary, result, json, {"outbox": stats_json(stats)})
    if not json:
        report_stats(stats, outbox)
    exit_by(summary)


def exit_by(summary: bulk.Summary) -> None:
    """End with the status that tells the outcomes apart."""
    if summary.unanswered:
        raise typer.Exit(Exit.UNANSWERED)
    if summary.refused:
        raise typer.Exit(Exit.REFUSED)


def report(
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
