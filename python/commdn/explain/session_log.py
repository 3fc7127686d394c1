"""Lines of a session's log: what it sent as which reference, and what became of it.

Owns their syntax, which `core/src/session` writes; whatever a logging system puts before them is
skipped, but for its time. Outcomes are logged at level DEBUG only.
"""

from __future__ import annotations

import re

from ..enums import MessageType
from .observation import Facts, Kind, Observation, Place
from .simulator_log import message_of
from .times import Clock, find_time

__all__ = ["Reader"]

_SENT = re.compile(
    r"sent (?P<name>CM_\w+|\d+) as reference (?P<reference>\d+) from (?P<origin>\d+) to (?P<target>\d+)"
    r"(?:, campaign (?P<campaign>\d+))?(?:, group (?P<group>\d+))?"
    r"(?:, phone (?P<phone>.*?))?(?:, customer id (?P<customer_id>.*))?$"
)
_OUTCOME = re.compile(r"reference (?P<reference>\d+) (?P<text>(?P<what>answered by|refused by|not answered|not sent).*)$")
_BY = re.compile(r"(?:answered|refused) by OCS (?P<ocs>\d+): (?:(?P<name>CM_\w+|\d+)|error (?P<error>\d+))")
_OPEN = re.compile(r"session with (?P<server>.*) on DN (?P<dn>\S+) open$")
_TROUBLE = re.compile(
    r"(connection to .* lost, connecting again: .*|session with .* lost: .*|attempt failed: .*"
    r"|the DN is (?:no longer registered|out of service|back in service|registered again))$"
)


class Reader:
    """Reads the lines of one log."""

    def __init__(self, source: int, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self._dn: str | None = None

    def expects(self, text: str) -> bool:
        """Whether the line is a session's."""
        return any(
            pattern.search(text) is not None for pattern in (_SENT, _OUTCOME, _OPEN, _TROUBLE)
        )

    def line(self, line: int, text: str) -> Observation | None:
        """What the line tells."""
        time = find_time(text)
        at = self._clock.last if time is None else self._clock.read(time)
        told = Observation(self._source, line, Kind.NOTE, time=at, place=Place("client", "in"), dn=self._dn)
        if (found := _SENT.search(text)) is not None:
            return self._sent(told, found)
        if (found := _OUTCOME.search(text)) is not None:
            return self._outcome(told, found)
        if (found := _OPEN.search(text)) is not None:
            self._dn = found["dn"]
            return None
        if (found := _TROUBLE.search(text)) is not None:
            told.text = found[1]
            return told
        return None

    def _sent(self, told: Observation, found: re.Match[str]) -> Observation | None:
        number = _number(found["name"])
        if number is None:
            return None
        facts = {name: value for name, value in found.groupdict().items() if value and name != "name"}
        told.message, told.hidden = message_of(number, facts)
        if told.message is None:
            return None
        told.kind, told.place = Kind.REQUEST, Place("client", "out")
        told.facts = Facts.of(told.message)
        told.tserver_reference = int(found["reference"])
        return told

    def _outcome(self, told: Observation, found: re.Match[str]) -> Observation:
        told.kind, told.text = Kind.OUTCOME, found["text"]
        told.tserver_reference = int(found["reference"])
        told.answered = found["what"] in ("answered by", "refused by") and "by T-Server" not in found["text"]
        by = _BY.search(found["text"])
        if by is not None:
            number = _number(by["name"]) if by["name"] else 27
            error = None if by["error"] is None else int(by["error"])
            told.facts = Facts(message=number or 0, origin=int(by["ocs"]), error=error)
        elif "by T-Server" in found["text"]:
            told.kind = Kind.REFUSAL
            code = re.search(r"error (-?\d+): (.*)$", found["text"])
            told.code = None if code is None else int(code[1])
            told.text = "" if code is None else code[2]
        return told


def _number(name: str) -> int | None:
    if name.isdigit():
        return int(name)
    for member in MessageType:
        if member.field_name == name:
            return int(member)
    return None
