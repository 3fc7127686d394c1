"""What meta.toml says reaches every manifest, and what it does not say is in none."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "release"))

import meta  # noqa: E402

VALUES = {
    "name": "commdn", "authors": "A", "contact": "a@example.org", "repository": "https://example.org/r",
    "homepage": "https://example.org", "documentation": "",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The manifests in a folder of their own."""
    listed = subprocess.run(["git", "ls-files", "*Cargo.toml", "python/pyproject.toml", "meta.toml"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    for name in listed.stdout.split():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def write(tree: Path, values: dict[str, str]) -> None:
    """meta.toml with these values."""
    (tree / "meta.toml").write_text("".join(f'{name} = "{value}"\n' for name, value in values.items()))


def test_values_reach_every_manifest(tree: Path) -> None:
    write(tree, VALUES)
    assert meta.main(["--check", str(tree)]) == 1
    assert meta.main([str(tree)]) == 0
    assert meta.main(["--check", str(tree)]) == 0
    workspace = tomllib.loads((tree / "Cargo.toml").read_text())["workspace"]["package"]
    assert workspace["repository"] == "https://example.org/r"
    assert workspace["authors"] == ["A <a@example.org>"]
    assert "documentation" not in workspace
    for crate in ("rt", "core", "sim", "ffi-c"):
        package = tomllib.loads((tree / crate / "Cargo.toml").read_text())["package"]
        assert package["repository"] == {"workspace": True}, crate
    project = tomllib.loads((tree / "python" / "pyproject.toml").read_text())["project"]
    assert project["urls"] == {"Repository": "https://example.org/r", "Homepage": "https://example.org"}
    assert project["authors"] == [{"name": "A", "email": "a@example.org"}]
    assert meta.missing(VALUES) == []


def test_empty_values_have_no_line(tree: Path) -> None:
    write(tree, dict.fromkeys(VALUES, "") | {"authors": "A"})
    meta.main([str(tree)])
    assert "repository" not in tomllib.loads((tree / "core" / "Cargo.toml").read_text())["package"]
    assert "urls" not in tomllib.loads((tree / "python" / "pyproject.toml").read_text())["project"]
    assert meta.missing(meta.read(tree)) == ["contact", "repository"]


@pytest.mark.parametrize(("name", "value"), [("repository", "git@example.org:r"), ("contact", "nobody")])
def test_a_value_of_another_kind_is_named(tree: Path, name: str, value: str) -> None:
    write(tree, VALUES | {name: value})
    with pytest.raises(SystemExit, match=f"meta.toml: {name} is '{value}'"):
        meta.read(tree)


def test_a_manifest_without_marks_is_named(tree: Path) -> None:
    manifest = tree / "core" / "Cargo.toml"
    manifest.write_text(manifest.read_text().replace("# end of meta", ""))
    with pytest.raises(SystemExit, match=r"core/Cargo\.toml has no part"):
        meta.main([str(tree)])


def test_the_committed_manifests_agree() -> None:
    assert meta.main(["--check"]) == 0
