"""Fixtures for pytest, loaded by itself where this package is installed.

- `contact_centre`: a `commdn.testing.ContactCentre` whose clock stands still until `advance`.
- `commdn_session`: a session with it.
- `commdn_toml`: the configuration as TOML text; override it for another contact centre.

Nothing is imported before a test asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .session import Session
    from .testing import ContactCentre


@pytest.fixture
def commdn_toml() -> str | None:
    """The configuration of `contact_centre` as TOML text; None is the demo's."""
    return None


@pytest.fixture
def contact_centre(commdn_toml: str | None) -> Iterator[ContactCentre]:
    """A simulated contact centre of its own for each test."""
    from .testing import ContactCentre

    with ContactCentre(toml=commdn_toml) as running:
        yield running


@pytest.fixture
def commdn_session(contact_centre: ContactCentre) -> Iterator[Session]:
    """A session with `contact_centre`."""
    with contact_centre.connect() as session:
        yield session
