"""Enumerations, keys and errors: the Python source against the vectors and the core's tables."""

from __future__ import annotations

import copy
import pickle
from enum import IntEnum
from typing import Any

import pytest
from conftest import vector

import commdn
from commdn import _native, errors
from commdn._open_enum import OpenEnum

CLASSES: dict[str, type[OpenEnum]] = {
    "GSW_CM_MessageType": commdn.MessageType,
    "GSW_CM_AttrError": commdn.CmError,
    "GSW_CM_AttrDialMode": commdn.DialMode,
    "GSW_CM_AttrOptimizeBy": commdn.OptimizeBy,
    "GSW_CM_AttrGroupCampStatus": commdn.GroupStatus,
}


@pytest.mark.parametrize("key", CLASSES)
def test_members_are_those_of_the_core_both_ways(key: str) -> None:
    kind = CLASSES[key]
    table = _native.enum_table(kind.__name__)
    assert {label: number for number, label, _, _, _ in table} == {m.name: int(m) for m in kind}
    for number, label, name, also, _ in table:
        member = kind(number)
        assert (member.name, member.field_name, member.known) == (label, name, True)
        for spelling in (label, name, *also):
            assert kind.from_name(spelling) is member


@pytest.mark.parametrize("key", CLASSES)
def test_every_number_of_the_chapter_is_a_member(key: str) -> None:
    kind = CLASSES[key]
    entries = vector("communication_dn.json")["enumerations"][key]
    assert entries
    for entry in entries:
        assert kind.from_name(entry["name"]) == entry["value"]
        assert kind(entry["value"]).known
    beyond = vector("field_facts.json")["enumerations"].get(key, [])
    known = {entry["value"] for entry in (*entries, *beyond)}
    assert {int(member) for member in kind} == known


def test_every_enumeration_of_the_chapter_has_a_class() -> None:
    assert set(vector("communication_dn.json")["enumerations"]) == set(CLASSES)


def test_every_key_of_the_chapter_is_the_cores_with_its_type_and_place() -> None:
    def plain(entry: dict[str, Any]) -> tuple[str, str, tuple[str, ...]]:
        path = tuple(step.removesuffix("<n>") for step in entry["in"])
        return entry["key"].removesuffix("<n>"), entry["type"], path

    chapter = {plain(entry) for entry in vector("communication_dn.json")["keys"]}
    core = {(key, kind, tuple(path)) for key, kind, path in _native.keys()}
    beyond = {key for key, _, _ in core - chapter}
    assert chapter <= core
    assert beyond == {"GSW_CM_AttrReferenceID"}


@pytest.mark.parametrize("kind", CLASSES.values(), ids=lambda kind: kind.__name__)
def test_unknown_numbers_are_kept(kind: type[OpenEnum]) -> None:
    member = kind(4711)
    assert isinstance(member, IntEnum)
    assert (member, member.value, member.name) == (4711, 4711, "UNKNOWN_4711")
    assert not member.known
    assert member.field_name is None
    assert "4711" in repr(member)
    assert kind(4711) == member
    assert hash(kind(4711)) == hash(member)
    assert pickle.loads(pickle.dumps(member)) == copy.deepcopy(member) == member
    assert type(pickle.loads(pickle.dumps(member))) is kind
    assert kind(-1).name == "UNKNOWN_MINUS_1"
    assert len(kind.__members__) == len(_native.enum_table(kind.__name__)), "nothing is registered"


def test_names_that_are_none_are_a_value_error() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        commdn.DialMode.from_name("nonsense")
    with pytest.raises(ValueError, match="x"):
        commdn.DialMode("x")  # type: ignore[arg-type]


def test_every_kind_of_error_has_its_class_and_every_class_its_kind() -> None:
    table = _native.error_kinds()
    for kind, error in table:
        assert error.kind == kind
        assert issubclass(error, commdn.CommDNError)
    names = [name for name in dir(errors) if name.startswith("CommDN")]
    classes = [getattr(errors, name) for name in names]
    abstract = {commdn.CommDNError, commdn.CommDNTimeout, commdn.CommDNRefused}
    assert {error for _, error in table} == set(classes) - abstract
    assert all(getattr(commdn, name) is getattr(errors, name) for name in names)
    assert all(error.__module__ == "commdn.errors" for error in classes)


def test_errors_are_pythons_own_where_python_has_one() -> None:
    assert issubclass(commdn.CommDNNoAnswer, TimeoutError)
    assert issubclass(commdn.CommDNWaitTimeout, TimeoutError)
    assert issubclass(commdn.CommDNConnectError, ConnectionError)
    assert issubclass(commdn.CommDNOutcomeUnknown, ConnectionError)
    assert issubclass(commdn.CommDNInvalidRequest, ValueError)
    error = commdn.CommDNOcsRefused("no", code=3, retryable=False)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.code, type(again)) == ("no", 3, commdn.CommDNOcsRefused)
