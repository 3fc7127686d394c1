"""CommDN events as CloudEvents on the broker: `commdn watch --publish`.

Structured JSON on the topic exchange `commdn.events`, with the routing key SITE.OCS.GROUP.KIND: a
dashboard binds a queue of its own, such as `east.*.10.*`. Best effort by nature: an event that comes
while nobody watches is not known. One publisher per site: an advisory lock of the store decides.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from ..records import Notice
from .errors import FleetSiteError
from .message import is_site_name
from .queues import Broker
from .store import Store
from .topology import EVENTS

__all__ = ["EventPublisher", "cloud_event"]

_LOCK = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"


def cloud_event(site: str, at: datetime, notice: Notice, data: Any) -> tuple[str, dict[str, Any]]:
    """The routing key, and the event in CloudEvents' JSON format, version 1.0."""
    event = notice.event
    kind = notice.kind.value if event is None else event.message_type.name.lower()
    ocs = 0 if event is None else event.origin or 0
    group = 0 if event is None else event.group or 0
    found: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": f"/commdn/{site}/ocs/{ocs}",
        "type": f"commdn.{kind}.v1",
        "time": at.isoformat(),
        "datacontenttype": "application/json",
        "data": data,
    }
    if event is not None and event.campaign is not None:
        found["subject"] = f"campaign/{event.campaign}/group/{group}"
    return f"{site}.{ocs}.{group}.{kind}", found


class EventPublisher:
    """Publishes the notices of one site, as long as it is the one that may."""

    def __init__(self, broker: str, store: str, site: str, as_json: Callable[[Any], Any]) -> None:
        if not is_site_name(site):
            raise FleetSiteError(f"site {site!r}: a name is 1 to 40 of a-z, 0-9, - and _")
        self._broker = Broker(broker)
        self._store = Store(store)
        self._site = site
        self._as_json = as_json

    def close(self) -> None:
        """Let another one publish."""
        self._broker.close()
        self._store.close()

    def publish(self, at: datetime, notice: Notice) -> bool:
        """Publish a notice; False if another publisher of the site does. Raises: FleetError."""
        if not self._is_the_one():
            return False
        data = {"event": self._as_json(notice.event), "link_up": notice.link_up}
        if notice.error is not None:
            data["error"] = str(notice.error)
        key, event = cloud_event(self._site, at, notice, data)
        # Without a queue that is bound nobody wants it.
        self._broker.send(
            json.dumps(event), EVENTS, key, mandatory=False, content_type="application/cloudevents+json", content_encoding="utf-8"
        )
        return True

    def _is_the_one(self) -> bool:
        """The lock is the connection's: taken again by the same one, it is harmless."""
        return bool(self._store.execute(_LOCK, f"commdn:events:{self._site}")[0][0])
