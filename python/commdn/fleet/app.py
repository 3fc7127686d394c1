"""For Celery's own tools: `celery -A commdn.fleet.app inspect active`, `celery -A commdn.fleet.app flower`.

Reads COMMDN_BROKER (or COMMDN_BROKER_FILE); without them it is a broker on this machine. It declares nothing and consumes nothing: workers are
`commdn worker`.
"""

from __future__ import annotations

import os
from pathlib import Path

from celery import Celery

from .queues import connection_arguments

__all__ = ["app"]


def _broker() -> str:
    if path := os.environ.get("COMMDN_BROKER_FILE"):
        return Path(path).read_text(encoding="utf-8").splitlines()[0]
    if url := os.environ.get("COMMDN_BROKER"):
        return url
    return "amqp://localhost//"


def _made() -> Celery:
    arguments = connection_arguments(_broker())
    made = Celery("commdn", broker=arguments["url"], backend=None, set_as_current=False)
    made.conf.update(
        broker_use_ssl=arguments.get("ssl"),
        accept_content=["json"],
        event_queue_exclusive=True,
        control_queue_exclusive=True,
        task_create_missing_queues=False,
    )
    return made


app = _made()
