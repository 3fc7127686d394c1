"""What the kit for Windows holds: kit.py FOLDER OBJDUMP NM.

Fails unless every file that a user needs is there, the libraries import nothing but what Windows has, the DLL exports
what symbols.txt lists and nothing else, and the import library gives the same names.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

SYSTEM = {
    "advapi32", "bcrypt", "bcryptprimitives", "crypt32", "gdi32", "kernel32", "msvcrt", "ncrypt", "ntdll", "ole32", "oleaut32",
    "secur32", "shell32", "user32", "userenv", "version", "ws2_32",
}
NEEDED = [
    "bin/commdn.dll", "bin/commdn-sim.exe", "bin/commdn-bridge.exe", "lib/libcommdn.dll.a", "lib/commdn.lib", "lib/commdn.def", "lib/libcommdn.a",
    "include/commdn.h", "include/commdn.hpp", "lib/cmake/commdn/commdn-config.cmake",
    "share/doc/commdn/LICENSE-MIT", "share/doc/commdn/THIRD-PARTY.txt", "share/doc/commdn/examples/win32/desktop.cpp",
]


def imports(objdump: str, file: Path) -> set[str]:
    """The DLLs that a file needs, in small letters and without their ending."""
    text = subprocess.run([objdump, "-p", file], capture_output=True, text=True, check=True).stdout
    return {name.lower().removesuffix(".dll") for name in re.findall(r"DLL Name: (\S+)", text)}


def foreign(objdump: str, file: Path, also: frozenset[str] = frozenset()) -> list[str]:
    """Those that Windows does not have."""
    found = imports(objdump, file)
    if not found:
        return ["(imports nothing at all)"]
    return sorted(name for name in found - SYSTEM - also if not name.startswith("api-ms-win-"))


def exports(objdump: str, file: Path) -> set[str]:
    text = subprocess.run([objdump, "-p", file], capture_output=True, text=True, check=True).stdout
    table = text.split("[Ordinal/Name Pointer] Table", 1)[1]
    return set(re.findall(r"^\s*\[\s*\d+\](?: \+base\[\s*\d+\])?\s+(?:[0-9a-f]{4,8}\s+)?(\w+)$", table, re.MULTILINE))


def main(folder: str, objdump: str, nm: str) -> None:
    kit = Path(folder)
    faults = [f"{name} is missing" for name in NEEDED if not (kit / name).is_file()]
    if faults:
        sys.exit("\n".join(faults))
    for name in ("bin/commdn.dll", "bin/commdn-sim.exe", "bin/commdn-bridge.exe"):
        others = foreign(objdump, kit / name)
        if others:
            faults.append(f"{name} imports {', '.join(others)}")
        print(f"   {name}: imports {', '.join(sorted(imports(objdump, kit / name)))}")
    listed = {line.split()[0] for line in Path("ffi-c/symbols.txt").read_text().splitlines() if line}
    exported = exports(objdump, kit / "bin/commdn.dll")
    if exported != listed:
        faults.append(f"the DLL's exports differ from symbols.txt: {sorted(exported ^ listed)[:10]}")
    for library in ("lib/libcommdn.dll.a", "lib/commdn.lib"):
        text = subprocess.run([nm, kit / library], capture_output=True, text=True, check=True).stdout
        names = set(re.findall(r" T (\w+)$", text, re.MULTILINE))
        if names != listed:
            faults.append(f"{library} differs from symbols.txt: {sorted(names ^ listed)[:10]}")
    # The version that the file's properties show, in UTF-16.
    version = re.search(r'^version = "(.*)"', Path("Cargo.toml").read_text(), re.MULTILINE)
    assert version is not None
    if version[1].encode("utf-16-le") not in (kit / "bin/commdn.dll").read_bytes():
        faults.append("commdn.dll shows no version")
    if faults:
        sys.exit("\n".join(faults))
    files = sum(path.is_file() for path in kit.rglob("*"))
    print(f"   {files} files, {len(listed)} exports")


if __name__ == "__main__":
    main(*sys.argv[1:])
