"""Whether everything that has a version has the same one: `versions.py [--strict]`.

A release also needs a changelog with its version and date, and what meta.toml must know: `--strict` refuses without,
otherwise they are named.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import meta

ROOT = Path(__file__).resolve().parents[1]


def dependencies(root: Path) -> dict[str, str]:
    """The versions that our manifests ask of our own crates."""
    found = {}
    manifests = [root / "Cargo.toml", *sorted(root.glob("*/Cargo.toml"))]
    for path in manifests:
        manifest = tomllib.loads(path.read_text(encoding="utf-8"))
        for table in (manifest, manifest.get("workspace", {})):
            for name, wanted in table.get("dependencies", {}).items():
                if isinstance(wanted, dict) and "path" in wanted and "version" in wanted:
                    found[f"{path.relative_to(root)}: {name}"] = wanted["version"]
    return found


def faults(root: Path = ROOT) -> tuple[list[str], list[str]]:
    """What is wrong in any case, and what a release lacks."""
    version = tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]["version"]
    wrong = [f"{where} is {other}, not {version}" for where, other in dependencies(root).items() if other != version]
    for path in sorted(root.glob("*/Cargo.toml")):
        own = tomllib.loads(path.read_text(encoding="utf-8")).get("package", {}).get("version")
        if isinstance(own, str) and own not in {version, "0.0.0"}:
            wrong.append(f"{path.relative_to(root)} has the version {own} of its own, not {version}")
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    entry = re.search(rf"^## \[{re.escape(version)}\](.*)$", changelog, re.MULTILINE)
    if entry is None:
        wrong.append(f"CHANGELOG.md has no entry for {version}")
    lacks = [f"meta.toml: {name} is empty" for name in meta.missing(meta.read(root))]
    if entry is not None and not re.fullmatch(r" - \d{4}-\d\d-\d\d", entry.group(1)):
        lacks.append(f"CHANGELOG.md: the entry of {version} has no date")
    return wrong, lacks


def main(arguments: list[str]) -> int:
    """Print what is wrong; the exit status."""
    wrong, lacks = faults()
    print("\n".join([*wrong, *(f"not ready to be uploaded: {fault}" for fault in lacks)]) or "versions agree")
    return 1 if wrong or (lacks and "--strict" in arguments) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
