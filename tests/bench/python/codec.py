"""P1 to P3: nested dicts to bytes and back, and the lazy list, against msgpack, orjson and msgspec.

Every peer writes and reads the same tree of the same types, with text checked as UTF-8 on reading. Time is
processor time of this thread, so that what else runs on the machine costs neither side.
"""

from __future__ import annotations

import os

import messages
import msgpack
import msgspec
import orjson
import timing

import commdn
from commdn import KVList

WANTED = set(os.environ.get("BENCH_ONLY", "").split(",")) - {""}


def side(expression: str, **names: object) -> timing.Side:
    return timing.Side(expression, names)


def pack(name: str, tree: dict[str, object]) -> None:
    """P1."""
    goals = {"DNC": ((">= 4.2"), (">= 1.2")), "SEQ": (None, None)}[name]
    ours = side("f(x)", f=commdn.pack, x=tree)
    peers = (
        ("msgpack.packb", side("f(x)", f=msgpack.packb, x=tree), goals[0]),
        # `packb` makes one for each call.
        ("msgpack, a Packer that is kept", side("f(x)", f=msgpack.Packer().pack, x=tree), None),
        ("orjson", side("f(x)", f=orjson.dumps, x=tree), goals[1]),
        ("msgspec", side("f(x)", f=msgspec.msgpack.Encoder().encode, x=tree), None),
    )
    for peer_name, peer, goal in peers:
        timing.compare("P1", f"{name}, dict to bytes", ours, peer_name, peer, goal)


def unpack(name: str, tree: dict[str, object], packed: bytes) -> None:
    """P2."""
    goal = {"DNC": ">= 2.3", "SEQ": ">= 2.5"}[name]
    as_msgpack, as_json = msgpack.packb(tree), orjson.dumps(tree)
    ours = side("f(x)", f=commdn.unpack, x=packed)
    peers = (
        ("msgpack.unpackb", side("f(x)", f=msgpack.unpackb, x=as_msgpack), goal),
        ("msgspec", side("f(x)", f=msgspec.msgpack.Decoder().decode, x=as_msgpack), ">= 1.0"),
        ("orjson", side("f(x)", f=orjson.loads, x=as_json), None),
    )
    for peer_name, peer, peer_goal in peers:
        timing.compare("P2", f"{name}, bytes to dict", ours, peer_name, peer, peer_goal)


def lazy(name: str, tree: dict[str, object], packed: bytes) -> None:
    """P3: the list reads its bytes once, to check them; its values become objects when they are asked for."""
    goal = {"DNC": ">= 5.4", "SEQ": None}[name]
    ours = side("f(x)", f=KVList.unpack, x=packed)
    peer = side("f(x)", f=msgpack.unpackb, x=msgpack.packb(tree))
    timing.compare("P3", f"{name}, bytes to lazy list", ours, "msgpack.unpackb", peer, goal)


def get(packed: bytes) -> None:
    """P3: what kind of message it is, against the same method where there is nothing to look for.

    CPython's own emptiest call of a C function is shown beside it.
    """
    kv, nothing = KVList.unpack(packed), KVList()
    key, other = "GSW_CM_MessageType", "GSW_CM_AttrTargetAppID"
    ours = side("f(x)", f=kv.get, x=key)
    peers = (
        ("first", ours, "get of an empty list", side("f(x)", f=nothing.get, x=key), "<= 1.25"),
        ("first", ours, "callable(x)", side("f(x)", f=callable, x=key), None),
        ("fourth", side("f(x)", f=kv.get, x=other), "get of the first", ours, None),
    )
    for place, mine, peer_name, peer, goal in peers:
        timing.compare("P3", f"DNC, get the {place} key", mine, peer_name, peer, goal, as_long=True)


def main() -> None:
    timing.pin()
    trees = {name.upper(): messages.message(name) for name in ("dnc", "seq")}
    for tree, packed in trees.values():
        assert commdn.pack(tree) == packed
        assert commdn.unpack(packed) == tree == msgpack.unpackb(msgpack.packb(tree))
    timing.settle()
    for name, (tree, packed) in trees.items():
        if not WANTED or "P1" in WANTED:
            pack(name, tree)
        if not WANTED or "P2" in WANTED:
            unpack(name, tree, packed)
        if not WANTED or "P3" in WANTED:
            lazy(name, tree, packed)
    if not WANTED or "P3" in WANTED:
        get(trees["DNC"][1])


if __name__ == "__main__":
    main()
