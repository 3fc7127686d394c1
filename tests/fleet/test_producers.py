"""Producers in other languages: what they publish is of the schema, in the right lane, and is carried out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Fleet
from jsonschema import Draft202012Validator
from workers import peek

from commdn.fleet import Batch, lane_of
from commdn.fleet.message import TASK, schema
from commdn.fleet.topology import lane_key, queue_of

pytestmark = pytest.mark.timeout(600)
ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "fleet"
LANES = 4
# A phone alone, a customer, and texts that need care.
CASES = [("5557770001", None), ("+1 (555) 777-0002", "C-17"), ("5557770003", 'Ünïcode "quoted" \\ customer')]


def run(command: list[str], fleet: Fleet) -> str:
    env = {**os.environ, "COMMDN_BROKER_PASSWORD": "guest"}
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=env, cwd=fleet.folder)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="session")
def programs(folder: Path) -> dict[str, list[str]]:
    """The producers, built."""
    cpp = folder / "producer"
    flags = ["-std=c++17", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    subprocess.run(["g++", *flags, str(EXAMPLES / "producer.cpp"), "-o", str(cpp), "-lrabbitmq", "-lz"], check=True)
    target = ROOT / "target" / "fleet-example"
    subprocess.run(
        ["cargo", "build", "--quiet", "--locked"], check=True, cwd=EXAMPLES / "rust",
        env={**os.environ, "CARGO_TARGET_DIR": str(target), "CARGO_PROFILE_DEV_DEBUG": "0"},
    )  # fmt: skip
    return {
        "python": [sys.executable, str(EXAMPLES / "producer.py")],
        "c++": [str(cpp)],
        "rust": [str(target / "debug" / "commdn-fleet-producer")],
    }


@pytest.mark.parametrize("language", ["python", "c++", "rust"])
def test_a_producer_in_another_language_publishes_what_workers_carry_out(
    fleet: Fleet, programs: dict[str, list[str]], language: str
) -> None:
    fleet.init(lanes=LANES)
    port = str(fleet.broker.port)
    where = ["127.0.0.1", port, "guest", "/"] if language == "c++" else [f"amqp://guest:guest@127.0.0.1:{port}/%2F"]
    keys = []
    for number, (phone, customer) in enumerate(CASES):
        keys.append(f"{fleet.name}-{number}")
        more = [] if customer is None else [customer]
        told = run([*programs[language], *where, fleet.name, str(LANES), keys[-1], phone, *more], fleet)
        assert told == f"{keys[-1]} is with the broker\n"
        lane = queue_of(fleet.name, lane_key(lane_of(phone, customer, LANES)))
        body, headers = look_at(fleet, lane, keys[-1])
        assert headers["task"] == TASK and headers["id"]
        ((given,), named, embedded) = json.loads(body)
        assert named == embedded == {}
        Draft202012Validator(schema()).validate(given)
        (row,) = Batch.read(given).rows
        assert (row.key, row.phone, row.customer_id) == (keys[-1], phone, customer)
    fleet.work()
    with fleet.producer() as producer:
        for key in keys:
            assert producer.wait(key, 60).kind == "acknowledged"


@pytest.mark.parametrize("language", ["python", "c++", "rust"])
def test_a_producer_in_another_language_is_told_that_no_queue_is_there(
    fleet: Fleet, programs: dict[str, list[str]], language: str
) -> None:
    fleet.init(lanes=1)
    port = str(fleet.broker.port)
    where = ["127.0.0.1", port, "guest", "/"] if language == "c++" else [f"amqp://guest:guest@127.0.0.1:{port}/%2F"]
    phone = next(str(number) for number in range(5557770000, 5557770100) if lane_of(str(number), None, 9) > 0)
    command = [*programs[language], *where, fleet.name, "9", "k", phone]
    env = {**os.environ, "COMMDN_BROKER_PASSWORD": "guest"}
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=env)
    assert ended.returncode != 0 and "is with the broker" not in ended.stdout


def look_at(fleet: Fleet, queue: str, key: str) -> tuple[bytes, dict[str, object]]:
    """The message with that key, which stays in its queue."""
    fitting = [one for one in peek(fleet.broker.port, queue) if json.dumps(key).encode() in one[0]]
    assert len(fitting) == 1, f"{queue} has no {key}"
    return fitting[0]
