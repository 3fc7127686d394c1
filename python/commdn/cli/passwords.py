"""The application's password: where it may come from, and that nobody else sees it.

In the order in which they are looked at: --ask-password, --password-file, --password or COMMDN_PASSWORD, the
settings' keys `password` and `password_file`.
"""

from __future__ import annotations

import getpass
import itertools
import sys
from pathlib import Path

import typer

from .output import warn
from .private import warn_of_readers

__all__ = ["find_password"]

_MOST_BYTES = 4096


def find_password(given: str | None, file: Path | None, ask: bool) -> str | None:
    """The password, or none; `given` is the option's, the variable's or the settings'.

    Raises: typer.BadParameter if there are two, or the file cannot be read.
    """
    on_command_line = _is_on_command_line()
    named = [
        name
        for name, is_given in (
            ("--ask-password", ask),
            ("--password-file", file is not None),
            ("--password", on_command_line),
        )
        if is_given
    ]
    if len(named) > 1:
        raise typer.BadParameter(f"give {' or '.join(named)}, not both")
    if ask:
        return _asked()
    if file is not None:
        return _first_line(file)
    if on_command_line:
        warn(
            "every user of this machine can see what stands behind --password:"
            " --password-file, --ask-password or COMMDN_PASSWORD keep it to yourself"
        )
    return given


def _is_on_command_line() -> bool:
    options = itertools.takewhile(lambda argument: argument != "--", sys.argv[1:])
    return any(option.split("=", 1)[0] == "--password" for option in options)


def _asked() -> str:
    if not sys.stdin or not sys.stdin.isatty():
        raise typer.BadParameter("--ask-password needs a terminal; --password-file - reads standard input")
    try:
        return getpass.getpass("Password: ", stream=sys.stderr)
    except EOFError:
        sys.stderr.write("\n")
        raise typer.BadParameter("--ask-password: no password was given") from None


def _first_line(file: Path) -> str:
    """The first line of a file, or of standard input for `-`."""
    try:
        if str(file) == "-":
            raw = sys.stdin.buffer.readline(_MOST_BYTES + 1)
        else:
            with file.open("rb") as opened:
                raw = opened.readline(_MOST_BYTES + 1)
            warn_of_readers(file)
    except (OSError, ValueError, AttributeError) as error:
        raise typer.BadParameter(f"{file}: {getattr(error, 'strerror', None) or error}") from None
    if len(raw) > _MOST_BYTES:
        raise typer.BadParameter(f"{file}: its first line is over {_MOST_BYTES} bytes, which is no password")
    line = raw.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n")
    if not line:
        raise typer.BadParameter(f"{file}: its first line is empty: write the password there")
    # What is not UTF-8 is looked at when the charset is known.
    return line.decode("utf-8", "surrogateescape")
