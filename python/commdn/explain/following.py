"""Follower: observations of all logs, in the order of time, become traces.

Owns which observation belongs to which request. Whether an event may answer a request is the core's
rule (`_native.may_answer`); among several that fit, the one that is equal in all facts and oldest is
taken, and one that the log hides is not guessed. Requests that are long over are let go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .. import _native
from .._native import Event, Request
from .observation import Kind, Observation, Place
from .survey import Survey
from .traces import Answer, Hop, State, Trace

__all__ = ["Follower"]

# The same request at two places is not further apart than this, in seconds.
_APART = 60.0
# An answered request is kept so long for its second answers.
_SETTLED = 5.0
_MOST_OPEN = 20_000
_MOST_BESIDE = 5
_DISTRIBUTED = Place("tserver", "out")


class Follower:
    """Takes observations one by one; gives traces that are over."""

    def __init__(self, survey: Survey, *, wait: float) -> None:
        self._survey = survey
        self._wait = wait
        self._keep = max(60.0, 2 * wait)
        self._open: dict[int, Trace] = {}
        self._by: dict[tuple[Any, ...], dict[int, Trace]] = {}
        self._early: dict[tuple[int, int], Observation] = {}
        self._count = 0
        self._swept: float | None = None

    def take(self, seen: Observation) -> Iterator[Trace]:
        """One observation; gives the traces that are over by then."""
        match seen.kind:
            case Kind.REQUEST:
                self._request(seen)
            case Kind.EVENT:
                self._event(seen)
            case Kind.ACK | Kind.REFUSAL:
                self._tserver(seen)
            case Kind.OUTCOME:
                self._outcome(seen)
            case Kind.IGNORED | Kind.FAULT:
                self._mark(seen)
            case Kind.NOTE:
                self._note(seen)
        yield from self._over(seen.time)

    def finish(self) -> Iterator[Trace]:
        """The end of all logs: the rest."""
        for trace in list(self._open.values()):
            yield self._close(trace)

    # Requests.

    def _request(self, seen: Observation) -> None:
        facts, request = seen.facts, seen.message
        if facts is None or not isinstance(request, Request):
            return
        same = [trace for trace in self._like(seen) if self._is_same(trace, seen)]
        if any(seen.sequence is not None and seen.sequence in one.sequences for one in same):
            return
        trace = next((trace for trace in same if not trace.seen(seen.place, seen.source)), None)
        repeated = None
        if trace is None and facts.reference is not None:
            open_ = (State.UNANSWERED, State.REFUSED_BY_TSERVER)
            repeated = next((t for t in same if t.state in open_), None)
        if trace is None and repeated is not None:
            trace = repeated
            trace.repeats += 1
            trace.refusal = None
            trace.state = State.UNANSWERED
            for answer in trace.answers:
                answer.over = True
        if trace is None:
            trace = self._new(seen, request)
        self._add(trace, seen)

    def _new(self, seen: Observation, request: Request) -> Trace:
        assert seen.facts is not None
        self._count += 1
        trace = Trace(self._count, seen.facts, request, seen.time, hidden=seen.hidden)
        self._open[trace.number] = trace
        for key in self._keys(trace):
            self._by.setdefault(key, {})[trace.number] = trace
        return trace

    def _add(self, trace: Trace, seen: Observation) -> None:
        trace.hops.append(Hop.of(seen, "request"))
        if seen.sequence is not None:
            trace.sequences.add(seen.sequence)
        if trace.hidden and not seen.hidden and isinstance(seen.message, Request) and seen.facts is not None:
            # Another log shows what the first one hides.
            self._drop(trace, self._keys(trace))
            trace.facts, trace.request, trace.hidden = seen.facts, seen.message, False
            for key in self._keys(trace):
                self._by.setdefault(key, {})[trace.number] = trace
        trace.dn = trace.dn or seen.dn
        if seen.client is not None and seen.place == Place("tserver", "in"):
            trace.client = seen.client
            trace.application = next(iter(seen.applications), None)
        if seen.tserver_reference is not None:
            trace.tserver_reference = seen.tserver_reference
            for key in (("tserver", seen.source, seen.tserver_reference), ("any", seen.tserver_reference)):
                self._by.setdefault(key, {})[trace.number] = trace
            early = self._early.pop((seen.source, seen.tserver_reference), None)
            if early is not None:
                self._ended(trace, early)
        if seen.time is not None and (trace.start is None or seen.time < trace.start):
            trace.start = seen.time

    def _like(self, seen: Observation) -> list[Trace]:
        """Open requests that may be the same one, the oldest first."""
        facts = seen.facts
        assert facts is not None
        if facts.reference is not None:
            found = self._by.get(("reference", facts.origin, facts.reference), {})
            return list(found.values())
        keys = self._fact_keys(seen, facts.message)
        traces = {n: t for key in keys for n, t in self._by.get(key, {}).items()}
        return [traces[number] for number in sorted(traces)]

    def _is_same(self, trace: Trace, seen: Observation) -> bool:
        assert seen.facts is not None
        return self._is_near(trace, seen) and trace.facts.same(seen.facts)

    @staticmethod
    def _is_near(trace: Trace, seen: Observation) -> bool:
        return trace.start is None or seen.time is None or abs(seen.time - trace.start) <= _APART

    # Answers.

    def _event(self, seen: Observation) -> None:
        event, facts = seen.message, seen.facts
        if facts is None or not isinstance(event, Event):
            return
        candidates = self._candidates(seen)
        fits = [trace for trace in candidates if self._may_answer(seen, event, trace)]
        partial = False
        if not fits:
            # An answer may leave out facts; if only one request is that like it, it is meant.
            fits = [trace for trace in candidates if self._may_answer(seen, event, trace, leniently=True)]
            partial = len(fits) == 1
            fits = fits if partial else []
        if seen.place == Place("ocs", "out"):
            # An OCS answers what it has heard.
            heard = [trace for trace in fits if trace.seen(Place("ocs", "in"), seen.source)]
            fits = heard or fits
        stage = (seen.place, seen.source)
        for trace in fits:
            for answer in trace.answers:
                fresh = not answer.over and not answer.seen(*stage)
                if fresh and answer.facts.origin == facts.origin and answer.facts.same(facts):
                    return self._seen_again(trace, answer, seen)
        waiting = [
            trace for trace in fits if all(a.over or a.facts.origin != facts.origin for a in trace.answers)
        ]
        if waiting and self._is_certain(waiting, facts.reference is not None):
            trace = waiting[0]
            answer = Answer(facts, event, partial=partial)
            trace.answers.append(answer)
            return self._seen_again(trace, answer, seen)
        if waiting:
            for trace in waiting[:_MOST_OPEN]:
                _append(trace.ambiguous, seen)
        elif fits:
            # A second answer, at a place that has seen the first one.
            return
        elif facts.target:
            self._stray(seen, facts.target)

    def _seen_again(self, trace: Trace, answer: Answer, seen: Observation) -> None:
        answer.hops.append(Hop.of(seen, "answer"))
        if seen.clients is not None:
            answer.clients_told = True
            same = trace.application is not None and trace.application in seen.applications
            asker = trace.client in seen.clients if trace.client is not None else bool(seen.clients)
            answer.reached = answer.reached or asker or same
        self._settle(trace)

    @staticmethod
    def _is_certain(waiting: list[Trace], by_reference: bool) -> bool:
        """Whether it makes no difference which of them is answered."""
        first = waiting[0]
        if len(waiting) == 1 or by_reference:
            return True
        plain = {_without_reference(trace) for trace in waiting}
        return len(plain) == 1 and not first.hidden

    def _candidates(self, seen: Observation) -> list[Trace]:
        facts = seen.facts
        assert facts is not None
        if facts.reference is not None:
            target = facts.target
            found = self._by.get(("reference", target, facts.reference), {})
            return list(found.values())
        traces: dict[int, Trace] = {}
        for key in self._fact_keys(seen, None):
            traces.update(self._by.get(key, {}))
        return [traces[number] for number in sorted(traces)]

    def _may_answer(
        self, seen: Observation, event: Event, trace: Trace, *, leniently: bool = False
    ) -> bool:
        facts = seen.facts
        assert facts is not None
        ocs = facts.origin or 0
        if trace.facts.reference is not None and facts.reference is None and ocs in self._survey.echoes:
            return False
        if facts.target == 0 and ocs in self._survey.addresses:
            return False
        return _native.may_answer(event, trace.request, leniently or seen.hidden or trace.hidden)

    def _stray(self, seen: Observation, application: int) -> None:
        """A message to an application that fits none of its requests: perhaps it should have."""
        assert seen.facts is not None
        answers = _answers()
        for trace in list(self._by.get(("application", application), {}).values())[-_MOST_BESIDE * 4 :]:
            fits = seen.facts.message in (*answers.get(trace.facts.message, ()), 27)
            if fits and trace.facts.target in (0, None, seen.facts.origin) and not trace.answers:
                _append(trace.strays, seen)

    # What else is about a request.

    def _tserver(self, seen: Observation) -> None:
        if seen.tserver_reference is None:
            return
        found = self._by.get(("tserver", seen.source, seen.tserver_reference), {})
        if not found and self._survey.logs[seen.source].silent:
            # A bridge tells no requests, but the reference ids that its clients gave them.
            every = self._by.get(("any", seen.tserver_reference), {})
            found = {number: trace for number, trace in every.items() if self._is_near(trace, seen)}
        for trace in reversed(list(found.values())):
            if trace.client and seen.client and trace.client != seen.client:
                continue
            if seen.kind is Kind.ACK and trace.ack is None:
                trace.hops.append(Hop.of(seen, "ack"))
            elif seen.kind is Kind.REFUSAL and trace.refusal is None:
                trace.refusal = seen
                trace.hops.append(Hop.of(seen, "refusal"))
                self._settle(trace)
            else:
                continue
            return

    def _outcome(self, seen: Observation) -> None:
        assert seen.tserver_reference is not None
        found = self._by.get(("tserver", seen.source, seen.tserver_reference), {})
        trace = next((t for t in found.values() if t.outcome is None), None)
        if trace is None:
            if len(self._early) < _MOST_OPEN:
                self._early[seen.source, seen.tserver_reference] = seen
            return
        self._ended(trace, seen)

    def _ended(self, trace: Trace, seen: Observation) -> None:
        trace.outcome = seen
        if not seen.answered or seen.facts is None:
            trace.hops.append(Hop.of(seen, "outcome"))
            return
        origin = seen.facts.origin
        answer = next((a for a in trace.answers if a.facts.origin == origin and not a.over), None)
        if answer is None:
            answer = Answer(seen.facts, None)
            trace.answers.append(answer)
        self._seen_again(trace, answer, seen)

    def _mark(self, seen: Observation) -> None:
        if isinstance(seen.message, Request):
            same = [trace for trace in self._like(seen) if self._is_same(trace, seen)]
            unmarked = [trace for trace in same if not trace.answers and not trace.marks]
            trace = next(iter([*unmarked, *same[-1:]]), None)
            if trace is not None:
                _append(trace.marks, seen)
        elif isinstance(seen.message, Event):
            for trace in self._candidates(seen):
                if not self._may_answer(seen, seen.message, trace):
                    continue
                if any(answer.at(_DISTRIBUTED) is None for answer in trace.answers) or seen.client is not None:
                    _append(trace.marks, seen)
                    return

    def _note(self, seen: Observation) -> None:
        for trace in self._open.values():
            if trace.state is not State.UNANSWERED or len(trace.notes) >= _MOST_BESIDE:
                continue
            if seen.client is not None and trace.client not in (None, seen.client):
                continue
            if seen.dn is not None and trace.dn not in (None, seen.dn):
                continue
            trace.notes.append(seen)

    # Ends.

    def _settle(self, trace: Trace) -> None:
        reached = [answer for answer in trace.answers if self.has_reached(trace, answer)]
        if any(not answer.is_refusal for answer in reached):
            trace.state = State.ANSWERED
        elif reached:
            trace.state = State.REFUSED
        elif trace.refusal is not None:
            trace.state = State.REFUSED_BY_TSERVER
        elif trace.ambiguous:
            trace.state = State.UNDETERMINED
        else:
            trace.state = State.UNANSWERED

    def has_reached(self, trace: Trace, answer: Answer) -> bool:
        """Whether an answer came to the one that asked, by the log that is nearest to it."""
        asker = trace.at(Place("client", "out"))
        if asker is not None and self._survey.logs[asker.source].receipts:
            return answer.seen(Place("client", "in"), asker.source)
        if answer.clients_told:
            return answer.reached
        for hop in trace.hops:
            if hop.what == "request" and hop.place.role == "tserver" and self._survey.logs[hop.source].distributes:
                return answer.seen(_DISTRIBUTED, hop.source)
        listener = trace.at(Place("client", "in"))
        if listener is not None:
            return answer.seen(Place("client", "in"), listener.source)
        return True

    def _over(self, now: float | None) -> Iterator[Trace]:
        if now is not None and (self._swept is None or now >= self._swept + 1.0 or now < self._swept - _APART):
            self._swept = now
            for trace in list(self._open.values()):
                start = now if trace.start is None else trace.start
                keep = self._keep if trace.state is State.UNANSWERED else _SETTLED
                if now > start + keep:
                    yield self._close(trace)
        if len(self._open) > _MOST_OPEN:
            for trace in list(self._open.values())[: _MOST_OPEN // 4]:
                yield self._close(trace)

    def _close(self, trace: Trace) -> Trace:
        self._forget(trace)
        del self._open[trace.number]
        self._settle(trace)
        ends = [hop.time for answer in trace.answers for hop in answer.hops if hop.time is not None]
        if ends and trace.start is not None and trace.state in (State.ANSWERED, State.REFUSED):
            trace.late = max(ends) - trace.start > self._wait
        return trace

    def _forget(self, trace: Trace) -> None:
        sources = {hop.source for hop in trace.hops}
        given: list[tuple[Any, ...]] = [("any", trace.tserver_reference)]
        given += [("tserver", source, trace.tserver_reference) for source in sources]
        self._drop(trace, (*self._keys(trace), *given))

    def _drop(self, trace: Trace, keys: Iterable[tuple[Any, ...]]) -> None:
        for key in keys:
            found = self._by.get(key)
            if found is not None and found.pop(trace.number, None) is not None and not found:
                del self._by[key]

    # Where to look.

    @staticmethod
    def _keys(trace: Trace) -> Iterator[tuple[Any, ...]]:
        facts = trace.facts
        yield ("application", facts.origin)
        if facts.reference is not None:
            yield ("reference", facts.origin, facts.reference)
            # An answer may leave out whom it is for.
            yield ("reference", None, facts.reference)
            yield ("reference", 0, facts.reference)
        if trace.hidden:
            yield ("hidden",)
        if facts.phone is not None:
            yield ("phone", facts.phone)
        if facts.customer_id is not None:
            yield ("customer", facts.customer_id)
        yield ("group", facts.campaign, facts.group)

    def _fact_keys(self, seen: Observation, message: int | None) -> Iterator[tuple[Any, ...]]:
        facts = seen.facts
        assert facts is not None
        if seen.hidden or message is None and not (facts.phone or facts.customer_id or facts.campaign):
            yield ("application", facts.origin if message is not None else facts.target)
            return
        yield ("hidden",)
        if facts.phone is not None:
            yield ("phone", facts.phone)
        elif facts.customer_id is not None:
            yield ("customer", facts.customer_id)
        else:
            yield ("group", facts.campaign, facts.group)


def _without_reference(trace: Trace) -> tuple[object, ...]:
    facts = trace.facts
    return (facts.message, facts.origin, facts.target, facts.campaign, facts.group, facts.phone, facts.customer_id)


def _append(list_: list[Observation], seen: Observation) -> None:
    if len(list_) < _MOST_BESIDE:
        list_.append(seen)


_ANSWERS: dict[int, tuple[int, ...]] = {}


def _answers() -> dict[int, tuple[int, ...]]:
    """The messages that answer each request."""
    if not _ANSWERS:
        _ANSWERS.update({number: tuple(answers) for number, answers, *_ in _native.requests()})
    return _ANSWERS
