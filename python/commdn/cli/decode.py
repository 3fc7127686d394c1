"""`commdn decode`: bytes and logs as readable messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Annotated, Any, BinaryIO, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from .._gunzip import MAGIC, GunzipError, gunzip
from ..bulk.signatures import binary_kind
from ..decode import Around, Decoded, Fault, Masked, Unread, decode_packed, decode_stream
from ..dumps import DumpError, read_dump
from ..errors import CommDNError, CommDNListError
from .output import Exit, as_json, console, describe, print_json, warn
from .output_options import Json, Utc
from .streams import standard_input

__all__ = ["decode", "print_decoded"]

_UTF_16 = re.compile(r"(?i)utf[-_ ]?16(?:[-_ ]?[lb]e)?")
_PIECE = 1 << 18
# A dump of the longest list is shorter.
_LONGEST_DUMP = 1 << 20


def decode(
    data: Annotated[
        str | None,
        typer.Argument(help="A log, a hex dump, or bytes in hex or base64; standard input without it."),
    ] = None,
    charset: Annotated[
        str,
        typer.Option(
            envvar="COMMDN_CHARSET",
            help="Character set of the log: utf-8, windows-1251, shift_jis, cp949 ...",
        ),
    ] = "utf-8",
    utc: Utc = False,
    json: Json = False,
) -> None:
    """Turn packed bytes, or a log of T-Server, URS, OCS or an SDK, into messages.

    Masked values stay masked. Messages of the agent-desktop protocol are told apart.
    Exit status: 0 if all was read, 2 if there is no such file or no list in it, 3 if some of it
    could not be read.

    Example: commdn decode tserver.log --utc
    """
    found = faulty = False
    # That of the file, which tells so itself; strings of a list are never in it.
    charset = "utf-8" if _UTF_16.fullmatch(charset) else charset
    for item in _read(data, charset):
        found = True
        faulty = faulty or bool(item.faults)
        print_decoded(item, as_json=json, utc=utc)
    if not found:
        _refuse("no list in the input")
    if faulty:
        raise typer.Exit(Exit.REFUSED)


def print_decoded(item: Decoded, *, as_json: bool, utc: bool = False) -> None:
    """Print one list, for people or as a JSON document on one line."""
    if as_json:
        print_json(_document(item, utc))
    else:
        _print(console(), item, utc)


def _refuse(text: str) -> NoReturn:
    warn(text)
    raise typer.Exit(Exit.USAGE)


def _read(data: str | None, charset: str) -> Iterator[Decoded]:
    """What the argument names: standard input, a file, or the bytes themselves."""
    if data is None or data == "-":
        yield from _contents(standard_input(), charset)
        return
    try:
        with Path(data).open("rb") as file:
            yield from _contents(file, charset)
    except (FileNotFoundError, ValueError) as error:
        if isinstance(error, CommDNError):
            raise
        yield from _argument(data, charset)
    except IsADirectoryError:
        _refuse(f"{data} is a folder; name a file in it")
    except OSError as error:
        # A text too long for a name is none.
        if len(data) > 200:
            yield from _argument(data, charset)
        else:
            _refuse(f"{data} cannot be read: {error.strerror}")


def _argument(data: str, charset: str) -> Iterator[Decoded]:
    if "\n" in data and (lists := list(decode_stream([data], charset=charset))):
        yield from lists
        return
    missing = f"There is no file {data[:80]}, and it is "
    try:
        candidates = read_dump(data)
    except DumpError as error:
        _refuse(str(error))
    if not candidates:
        _refuse(f"{missing}neither hex nor base64.")
    found = _unpacked(candidates, charset)
    if isinstance(found, Decoded):
        yield found
    else:
        _refuse(f"{missing}not a packed list in hex or base64: {found}")


def _contents(file: BinaryIO, charset: str) -> Iterator[Decoded]:
    """A dump if the whole of a file is one, a log otherwise."""
    head = _up_to(file, len(MAGIC))
    if head == MAGIC:
        yield from decode_stream(_unzipped(_pieces(head, file)), charset=charset)
        return
    head += _up_to(file, _LONGEST_DUMP + 1 - len(head))
    if (kind := binary_kind(head)) is not None:
        _refuse(f"the input is {kind}")
    if len(head) <= _LONGEST_DUMP:
        try:
            candidates = read_dump(_text(head))
        except DumpError as error:
            _refuse(str(error))
        found = _unpacked(candidates, charset) if candidates else None
        if isinstance(found, Decoded):
            yield found
            return
        if found is not None and not _is_words(head):
            _refuse(f"the input is hex or base64, but not a packed list: {found}")
    yield from decode_stream(_pieces(head, file), charset=charset)


def _up_to(file: BinaryIO, size: int) -> bytes:
    """The first bytes of a file; a pipe gives them in parts."""
    head = bytearray()
    while len(head) < size and (piece := file.read(size - len(head))):
        head += piece
    return bytes(head)


def _pieces(head: bytes, file: BinaryIO) -> Iterable[bytes]:
    yield head
    while piece := file.read(_PIECE):
        yield piece


def _unzipped(packed: Iterable[bytes]) -> Iterator[bytes]:
    """The content of a gzip file."""
    try:
        yield from gunzip(packed)
    except GunzipError as error:
        _refuse(f"the gzip file is {error}")


def _text(head: bytes) -> str:
    """Dumps are ASCII, whatever else they are: PowerShell writes UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8-sig", "replace")


def _is_words(head: bytes) -> bool:
    """Whether base64 may as well be words of a log."""
    return not head.strip().isascii() or b" " in head.strip() and not any(48 <= c < 58 for c in head)


def _unpacked(candidates: list[bytes], charset: str) -> Decoded | CommDNListError:
    """The first that is a list, or why the likeliest is none."""
    fault: CommDNListError | None = None
    for packed in candidates:
        try:
            return decode_packed(packed, charset=charset)
        except CommDNListError as error:
            fault = fault or error
    assert fault is not None
    return fault


def _document(item: Decoded, utc: bool) -> dict[str, Any]:
    return {
        "line": item.line,
        "form": item.form,
        "attribute": item.attribute,
        "log": None if item.around is None else _log(item.around, utc),
        "protocol": item.protocol,
        "kind": _kind(item),
        "message": item.message,
        "masked": list(dict.fromkeys(path.rpartition("/")[2] for path in item.masked)),
        "masked_paths": item.masked,
        "unknown": item.unknown,
        "faults": [_fault(fault) for fault in item.faults],
        "size_agrees": item.size_agrees,
        "user_data": _as_json(item.pairs) if item.pairs else item.user_data,
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {"line": fault.line, "column": fault.column, "text": fault.text}


def _log(around: Around, utc: bool) -> dict[str, Any]:
    return {
        "name": around.message,
        "number": around.number,
        "direction": around.direction,
        "peer": around.peer,
        "dn": around.dn,
        "reference_id": around.reference_id,
        "event_sequence_number": around.sequence_number,
        "time": _time(around, utc),
        "logged_time": around.logged_time,
    }


def _time(around: Around, utc: bool) -> str | None:
    """RFC 3339 with offset; None where the log tells no zone."""
    time = around.time
    if time is None:
        return None
    text = (time.astimezone(UTC) if utc else time.astimezone()).isoformat()
    return text.removesuffix("+00:00") + "Z" if utc else text


def _as_json(value: Any) -> Any:
    match value:
        case Masked(text):
            return {"masked": text}
        case Unread(text):
            return {"unknown": text}
        case list() | tuple():
            return [_as_json(part) for part in value]
        case _:
            return as_json(value)


def _kind(item: Decoded) -> str | None:
    if item.request is not None:
        return "request"
    return None if item.event is None else "event"


def _print(out: Console, item: Decoded, utc: bool) -> None:
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
    if item.around is not None and (told := _told(item.around, utc)):
        out.print(Text(f"  {told}", style="dim"))
    for fault in item.faults:
        out.print(Text(f"  cannot be read: {fault}", style="red"))
    if item.size_agrees is False:
        text = "  size or first bytes differ from the header: the log lost or changed something"
        out.print(Text(text, style="yellow"))
    if item.masked:
        out.print(Text(f"  masked in the log: {', '.join(item.masked)}", style="yellow"))
    if message is None:
        _print_pairs(out, item.pairs or item.user_data.pairs(), "  ")
        return
    if item.request is not None:
        _print_pairs(out, item.request.extra.pairs(), "  extra: ")
    for path, value in _special(item.pairs):
        out.print(Text(f"  {path} = {_shown(value)}", style="yellow"))


def _special(pairs: Any, above: str = "") -> Iterator[tuple[str, Masked | Unread]]:
    """The values that the message lacks, as they stood in the log."""
    for key, value in pairs:
        if isinstance(value, list):
            yield from _special(value, f"{above}{key}/")
        elif isinstance(value, (Masked, Unread)):
            yield f"{above}{key}", value


def _told(around: Around, utc: bool) -> str:
    """The message around a list, on one line."""
    time = _time(around, utc)
    local = None if around.logged_time is None or time else f"{around.logged_time} (local time)"
    name = around.message
    if name is not None and around.number is not None:
        name = f"{name} ({around.number})"
    way = {"received": "from", "sent": "to"}.get(around.direction or "", "with")
    parts = [
        time or local,
        name,
        f"{around.direction or ''} {way} {around.peer}".strip() if around.peer else around.direction,
        around.dn and f"DN {around.dn}",
        None if around.reference_id is None else f"reference {around.reference_id}",
        None if around.sequence_number is None else f"event sequence {around.sequence_number}",
    ]
    return ", ".join(part for part in parts if part)


def _print_pairs(out: Console, pairs: Any, indent: str) -> None:
    for key, value in pairs:
        nested = value.pairs() if hasattr(value, "pairs") else value
        if isinstance(nested, list):
            out.print(f"{indent}{key}:", markup=False)
            _print_pairs(out, nested, indent + "  ")
        else:
            out.print(f"{indent}{key} = {_shown(value)}", markup=False)


def _shown(value: Any) -> str:
    match value:
        case Masked(text):
            return f"{text} (masked)"
        case Unread(text):
            return f"{text} (could not be read)"
        case _:
            return repr(value)
