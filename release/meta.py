"""Prints what meta.toml knows into the manifests: `meta.py [--check] [ROOT]`.

Owns the parts between `# generated: meta` and `# end of meta` in Cargo.toml, in the manifests of the crates that are
published, and in python/pyproject.toml. An empty value has no line. `--check` writes nothing, and fails if a manifest
differs.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDRESSES = ("repository", "homepage", "documentation")
# What a release cannot be uploaded without.
NEEDED = ("contact", "repository")


def read(root: Path = ROOT) -> dict[str, str]:
    """The values of meta.toml."""
    values = tomllib.loads((root / "meta.toml").read_text(encoding="utf-8"))
    for name in ADDRESSES:
        if values[name] and not values[name].startswith("https://"):
            raise SystemExit(f"meta.toml: {name} is {values[name]!r}, which is not an https:// address")
    if values["contact"] and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", values["contact"]):
        raise SystemExit(f"meta.toml: contact is {values['contact']!r}, which is not an e-mail address")
    return values


def missing(values: dict[str, str]) -> list[str]:
    """What a release still lacks."""
    return [name for name in NEEDED if not values[name]]


def crates(values: dict[str, str]) -> str:
    """The lines of [workspace.package]."""
    mail = f" <{values['contact']}>" if values["contact"] else ""
    lines = [f"authors = [{json.dumps(values['authors'] + mail)}]"]
    lines += [f"{name} = {json.dumps(values[name])}" for name in ADDRESSES if values[name]]
    return "\n".join(lines)


def inherited(values: dict[str, str]) -> str:
    """The lines of [package] of a crate, whose documentation the registry makes."""
    return "\n".join(["authors.workspace = true", *(f"{name}.workspace = true" for name in ADDRESSES[:2] if values[name])])


def manifests(root: Path, values: dict[str, str]) -> dict[Path, str]:
    """The lines of each manifest."""
    texts = {root / "Cargo.toml": crates(values), root / "python" / "pyproject.toml": project(values)}
    for folder in tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["members"]:
        manifest = root / folder / "Cargo.toml"
        if tomllib.loads(manifest.read_text(encoding="utf-8"))["package"].get("publish", True):
            texts[manifest] = inherited(values)
    return texts


def project(values: dict[str, str]) -> str:
    """The lines of [project], which begin its sub-table of addresses."""
    mail = f", email = {json.dumps(values['contact'])}" if values["contact"] else ""
    lines = [f"authors = [{{ name = {json.dumps(values['authors'])}{mail} }}]"]
    inside = ", ".join(f"{name.capitalize()} = {json.dumps(values[name])}" for name in ADDRESSES if values[name])
    return "\n".join([*lines, *([f"urls = {{ {inside} }}"] if inside else [])])


def printed(path: Path, text: str, lines: str) -> str:
    """The manifest with other lines between its marks."""
    marks = re.compile(r"(?<=^# generated: meta\n).*?(?=^# end of meta$)", re.DOTALL | re.MULTILINE)
    changed, count = marks.subn(lambda _: lines + "\n", text)
    if count != 1:
        raise SystemExit(f"{path} has no part `# generated: meta`, or several")
    return changed


def main(arguments: list[str]) -> int:
    """Print the values, or compare; the exit status."""
    check = "--check" in arguments
    places = [Path(word) for word in arguments if word != "--check"]
    root = places[0] if places else ROOT
    values = read(root)
    different = []
    for path, lines in manifests(root, values).items():
        before = path.read_text(encoding="utf-8")
        after = printed(path, before, lines)
        if after != before:
            different.append(path.relative_to(root))
            if not check:
                path.write_text(after, encoding="utf-8")
    for name in different:
        print(f"{name}: {'differs from meta.toml: make meta' if check else 'written'}")
    return 1 if check and different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
