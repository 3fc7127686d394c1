"""The examples run as they are, and the types are as the stubs say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import commdn

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "python"
PACKAGE = Path(commdn.__file__).parent


@pytest.mark.parametrize(("name", "words"), [("dnc.py", "acknowledged by OCS 101"), ("demo.py", "every check held")])
def test_examples_run(name: str, words: str) -> None:
    command = [sys.executable, str(EXAMPLES / name)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=50, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert words in ended.stdout


@pytest.mark.parametrize("what", [["-p", "commdn"], [str(EXAMPLES)]], ids=["package", "examples"])
@pytest.mark.timeout(300)
def test_mypy_is_strict_and_content(tmp_path: Path, what: list[str]) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache")]
    ended = subprocess.run(
        [*command, *what], capture_output=True, text=True, timeout=280, check=False, cwd=tmp_path
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize(("folder", "mode"), [(EXAMPLES, "strict"), (PACKAGE, "standard")])
@pytest.mark.timeout(300)
def test_pyright_is_content(tmp_path: Path, folder: Path, mode: str) -> None:
    settings = {"include": [str(folder)], "typeCheckingMode": mode}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "basedpyright", "-p", str(tmp_path), "--pythonpath", sys.executable]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.timeout(300)
def test_the_stubs_are_those_of_the_native_module(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mypy.stubtest", "commdn._native"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False, cwd=tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr
