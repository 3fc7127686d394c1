"""Names that the C++ headers promise: all are in commdn_fwd.hpp, and what throws has a twin with try_ in its name."""

from __future__ import annotations

import re
import sys
from pathlib import Path

INCLUDE = Path(__file__).resolve().parents[2] / "include"
TYPE = re.compile(r"^(?:template <class T>\n)?(class|struct|enum class) (?:\[\[\w+\]\] )?(\w+)[ ;:]", re.MULTILINE)
# A member function and its body, which is one line or ends with the indentation of its name.
FUNCTION = re.compile(
    r"^( +)(?:static |explicit |inline |\[\[nodiscard\]\] )*[\w:<>,&* ]*?[ &*](\w+)\([^;{}]*\)[^;{}=]*"
    r"\{(?: ([^\n]*) \}|\n(.*?)\n\1\})$",
    re.MULTILINE | re.DOTALL,
)
# Exceptions: classes of exceptions are caught by those who have the whole; these throw what the caller's functions
# threw, or stand for a constructor or a getter that hands an error on.
UNDECLARED = re.compile(r"Error$|^Invalid|^NoAnswer")
WITHOUT_TWIN = {"walk", "walk_packed", "visit", "after", "value", "event", "events", "notices", "status_query"}


def main() -> int:
    headers = {path: path.read_text(encoding="utf-8") for path in sorted((INCLUDE / "commdn").rglob("*.hpp"))
               if path.parent.name != "adapters"}
    forward = {name for _, name in TYPE.findall((INCLUDE / "commdn_fwd.hpp").read_text(encoding="utf-8"))}
    faults = []
    for path, text in headers.items():
        # What is in a namespace of its own is nobody's but the headers'.
        public = re.sub(r"^namespace detail(::bases)? \{\n.*?^\}  // namespace detail(::bases)?$", "", text, flags=re.MULTILINE | re.DOTALL)
        for kind, name in TYPE.findall(public):
            if name not in forward and not UNDECLARED.search(name) and name not in ("EnumEntry", "KeyEntry"):
                faults.append(f"{path.name}: {kind} {name} is not in commdn_fwd.hpp")
    everything = "\n".join(headers.values())
    twins = set(re.findall(r"\btry_(\w+)\(", everything))
    throwing = 0
    for path, text in headers.items():
        for _, name, line, lines in FUNCTION.findall(text):
            body = line or lines
            if ".value()" not in body or name.startswith(("try_", "operator")) or name in WITHOUT_TWIN:
                continue
            throwing += 1
            if name not in twins:
                faults.append(f"{path.name}: {name}() throws, and there is no try_{name}()")
    if throwing < 70:
        faults.append(f"only {throwing} functions that throw were found")
    print("\n".join(faults), file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
