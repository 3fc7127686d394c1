"""The servers that session benches talk to, each on a free loopback port, stopped whatever happens.

They run on the core that this process is pinned to. A server that is not installed, or does not come up, is a
`Missing`, which the bench tells in its rows instead of a figure.
"""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

ROOT = pathlib.Path(__file__).resolve().parents[3]
BINARIES = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "bench" / "release"
STARTING_SECONDS = 20.0


class Missing(Exception):
    """There is no such server here; the text says why."""


@contextmanager
def responder() -> Iterator[int]:
    """The port of a server of the link protocol that acknowledges do-not-call requests."""
    with _process([str(BINARIES / "responder")], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        yield int(child.stdout.readline())


@contextmanager
def simulator() -> Iterator[int]:
    """The port of a simulated contact centre."""
    words = ["run", "--listen", "127.0.0.1:0", "--control", "off", "--quiet"]
    with _process([str(BINARIES / "commdn-sim"), *words], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        told = re.match(rb"listening on \S*:(\d+)", child.stdout.readline())
        if told is None:
            raise Missing("commdn-sim does not come up")
        yield int(told[1])


@contextmanager
def redis_server() -> Iterator[int]:
    """The port of a redis-server that keeps nothing on disk."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [_installed("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
        with _process([*command, "--save", "", "--appendonly", "no"]) as child:
            _wait_for(child, port)
            yield port


@contextmanager
def nats_server() -> Iterator[int]:
    """The port of a nats-server behind which the subject `dnc` echoes."""
    port = _free_port()
    with _process([_installed("nats-server"), "-a", "127.0.0.1", "-p", str(port)]) as child:
        _wait_for(child, port)
        with _process([str(BINARIES / "nats_echo"), str(port)], stdout=subprocess.PIPE) as echo:
            assert echo.stdout is not None
            if echo.stdout.readline() != b"ready\n":
                raise Missing("the echo behind nats-server does not come up")
            yield port


@contextmanager
def _process(command: list[str], stdout: int = subprocess.DEVNULL) -> Iterator[subprocess.Popen[bytes]]:
    try:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.DEVNULL)
    except OSError as error:
        raise Missing(f"{command[0]} does not start: {error}") from error
    try:
        yield child
    finally:
        # Ours end with their stdin.
        assert child.stdin is not None
        child.stdin.close()
        child.terminate()
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _installed(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise Missing(f"{name} is not installed")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(child: subprocess.Popen[bytes], port: int) -> None:
    """Until it takes connections."""
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise Missing(f"{child.args} does not come up")
