"""Verdict: why a request has no answer, as far as the logs tell.

Owns the order of reasons: what a log says outright comes first, then what one log has and the next
one lacks, then who else was answered. Nothing is made up: without a sign the verdict names the three
settings that make an OCS drop requests in silence.
"""

from __future__ import annotations

from ..enums import CmError
from .observation import Observation, Place
from .survey import Survey
from .times import spoken
from .traces import Answer, State, Trace, Verdict

__all__ = ["judge"]

_TSERVER_CODES = {
    40: "T-Server has no licence left: close a client, or add licences.",
    41: "Register the DN on this connection before sending.",
    51: "T-Server does not support the request: is it a T-Server that serves this switch?",
    53: "An attribute is wrong: user data over T-Server's limit, a missing DN, or a wrong password.",
    54: "T-Server has no link to its switch: look at the switch and at T-Server's log.",
    57: "The switch did not answer T-Server in time.",
    58: "The DN, or this T-Server, is out of service: the backup refuses requests.",
    59: "The DN is not in the configuration of this T-Server's switch: create it as a Communication DN.",
}
_SILENCE = (
    "OCS drops in silence what it is not configured to accept. Check (1) that the application has the OCS on its "
    "Connections tab, or stands on that of the OCS; (2) the option outbound_contact_server of the communication DNs; "
    "(3) that the DBIDs are right, and that the OCS runs and monitors the DN."
)
_CONNECTIONS = (
    "In Genesys Administrator put application {app} on the Connections tab of OCS {ocs}, or the OCS on that of the "
    "application."
)
_FAULTS = {
    "silent": ("the simulator let the OCS not hear the request", "silent"),
    "drop": ("the simulator lost the answer", "drop"),
    "wrong_correlation": ("the simulator falsified the answer's facts", "wrong_correlation"),
    "cut": ("the simulator ended the client's connection instead of delivering the answer", "cut"),
    "garbage": ("the simulator sent the client bytes that are no frame instead of the answer", "garbage"),
    "partial": ("the simulator sent the client half of the answer's frame", "partial"),
}


def judge(trace: Trace, survey: Survey, *, wait: float) -> Verdict | None:
    """The verdict on a trace that is over; None if it was answered in time."""
    match trace.state:
        case State.ANSWERED:
            return _late(trace, wait) if trace.late else None
        case State.REFUSED:
            return _refused(trace)
        case State.REFUSED_BY_TSERVER:
            return _refused_by_tserver(trace)
        case State.UNDETERMINED:
            return Verdict(
                "undetermined",
                "An answer came that fits this request and others; the log hides what tells them apart.",
                "Log phone numbers, or let OCS send the reference id back.",
                _places(*trace.ambiguous),
            )
        case State.UNANSWERED:
            return _unanswered(trace, survey, wait)


def _late(trace: Trace, wait: float) -> Verdict:
    text = f"The answer came later than {spoken(wait)} after the request: the one that asked may have given up."
    return Verdict("late", text, "Look at the load of the OCS, or wait longer (request_timeout).")


def _refused(trace: Trace) -> Verdict:
    answer = trace.answers[0]
    number = answer.facts.error
    name = "" if number is None else getattr(CmError(number), "field_name", "")
    error = f"Error {number} {name}".strip() if number is not None else "An error without a number"
    told = "" if answer.event is None or not answer.event.error_message else f": {answer.event.error_message}"
    return Verdict("refused", f"{error}{told}.")


def _refused_by_tserver(trace: Trace) -> Verdict:
    refusal = trace.refusal
    assert refusal is not None
    code = refusal.code
    text = refusal.text or "no text"
    number = "" if code is None else f" (code {code})"
    return Verdict("refused-by-tserver", f"T-Server refused to distribute the request: {text}{number}.",
                   _TSERVER_CODES.get(code or 0, ""), _places(refusal))  # fmt: skip


def _unanswered(trace: Trace, survey: Survey, wait: float) -> Verdict:
    for reason in (_told_outright, _lost_answer, _not_distributed, _ocs_log, _no_service):
        found = reason(trace, survey)
        if found is not None:
            return found
    return _ends(trace, survey, wait) or _silence(trace, survey)


def _told_outright(trace: Trace, survey: Survey) -> Verdict | None:
    for mark in trace.marks:
        if mark.text in _FAULTS:
            text, kind = _FAULTS[mark.text]
            text = f"A fault on demand: {text}."
            return Verdict("fault", text, f"Take the simulator's fault '{kind}' away.", _places(mark))
        if mark.text.startswith("OCS"):
            advice = _advice_on(mark.text, trace)
            return Verdict("ocs-ignored", f"{mark.text}.", advice, _places(mark))
    outcome = trace.outcome
    if outcome is not None and outcome.text.startswith("not sent"):
        return Verdict("not-sent", "The session had no connection: the request was never sent.",
                       "Check host, port and network between program and T-Server.", _places(outcome))  # fmt: skip
    return None


def _advice_on(text: str, trace: Trace) -> str:
    if "connections" in text:
        ocs = text.split()[1]
        return _CONNECTIONS.format(app=trace.facts.origin, ocs=ocs)
    if "outbound_contact_server" in text:
        return (
            f"Set outbound_contact_server to true on DN {trace.dn}, or take it from the other communication DNs: if it "
            "is true on any, OCS listens on those only."
        )
    if "target 0" in text:
        return "Campaign requests name one OCS: set GSW_CM_AttrTargetAppID to its DBID."
    return ""


def _lost_answer(trace: Trace, survey: Survey) -> Verdict | None:
    if trace.answers:
        answer = trace.answers[0]
        gone = next((note for note in trace.notes if "connect" in note.text), None)
        who = f"OCS {answer.facts.origin} answered{_after(trace, answer)}"
        places = tuple((hop.source, hop.line) for hop in answer.hops)
        if gone is not None:
            return Verdict("connection-lost", f"{who}, but the client's connection was gone: {gone.text}.",
                           "Look at the network between client and T-Server, and at keep-alive (ADDP).",
                           places + _places(gone))  # fmt: skip
        return Verdict("answer-lost", f"{who}, but the answer did not reach the one that asked.",
                       "Is the DN still registered there, and does T-Server serve the DN to both?", places)  # fmt: skip
    if trace.strays:
        stray = trace.strays[0]
        assert stray.facts is not None
        differs = [
            f"{name} {theirs} instead of {mine}"
            for name, mine, theirs in (
                ("reference", trace.facts.reference, stray.facts.reference),
                ("campaign", trace.facts.campaign, stray.facts.campaign),
                ("group", trace.facts.group, stray.facts.group),
            )
            if mine is not None and theirs is not None and mine != theirs
        ]
        told = f": {', '.join(differs)}" if differs else ""
        return Verdict("other-facts", f"OCS {stray.facts.origin} sent an answer with other facts{told}.",
                       "Is it the answer to another program's request with the same application DBID?",
                       _places(stray))  # fmt: skip
    return None


def _after(trace: Trace, answer: Answer) -> str:
    times = [hop.time for hop in answer.hops if hop.time is not None]
    if not times or trace.start is None:
        return ""
    return f" after {spoken(max(0.0, min(times) - trace.start))}"


def _not_distributed(trace: Trace, survey: Survey) -> Verdict | None:
    if trace.acknowledged or trace.at(Place("client", "in")) is not None:
        return None
    asked = trace.at(Place("client", "out"))
    if asked is None:
        taken = trace.at(Place("tserver", "in"))
        if taken is None or not survey.logs[taken.source].acks:
            return None
        return Verdict("not-acknowledged", "T-Server received the request and neither acknowledged nor refused it.",
                       "Look at T-Server's log behind this line: it may have been ending, or its log is cut.",
                       ((taken.source, taken.line),))  # fmt: skip
    places = ((asked.source, asked.line),)
    tservers = [n for n, log in enumerate(survey.logs) if log.reading.role.role == "tserver" or log.distributes]
    tservers = [n for n in tservers if n != asked.source and _covers(survey, n, trace.start)]
    if tservers:
        name = survey.logs[tservers[0]].reading.source.name
        return Verdict("never-reached-tserver", f"It was sent, but {name} has no trace of it.",
                       "The connection was lost on the way, or it went to another T-Server.", places)  # fmt: skip
    outcome = trace.outcome
    unacknowledged = outcome is not None and "had not acknowledged" in outcome.text
    if unacknowledged or any(log.acks for log in survey.logs):
        return Verdict("not-acknowledged", "T-Server did not acknowledge the request.",
                       "Was the connection up, and did T-Server run? Its log tells.", places)  # fmt: skip
    if outcome is not None and "connection was lost" in outcome.text:
        return Verdict("connection-lost", "The connection was lost before an answer came.",
                       "Whether OCS acted on it is not known: ask for the status.", _places(outcome))  # fmt: skip
    return None


def _covers(survey: Survey, number: int, time: float | None) -> bool:
    log = survey.logs[number]
    if time is None or log.first is None or log.last is None:
        return False
    return log.first + log.offset <= time <= log.last + log.offset


def _ocs_log(trace: Trace, survey: Survey) -> Verdict | None:
    heard = trace.at(Place("ocs", "in"))
    if heard is not None:
        return Verdict("ocs-did-not-answer", "OCS received the request and sent no answer.",
                       "Look at the log of the OCS behind this line: it may have been busy, or ending.",
                       ((heard.source, heard.line),))  # fmt: skip
    for number, log in enumerate(survey.logs):
        if log.reading.role.role != "ocs" or not _covers(survey, number, trace.start):
            continue
        return Verdict("ocs-did-not-see", f"T-Server distributed the request, but {log.reading.source.name} of the "
                       "OCS has no trace of it.", _SILENCE)  # fmt: skip
    return None


def _no_service(trace: Trace, survey: Survey) -> Verdict | None:
    bad = ("out of service", "link to the switch is down", "lost its link", "no longer registered", "missing here")
    for note in trace.notes:
        if any(text in note.text for text in bad):
            code = "log-incomplete" if "missing here" in note.text else "no-service"
            return Verdict(code, f"Meanwhile: {note.text}.", "", _places(note))
    return None


def _ends(trace: Trace, survey: Survey, wait: float) -> Verdict | None:
    if trace.start is None:
        return None
    sources = {hop.source for hop in trace.hops}
    ends = [log.last + log.offset for n, log in enumerate(survey.logs) if n in sources and log.last is not None]
    if not ends or max(ends) - trace.start >= wait:
        return None
    left = max(0.0, max(ends) - trace.start)
    return Verdict("log-ends", f"The log ends {spoken(left)} after the request: an answer may have come later.",
                   "Take a later log. If that has no answer either: " + _silence(trace, survey).text)  # fmt: skip


def _silence(trace: Trace, survey: Survey) -> Verdict:
    app, ocs, dn = trace.facts.origin or 0, trace.facts.target or 0, trace.dn or ""
    record = trace.facts.message in (30, 32)
    if ocs == 0:
        if not record:
            return Verdict("target-zero", "The request names no OCS (target 0), which only do-not-call and cancel "
                           "requests may.", "Set GSW_CM_AttrTargetAppID to the DBID of one OCS.")  # fmt: skip
        if not survey.spoke:
            return Verdict("ocs-silent", "No OCS says anything in these logs.", _SILENCE)
        answering = sorted({o for (o, a, _), count in survey.answered.items() if count and a == app})
        if not answering:
            return Verdict("not-connected", f"No OCS answers application {app} in these logs, though others are "
                           "answered.", _CONNECTIONS.format(app=app, ocs=min(survey.spoke)))  # fmt: skip
        return Verdict("ocs-silent", "No OCS answered this one; others to every OCS were answered.", _SILENCE)
    if not survey.spoke[ocs]:
        others = sorted(other for other in survey.spoke if other)
        if others:
            names = ", ".join(map(str, others))
            return Verdict("wrong-target", f"OCS {ocs} says nothing in these logs; {names} does.",
                           f"Is {ocs} the DBID of the OCS (GSW_CM_AttrTargetAppID), and does it run?")  # fmt: skip
        return Verdict("ocs-silent", f"OCS {ocs} says nothing in these logs.", _SILENCE)
    return _of_those_answered(trace, survey, app, ocs, dn)


def _of_those_answered(trace: Trace, survey: Survey, app: int, ocs: int, dn: str) -> Verdict:
    here = sum(n for (o, a, d), n in survey.answered.items() if (o, a) == (ocs, app) and (d == dn or not d or not dn))
    elsewhere = sum(n for (o, a, d), n in survey.answered.items() if (o, a) == (ocs, app)) - here
    others = sorted({a for (o, a, _), n in survey.answered.items() if o == ocs and n and a not in (0, app)})
    if here:
        last = survey.last_spoke.get(ocs)
        if last is not None and trace.start is not None and last < trace.start:
            return Verdict("ocs-stopped", f"OCS {ocs} answered before, and says nothing after this request.",
                           "Did the OCS stop, or lose its connection to T-Server? Its log tells.")  # fmt: skip
        return Verdict("lost", f"OCS {ocs} answers application {app} on this DN at other times: connection and DN are "
                       "right, this request or its answer was lost.", "Send it again if that is safe.")  # fmt: skip
    if elsewhere:
        return Verdict("dn-excluded", f"OCS {ocs} answers application {app} on another DN, never on DN {dn}.",
                       "Check the option outbound_contact_server of all communication DNs: true on any of them "
                       "excludes those without it.")  # fmt: skip
    if others:
        names = ", ".join(map(str, others))
        return Verdict("not-connected", f"OCS {ocs} answers application {names}, never application {app}.",
                       _CONNECTIONS.format(app=app, ocs=ocs))  # fmt: skip
    return Verdict("ocs-silent", f"OCS {ocs} did not answer.", _SILENCE)


def _places(*seen: Observation) -> tuple[tuple[int, int], ...]:
    return tuple((one.source, one.line) for one in seen)
