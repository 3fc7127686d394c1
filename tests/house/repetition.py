#!/usr/bin/env python3
"""Find runs of 12 or more lines of one shape that are written by hand in ffi-c, include or python.

The shape of a line is what is left when its words are taken for one word: names, numbers and texts. Blank lines and
comments are passed over, and so are tests and what is printed (folders `generated` and `_generated`, and the parts of
files between `generated:` and `end of`). Lists of names (imports, enumerations, tables) have one shape by nature: a run
counts only if enough of its lines do something.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("ffi-c/src", "include", "python/src", "python/commdn")
SUFFIXES = {".rs", ".h", ".hpp", ".py", ".pyi"}
PRINTED = re.compile(r"(^|/)_?generated/|^include/commdn\.h$|^include/commdn/(?!tkv)[a-z_]+\.h$|\.pyi$")
# The longest run that may stand twice, and how many of its lines must be statements.
RUN = 12
STATEMENTS = 6

# Runs that still stand, of counts and indexed views of directories and sites: this number only gets smaller, to 0.
LEFT = 0

COMMENT = re.compile(r"^\s*(//|/\*|\*|#(?!\[|include|if|e|define)|\"\"\")")
WORD = re.compile(r"\"[^\"]*\"|'[^']*'|[A-Za-z_][A-Za-z0-9_:]*|\d[\d_.x]*")
KEYWORD = {
    "fn", "let", "if", "else", "match", "return", "for", "while", "impl", "struct", "enum", "use", "pub", "const",
    "def", "class", "with", "yield", "raise", "try", "except", "import", "from", "template", "inline", "static",
}  # fmt: skip
STATEMENT = re.compile(r"[(=]|\breturn\b|->")
# A row of a table of texts or of what a module has, which is not a statement.
TABLE_ROW = re.compile(r"^\s*(Entry)?\((b?\"[^\"]*\"(, )?)+\),$|^\s*module\.add_(class|function)[:(].*\)\?;$")
# A row of a list of numbers, which is no statement.
NUMBERED = re.compile(r"^\s*(pub )?(const )?[A-Za-z_]+(: [a-z0-9]+)? = -?[\w.]+[,;]?$")


def shape(line: str) -> str:
    """A line whose words are all the same, but for the language's own."""
    return WORD.sub(lambda word: word[0] if word[0] in KEYWORD else "w", line.strip())


def lines(path: Path) -> list[tuple[int, str]]:
    """The lines of a file that are written by hand and do something, with their numbers."""
    kept, printed, docstring, testing = [], False, False, False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if re.search(r"(//|#|<!--|/\*) generated: \w+", line):
            printed = True
        if re.search(r"\bend of \w+", line):
            printed = False
        testing |= line.startswith("#[cfg(test)]")
        if path.suffix == ".py" and line.count('"""') == 1:
            docstring = not docstring
            continue
        if not (printed or docstring or testing or COMMENT.match(line)) and line.strip(" {}()[];,"):
            kept.append((number, line))
    return kept


def does(line: str) -> bool:
    """Whether a line does something."""
    return bool(STATEMENT.search(line)) and not (NUMBERED.match(line) or TABLE_ROW.match(line))


def runs() -> list[str]:
    """Each run that stands twice, as a line for people."""
    listing = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", *FOLDERS]
    names = subprocess.run(listing, capture_output=True, text=True, check=True).stdout.splitlines()
    seen: dict[tuple[str, ...], list[tuple[str, int, int]]] = defaultdict(list)
    texts = {}
    for name in sorted(names):
        path = ROOT / name
        if path.suffix not in SUFFIXES or PRINTED.search(name) or "/tests" in name or not path.exists():
            continue
        kept = texts[name] = lines(path)
        for start in range(len(kept) - RUN + 1):
            window = tuple(shape(line) for _, line in kept[start : start + RUN])
            if sum(does(line) for _, line in kept[start : start + RUN]) >= STATEMENTS:
                seen[window].append((name, start, kept[start][0]))
    found: list[str] = []
    covered: set[tuple[str, int]] = set()
    for places in seen.values():
        apart = [places[0]]
        for place in places[1:]:
            if place[0] != apart[-1][0] or place[1] >= apart[-1][1] + RUN:
                apart.append(place)
        if len(apart) < 2 or (apart[1][0], apart[1][1] - 1) in covered:
            covered.update((name, start) for name, start, _ in apart[1:2])
            continue
        covered.update((name, start) for name, start, _ in apart[1:2])
        where = ", ".join(f"{name}:{number}" for name, _, number in apart)
        found.append(where)
    return found


def main() -> int:
    found = runs()
    for where in found:
        print(f"one shape, {RUN} lines: {where}")
    if len(found) > LEFT:
        print(f"{len(found)} runs, {LEFT} may be left: make a function of the new one, or a template", file=sys.stderr)
    if len(found) < LEFT:
        print(f"{len(found)} runs are left: set LEFT in {Path(__file__).name} to it", file=sys.stderr)
    return int(len(found) > LEFT)


if __name__ == "__main__":
    sys.exit(main())
