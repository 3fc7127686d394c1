"""Many sites, many hosts: requests over RabbitMQ, outcomes in PostgreSQL, workers on Celery.

    producer = commdn.fleet.Producer(broker, store)
    producer.submit(site="east", key="case-4711", phone="5551234567")
    job = producer.submit_file("numbers.csv", site="east")
    job.wait()

Needs the extra `commdn[fleet]`. `docs/fleet.md` describes queues, message, guarantees and operation.
"""

from __future__ import annotations

from .errors import (
    FleetBacklogFull,
    FleetBrokerError,
    FleetError,
    FleetMessageError,
    FleetSiteError,
    FleetStoreError,
)
from .lanes import lane_of
from .message import Batch, Item
from .process import Limits, Processor, Verdict
from .producer import JobHandle, Producer

__all__ = [
    "Batch",
    "FleetBacklogFull",
    "FleetBrokerError",
    "FleetError",
    "FleetMessageError",
    "FleetSiteError",
    "FleetStoreError",
    "Item",
    "JobHandle",
    "Limits",
    "Processor",
    "Producer",
    "Verdict",
    "lane_of",
]
