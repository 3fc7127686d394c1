"""What options and texts must not let pass: times that make no sense, NUL bytes, sessions that are over."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import commdn
from commdn import Outbox, Simulator, aio, requests

TABLE = Path(__file__).parents[2] / "tests" / "vectors" / "refused_times.txt"
# -1 ms stands for "never" in C; here that is None.
ROWS = [
    *(line.split() for line in TABLE.read_text().splitlines() if not line.startswith("#")),
    ["max_age", "-1", "0", "refused"],
    ["submit_max_age", "-1", "0", "refused"],
]
DN: dict[str, Any] = {"dn": "8001", "app_dbid": 20, "ocs_dbid": 101}
OUTBOX = {"lease", "max_age", "busy_timeout", "backoff", "outbox_request_timeout", "submit_max_age"}


@pytest.fixture(scope="module")
def simulator() -> Any:
    with Simulator() as made:
        yield made


def try_out(simulator: Simulator, tmp_path: Path, option: str, first: float, second: float) -> None:
    if option == "submit_max_age":
        with Outbox(tmp_path / "outbox.db") as outbox:
            outbox.submit(requests.do_not_call("5551234567"), max_age=first)
    elif option in OUTBOX:
        name = option.removeprefix("outbox_")
        options: dict[str, Any] = {name: (first, second) if name == "backoff" else first}
        Outbox(tmp_path / "outbox.db", **options).close()
    else:
        options = {option: first}
        if option == "reconnect_delays":
            options = {"reconnect_delay": first, "max_reconnect_delay": second}
        commdn.connect(simulator, **DN, **options).close()


@pytest.mark.parametrize("row", ROWS, ids="-".join)
def test_times_are_accepted_and_refused_as_in_every_language(
    simulator: Simulator, tmp_path: Path, row: list[str]
) -> None:
    option, first, second, verdict = row
    if verdict == "refused":
        with pytest.raises(commdn.CommDNInvalidArgument) as caught:
            try_out(simulator, tmp_path, option, int(first) / 1000, int(second) / 1000)
        name = option.removeprefix("outbox_").removeprefix("submit_").removesuffix("_delays")
        assert name in str(caught.value)
    else:
        try_out(simulator, tmp_path, option, int(first) / 1000, int(second) / 1000)


@pytest.mark.parametrize("option", sorted({row[0] for row in ROWS}))
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e300])
def test_what_is_no_time_is_refused(
    simulator: Simulator, tmp_path: Path, option: str, value: float
) -> None:
    with pytest.raises(commdn.CommDNInvalidArgument):
        try_out(simulator, tmp_path, option, value, value)


def test_waits_refuse_what_is_no_time(simulator: Simulator, tmp_path: Path) -> None:
    with commdn.connect(simulator, **DN) as session, Outbox(tmp_path / "outbox.db") as outbox:
        for value in (math.nan, math.inf, -1.0):
            calls: list[Callable[[], Any]] = [
                lambda value=value: session.do_not_call("5551234567", timeout=value),  # type: ignore[misc]
                lambda value=value: outbox.purge(value),  # type: ignore[misc]
                lambda value=value: outbox.detach(value),  # type: ignore[misc]
            ]
            for call in calls:
                with pytest.raises(commdn.CommDNInvalidArgument):
                    call()


def test_a_nul_in_a_text_is_an_error_that_names_it(simulator: Simulator, tmp_path: Path) -> None:
    cut = str(tmp_path / "a\0b")
    tls = "tls://127.0.0.1:1"
    with Outbox(tmp_path / "outbox.db") as outbox:
        request = requests.do_not_call("5551234567")
        calls: list[tuple[str, Callable[[], Any]]] = [
            ("path", lambda: Outbox(cut)),
            ("path", lambda: outbox.export(cut)),
            ("key", lambda: outbox.submit(request, key=cut)),
            ("order_key", lambda: outbox.submit(request, order_key=cut)),
            ("NUL", lambda: Simulator(cut)),
            ("line 1", lambda: Simulator(toml="a = '\0'")),
            ("dn", lambda: commdn.connect(simulator, dn=cut, app_dbid=20)),
            ("application", lambda: commdn.connect(simulator, **DN, application=cut)),
            ("password", lambda: commdn.connect(simulator, **DN, password=cut)),
            ("address", lambda: commdn.connect("127.0\0.0.1:3000", **DN)),
            ("address", lambda: commdn.connect("sim:x\0y", **DN)),
            ("certificate", lambda: commdn.connect(tls, **DN, tls=commdn.TLS(ca="x\0y"))),
        ]
        for name, call in calls:
            with pytest.raises((commdn.CommDNInvalidArgument, commdn.CommDNTlsError)) as caught:
                call()
            assert name in str(caught.value), caught.value
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("face", ["sim", "tcp"])
@pytest.mark.parametrize("answered", [True, False])
def test_a_session_that_is_over_is_replaced_at_once(
    simulator: Simulator, tmp_path: Path, face: str, answered: bool
) -> None:
    place = simulator if face == "sim" else simulator.listen()
    for turn in range(10):
        with Outbox(tmp_path / f"outbox{turn}.db") as outbox:
            first = commdn.connect(place, **DN)
            outbox.attach(first)
            with pytest.raises(commdn.CommDNInvalidArgument):
                outbox.attach(first)
            entry = outbox.submit(requests.do_not_call("5551234567"))
            if answered:
                assert outbox.wait(entry).kind == "acknowledged"
            first.close()
            assert not outbox.is_attached
            with commdn.connect(place, **DN) as second:
                outbox.attach(second)
                assert outbox.is_attached
                assert outbox.wait(entry).kind == "acknowledged"
                outbox.detach()


def test_a_session_of_asyncio_that_is_over_is_replaced_at_once(simulator: Simulator, tmp_path: Path) -> None:
    async def replace_one(outbox: aio.Outbox) -> None:
        async with aio.connect(simulator, **DN) as first:
            await outbox.attach(first)
            entry = await outbox.submit(requests.do_not_call("5551234567"))
            await first.close()
            assert not outbox.is_attached
        async with aio.connect(simulator, **DN) as second:
            await outbox.attach(second)
            assert (await outbox.wait(entry)).kind == "acknowledged"
            await outbox.detach()

    async def main() -> None:
        for turn in range(10):
            async with aio.Outbox(tmp_path / f"outbox{turn}.db") as outbox:
                await replace_one(outbox)

    asyncio.run(asyncio.wait_for(main(), 30))
