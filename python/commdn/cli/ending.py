"""How a command ends: whatever happens becomes one line on standard error and the right status.

The one place where exceptions end. With COMMDN_DEBUG=1 the traceback comes as well.
"""

from __future__ import annotations

import contextlib
import difflib
import errno
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, NoReturn

import typer

from ..bulk import BulkFileError
from ..errors import CommDNError, CommDNInternalError, CommDNNoAnswer, CommDNOcsRefused
from . import invalid, streams, verbosity
from .output import describe, error_console, warn
from .settings import acknowledged_requests, names_in_use
from .status import Exit, status_of

__all__ = ["Ended", "listen_for_signals", "report_lost_failures", "run_to_the_end"]

# Until a signal that went where exceptions are lost is sent again.
_AGAIN_SECONDS = 0.05
_WHERE_TO_REPORT = "please report it with what COMMDN_DEBUG=1 prints"


class Ended(BaseException):
    """A signal asks the process to end; what is open is closed on the way out."""

    def __init__(self, status: Exit) -> None:
        super().__init__(status)
        self.status = status


def listen_for_signals() -> None:
    """End by an exception where a signal asks for it; a second signal ends at once."""
    for name, status in (("SIGTERM", Exit.TERMINATED), ("SIGHUP", Exit.HUNG_UP)):
        number = getattr(signal, name, None)
        # What a parent has told to be ignored, as nohup does, stays so.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _raising(status))
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _raising(status: Exit) -> Callable[[int, FrameType | None], NoReturn]:
    def handler(number: int, _: FrameType | None) -> NoReturn:
        # Not by the default action: process 1 of a container has none.
        signal.signal(number, lambda *_: os._exit(status))
        raise Ended(status)

    return handler


def run_to_the_end(command: Callable[[], Any]) -> NoReturn:
    """Run a command and end the process with its status."""
    status = _status_after(command)
    try:
        streams.take_leave()
    except streams.CannotPrint as error:
        # What was to be printed before an error is of no use without it.
        status = _unprinted(error) if status == Exit.OK else status
    except BaseException as error:
        status = _told(error)
    raise SystemExit(int(status))


def _status_after(command: Callable[[], Any]) -> int:
    try:
        status = command()
        sys.stdout.flush()
    except BaseException as error:
        if _is_debugging() and not _is_expected(error):
            traceback.print_exc()
        return _told(error)
    return status if isinstance(status, int) else Exit.OK


def _is_debugging() -> bool:
    return os.environ.get("COMMDN_DEBUG", "0") not in ("", "0")


def _is_expected(error: BaseException) -> bool:
    return isinstance(error, (Ended, KeyboardInterrupt, SystemExit, typer.Exit))


def _told(error: BaseException) -> int:
    """The status of a command that ended so, after its line."""
    match error:
        case Ended():
            return error.status
        case KeyboardInterrupt() | typer.Abort():
            return Exit.INTERRUPTED
        case typer.Exit():
            return error.exit_code
        case SystemExit():
            return error.code if isinstance(error.code, int) else Exit.FAILED
        case streams.CannotPrint():
            return _unprinted(error)
    if hasattr(error, "format_message"):
        return _wrong_usage(error)
    warn(_words(error))
    return status_of(error)


def _unprinted(error: streams.CannotPrint) -> int:
    done = acknowledged_requests()
    if error.reason.errno == errno.EPIPE and not done:
        # As other filters: `commdn ... | head` has what it wanted.
        return Exit.UNREAD
    if done:
        what = "acknowledged" if done == 1 else f"{done:,} requests were acknowledged"
        warn(f"{what}, but the result could not be printed: {error}")
    else:
        warn(f"the result could not be printed: {error}")
    return Exit.UNPRINTED


def _wrong_usage(error: Any) -> int:
    """An error about options and arguments, which the parser or a command has found."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        return Exit.USAGE
    path = getattr(context, "command_path", None) or "commdn"
    text = _of_parser(error).removeprefix("Invalid value: ")
    words = " ".join(line.strip() for line in text.splitlines())
    # An error about what a file says does not name a parameter, and the help says nothing about it.
    in_general = isinstance(error, typer.BadParameter) and not (error.param or error.param_hint)
    warn(words if in_general else f"{words} (see {path} --help)")
    return int(error.exit_code)


def _of_parser(error: Any) -> str:
    """The parser's text, with the value that is wrong, and with another option only where one is really near."""
    told = invalid.in_words(error.__cause__)
    if told is not None:
        error.message = told
    typed = getattr(error, "option_name", None)
    if typed is None or not hasattr(error, "possibilities"):
        return str(error.format_message())
    close = difflib.get_close_matches(typed, error.possibilities or (), n=1, cutoff=0.75)
    if close:
        return f"No such option: {typed}. Did you mean {close[0]}?"
    context = error.ctx
    if _is_taken_within(context.command, typed):
        return f"No such option here: {typed}. It follows the command: {context.command_path} COMMAND {typed} ..."
    return f"No such option: {typed}."


def _is_taken_within(group: Any, option: str) -> bool:
    """Whether a command of the group, or of a group in it, takes the option."""
    inside = getattr(group, "commands", {}).values()
    return any(option in param.opts for command in inside for param in command.params) or any(
        _is_taken_within(command, option) for command in inside
    )


def _words(error: BaseException) -> str:
    match error:
        case CommDNInternalError():
            return f"internal error: {error}; {_WHERE_TO_REPORT}"
        case CommDNOcsRefused():
            from .sentences import of_refusal

            if verbosity.is_on() and error.event is not None:
                error_console().print(describe(error.event), soft_wrap=True)
            return of_refusal(error, names_in_use())
        case CommDNNoAnswer():
            from .verdict import with_reason

            return with_reason(error)
        case CommDNError() | BulkFileError():
            return str(error)
        case UnicodeError():
            return f"a text has what is not a character: {error}"
        case OSError():
            named = [str(name) for name in (error.filename, error.filename2) if name is not None]
            return ": ".join([*named, error.strerror or str(error) or type(error).__name__])
        case MemoryError():
            return "out of memory"
        case _:
            first = (str(error).splitlines() or [""])[0]
            return f"internal error: {type(error).__name__}: {first}; {_WHERE_TO_REPORT}"


def report_lost_failures() -> None:
    """A failure in a thread or in a callback, where nobody waits for it, is one line, too."""

    def lost(failure: Any) -> None:
        _lost(failure.exc_type, failure.exc_value, failure.exc_traceback)

    def swallowed(failure: Any) -> None:
        if issubclass(failure.exc_type, (Ended, KeyboardInterrupt)):
            _send_again(failure.exc_value)
        else:
            lost(failure)

    threading.excepthook = lost
    sys.unraisablehook = swallowed


def _send_again(ended: BaseException | None) -> None:
    """A signal whose exception came up in a finalizer, where it goes nowhere, comes again a little later."""
    number = signal.SIGINT
    if isinstance(ended, Ended):
        number = signal.Signals(ended.status - 128)
        signal.signal(number, _raising(ended.status))
    # At the interpreter's end there are no new threads, and no need of one.
    with contextlib.suppress(RuntimeError):
        timer = threading.Timer(_AGAIN_SECONDS, os.kill, (os.getpid(), number))
        timer.daemon = True
        timer.start()


def _lost(kind: type[BaseException], value: BaseException | None, where: TracebackType | None) -> None:
    if _is_debugging():
        traceback.print_exception(kind, value, where)
    elif not issubclass(kind, (Ended, KeyboardInterrupt, SystemExit)):
        warn(f"internal error: {kind.__name__}: {value}; {_WHERE_TO_REPORT}")
