"""The quick ways do what the plain ones do: dicts of lists that came before in nearly the same shape, and the switch.

`KVList.to_dict`, which looks at one list only, tells what is right.
"""

from __future__ import annotations

import gc
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import commdn
from commdn import KVList

Pairs = list[tuple[str, Any]]

_dice = random.Random(23)


def shape(count: int) -> Pairs:
    return [(f"key_{number:03}", number) for number in range(count)]


def same(pairs: Pairs) -> Pairs:
    return [(key, _dice.randrange(1_000_000)) for key, _ in pairs]


def shorter(pairs: Pairs) -> Pairs:
    return same(pairs)[: _dice.randrange(len(pairs))]


def longer(pairs: Pairs) -> Pairs:
    return [*same(pairs), ("one_more", "x")]


def reordered(pairs: Pairs) -> Pairs:
    return _dice.sample(same(pairs), len(pairs))


def other_key(pairs: Pairs) -> Pairs:
    changed = same(pairs)
    place = _dice.randrange(len(changed))
    changed[place] = (_dice.choice(["other", "key_999", "schlüssel", "k" * 60, ""]), 1)
    return changed


def missing_and_another_at_the_end(pairs: Pairs) -> Pairs:
    changed = same(pairs)
    del changed[_dice.randrange(len(changed))]
    return [*changed, ("at_the_end", 1)]


def twice(pairs: Pairs) -> Pairs:
    changed = same(pairs)
    changed[_dice.randrange(len(changed))] = changed[_dice.randrange(len(changed))]
    return changed


def nested(pairs: Pairs) -> Pairs:
    changed = same(pairs)
    place = _dice.randrange(len(changed))
    changed[place] = (changed[place][0], KVList(_dice.choice(VARIANTS)(pairs)))
    return changed


VARIANTS: list[Callable[[Pairs], Pairs]] = [
    same, shorter, longer, reordered, other_key, missing_and_another_at_the_end, twice, nested,
]  # fmt: skip


def items(tree: dict[str, Any]) -> list[Any]:
    """With the order of keys, which dicts do not compare."""
    return [(key, items(value) if isinstance(value, dict) else value) for key, value in tree.items()]


def check(data: bytes) -> tuple[dict[str, Any], list[Any]]:
    tree, wanted = commdn.unpack(data), items(KVList.unpack(data).to_dict())
    assert items(tree) == wanted
    return tree, wanted


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.__name__)
@pytest.mark.parametrize("count", [1, 5, 6, 11, 40, 63, 64, 65])
def test_a_list_that_differs_from_those_before_it_is_told_as_it_is(
    variant: Callable[[Pairs], Pairs], count: int
) -> None:
    usual = shape(count)
    for _ in range(5):
        check(commdn.pack(same(usual)))
    for _ in range(20):
        check(commdn.pack(variant(usual)))
        check(commdn.pack(same(usual)))


def test_what_came_out_stays_as_it_was_whatever_comes_after() -> None:
    kept = []
    for _ in range(3000):
        usual = shape(_dice.choice([3, 6, 7, 12, 30]))
        depth = _dice.randrange(6)
        pairs = _dice.choice(VARIANTS)(usual)
        for level in range(depth):
            pairs = [*same(usual)[: _dice.randrange(12)], (f"level_{level}", KVList(pairs))]
        data = commdn.pack(pairs)
        kept.append(check(data))
        with pytest.raises(commdn.CommDNListError):
            commdn.unpack(data[:-1])
    for tree, wanted in kept:
        assert items(tree) == wanted


def test_changing_a_dict_changes_no_other() -> None:
    data = commdn.pack(shape(10))
    first, second = commdn.unpack(data), commdn.unpack(data)
    first["key_003"] = "changed"
    first.pop("key_004")
    first["new"] = None
    assert items(second) == shape(10)
    assert items(commdn.unpack(data)) == shape(10)


@pytest.fixture
def collecting() -> Iterator[list[int]]:
    """A list is unpacked in the middle of others, whenever Python collects garbage, which is all the time."""
    usual, unusual = commdn.pack(shape(10)), commdn.pack(reordered(shape(10)))
    count = [0]

    def collected(phase: str, _: dict[str, int]) -> None:
        count[0] += 1
        check(usual if count[0] % 3 else unusual)

    before = gc.get_threshold()
    gc.callbacks.append(collected)
    gc.set_threshold(1)
    yield count
    gc.set_threshold(*before)
    gc.callbacks.remove(collected)


def test_lists_that_are_unpacked_in_the_middle_of_another_do_no_harm(collecting: list[int]) -> None:
    for _ in range(300):
        pairs = _dice.choice(VARIANTS)(shape(10))
        check(commdn.pack([*same(shape(10))[1:], ("inner", KVList([*pairs, ("innermost", KVList(same(shape(10))))]))]))
    assert collecting[0] > 300


@pytest.mark.parametrize(("setting", "is_fast"), [(None, True), ("1", False), ("", True)])
def test_the_quick_ways_are_on_unless_the_environment_says_no(
    setting: str | None, is_fast: bool
) -> None:
    env = {name: value for name, value in os.environ.items() if name != "COMMDN_NO_FAST"}
    if setting is not None:
        env["COMMDN_NO_FAST"] = setting
    code = (
        "import commdn; made = commdn.KVList(commdn.unpack(commdn.pack({'a': 1})));"
        "print(commdn._native.is_fast, made.get('a'), made.get('b', 2))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == [str(is_fast), "1", "2"]
