"""Run in CPython for Windows under wine: the package's own tests of what differs there, and how many have passed.

The interpreter's folder has the unpacked wheel beside pytest. Left out by name, each with its reason, is what only POSIX
has; anything else that is skipped is a failure.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = ["test_session.py", "test_aio.py", "test_aio_without_reader.py", "test_outbox.py"]
# Parts of names of tests, and why.
LEFT_OUT = {"fork": "there is no fork"}


class Count:
    """Counts, and takes out what is left out."""

    def __init__(self) -> None:
        self.passed = 0
        self.skipped: list[str] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        kept = []
        for item in items:
            reason = next((reason for part, reason in LEFT_OUT.items() if part in item.name), None)
            if reason is None:
                kept.append(item)
            else:
                print(f"   not for Windows: {item.nodeid}: {reason}")
        items[:] = kept

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.passed += report.when == "call" and report.passed
        if report.skipped:
            self.skipped.append(report.nodeid)


def main() -> None:
    tests = ROOT / "python/tests"
    sys.path.insert(0, str(tests))
    count = Count()
    words = ["-q", "-p", "no:cacheprovider", "-c", str(ROOT / "python/pyproject.toml"), *(str(tests / name) for name in FILES)]
    status = pytest.main(words, plugins=[count])
    if count.skipped:
        sys.exit(f"skipped without a reason: {', '.join(count.skipped)}")
    if status:
        sys.exit(int(status))
    print(f"{count.passed} passed in CPython {sys.version.split()[0]} for {sys.platform}")


if __name__ == "__main__":
    main()
