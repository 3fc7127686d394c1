"""Writes THIRD-PARTY.txt: the crates inside what is distributed, their licences, and the texts of these.

Owns that file, which is committed, so that every package and every sdist has it. The texts are those that the crates
bring, each once. `--check` writes nothing, and fails if the file is not what would be written.

Not cargo-about's work: it takes longer to install than everything else that a package needs, and chooses among
licences, which tests/deny does already.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "deny"))
import licences  # noqa: E402

FILE = ROOT / "THIRD-PARTY.txt"
LINE = "-" * 100
NAMES = re.compile(r"(licen[cs]e|copying|notice|copyright|unlicense)", re.IGNORECASE)
HEAD = """Inside the programs and libraries of commdn, besides its own code and Rust's standard library (both MIT or
Apache-2.0): crate, version, licence. A package has the crates of its platform and its features, so not always all of
them. The texts of the licences follow.
"""


def texts(package: dict) -> list[str]:
    """The licence texts of a crate; of licences to choose from, MIT, whose text is the notice that it asks for."""
    folder = Path(package["manifest_path"]).parent
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and NAMES.match(path.name)]
    choices = re.split(r" OR |/", package["license"])
    mit = [path for path in files if "MIT" in path.name.upper()]
    if len(choices) > 1 and mit and any(choice.strip("() ") == "MIT" for choice in choices):
        files = mit + [path for path in files if path.name.upper().startswith(("NOTICE", "COPYRIGHT"))]
    found = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    return found or [standard(package, choices)]


def standard(package: dict, choices: list[str]) -> str:
    """The text of a crate that brings none, from those of this project."""
    if "Apache-2.0" in choices:
        return (ROOT / "LICENSE-APACHE").read_text(encoding="utf-8")
    if choices == ["MIT"]:
        mit = (ROOT / "LICENSE-MIT").read_text(encoding="utf-8")
        return re.sub(r"^Copyright .*$", f"Copyright (c) the authors of {package['name']}", mit, flags=re.MULTILINE)
    raise SystemExit(f"{package['name']} {package['version']} brings no text of its licence {package['license']}")


def whole() -> str:
    """The file."""
    crates = [own for own in licences.distributed() if own["source"] is not None]
    crates.sort(key=lambda own: (own["name"], own["version"]))
    users: dict[str, list[str]] = {}
    for package in crates:
        for text in texts(package):
            plain = "\n".join(line.rstrip() for line in text.strip("\ufeff\n\r\t ").splitlines())
            users.setdefault(plain, []).append(f"{package['name']} {package['version']}")
    overview = "".join(f"{own['name']} {own['version']}, {own['license']}\n" for own in crates)
    parts = (f"{LINE}\n{wrapped(names)}\n{LINE}\n\n{text}\n" for text, names in users.items())
    return f"{HEAD}\n{overview}\n" + "\n".join(parts)


def wrapped(names: list[str]) -> str:
    """Names in lines as wide as the file."""
    lines = [""]
    for name in sorted(set(names)):
        if lines[-1] and len(lines[-1]) + len(name) > len(LINE) - 3:
            lines.append("")
        lines[-1] += (", " if lines[-1] else "") + name
    return ",\n".join(lines)


def main(arguments: list[str]) -> int:
    """Write the file, or compare it; the exit status."""
    text = whole()
    before = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    if "--check" in arguments:
        for line in sorted(set(text.splitlines()) ^ set(before.splitlines()))[:5]:
            print(f"THIRD-PARTY.txt differs at {line!r}")
        print("THIRD-PARTY.txt " + ("is what the crates say" if text == before else "is old: make third-party"))
        return 0 if text == before and len(text) > 10_000 else 1
    FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
