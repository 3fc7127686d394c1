"""Report: all findings on one page that an operator can send, or as one JSON document.

Owns layout and contents: what was checked, in which order, and what to do. Passwords and telephone numbers are not
in it; the page loads nothing and runs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape as html
from typing import Any

from .._native import __version__
from ..text import escape
from .finding import Finding, Health
from .situation import Situation

__all__ = ["document", "page", "summary"]

_SIGNS = {Health.OK: "ok", Health.BAD: "wrong", Health.OPEN: "look at it"}
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#1c2733;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #d5dde5}
.bad{color:#b3261e;font-weight:600}.open{color:#8a4b00;font-weight:600}.ok{color:#2e7d32}ol li{margin:.5rem 0}
"""


def summary(findings: Sequence[Finding]) -> str:
    """`2 things are wrong, 1 should be looked at, 9 are as they should be.`"""
    counts = {health: sum(one.health is health for one in findings) for health in Health}
    wrong, open_, good = counts[Health.BAD], counts[Health.OPEN], counts[Health.OK]
    parts = []
    if wrong:
        parts.append("1 thing is wrong" if wrong == 1 else f"{wrong} things are wrong")
    if open_:
        parts.append(f"{open_} should be looked at")
    if good:
        parts.append("1 is as it should be" if good == 1 else f"{good} are as they should be")
    return ", ".join(parts) + "." if parts else "Nothing was checked."


def document(site: Situation, findings: Sequence[Finding], *, source: str | None = None) -> dict[str, Any]:
    """Everything as one JSON document."""
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "version": __version__,
        "summary": summary(findings),
        "asked": _asked(site, source),
        "checks": [
            {
                "order": number,
                "step": one.step,
                "state": one.health.value,
                "code": one.code,
                "text": one.text,
                "advice": one.advice,
            }
            for number, one in enumerate(findings, 1)
        ],
    }


def _asked(site: Situation, source: str | None) -> dict[str, Any]:
    return {
        "servers": list(site.servers),
        "application": site.application,
        "app_dbid": site.app_dbid,
        "dn": site.dn,
        "ocs_dbid": site.ocs_dbid,
        "campaign": site.campaign,
        "group": site.group,
        "configuration": source,
    }


def page(site: Situation, findings: Sequence[Finding], *, source: str | None = None) -> str:
    """Everything as one HTML page."""
    told = document(site, findings, source=source)
    rows = "".join(
        f'<tr><td>{number}</td><td>{_shown(one.step)}</td><td class="{one.health.value}">{_SIGNS[one.health]}</td>'
        f"<td>{_shown(one.text)}</td></tr>"
        for number, one in enumerate(findings, 1)
    )
    todo = [one for one in findings if one.health is not Health.OK and one.advice]
    steps = "".join(f"<li>{_shown(one.text)}<br><strong>{_shown(one.advice)}</strong></li>" for one in todo)
    asked = "".join(
        f"<tr><th>{_shown(name.replace('_', ' '))}</th><td>{_shown(_value(value))}</td></tr>"
        for name, value in told["asked"].items()
        if value not in (None, [])
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>commdn doctor</title>'
        f"<style>{_STYLE}</style></head><body><h1>commdn doctor</h1>"
        f"<p><strong>{_shown(told['summary'])}</strong></p><p>{told['time']}, commdn {_shown(__version__)}</p>"
        f"<h2>What to do</h2>{f'<ol>{steps}</ol>' if steps else '<p>Nothing.</p>'}"
        f"<h2>What was checked, in this order</h2><table>{rows}</table>"
        f"<h2>Who wants to talk to whom</h2><table>{asked}</table></body></html>\n"
    )


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _shown(text: str) -> str:
    return html(escape(text))
