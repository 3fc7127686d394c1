"""`commdn doctor`: does the way to OCS work, and if not, where does it end?"""

from __future__ import annotations

import json as json_
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .names import named
from .output import Exit, console, print_json, warn
from .panels import OUTPUT
from .settings import Connection, with_connection
from .status import of_writing

if TYPE_CHECKING:
    from ..directory import Directory
    from ..doctor import Finding, Situation

__all__ = ["doctor"]

_SIGNS = {"ok": ("ok", "green"), "bad": ("FAIL", "bold red"), "open": ("?", "yellow")}
_STATUS = {"settings": Exit.USAGE, "distribution": Exit.REFUSED, "answer": Exit.UNANSWERED}
# Seconds without an object of the configuration, and then a local copy must do.
_PATIENCE = 5.0


@with_connection
def doctor(
    *,
    connection: Connection,
    campaign: Annotated[
        int | None,
        typer.Option(metavar="CAMPAIGN", help="A campaign to check, too: name or DBID.", parser=named("campaign")),
    ] = None,
    group: Annotated[
        int | None,
        typer.Option(metavar="GROUP", help="A group to check, too: name or DBID.", parser=named("group")),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", rich_help_panel=OUTPUT, help="Write a page to send (.html), or a document (.json)."
        ),
    ] = None,
) -> None:
    """Check the configuration, connect, ask OCS, and explain what is wrong and how to mend it.

    The configuration comes from the server, or from the local copy of the directory. Nothing is changed.
    Exit status: 0 if all is well, 1 if the configuration is wrong or the connection fails, 2 if the
    settings make no sense, 3 if T-Server refuses the request, 4 if OCS does not answer.

    Example: commdn doctor --server sim: --report report.html
    """
    if report is not None and report.suffix.lower() not in (".html", ".htm", ".json"):
        raise typer.BadParameter(f"--report {report}: end the name with .html or .json")
    found: list[Finding] = []
    site, source = _situation(connection, campaign, group, found)
    for finding in _examine(site, connection, found):
        if not connection.json:
            _print(finding)
    if connection.json:
        print_json([_document(one) for one in found])
    if report is not None:
        _write(report, site, found, source)
    _end(found)


def _situation(
    connection: Connection, campaign: int | None, group: int | None, found: list[Finding]
) -> tuple[Situation, str | None]:
    """Who wants to talk to whom, with the configuration if it is at hand, and where that is from."""
    from ..doctor import Situation
    from ..doctor.finding import hint

    site = Situation(
        dn=connection.dn,
        app_dbid=connection.app_dbid,
        ocs_dbid=connection.ocs_dbid,
        application=connection.application,
        campaign=campaign,
        group=group,
        servers=tuple(part.strip() for part in connection.server.split(",")),
    )
    directory, source, trouble = _directory(connection)
    if directory is not None:
        return site.use(directory), source
    if trouble is not None:
        found.append(
            hint("configuration", "no-directory", f"The configuration is not at hand: {trouble}",
                 "Let the server read it (--conf-server of the adapter), or fetch a copy elsewhere: commdn directory fetch.")  # fmt: skip
        )
    return site, None


def _directory(connection: Connection) -> tuple[Directory | None, str | None, str | None]:
    """The configuration, where it is from, and why it is not at hand; connecting tells its own trouble."""
    from ..directory import Directory as Fetched
    from ..errors import CommDNError, CommDNProtocolError, CommDNTServerRefused, CommDNWaitTimeout
    from .local_copy import age_in_words, copy_at

    try:
        directory = Fetched.fetch(
            connection.server,
            application=connection.application,
            password=connection.password,
            tls=connection.tls(),
            connect_timeout=connection.connect_timeout,
            answer_timeout=_PATIENCE,
        )
        return directory, "the server", None
    except CommDNError as error:
        copy = copy_at()
        if copy is not None:
            fetched = copy.directory.fetched
            age = "" if fetched is None else f", {age_in_words(fetched)} old"
            return copy.directory, f"the local copy {copy.path}{age}", None
        told = isinstance(error, (CommDNTServerRefused, CommDNWaitTimeout, CommDNProtocolError))
        return None, None, str(error) if told else None


def _examine(site: Situation, connection: Connection, found: list[Finding]) -> Iterator[Finding]:
    """The findings one by one; each is appended to `found`."""
    from ..doctor import examine
    from ..doctor.live import converse

    yield from list(found)
    if site.directory is not None:
        for finding in examine(site):
            found.append(finding)
            yield finding
    live = converse(site, connection.open, charset=connection.charset, trusted=connection.tls_ca, found=tuple(found))
    for finding in live:
        found.append(finding)
        yield finding


def _print(finding: Finding) -> None:
    from rich.text import Text

    sign, style = _SIGNS[finding.health.value]
    line = Text(f"{sign:<5}", style=style)
    line.append(f"{finding.step}: {finding.text}", style="default")
    console().print(line)
    if finding.advice:
        console().print(Text(f"     -> {finding.advice}"))


def _document(finding: Finding) -> dict[str, str]:
    return {
        "step": finding.step,
        "state": finding.health.value,
        "code": finding.code,
        "text": finding.text,
        "advice": finding.advice,
    }


def _write(report: Path, site: Situation, found: list[Finding], source: str | None) -> None:
    from ..doctor.report import document, page

    if report.suffix.lower() == ".json":
        text = json_.dumps(document(site, found, source=source), indent=2, ensure_ascii=True) + "\n"
    else:
        text = page(site, found, source=source)
    try:
        report.write_text(text, encoding="utf-8")
    except OSError as error:
        warn(f"{report} cannot be written: {error.strerror}")
        raise typer.Exit(of_writing(error)) from None


def _end(found: list[Finding]) -> None:
    """End with the status of what a connection told, else of the configuration."""
    bad = [one.step for one in found if one.health.value == "bad"]
    told = [_STATUS[step] for step in bad if step in _STATUS]
    if told:
        raise typer.Exit(told[0])
    if bad:
        raise typer.Exit(Exit.FAILED)
