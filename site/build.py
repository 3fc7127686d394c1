"""Builds the documentation into target/docs: guides, and the references of C, C++, Python and Rust.

Needs doxygen, cargo, and in this Python mkdocs and mkdocstrings: `make docs` sees to that. Whatever any
of them warns of (a symbol without a comment, a name that does not exist) is an error, and so is a dead link.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
SITE = TARGET / "docs"
C_INPUT = "include/commdn.h include/commdn_tlib.h"
NESTED = re.compile(r'<a href="#nested-classes">[^<]*</a>(?: &#124;)?\s*')
CPP_INPUT = "include/commdn.hpp include/commdn"


def run(*command: str | Path, stdin: str = "", **environment: str) -> None:
    """Run a command in the project's root; what it prints is shown if it fails."""
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, input=stdin,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )
    if ended.returncode != 0:
        raise SystemExit(f"{ended.stdout}\n{command[0]} failed with status {ended.returncode}")


def doxygen(name: str, settings: dict[str, str]) -> None:
    """One reference, into the folder of that name."""
    work = TARGET / "doxygen" / name
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    config = (ROOT / "site" / "doxygen.cfg").read_text(encoding="utf-8")
    settings = {"OUTPUT_DIRECTORY": str(work), "HTML_OUTPUT": "html", **settings}
    run("doxygen", "-", stdin=config + "".join(f"{key} = {value}\n" for key, value in settings.items()))
    shutil.move(work / "html", SITE / name)


def c_reference() -> None:
    """C: by object, with the tags of each function as a table."""
    groups = TARGET / "doxygen" / "groups.dox"
    groups.parent.mkdir(parents=True, exist_ok=True)
    made = subprocess.run([sys.executable, "site/comments.py", "--groups"], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    groups.write_bytes(made.stdout)
    doxygen("c", {
        "PROJECT_BRIEF": '"C reference"',
        "INPUT": f"{C_INPUT} {groups}",
        "OPTIMIZE_OUTPUT_FOR_C": "YES",
        "EXCLUDE_SYMBOLS": "commdn_tlib_i_* COMMDN_TLIB_I_*",
        "PREDEFINED": "DOXYGEN",
        "ALPHABETICAL_INDEX": "YES",
        "GENERATE_TAGFILE": str(TARGET / "doxygen" / "c.tag"),
        "SHOW_FILES": "YES",
    })


def cpp_reference() -> None:
    """C++: by class."""
    doxygen("cpp", {
        "PROJECT_BRIEF": '"C++ reference"',
        "INPUT": CPP_INPUT,
        "FILE_PATTERNS": "*.hpp",
        "RECURSIVE": "YES",
        "INLINE_INHERITED_MEMB": "YES",
        "BUILTIN_STL_SUPPORT": "YES",
        "EXCLUDE_SYMBOLS": "std",
        "TAGFILES": f"{TARGET / 'doxygen' / 'c.tag'}=../c",
    })
    # Doxygen links to the section of nested classes, but leaves it out where they are inherited.
    for page in (SITE / "cpp").glob("class*.html"):
        text = page.read_text(encoding="utf-8")
        if 'name="nested-classes"' not in text:
            page.write_text(NESTED.sub("", text), encoding="utf-8")


def rust_reference() -> None:
    """Rust: rustdoc's."""
    run("cargo", "doc", "--quiet", "--locked", "--no-deps", "-p", "commdn", "-p", "commdn-sim", RUSTDOCFLAGS="-D warnings")
    shutil.copytree(TARGET / "doc", SITE / "rust")


def mkdocs(config: str, to: Path) -> None:
    """A site of Markdown pages."""
    run(sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", config, "-d", to)


def main() -> None:
    """Build everything, and check the links."""
    shutil.rmtree(SITE, ignore_errors=True)
    mkdocs("site/mkdocs.yml", SITE)
    mkdocs("python/mkdocs.yml", SITE / "python")
    c_reference()
    cpp_reference()
    rust_reference()
    run(sys.executable, "site/links.py", SITE, SITE / "rust")
    print(f"{SITE}/index.html")


if __name__ == "__main__":
    main()
