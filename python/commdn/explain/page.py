"""An explanation as one HTML page: nothing is loaded from elsewhere, nothing runs in it.

Owns layout and style. What has no good answer comes first; of very many requests the first are drawn
and the others counted.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from html import escape as html
from itertools import count

from ..text import escape
from . import Explanation, State
from .diagram import diagram
from .steps import ended, headline, time_of
from .text import log_lines, not_understood, total_line
from .traces import Trace

__all__ = ["page"]

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1c2733;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}details{border:1px solid #d5dde5;border-radius:6px;margin:.6rem 0;padding:.4rem .8rem}
summary{cursor:pointer}.unanswered,.refused-by-T-Server{border-left:5px solid #b3261e}.refused,.undetermined{border-left:5px solid #b26a00}
.answered{border-left:5px solid #2e7d32}.verdict{font-weight:600;margin:.4rem 0 0}.advice{margin:0 0 .4rem}pre{white-space:pre-wrap;background:#f4f6f8;padding:.6rem}
svg{width:100%;height:auto;font:13px system-ui,sans-serif}svg .lane{text-anchor:middle;font-weight:600}svg .life{stroke:#9aa8b5;stroke-dasharray:3 4}
svg .time{text-anchor:end;fill:#5b6b7a}svg .place{fill:#5b6b7a;font-size:11px}svg .label,svg .note{text-anchor:middle}svg .note{fill:#8a4b00}
svg .arrow{stroke:#1f5fa8;stroke-width:1.6}svg .tip{fill:#1f5fa8}svg .arrow.answer{stroke:#2e7d32}svg .tip.answer{fill:#2e7d32}
svg .arrow.ack{stroke:#6b7b8a}svg .tip.ack{fill:#6b7b8a}svg .arrow.error,svg .arrow.refusal{stroke:#b26a00}svg .tip.error,svg .tip.refusal{fill:#b26a00}
svg .arrow.missing{stroke:#b3261e;stroke-dasharray:6 5}svg .tip.missing{fill:none;stroke:#b3261e}svg .label.missing{fill:#b3261e;font-weight:600}
"""


def page(explanation: Explanation, *, show_numbers: bool = False, most: int = 500, title: str = "Logs explained") -> Iterator[str]:
    """The page in pieces; at most so many requests are drawn, those without a good answer first."""
    chosen: list[tuple[int, int, Trace]] = []
    total = count()
    for trace in explanation.traces():
        bad = 0 if trace.state is State.ANSWERED and not trace.late else 1
        item = (bad, -next(total), trace)
        if len(chosen) < most:
            heapq.heappush(chosen, item)
        else:
            heapq.heappushpop(chosen, item)
    traces = [trace for _, _, trace in sorted(chosen, key=lambda item: (-item[0], -item[1]))]
    yield "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{html(title)}</title><style>{_STYLE}</style></head><body><h1>{html(title)}</h1>"
    yield f"<p><strong>{html(total_line(explanation))}</strong></p><h2>Logs</h2><ul>"
    yield from (f"<li>{html(line)}</li>" for line in log_lines(explanation))
    yield "</ul>"
    words = list(not_understood(explanation))
    if words:
        yield "<h2>Not understood</h2><pre>" + html("\n".join(words)) + "</pre>"
    yield "<h2>Requests</h2>"
    left = sum(explanation.totals.values()) - len(traces)
    if left > 0:
        yield f"<p>{len(traces):,} of them are drawn here, those without a good answer first.</p>"
    for number, trace in enumerate(traces, 1):
        yield from _section(explanation, trace, number, show_numbers=show_numbers)
    yield "</body></html>\n"


def _section(explanation: Explanation, trace: Trace, number: int, *, show_numbers: bool) -> Iterator[str]:
    good = trace.state is State.ANSWERED and not trace.late
    kind = trace.state.value.replace(" ", "-")
    start = time_of(explanation, trace.start)
    head = escape(headline(trace, show_numbers=show_numbers))
    yield f'<details class="{kind}"{"" if good else " open"}><summary>{html(start)} {html(head)}: '
    yield f"<strong>{html(trace.state.value)}</strong></summary>"
    yield f'<p class="verdict">{html(escape(ended(trace)))}</p>'
    if trace.verdict is not None and trace.verdict.advice:
        yield f'<p class="advice">{html(escape(trace.verdict.advice))}</p>'
    yield diagram(explanation, trace, number)
    yield "</details>"
