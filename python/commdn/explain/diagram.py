"""Sequence diagram of one trace, as SVG.

Owns its drawing: three lanes, an arrow for each step, time at the left, log and line at the right.
"""

from __future__ import annotations

from html import escape

from . import Explanation
from .steps import Lane, Step, place, steps
from .times import spoken
from .traces import Trace

__all__ = ["diagram"]

_X: dict[Lane, int] = {"client": 190, "tserver": 430, "ocs": 670}
_NAMES: dict[Lane, str] = {"client": "client", "tserver": "T-Server", "ocs": "OCS"}
_WIDTH, _TOP, _ROW = 960, 56, 38


def diagram(explanation: Explanation, trace: Trace, number: int) -> str:
    """An `<svg>` element; `number` makes its ids unique on a page."""
    found = steps(trace)
    height = _TOP + _ROW * len(found) + 14
    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="d{number}">',
        f'<title id="d{number}">Sequence of messages between client, T-Server and OCS</title>',
    ]
    for lane, x in _X.items():
        name = _NAMES[lane]
        if lane == "client" and trace.facts.origin:
            name = f"application {trace.facts.origin}"
        if lane == "ocs" and trace.facts.target:
            name = f"OCS {trace.facts.target}"
        parts.append(f'<text class="lane" x="{x}" y="24">{_shown(name)}</text>')
        parts.append(f'<line class="life" x1="{x}" y1="34" x2="{x}" y2="{height - 6}"/>')
    for row, step in enumerate(found):
        parts.extend(_row(explanation, trace, step, _TOP + _ROW * row + 14))
    return "\n".join([*parts, "</svg>"])


def _row(explanation: Explanation, trace: Trace, step: Step, y: int) -> list[str]:
    parts = []
    if step.time is not None and trace.start is not None:
        after = spoken(max(0.0, step.time - trace.start))
        parts.append(f'<text class="time" x="96" y="{y + 4}">+{_shown(after)}</text>')
    places = ", ".join(place(explanation, where) for where in step.places)
    if places:
        parts.append(f'<text class="place" x="720" y="{y + 4}">{_shown(places, 38)}</text>')
    if step.origin is None or step.target is None:
        parts.append(f'<text class="note" x="{_X["tserver"]}" y="{y + 4}">{_shown(step.label, 70)}</text>')
        return parts
    start, end = _X[step.origin], _X[step.target]
    toward = 1 if end > start else -1
    middle = (start + end) // 2
    label = f'<text class="label {step.kind}" x="{middle}" y="{y - 6}">{_shown(step.label, 44)}</text>'
    arrow = f'<line class="arrow {step.kind}" x1="{start}" y1="{y}" x2="{end - 8 * toward}" y2="{y}"/>'
    tip = f"{end},{y} {end - 9 * toward},{y - 5} {end - 9 * toward},{y + 5}"
    head = f'<polygon class="tip {step.kind}" points="{tip}"/>'
    return [*parts, label, arrow, head]


def _shown(text: str, most: int = 200) -> str:
    return escape(text if len(text) <= most else text[: most - 1] + "…")
