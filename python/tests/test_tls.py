"""TLS: what works, and how it is told what does not."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import APP, DN, OCS

import commdn
import commdn.aio


class Place:
    """A simulator that listens with TLS, and the folder of its certificates."""

    def __init__(self, folder: Path, only_known_clients: bool = False) -> None:
        self.folder = folder
        self.ca = folder / "ca.pem"
        only = f"client_ca = {json.dumps(str(self.ca))}\n" if only_known_clients else ""
        self.simulator = commdn.Simulator(
            toml=f"""
            dn = [{{ number = "8001" }}]
            application = [{{ dbid = 20, name = "desktop" }}]
            ocs = [{{ dbid = 101, name = "OCS", connections = [20] }}]
            [tls]
            throw_away = {json.dumps(str(folder))}
            {only}
            """
        )
        self.address = self.simulator.listen("tls://127.0.0.1:0")

    def connect(self, **tls: Any) -> commdn.Session:
        options = {"ca": self.ca, **tls}
        return commdn.connect(self.address, tls=commdn.TLS(**options), dn=DN, app_dbid=APP, ocs_dbid=OCS)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    running = Place(tmp_path)
    yield running
    running.simulator.stop()


def test_a_request_goes_over_tls(place: Place) -> None:
    with place.connect(minimum_version="1.3") as session:
        assert session.server == place.address
        session.do_not_call("5551234567")
    assert place.simulator.is_do_not_call(OCS, "5551234567")


def test_a_request_goes_over_tls_with_asyncio(place: Place) -> None:
    async def ask() -> None:
        tls = commdn.TLS(ca=place.ca.read_text())
        async with commdn.aio.connect(
            place.address, tls=tls, dn=DN, app_dbid=APP, ocs_dbid=OCS
        ) as session:
            await session.do_not_call("5551234568")

    asyncio.run(ask())
    assert place.simulator.is_do_not_call(OCS, "5551234568")


def test_a_wrong_ca_is_told_with_its_file(place: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "other")
    with pytest.raises(commdn.CommDNTlsError, match="not signed by a trusted CA") as raised:
        place.connect(ca=other.ca)
    assert str(other.ca) in str(raised.value)
    assert raised.value.kind == "tls"
    assert not raised.value.retryable
    other.simulator.stop()


def test_a_wrong_name_and_its_mending(place: Place) -> None:
    with pytest.raises(commdn.CommDNTlsError, match="is for DNS name localhost, .* server_name asks for DNS name tserver.example"):
        place.connect(server_name="tserver.example")
    with place.connect(server_name="localhost"):
        pass


def test_plain_text_and_tls_do_not_meet(place: Place) -> None:
    host = place.address.removeprefix("tls://")
    with pytest.raises(commdn.CommDNTlsError, match="tls://host:port"):
        commdn.connect(host, dn=DN, app_dbid=APP)
    plain = place.simulator.listen()
    with pytest.raises(commdn.CommDNTlsError, match="tcp://host:port"):
        commdn.connect(f"tls://{plain}", tls=commdn.TLS(ca=place.ca), dn=DN, app_dbid=APP)
    with pytest.raises(commdn.CommDNInvalidArgument, match="plain text"):
        commdn.connect(plain, tls=commdn.TLS(), dn=DN, app_dbid=APP)


def test_a_client_certificate(tmp_path: Path) -> None:
    place = Place(tmp_path, only_known_clients=True)
    with pytest.raises(commdn.CommDNTlsError, match="asks for a client certificate"):
        place.connect()
    with place.connect(cert=tmp_path / "client.pem", key=tmp_path / "client.key") as session:
        session.do_not_call("1", as_is=True)
    place.simulator.stop()


def test_options_that_do_not_fit_together_and_what_is_shown() -> None:
    with pytest.raises(ValueError, match="cert and key"):
        commdn.TLS(cert="own.pem")
    assert "secret" not in repr(commdn.TLS(cert="own.pem", key="secret"))
    with pytest.raises(commdn.CommDNInvalidArgument, match="1.1"):
        tls = commdn.TLS(minimum_version="1.1")  # type: ignore[arg-type]
        commdn.connect("tls://127.0.0.1:1", tls=tls, dn=DN, app_dbid=APP)


def doctor(place: Place, *options: str) -> tuple[int, list[dict[str, str]]]:
    words = ["doctor", "--json", "--server", place.address, "--dn", DN, "--app-dbid", "20"]
    done = subprocess.run(
        [sys.executable, "-c", "from commdn.cli import main; main()", *words, *options],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith("COMMDN_")},
    )
    return done.returncode, json.loads(done.stdout)


def test_the_doctor_tells_about_tls(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "commdn.toml"
    file.write_text(f"tls_ca = {json.dumps(str(place.ca))}\nocs_dbid = 101\n")
    status, findings = doctor(place, "--config", str(file))
    assert status == 0
    good = f"The server's certificate is good by {place.ca}."
    assert {"step": "tls", "state": "ok", "code": "ok", "text": good, "advice": ""} in findings
    status, findings = doctor(place, "--tls-ca", str(place.ca), "--tls-server-name", "x.example")
    assert status == 1
    assert [finding["step"] for finding in findings] == ["tls"]
    assert "--tls-server-name" in findings[0]["advice"]
