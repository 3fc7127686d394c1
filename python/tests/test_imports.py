"""What `import commdn` and short commands load: nothing before it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import commdn

PACKAGE = Path(commdn.__file__)


def loaded_by(*arguments: str) -> set[str]:
    """The modules that a Python has loaded when it ends."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], check=True, capture_output=True, text=True
    )
    return {line.rsplit("|", 1)[1].strip() for line in told.stderr.splitlines() if line.startswith("import time:")}


def checked_imports() -> dict[str, str]:
    """Name and module of what a type checker sees the package import."""
    found: dict[str, str] = {}
    for node in ast.walk(ast.parse(PACKAGE.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module is not None:
            found |= {alias.name: node.module for alias in node.names}
    return found


def test_what_a_checker_sees_is_what_is_there() -> None:
    seen = checked_imports()
    modules = {"bulk", "requests"}
    assert set(seen) | modules == set(commdn.__all__)
    for name, module in seen.items():
        assert getattr(commdn, name) is getattr(import_module(f"commdn.{module}"), name), name
    for name in modules:
        assert getattr(commdn, name) is import_module(f"commdn.{name}")
    assert set(commdn.__all__) <= set(dir(commdn))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'commdn' has no attribute 'nothing'"):
        commdn.nothing  # type: ignore[attr-defined] # noqa: B018


def test_import_loads_nothing_before_it_is_used() -> None:
    own = {name for name in loaded_by("-c", "import commdn") if name.startswith("commdn.")}
    assert own == set()
    mine = loaded_by("-c", "import commdn") - loaded_by("-c", "pass")
    assert not mine & {"typing", "logging", "dataclasses", "enum", "sqlite3"}


def test_a_session_needs_neither_imports_nor_the_command_line() -> None:
    program = "import commdn\nwith commdn.connect('sim:', dn='8001', app_dbid=20, ocs_dbid=101) as s: s.do_not_call('5551234567')"
    found = loaded_by("-c", program)
    assert not [name for name in found if name.startswith(("commdn.bulk", "commdn.cli", "commdn.outbox", "typer", "rich"))]


def test_the_version_is_told_without_the_command_line() -> None:
    found = loaded_by("-m", "commdn", "--version")
    assert not found & {"typer", "rich", "commdn.session", "commdn.bulk"}
