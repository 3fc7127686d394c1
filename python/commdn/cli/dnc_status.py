"""`commdn dnc status`: how an import stands or ended; and the report that `import` ends with."""

from __future__ import annotations

import shlex
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from .. import bulk
from ..bulk.durable import outbox_path_beside
from ..bulk.results import ends_within_a_row
from ..outbox import Outbox, OutboxStats
from .dnc_options import OutboxOption
from .outbox import report_stats, stats_json
from .output import print_json, print_pairs, say, warn
from .output_options import Json
from .status import Exit

__all__ = ["Standing", "exit_by", "report", "status"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an import stands, by what is on the disk."""

    result: Path
    summary: bulk.Summary
    state: bulk.RunState | None
    """None if nothing is left to be done."""
    outbox: Path | None
    stats: OutboxStats | None
    ends_within_a_row: bool = False
    """Whether the result file lacks its end."""

    @classmethod
    def of(cls, result: Path, outbox: Path | None) -> Standing:
        """Look at the result file, at what is kept beside it, and at the outbox.

        Raises: BulkFileError, CommDNStorageError; typer.BadParameter if the outbox that is named is
        not there.
        """
        summary = bulk.summarize_results(result)
        state = bulk.run_state(result)
        cut = ends_within_a_row(result)
        named = outbox
        if outbox is None and state is not None and state.outbox is not None:
            outbox = Path(state.outbox)
        if outbox is None:
            outbox = outbox_path_beside(result)
        if not outbox.exists():
            if named is not None:
                raise typer.BadParameter(f"there is no outbox {outbox}")
            return cls(result, summary, state, None, None, cut)
        with Outbox(outbox) as kept:
            return cls(result, summary, state, outbox, kept.stats(), cut)

    @property
    def was_cut_off(self) -> bool:
        """Whether there are rows without a row in the result file."""
        return self.ends_within_a_row if self.state is None else not self.state.has_ended

    @property
    def command(self) -> str | None:
        """The command that goes on with it."""
        return (
            shlex.join(self.state.command)
            if self.state is not None and self.state.command
            else None
        )

    def lines(self) -> list[str]:
        """What is left to be done, and by which command; nothing if it is nothing."""
        answered = self.summary.rows - self.summary.unanswered
        if not self.was_cut_off and not self.summary.unanswered:
            return []
        total = f"{self.summary.rows:,}"
        if self.state is not None and self.state.total is not None:
            total = f"{self.state.total:,}"
        how = ""
        if self.was_cut_off:
            how = (
                "the import is running: "
                if self.state and self.state.is_running
                else "the import was cut off: "
            )
        found = [f"{how}{answered:,} of {total} rows have an answer"]
        waiting = 0 if self.stats is None else self.stats.unfinished
        if waiting and self.outbox is not None:
            found.append(f"{waiting:,} requests wait in {self.outbox}")
        if self.stats is not None and self.stats.dead:
            found.append(
                f"{self.stats.dead:,} requests were given up, and are kept in {self.outbox}"
            )
        if self.state is not None and self.state.is_running:
            return found
        found.append(f"go on with: {self.command or 'the same command and --resume'}")
        if waiting and self.outbox is not None:
            found.append(
                f"or send only what waits with: commdn outbox drain {shlex.quote(str(self.outbox))}"
            )
        return found

    def tell(self) -> None:
        """The same on standard error."""
        for line in self.lines():
            warn(line)

    def as_json(self) -> dict[str, object]:
        """What there is beyond the summary."""
        total = self.summary.rows if self.state is None else self.state.total
        is_running = self.state is not None and self.state.is_running
        found: dict[str, object] = {
            "total": total,
            "complete": not self.was_cut_off,
            "running": is_running,
            "go_on": self.command if self.lines() and not is_running else None,
        }
        if self.stats is not None:
            found["outbox"] = stats_json(self.stats)
        return found

    def print_json(self) -> None:
        """All of it as JSON."""
        report(self.summary, self.result, True, self.as_json())


def status(
    *,
    result: Annotated[
        Path, typer.Argument(help="The result file of an import.", show_default=False)
    ],
    outbox: OutboxOption = None,
    json: Json = False,
) -> None:
    """Show the progress or result of an import, without connecting.

    Tell about its outbox, too, if it has one. The exit status is that of the import; 4 if it runs
    or was cut off.

    Example: commdn dnc status numbers.csv.result.csv
    """
    standing = Standing.of(result, outbox)
    if json:
        standing.print_json()
    else:
        report(standing.summary, result, False, is_whole=not standing.was_cut_off)
        for line in standing.lines():
            say(line)
        if standing.stats is not None and standing.outbox is not None:
            report_stats(standing.stats, standing.outbox)
    if standing.was_cut_off:
        raise typer.Exit(Exit.UNANSWERED)
    exit_by(standing.summary)


def exit_by(summary: bulk.Summary) -> None:
    """End with the status that tells the outcomes apart."""
    if summary.unanswered:
        raise typer.Exit(Exit.UNANSWERED)
    if summary.refused:
        raise typer.Exit(Exit.REFUSED)


def report(
    summary: bulk.Summary,
    target: Path | None,
    json: bool,
    more: dict[str, object] | None = None,
    *,
    is_whole: bool = True,
) -> None:
    """The counts of an import, for people or as JSON."""
    if json:
        print_json(
            {
                **(more or {}),
                "rows": summary.rows,
                "acknowledged": summary.acknowledged,
                "refused": summary.refused,
                "unanswered": summary.unanswered,
                "duplicate": summary.duplicate,
                "skipped": summary.skipped,
                "valid": summary.valid,
                "resumed": summary.resumed,
                "codes": dict(summary.codes),
                "seconds": round(summary.seconds, 3),
                "result": None if target is None else str(target),
                "reading": None if summary.reading is None else asdict(summary.reading),
            }
        )
        return
    rows = [("rows", summary.rows)]
    told = ["acknowledged", "refused", "unanswered"] if target is not None else ["valid", "refused"]
    seldom = ("duplicate", "skipped", "resumed")
    for name in [*told, *(name for name in seldom if getattr(summary, name))]:
        rows.append((name, getattr(summary, name)))
    for code, count in summary.codes.most_common():
        rows.append((f"  {code}", count))
    print_pairs(((name, f"{count:,}") for name, count in rows), right=True)
    if target is not None:
        took = f"{summary.seconds:.1f} s; " if summary.seconds else ""
        what = "every row's outcome is" if is_whole else "the outcomes so far are"
        say(f"{took}{what} in {target}")
