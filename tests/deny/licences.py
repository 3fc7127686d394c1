#!/usr/bin/env python3
"""The part of deny.toml that needs no tool: licences and sources of everything that is distributed.

What only tests and builds use is not distributed, and not looked at.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
DISTRIBUTED = ["commdn", "commdn-bridge", "commdn-ffi", "commdn-sim", "commdn-python"]


def permitted(expression: str, allowed: set[str]) -> bool:
    """Whether an SPDX expression can be met with allowed licences alone."""
    tokens = re.findall(r"\(|\)|[^\s()/]+|/", expression)
    place = 0

    def one() -> bool:
        nonlocal place
        if tokens[place] == "(":
            place += 1
            value = either()
            place += 1
            return value
        licence = tokens[place]
        place += 1
        if tokens[place : place + 1] == ["WITH"]:
            licence += " WITH " + tokens[place + 1]
            place += 2
        return licence in allowed

    def both() -> bool:
        nonlocal place
        value = one()
        while tokens[place : place + 1] == ["AND"]:
            place += 1
            value = one() and value
        return value

    def either() -> bool:
        nonlocal place
        value = both()
        while tokens[place : place + 1] in (["OR"], ["/"]):
            place += 1
            value = both() or value
        return value

    return either()


def cargo(*arguments: str) -> str:
    return subprocess.run(["cargo", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def distributed(names: list[str] = DISTRIBUTED) -> list[dict]:
    """The packages that end up in what is distributed, on any platform, with any features.

    `cargo tree` knows which these are; `cargo metadata`, where they come from.
    """
    members = [word for name in names for word in ("-p", name)]
    options = ["--edges", "normal", "--target", "all", "--all-features", "--prefix", "none", "--format", "{p}"]
    lines = cargo("tree", "--locked", *members, *options).splitlines()
    built = {tuple(line.split()[:2]) for line in lines if line}
    metadata = json.loads(cargo("metadata", "--format-version", "1", "--locked", "--all-features"))
    return [own for own in metadata["packages"] if (own["name"], "v" + own["version"]) in built]


def main() -> int:
    rules = tomllib.loads((ROOT / "deny.toml").read_text())
    allowed = set(rules["licenses"]["allow"])
    denied = {entry["crate"] for entry in rules["bans"]["deny"]}
    packages = distributed()
    faults = []
    for package in packages:
        name = f"{package['name']} {package['version']}"
        if not permitted(package["license"] or "none", allowed):
            faults.append(f"{name}: licence {package['license']} is not allowed by deny.toml")
        # As cargo-deny's rules without an exception have it: the default registry, which has no name here, or this tree.
        if package["source"] is not None and not package["source"].startswith("registry+"):
            faults.append(f"{name}: comes from {package['source']}")
        for dependency in package["dependencies"]:
            if dependency.get("registry") is not None:
                faults.append(f"{name}: wants {dependency['name']} from {dependency['registry']}")
        if package["name"] in denied:
            faults.append(f"{name}: is banned by deny.toml")
    print("\n".join(faults) or f"{len(packages)} packages are distributed, licences and sources as deny.toml has them")
    return 1 if faults or len(packages) < 20 else 0


if __name__ == "__main__":
    assert permitted("(MIT OR Apache-2.0) AND ISC", {"MIT", "ISC"})
    assert not permitted("GPL-2.0 OR (MIT AND GPL-3.0)", {"MIT"})
    sys.exit(main())
