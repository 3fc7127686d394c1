"""A page of help: what a command does, an example, its arguments, and its options in groups.

Owns the order and the look of a page, on a terminal of any width; man pages and the reference are made of the same parts.
Docstrings of commands have an example as their last paragraph, `Example: commdn ...`, or several, one a line.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .commands import Entry
from .panels import OUTPUT, PANELS

__all__ = ["Page", "Row", "page_of", "write_page"]

_EXAMPLE = "Example:"
_NARROW = 72


@dataclass(frozen=True, slots=True)
class Row:
    """An argument or an option."""

    name: str
    """As it is typed: `--mode MODE`."""
    text: str
    opts: tuple[str, ...] = ()
    """The spellings of an option."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says, without its look."""

    usage: str
    paragraphs: list[str]
    examples: list[str]
    arguments: list[Row]
    options: dict[str, list[Row]]
    """By the title of their group."""


def page_of(command: Any, ctx: Any) -> Page:
    """The page of a command or a group."""
    paragraphs, examples = _told(command.help or "")
    arguments: list[Row] = []
    options: dict[str, list[Row]] = {}
    has_output = any(getattr(param, "rich_help_panel", None) == OUTPUT for param in command.params)
    for param in command.get_params(ctx):
        if getattr(param, "hidden", False):
            continue
        if param.param_type_name == "argument":
            arguments.append(Row(_argument(param), param.help or ""))
            continue
        is_help = "--help" in param.opts
        title = getattr(param, "rich_help_panel", None) or ("Options" if not (is_help and has_output) else OUTPUT)
        row = Row(_option(param, ctx), _text(param, is_help), (*param.opts, *param.secondary_opts))
        options.setdefault(title, []).append(row)
    order = ["Options", *PANELS]
    known = {title: options[title] for title in order if title in options}
    return Page(_usage(command, ctx), paragraphs, examples, arguments, {**known, **options})


def _told(text: str) -> tuple[list[str], list[str]]:
    """A docstring's paragraphs, and its examples."""
    paragraphs, examples = [], []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith(_EXAMPLE):
            lines = paragraph.removeprefix(_EXAMPLE).strip().splitlines()
            examples += [line.strip() for line in lines if line.strip()]
        elif paragraph.strip():
            paragraphs.append(" ".join(paragraph.split()))
    return paragraphs, examples


def _usage(command: Any, ctx: Any) -> str:
    pieces = [re.sub("[{}]", "", piece) if piece.startswith("{") else piece for piece in command.collect_usage_pieces(ctx)]
    return " ".join([ctx.command_path, *pieces])


def _argument(param: Any) -> str:
    name: str = param.metavar or param.name.upper()
    return f"{name}..." if param.nargs != 1 else name


def _option(param: Any, ctx: Any) -> str:
    names = sorted((*param.opts, *param.secondary_opts), key=lambda name: (name.startswith("--"), len(name)))
    if param.secondary_opts:
        names = [f"{param.opts[0]}/{param.secondary_opts[0].removeprefix('--')}"]
    shown = ", ".join(names)
    return shown if param.is_flag or getattr(param, "count", False) else f"{shown} {_value(param, ctx)}"


def _value(param: Any, ctx: Any) -> str:
    """What stands for the value of an option."""
    if param.metavar:
        return str(param.metavar)
    shown = str(param.display_type(ctx) if hasattr(param, "display_type") else param.make_metavar(ctx))
    shown = shown.strip("<>")
    plain = {"str": "TEXT", "int": "NUMBER", "int range": "NUMBER", "float": "SECONDS", "float range": "SECONDS"}
    return plain.get(shown, shown if "|" in shown else shown.upper())


def _text(param: Any, is_help: bool) -> str:
    if is_help:
        return "Show this page."
    text: str = param.help or ""
    notes = []
    if param.required:
        notes.append("required")
    default = param.default
    if getattr(param, "show_default", True) and default is not None and not callable(default):
        silent = getattr(param, "is_flag", False) or getattr(param, "count", False)
        if not (silent or isinstance(default, (list, tuple)) or "[default" in text):
            notes.append(f"default: {getattr(default, 'value', default)}")
    if isinstance(param.envvar, str):
        notes.append(param.envvar)
    return f"{text}  [{'; '.join(notes)}]" if notes else text


def write_page(
    command: Any,
    ctx: Any,
    formatter: Any,
    *,
    commands: Mapping[str, Sequence[Entry]] | None = None,
    folded: Iterable[str] = (),
) -> None:
    """Write the page of a command; groups that are `folded` show the names of their options only."""
    page = page_of(command, ctx)
    usage = page.usage.removeprefix(ctx.command_path).strip()
    formatter.write_usage(ctx.command_path, usage)
    for paragraph in page.paragraphs:
        formatter.write_paragraph()
        formatter.write_text(paragraph)
    if page.examples:
        with formatter.section("Example" if len(page.examples) == 1 else "Examples"):
            for example in page.examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")
    for title, entries in (commands or {}).items():
        with formatter.section(title):
            formatter.write_dl([(one.name, one.summary) for one in entries])
    if page.arguments:
        with formatter.section("Arguments"):
            _write_rows(formatter, page.arguments)
    for title, rows in page.options.items():
        if title in folded:
            with formatter.section(f"{title} (commdn help {title.lower()})"):
                _write_names(formatter, [row.opts[0] for row in rows])
        else:
            with formatter.section(title):
                _write_rows(formatter, rows)


def _write_names(formatter: Any, names: Sequence[str]) -> None:
    """Names of options in lines, none of them broken."""
    room = formatter.width - formatter.current_indent
    line = ""
    for name in names:
        if line and len(line) + 2 + len(name) > room:
            formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
            line = ""
        line = f"{line}  {name}" if line else name
    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def _write_rows(formatter: Any, rows: Sequence[Row]) -> None:
    """Names beside their texts; below them where there is little room."""
    if formatter.width >= _NARROW:
        formatter.write_dl([(row.name, row.text) for row in rows], col_max=26)
        return
    for row in rows:
        formatter.write(f"{'':>{formatter.current_indent}}{row.name}\n")
        if row.text:
            with formatter.indentation():
                formatter.write_text(row.text)
