"""The application: its commands, and how errors become an exit status."""

from __future__ import annotations

import signal
import sys
from typing import Annotated

import typer

from .. import __version__
from ..bulk import BulkError, BulkFileError
from ..errors import CommDNError, CommDNNoAnswer, CommDNRefused
from . import campaign, decode, dnc, doctor, outbox, record, sequence, sim, watch
from .output import Exit, error_console

__all__ = ["app", "run"]

app = typer.Typer(
    name="commdn",
    help="""Requests to Genesys Outbound Contact over the Communication DN API.

    Settings come from options or from the environment (COMMDN_SERVER, COMMDN_DN, ...). With
    --server sim: a simulated contact centre is asked, and nothing else need be told.

    Exit status: 0 all acknowledged, 1 could not run, 2 wrong usage, 3 some refused,
    4 some unanswered (wins over 3).""",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(dnc.app, name="dnc")
app.command(name="cancel")(record.cancel)
app.add_typer(campaign.app, name="campaign")
app.add_typer(sequence.app, name="sequence")
app.add_typer(outbox.app, name="outbox")
app.command(name="watch")(watch.watch)
app.command(name="doctor")(doctor.doctor)
app.command(name="decode")(decode.decode)
app.command(name="sim")(sim.sim)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"commdn {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Nothing but the options that every command has."""


def run() -> None:
    """Run the command line and end the process with its exit status."""
    if hasattr(signal, "SIGPIPE"):
        # As other filters: `commdn ... | head` ends without a traceback.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        app()
    except CommDNError as error:
        error_console().print(f"commdn: {error}", markup=False, highlight=False, soft_wrap=True)
        sys.exit(_status(error))
    except BulkError as error:
        error_console().print(f"commdn: {error}", markup=False, highlight=False, soft_wrap=True)
        sys.exit(Exit.USAGE if isinstance(error, BulkFileError) else Exit.FAILED)
    except KeyboardInterrupt:
        sys.exit(130)


def _status(error: CommDNError) -> Exit:
    if isinstance(error, CommDNNoAnswer) or error.kind in ("disconnected", "outcome_unknown"):
        return Exit.UNANSWERED
    if error.kind in ("ocs_refused", "tserver_refused", "invalid_request"):
        return Exit.REFUSED
    assert not isinstance(error, CommDNRefused) or error.kind.startswith(("login", "regis"))
    return Exit.FAILED
