"""Finds dead links in a folder of HTML pages: files and anchors that are not there."""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The links of a page, and what may be linked to in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link or an anchor."""
        for name, value in attrs:
            if value is None:
                continue
            if name == "id" or (name == "name" and tag == "a"):
                self.anchors.add(value)
            elif name in {"href", "src"} and tag != "base":
                self.links.append(value)


def dead_links(root: Path, unchecked: set[Path]) -> list[str]:
    """Every dead link below `root`; pages below `unchecked` may be linked to, their own links are not looked at."""
    pages: dict[Path, Page] = {}

    def page(path: Path) -> Page:
        if path not in pages:
            pages[path] = Page(path)
        return pages[path]

    dead: list[str] = []
    for path in sorted(root.rglob("*.html")):
        if any(folder in path.parents for folder in unchecked) or path.name == "404.html":
            continue
        for link in page(path).links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or link.startswith("#!"):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target /= "index.html"
            if not target.is_file():
                dead.append(f"{path.relative_to(root)}: {link}: there is no such file")
            elif parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in page(target).anchors:
                dead.append(f"{path.relative_to(root)}: {link}: there is no such anchor")
    return dead


def main(root: Path, *unchecked: Path) -> int:
    """Print every dead link; the exit status."""
    dead = dead_links(root.resolve(), {folder.resolve() for folder in unchecked})
    print("\n".join(dead), end="\n" if dead else "")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
