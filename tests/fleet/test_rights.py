"""The rights that docs/fleet-security.md gives to each role suffice, and nobody else's site can be reached."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import psycopg
import pytest
from conftest import Fleet
from workers import Worker, tail

from commdn.fleet import FleetBrokerError, Producer
from commdn.fleet.monitor import look
from commdn.fleet.queues import Broker as Queues
from commdn.fleet.store import Store

pytestmark = pytest.mark.timeout(600)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "fleet-security.md"


def erlang(text: str) -> str:
    """A text as Erlang's binary."""
    return '<<"' + text.replace("\\", "\\\\").replace('"', '\\"') + '">>'


def permissions(role: str, site: str) -> list[str]:
    """The three patterns of a role, as the page has them, for a site of the test."""
    text = PAGE.read_text(encoding="utf-8").replace("\\\n", " ")
    (line,) = re.findall(rf"set_permissions -p commdn {role} (.*)$", text, re.MULTILINE)
    return [word.replace("east", site) for word in shlex.split(line)]


def test_each_role_needs_no_more_rights_than_the_page_gives(fleet: Fleet) -> None:
    fleet.init(lanes=2)
    broker, port = fleet.broker, fleet.broker.port
    # One call for all: each starts an Erlang system of its own.
    made = []
    roles = ("worker", "producer", "metrics")
    for role in roles:
        user = f"{role}-{fleet.name}"
        rights = ", ".join(erlang(pattern) for pattern in permissions(f"commdn-{role}", fleet.name))
        made.append(f"rabbit_auth_backend_internal:add_user({erlang(user)}, <<\"secret\">>, <<\"test\">>)")
        made.append(
            f"rabbit_auth_backend_internal:set_permissions({erlang(user)}, <<\"/\">>, {rights}, <<\"test\">>)"
        )
    broker.ctl("eval", ", ".join(made) + ".")
    with psycopg.connect(fleet.database.url, autocommit=True) as connection:
        (statements,) = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
        connection.execute(statements)
    store_of = {role: fleet.database.url.replace("fleet@", f"commdn_{role}@") for role in roles}
    broker_of = {role: f"amqp://{role}-{fleet.name}:secret@127.0.0.1:{port}//" for role in roles}
    worker = Worker(fleet.folder, fleet.name, broker_of["worker"], store_of["worker"], fleet.name, fleet.centre.address)
    fleet.workers.append(worker)
    worker.start()
    path = fleet.folder / "numbers.txt"
    path.write_text("".join(f"5558{n:06}\n" for n in range(50)))
    with Producer(broker_of["producer"], store_of["producer"]) as producer:
        assert producer.wait(producer.submit(site=fleet.name, phone="5551118888"), 60).kind == "acknowledged", tail(worker.log)
        assert producer.submit_file(path, site=fleet.name).wait(60) == {"acknowledged": 50}
        control = producer.submit("campaign_status", site=fleet.name, campaign=1, group=10)
        assert producer.wait(control, 60).kind == "acknowledged"
        with pytest.raises(FleetBrokerError, match="(?i)access"):
            producer.broker.send([[], {}, {}], "commdn.other", "now")
    watching = Store(store_of["metrics"])
    with Queues(broker_of["metrics"]) as queues:
        found = look(watching, queues, fleet.name)
    watching.close()
    assert found.sites[0].count("acknowledged") == 52 and found.sites[0].queues["now"] == (0, 1)
    store = Store(store_of["producer"])
    with pytest.raises(ConnectionError):
        store.execute("DELETE FROM commdn.outcome")
    store.close()
