"""What only a connection tells: login, registration, and whether OCS answers.

Owns the steps and the advice where one of them ends. Nothing is changed: a status request is asked, and even
a refusal proves that OCS hears and answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

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
from . import silence
from .finding import Finding, bad, hint, ok
from .situation import Situation

__all__ = ["converse"]

# Seconds; the way of an event counts as well.
_CLOCKS_AGREE = 5.0
# Where connecting ends, and what to do.
_ENDS: list[tuple[type[CommDNError], str, str]] = [
    (CommDNInvalidArgument, "settings", "Write the server as host:port, and DBIDs as numbers from 1 on."),
    (
        CommDNLoginRefused,
        "login",
        "Check --application and its password (COMMDN_PASSWORD) against the configuration database.",
    ),
    (
        CommDNRegistrationRefused,
        "registration",
        "Check --dn: it must be a Communication DN of the switch that this T-Server serves, and in service.",
    ),
    (
        CommDNProtocolError,
        "server",
        "What listens there does not speak this project's link protocol: a T-Server needs a bridge in front.",
    ),
    (
        CommDNTlsError,
        "tls",
        "The line above names the file, name or date to mend; --tls-ca, --tls-cert, --tls-key, --tls-server-name and "
        "--tls-minimum-version set what this side does.",
    ),
    (CommDNConnectError, "server", "Check host and port, that the server runs, and firewalls between."),
    (CommDNDisconnected, "server", "The server ended the connection: its log tells why."),
]


def converse(
    site: Situation,
    connect: Callable[[], Session],
    *,
    charset: str = "utf-8",
    trusted: str | None = None,
    found: Sequence[Finding] = (),
) -> Iterator[Finding]:
    """Connect, register and ask; `found` is what the configuration told, which explains a silence.

    Blocks as connecting and a request do.
    """
    started = time.monotonic()
    try:
        session = connect()
    except CommDNError as error:
        yield _of_connecting(error, found)
        return
    with session:
        ms = (time.monotonic() - started) * 1000
        yield ok("server", f"Connected to {session.server} in {ms:.0f} ms.")
        if session.server.startswith("tls://"):
            yield ok("tls", f"The server's certificate is good by {trusted or 'the CAs of the system'}.")
        if site.application is not None:
            yield ok("login", f"T-Server accepted application {site.application!r}.")
        yield ok("registration", f"DN {site.dn} is registered.")
        if site.ocs_dbid == 0:
            yield hint("answer", "not-asked", "No OCS was asked.", "Give --ocs-dbid: a status request names one OCS.")
            return
        yield from _ask(session, site, charset, found)
        yield from _clock(session)


def _of_connecting(error: CommDNError, found: Sequence[Finding]) -> Finding:
    for kind, step, advice in _ENDS:
        if isinstance(error, kind):
            reason = next((one for one in found if one.code in ("dn-missing", "dn-disabled", "tserver-disabled")), None)
            told = f"{reason} " if reason is not None and step == "registration" else ""
            return bad(step, f"{step}-failed", str(error), told + advice)
    return bad("server", "server-failed", str(error), "The text above names what to mend.")


def _ask(session: Session, site: Situation, charset: str, found: Sequence[Finding]) -> Iterator[Finding]:
    ocs = site.ocs_dbid
    started = time.monotonic()
    told = texts = ""
    try:
        session.campaign_status(site.campaign or 1, site.group or 1)
    except CommDNOcsRefused as error:
        texts = str(error)
        if site.campaign is not None:
            told = f" It refused the status of campaign {site.campaign}: {error}."
    except CommDNNoAnswer as error:
        yield _silent(error, ocs, found)
        yield from _traffic(session)
        return
    except CommDNTServerRefused as error:
        yield bad("distribution", "distribution-refused", str(error), "T-Server does not let this client send events.")
        return
    except CommDNError as error:
        yield bad("answer", "no-answer", str(error), "The text above names what to mend.")
        return
    ms = (time.monotonic() - started) * 1000
    yield ok("answer", f"OCS {ocs} answers ({ms:.0f} ms).{told}")
    if "\ufffd" in texts:
        yield bad("charset", "charset", f"Texts of OCS {ocs} cannot be read as {charset}.",
                  "Try --charset windows-1252, or that of the country: windows-1251, cp949, shift_jis.")  # fmt: skip
    else:
        yield ok("charset", f"Texts of OCS {ocs} can be read as {charset}.")


def _silent(error: CommDNNoAnswer, ocs: int, found: Sequence[Finding]) -> Finding:
    reason = silence(found)
    if reason is None:
        return bad("answer", "no-answer", f"OCS {ocs} does not answer.", str(error))
    return bad("answer", "no-answer", f"OCS {ocs} does not answer, because of this: {reason.text}", reason.advice)


def _clock(session: Session) -> Iterator[Finding]:
    """T-Server's clock beside this machine's: sequences start, and logs are compared, by both."""
    ahead = session.clock_ahead()
    if ahead is None:
        return
    if abs(ahead) < _CLOCKS_AGREE:
        yield ok("clock", f"T-Server's clock and this machine's agree ({abs(ahead):.1f} s).")
    else:
        way = "ahead of" if ahead > 0 else "behind"
        yield hint("clock", "clock-skew", f"T-Server's clock is {abs(ahead):,.0f} s {way} this machine's.",
                   "Let both follow one time server (NTP): sequences start at the times that this machine means, by the "
                   "clock of OCS.")  # fmt: skip


def _traffic(session: Session) -> Iterator[Finding]:
    """What else was heard on the DN: it tells a wrong DBID from a wrong DN."""
    stats = session.stats()
    heard = stats.foreign + stats.unsolicited
    if heard:
        yield hint("traffic", "others-heard", f"{heard} messages of others were heard on the DN: an OCS works there.",
                   "Compare --app-dbid and --ocs-dbid with the configuration.")  # fmt: skip
