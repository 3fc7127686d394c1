"""The command `commdn`; needs the extra `commdn[cli]`."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

__all__ = ["main"]


def main() -> None:
    """Run the command line; without its libraries, tell how to install them."""
    _end_at_once_by_signals()
    if sys.argv[1:] in (["--version"], ["-V"]):
        from .._native import __version__

        try:
            print(f"commdn {__version__}", flush=True)
            return
        except OSError:
            # The whole command line tells what is wrong with the output.
            pass
    try:
        from .app import run
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in ("typer", "rich"):
            raise
        print(
            "commdn: the command line needs more packages: pip install 'commdn[cli]'",
            file=sys.stderr,
        )
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    run()


def _end_at_once_by_signals() -> None:
    """While modules are loaded nothing is open. As process 1 of a container, a signal without a handler is lost."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def _end(number: int, _: FrameType | None) -> None:
    os._exit(128 + number)
