"""The docstrings of native names, which are written once, in Rust: `python python/tests/stubs.py` copies them to the stubs."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from commdn import _native

STUB = Path(_native.__file__).with_name("_native.pyi")

_Node = ast.ClassDef | ast.FunctionDef


def nodes(body: list[ast.stmt], path: str = "") -> Iterator[tuple[str, _Node]]:
    """Every public class, function, method and property of the stub, by its path."""
    for node in body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_"):
            # An overloaded one is told in its first form.
            yield path + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from nodes(node.body, f"{path}{node.name}.")


def shown(path: str) -> str:
    """What `help` shows of a native name."""
    thing: Any = _native
    for part in path.split("."):
        thing = inspect.getattr_static(thing, part)
    if isinstance(thing, (staticmethod, classmethod)):
        thing = thing.__func__
    return inspect.getdoc(thing) or ""


def updated() -> str:
    """The stub with the docstrings of the module."""
    source = STUB.read_text(encoding="utf-8")
    lines = source.splitlines()
    changes: list[tuple[int, int, list[str]]] = []
    for path, node in nodes(ast.parse(source).body):
        doc, told = shown(path), ast.get_docstring(node)
        if not doc or " ".join(doc.split()) == " ".join((told or "").split()):
            continue
        first = node.body[0]
        indent = " " * (node.col_offset + 4)
        text = textwrap.indent(f'"""{doc}"""' if "\n" not in doc else f'"""{doc}\n"""', indent, lambda _: True)
        new = [line.rstrip() for line in text.splitlines()]
        if told is not None:
            changes.append((first.lineno - 1, first.end_lineno or first.lineno, new))
        elif isinstance(node, ast.FunctionDef):
            # The body is `...`, on the line of the signature's end.
            end = (first.end_lineno or first.lineno) - 1
            head = lines[end].removesuffix(" ...")
            changes.append((end, end + 1, [head, *new]))
        else:
            decorators = getattr(first, "decorator_list", [])
            begin = min([first.lineno, *(one.lineno for one in decorators)]) - 1
            changes.append((begin, begin, new))
    for start, end, new in sorted(changes, reverse=True):
        lines[start:end] = new
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    STUB.write_text(updated(), encoding="utf-8")
