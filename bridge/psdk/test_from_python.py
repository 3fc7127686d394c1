"""Python over `exec:java`, the adapter and the SDK's double to the simulator; `make test-bridge` runs it."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import commdn

HERE = Path(__file__).parent
JAR = HERE / "adapter/target/commdn-psdk.jar"
DOUBLE = HERE / "sdk-double/target/classes"


@pytest.fixture
def server() -> Iterator[str]:
    """Address of a simulator on the network."""
    command = [os.environ["COMMDN_SIM"], "run", "--listen", "127.0.0.1:0", "--control", "off"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline().strip()
        yield first.removeprefix("listening on ")
        process.terminate()
        process.stdout.read()


def adapter(server: str, *, jar: Path = JAR) -> str:
    options = ["--stdio", "--sdk", str(DOUBLE), "--server", server, "--encoding", "UTF-8"]
    return "exec:" + shlex.join(["java", "-jar", str(jar), *options])


def connect(address: str, **options: object) -> commdn.Session:
    return commdn.connect(address, dn="8001", app_dbid=20, ocs_dbid=101, connect_timeout=60, **options)


def test_a_request_goes_from_python_to_ocs_and_back(server: str) -> None:
    with connect(adapter(server), request_timeout=30) as session:
        assert session.server == "exec:java"
        for number in range(100):
            phone = f"55512{number:05}"
            assert session.do_not_call(phone).event.phone == phone


def test_an_adapter_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(commdn.CommDNError, match="the command java ended .*jarfile"):
        connect(adapter("127.0.0.1:1", jar=tmp_path / "none.jar"), reconnect=False)


def with_configuration(server: str, tmp_path: Path, password: str, *properties: str) -> str:
    secret = tmp_path / "conf-password"
    secret.write_text(password + "\n")
    command = ["java", *properties, "-jar", str(JAR), "--stdio", "--sdk", str(DOUBLE), "--server", server]
    options = ["--encoding", "UTF-8", "--conf-server", server, "--conf-user", "reader", "--conf-password-file", str(secret)]
    return "exec:" + shlex.join([*command, *options])


ACCOUNT = ("-Dcommdn.double.confUser=reader", "-Dcommdn.double.confPassword=right")


def test_names_come_through_configuration_server(server: str, tmp_path: Path) -> None:
    address = with_configuration(server, tmp_path, "right", *ACCOUNT)
    through = commdn.Directory.fetch(address, application="desktop", connect_timeout=60, answer_timeout=60)
    plain = commdn.Directory.fetch(server)
    assert len(through) == len(plain)
    assert [str(change) for change in plain.changes(through)] == []
    with connect(address, directory=through, request_timeout=30) as session:
        session.load_campaign("spring", "sales", dial_mode="preview", optimize_by="busy_factor", optimize_goal=80)


def test_a_wrong_account_is_told_and_a_missing_configuration_server_too(server: str, tmp_path: Path) -> None:
    address = with_configuration(server, tmp_path, "wrong", *ACCOUNT)
    with pytest.raises(commdn.CommDNTServerRefused, match="the user or its password is wrong") as raised:
        commdn.Directory.fetch(address, application="desktop", connect_timeout=60, answer_timeout=60)
    assert "wrong\n" not in str(raised.value)
    with pytest.raises(commdn.CommDNTServerRefused, match="--conf-server"):
        commdn.Directory.fetch(adapter(server), application="desktop", connect_timeout=60, answer_timeout=60)
