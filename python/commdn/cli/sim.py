"""`commdn sim`: the simulated contact centre as a process that others connect to."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from ..simulator import Simulator
from .output import print_json, say
from .output_options import Json

__all__ = ["sim"]


def sim(
    config: Annotated[
        Path | None, typer.Argument(help="A TOML file; the demo contact centre without it.")
    ] = None,
    listen: Annotated[str, typer.Option(help="Where to listen; port 0 is any.")] = "127.0.0.1:3000",
    log: Annotated[bool, typer.Option("--log", help="Print what happens.")] = False,
    json: Json = False,
) -> None:
    """Run the simulated contact centre until it is interrupted; a second signal ends it at once.

    Example: commdn sim --listen 127.0.0.1:0
    """
    stop = _stopped_by_signals()
    with Simulator(config) as simulator:
        address = simulator.listen(listen)
        if json:
            print_json({"listening": address})
        else:
            say(f"listening on {address}")
        if log:
            simulator.observe()
        while not stop.wait(0.2):
            if simulator.failure is not None:
                say(f"ended: {simulator.failure}")
                raise typer.Exit(1)
            for entry in simulator.take_observed() if log else ():
                if json:
                    print_json(entry)
                else:
                    say(entry["text"])
            sys.stdout.flush()


def _stopped_by_signals() -> threading.Event:
    """What a signal sets that asks the process to end, as process 1 of a container too."""
    stop = threading.Event()

    def told(number: int, _frame: object) -> None:
        if stop.is_set():
            os._exit(128 + number)
        stop.set()

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # `nohup` has a hangup ignored, and it stays so.
        if number is not None and (
            name != "SIGHUP" or signal.getsignal(number) is not signal.SIG_IGN
        ):
            signal.signal(number, told)
    return stop
