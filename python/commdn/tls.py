"""How a connection is secured: the options of addresses that begin with `tls://`.

    tls = commdn.TLS(ca="site-ca.pem", cert="desktop.pem", key="desktop.key")
    with commdn.connect("tls://tserver:3000", tls=tls, dn="8001", app_dbid=20) as session: ...
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

__all__ = ["TLS"]

Pem: TypeAlias = str | os.PathLike[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TLS:
    """The options of TLS; each has a default. Certificates are always verified.

    Files are in PEM form, and read at connecting; PEM text does instead of a path.
    """

    # generated: options
    ca: Pem | None = None
    """The CAs that are trusted, and the system's are not: a PEM file, or PEM text. Default: the
    system's.
    """
    cert: Pem | None = None
    """The certificate, with its chain, that is shown to a server that asks for one: a PEM file, or
    PEM text. Default: none.
    """
    key: Pem | None = field(default=None, repr=False)
    """The key of the certificate: a PEM file, or PEM text. Default: none."""
    server_name: str | None = None
    """The name or IP address that the server's certificate must be for. Default: the address's
    host.
    """
    minimum_version: Literal["1.2", "1.3"] = "1.2"
    """The lowest version that is spoken: `1.2` or `1.3`. Default `1.2`."""
    # end of options

    def __post_init__(self) -> None:
        if (self.cert is None) != (self.key is None):
            raise ValueError("give cert and key, or neither")

    def _native(self) -> tuple[str | None, str | None, str | None, str | None, str]:
        def pem(value: Pem | None) -> str | None:
            return None if value is None else os.fspath(value)

        return pem(self.ca), pem(self.cert), pem(self.key), self.server_name, self.minimum_version
