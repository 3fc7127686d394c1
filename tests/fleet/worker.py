"""A worker as the tests start it: `commdn worker`, or one that is broken on purpose.

    worker.py BROKER STORE SITE SERVER NAME [early_ack | no_conflict]
"""

from __future__ import annotations

import logging
import sys

import commdn
from commdn.fleet import store as store_module
from commdn.fleet import worker as worker_module
from commdn.fleet.process import Limits
from commdn.fleet.worker import WorkerOptions, run_worker


def main() -> None:
    """Run until a signal comes."""
    broker, store, site, server, name, *broken = sys.argv[1:]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("celery.app.trace").setLevel(logging.WARNING)
    for kind in broken:
        BROKEN[kind]()

    def connect() -> commdn.Session:
        return commdn.connect(
            server, dn="8001", app_dbid=20, ocs_dbid=101, connect_in_background=True, request_timeout=5.0,
            max_reconnect_delay=1.0,
        )  # fmt: skip

    run_worker(
        WorkerOptions(
            broker=broker, store=store, site=site, connect=connect, name=name, limits=Limits(max_age=120.0, hold=5.0)
        )
    )


def early_ack() -> None:
    """Acknowledge before anything is committed: what a killed worker had in hand is lost."""
    made = worker_module.make_app

    def make_app(*given: object) -> object:
        app = made(*given)  # type: ignore[arg-type]
        task = app.task

        def early(**options: object) -> object:
            return task(**{**options, "acks_late": False})

        app.task = early  # type: ignore[method-assign,assignment]
        return app

    worker_module.make_app = make_app  # type: ignore[assignment]


def no_conflict() -> None:
    """Commit without the conflict clause: what somebody else has recorded meanwhile is an error."""
    store_module.RECORD = store_module.RECORD.replace("ON CONFLICT (key) DO NOTHING", "")


BROKEN = {"early_ack": early_ack, "no_conflict": no_conflict}

if __name__ == "__main__":
    main()
