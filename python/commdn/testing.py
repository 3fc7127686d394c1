"""A contact centre for tests: your own scripts run against it, and it tells what OCS received.

    def test_my_script(contact_centre):
        my_script.run(contact_centre.listen())
        contact_centre.assert_received(commdn.MessageType.REQ_DO_NOT_CALL, phone="5551234567")

The fixtures are those of the pytest plugin `commdn.pytest_plugin`, which pytest loads by itself.
"""

from __future__ import annotations

import os
from typing import Any, Unpack

from . import aio
from ._native import Request
from .enums import MessageType
from .phone import compared
from .session import Session, connect
from .simulator import Simulator
from ._generated.options import ConnectOptions

__all__ = ["ContactCentre"]


class ContactCentre(Simulator):
    """A simulator with the demo's settings at hand, and assertions on what its OCS received."""

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        toml: str | None = None,
        virtual_clock: bool = True,
        dn: str = "8001",
        app_dbid: int = 20,
        ocs_dbid: int = 101,
    ) -> None:
        super().__init__(path, toml=toml, virtual_clock=virtual_clock)
        self.observe()
        self.dn = dn
        self.app_dbid = app_dbid
        self.ocs_dbid = ocs_dbid

    def connect(self, **options: Unpack[ConnectOptions]) -> Session:
        """A session with it."""
        settings: ConnectOptions = {"ocs_dbid": self.ocs_dbid, **options}
        return connect(self, dn=self.dn, app_dbid=self.app_dbid, **settings)

    def connect_aio(self, **options: Unpack[ConnectOptions]) -> aio.Connecting:
        """A session with it for asyncio."""
        settings: ConnectOptions = {"ocs_dbid": self.ocs_dbid, **options}
        return aio.connect(self, dn=self.dn, app_dbid=self.app_dbid, **settings)

    def received(self, message_type: MessageType | int | None = None) -> list[Request]:
        """The requests that reached an OCS, the oldest first; only those of one kind."""
        read = (Request.read(user_data) for _, _, user_data in self._native.received())
        requests = [request for request in read if request is not None]
        return [r for r in requests if message_type is None or r.message_type == message_type]

    def assert_received(
        self, message_type: MessageType | int, *, times: int | None = None, **attributes: Any
    ) -> Request:
        """Fail unless OCS received such a request with these attributes (`times` times); the first one.

        A phone number may be given in any notation.
        """
        __tracebackhide__ = True
        of_kind = self.received(message_type)
        fitting = [request for request in of_kind if _has(request, attributes)]
        wanted = f"{MessageType(message_type)!r} with {attributes}"
        seen = "\n".join(f"  {request!r}" for request in self.received()) or "  nothing"
        if not fitting:
            raise AssertionError(f"OCS did not receive {wanted}; it received\n{seen}")
        if times is not None and len(fitting) != times:
            raise AssertionError(
                f"OCS received {wanted} {len(fitting)} times, not {times}; it received\n{seen}"
            )
        return fitting[0]

    def assert_nothing_received(self) -> None:
        """Fail if a request reached an OCS."""
        __tracebackhide__ = True
        received = self.received()
        if received:
            raise AssertionError(f"OCS received {received!r}")


def _has(request: Request, attributes: dict[str, Any]) -> bool:
    return all(_same(name, getattr(request, name), value) for name, value in attributes.items())


def _same(name: str, found: Any, wanted: Any) -> bool:
    if name == "phone" and found is not None and wanted is not None:
        return compared(found) == compared(wanted)
    return bool(found == wanted)
