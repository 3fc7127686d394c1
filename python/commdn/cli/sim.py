"""`commdn sim`: the simulated contact centre as a process that others connect to."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from ..simulator import Simulator
from .output import console, print_json

__all__ = ["sim"]


def sim(
    config: Annotated[
        Path | None, typer.Argument(help="A TOML file; the demo contact centre without it.")
    ] = None,
    listen: Annotated[str, typer.Option(help="Where to listen; port 0 is any.")] = "127.0.0.1:3000",
    log: Annotated[bool, typer.Option("--log", help="Print what happens.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Run the simulated contact centre until it is interrupted."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with Simulator(config) as simulator:
        address = simulator.listen(listen)
        if json:
            print_json({"listening": address})
        else:
            console().print(f"listening on {address}", markup=False)
        if log:
            simulator.observe()
        while not stop.wait(0.2):
            if simulator.failure is not None:
                console().print(f"ended: {simulator.failure}", markup=False)
                raise typer.Exit(1)
            for entry in simulator.take_observed() if log else ():
                if json:
                    print_json(entry)
                else:
                    console().print(entry["text"], markup=False)
            sys.stdout.flush()
