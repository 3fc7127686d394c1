"""Turn a header into what its ABI can be compared by.

probe.py bare HEADER           the header without comments, as it is kept to compare with
probe.py source HEADER         a C program that defines every function of the header
probe.py constants OLD NEW     the constants of two headers: one that is gone or has another value is an
                               error, a new one a note
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "c"))

from tables import expanded, functions

# The fewest that a header of this library has: with fewer, it was not understood.
FUNCTIONS, CONSTANTS = 200, 200

DEFINE = re.compile(r"^#define (COMMDN_\w+)[ \t]+(\S.*?)[ \t]*$", re.M)


def bare(header: str) -> str:
    text = re.sub(r"/\*.*?\*/", "", expanded(header), flags=re.S)
    lines = (line.rstrip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def source(header: str) -> str:
    """The bodies do nothing: it is the types of what an object defines that are compared."""
    found = functions(header)
    plain = re.sub(r"^typedef.*?;$", "", bare(header), flags=re.M | re.S)
    missed = set(re.findall(r"\b(commdn_\w+)\(", plain)) - {name for _, name, _ in found}
    if missed:
        raise SystemExit(f"{header}: these functions were not understood: {', '.join(sorted(missed))}")
    if len(found) < FUNCTIONS:
        raise SystemExit(f"{header}: only {len(found)} functions were found")
    out = ["/* Made by tests/abi/probe.py. */", '#include "commdn.h"']
    for result, name, arguments in found:
        unused = "".join(f" (void){re.sub(r'.*[ *]', '', argument)};" for argument in arguments)
        body = "" if result == "void" else " return 0;"
        out.append(f"{result} {name}({', '.join(arguments) or 'void'}) {{{unused}{body} }}")
    return "\n".join(out) + "\n"


def constants(header: str) -> dict[str, str]:
    found = dict(DEFINE.findall(bare(header)))
    if len(found) < CONSTANTS:
        raise SystemExit(f"{header}: only {len(found)} constants were found")
    # That a version goes up is no change of the ABI.
    return {name: value for name, value in found.items() if not name.startswith("COMMDN_VERSION")}


def compare(old_header: str, new_header: str) -> None:
    old, new = constants(old_header), constants(new_header)
    faults = [f"{name} is gone" for name in old if name not in new]
    faults += [
        f"{name} was {value} and is {new[name]}" for name, value in old.items() if new.get(name, value) != value
    ]
    for name in new:
        if name not in old:
            print(f"new constant: {name} {new[name]}")
    if faults:
        raise SystemExit("\n".join(faults))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bare", header]:
            print(bare(header), end="")
        case ["source", header]:
            print(source(header), end="")
        case ["constants", old, new]:
            compare(old, new)
        case _:
            raise SystemExit(__doc__)
