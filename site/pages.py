"""Lays the pages of the site out in one folder: docs/, python/docs/ and the pages of the project's root.

Owns where a page is in the site, and the navigation. Links between pages lead to the same page in the site; a link to a
file that is no page of the site becomes its name, for the reader has no checkout. A link to what does not exist is an
error. A page that no part of the navigation names is put under "More".
"""

from __future__ import annotations

import re
import shutil
import textwrap
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)#\s]*)(#[^)\s]*)?\)")
# Sections of one text in several languages: headings on the forge, tabs in the site.
TABS = re.compile(r"^<!-- tabs -->\n(.*?)^<!-- end of tabs -->$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"^(```|~~~).*?^\1\s*$|(?<!\[)`[^`\n]*`", re.DOTALL | re.MULTILINE)
EXTERNAL = re.compile(r"[a-z]+:")
# Pages of the root, with their place in the site.
OF_THE_ROOT = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "CODE_OF_CONDUCT.md": "code-of-conduct.md",
    "RELEASING.md": "releasing.md",
    "SECURITY.md": "security.md",
    "tests/README.md": "tests.md",
}
# What is not made of Markdown, but is in the site as well.
BUILT = ("c/", "cpp/", "rust/")


def places() -> dict[Path, str]:
    """Every file of the pages, with its place in the site."""
    found = {ROOT / name: place for name, place in OF_THE_ROOT.items() if (ROOT / name).is_file()}
    for folder, prefix in ((ROOT / "docs", ""), (ROOT / "python" / "docs", "python/")):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in {".md", ".svg", ".png", ".ipynb"}:
                # A notebook becomes a page of its name.
                place = path.relative_to(folder)
                found[path] = prefix + (place.with_suffix(".md") if path.suffix == ".ipynb" else place).as_posix()
    return found


def linked(text: str, source: Path, where: dict[Path, str]) -> str:
    """A page with its links as they are in the site."""
    depth = where[source].count("/")

    def link(found: re.Match[str]) -> str:
        image, name, path, anchor = found.groups()
        if not path or EXTERNAL.match(path):
            return found.group()
        target = (source.parent / path).resolve()
        if target in where:
            return f"{image}[{name}]({'../' * depth}{where[target]}{anchor or ''})"
        if path.lstrip("./").startswith(BUILT):
            return found.group()
        if not target.exists():
            raise FileNotFoundError(f"{source.relative_to(ROOT)} links to {path}, which does not exist")
        plain = target.relative_to(ROOT).as_posix()
        return name if name.strip("`") in plain else f"{name} (`{plain}`)"

    parts, at = [], 0
    for code in CODE.finditer(text):
        parts += [LINK.sub(link, text[at : code.start()]), code.group()]
        at = code.end()
    return "".join([*parts, LINK.sub(link, text[at:])])


def tabbed(text: str) -> str:
    """A page with its sections between `<!-- tabs -->` and `<!-- end of tabs -->` as tabs."""

    def tabs(found: re.Match[str]) -> str:
        _, *sections = re.split(r"^### (.+)$", found.group(1), flags=re.MULTILINE)
        pairs = zip(sections[::2], sections[1::2], strict=True)
        return "\n".join(f'=== "{title}"\n\n{textwrap.indent(body.strip(), "    ")}\n' for title, body in pairs)

    return TABS.sub(tabs, text)


def stage(to: Path) -> None:
    """Write the folder that MkDocs reads."""
    shutil.rmtree(to, ignore_errors=True)
    where = places()
    for source, place in where.items():
        (to / place).parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == ".md":
            text = linked(source.read_text(encoding="utf-8"), source, where)
            (to / place).write_text(tabbed(text), encoding="utf-8")
        else:
            shutil.copyfile(source, (to / place).with_suffix(source.suffix))


def navigation(wanted: list[Any], staged: Path) -> list[Any]:
    """The navigation with the pages that there are, and those that it forgets under "More"."""
    named: set[str] = set()

    def kept(entry: Any) -> Any:
        if isinstance(entry, str):
            named.add(entry)
            return entry if (staged / entry).is_file() else None
        ((title, inside),) = entry.items()
        if isinstance(inside, list):
            children = [child for child in map(kept, inside) if child is not None]
            return {title: children} if children else None
        if kept(inside) is None and not inside.startswith(BUILT):
            return None
        return {title: inside}

    found = [entry for entry in map(kept, wanted) if entry is not None]
    pages = {path.relative_to(staged).as_posix() for path in staged.rglob("*.md")}
    forgotten = sorted(pages - named)
    return [*found, *([{"More": forgotten}] if forgotten else [])]
