"""An explanation as text: the logs, each request with its steps, the totals.

Owns the wording for a terminal or a mail; lines come one by one, so that a long log needs no memory.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..text import escape
from . import Explanation, State
from .steps import Step, ended, headline, place, steps, time_of
from .survey import Placed
from .times import shown_time, spoken
from .traces import Trace

__all__ = ["lines", "log_lines", "total_line"]

_ROLES = {"tserver": "T-Server", "ocs": "OCS", "client": "client", "unknown": "log"}
_LANES = {"client": "client", "tserver": "T-Server", "ocs": "OCS"}


def lines(
    explanation: Explanation, *, show_numbers: bool = False, only_open: bool = False, brief: bool = False
) -> Iterator[str]:
    """All lines; with `only_open` without the requests that OCS acknowledged in time, with `brief`
    one line for each request."""
    yield from log_lines(explanation)
    for trace in explanation.traces():
        if only_open and trace.state is State.ANSWERED and not trace.late:
            continue
        yield from map(escape, _of_trace(explanation, trace, show_numbers=show_numbers, brief=brief))
    yield total_line(explanation)
    yield from not_understood(explanation)


def log_lines(explanation: Explanation) -> Iterator[str]:
    """One line for each log: whose it is, its span, and its clock."""
    for log in explanation.logs:
        yield escape(f"{log.reading.source.name}: {_kind(log)}, {_span(log)}{_clock(explanation, log)}")


def _kind(log: Placed) -> str:
    writers = ", ".join(sorted(log.reading.writers)) or "no message of this API"
    return f"{_ROLES[log.reading.role.role]} ({writers}), {log.reading.lines:,} lines"


def _span(log: Placed) -> str:
    if log.first is None or log.last is None:
        return "no times"
    clock = log.reading.clock
    first, last = (shown_time(t, dated=clock.dated, zoned=clock.zoned) for t in (log.first, log.last))
    return f"{first} to {last}"


def _clock(explanation: Explanation, log: Placed) -> str:
    first = explanation.logs[0].reading.source.name
    ahead = -log.offset
    beside = f"{spoken(abs(ahead))} {'ahead of' if ahead > 0 else 'behind'} {first}"
    match log.how:
        case "first":
            return "; times below are its own" if len(explanation.logs) > 1 else ""
        case "messages" if abs(ahead) < 0.0005:
            return f"; its clock agrees with {first} ({log.common} messages in common)"
        case "messages":
            return f"; its clock is {beside} ({log.common} messages in common)"
        case "utc":
            return f"; its clock is {beside}, by the UTC times in both"
        case "given":
            return f"; its clock was said to be {beside}"
        case _:
            return f"; nothing in common with {first}: its times are taken as they stand (see --offset)"


def _of_trace(explanation: Explanation, trace: Trace, *, show_numbers: bool, brief: bool) -> Iterator[str]:
    start = time_of(explanation, trace.start)
    head = headline(trace, show_numbers=show_numbers)
    if brief:
        yield f"{start}  {head}: {ended(trace)}"
        return
    yield f"{start}  {head}"
    for step in steps(trace):
        if step.kind != "missing":
            yield _of_step(explanation, trace, step)
    yield f"    => {ended(trace)}"
    if trace.verdict is not None and trace.verdict.advice:
        yield f"       {trace.verdict.advice}"


def _of_step(explanation: Explanation, trace: Trace, step: Step) -> str:
    after = ""
    if step.time is not None and trace.start is not None:
        after = f"+{spoken(max(0.0, step.time - trace.start))}"
    way = ""
    if step.origin is not None and step.target is not None:
        way = f"{_LANES[step.origin]} -> {_LANES[step.target]}: "
    places = ", ".join(place(explanation, where) for where in step.places)
    return f"    {after:>9}  {way}{step.label}" + (f"  ({places})" if places else "")


def total_line(explanation: Explanation) -> str:
    """`5 requests: 3 answered, 1 refused, 1 unanswered.`"""
    totals = explanation.totals
    count = sum(totals.values())
    if not count:
        return "No request of this API in these logs."
    parts = ", ".join(f"{totals[state]:,} {state.value}" for state in State if totals[state])
    return f"{count:,} {'request' if count == 1 else 'requests'}: {parts}."


def not_understood(explanation: Explanation) -> Iterator[str]:
    """A word on what could not be read, and on the other protocol."""
    for log in explanation.logs:
        name, missing = log.reading.source.name, log.reading.not_understood
        if missing.count:
            what = "1 thing" if missing.count == 1 else f"{missing.count:,} things"
            yield escape(f"{name}: {what} could not be read:")
            for line, reason in missing.places:
                yield escape(f"    line {line}: {reason}")
            if missing.count > len(missing.places):
                yield f"    ... and {missing.count - len(missing.places):,} more"
        if log.reading.desktop:
            count = log.reading.desktop
            yield escape(f"{name}: {count:,} of the agent-desktop protocol, which is another one, left out")
        if not log.observations:
            yield escape(f"{name}: nothing of this API was found; is it a log of T-Server, OCS or a client?")
