"""The list: built, packed, read, compared, and every way to get it wrong."""

from __future__ import annotations

import copy
import pickle
import random
from typing import Any

import pytest
from conftest import vector

import commdn
from commdn import KVList, Unicode

NESTED = {"a": 1, "b": "x", "c": {"d": b"\x00\xff", "e": Unicode("ü"), "f": {}}}


def built(pairs: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    return [(p["key"], built(p["value"]) if p["type"] == "list" else p["value"]) for p in pairs]


@pytest.mark.parametrize("entry", vector("logged_user_data.json")["vectors"], ids=lambda e: e["id"])
def test_logged_lists_reproduce_their_size_and_first_bytes(entry: dict[str, Any]) -> None:
    pairs = built(entry["pairs"])
    kv = KVList(pairs)
    packed = kv.pack()
    assert kv.packed_size == len(packed) == entry["size"]
    assert packed[:4].hex(" ") == entry["first"]
    assert commdn.pack(pairs) == packed
    assert KVList.unpack(packed) == kv


def test_nested_dict_round_trips_through_bytes_and_through_the_list() -> None:
    kv = KVList(NESTED)
    assert kv.to_dict() == NESTED
    assert kv.pack() == commdn.pack(NESTED)
    assert commdn.unpack(kv.pack()) == NESTED
    assert isinstance(commdn.unpack(kv.pack())["c"]["e"], Unicode)
    assert kv.depth == 2
    assert KVList.unpack(kv.pack()).to_dict() == NESTED


def test_order_and_duplicates_are_kept_and_the_first_match_wins() -> None:
    kv = KVList([("k", 1), ("x", "y"), ("k", "2"), ("k", 3)])
    assert kv.pairs() == kv.items() == [("k", 1), ("x", "y"), ("k", "2"), ("k", 3)]
    assert kv["k"] == 1
    assert kv.get_all("k") == [1, "2", 3]
    assert kv.keys() == list(kv) == ["k", "x", "k", "k"]
    assert kv.values() == [1, "y", "2", 3]
    assert kv.to_dict() == {"k": 1, "x": "y"}
    assert kv.to_dict(duplicates="list") == {"k": [1, "2", 3], "x": "y"}
    assert commdn.unpack(kv.pack(), duplicates="list") == {"k": [1, "2", 3], "x": "y"}


def test_mapping_and_sequence_manners() -> None:
    kv = KVList(NESTED)
    assert len(kv) == 3
    assert "a" in kv
    assert "z" not in kv
    assert 7 not in kv
    assert kv[0] == ("a", 1)
    assert kv[-1][0] == "c"
    assert kv[:2] == [("a", 1), ("b", "x")]
    assert kv.get("z") is None
    assert kv.get("z", 5) == 5
    assert kv.at("c", "d") == b"\x00\xff"
    assert kv.at("c", "z") is None
    assert dict(kv)["b"] == "x"
    with pytest.raises(KeyError):
        kv["z"]
    with pytest.raises(IndexError):
        kv[3]


def test_lists_add_up_and_stay_as_they_are() -> None:
    one = KVList({"a": 1})
    two = one + {"b": 2} + [("a", 3)]
    assert one.pairs() == [("a", 1)]
    assert two.pairs() == [("a", 1), ("b", 2), ("a", 3)]
    assert ([("z", 0)] + one).pairs() == [("z", 0), ("a", 1)]


def test_equality_hash_repr_copy_and_pickle() -> None:
    kv = KVList(NESTED)
    assert kv == KVList(NESTED)
    assert hash(kv) == hash(KVList(NESTED))
    assert kv != KVList({"a": 1})
    assert kv != NESTED
    assert eval(repr(kv)) == kv
    assert pickle.loads(pickle.dumps(kv)) == copy.deepcopy(kv) == kv
    latin = KVList({"n": "Müller"}, charset="iso-8859-1")
    assert eval(repr(latin)) == pickle.loads(pickle.dumps(latin)) == latin
    assert pickle.loads(pickle.dumps(latin))["n"] == "Müller"


def test_bytes_that_are_no_text_are_carried_unharmed() -> None:
    packed = KVList({"name": "Müller"}, charset="iso-8859-1").pack()
    as_utf8 = KVList.unpack(packed)
    assert as_utf8["name"] == "M\udcfcller"
    assert KVList(as_utf8.pairs()).pack() == packed
    assert commdn.pack(commdn.unpack(packed)) == packed
    assert KVList.unpack(packed, charset="latin1")["name"] == "Müller"
    key = KVList.unpack(KVList({"ü": 1}, charset="latin1").pack())
    assert key["\udcfc"] == 1


def test_a_list_in_another_charset_is_written_in_the_new_one() -> None:
    latin = KVList({"name": "ü"}, charset="latin1")
    assert KVList(latin).pack() == KVList({"name": "ü"}).pack()
    assert KVList(latin, charset="latin1").pack() == latin.pack()


def test_buffers_are_read_and_written() -> None:
    packed = commdn.pack({"a": 1})
    for data in (packed, bytearray(packed), memoryview(packed)):
        assert commdn.unpack(data) == {"a": 1}
        assert KVList.unpack(data)["a"] == 1
    assert commdn.unpack(commdn.pack({"b": bytearray(b"x"), "c": memoryview(b"y")})) == {"b": b"x", "c": b"y"}


def test_both_list_prefixes_are_read_and_either_is_written() -> None:
    kv = KVList({"o": {"i": 1}})
    other = kv.pack(list_prefix="two_lengths16")
    assert other != kv.pack()
    assert KVList.unpack(other) == kv
    assert commdn.pack({"o": {"i": 1}}, list_prefix="two_lengths16") == other
    units = KVList({"u": Unicode("ab")}).pack(unicode_length="units")
    assert KVList.unpack(units, unicode_length="units")["u"] == "ab"


@pytest.mark.parametrize(
    ("source", "error", "names"),
    [
        ({"a": {"b": 1.5}}, TypeError, "a/b"),
        ({"a": None}, TypeError, "a"),
        ({"a": [("b", 2**31)]}, commdn.CommDNListError, "a/b"),
        ({"a": -(2**31) - 1}, commdn.CommDNListError, "a"),
        ({1: 2}, TypeError, "a key is int"),
        ([1, 2], TypeError, "item 0 is int"),
        ([("a", 1, 2)], TypeError, "item 0 is tuple"),
        (5, TypeError, "not iterable"),
        ({"a": "x" * 70_000}, commdn.CommDNListError, "70000"),
        ({"a": Unicode("\ud800")}, commdn.CommDNListError, "surrogate"),
        ({"a": "\ud800"}, commdn.CommDNListError, "surrogate"),
    ],
)
def test_what_does_not_fit_is_an_error_that_names_it(source: Any, error: type[Exception], names: str) -> None:
    for build in (KVList, commdn.pack):
        with pytest.raises(error, match=names):
            build(source)


def test_lists_become_json_and_come_back() -> None:
    import json

    kv = KVList(NESTED)
    assert json.loads(commdn.to_json(kv))["c"]["d"] == {"$binary": "AP8="}
    twice = KVList([("k", 1), ("k", KVList([("$binary", "x")])), ("e", []), ("n", "M\udcfcller")])
    for source in (kv, twice):
        assert commdn.from_json(commdn.to_json(source)) == source
        assert commdn.from_json(commdn.to_json(source, indent=1).encode()) == source
    assert commdn.to_json({"a": {"b": 1}}) == '{"a": {"b": 1}}'
    for text, words in [
        ("{", "no JSON"),
        ("5", "the document is neither"),
        ('{"a": {"b": 1.5}}', "a/b: 1.5"),
        ('{"a": true}', "a: True"),
        ('{"a": [1]}', "a: 1 is no pair"),
        ('{"a": {"$binary": "?"}}', "a: "),
    ]:
        with pytest.raises(commdn.CommDNListError, match=words):
            commdn.from_json(text)


def test_trees_of_all_kinds_are_packed_and_unpacked_as_the_list_does_it() -> None:
    dice = random.Random(23)

    def key() -> str:
        return "".join(dice.choice("abGSW_é€") for _ in range(dice.randrange(60)))

    def value(depth: int) -> Any:
        kind = dice.randrange(9 if depth else 7)
        return (
            dice.randrange(-(2**31), 2**31) if kind < 2
            else commdn.DialMode.PROGRESS if kind == 2
            else True if kind == 3
            else key() if kind == 4
            else dice.randbytes(5) if kind == 5
            else Unicode("ž") if kind == 6 and dice.randrange(9) == 0
            else [("k", 1), ("k", key())] if kind == 7 and dice.randrange(9) == 0
            else {key(): value(depth - 1) for _ in range(dice.randrange(8))} if depth
            else "AllChain"
        )

    for _ in range(400):
        tree = {key(): value(3) for _ in range(dice.randrange(12))}
        packed = commdn.pack(tree)
        kv = KVList(list(tree.items()))
        assert packed == kv.pack() == KVList(tree).pack()
        unpacked = commdn.unpack(packed)
        assert unpacked == kv.to_dict() == commdn.unpack(bytearray(packed))
        assert list(unpacked) == list(tree)
        latin = commdn.unpack(packed, charset="latin1")
        assert latin == KVList.unpack(packed, charset="latin1").to_dict()
        for name, plain in unpacked.items():
            assert kv.get(name) == kv[name]
            assert isinstance(plain, dict) or kv.get(name) == plain


def test_the_quick_ways_in_take_the_arguments_of_ordinary_functions() -> None:
    packed = commdn.pack({"a": 1, "b": "x"})
    kv = KVList.unpack(packed)
    assert commdn.unpack(packed, charset="utf-8", max_depth=0) == {"a": 1, "b": "x"}
    assert (kv.get("a"), kv.get("b"), kv.get("c"), kv.get("c", 3), kv.get(7, 4)) == (1, "x", None, 3, 4)
    assert commdn.unpack(commdn.pack([("a", 1), ("a", 2)])) == {"a": 1}
    calls: list[Any] = [
        commdn.pack,
        commdn.unpack,
        kv.get,
        lambda: commdn.pack({}, {}),
        lambda: commdn.unpack(packed, colour=1),
        lambda: kv.get("a", 1, 2),
        lambda: kv.get(key="a"),
        lambda: KVList.get({}, "a"),
    ]
    for call in calls:
        with pytest.raises(TypeError):
            call()


def test_a_list_inside_itself_is_too_deep() -> None:
    endless: dict[str, Any] = {}
    endless["again"] = endless
    with pytest.raises(commdn.CommDNListError, match="max_depth"):
        KVList(endless)


def test_wrong_bytes_are_an_error_that_tells_the_offset() -> None:
    with pytest.raises(commdn.CommDNListError) as caught:
        KVList.unpack(b"\x00\x01\x09\x00\x01a\x00\x00")
    assert caught.value.offset == 2
    assert isinstance(caught.value, ValueError)
    with pytest.raises(commdn.CommDNListError, match="max_pairs"):
        commdn.unpack(commdn.pack([("a", 1)] * 10), max_pairs=9)
    with pytest.raises(commdn.CommDNInvalidArgument, match="ebcdic"):
        KVList({}, charset="ebcdic")
    with pytest.raises(commdn.CommDNListError, match="ISO-8859-1"):
        KVList({"a": "€"}, charset="latin1")


def test_any_bytes_are_answered_with_a_list_or_an_error() -> None:
    dice = random.Random(7)
    good = KVList(NESTED).pack()
    for _ in range(3000):
        data = bytearray(good)
        for _ in range(dice.randrange(1, 4)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        cut = bytes(data[: dice.randrange(len(data) + 1)])
        try:
            kv = KVList.unpack(cut)
        except commdn.CommDNListError as error:
            assert error.offset is not None
        else:
            assert KVList.unpack(kv.pack()) == kv


def test_any_list_round_trips() -> None:
    dice = random.Random(11)

    def some(depth: int) -> list[tuple[str, Any]]:
        def value() -> Any:
            kind = dice.randrange(5 if depth else 4)
            return (
                dice.randrange(-(2**31), 2**31) if kind == 0
                else "".join(chr(dice.choice((65, 0xE9, 0x20AC, 0x1F600))) for _ in range(dice.randrange(9))) if kind == 1
                else dice.randbytes(dice.randrange(9)) if kind == 2
                else Unicode("ž" * dice.randrange(5)) if kind == 3
                else KVList(some(depth - 1))
            )

        return [(dice.choice("abcé"), value()) for _ in range(dice.randrange(6))]

    for _ in range(300):
        pairs = some(3)
        kv = KVList(pairs)
        assert kv.pairs() == pairs
        assert KVList.unpack(kv.pack()) == kv
        assert [type(v) for v in kv.values()] == [type(v) for _, v in pairs]
