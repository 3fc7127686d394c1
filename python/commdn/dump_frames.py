"""What programs and mails put around a dump: banners, frames, quotes, the address where it starts.

Owns taking that away, so that plain rows are left. Must not read bytes: what is not certainly a
frame stays, and `dumps` says what is wrong with it.
"""

from __future__ import annotations

import ast
import re

__all__ = ["without_frame"]

_PEM = re.compile(r"\s*-----BEGIN [A-Z0-9 ]+-----\s(.*)-----END [A-Z0-9 ]+-----\s*", re.DOTALL)
_DATA_URI = re.compile(r"data:[\w.+/-]*;base64,", re.IGNORECASE)
_QUOTED_HEX = re.compile(r"[xX]'([0-9a-fA-F\s]*)'|0X([0-9a-fA-F]+)")
_BYTES = re.compile(r"(?:bytearray\()?(b(?:'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"))\)?")
_EDGE = re.compile(r"[>|\s]+")
_ROW = re.compile(
    r"(?P<hex>0x)?(?P<offset>[0-9a-fA-F]{4,16})(?P<end>[:|]|(?=\s))[:|]?\s*"
    r"(?P<bytes>(?:(?:0x)?[0-9a-fA-F]{2}[ \t-])*(?:0x)?[0-9a-fA-F]{2}(?=[ \t|]|$)"
    r"|(?:[0-9a-fA-F]{4}[ \t]+)+[0-9a-fA-F]{2,4}(?=[ \t]|$))"
)
_OFFSET = re.compile(r"(?:0x)?[0-9a-fA-F]{4,16}(?:[:|\s]|$)")
# Titles, rulers and prompts; more lines of other kinds are a log with a dump in it.
_MOST_OTHERS = 8


def without_frame(text: str) -> str:
    """The rows of a dump without what stands around them; the text as it is if it has no frame."""
    plain = text.replace("\xa0", " ").strip()
    if pem := _PEM.fullmatch(plain):
        return pem[1]
    if uri := _DATA_URI.match(plain):
        return plain[uri.end() :]
    if quoted := _QUOTED_HEX.fullmatch(plain):
        return quoted[1] or quoted[2] or ""
    if literal := _BYTES.fullmatch(plain):
        return bytes(ast.literal_eval(literal[1])).hex()
    return _rows(plain) or plain


def _rows(text: str) -> str | None:
    """The rows with a colon behind their offsets, which begin at 0; None without a frame."""
    rows: list[tuple[int, str]] = []
    others = 0
    framed = ended = False
    for line in text.splitlines():
        bare = _EDGE.sub("", line, count=1) if line[:1] in "> |\t" else line
        found = _ROW.match(bare)
        if found is None:
            # The end of a dump may be an offset alone, or the asterisk of rows that are left out.
            if bare.strip() == "*" or _OFFSET.match(bare):
                return None
            others += bool(bare.strip())
            ended = bool(rows)
            continue
        if ended:
            # A line between rows may be one of them that is spoilt.
            return None
        framed = framed or line[:1] in (">", "|") or "-" in found["bytes"] or "0x" in found["bytes"]
        data = found["bytes"].replace("-", " ").replace("0x", "").replace("\t", " ")
        rows.append((int(found["offset"], 16), f"{data}{bare[found.end() :]}"))
    if not rows or others > _MOST_OTHERS:
        return None
    start = rows[0][0]
    steps = all(a < b for (a, _), (b, _) in zip(rows, rows[1:], strict=False))
    # Hex without offsets counts nothing: rows of one tool are equally far apart.
    far = {b - a for (a, _), (b, _) in zip(rows, rows[1:], strict=False)}
    even = far <= {4, 8, 16, 32} and len(far) <= 1
    if not steps or not (others or framed or start) or (start and not (even and far)):
        return None
    return "\n".join(f"{offset - start:08x}: {row}" for offset, row in rows)
