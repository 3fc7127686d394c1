"""The commands of a fleet, as a user types them."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from conftest import Fleet
from engines import wait_until
from workers import tail

pytestmark = pytest.mark.timeout(600)
WORKER = ["--dn", "8001", "--app-dbid", "20", "--ocs-dbid", "101"]


class Shell:
    """Runs commands with broker and store in the environment."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMDN_")}
        self.env = {**kept, "COMMDN_BROKER": fleet.broker.url, "COMMDN_STORE": fleet.database.url}

    def run(self, *words: str, status: int = 0) -> str:
        ended = subprocess.run(
            [sys.executable, "-m", "commdn", *words], capture_output=True, text=True, timeout=120, check=False,
            env=self.env, cwd=self.fleet.folder,
        )  # fmt: skip
        assert ended.returncode == status, f"status {ended.returncode}: {ended.stdout}{ended.stderr}"
        self.errors = ended.stderr
        return ended.stdout

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.fleet.folder / "started.log").open("ab") as out:
            return subprocess.Popen(
                [sys.executable, "-m", "commdn", *words], stdout=out, stderr=out, env=self.env, cwd=self.fleet.folder
            )


@pytest.fixture
def shell(fleet: Fleet) -> Shell:
    return Shell(fleet)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_an_import_over_the_fleet_has_the_same_result_file_and_statuses(fleet: Fleet, shell: Shell) -> None:
    name = fleet.name
    assert "is ready" in shell.run("fleet", "init", "--site", name, "--lanes", "4")
    source, result = fleet.folder / "numbers.txt", fleet.folder / "numbers.txt.result.csv"
    lines = [f"5556{n:06},c{n % 40}" for n in range(300)]
    lines[7], lines[9] = "no number at all,", ","
    source.write_text("phone,customer_id\n" + "\n".join(lines) + "\n")
    # Without a worker: published, nothing known yet.
    shell.run("dnc", "import", str(source), "--fleet-site", name, status=4)
    assert {row["code"] for row in rows_of(result) if row["status"] == "unanswered"} == {"in_fleet"}
    assert "--resume" in shell.errors and "amqp://" not in shell.errors
    workers = shell.start("worker", "--fleet-site", name, "--server", fleet.centre.address, *WORKER, "--processes", "2")
    try:
        told = shell.run("dnc", "import", str(source), "--fleet-site", name, "--resume", "--wait", "--json", status=3)
        summary = json.loads(told)
        direct = fleet.folder / "direct.csv"
        # The same file, sent directly.
        shell.run("dnc", "import", str(source), "--result", str(direct), "--server", fleet.centre.address, *WORKER, status=3)
        assert rows_of(result) == rows_of(direct)
        assert summary["acknowledged"] == 298 and summary["refused"] == 1 and summary["skipped"] == 1
        # Nothing is left to be done.
        shell.run("dnc", "import", str(source), "--fleet-site", name, "--resume", "--wait", status=3)
        status = json.loads(shell.run("fleet", "status", "--site", name, "--json"))
        (site,) = status["sites"]
        assert sum(worker["live"] for worker in site["workers"]) == 2
        assert sum(one["count"] for one in site["outcomes"] if one["kind"] == "acknowledged") == 298
        assert name in shell.run("fleet", "status") and str(source) in shell.run("fleet", "jobs", "--site", name)
        assert "is paused" in shell.run("fleet", "pause", name, "--drain", "60s")
        assert "goes on" in shell.run("fleet", "resume", name)
        assert "anew" in shell.run("fleet", "rebalance", name)
        assert "removed" in shell.run("fleet", "forget", "--days", "1")
        assert f'site="{name}"' in shell.run("fleet", "metrics")
    finally:
        workers.terminate()
        assert workers.wait(60) == 0, tail(fleet.folder / "started.log")


def test_a_killed_worker_is_started_again_and_all_end_with_their_supervisor(fleet: Fleet, shell: Shell) -> None:
    fleet.init()
    supervisor = shell.start("worker", "--fleet-site", fleet.name, "--server", fleet.centre.address, *WORKER, "--processes", "2")

    def children() -> list[int]:
        found = Path(f"/proc/{supervisor.pid}/task/{supervisor.pid}/children")
        return [int(pid) for pid in found.read_text().split()] if found.exists() else []

    try:
        wait_until("two workers", lambda: len(children()) == 2)
        first = children()
        os.kill(first[0], 9)
        wait_until("another one", lambda: len(children()) == 2 and first[0] not in children())
        remaining = children()
    finally:
        supervisor.kill()
        supervisor.wait()
    wait_until("their end", lambda: not any(is_alive(pid) for pid in remaining), 60)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_retry_and_dead_tell_what_there_is(fleet: Fleet, shell: Shell) -> None:
    fleet.init()
    shell.run("fleet", "retry", "no-such-job", status=3)
    with fleet.producer() as producer:
        producer.store.execute(
            """INSERT INTO commdn.outcome (key, job, site, type, kind, code, text, attempts, worker, request)
               VALUES (%s, 'j', %s, 'do_not_call', 'gave_up', 'no_answer', 'nobody answered', 3, 'w', %s::json)""",
            f"{fleet.name}-k", fleet.name,
            json.dumps({"key": f"{fleet.name}-k", "type": "do_not_call", "phone": "5551239999"}),
        )  # fmt: skip
        assert f"{fleet.name}-k" in shell.run("fleet", "dead", "--site", fleet.name)
        assert "1 requests" in shell.run("fleet", "retry", f"{fleet.name}-k")
        fleet.work()
        assert producer.wait(f"{fleet.name}-k", 60).kind == "acknowledged"


def test_metrics_are_served(fleet: Fleet, shell: Shell) -> None:
    fleet.init()
    from engines import free_ports

    (port,) = free_ports(1)
    serving = shell.start("fleet", "metrics", "--listen", f"127.0.0.1:{port}")
    try:
        page: list[str] = []

        def is_served() -> bool:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
                    page.append(answer.read().decode())
                return True
            except OSError:
                return False

        wait_until("metrics", is_served, 60)
        assert f'commdn_fleet_paused{{site="{fleet.name}"}} 0' in page[0]
    finally:
        serving.terminate()
        serving.wait(30)


def test_campaign_events_are_published_by_one_watch(fleet: Fleet, shell: Shell) -> None:
    import pika

    fleet.init()
    where = ["--fleet-site", fleet.name, "--server", fleet.centre.address, *WORKER]
    url = f"amqp://guest:guest@127.0.0.1:{fleet.broker.port}/%2F"
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(queue, "commdn.events", f"{fleet.name}.#")
        shell.run("watch", "--publish", *where, "--ask", "1:10", "--for", "0.5", "--json")
        found = []

        def came() -> bool:
            method, properties, body = channel.basic_get(queue, auto_ack=True)
            if method is not None:
                found.append((method.routing_key, properties, json.loads(body)))
            return method is not None

        wait_until("an event", came, 30)
    key, properties, event = found[0]
    assert key == f"{fleet.name}.101.10.ev_campaign_status"
    assert properties.content_type == "application/cloudevents+json"
    assert event["specversion"] == "1.0" and event["type"] == "commdn.ev_campaign_status.v1"
    assert event["data"]["event"]["campaign"] == 1 and event["subject"] == "campaign/1/group/10"


def test_wrong_options_are_told(fleet: Fleet, shell: Shell) -> None:
    source = fleet.folder / "numbers.txt"
    source.write_text("5551234567\n")
    shell.run("dnc", "import", str(source), "--wait", "--server", "sim:", status=2)
    shell.run("dnc", "import", str(source), "--fleet-site", fleet.name, "--rate", "5", status=2)
    shell.run("fleet", "init", "--site", "East", status=1)
    assert not (fleet.folder / "numbers.txt.result.csv").exists()
    shell.run("dnc", "import", str(source), "--fleet-site", "nowhere-at-all", status=1)
    assert not list(fleet.folder.glob("numbers.txt.result.csv*"))
    shell.env["COMMDN_STORE"] = "postgresql://u:secret@127.0.0.1:1/x"
    shell.run("fleet", "status", status=1)
    assert "secret" not in shell.errors and "store" in shell.errors
    del shell.env["COMMDN_STORE"]
    shell.run("fleet", "status", status=2)
