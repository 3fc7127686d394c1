#!/usr/bin/env python3
"""Looks into the jar that is released: ours alone, for Java 8, and small.

    check_jar.py JAR
"""

import sys
import zipfile

JAVA_8 = 52
MAX_BYTES = 200_000


def problems(path: str) -> list[str]:
    found = []
    with zipfile.ZipFile(path) as jar:
        names = [name for name in jar.namelist() if not name.endswith("/")]
        for name in names:
            if not name.startswith(("commdn/psdk/", "META-INF/")):
                found.append(f"{name} is not ours")
            if name.endswith(".class"):
                major = int.from_bytes(jar.read(name)[6:8], "big")
                if major != JAVA_8:
                    found.append(f"{name} is of class file version {major}, not {JAVA_8} (Java 8)")
        manifest = jar.read("META-INF/MANIFEST.MF").decode()
        if "Main-Class: commdn.psdk.Main" not in manifest:
            found.append("the manifest names no main class")
        if "commdn/psdk/Main.class" not in names:
            found.append("the main class is missing")
        size = sum(info.compress_size for info in jar.infolist())
        if size > MAX_BYTES:
            found.append(f"it has {size} bytes, over {MAX_BYTES}")
    return found


if __name__ == "__main__":
    wrong = problems(sys.argv[1])
    for problem in wrong:
        print(f"{sys.argv[1]}: {problem}", file=sys.stderr)
    sys.exit(bool(wrong))
