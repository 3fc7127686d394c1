#!/usr/bin/env python3
"""Pack and unpack the corpora of the fuzz targets: one archive a target, the same for the same inputs.

    python fuzz/corpus.py unpack TARGET FOLDER    put the committed inputs into FOLDER
    python fuzz/corpus.py pack TARGET FOLDER      make the files of FOLDER the committed inputs
    python fuzz/corpus.py list                    tell how many inputs each target has

Thousands of files of a few bytes are slow to check out and hide what else a commit changes. Needs
nothing but Python; fuzz/run.sh calls it, and the tests read the archives where they lie.
"""

from __future__ import annotations

import gzip
import io
import sys
import tarfile
from pathlib import Path

ARCHIVES = Path(__file__).parent / "corpus"


def archive(target: str) -> Path:
    """The archive of one target."""
    return ARCHIVES / f"{target}.tar.gz"


def inputs(target: str) -> dict[str, bytes]:
    """The committed inputs of a target by name, in the order of their names."""
    with tarfile.open(archive(target), "r:gz") as members:
        found = {member.name: members.extractfile(member) for member in members.getmembers()}
        return {name: file.read() for name, file in sorted(found.items()) if file is not None}


def unpack(target: str, folder: Path) -> int:
    """Write the committed inputs to a folder; a target that has none yet gives an empty one."""
    folder.mkdir(parents=True, exist_ok=True)
    committed = inputs(target) if archive(target).exists() else {}
    for name, data in committed.items():
        (folder / Path(name).name).write_bytes(data)
    return len(committed)


def pack(target: str, folder: Path) -> int:
    """Make the files of a folder the committed inputs: no times, no owners, sorted names."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as stream:
        with tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as members:
            for path in files:
                data = path.read_bytes()
                member = tarfile.TarInfo(path.name)
                member.size = len(data)
                members.addfile(member, io.BytesIO(data))
    ARCHIVES.mkdir(exist_ok=True)
    archive(target).write_bytes(packed.getvalue())
    return len(files)


def main(arguments: list[str]) -> int:
    """The command line."""
    match arguments:
        case ["unpack", target, folder]:
            print(f"{target}: {unpack(target, Path(folder))} inputs to {folder}")
        case ["pack", target, folder]:
            count = pack(target, Path(folder))
            print(f"{target}: {count} inputs, {archive(target).stat().st_size} bytes packed")
        case ["list"]:
            for path in sorted(ARCHIVES.glob("*.tar.gz")):
                target = path.name.removesuffix(".tar.gz")
                print(f"{target}: {len(inputs(target))} inputs, {path.stat().st_size} bytes packed")
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
