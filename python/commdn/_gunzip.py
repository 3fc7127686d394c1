"""gzip files, piece by piece; one may be several, one after the other.

Owns nothing: what a damaged or cut file means is decided by whoever reads it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

__all__ = ["MAGIC", "GunzipError", "gunzip"]

MAGIC = b"\x1f\x8b"
_PIECE = 1 << 16


class GunzipError(ValueError):
    """The file is damaged or cut off: the text says which, and with damage, what zlib says."""


def gunzip(packed: Iterable[bytes]) -> Iterator[bytes]:
    """The content, in pieces of bounded size. Raises: GunzipError after what can be read."""
    member = zlib.decompressobj(wbits=31)
    try:
        for piece in packed:
            while piece:
                if member.eof:
                    member = zlib.decompressobj(wbits=31)
                # A log shrinks to a twentieth: what is unpacked stays in parts.
                yield member.decompress(piece, _PIECE)
                piece = member.unconsumed_tail or member.unused_data.lstrip(b"\0")
    except zlib.error as error:
        raise GunzipError(f"damaged: {error}") from None
    if not member.eof:
        raise GunzipError("cut off")
