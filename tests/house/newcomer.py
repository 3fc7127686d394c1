"""The newcomer's hour: in a copy of the tree, what CONTRIBUTING.md tells to add is added, and what it tells to run is run.

Nothing is known here but how the page is read: a block of code behind ``<!-- in FILE, before "TEXT" -->`` (or ``after``)
goes beside the one line of that file that has the text, with its indentation; ``$`` ends a line. The lines of ``sh``
blocks are run in order, the same one only once for each section. Files that the page names must exist.

The copy is built in the folder of ``one_row.sh``, which is kept warm.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = "CONTRIBUTING.md"
BLOCK = re.compile(
    r'^ *<!-- in (?P<file>\S+), (?P<where>before|after) "(?P<text>[^"]+)" -->\n *```rust\n(?P<code>.*?)^ *```$',
    re.MULTILINE | re.DOTALL,
)
COMMANDS = re.compile(r"^ *```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\s]+)`")
# A name that a reader is to choose.
CHOSEN = "NAME"


def copied(to: Path) -> None:
    """The files that git knows, as they are now; the corpus of the fuzz targets is most of it, and of no use here."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = (name for name in listed.stdout.split("\0") if name and not name.startswith("fuzz/"))
    kept = "\0".join(name for name in names if (ROOT / name).exists())
    packed = subprocess.run(
        ["tar", "--null", "-T", "-", "-cf", "-"], cwd=ROOT, input=kept.encode(), capture_output=True, check=True
    )
    subprocess.run(["tar", "-xf", "-"], cwd=to, input=packed.stdout, check=True)


def put(tree: Path, block: re.Match[str]) -> None:
    """Do what a block of the page tells to do."""
    path = tree / block["file"]
    lines = path.read_text(encoding="utf-8").splitlines()
    text = block["text"]
    found = [number for number, line in enumerate(lines) if (line.endswith(text[:-1]) if text[-1] == "$" else text in line)]
    if len(found) != 1:
        sys.exit(f"{PAGE}: {block['file']} has {len(found)} lines with {text!r}, not one")
    at = found[0] + (block["where"] == "after")
    beside = lines[found[0]]
    # Behind the beginning of a table is its first row.
    deeper = 4 if block["where"] == "after" and beside.endswith(("[", "{")) else 0
    indent = " " * (len(beside) - len(beside.lstrip()) + deeper)
    code = textwrap.indent(textwrap.dedent(block["code"]), indent)
    lines[at:at] = code.rstrip("\n").splitlines() + [""] * (code.endswith("\n\n") or code.count("///") > 0)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"  {block['file']}: {code.count(chr(10))} lines")


def missing(text: str) -> list[str]:
    """Files and folders that the page names, and that are not there."""
    names = {span for span in SPAN.findall(text) if "/" in span and re.fullmatch(r"[\w./-]+", span)}
    return sorted(name for name in names if CHOSEN not in name and not (ROOT / name).exists() and not name.startswith("target/"))


def main() -> int:
    """Follow the page, section by section."""
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    gone = missing(page)
    if gone:
        sys.exit(f"{PAGE} names what does not exist: {', '.join(gone)}")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
    environment = {**os.environ, "CARGO_TARGET_DIR": str(target / "one_row")}
    sections = [part for part in re.split(r"^## ", page, flags=re.MULTILINE) if BLOCK.search(part)]
    commands: dict[str, None] = {}
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        copied(tree)
        for section in sections:
            print(f"-- {section.splitlines()[0]}")
            for block in BLOCK.finditer(section):
                put(tree, block)
            commands |= dict.fromkeys(line.strip() for text in COMMANDS.findall(section) for line in text.splitlines())
        for command in commands:
            began = time.monotonic()
            print(f"-- {command}", flush=True)
            ended = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", command], cwd=tree, env=environment, text=True, timeout=900,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            )  # fmt: skip
            if ended.returncode != 0:
                sys.exit(f"{ended.stdout}\n{PAGE}: {command} failed with status {ended.returncode}")
            print(f"  {time.monotonic() - began:.0f} s")
    if len(sections) < 4 or len(commands) < 6:
        sys.exit(f"{PAGE}: only {len(sections)} sections and {len(commands)} commands were found")
    print(f"{len(sections)} sections followed, {len(commands)} commands passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
