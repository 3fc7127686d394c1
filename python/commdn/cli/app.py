"""The application: its commands, and the way from the process's start to its end."""

from __future__ import annotations

from typing import Annotated

import typer
import typer.main

from .. import __version__
from . import campaign, decode, dnc, doctor, ending, inputs, outbox, record, sequence, sim, streams, watch
from .status import table_of_statuses

__all__ = ["app", "run"]

app = typer.Typer(
    name="commdn",
    help=f"""Requests to Genesys Outbound Contact over the Communication DN API.

    Settings come from options or from the environment (COMMDN_SERVER, COMMDN_DN, ...). With
    --server sim: a simulated contact centre is asked, and nothing else need be told.

    Exit status: {table_of_statuses()}.""",
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
    streams.prepare()
    ending.listen_for_signals()
    ending.report_lost_failures()
    command = typer.main.get_command(app)
    inputs.guard(command)
    ending.run_to_the_end(lambda: command.main(prog_name="commdn", standalone_mode=False))
