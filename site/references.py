"""Puts the references of C, C++ and Rust into the site's one search, and a way back into their pages.

Reads what Doxygen (tag files) and rustdoc (pages) have made. Owns what a search result of a reference says.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from xml.etree import ElementTree

ITEM = re.compile(r"(struct|enum|trait|fn|type|constant|macro)\.(\w+)\.html")
ABOUT = re.compile(r'<meta name="description" content="([^"]*)">')
ICON = '<link rel="icon" href="{up}assets/images/favicon.png">'
HOME = '<a href="{up}index.html" style="display:inline-block;padding:.3em 1em">All documentation</a>'


def doxygen(tags: Path, folder: str, language: str) -> list[dict[str, str]]:
    """What a tag file lists: groups and classes, and their members."""
    found = []
    for compound in ElementTree.parse(tags).getroot():
        if compound.get("kind") not in {"group", "class", "struct", "namespace"}:
            continue
        page = compound.findtext("filename", "")
        page += "" if page.endswith(".html") else ".html"
        title = compound.findtext("title") or compound.findtext("name", "")
        found.append({"location": f"{folder}/{page}", "title": title, "text": f"{language}: {title}"})
        for member in compound.findall("member"):
            place = f"{folder}/{member.findtext('anchorfile')}#{member.findtext('anchor')}"
            name = member.findtext("name", "")
            what = f"{member.findtext('type', '')} {name}{member.findtext('arglist', '')}"
            text = f"{language}, {title}: {html.escape(what)}"
            found.append({"location": place, "title": name, "text": text})
    return found


def rustdoc(site: Path) -> list[dict[str, str]]:
    """Every item that has a page, with the first sentence of its documentation."""
    found = []
    for crate in ("commdn", "commdn_sim"):
        for page in sorted((site / "rust" / crate).rglob("*.html")):
            item = ITEM.fullmatch(page.name)
            if item is None:
                continue
            module = "::".join(page.relative_to(site / "rust").parent.parts)
            about = ABOUT.search(page.read_text(encoding="utf-8"))
            text = f"Rust, {item[1]} of {module}: {about[1] if about else ''}"
            found.append({"location": page.relative_to(site).as_posix(), "title": item[2], "text": text})
    return found


def into_search(site: Path, entries: list[dict[str, str]]) -> None:
    """Add entries to the index that the site's search reads."""
    path = site / "search" / "search_index.json"
    index = json.loads(path.read_text(encoding="utf-8"))
    once = {entry["location"]: entry for entry in entries}
    index["docs"] += once.values()
    path.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")


def way_back(site: Path) -> None:
    """A link to the documentation at the top of every page of a reference."""
    for folder in ("c", "cpp", "rust"):
        for page in (site / folder).rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            up = "../" * len(page.relative_to(site).parent.parts)
            text = re.sub(r"<body[^>]*>", lambda body: body[0] + HOME.format(up=up), text, count=1)
            # Without one a browser asks the server's root for it.
            if 'rel="icon"' not in text:
                text = text.replace("</head>", ICON.format(up=up) + "</head>", 1)
            page.write_text(text, encoding="utf-8")
