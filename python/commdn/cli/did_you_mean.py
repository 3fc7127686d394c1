"""What may be meant by a word that is none of those there are."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["guess"]


def guess(typed: str, known: Iterable[str]) -> str:
    """` Did you mean spring?`, or nothing where no word is near."""
    from difflib import get_close_matches

    by_lower = {word.lower(): word for word in known}
    asked = typed.strip().lower()
    close = get_close_matches(asked, by_lower, n=1)
    if not close and asked:
        close = [word for word in by_lower if word.startswith(asked)][:1]
    return f" Did you mean {by_lower[close[0]]}?" if close else ""
