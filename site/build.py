"""Builds the documentation into target/docs: one site of guides and references, with one search.

Needs doxygen, cargo, npm, and in this Python the packages of requirements.txt: `make docs` sees to that. Whatever any
of them warns of (a symbol without a comment, a name that does not exist) is an error, and so is a dead link. What is
built asks no other host for anything.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import comments
import pages
import references

ROOT = Path(__file__).resolve().parents[1]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
SITE = TARGET / "docs"
PAGES = ROOT / "target" / "site-pages"
# The last that this version of mkdocs-material is written for.
MERMAID = "mermaid@11.17.2"
C_INPUT = " ".join(map(str, [*comments.c_headers(), "include/commdn_tlib.h"]))
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


def tags(name: str) -> Path:
    """The names of a reference, and where they are."""
    return TARGET / "doxygen" / f"{name}.tag"


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
        "GENERATE_TAGFILE": str(tags("c")),
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
        "EXCLUDE_SYMBOLS": "std *detail::* detail",
        "TAGFILES": f"{tags('c')}=../c",
        "GENERATE_TAGFILE": str(tags("cpp")),
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


def mermaid() -> Path:
    """The script of diagrams, which the site brings along."""
    place = TARGET / "npm" / MERMAID
    script = place / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
    if not script.is_file():
        place.mkdir(parents=True, exist_ok=True)
        run("npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", place, MERMAID)
    return script


def notebooks() -> None:
    """Notebooks are executed, and become pages with what they have shown."""
    for notebook in PAGES.rglob("*.ipynb"):
        options = ["--to", "markdown", "--execute", "--log-level", "WARN", "--output-dir", notebook.parent]
        # A busy machine takes its time to start one.
        options += ["--ExecutePreprocessor.startup_timeout=600", "--ExecutePreprocessor.timeout=600"]
        run(sys.executable, "-m", "jupyter", "nbconvert", *options, notebook)
        notebook.unlink()


def guides() -> None:
    """All pages of Markdown, and the Python reference."""
    pages.stage(PAGES)
    notebooks()
    (PAGES / "assets").mkdir(exist_ok=True)
    shutil.copyfile(mermaid(), PAGES / "assets" / "mermaid.min.js")
    shutil.copyfile(ROOT / "site" / "site.css", PAGES / "assets" / "site.css")
    run(sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", "site/mkdocs.yml", "-d", SITE, NO_MKDOCS_2_WARNING="true")


def main() -> None:
    """Build everything, and check the links."""
    shutil.rmtree(SITE, ignore_errors=True)
    guides()
    c_reference()
    cpp_reference()
    rust_reference()
    found = references.doxygen(tags("c"), "c", "C") + references.doxygen(tags("cpp"), "cpp", "C++")
    references.into_search(SITE, found + references.rustdoc(SITE))
    references.way_back(SITE)
    run(sys.executable, "site/links.py", SITE, SITE / "rust")
    print(f"{SITE}/index.html")


if __name__ == "__main__":
    main()
