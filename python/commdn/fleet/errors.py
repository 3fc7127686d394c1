"""What may go wrong with a fleet: its broker, its store, its messages."""

from __future__ import annotations

from ..errors import CommDNError

__all__ = [
    "FleetBacklogFull",
    "FleetBrokerError",
    "FleetError",
    "FleetMessageError",
    "FleetSiteError",
    "FleetStoreError",
]


class FleetError(CommDNError):
    """Base of the errors of a fleet."""

    kind = "fleet"


class FleetMessageError(FleetError, ValueError):
    """A message is not of its schema: the text names the part."""

    kind = "fleet_message"


class FleetSiteError(FleetError, ValueError):
    """A site is unknown, or is not what the caller takes it for."""

    kind = "fleet_site"


class FleetBrokerError(FleetError, ConnectionError):
    """The broker cannot be reached, or does not accept a message."""

    kind = "fleet_broker"


class FleetBacklogFull(FleetBrokerError):
    """A queue is at its limit and refuses messages: nothing of the batch was taken."""

    kind = "fleet_backlog"


class FleetStoreError(FleetError, ConnectionError):
    """The database cannot be reached, or has no tables of a fleet."""

    kind = "fleet_store"
