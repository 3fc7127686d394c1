"""No row of any file is lost in silence: the committed inputs of `fuzz/tables.py`, and changes of
them.
"""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHANGED = 3_000
TOKENS = [
    *(bytes([byte]) for byte in b'",;\t|\r\n \x00\xff+-=@'),
    b'""', b"\r\n", b"\n\n", b',"', b'",', b"phone", b"phone,", b"5551234567", b"555,1234567\n", b"A,B\n", b"sep=|\n",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xe2\x80\xaa", "５".encode(), b"area_code,", b"2024-01-15", b"customer_id",
]  # fmt: skip


def target() -> ModuleType:
    """The fuzz target, which is not part of the package."""
    spec = importlib.util.spec_from_file_location("fuzz_tables", ROOT / "fuzz" / "tables.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TARGET = target()
INPUTS: list[bytes] = list(TARGET.CORPUS.values())
NAMES = list(TARGET.CORPUS)


@pytest.mark.parametrize("data", INPUTS, ids=NAMES)
def test_no_row_of_a_committed_input_is_lost(data: bytes, tmp_path: Path) -> None:
    TARGET.check(data, tmp_path)


def changed(data: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """The same with a few changes."""
    for _ in range(dice.randint(1, 4)):
        at = dice.randint(0, len(data))
        to = min(len(data), at + dice.randint(0, 8))
        match dice.randint(0, 5):
            case 0:
                data = data[:at] + dice.choice(TOKENS) + data[at:]
            case 1:
                data = data[:at] + data[to:]
            case 2:
                data = data[:at] + data[at:to] * dice.randint(2, 4) + data[to:]
            case 3:
                data = data[:at] + bytes([dice.randint(0, 255)]) + data[at + 1 :]
            case 4:
                other = dice.choice(others)
                data = data[:at] + other[dice.randint(0, len(other)) :]
            case _:
                data = data[:at] + dice.choice(TOKENS) + data[to:]
    return data


def test_no_row_of_a_changed_input_is_lost(tmp_path: Path) -> None:
    dice = random.Random(12)
    made_sense = 0
    for number in range(CHANGED):
        data = changed(dice.choice(INPUTS), INPUTS, dice)
        try:
            made_sense += TARGET.check(data, tmp_path)
        except Exception as error:
            raise AssertionError(f"change {number}, {data!r}: {error}") from error
    assert CHANGED * 0.15 < made_sense < CHANGED * 0.9, "both ways out are taken"
