"""Imports of rows that are in memory: mappings, columns, and DataFrames of whatever library."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import OCS

import commdn
from commdn import bulk

RECORDS: list[dict[str, Any]] = [
    {"Phone": "555-123-0001", "customer_id": "C-1", "other": 1},
    {"Phone": 5551230002, "customer_id": None, "other": 2},
    {"Phone": 5551230003.0, "customer_id": math.nan, "other": None},
    {"Phone": None, "customer_id": 4, "other": None},
    {"Phone": b"5", "customer_id": "C-5", "other": None},
    {"Phone": math.nan, "customer_id": " ", "other": None},
    {"Phone": "12", "customer_id": None, "other": None},
]
WANTED = [
    (1, "5551230001", "C-1", ""),
    (2, "5551230002", None, ""),
    (3, "5551230003", None, ""),
    (4, None, "4", ""),
    (5, "b'5'", "C-5", "bad_phone"),
    (6, None, None, "empty"),
    (7, "12", None, "bad_phone"),
]


class Frame:
    """As pandas and polars have it: names, and a column for each."""

    columns = ["Phone", "customer_id", "other"]

    def __getitem__(self, name: str) -> list[Any]:
        return [record[name] for record in RECORDS]


class ArrowColumn:
    def __init__(self, cells: list[Any]) -> None:
        self.cells = cells

    def __iter__(self) -> Iterator[Any]:
        raise AssertionError("cells of Arrow are objects of its own")

    def to_pylist(self) -> list[Any]:
        return self.cells


class ArrowTable:
    column_names = Frame.columns

    def __getitem__(self, name: str) -> ArrowColumn:
        return ArrowColumn(Frame()[name])

    @property
    def columns(self) -> list[ArrowColumn]:
        raise AssertionError("Arrow's columns have no names")


SHAPES: list[Any] = [
    RECORDS, {name: Frame()[name] for name in Frame.columns}, Frame(), ArrowTable(),
]  # fmt: skip


@pytest.mark.parametrize("data", SHAPES, ids=lambda data: type(data).__name__)
def test_every_shape_gives_the_same_rows(data: Any) -> None:
    rows = list(bulk.rows_of(data))
    assert [(row.line, row.phone, row.customer_id, row.code) for row in rows] == WANTED


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames_of_libraries_are_such(library: str) -> None:
    frames = pytest.importorskip(library)
    records = [record for record in RECORDS if not isinstance(record["Phone"], bytes)]
    columns = {name: [record[name] for record in records] for name in ("Phone", "other")}
    columns["Phone"] = [None if cell is None else str(cell).removesuffix(".0") for cell in columns["Phone"]]
    assert [row.phone for row in bulk.rows_of(frames.DataFrame(columns))][:3] == [
        "5551230001", "5551230002", "5551230003",
    ]  # fmt: skip


def test_columns_are_named_or_known() -> None:
    data = [{"a": "5551230001", "b": "5551230002", "c": "RecordOnly", "d": "C"}]
    named = bulk.rows_of(data, phone_columns=("a", "b"), customer_column="d", chain_column="c")
    assert [(row.phone, row.customer_id, row.chain, row.part) for row in named] == [
        ("5551230001", "C", "RecordOnly", 0), ("5551230002", "C", "RecordOnly", 1),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="no column of a, b, c, d is known"):
        list(bulk.rows_of(data))
    with pytest.raises(ValueError, match="there is no column 'x': there are a, b, c, d"):
        list(bulk.rows_of(data, phone_columns=["x"]))
    assert list(bulk.rows_of([])) == list(bulk.rows_of({"phone": []})) == []
    assert [row.as_is for row in bulk.rows_of([{"phone": "x"}], as_is=True)] == [True]


def test_an_import_of_mappings_has_an_outcome_for_each_row(
    simulator: commdn.Simulator, session: commdn.Session
) -> None:
    outcomes = list(bulk.import_rows(session, RECORDS))
    assert [outcome.status for outcome in outcomes] == [
        *["acknowledged"] * 4, "refused", "skipped", "refused",
    ]  # fmt: skip
    assert outcomes[0].to_dict()["row"]["phone"] == "5551230001"
    summary = bulk.Summary()
    for outcome in outcomes:
        summary.count(outcome.status, outcome.code)
    assert summary.adds_up
    assert summary.to_dict()["acknowledged"] == 4
    assert [line.split() for line in str(summary).splitlines()] == [
        ["rows", "7"], ["acknowledged", "4"], ["refused", "2"], ["skipped", "1"],
        ["bad_phone", "2"], ["empty", "1"],
    ]  # fmt: skip
    assert summary._repr_html_().startswith("<table>")
    assert simulator.is_do_not_call(OCS, "5551230003")


def test_two_columns_for_one_customer_are_not_left_out_in_silence() -> None:
    row = {"phone": "5551234567", "customer_id": "C1", "Customer Number": "7"}
    with pytest.raises(ValueError, match="customer_column: customer_id, Customer Number"):
        list(bulk.rows_of([row]))
    assert [one.customer_id for one in bulk.rows_of([row], customer_column="customer_id")] == ["C1"]
