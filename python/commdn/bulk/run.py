"""What is kept of an import beside its result file until every row has an answer.

A small file, the result file's name and `.run`: the name that the rows' keys in an outbox begin
with, how many rows there are, whether the import came to its end, and the command that goes on with
it.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from .errors import BulkFileError
from .files import is_locked, open_private, sync, sync_folder, writing
from .rows import Row

__all__ = ["Run", "RunState", "run_state"]


@dataclass(slots=True)
class RunState:
    """How an import stands that has not got an answer for every row."""

    name: str
    total: int | None = None
    """Rows of the input."""
    has_ended: bool = False
    """Whether it went through all of them; otherwise it is running, or was cut off."""
    outbox: str | None = None
    """The outbox with what waits."""
    command: tuple[str, ...] = ()
    """The command that goes on with it."""
    is_running: bool = False
    """Whether it is being written now."""


def _path(result: Path) -> Path:
    return result.with_name(result.name + ".run")


def run_state(result: Path) -> RunState | None:
    """How the import with that result file stands; None if nothing is left to be done.

    Raises: BulkFileError if what is kept of it cannot be read.
    """
    path = _path(result)
    try:
        text = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise BulkFileError(f"{path}: {error}") from error
    try:
        found = json.loads(text)
        state = RunState(
            str(found["name"]),
            None if found["total"] is None else int(found["total"]),
            bool(found["has_ended"]),
            None if found["outbox"] is None else str(found["outbox"]),
            tuple(map(str, found["command"])),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise BulkFileError(
            f"{path}: this is not what an import keeps beside its result file"
        ) from error
    state.is_running = is_locked(result)
    return state


class Run:
    """The name of an import, which its rows' keys begin with, and how far it is.

    It is kept beside the result file, so that a resumed import finds what an interrupted one put
    into the outbox, and `dnc status` can tell that it was cut off.
    """

    def __init__(self, result: Path | None, *, resume: bool) -> None:
        self._path = (
            None if result is None or (result.exists() and not result.is_file()) else _path(result)
        )
        before = (
            run_state(result) if result is not None and self._path is not None and resume else None
        )
        self._state = RunState(secrets.token_hex(8) if before is None else before.name)
        self._keep()

    @property
    def name(self) -> str:
        """What its keys begin with."""
        return self._state.name

    def begin(
        self, total: int, outbox: str | os.PathLike[str] | None, command: Sequence[str]
    ) -> None:
        """Keep how many rows there are and what goes on with them."""
        self._state.total = total
        self._state.outbox = None if outbox is None else os.fspath(outbox)
        self._state.command = tuple(command)
        self._keep()

    def key(self, row: Row) -> str:
        """The key of a row: a line that holds something else when the import is resumed is another
        request.
        """
        return self.key_of(self.name, row)

    @staticmethod
    def key_of(name: str, row: Row) -> str:
        """The key of a row of the import of that name."""
        parts = (row.phone, row.customer_id, row.chain, "as_is" if row.as_is else None)
        request = "\0".join(part or "" for part in parts)
        digest = hashlib.blake2b(
            request.encode("utf-8", "surrogatepass"), digest_size=8
        ).hexdigest()
        line = f"{row.line}.{row.part}" if row.part else f"{row.line}"
        return f"{name}:{line}:{digest}"

    def end(self, *, is_done: bool) -> None:
        """The import went through all rows; if `is_done`, nothing is left to be found again."""
        self._state.has_ended = True
        if self._path is not None and is_done:
            self._path.unlink(missing_ok=True)
        else:
            self._keep()

    def forget(self) -> None:
        """The import did not begin."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def _keep(self) -> None:
        """Write it down, whole or not at all."""
        if self._path is None:
            return
        kept = {name: value for name, value in asdict(self._state).items() if name != "is_running"}
        new = self._path.with_name(self._path.name + ".new")
        with writing(self._path):
            new.unlink(missing_ok=True)
            with open_private(new, os.O_CREAT | os.O_EXCL) as file:
                file.write(json.dumps(kept).encode() + b"\n")
                sync(file)
            new.replace(self._path)
            sync_folder(self._path)
