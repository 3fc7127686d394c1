"""Every public name says what it is: modules, classes, functions, methods and properties, native ones too."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
import stubs

import commdn
from commdn import _native

# Of Python's own classes, and what data classes and enumerations make by themselves.
_OWN = {"__init__", "__new__"}


def _modules() -> list[str]:
    found = pkgutil.walk_packages(commdn.__path__, "commdn.")
    # The command line is no library.
    parts = ((info.name, info.name.split(".")[1:]) for info in found)
    return [name for name, own in parts if own[0] != "cli" and not any(part.startswith("_") for part in own)]


def _members(kind: type) -> Iterator[tuple[str, Any]]:
    """The public members that a class has by itself."""
    for name, member in vars(kind).items():
        if name.startswith("_") and name not in _OWN:
            continue
        if isinstance(member, (staticmethod, classmethod)):
            member = member.__func__
        if callable(member) or inspect.isdatadescriptor(member):
            yield name, member


def _undocumented(module: Any, names: list[str]) -> Iterator[str]:
    for name in names:
        thing = getattr(module, name)
        if not (inspect.isclass(thing) or inspect.isroutine(thing)):
            continue
        if not inspect.getdoc(thing):
            yield f"{module.__name__}.{name}"
        if not inspect.isclass(thing) or not thing.__module__.startswith("commdn"):
            continue
        fields = {*getattr(thing, "__dataclass_fields__", ()), *getattr(thing, "_fields", ())}
        for member, value in _members(thing):
            # What is inherited is documented where it is from; a field where it is declared.
            if member in _OWN or member in fields or isinstance(value, type):
                continue
            if not inspect.getdoc(value):
                yield f"{module.__name__}.{name}.{member}"


@pytest.mark.parametrize("name", ["commdn", *_modules()])
def test_every_public_name_is_documented(name: str) -> None:
    if name.endswith("__main__"):
        return
    module = importlib.import_module(name)
    assert module.__doc__, name
    names = getattr(module, "__all__", None)
    if names is None:
        names = [one for one in vars(module) if not one.startswith("_") and one.startswith("CommDN")]
    assert not list(_undocumented(module, list(names)))


def test_every_native_name_is_documented() -> None:
    names = [name for name in vars(_native) if not name.startswith("_")]
    assert not list(_undocumented(_native, names))


def test_editors_show_of_native_names_what_help_shows() -> None:
    source = stubs.STUB.read_text(encoding="utf-8")
    told = {path: ast.get_docstring(node) for path, node in stubs.nodes(ast.parse(source).body)}
    assert len(told) > 100
    differs = [
        path for path, doc in told.items()
        if (doc or "").split() != stubs.shown(path).split()
    ]  # fmt: skip
    assert not differs, f"run python/tests/stubs.py: {differs}"
