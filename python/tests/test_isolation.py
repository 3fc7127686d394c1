"""Tests see neither the settings nor the names of whoever runs them."""

from __future__ import annotations

import os
from pathlib import Path

from commdn import _native
from commdn.cli.local_copy import default_path


def test_settings_and_names_are_looked_for_in_a_folder_of_the_tests() -> None:
    own = Path(os.environ["XDG_CONFIG_HOME"])
    assert "commdn-tests-" in own.name
    for place in (default_path(), _native.site_path()):
        assert place is not None
        assert own in Path(place).parents
        assert not Path(place).exists()
