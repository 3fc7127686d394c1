"""What commands print: for people on a terminal, plain in a pipe, JSON on demand."""

from __future__ import annotations

import json
import sys
from enum import Enum, IntEnum
from typing import Any

from rich.console import Console
from rich.text import Text

from .._native import Answer, Event, KVList, Request
from ..records import DialingPriority, PriorityRule, Schedule, ScheduleItem

__all__ = ["Exit", "as_json", "console", "describe", "error_console", "print_answer", "print_json"]


class Exit(IntEnum):
    """The exit status of every command."""

    OK = 0
    """All acknowledged."""
    FAILED = 1
    """Could not run: connection, file."""
    USAGE = 2
    """Wrong usage."""
    REFUSED = 3
    """Some were refused."""
    UNANSWERED = 4
    """Some were not answered; wins over refused."""


_FIELDS = (
    "error",
    "error_message",
    "origin",
    "target",
    "reference_id",
    "campaign",
    "group",
    "status",
    "dial_mode",
    "optimize_by",
    "optimize_goal",
    "auto_completion",
    "phone",
    "customer_id",
    "campaign_name",
    "chain",
    "message",
    "schedule",
    "dialing_priority",
)


def console() -> Console:
    """Where results go."""
    return Console(file=sys.stdout, soft_wrap=True, highlight=False)


def error_console() -> Console:
    """Where errors and progress go."""
    return Console(file=sys.stderr)


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
    found = {name: getattr(message, name, None) for name in _FIELDS}
    return {name: as_json(value) for name, value in found.items() if value is not None}


def print_json(value: Any) -> None:
    """One JSON document on one line."""
    print(json.dumps(as_json(value), ensure_ascii=False))


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
            head = [value.description or "sequence"]
            return "; ".join([*head, *items])
        case ScheduleItem() | DialingPriority() | PriorityRule():
            names = type(value).__dataclass_fields__
            parts = ((name, getattr(value, name)) for name in names)
            return ", ".join(f"{name} {shown(part)}" for name, part in parts if part is not None)
        case _:
            return str(value)


def describe(message: Event | Request) -> Text:
    """A message on one line."""
    refused = isinstance(message, Event) and message.is_refusal
    text = Text(shown(message.message_type), style="bold red" if refused else "bold green")
    for name in _FIELDS:
        value = getattr(message, name, None)
        if value is not None:
            text.append(f"  {name}=", style="dim")
            text.append(shown(value))
    return text


def print_answer(answer: Answer, *, as_json_line: bool) -> None:
    """What acknowledged a request."""
    if as_json_line:
        print_json(answer)
        return
    for event in answer.events:
        console().print(describe(event))
