"""The tests' own place for settings and names: neither those of whoever runs them are read, nor is anything left there."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Switches of the tests themselves.
KEPT = {"COMMDN_NO_FAST", "COMMDN_SIM"}
# Where settings, names and locks are looked for, on Linux and on Windows.
FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "APPDATA", "LOCALAPPDATA")


def isolate() -> Path:
    """From now on this process and its children find no settings, and no directory, but those that a test makes."""
    place = Path(tempfile.mkdtemp(prefix="commdn-tests-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    for name in [name for name in os.environ if name.startswith("COMMDN_") and name not in KEPT]:
        del os.environ[name]
    for name in FOLDERS:
        os.environ[name] = str(place)
    return place
