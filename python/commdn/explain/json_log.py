"""Logs of JSON documents, one a line: the simulator's with `--json`, and the bridge's.

Owns their keys. The bridge tells neither user data nor facts: its lines tell when it took a request,
acknowledged or refused it, and what became of its connections.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from ..decode import decode_log
from .observation import Facts, Kind, Observation, Place
from .simulator_log import message_of
from .times import Clock

__all__ = ["Read", "Reader"]

_NUMBER = re.compile(r"\s*(-?\d+)")
_SIMULATOR = ("asked", "refused", "delivered", "request", "sent", "ignored", "fault", "note", "lost", "logged_in", "disconnected", "connected", "registered", "status", "dialed", "outcome", "started")


@dataclass(frozen=True, slots=True)
class Read:
    """A line that was understood, and what it tells; nothing if it is of no interest."""

    writer: str
    observation: Observation | None


class Reader:
    """Reads the lines of one log."""

    def __init__(self, source: int, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self._applications: dict[str, str] = {}

    def line(self, line: int, text: str) -> Read | None:
        """What the line tells; None if it is no such document."""
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            return None
        if not isinstance(document, dict) or not isinstance(document.get("event"), str):
            return None
        event = document["event"]
        try:
            if "at" in document and event in _SIMULATOR:
                return Read("simulator", self._simulator(line, event, document))
            if event in ("started", "lost"):
                return Read("simulator", self._lost(line, event, document))
            if "timestamp" in document and "commdn_bridge" in str(document.get("target", "")):
                return Read("bridge", self._bridge(line, event, document))
        except (KeyError, TypeError, ValueError):
            return None
        return None

    def _lost(self, line: int, event: str, document: dict[str, Any]) -> Observation | None:
        if event != "lost":
            return None
        told = Observation(self._source, line, Kind.NOTE, time=self._clock.last)
        told.text = str(document.get("text", "lines are missing"))
        return told

    def _simulator(self, line: int, event: str, document: dict[str, Any]) -> Observation | None:
        told = Observation(self._source, line, Kind.NOTE, time=self._clock.seconds(float(document["at"])))
        if event in ("request", "sent"):
            return self._of_ocs(told, event, document)
        if event == "logged_in":
            self._applications[str(document["client"])] = str(document["application"])
            return None
        if event == "refused":
            told.kind, told.place = Kind.REFUSAL, Place("tserver", "out")
            told.code, told.text = int(document["code"]), str(document["message"])
            told.client, told.tserver_reference = str(document["client"]), document.get("tserver_reference")
            return told
        if event == "disconnected":
            told.client = str(document["client"])
            told.text = f"client {told.client} disconnected: {document['reason']}"
            return told
        if event == "note":
            told.text = str(document["text"]).removeprefix("T-Server: ")
            return told if "link to the switch" in told.text or " service" in told.text else None
        if event not in ("asked", "delivered", "ignored", "fault"):
            return None
        if (number := _NUMBER.match(str(document.get("message", "")))) is not None:
            told.message, told.hidden = message_of(int(number[1]), document)
            told.facts = None if told.message is None else Facts.of(told.message)
        told.dn = document.get("dn")
        match event:
            case "asked":
                told.kind, told.place = Kind.REQUEST, Place("tserver", "in")
                told.client, told.tserver_reference = str(document["client"]), document.get("tserver_reference")
                told.applications = tuple(filter(None, [self._applications.get(told.client)]))
            case "delivered":
                told.kind, told.place = Kind.EVENT, Place("tserver", "out")
                told.clients = tuple(str(client) for client in document["to"])
                told.applications = tuple(self._applications.get(client, "") for client in told.clients)
            case "ignored":
                told.kind, told.place = Kind.IGNORED, Place("ocs", "in")
                told.text = f"OCS {document['ocs']} ignored it: {document['reason']}"
            case _:
                told.kind, told.text = Kind.FAULT, str(document["kind"])
                client = document.get("client")
                told.client = None if client is None else str(client)
        return told

    def _of_ocs(self, told: Observation, event: str, document: dict[str, Any]) -> Observation | None:
        found = [item for item in decode_log(str(document["user_data"])) if item.message is not None]
        if not found or found[0].message is None:
            return None
        item = found[0]
        told.message = item.message
        told.facts = Facts.of(found[0].message)
        told.hidden = bool(item.masked or item.unknown)
        told.kind = Kind.REQUEST if event == "request" else Kind.EVENT
        told.place = Place("ocs", "in" if event == "request" else "out")
        told.dn = document.get("dn")
        return told

    def _bridge(self, line: int, event: str, document: dict[str, Any]) -> Observation | None:
        told = Observation(self._source, line, Kind.NOTE, time=self._clock.read(str(document["timestamp"])))
        client = document.get("client")
        told.client = None if client is None else str(client)
        told.dn = document.get("dn")
        reference = document.get("reference")
        told.tserver_reference = reference if isinstance(reference, int) else None
        cause = str(document.get("cause") or document.get("text") or "")
        match event:
            case "request-accepted":
                told.kind, told.place = Kind.ACK, Place("tserver", "out")
            case "request-refused" | "refused-here":
                told.kind, told.place, told.text = Kind.REFUSAL, Place("tserver", "out"), cause
                code = document.get("code")
                told.code = code if isinstance(code, int) else None
                if event == "refused-here":
                    told.text = f"by the bridge itself: {cause}"
            case "client-gone" | "client-dropped":
                told.text = f"bridge: client {told.client} is gone: {cause}".removesuffix(": ")
            case "dn-refused" | "link-down" | "server-lost":
                told.text = f"bridge: {event.replace('-', ' ')}: {cause}".removesuffix(": ")
            case _:
                return None
        return told
