"""The doctor's conformance table over `exec:java`, the adapter and the SDK's double; `make test-bridge` runs it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_from_python import ACCOUNT, with_configuration

import commdn
from commdn.doctor import Situation, examine

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python" / "tests"))
from doctor_table import ASKED, LIVE, TABLE, LiveRow, Row


@contextlib.contextmanager
def centre(toml: str, folder: Path) -> Iterator[str]:
    """The address of the adapter in front of a simulator with that configuration."""
    file = folder / "centre.toml"
    file.write_text(toml, encoding="utf-8")
    command = [os.environ["COMMDN_SIM"], "run", "--config", str(file), "--listen", "127.0.0.1:0", "--control", "off"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        server = process.stdout.readline().strip().removeprefix("listening on ")
        yield with_configuration(server, folder, "right", *ACCOUNT)
        process.terminate()
        process.stdout.read()


@pytest.mark.parametrize("row", TABLE, ids=[f"{number}-{row}" for number, row in enumerate(TABLE)])
def test_each_misconfiguration_has_its_verdict_over_the_adapter(row: Row, tmp_path: Path) -> None:
    with centre(row.toml(), tmp_path) as address:
        directory = row.patched(commdn.Directory.fetch(address, connect_timeout=60, answer_timeout=60))
    asked = {**ASKED, "servers": ("primary:3000", "backup:3000"), **row.asked}
    found = list(examine(Situation(**asked).use(directory)))
    assert any(one.code == row.code and row.words in one.text for one in found), list(map(str, found))


@pytest.mark.parametrize("row", [row for row in LIVE if "exec" in row.carriers], ids=str)
def test_what_only_a_connection_tells_has_its_verdict_over_the_adapter(row: LiveRow, tmp_path: Path) -> None:
    with centre(row.toml(), tmp_path) as address:
        row.check(row.examine(address, connect_timeout=60, request_timeout=3))
