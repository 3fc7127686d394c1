"""What MkDocs asks while it builds the site: its navigation, and the script of diagrams where there is one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "release"))
import meta
import pages

DIAGRAM = '<pre class="mermaid">'


def on_config(config: Any) -> Any:
    """MkDocs calls it before anything else: the navigation has every page, the header the repository, if there is one."""
    config["nav"] = pages.navigation(config["nav"], Path(config["docs_dir"]))
    config["repo_url"] = meta.read()["repository"] or None
    return config


def on_post_page(output: str, *, page: Any, config: Any) -> str:
    """MkDocs calls it with the HTML of each page, and gets what the theme leaves out of it."""
    # For readers who use a keyboard or a screen reader: a name for the search, and code that can be scrolled.
    output = output.replace('data-md-component="search" role="dialog"', 'data-md-component="search" role="dialog" aria-label="Search"', 1)
    output = output.replace("<pre><span></span><code>", '<pre><span></span><code tabindex="0">')
    if DIAGRAM in output:
        # Three megabytes of script are only for pages with a diagram.
        script = "../" * page.url.count("/") + "assets/mermaid.min.js"
        output = output.replace("</head>", f'<script src="{script}"></script></head>', 1)
    return output
