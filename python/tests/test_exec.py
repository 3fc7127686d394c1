"""The address `exec:`: a child process instead of a server."""

from __future__ import annotations

import logging
import os
import shlex
import sys

import pytest
from conftest import APP, DN, OCS

import commdn

# The child's end of the link protocol as far as a closed door: what it says, and how it ends.
REFUSES = "import os, sys; print(os.getpid(), 'no\\x1b licence', file=sys.stderr); sys.exit(3)"


def connect(*words: str, **options: object) -> commdn.Session:
    command = "exec:" + shlex.join(words)
    return commdn.connect(command, dn=DN, app_dbid=APP, ocs_dbid=OCS, reconnect=False, **options)


def test_a_command_that_is_missing_is_named_without_its_arguments() -> None:
    with pytest.raises(commdn.CommDNConnectError, match="no-such-program") as caught:
        connect("no-such-program", "--password", "S3cr3t")
    assert "S3cr3t" not in str(caught.value)


def test_the_last_words_of_a_child_are_in_the_error_and_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, logger="commdn"):
        with pytest.raises(commdn.CommDNConnectError, match=r"\(exit status: 3\): \d+ no\\x1b licence"):
            connect(sys.executable, "-c", REFUSES)
    said = [record.getMessage() for record in caplog.records if "licence" in record.getMessage()]
    assert said and not any("\x1b" in line for line in said)


@pytest.mark.timeout(60)
def test_a_child_that_hangs_is_given_up_and_gone(caplog: pytest.LogCaptureFixture) -> None:
    hangs = "import os, sys, time; print('pid', os.getpid(), file=sys.stderr); time.sleep(1000)"
    with caplog.at_level(logging.INFO, logger="commdn"):
        with pytest.raises(commdn.CommDNConnectError):
            connect(sys.executable, "-c", hangs, connect_timeout=2)
    told = [line.split("pid ")[1] for line in caplog.messages if "pid " in line]
    assert len(told) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(int(told[0]), 0)


@pytest.mark.parametrize("address", ["exec:", "exec:java 'x"])
def test_what_is_no_command_is_an_invalid_argument(address: str) -> None:
    with pytest.raises(ValueError, match="exec:PROGRAM"):
        commdn.connect(address, dn=DN, app_dbid=APP)
