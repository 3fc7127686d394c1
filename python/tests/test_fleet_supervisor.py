"""Workers end with their supervisor, whenever it dies; the broker's part is in tests/fleet."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from commdn.fleet import supervisor

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the signal of a parent's death is Linux'")
_SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]


def test_a_worker_whose_supervisor_died_before_it_began_does_not_begin() -> None:
    another = os.getppid()
    with subprocess.Popen(_SLEEP, preexec_fn=supervisor._ends_with(another), stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdout.read() == b""
    assert child.returncode == 128 + signal.SIGTERM


def test_a_worker_of_a_living_supervisor_begins_and_dies_with_it() -> None:
    code = (
        "import os, subprocess; from commdn.fleet import supervisor;"
        f"subprocess.Popen({_SLEEP!r}, preexec_fn=supervisor._ends_with(os.getpid())).wait()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None and parent.stdout.readline() == "up\n"
        parent.kill()
        # The pipe ends when the last one that has it has ended.
        assert parent.stdout.read() == ""
