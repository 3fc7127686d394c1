#!/usr/bin/env python3
"""Count the lines that are kept by hand, and compare them with the count of an older commit.

Counted are lines that are not blank, of files that git knows, in the languages below. Left out is what a tool writes:
headers and sources that are printed (cargo xtask api, cbindgen), lock files, vectors, the fuzz corpus, images, and the
parts of other files between `generated:` and `end of`. So are features that are younger than the older commit: files
that only they need, and what they have added to the other files of the library (ADDED_TO_OLDER).

    tests/house/lines.py                the counts by area, beside those of the older commit
    tests/house/lines.py --count REF    the counts of a commit, as JSON: how BASELINE was made
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import PurePosixPath

ROOT = subprocess.run(
    ["git", "rev-parse", "--show-toplevel"], capture_output=True, text=True, check=True
).stdout.strip()

SUFFIXES = {".rs", ".c", ".h", ".hpp", ".cpp", ".py", ".pyi", ".sh", ".mk", ".md", ".toml"}

# What a tool writes.
PRINTED = re.compile(
    r"(^|/)generated/|^python/commdn/_generated|^include/commdn\.h$|^include/commdn/[a-z_]+\.h$|^tests/abi/commdn\.h$"
    r"|Cargo\.lock$|^fuzz/(corpus|seeds)|^tests/vectors/|^docs/images/"
)
# Headers below include/commdn that are written by hand all the same.
BY_HAND = re.compile(r"^include/commdn/tkv[a-z_]*\.h$")
# Features that are younger than the older commit, and the files that only they need. A file that took over what an older
# one did is not among them.
YOUNGER: dict[str, str] = {
    r"^bridge/|^config/": "bridges and their configuration",
    r"^python/commdn/fleet/|^python/commdn/cli/(fleet|worker)": "campaigns and imports of a whole fleet",
    r"^core/src/directory|/directory(\.rs|\.hpp|\.py|/)|^python/commdn/cli/(local_copy|text_of_objects)\.py": (
        "names of the configuration database"
    ),
    r"^core/src/site/|^ffi-c/src/objects/site/|^include/commdn/site\.hpp": "contact centres in one file of settings",
    r"^python/src/sites\.rs|^python/commdn/site\.py|^python/commdn/cli/(config|sites|settings_map)\.py": (
        "contact centres in one file of settings"
    ),
    r"^core/src/(doctor/|finding\.rs|session/verdicts\.rs)": "doctor: what is wrong with a configuration",
    r"^python/commdn/doctor/|^python/commdn/cli/doctor\.py": "doctor: what is wrong with a configuration",
    r"^core/src/explain|^python/.*/explain(\.py|/)|^core/src/exchange/logged\.rs|^sim/src/(facts|engine/fates)\.rs": (
        "explanations of what OCS drops"
    ),
    r"^core/src/carrier/(exec/|command\.rs)|^sim/src/cli/stdio\.rs": "addresses exec:COMMAND",
    r"^rt/src/(job|process|wakeup/windows)(\.rs|/)|^sim/src/cli/signals_windows\.rs|^python/commdn/_system\.py": (
        "Windows, and commands that are children"
    ),
    r"^python/commdn/cli/(pages|tree|completion|sentences|names|rich_console|did_you_mean)\.py|^python/scripts/": (
        "pages, completion and sentences of the command line"
    ),
    r"^include/commdn/adapters/": "adapters for the event loops of Qt, glib, libuv and asio",
    r"^python/src/objects/answer\.rs|^python/commdn/_record\.py": "typed answers that pickle, to_dict",
    r"^python/commdn/bulk/frames\.py": "imports of mappings, columns and DataFrames",
    r"^python/src/objects/html\.rs|^python/commdn/_html\.py": "tables in notebooks",
    r"^core/src/outbox/store/settled\.rs": "flushing at opening what a killed process left",
}
# What these features have added to other files of the library, less what they took away: the sum over the twenty commits
# that brought them, counted when they were made. They are one commit in the history that is published.
ADDED_TO_OLDER = 2_435

LIBRARY = ("core", "rt", "ffi-c", "include", "python", "sim", "xtask")
AREAS = (*LIBRARY, "docs")
# Wherever they stand: they grow with what is tested, not with what a feature takes.
TESTS = re.compile(r"^tests/|/tests/|/tests\.rs$|/benches/|^fuzz/")

# The commit that the redesign of issue 14 began with, counted by this script: --count cf57512.
BASE = "cf57512"
BASELINE: dict[str, int] = {
    "core": 24_690,
    "docs": 1_616,
    "ffi-c": 9_022,
    "include": 5_685,
    "other": 2_385,
    "python": 17_025,
    "sim": 9_765,
    "tests": 41_252,
}
# How many lines fewer the same features are to take.
GOAL = 4_000


def files(ref: str | None) -> dict[str, str]:
    """The texts of a commit, or of the tree as it is."""
    listing = ["git", "-C", ROOT, "ls-tree", "-r", "--name-only", ref] if ref else ["git", "-C", ROOT, "ls-files"]
    names = subprocess.run(listing, capture_output=True, text=True, check=True).stdout.splitlines()
    texts = {}
    for name in names:
        if not is_counted(name):
            continue
        try:
            if ref:
                show = ["git", "-C", ROOT, "show", f"{ref}:{name}"]
                texts[name] = subprocess.run(show, capture_output=True, check=True).stdout.decode()
            else:
                with open(f"{ROOT}/{name}", encoding="utf-8") as file:
                    texts[name] = file.read()
        except (OSError, UnicodeDecodeError):
            continue
    return texts


def is_counted(name: str) -> bool:
    """Whether a file is kept by hand, and not of a younger feature alone."""
    if PurePosixPath(name).suffix not in SUFFIXES or any(re.search(pattern, name) for pattern in YOUNGER):
        return False
    return not PRINTED.search(name) or BY_HAND.search(name) is not None


def by_hand(text: str) -> int:
    """The lines of a file that are not blank and in no printed part."""
    count, printed = 0, False
    for line in text.splitlines():
        if re.search(r"(?<!end of )\bend of \w+", line) and printed:
            printed = False
        if not printed and line.strip():
            count += 1
        if re.search(r"(//|#|<!--|/\*) generated: \w+", line):
            printed = True
    return count


def counts(ref: str | None) -> dict[str, int]:
    """The lines of each area."""
    areas: Counter[str] = Counter()
    for name, text in files(ref).items():
        top = "tests" if TESTS.search(name) else name.split("/", 1)[0]
        areas[top if top in (*AREAS, "tests") else "other"] += by_hand(text)
    return dict(sorted(areas.items()))


def main() -> int:
    if sys.argv[1:2] == ["--count"]:
        print(json.dumps(counts(sys.argv[2])))
        return 0
    now = counts(None)
    print(f"{'area':10} {'at ' + BASE:>10} {'now':>10} {'change':>10}")
    for area in sorted(set(BASELINE) | set(now)):
        old, new = BASELINE.get(area, 0), now.get(area, 0)
        print(f"{area:10} {old:10,} {new:10,} {new - old:+10,}")
    old, new = (sum(table.get(area, 0) for area in LIBRARY) for table in (BASELINE, now))
    print(f"{'library':10} {old:10,} {new:10,} {new - old:+10,}   (all but docs, tests and other)")
    same = new - ADDED_TO_OLDER
    print(f"{'of these':10} {'':10} {ADDED_TO_OLDER:10,} {'':10}   (what younger features added to older files)")
    print(f"{'the same':10} {old:10,} {same:10,} {same - old:+10,}   (goal {-GOAL:+,})")
    printers = now.get("xtask", 0)
    print(f"{'API':10} {old:10,} {same - printers:10,} {same - printers - old:+10,}   (without the tool that prints)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
