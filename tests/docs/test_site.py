"""What makes the documentation finds its mistakes: dead links, missing tags; and programs are told in parts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT / "tests" / "docs")]

import blocks  # noqa: E402
import comments  # noqa: E402
import links  # noqa: E402
import pages  # noqa: E402
import references  # noqa: E402

HEADER = """/**
 * Free a queue; see COMMDN_ERR_CLOSED.
 *
 * Owns:    takes `completions`;
 *          NULL is harmless.
 * Threads: any.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_completions_free(commdn_completions *completions);
#define COMMDN_ERR_CLOSED -1
"""


def test_links_to_files_and_anchors_that_do_not_exist_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<a href="b.html#there">1</a><a href="b.html#gone">2</a><a href="c.html">3</a><a href="https://x.invalid/">4</a>'
    )
    (tmp_path / "b.html").write_text('<p id="there"></p>')
    assert links.dead_links(tmp_path, set()) == [
        "a.html: b.html#gone: there is no such anchor",
        "a.html: c.html: there is no such file",
    ]
    assert links.dead_links(tmp_path, {tmp_path}) == []


def test_the_five_tags_become_a_table_in_the_group_of_the_object() -> None:
    made = comments.c_header(HEADER)
    assert "<tr><th>Owns</th><td>takes `completions`; NULL is harmless.</td></tr>" in made
    assert "@ingroup completions" in made
    assert "see #COMMDN_ERR_CLOSED." in made


@pytest.mark.parametrize("tag", comments.TAGS)
def test_a_function_states_a_tag_only_where_it_deviates(tag: str) -> None:
    lines = [line for line in HEADER.splitlines(keepends=True) if f"{tag}:" not in line]
    made = comments.c_header("".join(lines))
    assert f"<th>{tag}</th>" not in made
    assert all(f"<th>{other}</th>" in made for other in comments.TAGS if other != tag)


def test_tags_in_another_order_are_a_mistake() -> None:
    lines = HEADER.splitlines(keepends=True)
    lines.insert(3, lines.pop(-4))
    with pytest.raises(SystemExit, match="commdn_completions_free: its tags are"):
        comments.c_header("".join(lines))


def test_a_comment_covers_overloads_and_the_twin_that_does_not_throw() -> None:
    made = comments.cpp_header(
        "/** Wait. Blocks. */\n    bool wait() const { return try_wait().value(); }\n"
        "    Result<bool> try_wait() const {\n    }\n\n    bool other() const;\n"
    )
    assert "/** As wait(), but the error is returned, not thrown. */\n    Result<bool> try_wait()" in made
    assert made.count("/**") == 2


def test_the_parts_of_a_program_are_put_together(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    part = "<!-- program: one -->\n```c\n{}\n```\n\ntext\n"
    page.write_text(part.format("int a;") + "```c\nint alone;\n```\n" + part.format("int b;"))
    assert [block.code for block in blocks.blocks_of(page)] == ["int a;\n\nint b;\n", "int alone;\n"]


def test_languages_are_tabs_in_the_site() -> None:
    page = "<!-- tabs -->\n### C\n\n```c\nint a;\n```\n\n### Python\n\ntext\n\n<!-- end of tabs -->\nafter\n"
    assert pages.tabbed(page) == '=== "C"\n\n    ```c\n    int a;\n    ```\n\n=== "Python"\n\n    text\n\nafter\n'


def test_the_first_program_in_rust_is_the_one_that_is_run() -> None:
    rust = [
        block.code
        for page in ("README.md", "docs/index.md")
        for block in blocks.blocks_of(ROOT / page)
        if block.language == "rust"
    ]
    assert len(rust) == 2
    assert rust[0] == rust[1]


def test_links_lead_to_the_page_in_the_site_or_become_names() -> None:
    source = ROOT / "docs" / "users" / "operator.md"
    where = pages.places()
    text = "[a](../simulator.md#x) [b](../../python/docs/import.md) [c](../../Cargo.toml) `[d](gone.md)` [e](https://e.invalid)"
    assert pages.linked(text, source, where) == (
        "[a](../simulator.md#x) [b](../python/import.md) c (`Cargo.toml`) `[d](gone.md)` [e](https://e.invalid)"
    )
    with pytest.raises(FileNotFoundError, match=r"docs/users/operator\.md links to gone\.md"):
        pages.linked("[f](gone.md)", source, where)


def test_the_navigation_leaves_out_what_is_not_there_and_shows_what_it_forgets(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).touch()
    wanted = ["a.md", "gone.md", {"References": [{"C": "c/index.html"}]}, {"Later": ["missing.md"]}]
    assert pages.navigation(wanted, tmp_path) == ["a.md", {"References": [{"C": "c/index.html"}]}, {"More": ["b.md"]}]


def test_names_of_a_reference_are_found_by_the_search(tmp_path: Path) -> None:
    tags = tmp_path / "c.tag"
    tags.write_text(
        "<tagfile><compound kind='group'><name>session</name><title>session</title><filename>group__session.html</filename>"
        "<member kind='function'><type>int</type><name>f</name><anchorfile>group__session.html</anchorfile>"
        "<anchor>a1</anchor><arglist>(a &lt; b)</arglist></member></compound></tagfile>"
    )
    assert references.doxygen(tags, "c", "C")[1] == {
        "location": "c/group__session.html#a1", "title": "f", "text": "C, session: int f(a &lt; b)",
    }
