"""Fixtures: a simulator, a session on it, and the vectors that all languages share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from isolation import isolate

import commdn

isolate()

VECTORS = Path(__file__).resolve().parents[2] / "tests" / "vectors"
DN, APP, OCS = "8001", 20, 101


def vector(name: str) -> Any:
    """A file of `tests/vectors`."""
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def open_session(simulator: commdn.Simulator, **options: Any) -> commdn.Session:
    """A session of the demo's application 20."""
    settings: dict[str, Any] = {"dn": DN, "app_dbid": APP, "ocs_dbid": OCS, **options}
    return commdn.connect(simulator, **settings)


@pytest.fixture
def simulator() -> Iterator[commdn.Simulator]:
    with commdn.Simulator() as running:
        yield running


@pytest.fixture
def session(simulator: commdn.Simulator) -> Iterator[commdn.Session]:
    with open_session(simulator) as opened:
        yield opened
