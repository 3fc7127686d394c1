#!/usr/bin/env python3
"""Print the messages of tests/vectors/messages.json as C tables (tree.h): `trees.py FILE`."""

from __future__ import annotations

import json
import sys


def text(value: str) -> str:
    """A C string with its length in bytes, as two initializers."""
    data = value.encode()
    return '"' + "".join(chr(b) if chr(b).isalnum() or chr(b) in " -_,." else f"\\{b:03o}" for b in data) + f'", {len(data)}'


def level(pairs: list, name: str, out: list[str]) -> None:
    """One array for the pairs of a level, those of nested lists before it."""
    rows = []
    for index, (key, kind, value) in enumerate(pairs):
        if kind == "list":
            inner = f"{name}_{index}"
            level(value, inner, out)
            rows.append(f"{{{text(key)}, LIST, 0, NULL, 0, {inner}, {len(value)}}}")
        elif kind == "int":
            rows.append(f"{{{text(key)}, NUMBER, {value}, NULL, 0, NULL, 0}}")
        else:
            rows.append(f"{{{text(key)}, TEXT, 0, {text(value)}, NULL, 0}}")
    out.append(f"static const struct node {name}[] = {{\n    " + ",\n    ".join(rows) + "\n};")


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        messages = json.load(file)
    print('/* Made by trees.py. */\n#include "tree.h"\n')
    entries = []
    for name in ("dnc", "seq"):
        message, out = messages[name], []
        level(message["tree"], name, out)
        packed = bytes.fromhex(message["packed"])
        out.append(f"static const unsigned char {name}_packed[] = {{{', '.join(map(str, packed))}}};")
        print("\n".join(out))
        entries.append(
            f'{{"{name.upper()}", {name}, {len(message["tree"])}, {message["pairs"]}, {name}_packed, {len(packed)}}}'
        )
    print("const struct message messages[] = {\n    " + ",\n    ".join(entries) + "\n};")


if __name__ == "__main__":
    main()
