"""The lines of an input as text: which encoding it is in, and where a byte is that does not fit it.

A byte order mark decides; it is never part of the first line. Lines end with LF, CR LF or CR and
keep their ends.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator

from .errors import BulkFileError
from .signatures import not_a_list
from .source import Source

__all__ = ["Text"]

# The longer ones first: UTF-32's begins as UTF-16's does.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_TEXT = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
_LONGEST_LINE = 1 << 21
_HEAD_BYTES = 4096
_LINE_END = re.compile(r"\r\n|\r|\n")


class Text:
    """A source read as text."""

    def __init__(self, source: Source, encoding: str | None) -> None:
        """Decide how to decode it; `encoding` is what the caller says.

        Raises: BulkFileError if that is unknown or contradicts the file, or if the file is no text.
        """
        self.source = source
        self.name = source.name
        head = source.head(_HEAD_BYTES)
        mark, marked = next(((m, name) for m, name in _MARKS if head.startswith(m)), (b"", None))
        given = None if encoding is None else _codec(encoding)
        if given is None or marked is None:
            self._reject(head)
        self.encoding = self._decided(encoding, given, marked, head)
        """How it is decoded."""
        self._start = len(mark)

    def lines(self) -> Iterator[str]:
        """The lines with their ends.

        Raises: BulkFileError naming line and column of what is no text.
        """
        number = 0
        with self.source.reader(self._start) as reader:
            text = io.TextIOWrapper(reader, encoding=self.encoding, newline="")
            try:
                while line := text.readline(_LONGEST_LINE):
                    number += 1
                    if "\0" in line:
                        raise self._nul(number, line)
                    if len(line) == _LONGEST_LINE and not line.endswith("\n"):
                        raise BulkFileError(
                            f"{self.name}, line {number}: the line is longer than "
                            f"{_LONGEST_LINE:,} characters"
                        )
                    yield line
            except UnicodeError as error:
                raise self._undecodable(error) from error
            except OSError as error:
                raise BulkFileError(f"{self.name}: {error.strerror or error}") from error

    def _reject(self, head: bytes) -> None:
        kind = not_a_list(head)
        if kind is not None:
            raise BulkFileError(f"{self.name}: this is {kind}")

    def _decided(
        self, encoding: str | None, given: str | None, marked: str | None, head: bytes
    ) -> str:
        if given is None:
            return marked or "utf-8"
        if marked is None:
            if given in ("utf-16", "utf-32"):
                return _wide_order(given, head)
            return "utf-8" if given == "utf-8-sig" else given
        if given in (marked, marked.removesuffix("-le").removesuffix("-be"), "utf-8-sig"):
            if given == "utf-8-sig" and marked != "utf-8":
                raise self._contradiction(encoding, marked)
            return marked
        raise self._contradiction(encoding, marked)

    def _contradiction(self, encoding: str | None, marked: str) -> BulkFileError:
        return BulkFileError(
            f"{self.name}: the file begins with the byte order mark of {marked}, "
            f"so it is not {encoding}: "
            "leave the encoding out"
        )

    def _nul(self, number: int, line: str) -> BulkFileError:
        column = line.index("\0") + 1
        why = "a NUL character, which no text has"
        head = self.source.head(_HEAD_BYTES)
        if self.encoding == "utf-8" and (wide := _looks_wide(head)):
            why = (
                f"a NUL character: this looks like {wide} text: name the encoding "
                f"(--encoding {wide})"
            )
        return BulkFileError(f"{self.name}, line {number}, column {column}: {why}")

    def _undecodable(self, error: UnicodeError) -> BulkFileError:
        """Read again, slowly, to find the place."""
        line, column, byte = self._place()
        where = f"{self.name}, line {line}, column {column}"
        if byte is None:
            return BulkFileError(f"{where}: this is not {self.encoding} text: {error}")
        hint = ""
        wide = _looks_wide(self.source.head(_HEAD_BYTES))
        if self.encoding == "utf-8" and wide:
            hint = f": this looks like {wide} text: name the encoding (--encoding {wide})"
        elif self.encoding == "utf-8":
            some = "windows-1252, windows-1251, cp949, shift_jis ..."
            hint = f": name the encoding (--encoding {some})"
        return BulkFileError(f"{where}: byte 0x{byte:02x} is not {self.encoding} text{hint}")

    def _place(self) -> tuple[int, int, int | None]:
        """Line, column and value of the first byte that does not fit."""
        decoder = codecs.getincrementaldecoder(self.encoding)("strict")
        line, column, held = 1, 1, ""
        with self.source.reader(self._start) as reader:
            while True:
                chunk = reader.read(1 << 16)
                byte: int | None = None
                failed = False
                try:
                    text = held + decoder.decode(chunk, final=not chunk)
                except UnicodeDecodeError as error:
                    failed = True
                    text = held + error.object[: error.start].decode(self.encoding, "replace")
                    byte = error.object[error.start] if error.start < len(error.object) else None
                except UnicodeError:
                    return line, column, None
                # A CR at the end may be half of a line end.
                held = "\r" if text.endswith("\r") and not failed and chunk else ""
                text = text[: len(text) - len(held)]
                ends = list(_LINE_END.finditer(text))
                line += len(ends)
                column = len(text) - ends[-1].end() + 1 if ends else column + len(text)
                if failed or not chunk:
                    return line, column, byte


# Names that Windows, Java and databases have for codecs.
_OTHER_NAMES = {
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
    "utf32le": "utf-32-le",
    "utf32be": "utf-32-be",
    "ucs2": "utf-16",
    "ucs2le": "utf-16-le",
    "ucs2be": "utf-16-be",
    "unicode": "utf-16",
    "windows31j": "cp932",
    "windows874": "cp874",
    "windows949": "cp949",
    "xwindows949": "cp949",
    "windows936": "gbk",
    "windows950": "cp950",
}


def _codec(encoding: str) -> str:
    """The codec's own name: there are many spellings."""
    plain = "".join(filter(str.isalnum, encoding)).lower()
    try:
        info = codecs.lookup(_OTHER_NAMES.get(plain, encoding))
        "".encode(info.name)
    except (LookupError, ValueError) as error:
        raise BulkFileError(f"encoding {encoding!r} is unknown") from error
    if info.name.replace("_", "-") in _NO_TEXT:
        raise BulkFileError(f"encoding {encoding!r} is not one of files")
    return info.name.replace("_", "-")


def _wide_order(given: str, head: bytes) -> str:
    """Which byte comes first, where no mark tells: lists are mostly ASCII, so it is where no NUL
    stands.
    """
    return _looks_wide(head) or f"{given}-le"


def _looks_wide(head: bytes) -> str | None:
    """The UTF-16 or UTF-32 that these bytes look like."""
    whole = head[: len(head) // 4 * 4]
    for width, name in ((4, "utf-32"), (2, "utf-16")):
        places = [sum(byte == 0 for byte in whole[place::width]) for place in range(width)]
        most = 0.6 * len(whole) / width
        if len(whole) < width:
            continue
        if places[0] < most and all(count > most for count in places[1:]):
            return f"{name}-le"
        if places[-1] < most and all(count > most for count in places[:-1]):
            return f"{name}-be"
    return None
