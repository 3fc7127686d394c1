"""Lines of the simulator's log: what T-Server took, refused and delivered, what OCS did, and faults.

Owns their syntax, which `sim/src/log.rs` writes. The list behind a line of an OCS is the core's to read.
"""

from __future__ import annotations

import re
from typing import Any

from .._native import Event, KVList, Request
from ..decode import Decoded
from .observation import Facts, Kind, Observation, Place
from .times import Clock

__all__ = ["Reader", "message_of"]

_HEAD = re.compile(r"(?:^|[^\d])(\d+):(\d\d):(\d\d)\.(\d{3}) (T-Server: |OCS \d+|fault on demand: |\d+ lines are missing)")
_FACTS = r"(?P<name>\S+) \[(?P<number>-?\d+)\] \((?P<facts>.*)\)"
_ASKED = re.compile(rf"T-Server: client (?P<client>\d+) on DN '(?P<dn>.*?)' sent {_FACTS}(?:, T-Server reference (?P<tref>-?\d+))?$")
_REFUSED = re.compile(r"T-Server: client (?P<client>\d+) refused: (?P<text>.*) \((?P<code>-?\d+)\)(?:, T-Server reference (?P<tref>-?\d+))?$")
_DELIVERED = re.compile(rf"T-Server: {_FACTS} on DN '(?P<dn>.*)' to (?P<to>no client|clients? [\d, ]+)$")
_RECEIVED = re.compile(r"OCS (?P<ocs>\d+) on DN '(?P<dn>.*)' received (?P<name>\S+) \[(?P<number>-?\d+)\]$")
_SENT = re.compile(r"OCS (?P<ocs>\d+) sent (?P<name>\S+) \[(?P<number>-?\d+)\]$")
_IGNORED = re.compile(rf"OCS (?P<ocs>\d+) on DN '(?P<dn>.*?)' ignored {_FACTS}: (?P<text>.*)$")
_FAULT = re.compile(rf"fault on demand: (?P<kind>\w+)(?: of {_FACTS})?(?:, client (?P<client>\d+))?(?:, OCS (?P<ocs>\d+))?$")
_APPLICATION = re.compile(r"T-Server: client (?P<client>\d+) is application '(?P<name>.*)'$")
_GONE = re.compile(r"T-Server: client (?P<client>\d+) disconnected: (?P<text>.*)$")
_TROUBLE = re.compile(r"T-Server: (?:the link to the switch is \w+|DN '.*' is (?:in|out of) service)$")
_MASK = "****"
_NUMBERS = {
    "origin": "GSW_CM_AttrOriginAppID",
    "target": "GSW_CM_AttrTargetAppID",
    "reference": "GSW_CM_AttrReferenceID",
    "campaign": "GSW_CM_AttrCampaignID",
    "group": "GSW_CM_AttrGroupID",
    "error": "GSW_CM_AttrError",
    "status": "GSW_CM_AttrGroupCampStatus",
}
_LISTS = {30: "cancel_record", 31: "cancel_record", 32: "do_not_call", 33: "do_not_call"}


def message_of(number: int, told: dict[str, Any]) -> tuple[Request | Event | None, bool]:
    """The message that facts of a line stand for, and whether the log hides some of them."""
    pairs: dict[str, Any] = {"GSW_CM_MessageType": number}
    for name, key in _NUMBERS.items():
        if name in told:
            pairs[key] = int(told[name])
    record = {
        key: told[name]
        for name, key in (("phone", "GSW_PHONE"), ("customer_id", "GSW_CUSTOMER_ID"))
        if told.get(name) not in (None, _MASK)
    }
    hidden = _MASK in (told.get("phone"), told.get("customer_id"))
    scope = told.get("list") or _LISTS.get(number)
    if scope and (record or hidden):
        pairs["GSW_CM_AttrProperties"] = {scope: record}
    user_data = KVList(pairs)
    if number in range(15, 28) or number in (31, 33):
        return Event(user_data), hidden
    return Request.read(user_data), hidden


def _facts(text: str) -> dict[str, str]:
    told: dict[str, str] = {}
    head, phone, rest = _split(text, "phone ")
    tail = rest if phone else head
    tail, customer, customer_id = _split(tail, "customer id ")
    if phone:
        told["phone"] = tail
    else:
        head = tail
    if customer:
        told["customer_id"] = customer_id
    for part in filter(None, head.split(", ")):
        name, _, value = part.partition(" ")
        told[name] = value
    return told


def _split(text: str, name: str) -> tuple[str, bool, str]:
    """A text before and behind a fact, which may be its first."""
    if text.startswith(name):
        return "", True, text.removeprefix(name)
    before, found, behind = text.partition(", " + name)
    return before, bool(found), behind


class Reader:
    """Reads the lines of one log; a message of an OCS is its line and the list behind it."""

    def __init__(self, source: int, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self._waiting: Observation | None = None
        self._applications: dict[str, str] = {}

    def expects(self, text: str) -> bool:
        """Whether the line is the simulator's."""
        return _HEAD.search(text, 0, 200) is not None

    def line(self, line: int, text: str) -> Observation | None:
        """What the line tells; None if it is of no interest, or its list tells."""
        head = _HEAD.search(text, 0, 200)
        if head is None:
            return None
        hours, minutes, seconds, ms = (int(part) for part in head.groups()[:4])
        time = self._clock.seconds(hours * 3600 + minutes * 60 + seconds + ms / 1000)
        text = text[head.start(5) :]
        told = Observation(self._source, line, Kind.NOTE, time=time)
        self._waiting = None
        for pattern, read in (
            (_RECEIVED, self._of_ocs),
            (_SENT, self._of_ocs),
            (_ASKED, self._asked),
            (_DELIVERED, self._delivered),
            (_FAULT, self._fault),
            (_IGNORED, self._ignored),
            (_REFUSED, self._refused),
            (_APPLICATION, self._application),
            (_GONE, self._gone),
        ):
            if (found := pattern.match(text)) is not None:
                return read(told, found)
        if _TROUBLE.match(text) or "lines are missing" in text:
            told.text = text.removeprefix("T-Server: ")
            return told
        return None

    def list(self, item: Decoded) -> Observation | None:
        """The message of an OCS whose line came just before; None if there is none."""
        told, self._waiting = self._waiting, None
        if told is None or item.message is None or (item.line or 0) > told.line + 1:
            return None
        told.message = item.message
        told.facts = Facts.of(item.message)
        told.hidden = bool(item.masked or item.unknown)
        return told

    def _of_ocs(self, told: Observation, found: re.Match[str]) -> None:
        sent = found.re is _SENT
        told.kind = Kind.EVENT if sent else Kind.REQUEST
        told.place = Place("ocs", "out" if sent else "in")
        told.dn = None if sent else found["dn"]
        self._waiting = told

    def _message(self, told: Observation, found: re.Match[str]) -> None:
        told.message, told.hidden = message_of(int(found["number"]), _facts(found["facts"]))
        told.facts = None if told.message is None else Facts.of(told.message)

    def _asked(self, told: Observation, found: re.Match[str]) -> Observation:
        self._message(told, found)
        told.kind, told.place = Kind.REQUEST, Place("tserver", "in")
        told.dn, told.client = found["dn"], found["client"]
        told.tserver_reference = None if found["tref"] is None else int(found["tref"])
        told.applications = tuple(filter(None, [self._applications.get(found["client"])]))
        return told

    def _delivered(self, told: Observation, found: re.Match[str]) -> Observation:
        self._message(told, found)
        told.kind, told.place, told.dn = Kind.EVENT, Place("tserver", "out"), found["dn"]
        told.clients = tuple(re.findall(r"\d+", found["to"]))
        told.applications = tuple(self._applications.get(client, "") for client in told.clients)
        return told

    def _fault(self, told: Observation, found: re.Match[str]) -> Observation:
        told.kind, told.text, told.client = Kind.FAULT, found["kind"], found["client"]
        if found["number"] is not None:
            self._message(told, found)
        return told

    def _ignored(self, told: Observation, found: re.Match[str]) -> Observation:
        self._message(told, found)
        told.kind, told.dn, told.place = Kind.IGNORED, found["dn"], Place("ocs", "in")
        told.text = f"OCS {found['ocs']} ignored it: {found['text']}"
        return told

    def _refused(self, told: Observation, found: re.Match[str]) -> Observation:
        told.kind, told.place = Kind.REFUSAL, Place("tserver", "out")
        told.client, told.text, told.code = found["client"], found["text"], int(found["code"])
        told.tserver_reference = None if found["tref"] is None else int(found["tref"])
        return told

    def _application(self, told: Observation, found: re.Match[str]) -> None:
        self._applications[found["client"]] = found["name"]

    def _gone(self, told: Observation, found: re.Match[str]) -> Observation:
        told.client = found["client"]
        told.text = f"client {found['client']} disconnected: {found['text']}"
        return told
