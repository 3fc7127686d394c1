"""What MkDocs is told of docs/: the order of its pages, and that links which leave it become names.

What those lead to is part of a checkout, but not of the site.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

# The pages in the order of a reader; the others follow.
FIRST = ("index.md", "guide.md", "migration.md", "simulator.md")
DOCS = Path(__file__).resolve().parents[1] / "docs"
LINK = re.compile(r"\[([^\]]*)\]\((\.\./[^)#\s]+)(#[^)\s]*)?\)")


def on_config(config: Any) -> Any:
    """MkDocs calls it before anything else: the navigation has every page."""
    pages = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
    config["nav"] = [*(page for page in FIRST if page in pages), {"More": [page for page in pages if page not in FIRST]}]
    return config


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """MkDocs calls it with the text of each page."""

    def name(link: re.Match[str]) -> str:
        text, path = link.group(1), link.group(2)
        target = (DOCS / page.file.src_uri).parent / path
        if not target.exists():
            raise FileNotFoundError(f"docs/{page.file.src_uri} links to {path}, which does not exist")
        plain = path.removeprefix("../")
        return text if plain in text else f"{text} (`{plain}`)"

    return LINK.sub(name, markdown)
