"""Every code block of the documentation runs, in order, a page in a folder of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[1]
PAGES = [*sorted((HERE / "docs").glob("*.md")), HERE / "README.md"]
BLOCK = re.compile(r"^```(python|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_page_is_in_the_navigation() -> None:
    navigation = (HERE.parent / "site" / "mkdocs.yml").read_text(encoding="utf-8")
    pages = {page.name for page in (HERE / "docs").glob("*.md")}
    pages |= {f"{page.stem}.md" for page in (HERE / "docs").glob("*.ipynb")}
    assert pages == set(re.findall(r"python/([\w-]+\.md)", navigation))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.timeout(60)
def test_the_blocks_of_a_page_run(page: Path, tmp_path: Path) -> None:
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    python = "\n".join(text for kind, text in blocks if kind == "python")
    shell = "\n".join(text for kind, text in blocks if kind == "sh")
    if page.name == "README.md":
        # Installs the package and imports the reader's own file.
        shell = "commdn dnc add 5551234567 --server sim:\n"
    bin_folder = str(Path(sys.executable).parent)
    env = {**os.environ, "PATH": bin_folder + os.pathsep + os.environ["PATH"]}
    commands = [[sys.executable, "-W", "error", "-c", python], ["bash", "-euc", shell]]
    # What a page begins with may make files that its other blocks read.
    if blocks and blocks[0][0] == "sh":
        commands.reverse()
    for command in commands:
        ended = subprocess.run(
            command, capture_output=True, text=True, timeout=50, check=False, cwd=tmp_path, env=env
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
