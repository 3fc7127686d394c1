"""An explanation as JSON documents: one for each request, then one with the logs and the totals.

Owns their shape; docs/explain.md describes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import Explanation, State
from .steps import message_name, place, steps, time_of
from .traces import Trace, Verdict

__all__ = ["documents", "of_trace", "summary"]

_MASK = "****"


def documents(
    explanation: Explanation, *, show_numbers: bool = False, only_open: bool = False
) -> Iterator[dict[str, Any]]:
    """All documents; each is one line of the output."""
    for trace in explanation.traces():
        if not only_open or trace.state is not State.ANSWERED or trace.late:
            yield of_trace(explanation, trace, show_numbers=show_numbers)
    yield summary(explanation)


def of_trace(explanation: Explanation, trace: Trace, *, show_numbers: bool) -> dict[str, Any]:
    """One request."""
    facts = trace.facts

    def person(text: str | None) -> str | None:
        return text if show_numbers or text is None else _MASK

    return {
        "kind": "request",
        "message": {"number": facts.message, "name": message_name(facts.message)},
        "state": trace.state.value.replace(" ", "-"),
        "late": trace.late,
        "time": time_of(explanation, trace.start) if trace.start is not None else None,
        "origin": facts.origin,
        "target": facts.target,
        "dn": trace.dn,
        "reference": facts.reference,
        "campaign": facts.campaign,
        "group": facts.group,
        "phone": person(facts.phone),
        "customer_id": person(facts.customer_id),
        "hidden_by_log": trace.hidden,
        "sent_again": trace.repeats,
        "steps": [
            {
                "from": step.origin,
                "to": step.target,
                "kind": step.kind,
                "label": step.label,
                "seconds": _after(trace, step.time),
                "seen": [place(explanation, where) for where in step.places],
            }
            for step in steps(trace)
        ],
        "answers": [
            {
                "ocs": answer.facts.origin,
                "message": {"number": answer.facts.message, "name": message_name(answer.facts.message)},
                "error": answer.facts.error,
                "seconds": _after(trace, max((h.time for h in answer.hops if h.time is not None), default=None)),
            }
            for answer in trace.answers
        ],
        "verdict": None if trace.verdict is None else _verdict(explanation, trace.verdict),
    }


def _verdict(explanation: Explanation, verdict: Verdict) -> dict[str, Any]:
    return {
        "code": verdict.code,
        "text": verdict.text,
        "advice": verdict.advice,
        "evidence": [place(explanation, where) for where in verdict.evidence],
    }


def _after(trace: Trace, time: float | None) -> float | None:
    if time is None or trace.start is None:
        return None
    return round(time - trace.start, 6)


def summary(explanation: Explanation) -> dict[str, Any]:
    """The logs and the totals of what was taken so far."""
    return {
        "kind": "summary",
        "requests": sum(explanation.totals.values()),
        "states": {state.value.replace(" ", "-"): explanation.totals[state] for state in State},
        "logs": [
            {
                "name": log.reading.source.name,
                "role": log.reading.role.role,
                "writers": sorted(log.reading.writers),
                "lines": log.reading.lines,
                "offset_seconds": round(log.offset, 6),
                "offset_by": log.how,
                "common_messages": log.common,
                "desktop_messages": log.reading.desktop,
                "not_understood": log.reading.not_understood.count,
                "places": [
                    {"line": line, "reason": reason} for line, reason in log.reading.not_understood.places
                ],
            }
            for log in explanation.logs
        ],
    }
