"""Every code block of the documentation runs, in order, a page in a folder of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[1]
PAGES = [*sorted((HERE / "docs").glob("*.md")), HERE / "README.md"]
# Pages of all languages, whose blocks are programs of their own.
OTHERS = [HERE.parent / "README.md", *sorted((HERE.parent / "docs").rglob("*.md"))]
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


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of each page as a file."""
    folder = tmp_path_factory.mktemp("pages")
    for page in PAGES:
        parts = [text for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")) if kind == "python"]
        (folder / f"python_{page.stem}.py".replace("-", "_")).write_text("\n".join(parts), encoding="utf-8")
    for page in OTHERS:
        for number, (kind, text) in enumerate(BLOCK.findall(page.read_text(encoding="utf-8"))):
            if kind == "python":
                (folder / f"{page.stem}_{number}.py".replace("-", "_")).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.timeout(300)
def test_mypy_is_strict_and_content_with_every_page(written: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), *map(str, written.glob("*.py"))]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False, cwd=tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.timeout(300)
def test_pyright_is_content_with_every_page(written: Path, tmp_path: Path) -> None:
    settings = {"include": [str(written)], "typeCheckingMode": "standard"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "basedpyright", "-p", str(tmp_path), "--pythonpath", sys.executable]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
