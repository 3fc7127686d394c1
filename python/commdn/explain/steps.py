"""Steps: a trace as arrows between client, T-Server and OCS, for the text, the document and the page.

Owns what is told of a trace, with phone numbers and customer ids hidden unless they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..enums import CmError, MessageType
from . import Explanation
from .observation import Facts, Place
from .times import shown_time, spoken
from .traces import Hop, State, Trace

__all__ = ["Lane", "Step", "ended", "headline", "message_name", "place", "steps", "time_of"]

Lane: TypeAlias = Literal["client", "tserver", "ocs"]
_MASK = "****"


@dataclass(frozen=True, slots=True)
class Step:
    """A message from one lane to another, or something that happened meanwhile (then both are None)."""

    origin: Lane | None
    target: Lane | None
    label: str
    kind: Literal["request", "ack", "refusal", "answer", "error", "note", "missing"]
    time: float | None
    places: tuple[tuple[int, int], ...] = ()
    """Log and line, the nearest to the sender first."""


_LEGS: dict[tuple[str, Place], tuple[Lane, Lane]] = {
    ("request", Place("client", "out")): ("client", "tserver"),
    ("request", Place("tserver", "in")): ("client", "tserver"),
    ("request", Place("unknown", "out")): ("client", "tserver"),
    ("request", Place("tserver", "out")): ("tserver", "ocs"),
    ("request", Place("ocs", "in")): ("tserver", "ocs"),
    ("request", Place("client", "in")): ("tserver", "client"),
    ("answer", Place("ocs", "out")): ("ocs", "tserver"),
    ("answer", Place("tserver", "in")): ("ocs", "tserver"),
    ("answer", Place("tserver", "out")): ("tserver", "client"),
    ("answer", Place("client", "in")): ("tserver", "client"),
    ("answer", Place("unknown", "in")): ("tserver", "client"),
}


def message_name(number: int) -> str:
    """The name of a message type in the field."""
    return getattr(MessageType(number), "field_name", str(number))


def steps(trace: Trace) -> list[Step]:
    """What was seen of a trace, in the order of time, and what is missing."""
    name = message_name(trace.facts.message)
    found = list(_legs([hop for hop in trace.hops if hop.what == "request"], name, "request"))
    for hop in trace.hops:
        if hop.what in ("ack", "refusal"):
            found.append(_of_tserver(trace, hop))
        elif hop.what == "outcome" and trace.outcome is not None:
            text = f"session: {trace.outcome.text}"
            found.append(Step(None, None, text, "note", hop.time, ((hop.source, hop.line),)))
    for answer in trace.answers:
        error = answer.facts.error
        told = message_name(answer.facts.message)
        if answer.is_refusal and error is not None:
            told += f": {error} {getattr(CmError(error), 'field_name', '')}".rstrip()
        told += f" of OCS {answer.facts.origin}" if answer.facts.origin else ""
        told += " (with only a part of the facts)" if answer.partial else ""
        found.extend(_legs(answer.hops, told, "error" if answer.is_refusal else "answer"))
    for seen in (*trace.marks, *trace.notes):
        text = f"fault on demand: {seen.text}" if seen.kind.value == "fault" else seen.text
        found.append(Step(None, None, text, "note", seen.time, ((seen.source, seen.line),)))
    if trace.repeats:
        found.append(Step(None, None, f"sent again {trace.repeats} times", "note", None))
    found.sort(key=_order)
    if trace.state in (State.UNANSWERED, State.UNDETERMINED):
        found.append(Step("ocs", "client", "no answer", "missing", None))
    return found


def _of_tserver(trace: Trace, hop: Hop) -> Step:
    at = ((hop.source, hop.line),)
    if hop.what == "ack":
        return Step("tserver", "client", "acknowledged (EventACK)", "ack", hop.time, at)
    refusal = trace.refusal
    code = "" if refusal is None or refusal.code is None else f" {refusal.code}"
    text = "" if refusal is None or not refusal.text else f": {refusal.text}"
    return Step("tserver", "client", f"EventError{code}{text}", "refusal", hop.time, at)


def _legs(hops: Iterable[Hop], label: str, kind: Literal["request", "answer", "error"]) -> Iterable[Step]:
    legs: dict[tuple[Lane, Lane], list[Hop]] = {}
    for hop in hops:
        way = _LEGS.get((hop.what, hop.place), ("tserver", "client"))
        legs.setdefault(way, []).append(hop)
    for (origin, target), seen in legs.items():
        seen.sort(key=lambda hop: (hop.time is None, hop.time or 0.0))
        places = tuple(dict.fromkeys((hop.source, hop.line) for hop in seen))
        shown = f"{label} (echo)" if kind == "request" and target == "client" else label
        yield Step(origin, target, shown, kind, seen[0].time, places)


_ORDER = {"request": 0, "ack": 2, "refusal": 2, "note": 3, "answer": 4, "error": 4, "missing": 9}


def _order(step: Step) -> tuple[bool, float, int]:
    late = 1 if step.origin in ("tserver", "ocs") and step.kind == "request" else 0
    last = 1 if step.origin == "tserver" and step.kind in ("answer", "error") else 0
    return (step.time is None, step.time or 0.0, _ORDER[step.kind] + late + last)


def headline(trace: Trace, *, show_numbers: bool) -> str:
    """A request in one line: what, from whom to whom, about what."""
    facts = trace.facts
    to = "every OCS" if not facts.target else f"OCS {facts.target}"
    parts = [f"{message_name(facts.message)} from application {facts.origin or 'unknown'} to {to}"]
    if trace.dn:
        parts[0] += f" on DN {trace.dn}"
    parts.extend(about(facts, hidden=trace.hidden, show_numbers=show_numbers))
    return ", ".join(parts)


def about(facts: Facts, *, hidden: bool, show_numbers: bool) -> list[str]:
    """What a message is about."""
    told = [
        f"{name} {number}"
        for name, number in (("campaign", facts.campaign), ("group", facts.group), ("reference", facts.reference))
        if number is not None
    ]
    for name, text in (("phone", facts.phone), ("customer id", facts.customer_id)):
        if text:
            told.append(f"{name} {text if show_numbers else _MASK}")
    if hidden and not facts.phone and not facts.customer_id and facts.message in (30, 32):
        told.append("number hidden by the log")
    return told


def ended(trace: Trace) -> str:
    """How it ended, in one sentence."""
    if trace.state in (State.ANSWERED, State.REFUSED):
        good = [answer for answer in trace.answers if trace.state is State.REFUSED or not answer.is_refusal]
        told = []
        for answer in good:
            ends = [hop.time for hop in answer.hops if hop.time is not None]
            late = "" if not ends or trace.start is None else f" after {spoken(max(0.0, max(ends) - trace.start))}"
            told.append(f"OCS {answer.facts.origin}{late}")
        word = "Answered" if trace.state is State.ANSWERED else "Refused"
        first = f"{word} by {', '.join(told)}."
        return first if trace.verdict is None else f"{first} {trace.verdict.text}"
    return trace.verdict.text if trace.verdict is not None else f"{trace.state.value.capitalize()}."


def time_of(explanation: Explanation, value: float | None) -> str:
    """A time as the first log writes its times."""
    clock = explanation.logs[0].reading.clock
    return shown_time(value, dated=clock.dated, zoned=clock.zoned)


def place(explanation: Explanation, where: tuple[int, int]) -> str:
    """`tserver.log:29`."""
    source, line = where
    return f"{explanation.logs[source].reading.source.name}:{line}"
