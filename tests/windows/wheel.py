"""What the wheel for Windows holds: wheel.py WHEEL OBJDUMP.

Fails unless it has the extension module, every module of the package and its types, and the extension module imports
nothing but what Windows has and python3.dll, which every CPython from 3.11 on brings.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import textwrap
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from kit import foreign, imports


def main(wheel: str, objdump: str) -> None:
    faults = []
    if not Path(wheel).name.endswith("-cp311-abi3-win_amd64.whl"):
        faults.append(f"{wheel} is named for something else")
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
        names = archive.namelist()
        package = {
            str(path.relative_to("python"))
            for path in Path("python/commdn").rglob("*")
            if path.suffix in (".py", ".pyi", ".typed") or path.name == "py.typed"
        }
        missing = sorted(package - set(names))
        if missing:
            faults.append(f"the wheel lacks {', '.join(missing[:5])}")
        modules = [name for name in names if name.endswith((".pyd", ".dll", ".so"))]
        if modules != ["commdn/_native.pyd"]:
            faults.append(f"extension modules: {modules}")
        else:
            module = Path(archive.extract(modules[0], folder))
            others = foreign(objdump, module, frozenset({"python3"}))
            if others:
                faults.append(f"{modules[0]} imports {', '.join(others)}")
            if "python3" not in imports(objdump, module):
                faults.append(f"{modules[0]} does not import python3.dll")
            text = subprocess.run([objdump, "-p", module], capture_output=True, text=True, check=True).stdout
            if "PyInit__native" not in text:
                faults.append(f"{modules[0]} exports no PyInit__native")
            print(f"   {modules[0]}: {module.stat().st_size:,} bytes, imports {', '.join(sorted(imports(objdump, module)))}")
        if faults:
            sys.exit("\n".join(faults))
        print(f"   {Path(wheel).name}: {len(names)} files")
        # Python's own files, which are many, side by side.
        python = " ".join(name for name in names if name.endswith((".py", ".pyi")))
        print(textwrap.fill(python, 118, initial_indent="   ", subsequent_indent="   ", break_long_words=False, break_on_hyphens=False))
        for name in names:
            if not name.endswith((".py", ".pyi")):
                print(f"   {name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
