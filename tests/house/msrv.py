"""The oldest Rust that builds the project: no dependency may ask for a newer one than `rust-version` says.

Calls of the standard library that are newer are clippy's to find (`incompatible_msrv`).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path


def number(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in version.split(".")]
    return tuple(parts + [0] * (3 - len(parts)))


def main() -> None:
    found = re.search(r'^rust-version = "(.*)"', Path("Cargo.toml").read_text(), re.MULTILINE)
    assert found is not None
    oldest = found[1]
    command = ["cargo", "metadata", "--quiet", "--locked", "--format-version", "1", *sys.argv[1:]]
    packages = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["packages"]
    asked = [(package["rust_version"], package["name"], package["version"]) for package in packages]
    newer = [each for each in asked if each[0] and number(each[0]) > number(oldest)]
    for version, name, own in newer:
        print(f"{name} {own} needs Rust {version}, the project says {oldest}", file=sys.stderr)
    says = sum(1 for each in asked if each[0])
    print(f"Rust {oldest}: {len(packages)} crates, {says} of them say which Rust they need, {len(newer)} too new a one")
    if newer or says < len(packages) // 2:
        sys.exit(1)


if __name__ == "__main__":
    main()
