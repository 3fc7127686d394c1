"""The library that CMake builds has what cargo's has: a feature that is on by default is on in both."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_cmake_passes_every_default_feature() -> None:
    manifest = tomllib.loads((ROOT / "ffi-c" / "Cargo.toml").read_text(encoding="utf-8"))
    passed = re.findall(r"--features (\w+)", (ROOT / "ffi-c" / "cmake" / "build.cmake").read_text(encoding="utf-8"))
    assert sorted(passed) == sorted(manifest["features"]["default"])


def test_an_option_of_cmake_is_on_and_reaches_the_build() -> None:
    project = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    used = set(re.findall(r"^if\((COMMDN_\w+)\)", (ROOT / "ffi-c" / "cmake" / "build.cmake").read_text(encoding="utf-8"), re.MULTILINE))
    assert used, "build.cmake has no options"
    for name in used:
        assert re.search(rf'^option\({name} ".*" ON\)$', project, re.MULTILINE), name
        assert f'"-D{name}=${{{name}}}"' in project, name
