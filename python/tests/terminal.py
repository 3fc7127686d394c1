"""A command on a pseudo-terminal: what it shows, and answers to what it asks."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from dataclasses import dataclass

from test_cli import MAIN, PLAIN

__all__ = ["Shown", "on_terminal"]


@dataclass(frozen=True)
class Shown:
    """What a command has shown, and how it ended."""

    text: str
    status: int


def on_terminal(
    *arguments: str, env: dict[str, str] | None = None, answer: str = "", seconds: float = 30
) -> Shown:
    """Run a command on a terminal; `answer` is typed as soon as it asks something that ends in `]: `."""
    ours, theirs = pty.openpty()
    settings = {**PLAIN, "TERM": "xterm-256color", "COLUMNS": "200", **(env or {})}
    shown, asked = b"", False
    with subprocess.Popen(
        [*MAIN, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=settings
    ) as running:
        os.close(theirs)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if select.select([ours], [], [], 0.1)[0]:
                try:
                    chunk = os.read(ours, 65536)
                except OSError:
                    break
                if not chunk:
                    break
                shown += chunk
                if not asked and shown.rstrip().endswith(b"]:"):
                    asked = True
                    os.write(ours, answer.encode() + b"\n")
        else:
            running.kill()
        status = running.wait(10)
    os.close(ours)
    return Shown(shown.decode(errors="replace"), status)
