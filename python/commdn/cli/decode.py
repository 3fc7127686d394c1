"""`commdn decode`: bytes and log excerpts as readable messages."""

from __future__ import annotations

import base64
import binascii
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from ..decode import Decoded, Fault, decode_log, decode_packed
from .output import Exit, console, describe, error_console, print_json

__all__ = ["decode"]

_HEX = re.compile(r"(?:0x)?(?:[0-9a-fA-F]{2}[\s:,]*)+")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")


def decode(
    data: Annotated[
        str | None,
        typer.Argument(help="Bytes in hex or base64, or a file; standard input without it."),
    ] = None,
    charset: Annotated[
        str, typer.Option(envvar="COMMDN_CHARSET", help="Of texts: utf-8 or iso-8859-1.")
    ] = "utf-8",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document per message.")] = False,
) -> None:
    """Turn packed bytes, or a log excerpt of T-Server, URS, OCS or an SDK, into messages.

    Masked values stay masked. Messages of the agent-desktop protocol are told apart.
    Exit status: 0 if all was read, 1 if nothing was found, 3 if some of it could not be read.
    """
    found = _decode(_text(data, charset), charset)
    for item in found:
        if json:
            print_json(_document(item))
        else:
            _print(console(), item)
    if not found:
        error_console().print("commdn: no list in the input")
        raise typer.Exit(Exit.FAILED)
    if any(isinstance(item, Fault) for item in found):
        raise typer.Exit(Exit.REFUSED)


def _text(data: str | None, charset: str) -> str:
    if data is None or data == "-":
        return sys.stdin.buffer.read().decode(charset, "replace")
    try:
        return Path(data).read_bytes().decode(charset, "replace")
    except (OSError, ValueError):
        # No file, or no name of one.
        return data


def _decode(text: str, charset: str) -> list[Decoded | Fault]:
    """Bytes if the whole text is hex or base64, a log otherwise."""
    packed = _bytes(text)
    if packed is not None:
        return [decode_packed(packed, charset=charset)]
    return decode_log(text, charset=charset)


def _bytes(text: str) -> bytes | None:
    plain = text.strip()
    if _HEX.fullmatch(plain):
        return bytes.fromhex(re.sub(r"0x|[\s:,]", "", plain))
    if plain and _BASE64.fullmatch(plain) and len(re.sub(r"\s", "", plain)) % 4 == 0:
        try:
            return base64.b64decode(re.sub(r"\s", "", plain), validate=True)
        except binascii.Error:
            return None
    return None


def _document(item: Decoded | Fault) -> dict[str, Any]:
    if isinstance(item, Fault):
        return {"line": item.line, "fault": item.text}
    return {
        "line": item.line,
        "form": item.form,
        "attribute": item.attribute,
        "protocol": item.protocol,
        "kind": _kind(item),
        "message": item.message,
        "masked": item.masked,
        "size_agrees": item.size_agrees,
        "user_data": item.pairs or item.user_data,
    }


def _kind(item: Decoded) -> str | None:
    if item.request is not None:
        return "request"
    return None if item.event is None else "event"


def _print(out: Console, item: Decoded | Fault) -> None:
    if isinstance(item, Fault):
        out.print(Text(f"cannot be read: {item.text}", style="red"))
        return
    place = f"line {item.line}: " if item.line is not None else ""
    head = Text(place, style="dim")
    message = item.message
    if message is not None:
        head.append(f"{_kind(item)} ")
        head.append_text(describe(message))
    elif item.protocol == "desktop":
        head.append("agent-desktop message", style="bold yellow")
        head.append(" (another protocol on the same carrier)")
    else:
        head.append("list of another protocol", style="bold")
    out.print(head)
    if item.size_agrees is False:
        out.print(Text("  the logged size differs: the log lost or changed something", style="yellow"))
    if item.masked:
        out.print(Text(f"  masked in the log: {', '.join(item.masked)}", style="yellow"))
    if message is None:
        _print_pairs(out, item.pairs or item.user_data.pairs(), "  ")
    elif item.request is not None:
        _print_pairs(out, item.request.extra.pairs(), "  extra: ")


def _print_pairs(out: Console, pairs: Any, indent: str) -> None:
    for key, value in pairs:
        nested = value.pairs() if hasattr(value, "pairs") else value
        if isinstance(nested, list):
            out.print(f"{indent}{key}:", markup=False)
            _print_pairs(out, nested, indent + "  ")
        else:
            text = "****" if value is None else repr(value)
            out.print(f"{indent}{key} = {text}", markup=False)
