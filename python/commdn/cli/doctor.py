"""`commdn doctor`: does the way to OCS work, and if not, where does it end?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import typer
from rich.text import Text

from ..errors import (
    CommDNConnectError,
    CommDNDisconnected,
    CommDNError,
    CommDNInvalidArgument,
    CommDNLoginRefused,
    CommDNNoAnswer,
    CommDNOcsRefused,
    CommDNProtocolError,
    CommDNRegistrationRefused,
    CommDNTlsError,
    CommDNTServerRefused,
)
from ..session import Session
from .campaign_options import dbid
from .output import Exit, console, print_json
from .settings import Connection, with_connection

__all__ = ["doctor"]

_SIGNS: dict[str, tuple[str, str]] = {"ok": ("ok", "green"), "bad": ("FAIL", "bold red"), "open": ("?", "yellow")}


@dataclass(frozen=True, slots=True)
class Finding:
    """One step of the way."""

    step: str
    state: Literal["ok", "bad", "open"]
    text: str
    advice: str = ""


# What to do where connecting ends.
_ADVICE: list[tuple[type[CommDNError], str, str]] = [
    (CommDNInvalidArgument, "settings", "write the server as host:port, and DBIDs as numbers from 1 on"),
    (
        CommDNLoginRefused,
        "application",
        "check --application and its password (COMMDN_PASSWORD) against the configuration database",
    ),
    (
        CommDNRegistrationRefused,
        "dn",
        "check --dn: it must be a Communication DN of the switch that this T-Server serves",
    ),
    (
        CommDNProtocolError,
        "server",
        "what listens there does not speak this project's link protocol: a T-Server needs a bridge in front",
    ),
    (
        CommDNTlsError,
        "tls",
        "the line above names the file, name or date to mend; --tls-ca, --tls-cert, --tls-key,"
        " --tls-server-name and --tls-minimum-version set what this side does",
    ),
    (CommDNConnectError, "server", "check host and port, that the server runs, and firewalls between"),
    (CommDNDisconnected, "server", "the server ended the connection: its log tells why"),
]


@with_connection
def doctor(
    *,
    connection: Connection,
    campaign: Annotated[
        int, typer.Option(metavar="DBID", help="A campaign to ask about; any will do.", parser=dbid)
    ] = 1,
    group: Annotated[
        int, typer.Option(metavar="DBID", help="A group to ask about; any will do.", parser=dbid)
    ] = 1,
) -> None:
    """Connect, register, ask for a campaign's status, and explain what is wrong.

    Nothing is changed. Even a refusal proves that OCS hears and answers.
    Exit status: 0 if all is well, 1 if the connection fails, 2 if the settings make no sense, 3 if
    T-Server refuses the request, 4 if OCS does not answer.
    """
    findings = []
    for finding in _examine(connection, campaign, group):
        findings.append(finding)
        if not connection.json:
            _print(finding)
    if connection.json:
        print_json(
            [
                {"step": f.step, "state": f.state, "text": f.text, "advice": f.advice}
                for f in findings
            ]
        )
    bad = [finding.step for finding in findings if finding.state == "bad"]
    if bad:
        by_step = {
            "settings": Exit.USAGE,
            "distribution": Exit.REFUSED,
            "ocs": Exit.UNANSWERED,
        }
        raise typer.Exit(by_step.get(bad[0], Exit.FAILED))


def _print(finding: Finding) -> None:
    sign, style = _SIGNS[finding.state]
    line = Text(f"{sign:<5}", style=style)
    line.append(f"{finding.step}: {finding.text}", style="default")
    console().print(line)
    if finding.advice:
        console().print(Text(f"     -> {finding.advice}"))


def _examine(connection: Connection, campaign: int, group: int) -> Iterator[Finding]:
    started = time.monotonic()
    try:
        session = connection.open()
    except CommDNError as error:
        yield _of_connecting(error)
        return
    with session:
        ms = (time.monotonic() - started) * 1000
        yield Finding("server", "ok", f"connected to {session.place} in {ms:.0f} ms")
        if session.place.startswith("tls://"):
            trusted = connection.tls_ca or "the system's CAs"
            yield Finding("tls", "ok", f"the server's certificate is good by {trusted}")
        yield Finding("application", "ok", f"{connection.application!r} was accepted")
        yield Finding("dn", "ok", f"{connection.dn} is registered")
        if connection.ocs_dbid == 0:
            yield Finding("ocs", "open", "not asked", "give --ocs-dbid: a status request names one OCS")
            return
        yield from _ask(session, connection, campaign, group)


def _of_connecting(error: CommDNError) -> Finding:
    for kind, step, advice in _ADVICE:
        if isinstance(error, kind):
            return Finding(step, "bad", str(error), advice)
    return Finding("server", "bad", str(error))


def _ask(
    session: Session, connection: Connection, campaign: int, group: int
) -> Iterator[Finding]:
    ocs = connection.ocs_dbid
    started = time.monotonic()
    try:
        session.campaign_status(campaign, group)
        answer = ""
        texts = ""
    except CommDNOcsRefused as error:
        answer = f" (that it knows no such campaign: {error.code})"
        texts = str(error)
    except CommDNNoAnswer as error:
        yield Finding("ocs", "bad", f"OCS {ocs} does not answer", str(error))
        yield from _traffic(session)
        return
    except CommDNTServerRefused as error:
        yield Finding("distribution", "bad", str(error), "T-Server does not let this client send events")
        return
    except CommDNError as error:
        yield Finding("ocs", "bad", str(error))
        return
    ms = (time.monotonic() - started) * 1000
    yield Finding("ocs", "ok", f"OCS {ocs} answered in {ms:.0f} ms{answer}")
    if "\ufffd" in texts:
        yield Finding(
            "charset", "bad", f"its texts are not {connection.charset}", "try --charset windows-1252, or that of the country: windows-1251, cp949, shift_jis"
        )
    else:
        yield Finding("charset", "ok", f"its texts can be read as {connection.charset}")


def _traffic(session: Session) -> Iterator[Finding]:
    """What else was heard on the DN: it tells a wrong DBID from a wrong DN."""
    stats = session.stats()
    if stats.foreign or stats.unsolicited:
        heard = stats.foreign + stats.unsolicited
        text = f"{heard} CommDN messages of others were heard on the DN: an OCS works there"
        yield Finding("traffic", "open", text, "compare --app-dbid and --ocs-dbid with the configuration")
