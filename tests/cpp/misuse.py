"""Whether a compiler refuses every marked line of misuse.cc, for the reason that stands there, and no other line.

misuse.py COMPILER OPTION ...
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

FILE = Path(__file__).with_name("misuse.cc")
MARK = re.compile(r"// (refused|clang): (.*)")
SAID = re.compile(rf"^\S*{FILE.name}:(\d+):\d+: (?:fatal )?error: (.*)", re.MULTILINE)


def main(compiler: str, *options: str) -> int:
    def words(*more: str) -> str:
        command = [compiler, *options, "-Werror", "-fsyntax-only", *more, str(FILE)]
        return subprocess.run(command, check=False, capture_output=True, text=True).stderr

    faults = []
    if plain := words():
        faults.append(f"does not compile without MISUSE:\n{plain}")
    no_limit = "-ferror-limit=0" if "clang" in compiler else "-fmax-errors=0"
    said: dict[int, str] = {}
    for line, text in SAID.findall(words("-DMISUSE", no_limit)):
        said[int(line)] = f"{said.get(int(line), '')} {text}"
    for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines(), 1):
        mark = MARK.search(line) if "PATTERN" not in line else None
        expected = mark[2] if mark and (mark[1] == "refused" or "clang" in compiler) else None
        found = said.pop(number, None)
        if expected and not (found and re.search(expected, found)):
            faults.append(f"{number}: {compiler} says {found!r}, not {expected!r}: {line.strip()}")
        elif found and not expected:
            faults.append(f"{number}: {compiler} refuses {line.strip()}: {found}")
    print("\n".join(faults), file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
