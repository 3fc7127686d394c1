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
def test_a_function_without_one_of_the_tags_is_a_mistake(tag: str) -> None:
    lines = [line for line in HEADER.splitlines(keepends=True) if f"{tag}:" not in line]
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
