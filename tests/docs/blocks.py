"""Run every fenced code block of the given Markdown files, as printed.

``sh`` blocks run in the project's root with the venv's commands on the path; ``python`` blocks by the venv's
interpreter, and ``c`` and ``cpp`` blocks, compiled against ``include/``, run in a folder of their own. A block is left
alone where its info string says ``text`` or names another language; ``rust`` blocks are run by cargo's documentation
tests.

The line ``<!-- not run: REASON -->`` before a block is the only way around. Blocks of a page behind lines
``<!-- program: NAME -->`` of one name are one program, told in parts. ``<!-- with: FILE.c ... -->`` names files of
the project that a C block is compiled with; their folders are searched for headers.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python" / "tests"))

from isolation import isolate  # noqa: E402

FENCE = re.compile(r"^```(\w*)\s*$")
PROGRAM = re.compile(r"^<!-- program: (\S+) -->$")
WITH = re.compile(r"^<!-- with: (.+) -->$")
EXCUSE = re.compile(r"^<!-- not run: .+ -->$")
SECONDS = 600


@dataclass(frozen=True)
class Block:
    """One fenced block."""

    file: Path
    line: int
    language: str
    code: str
    excused: bool
    program: str | None = None
    beside: tuple[str, ...] = ()


def blocks_of(file: Path) -> list[Block]:
    """The fenced blocks of a file, in order."""
    blocks: list[Block] = []
    opened: tuple[int, str] | None = None
    code: list[str] = []
    last_text = ""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        fence = FENCE.match(line)
        if opened is None and fence:
            opened, code = (number, fence.group(1)), []
        elif opened is not None and line.strip() == "```":
            excused = EXCUSE.match(last_text) is not None
            program = PROGRAM.match(last_text)
            name = program.group(1) if program else None
            beside = WITH.match(last_text)
            files = tuple(beside.group(1).split()) if beside else ()
            blocks.append(Block(file, opened[0], opened[1], "\n".join(code) + "\n", excused, name, files))
            opened, last_text = None, ""
        elif opened is not None:
            code.append(line)
        elif line.strip():
            last_text = line.strip()
    if opened is not None:
        raise SystemExit(f"{file}:{opened[0]}: the block is not closed")
    return programs(blocks)


def programs(blocks: list[Block]) -> list[Block]:
    """The blocks with the parts of each program put together."""
    whole: dict[tuple[str, str | int], Block] = {}
    for block in blocks:
        key = (block.language, block.program or block.line)
        before = whole.get(key)
        whole[key] = block if before is None else replace(before, code=before.code + "\n" + block.code)
    return list(whole.values())


def environment() -> dict[str, str]:
    """The environment of a user who has run ``make``, and has no settings yet."""
    paths = [str(Path(sys.executable).parent), str(target() / "debug"), os.environ["PATH"]]
    return {**os.environ, "PATH": os.pathsep.join(paths)}


def target() -> Path:
    """Where cargo builds."""
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))


def library(folder: Path) -> None:
    """The shared library under the names that linking and running ask for."""
    built = target() / "debug" / "libcommdn.so"
    header = (ROOT / "include" / "commdn.h").read_text(encoding="utf-8")
    abi = re.search(r"^#define COMMDN_ABI (\d+)$", header, re.MULTILINE)
    names = ["libcommdn.so"] + ([f"libcommdn.so.{abi.group(1)}"] if abi else [])
    for name in names:
        (folder / name).symlink_to(built.resolve())


def command(block: Block, folder: Path) -> list[list[str]]:
    """The commands that run a block; empty where its language is none that is run here."""
    if block.language == "sh":
        return [["bash", "-euo", "pipefail", "-c", block.code]]
    if block.language == "python":
        return [[sys.executable, "-c", block.code]]
    compilers = {"c": ("cc", "c", "-std=c99"), "cpp": ("c++", "cpp", "-std=c++17")}
    if block.language in compilers:
        compiler, suffix, standard = compilers[block.language]
        source, program = folder / f"block.{suffix}", folder / "block"
        source.write_text(block.code, encoding="utf-8")
        flags = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", f"-I{ROOT / 'include'}"]
        library(folder)
        beside = [str(ROOT / name) for name in block.beside]
        flags += ["-D_POSIX_C_SOURCE=200809L"] if beside else []
        flags += [f"-I{Path(name).parent}" for name in beside]
        link = [f"-L{folder}", f"-Wl,-rpath,{folder}", "-lcommdn"]
        return [[compiler, standard, *flags, str(source), *beside, "-o", str(program), *link], [str(program)]]
    return []


def run(block: Block) -> bool:
    """Run one block; tells whether it went well."""
    with tempfile.TemporaryDirectory() as folder:
        for args in command(block, Path(folder)):
            try:
                result = subprocess.run(
                    args,
                    # What a program writes is not left in the tree.
                    cwd=ROOT if block.language == "sh" else folder,
                    env=environment(),
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    text=True,
                    timeout=SECONDS,
                )
            except subprocess.TimeoutExpired:
                print(f"{block.file}:{block.line}: still running after {SECONDS} s")
                return False
            if result.returncode != 0:
                print(f"{block.file}:{block.line}: exit {result.returncode}\n{result.stdout}{result.stderr}")
                return False
    return True


def main(files: list[str]) -> int:
    """Run all blocks of all files."""
    isolate()
    passed = failed = skipped = 0
    for file in files:
        for block in blocks_of(Path(file)):
            if block.language not in {"sh", "python", "c", "cpp"} or block.excused:
                skipped += 1
            elif run(block):
                passed += 1
            else:
                failed += 1
    print(f"blocks: {passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
