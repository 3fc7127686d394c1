"""Finds text over 100 columns in the Markdown pages of the tree.

Exempt are fenced code blocks, tables, HTML comments, the parts that ``cargo xtask api`` prints, and
lines without a blank to break at (a long link or code span).
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = 100
FENCE = re.compile(r"^\s*(```|~~~)")
MARKER = re.compile(r"^\s*([-*+>]|\d+\.)\s+")
# A code span counts as one word: readers copy it.
SPAN = re.compile(r"`[^`]*`")


def breakable(line: str) -> bool:
    """Whether the line has a blank to break at."""
    text = SPAN.sub("x", MARKER.sub("", line))
    return " " in text.strip()


def wide(text: str) -> Iterator[int]:
    """The numbers of the lines that should have been wrapped."""
    code = printed = False
    for number, line in enumerate(text.splitlines(), 1):
        if FENCE.match(line):
            code = not code
        elif line.startswith("<!-- generated:"):
            printed = True
        elif line.startswith("<!-- end of"):
            printed = False
        elif code or printed or line.lstrip().startswith(("|", "<!--")):
            continue
        elif len(line) > COLUMNS and breakable(line):
            yield number


def main() -> int:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    pages = [name for name in listed.stdout.split("\0") if name]
    found = [
        f"{name}:{number}: over {COLUMNS} columns: wrap it"
        for name in pages
        for number in wide((ROOT / name).read_text(encoding="utf-8"))
    ]
    print("\n".join(found) or f"{len(pages)} pages hold {COLUMNS} columns")
    return 1 if found or not pages else 0


if __name__ == "__main__":
    sys.exit(main())
