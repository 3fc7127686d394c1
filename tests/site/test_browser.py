"""The documentation as a reader meets it, in a real browser: complaints, other hosts, search, width, accessibility."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import SITE, TARGET, Seen, open_context, shot
from playwright.sync_api import Browser, expect

AXE = Path(os.environ.get("AXE", TARGET / "npm" / "axe-core" / "node_modules" / "axe-core" / "axe.min.js"))
# A page of each kind: text, diagrams, tables, code, generated references, a notebook.
PAGES = (
    "index.html", "diagrams.html", "glossary.html", "guide.html", "settings.html", "users/operator.html",
    "python/index.html", "python/reference.html", "python/notebook.html", "cli.html",
)
# Made by Doxygen and rustdoc: they must work, their colours and structure are not ours.
WIDTHS = ("desktop", "phone")
REFERENCES = ("c/index.html", "cpp/index.html", "rust/commdn/index.html")


@pytest.mark.parametrize(("name", "width"), [(name, width) for name in PAGES for width in WIDTHS] + [(name, "desktop") for name in REFERENCES])
def test_a_page_complains_of_nothing_and_asks_no_other_host(browser: Browser, address: str, name: str, width: str) -> None:
    with open_context(browser, width) as context:
        seen = Seen(context, address)
        page = context.new_page()
        page.goto(f"{address}/{name}", wait_until="networkidle")
        shot(page, f"{name.replace('/', '-').removesuffix('.html')}-{width}")
        assert seen.complaints == []
        assert seen.elsewhere == []
        if name in PAGES:
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{wide} pixels too wide"


@pytest.mark.parametrize(
    ("name", "scheme"), [*((name, "light") for name in PAGES), *((name, "dark") for name in ("index.html", "guide.html"))]
)
def test_accessibility_has_no_serious_finding(browser: Browser, address: str, name: str, scheme: str) -> None:
    with open_context(browser, "desktop", scheme) as context:
        page = context.new_page()
        page.goto(f"{address}/{name}", wait_until="networkidle")
        page.add_script_tag(path=AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        serious = [
            f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['target']}, {len(rule['nodes'])} places"
            for rule in found["violations"]
            if rule["impact"] in {"serious", "critical"}
        ]
        assert serious == []


@pytest.mark.parametrize(
    ("words", "leads_to"),
    [
        ("outbox states", "diagrams.html"),
        ("spreadsheet", "python/dataframe.html"),
        ("commdn_session_open", "c/group__"),
        ("SessionOptions", "cpp/class"),
        ("SessionConfig", "rust/commdn/"),
        ("force-unload", "cli.html"),
    ],
)
def test_one_search_finds_what_every_language_has(browser: Browser, address: str, words: str, leads_to: str) -> None:
    with open_context(browser, "desktop") as context:
        page = context.new_page()
        page.goto(f"{address}/index.html", wait_until="networkidle")
        # By the keyboard alone: a slash opens the search.
        page.keyboard.press("/")
        field = page.locator("input.md-search__input")
        expect(field).to_be_focused()
        page.keyboard.type(words)
        result = page.locator(f".md-search-result__link[href*='{leads_to}']").first
        expect(result).to_be_attached(timeout=30_000)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "index.html" not in url or "/c/" in url, timeout=30_000)


def test_diagrams_are_drawn(browser: Browser, address: str) -> None:
    with open_context(browser, "desktop") as context:
        page = context.new_page()
        page.goto(f"{address}/diagrams.html", wait_until="networkidle")
        source = (SITE / "diagrams.html").read_text(encoding="utf-8").count('<pre class="mermaid">')
        # Material hangs each drawing into a closed shadow root; what shows it is its size.
        drawn = page.locator("div.mermaid")
        expect(drawn).to_have_count(source, timeout=60_000)
        assert source == 6
        for index in range(source):
            box = drawn.nth(index).bounding_box()
            assert box is not None and box["height"] > 100
            drawn.nth(index).scroll_into_view_if_needed()
            shot(page, f"diagram-{index}")


def test_dark_mode_is_remembered(browser: Browser, address: str) -> None:
    with open_context(browser, "desktop") as context:
        page = context.new_page()
        page.goto(f"{address}/index.html", wait_until="networkidle")
        page.get_by_title("Dark mode").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.goto(f"{address}/guide.html", wait_until="networkidle")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        shot(page, "guide-dark")
