"""Messages in the logs of T-Server, OCS, URS and the vendor's SDKs.

Owns where on its way a message was, seen from whoever wrote the log. Who that is, its messages tell:
T-Server receives requests to distribute, an OCS sends events, a client sends requests.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..decode import Around, Decoded
from .observation import Facts, Kind, Observation, Place, Role, Way

__all__ = ["RoleVotes", "bare", "message"]

_DISTRIBUTE = "RequestDistributeUserEvent"
_USER_EVENT = "EventUserEvent"
_NOTES = {
    "EventLinkDisconnected": "T-Server lost its link to the switch",
    "EventLinkConnected": "T-Server's link to the switch is up",
    "EventServerDisconnected": "the connection to T-Server ended",
    "EventServerConnected": "connected to T-Server",
    "EventDNOutOfService": "the DN is out of service",
    "EventDNBackInService": "the DN is back in service",
    "EventUnregistered": "the DN is no longer registered",
    "EventPrimaryChanged": "primary and backup T-Server changed places",
}


@dataclass(slots=True)
class RoleVotes:
    """What the messages of a log tell about its writer."""

    votes: dict[Role, int] = field(default_factory=dict)

    def vote(self, role: Role) -> None:
        """One more message that only such a program has."""
        self.votes[role] = self.votes.get(role, 0) + 1

    @property
    def role(self) -> Role:
        """Whose log it is: an OCS and a client may see others' messages, T-Server receives requests."""
        for role in ("tserver", "ocs", "client"):
            if self.votes.get(role, 0):
                return role
        return "unknown"


def message(source: int, item: Decoded, votes: RoleVotes, time: float | None) -> Observation | None:
    """The observation that a logged list is."""
    found = item.message
    if found is None:
        return None
    around = item.around or Around()
    is_request = item.request is not None
    return Observation(
        source,
        item.line or 0,
        Kind.REQUEST if is_request else Kind.EVENT,
        time=time,
        place=_place(item, around, votes, is_request=is_request),
        facts=Facts.of(found),
        message=found,
        hidden=bool(item.masked or item.unknown or item.faults),
        dn=around.dn,
        tserver_reference=around.reference_id if around.message == _DISTRIBUTE else None,
        sequence=around.sequence_number,
        client=_client(around.peer),
        utc=_utc(around),
    )


def _place(item: Decoded, around: Around, votes: RoleVotes, *, is_request: bool) -> Place:
    way = around.direction
    if item.form == "ocs":
        votes.vote("ocs")
        given: Way = "in" if is_request else "out"
        return Place("ocs", given)
    if around.message == _DISTRIBUTE:
        if way == "received":
            votes.vote("tserver")
            return Place("tserver", "in")
        if way == "sent" and votes.role != "tserver":
            votes.vote("client" if is_request else "ocs")
            return Place("client" if is_request else "ocs", "out")
        if votes.role in ("client", "ocs"):
            return Place(votes.role, "out")
        return Place("tserver", "in")
    if around.message == _USER_EVENT and way == "received":
        if votes.role in ("tserver", "unknown") and not is_request:
            votes.vote("client")
        role: Role = "ocs" if votes.role == "ocs" else "client"
        return Place(role, "in")
    if around.message == _USER_EVENT and (way == "sent" or votes.role in ("tserver", "unknown")):
        if way == "sent":
            votes.vote("tserver")
        return Place("tserver", "out")
    if around.message == _USER_EVENT:
        return Place(votes.role, "in")
    return Place("unknown", "out" if is_request else "in")


def bare(
    source: int, line: int, around: Around, votes: RoleVotes, time: float | None
) -> Observation | None:
    """The observation that a message without a list is: an acknowledgement, an error, a change."""
    name = around.message
    role: Role = "tserver" if around.direction == "sent" or votes.role == "tserver" else "client"
    place = Place(role, "out" if role == "tserver" else "in")
    told = Observation(
        source,
        line,
        Kind.NOTE,
        time=time,
        place=place,
        dn=around.dn,
        tserver_reference=around.reference_id,
        client=_client(around.peer),
        sequence=around.sequence_number,
        utc=_utc(around),
    )
    if name == "EventACK" and around.reference_id is not None:
        told.kind = Kind.ACK
        return told
    if name == "EventError":
        told.kind = Kind.REFUSAL
        told.code = around.error_code
        told.text = around.error_message or ""
        return told
    if name in _NOTES:
        told.text = _NOTES[name]
        return told
    return None


def _client(peer: str | None) -> str | None:
    """The client's number in brackets, where T-Server tells one."""
    if peer is None or not peer.startswith("["):
        return None
    number, end, _ = peer[1:].partition("]")
    return number if end and number.isdigit() else None


def _utc(around: Around) -> float | None:
    if around.seconds is None:
        return None
    return around.seconds + (around.microseconds or 0) / 1_000_000
