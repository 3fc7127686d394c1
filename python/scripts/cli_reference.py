"""Write docs/cli.md and the man pages of the wheel from the commands themselves; with --check tell whether they are current.

Owns the look of both; what they say is what `commdn help` says.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from commdn.cli.commands import COMMANDS, SECTIONS, Entry, inside
from commdn.cli.pages import Page, Row, page_of
from commdn.cli.panels import CONNECTION
from commdn.cli.status import Exit
from commdn.cli.tree import find

ROOT = Path(__file__).resolve().parents[2]
# Where maturin takes what a wheel puts below the environment's own folder.
MAN = ROOT / "python" / "commdn.data" / "data" / "share" / "man" / "man1"
WIDTH = 100
INTRODUCTION = """
This page is made from the commands' own help by `make cli-reference`, as are the man pages, which the wheel installs (`man commdn-dnc`). The options of the
connection, which all connecting commands have, stand once, at the end. How output, exit status, passwords and sites work
is told by the page on the command line in the documentation for Python.
"""


def page(path: str) -> Page:
    """The page of a command."""
    command: Any = find(path.split())
    return page_of(command, command.context_class(command, info_name=f"commdn {path}"))


def commands_of(entry: Entry) -> list[Entry]:
    """A command, or what is in a group."""
    return [entry] if entry.where else inside(entry.path)


def in_order() -> list[Entry]:
    """What stands first on a command line, in the order of the help."""
    by_name = {one.name: one for one in inside("")}
    return [by_name[name] for names in SECTIONS.values() for name in names]


def wrapped(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def markdown() -> str:
    """docs/cli.md."""
    parts = ["# Commands of `commdn`", wrapped(" ".join(INTRODUCTION.split()))]
    parts.append("| command | what it does |\n|---|---|\n" + "\n".join(
        f"| [`{one.path}`](#commdn-{one.path.replace(' ', '-')}) | {one.summary} |" for one in COMMANDS if one.where
    ))
    connection: list[Row] = []
    for entry in in_order():
        for one in commands_of(entry):
            found = page(one.path)
            connection = found.options.pop(CONNECTION, []) or connection
            parts += [f"## commdn {one.path}", *markdown_of(found)]
    parts += ["## Connection", "Options of every command that connects.", rows_of(connection)]
    return "\n\n".join(parts) + "\n"


def markdown_of(found: Page) -> Iterator[str]:
    for paragraph in found.paragraphs:
        yield wrapped(angles(paragraph))
    yield "```text\n" + "\n".join([found.usage, "", *found.examples]) + "\n```"
    if found.arguments:
        yield rows_of(found.arguments)
    for title, rows in found.options.items():
        yield f"**{title}**"
        yield rows_of(rows)


def rows_of(rows: list[Row]) -> str:
    return "\n".join(wrapped(f"`{row.name}`: {angles(row.text)}", "- ", "  ") for row in rows)


def angles(text: str) -> str:
    """Text in which Markdown finds no tags, links and stars."""
    return re.sub(r"([<>*\[\]_|])", r"\\\1", text)


def man(entry: Entry | None) -> str:
    """The man page of a command or a group; of all without one."""
    title = "commdn" if entry is None else f"commdn-{entry.name}"
    summary = "requests to Genesys Outbound Contact" if entry is None else entry.summary[0].lower() + entry.summary[1:]
    lines = [f'.TH "{title.upper()}" "1" "" "commdn" "commdn"', ".SH NAME", f"{roff(title)} \\- {roff(summary)}"]
    if entry is None:
        lines += [".SH SYNOPSIS", ".B commdn", "[OPTIONS] COMMAND [ARGS]...", ".SH COMMANDS"]
        for one in in_order():
            lines += [".TP", f".B commdn\\-{roff(one.name)}(1)", roff(one.summary) + "."]
        lines += [".SH CONNECTION", "Options of every command that connects."]
        lines += rows_in_roff(page("dnc add").options[CONNECTION])
        lines += [".SH EXIT STATUS"]
        for status in Exit:
            lines += [".TP", f".B {int(status)}", roff(status.meaning)]
        return "\n".join(lines) + "\n"
    for one in commands_of(entry):
        found = page(one.path)
        lines += [f'.SH "COMMDN {one.path.upper()}"', f".B {roff(found.usage)}"]
        for paragraph in found.paragraphs:
            lines += [".PP", roff(paragraph)]
        lines += [".PP", "Example:", ".PP", ".nf", *(f"    {roff(example)}" for example in found.examples), ".fi"]
        lines += rows_in_roff(found.arguments)
        for name, rows in found.options.items():
            if name == CONNECTION:
                lines += [".PP", "The options of the connection are in commdn(1)."]
            else:
                lines += [f'.SS "{roff(name)}"', *rows_in_roff(rows)]
    return "\n".join(lines) + "\n"


def rows_in_roff(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        yield from (".TP", f".B {roff(row.name)}", roff(row.text))


def roff(text: str) -> str:
    """Text as roff prints it; a dot at the start of a line would be a request."""
    plain = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


def pages() -> dict[Path, str]:
    """Every file that is made here."""
    found = {ROOT / "docs" / "cli.md": markdown(), MAN / "commdn.1": man(None)}
    for entry in in_order():
        found[MAN / f"commdn-{entry.name}.1"] = man(entry)
    return found


def main() -> int:
    """Write or check."""
    made = pages()
    old = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    old += [path for path in MAN.glob("*.1") if path not in made]
    if "--check" in sys.argv[1:]:
        for path in old:
            print(f"{path.relative_to(ROOT)} is old: make cli-reference")
        return 1 if old else 0
    for path in old:
        if path in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
