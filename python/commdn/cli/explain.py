"""`commdn explain`: what became of the requests in logs."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .._gunzip import MAGIC
from ..bulk.signatures import binary_kind
from .inputs import check_number
from .output import Exit, print_json, warn
from .output_options import Json
from .panels import FILES, OUTPUT
from .status import of_writing
from .streams import standard_input

if TYPE_CHECKING:
    from ..explain import Source

__all__ = ["explain"]


def explain(
    logs: Annotated[
        list[str],
        typer.Argument(metavar="LOG", help="Logs of T-Server, OCS, URS, an SDK, or of commdn; - is standard input."),
    ],
    *,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", rich_help_panel=OUTPUT, help="Write a page with a diagram of each request."),
    ] = None,
    open_only: Annotated[
        bool, typer.Option("--open", rich_help_panel=OUTPUT, help="Leave out what OCS acknowledged in time.")
    ] = False,
    brief: Annotated[
        bool, typer.Option("--brief", rich_help_panel=OUTPUT, help="Print one line for each request.")
    ] = False,
    show_numbers: Annotated[
        bool,
        typer.Option(
            "--show-numbers", rich_help_panel=OUTPUT, help="Show phone numbers and customer ids, otherwise ****."
        ),
    ] = False,
    wait: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.0, help="How long the one that asked waits for an answer.")
    ] = 10.0,
    offset: Annotated[
        list[str],
        typer.Option(
            metavar="LOG=SECONDS",
            rich_help_panel=FILES,
            help="Seconds to add to the times of a log, if its clock cannot be compared.",
        ),
    ] = [],  # noqa: B006
    year: Annotated[
        int | None,
        typer.Option(min=1, max=9999, rich_help_panel=FILES, help="Year of dates without one; this year by default."),
    ] = None,
    charset: Annotated[
        str,
        typer.Option(
            envvar="COMMDN_CHARSET",
            rich_help_panel=FILES,
            help="Character set of the logs: utf-8, windows-1251, shift_jis ...",
        ),
    ] = "utf-8",
    json: Json = False,
) -> None:
    """Follow requests through logs, and tell which have no answer and why.

    Several logs are merged by time; clocks that differ are compared by the messages they share.
    Exit status: 0 if every request was answered, 2 if a log cannot be read or none has a message of
    this API, 3 if OCS or T-Server refused some, 4 if some have no answer.

    Example: commdn explain tserver.log desktop.log --html report.html
    """
    from ..explain import State
    from ..explain import explain as explained

    if html is not None:
        _check_page(html, logs)
    sources = [_source(log) for log in logs]
    try:
        explanation = explained(*sources, charset=charset, wait=wait, offsets=_offsets(offset, logs), year=year)
        if html is not None:
            from ..explain.page import page

            _write(html, page(explanation, show_numbers=show_numbers))
        if json:
            from ..explain.document import documents

            for document in documents(explanation, show_numbers=show_numbers, only_open=open_only):
                print_json(document)
        elif html is None:
            from ..explain.text import lines

            for line in lines(explanation, show_numbers=show_numbers, only_open=open_only, brief=brief):
                print(line)
        else:
            from ..explain.text import total_line

            print(f"{total_line(explanation)} The page is {html}.")
    except BrokenPipeError:
        raise
    except OSError as error:
        warn(f"{error.filename or 'the log'}: {error.strerror}")
        raise typer.Exit(Exit.USAGE) from None
    if not any(log.reading.writers for log in explanation.logs):
        named = ", ".join(log.reading.source.name for log in explanation.logs)
        warn(f"no message of this API in {named}; logs of T-Server, OCS, URS, an SDK or of commdn have them")
        raise typer.Exit(Exit.USAGE)
    for state in (State.UNANSWERED, State.UNDETERMINED):
        if explanation.totals[state]:
            raise typer.Exit(Exit.UNANSWERED)
    for state in (State.REFUSED, State.REFUSED_BY_TSERVER):
        if explanation.totals[state]:
            raise typer.Exit(Exit.REFUSED)


def _check_page(html: Path, logs: list[str]) -> None:
    """See that the page is not written over a log."""
    for log in logs:
        with contextlib.suppress(OSError, ValueError):
            if log != "-" and html.samefile(log):
                raise typer.BadParameter(f"--html {html}: this is the log {log}: name another file for the page")


def _write(html: Path, page: Iterable[str]) -> None:
    """Raises: typer.Exit; what is wrong is told with the name of the page."""
    try:
        with html.open("w", encoding="utf-8") as file:
            file.writelines(page)
    except OSError as error:
        warn(f"{html}: {error.strerror}")
        raise typer.Exit(of_writing(error)) from None


def _source(log: str) -> Source:
    from ..explain import Source

    if log == "-":
        return Source.of(standard_input())
    path = Path(log)
    if path.is_dir():
        warn(f"{log} is a folder; name the files in it")
        raise typer.Exit(Exit.USAGE)
    source = Source.of(path)
    head = source.head()
    if not head.startswith(MAGIC) and (kind := binary_kind(head)) is not None:
        warn(f"{log} is {kind}")
        raise typer.Exit(Exit.USAGE)
    return source


def _offsets(given: list[str], logs: list[str]) -> dict[int, float]:
    """`LOG=SECONDS` by the log's place."""
    offsets: dict[int, float] = {}
    for text in given:
        name, _, seconds = text.rpartition("=")
        places = [number for number, log in enumerate(logs) if name in (log, Path(log).name)]
        value = 0.0
        try:
            value = float(seconds)
        except ValueError:
            places = []
        if not places:
            warn(f"--offset {text}: write LOG=SECONDS, with one of the logs that you name")
            raise typer.Exit(Exit.USAGE)
        check_number("offset", value)
        offsets.update(dict.fromkeys(places, value))
    return offsets
