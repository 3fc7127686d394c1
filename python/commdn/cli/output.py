"""What commands print: for people on a terminal, plain in a pipe, JSON on demand.

Owns that text from outside does nothing but be seen: whatever goes to a terminal, a pipe or a file by
way of this module has no control or direction character in it. Tables and colours are `rich_console`'s, which is
loaded only by what needs it.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from collections.abc import Iterable, Sequence
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Any

from .._native import Answer, Event, KVList, Request, attributes
from ..records import DialingPriority, PriorityRule, Schedule, ScheduleItem
from ..text import escape
from .status import Exit

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from .settings import Connection

__all__ = [
    "Exit",
    "as_json",
    "console",
    "describe",
    "error_console",
    "print_answer",
    "print_event",
    "print_json",
    "print_pairs",
    "print_rows",
    "say",
    "shown",
    "warn",
]

# What JSON may hold as it is, and a terminal obeys.
_UNFIT_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ud800-\udfff]")
_ATTRIBUTES = attributes()


def console() -> Console:
    """Where results go that have colours or columns."""
    from .rich_console import output

    return output()


def error_console() -> Console:
    """Where errors and progress go."""
    from .rich_console import errors

    return errors()


def say(text: str) -> None:
    """One line of result; only shown, whatever is in it."""
    sys.stdout.write(f"{escape(text)}\n")


def warn(text: str) -> None:
    """One line on standard error: `commdn: text`."""
    sys.stderr.write(f"commdn: {escape(text)}\n")


def print_rows(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Rows under headings: a table on a terminal; elsewhere one line each, with tabs between the cells."""
    if not sys.stdout.isatty():
        for cells in itertools.chain((headings,), rows):
            print("\t".join(escape(cell) for cell in cells))
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(*headings, box=None, pad_edge=False)
    for cells in rows:
        table.add_row(*(Text(escape(cell)) for cell in cells))
    console().print(table)


def print_pairs(pairs: Iterable[tuple[str, str]], *, right: bool = False) -> None:
    """Names and values in two columns; numbers stand on the right of theirs."""
    found = [(escape(name), escape(value)) for name, value in pairs]
    first = max((len(name) for name, _ in found), default=0)
    second = max((len(value) for _, value in found), default=0) if right else 0
    for name, value in found:
        sys.stdout.write(f"{name:<{first}}  {value:>{second}}\n")


def as_json(value: Any) -> Any:
    """A message or a part of one as what JSON can carry; numbers keep their names."""
    match value:
        case Event() | Request():
            return {"message": as_json(value.message_type), **_attributes(value)}
        case Answer():
            return {**as_json(value.event), "others": [as_json(other) for other in value.others]}
        case IntEnum():
            return {"number": int(value), "name": getattr(value, "field_name", value.name)}
        case Enum():
            return value.value
        case Schedule() | ScheduleItem() | DialingPriority() | PriorityRule():
            names = type(value).__dataclass_fields__
            found = {name: getattr(value, name) for name in names}
            return {name: as_json(part) for name, part in found.items() if part is not None}
        case KVList():
            return [[key, as_json(part)] for key, part in value.pairs()]
        case bytes():
            return {"hex": value.hex(" ")}
        case list() | tuple():
            return [as_json(part) for part in value]
        case dict():
            return {str(key): as_json(part) for key, part in value.items()}
        case _:
            return value


def _attributes(message: Event | Request) -> dict[str, Any]:
    found = {name: getattr(message, name, None) for name in _ATTRIBUTES}
    return {name: as_json(value) for name, value in found.items() if value is not None}


def print_json(value: Any) -> None:
    """One JSON document on one line, in ASCII where the stream knows little more."""
    wide = (sys.stdout.encoding or "").lower().replace("-", "") in ("utf8", "utf16", "utf32")
    text = json.dumps(as_json(value), ensure_ascii=not wide)
    print(_UNFIT_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def shown(value: Any) -> str:
    """An attribute for people: names instead of numbers, where there are names."""
    match value:
        case IntEnum():
            name = getattr(value, "field_name", None)
            return f"{name} ({int(value)})" if name else str(int(value))
        case bool():
            return "yes" if value else "no"
        case Schedule():
            items = (f"{n}: {shown(item)}" for n, item in enumerate(value.items, 1))
            head = [escape(value.description or "sequence")]
            return "; ".join([*head, *items])
        case ScheduleItem() | DialingPriority() | PriorityRule():
            names = type(value).__dataclass_fields__
            parts = ((name, getattr(value, name)) for name in names)
            return ", ".join(f"{name} {shown(part)}" for name, part in parts if part is not None)
        case _:
            return escape(str(value))


def describe(message: Event | Request) -> Text:
    """A message on one line, as the protocol has it."""
    from rich.text import Text

    refused = isinstance(message, Event) and message.is_refusal
    text = Text(shown(message.message_type), style="bold red" if refused else "bold green")
    for name in _ATTRIBUTES:
        value = getattr(message, name, None)
        if value is not None:
            text.append(f"  {name}=", style="dim")
            text.append(shown(value))
    return text


def print_answer(answer: Answer, connection: Connection) -> None:
    """What acknowledged a request: a sentence, the protocol's line with --raw, or JSON."""
    if connection.json:
        print_json(answer)
        return
    for event in answer.events:
        print_event(event, connection)


def print_event(event: Event, connection: Connection) -> None:
    """An event in the same manner."""
    if connection.json:
        print_json(event)
    elif connection.raw:
        console().print(describe(event))
    else:
        from .sentences import of_event

        say(of_event(event, connection.names))
