"""How a connection is secured: the options of addresses that begin with `tls://`.

    tls = commdn.TLS(ca="site-ca.pem", cert="desktop.pem", key="desktop.key")
    with commdn.connect("tls://tserver:3000", tls=tls, dn="8001", app_dbid=20) as session: ...
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

__all__ = ["TLS"]

_Pem: TypeAlias = str | os.PathLike[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TLS:
    """The options of TLS; each has a default. Certificates are always verified.

    Files are in PEM form, and read at connecting; PEM text does instead of a path. `ca` is trusted
    and the system's CAs are not; without it they are. `cert` (with its chain) and `key` are shown to a
    server that asks for them. `server_name` is what the server's certificate must be for, by default
    the address's host.
    """

    ca: _Pem | None = None
    cert: _Pem | None = None
    key: _Pem | None = field(default=None, repr=False)
    server_name: str | None = None
    minimum_version: Literal["1.2", "1.3"] = "1.2"

    def __post_init__(self) -> None:
        if (self.cert is None) != (self.key is None):
            raise ValueError("give cert and key, or neither")

    def _native(self) -> tuple[str | None, str | None, str | None, str | None, str]:
        def pem(value: _Pem | None) -> str | None:
            return None if value is None else os.fspath(value)

        return pem(self.ca), pem(self.cert), pem(self.key), self.server_name, self.minimum_version
