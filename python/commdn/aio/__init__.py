"""The session for asyncio: the same names as `commdn.Session`, to be awaited.

    async with commdn.aio.connect("sim:", dn="8001", app_dbid=20, ocs_dbid=101) as session:
        await session.do_not_call("5551234567")

No thread is started for a request: the core tells the event loop through a file descriptor that
something is new. Cancelling a task gives its request up and leaves the session as it was. A session
belongs to the event loop in which it was opened. `Outbox` is `commdn.Outbox`, to be awaited.
"""

from __future__ import annotations

from .outbox import Outbox
from .session import Connecting, Session, connect

__all__ = ["Connecting", "Outbox", "Session", "connect"]
